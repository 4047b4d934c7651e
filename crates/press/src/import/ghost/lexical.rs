//! Lexical, in which Ghost has kept texts since its version 5.

use serde_json::Value;

use super::{super::report::Report, cards};
use crate::body::html::{encode_attribute, escape};

/// The marks of a text, with the bit of each, from the outermost to the innermost.
const FORMATS: [(u64, &str); 8] =
    [(1, "strong"), (2, "em"), (4, "s"), (8, "u"), (128, "mark"), (32, "sub"), (64, "sup"), (16, "code")];

/// Returns a document as HTML. None if it is none, or empty.
pub(super) fn to_html(document: &Value, post: &str, report: &mut Report) -> Option<String> {
    let children = document["root"]["children"].as_array().filter(|children| !children.is_empty())?;
    let mut converter = Converter { html: String::new(), has_ended: false, post, report };
    converter.blocks(children);
    Some(converter.html)
}

struct Converter<'a> {
    html: String,
    /// Whether the public part has ended.
    has_ended: bool,
    post: &'a str,
    report: &'a mut Report,
}

fn children(node: &Value) -> &[Value] {
    node["children"].as_array().map_or(&[], Vec::as_slice)
}

impl Converter<'_> {
    fn blocks(&mut self, nodes: &[Value]) {
        for node in nodes {
            if self.has_ended {
                return;
            }
            self.block(node);
        }
    }

    fn block(&mut self, node: &Value) {
        let kind = node["type"].as_str().unwrap_or_default();
        match kind {
            "paragraph" if children(node).is_empty() => {}
            "paragraph" => self.element("p", node),
            "heading" | "extended-heading" => {
                let tag = node["tag"].as_str().filter(|tag| matches!(*tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6"));
                self.element(tag.unwrap_or("h2"), node);
            }
            "quote" | "extended-quote" | "aside" => {
                // Paragraphs of a quotation are separated by two line breaks.
                let html = inline(children(node)).replace("<br><br>", "</p><p>");
                self.html.push_str(&format!("<blockquote><p>{html}</p></blockquote>\n"));
            }
            "list" => {
                let list = list(node);
                self.html.push_str(&list);
                self.html.push('\n');
            }
            _ => self.has_ended = !cards::push(&mut self.html, kind, node, self.post, self.report),
        }
    }

    fn element(&mut self, tag: &str, node: &Value) {
        self.html.push_str(&format!("<{tag}>{}</{tag}>\n", inline(children(node))));
    }
}

/// Returns a list. One in another is an item of its own there, and belongs to the item before it.
fn list(node: &Value) -> String {
    let tag = if node["listType"] == "number" || node["tag"] == "ol" { "ol" } else { "ul" };
    let start = node["start"].as_i64().filter(|start| *start > 1 && tag == "ol").map(|start| format!(" start=\"{start}\""));
    let mut html = format!("<{tag}{}>", start.unwrap_or_default());
    let mut is_open = false;
    for item in children(node) {
        let (lists, texts): (Vec<&Value>, Vec<&Value>) = children(item).iter().partition(|child| child["type"] == "list");
        if !texts.is_empty() || !is_open {
            html.push_str(if is_open { "</li><li>" } else { "<li>" });
            is_open = true;
            let texts: Vec<Value> = texts.into_iter().cloned().collect();
            html.push_str(&inline(&texts));
        }
        lists.into_iter().for_each(|inner| html.push_str(&list(inner)));
    }
    html.push_str(if is_open { "</li>" } else { "" });
    html + &format!("</{tag}>")
}

/// Returns texts, links and line breaks. Marks that neighbours share are opened once.
fn inline(nodes: &[Value]) -> String {
    let mut html = String::new();
    let mut open: Vec<(u64, &str)> = Vec::new();
    for node in nodes {
        let kind = node["type"].as_str().unwrap_or_default();
        let format = match kind {
            "text" | "extended-text" | "tk" => node["format"].as_u64().unwrap_or_default(),
            // A line break is inside of whatever is open.
            "linebreak" | "tab" => open.iter().map(|(bit, _)| bit).sum(),
            _ => 0,
        };
        set_marks(&mut html, &mut open, format);
        match kind {
            "linebreak" => html.push_str("<br>"),
            "tab" => html.push('\t'),
            "link" | "autolink" => {
                let address = node["url"].as_str().unwrap_or_default();
                html.push_str(&format!("<a href=\"{}\">{}</a>", encode_attribute(address), inline(children(node))));
            }
            "text" | "extended-text" | "tk" => html.push_str(&escape(node["text"].as_str().unwrap_or_default())),
            "zwnj" | "at-link" | "at-link-search" => {}
            _ => html.push_str(&inline(children(node))),
        }
    }
    set_marks(&mut html, &mut open, 0);
    html
}

/// Closes the marks that a text does not have, and opens those that it has.
fn set_marks(html: &mut String, open: &mut Vec<(u64, &'static str)>, format: u64) {
    let kept = open.iter().take_while(|(bit, _)| format & bit != 0).count();
    for (_, tag) in open.drain(kept..).rev() {
        html.push_str(&format!("</{tag}>"));
    }
    for (bit, tag) in FORMATS {
        if format & bit != 0 && !open.iter().any(|(known, _)| *known == bit) {
            html.push_str(&format!("<{tag}>"));
            open.push((bit, tag));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn html(children: Value) -> String {
        let mut report = Report::default();
        to_html(&json!({ "root": { "children": children } }), "post", &mut report).unwrap_or_default()
    }

    #[test]
    fn marks_that_neighbours_share_are_opened_once() {
        let text = |text: &str, format: u64| json!({ "type": "extended-text", "text": text, "format": format });
        let paragraph = json!([{ "type": "paragraph", "children": [text("a ", 0), text("b", 1), text("c", 3), { "type": "linebreak" }, text("d<", 2), text("e", 16)] }]);
        assert_eq!(html(paragraph), "<p>a <strong>b<em>c<br></em></strong><em>d&lt;</em><code>e</code></p>\n");
        let link = json!([{ "type": "paragraph", "children": [{ "type": "link", "url": "https://x/?a&b", "children": [text("x", 1)] }] }]);
        assert_eq!(html(link), "<p><a href=\"https://x/?a&amp;b\"><strong>x</strong></a></p>\n");
    }

    #[test]
    fn a_list_in_a_list_belongs_to_the_item_before() {
        let item = |text: &str| json!({ "type": "listitem", "children": [{ "type": "text", "text": text }] });
        let inner = json!({ "type": "listitem", "children": [{ "type": "list", "listType": "number", "start": 3, "children": [item("b")] }] });
        let list = json!([{ "type": "list", "listType": "bullet", "children": [item("a"), inner, item("c")] }]);
        assert_eq!(html(list), "<ul><li>a<ol start=\"3\"><li>b</li></ol></li><li>c</li></ul>\n");
    }

    #[test]
    fn what_is_behind_a_paywall_stays_out() {
        let paragraph = |text: &str| json!({ "type": "paragraph", "children": [{ "type": "text", "text": text }] });
        assert_eq!(html(json!([paragraph("a"), { "type": "paywall" }, paragraph("b")])), "<p>a</p>\n");
    }

    #[test]
    fn cards_become_what_they_show() {
        let image =
            json!([{ "type": "image", "src": "__GHOST_URL__/content/images/a.jpg", "alt": "A", "caption": "<span>Cap</span>" }]);
        assert_eq!(
            html(image),
            "<figure><img src=\"__GHOST_URL__/content/images/a.jpg\" alt=\"A\"><figcaption><span>Cap</span></figcaption></figure>\n"
        );
        let code = json!([{ "type": "codeblock", "code": "a < b\n", "language": "rust" }]);
        assert_eq!(html(code), "<pre><code class=\"language-rust\">a &lt; b\n</code></pre>\n");
        let others = json!([{ "type": "email", "html": "x" }, { "type": "quux" }, { "type": "markdown", "markdown": "*a*" }]);
        assert_eq!(html(others), "<p><em>a</em></p>\n\n");
    }
}
