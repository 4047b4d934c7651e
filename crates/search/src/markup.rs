//! The words of an article's body. The press has cleaned it, so its markup is well formed; what comes out is text, and is shown as that.

/// The text of a body, a space where an element begins that is not within a line.
pub fn text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(begin) = rest.find('<') {
        text.push_str(&rest[..begin]);
        let tag = &rest[begin + 1..];
        // A value may have a `>` in it.
        let mut quote = None;
        let end = tag.find(|c| {
            match quote {
                Some(open) if open == c => quote = None,
                None if c == '"' || c == '\'' => quote = Some(c),
                _ => {}
            }
            c == '>' && quote.is_none()
        });
        let Some(end) = end else { return decoded(&text) };
        let name = &tag[..end];
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        // Of an end there is no name.
        if !name.is_empty() && !IN_A_LINE.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            text.push(' ');
        }
        rest = &tag[end + 1..];
    }
    text.push_str(rest);
    decoded(&text)
}

/// Elements that part no words.
const IN_A_LINE: [&str; 27] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "ruby", "s", "samp",
    "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// As HTML is written by a serializer: with these entities alone.
fn decoded(text: &str) -> String {
    let text =
        text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    let mut words = String::with_capacity(text.len());
    for word in text.split_whitespace() {
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
    fn text_without_markup() {
        let html = r#"<p>A <em>b</em>c &amp; &lt;d&gt;</p><img alt="x > y" src='a"b'><p>e<br>f&nbsp;g</p>"#;
        assert_eq!(text(html), "A bc & <d> e f g");
        assert_eq!(text("a < "), "a");
    }
}
