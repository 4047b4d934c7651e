//! The text of an article's body. The press has sanitized the body, so its markup is well formed; the text is only ever shown as
//! text.

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
            text.push(' ');
        }
        rest = &tag[end + 1..];
    }
    text.push_str(rest);
    decode(&text)
}

/// Elements that do not separate words.
const INLINE_ELEMENTS: [&str; 27] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "ruby", "s", "samp",
    "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// The entities that an HTML serializer writes.
const ENTITIES: [(&str, char); 5] = [("&nbsp;", ' '), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&amp;", '&')];

/// Decodes the only entities that an HTML serializer writes, and collapses white space.
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
    for word in decoded.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
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
}
