//! The text of an article's body. The press has sanitized the body, so its markup is well formed; the text is only ever shown as
//! text.

use edition::tokens::is_broken_line;

/// What replaces the start of a block element. Unlike a line break, it always separates words.
const BLOCK_SEPARATOR: char = '\u{2029}';

/// Returns the text of a body. Block elements are separated by a space.
pub fn text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let tag = &rest[start + 1..];
        // Attribute values can contain `>`.
        let mut quote = None;
        let end = tag.find(|c| {
            match quote {
                Some(open) if open == c => quote = None,
                None if c == '"' || c == '\'' => quote = Some(c),
                _ => {}
            }
            c == '>' && quote.is_none()
        });
        let Some(end) = end else { return decode(&text) };
        let name = &tag[..end];
        // Empty for an end tag.
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if !name.is_empty() && !INLINE_ELEMENTS.iter().any(|inline| inline.eq_ignore_ascii_case(name)) {
            text.push(BLOCK_SEPARATOR);
        }
        rest = &tag[end + 1..];
    }
    text.push_str(rest);
    decode(&text)
}

/// Elements that do not separate words.
const INLINE_ELEMENTS: [&str; 44] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "cite",
    "code",
    "del",
    "dfn",
    "em",
    "i",
    "ins",
    "kbd",
    "mark",
    "q",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
    "var",
    "wbr",
    // Formulas.
    "math",
    "mfrac",
    "mi",
    "mn",
    "mo",
    "mover",
    "mroot",
    "mrow",
    "ms",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtext",
    "munder",
    "munderover",
];

/// The entities that an HTML serializer writes.
const ENTITIES: [(&str, char); 5] = [("&nbsp;", ' '), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&amp;", '&')];

/// Decodes the only entities that an HTML serializer writes, and collapses white space. Line breaks inside a Chinese or Japanese
/// paragraph are removed.
fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        decoded.push_str(&rest[..start]);
        rest = &rest[start..];
        let entity = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
        let (entity, c) = entity.unwrap_or(&("&", '&'));
        decoded.push(*c);
        rest = &rest[entity.len()..];
    }
    decoded.push_str(rest);
    let mut words = String::with_capacity(decoded.len());
    let mut end = 0;
    for word in decoded.split_whitespace() {
        let start = word.as_ptr() as usize - decoded.as_ptr() as usize;
        let (before, after) = (words.chars().next_back(), word.chars().next());
        let is_joined = before.zip(after).is_none_or(|(before, after)| is_broken_line(before, &decoded[end..start], after));
        if !is_joined {
            words.push(' ');
        }
        words.push_str(word);
        end = start + word.len();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_removed_and_entities_are_decoded() {
        let html = r#"<p>A <em>b</em>c &amp; &lt;d&gt;</p><img alt="x > y" src='a"b'><p>e<br>f&nbsp;g</p>"#;
        assert_eq!(text(html), "A bc & <d> e f g");
        assert_eq!(text("a < "), "a");
    }

    #[test]
    fn line_breaks_inside_chinese_paragraphs_are_removed() {
        assert_eq!(text("<p>太阳能\n电池 <em>出口</em>\r\n增长</p>"), "太阳能电池 出口增长");
        assert_eq!(text("<h2>标题</h2>\n<p>正文</p><p>a\nb，\n甲<br>\n乙</p>"), "标题 正文 a b， 甲 乙");
        assert_eq!(text("<p>서울의\n철도</p>"), "서울의 철도");
    }
}
