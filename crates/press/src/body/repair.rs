//! Ends what has no end in written HTML, so that it does not swallow the text after it.

use std::sync::LazyLock;

use edition::markup::DROPPED;
use regex::{Captures, Regex};

/// Of the elements that are removed with their content, those that the parser of HTML ends itself.
const ENDED: [&str; 3] = ["frameset", "head", "option"];

/// Elements that have no content, for which `/>` means nothing.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Returns HTML in which a self-closed element such as `<audio />` has an end tag, and the beginnings of comments and elements that
/// were removed because they have no end.
pub(crate) fn repair(html: &str) -> (String, Vec<String>) {
    let mut removed = Vec::new();
    let html = end_comments(html, &mut removed);
    let html = if html.contains("/>") { end_self_closed(&html) } else { html };
    // What is removed with its content must have an end.
    static ANY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(&format!("(?i)<(?:{})", DROPPED.join("|"))).expect("a valid expression"));
    if !ANY.is_match(&html) {
        return (html, removed);
    }
    let dropped = DROPPED.iter().filter(|name| !VOID.contains(name) && !ENDED.contains(name));
    (dropped.fold(html, |html, name| end_dropped(html, name, &mut removed)), removed)
}

fn end_comments(html: &str, removed: &mut Vec<String>) -> String {
    if !html.contains("<!--") {
        return html.to_owned();
    }
    // A comment that begins after the last end has none.
    let last_end = html.rfind("-->").map_or(0, |begin| begin + 3);
    let mut rest = &html[..last_end];
    let mut ended = 0;
    while let Some(begin) = rest.find("<!--") {
        // `<!-->` and `<!--->` are whole comments.
        let Some(length) = rest[begin + 2..].find("-->") else { break };
        ended += begin + 2 + length + 3;
        rest = &html[ended..last_end];
    }
    let (before, after) = html.split_at(ended);
    if after.contains("<!--") {
        removed.push("<!--".to_owned());
    }
    format!("{before}{}", after.replace("<!--", ""))
}

fn end_self_closed(html: &str) -> String {
    static SELF_CLOSED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"<([a-zA-Z][a-zA-Z0-9]*)((?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?)/>"#).expect("a valid expression")
    });
    let ended = |tag: &Captures<'_>| match VOID.contains(&tag[1].to_lowercase().as_str()) {
        true => tag[0].to_owned(),
        false => format!("<{0}{1}></{0}>", &tag[1], &tag[2]),
    };
    SELF_CLOSED.replace_all(html, ended).into_owned()
}

/// Removes start tags of an element that has no end tag after them.
fn end_dropped(html: String, name: &str, removed: &mut Vec<String>) -> String {
    let lower = html.to_ascii_lowercase();
    let begin = format!("<{name}");
    let is_tag = |at: usize| !lower[at + begin.len()..].starts_with(|c: char| c.is_ascii_alphanumeric());
    // Nothing ends plain text.
    let last_end = lower.rfind(&format!("</{name}")).filter(|_| name != "plaintext").unwrap_or(0);
    let mut repaired = String::new();
    let mut done = 0;
    for (at, _) in lower[last_end..].match_indices(&begin) {
        let start = last_end + at;
        if start >= done && is_tag(start) {
            repaired.push_str(&html[done..start]);
            done = lower[start..].find('>').map_or(html.len(), |length| start + length + 1);
        }
    }
    if done == 0 {
        return html;
    }
    removed.push(begin);
    repaired + &html[done..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_self_closed_element_has_an_end() {
        for (html, repaired) in [
            (r#"<video src="m.mp4" controls />Text"#, r#"<video src="m.mp4" controls ></video>Text"#),
            ("<iframe src=x/>Text", "<iframe src=x></iframe>Text"),
            (r#"<a title="/>" />b"#, r#"<a title="/>" ></a>b"#),
            ("<br/><img src=\"a.png\" />", "<br/><img src=\"a.png\" />"),
            ("a < b /> c", "a < b /> c"),
        ] {
            assert_eq!(repair(html), (repaired.to_owned(), vec![]));
        }
    }

    #[test]
    fn what_has_no_end_is_removed_and_named() {
        let removed = |html: &str| repair(html);
        assert_eq!(removed("A<!-- b <p>c</p>"), ("A b <p>c</p>".to_owned(), vec!["<!--".to_owned()]));
        assert_eq!(removed("A<iframe src=x>b<p>c</p>"), ("Ab<p>c</p>".to_owned(), vec!["<iframe".to_owned()]));
        assert_eq!(removed("<script>a</script>b<SCRIPT>c"), ("<script>a</script>bc".to_owned(), vec!["<script".to_owned()]));
        assert_eq!(
            removed("<p>A <template> b</p><select>c"),
            ("<p>A  b</p>c".to_owned(), vec!["<select".to_owned(), "<template".to_owned()])
        );
        assert_eq!(removed("<!-- a --><titles>b"), ("<!-- a --><titles>b".to_owned(), vec![]));
    }
}
