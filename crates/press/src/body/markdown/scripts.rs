//! Raised and lowered letters: `x^2^` and `H~2~O`. Tildes, carets and signs of equality that mean something else stay as they are: `10~20` is a
//! range.

use std::sync::LazyLock;

use comrak::{
    Arena,
    nodes::{AstNode, NodeValue},
};
use regex::Regex;

use super::{replace, text_of};
use crate::body::html::escape;

/// Writes raised and lowered letters, after [`restore_marks`].
pub(super) fn set_scripts<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>) {
    // A sign, then letters or digits of an alphabet, then a sign; or brackets around them. Before it is a letter, a closing bracket or, of a
    // raised one, a digit; after it no letter.
    static SCRIPT: LazyLock<Regex> = LazyLock::new(|| {
        let content = r"(?:[+\-−]?[\p{Latin}\p{Greek}\p{Cyrillic}\d]{1,12}[+\-−*′]?|[+\-−]|\([^()\s~^]{1,12}\))";
        Regex::new(&format!(r"~({content})~|\^({content})\^")).expect("a valid expression")
    });
    for node in root.descendants().collect::<Vec<_>>() {
        let Some(text) = text_of(node).filter(|text| text.contains(['~', '^'])) else { continue };
        let follows_markup = node.previous_sibling().is_some_and(is_inline_markup);
        let (mut pieces, mut end) = (Vec::new(), 0);
        for found in SCRIPT.captures_iter(&text) {
            let Some(whole) = found.get(0) else { continue };
            let is_raised = found.get(2).is_some();
            let has_base = match text[..whole.start()].chars().last() {
                None => follows_markup,
                Some(c) => {
                    let is_alphabetic = c.is_alphabetic() && c < '\u{2E80}';
                    let follows_script = end > 0 && whole.start() == end;
                    is_alphabetic || matches!(c, ')' | ']') || (is_raised && c.is_ascii_digit()) || follows_script
                }
            };
            let is_cut_off = is_raised && text[whole.end()..].starts_with(|c: char| c.is_ascii_digit());
            if !has_base || is_cut_off {
                continue;
            }
            let (name, content) = found.get(2).map_or_else(|| ("sub", &found[1]), |content| ("sup", content.as_str()));
            pieces.push(NodeValue::Text(text[end..whole.start()].to_owned().into()));
            pieces.push(NodeValue::HtmlInline(format!("<{name}>{}</{name}>", escape(content))));
            end = whole.end();
        }
        if end > 0 {
            pieces.push(NodeValue::Text(text[end..].to_owned().into()));
            replace(arena, node, pieces);
        }
    }
}

/// Turns what is between single tildes and carets back into text, and what is between signs of equality within words; joins texts that are
/// neighbours then. The parser pairs the tilde of a range with the next one.
pub(super) fn restore_marks<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>) {
    let found: Vec<(&AstNode<'_>, &'static str)> = root
        .descendants()
        .filter_map(|node| match node.data.borrow().value {
            NodeValue::Subscript => Some((node, "~")),
            NodeValue::Superscript => Some((node, "^")),
            NodeValue::Highlight if is_within_words(node) => Some((node, "==")),
            _ => None,
        })
        .collect();
    let mut parents = Vec::new();
    for (node, mark) in found {
        let text = || arena.alloc(NodeValue::Text(mark.into()).into());
        node.insert_before(text());
        while let Some(child) = node.first_child() {
            node.insert_before(child);
        }
        node.insert_before(text());
        parents.extend(node.parent());
        node.detach();
    }
    parents.into_iter().for_each(join_texts);
}

/// Joins the texts among the children of a node that follow each other.
fn join_texts<'a>(parent: &'a AstNode<'a>) {
    let mut next = parent.first_child();
    while let Some(node) = next {
        next = node.next_sibling();
        let Some(previous) = node.previous_sibling() else { continue };
        let (NodeValue::Text(before), NodeValue::Text(text)) = (&mut previous.data.borrow_mut().value, &node.data.borrow().value)
        else {
            continue;
        };
        *before = format!("{before}{text}").into();
        node.detach();
    }
}

fn is_inline_markup<'a>(node: &'a AstNode<'a>) -> bool {
    matches!(node.data.borrow().value, NodeValue::Emph | NodeValue::Strong | NodeValue::Code(_) | NodeValue::HtmlInline(_))
}

/// Returns whether a letter is before and after a node: `a==b and c==d`.
fn is_within_words<'a>(node: &'a AstNode<'a>) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    is_letter(node.previous_sibling().and_then(text_of).and_then(|text| text.chars().last()))
        && is_letter(node.next_sibling().and_then(text_of).and_then(|text| text.chars().next()))
}

#[cfg(test)]
mod tests {
    use super::super::to_html;

    #[test]
    fn letters_are_raised_and_lowered() {
        for (markdown, html) in [
            ("H~2~O, x^2^ and 10^−3^, the 1^er^.", "H<sub>2</sub>O, x<sup>2</sup> and 10<sup>−3</sup>, the 1<sup>er</sup>."),
            ("Add 10~20 g, CO~2~ and H~2~O.", "Add 10~20 g, CO<sub>2</sub> and H<sub>2</sub>O."),
            ("About ~5 t CO~2~ a year. In ~/bin, H~2~O.", "About ~5 t CO<sub>2</sub> a year. In ~/bin, H<sub>2</sub>O."),
            ("SO~4~^2−^, *x*^2^ and x^(n+1)^", "SO<sub>4</sub><sup>2−</sup>, <em>x</em><sup>2</sup> and x<sup>(n+1)</sup>"),
        ] {
            assert_eq!(to_html(markdown), format!("<p>{html}</p>\n"));
        }
    }

    #[test]
    fn a_single_mark_is_a_mark() {
        for text in [
            "￥100~￥200，￥300~￥400",
            "a^b and c^d",
            "(^o^) and ^_^",
            "5~10 and 6~12",
            "10~20~30",
            "中~2~文",
            "x^2+y^2=z^2",
            "2^3+4^5",
            "if a==b and c==d then",
        ] {
            assert_eq!(to_html(text), format!("<p>{text}</p>\n"));
        }
        assert_eq!(to_html("气温10~20度，风力3~4级，~~不~~是。"), "<p>气温10~20度，风力3~4级，<del>不</del>是。</p>\n");
        assert_eq!(to_html("5~10 to 6~*12* km"), "<p>5~10 to 6~<em>12</em> km</p>\n");
        assert_eq!(to_html("这是==重点==。"), "<p>这是<mark>重点</mark>。</p>\n");
    }
}
