//! Mobiledoc, in which Ghost kept texts until its version 5.

use serde_json::Value;

use super::{
    super::report::{Category, Report},
    cards,
};
use crate::body::html::{encode_attribute, escape};

/// Returns the text of a document that is one card in Markdown, as those of Ghost 1 are.
pub(super) fn markdown_alone(document: &Value) -> Option<String> {
    let [section] = document["sections"].as_array()?.as_slice() else { return None };
    let card = document["cards"].get(usize::try_from(section.get(1)?.as_u64()?).ok()?)?;
    let is_markdown = section[0] == 10 && matches!(card[0].as_str()?, "markdown" | "card-markdown");
    card[1]["markdown"].as_str().filter(|_| is_markdown).map(str::to_owned)
}

/// Returns a document as HTML. None if it is none.
pub(super) fn to_html(document: &Value, post: &str, report: &mut Report) -> Option<String> {
    let mut html = String::new();
    for section in document["sections"].as_array()? {
        let (kind, second) = (section[0].as_u64()?, &section[1]);
        match kind {
            1 => {
                let markers = section[2].as_array().map_or(&[][..], Vec::as_slice);
                let text = markers_to_html(document, markers);
                match second.as_str().unwrap_or("p") {
                    "p" if text.is_empty() => {}
                    tag @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => html.push_str(&format!("<{tag}>{text}</{tag}>\n")),
                    "blockquote" | "aside" => html.push_str(&format!("<blockquote><p>{text}</p></blockquote>\n")),
                    _ => html.push_str(&format!("<p>{text}</p>\n")),
                }
            }
            2 => html.push_str(&format!(
                "<figure><img src=\"{}\" alt=\"\"></figure>\n",
                encode_attribute(second.as_str().unwrap_or_default())
            )),
            3 => {
                let tag = if second == "ol" { "ol" } else { "ul" };
                let items = section[2].as_array().into_iter().flatten().filter_map(Value::as_array);
                let items: String = items.map(|markers| format!("<li>{}</li>", markers_to_html(document, markers))).collect();
                html.push_str(&format!("<{tag}>{items}</{tag}>\n"));
            }
            10 => {
                let card =
                    usize::try_from(second.as_u64().unwrap_or(u64::MAX)).ok().and_then(|index| document["cards"].get(index));
                let name = card.and_then(|card| card[0].as_str()).unwrap_or_default();
                if !cards::push(&mut html, name, card.map_or(&Value::Null, |card| &card[1]), post, report) {
                    break;
                }
            }
            _ => report.add(Category::LeftOut, "sections of an unknown kind", post),
        }
    }
    Some(html)
}

/// Returns the text of a section. Each marker opens marks, has a text or an atom, and closes some of the marks that are open.
fn markers_to_html(document: &Value, markers: &[Value]) -> String {
    let mut html = String::new();
    let mut open: Vec<&str> = Vec::new();
    let entry = |table: &str, index: &Value| usize::try_from(index.as_u64()?).ok().and_then(|index| document[table].get(index));
    for marker in markers {
        for index in marker[1].as_array().into_iter().flatten() {
            let markup = entry("markups", index).unwrap_or(&Value::Null);
            let tag = match markup[0].as_str().unwrap_or_default() {
                "a" => {
                    let attributes = markup[1].as_array().map_or(&[][..], Vec::as_slice);
                    let address = attributes.chunks(2).find(|pair| pair[0] == "href").and_then(|pair| pair.get(1)?.as_str());
                    html.push_str(&format!("<a href=\"{}\">", encode_attribute(address.unwrap_or_default())));
                    open.push("a");
                    continue;
                }
                "b" | "strong" => "strong",
                "i" | "em" => "em",
                tag @ ("code" | "s" | "sub" | "sup" | "u") => tag,
                // It is closed as any other.
                _ => "",
            };
            if !tag.is_empty() {
                html.push_str(&format!("<{tag}>"));
            }
            open.push(tag);
        }
        if marker[0] == 1 {
            let atom = entry("atoms", &marker[3]).unwrap_or(&Value::Null);
            match atom[0].as_str() {
                Some("soft-return") => html.push_str("<br>"),
                _ => html.push_str(&escape(atom[1].as_str().unwrap_or_default())),
            }
        } else {
            html.push_str(&escape(marker[3].as_str().unwrap_or_default()));
        }
        let closed = usize::try_from(marker[2].as_u64().unwrap_or_default()).unwrap_or(usize::MAX).min(open.len());
        for tag in open.drain(open.len() - closed..).rev().filter(|tag| !tag.is_empty()) {
            html.push_str(&format!("</{tag}>"));
        }
    }
    for tag in open.into_iter().rev().filter(|tag| !tag.is_empty()) {
        html.push_str(&format!("</{tag}>"));
    }
    html
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn sections_markers_and_cards_become_html() {
        let document = json!({
            "version": "0.3.1", "atoms": [["soft-return", "", {}]],
            "cards": [["hr", {}], ["code", { "code": "a<b" }]],
            "markups": [["em"], ["a", ["href", "https://e.org", "rel", "x"]]],
            "sections": [
                [1, "p", [[0, [], 0, "plain "], [0, [0, 1], 2, "em link"], [1, [], 0, 0], [0, [], 0, "after"]]],
                [3, "ul", [[[0, [], 0, "one"]], [[0, [0], 1, "two"]]]], [10, 0], [10, 1], [10, 9], [1, "h2", [[0, [], 0, "H"]]], [1, "p", []]
            ]
        });
        let mut report = Report::default();
        let html = to_html(&document, "post", &mut report).expect("a document");
        assert_eq!(
            html,
            "<p>plain <em><a href=\"https://e.org\">em link</a></em><br>after</p>\n<ul><li>one</li><li><em>two</em></li></ul>\n<hr>\n<pre><code>a&lt;b</code></pre>\n<h2>H</h2>\n"
        );
        assert_eq!(report.count("cards “”, which are not known"), 1);
    }

    #[test]
    fn a_document_of_one_card_in_markdown_stays_markdown() {
        let document = json!({ "cards": [["card-markdown", { "markdown": "# A" }]], "sections": [[10, 0]] });
        assert_eq!(markdown_alone(&document).as_deref(), Some("# A"));
        assert_eq!(markdown_alone(&json!({ "cards": [["hr", {}]], "sections": [[10, 0]] })), None);
    }
}
