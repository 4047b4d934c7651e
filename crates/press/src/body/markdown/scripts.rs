//! Raised and lowered letters: `x^2^` and `H~2~O`. Tildes and carets that mean something else stay as they are: `10~20` is a range.

use comrak::{
    Arena,
    nodes::{AstNode, NodeValue},
};

/// The most characters that are raised or lowered.
const MAX_LENGTH: usize = 20;

/// Turns text between single tildes or carets back into text, unless it is raised or lowered.
pub(super) fn keep_marks<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>) {
    let found: Vec<(&AstNode<'_>, &'static str)> = root
        .descendants()
        .filter_map(|node| match node.data.borrow().value {
            NodeValue::Subscript if !is_script(node, char::is_alphabetic) => Some((node, "~")),
            NodeValue::Superscript if !is_script(node, char::is_alphanumeric) => Some((node, "^")),
            _ => None,
        })
        .collect();
    for (node, mark) in found {
        let text = || arena.alloc(NodeValue::Text(mark.into()).into());
        node.insert_before(text());
        while let Some(child) = node.first_child() {
            node.insert_before(child);
        }
        node.insert_before(text());
        node.detach();
    }
}

/// Returns whether a node is a short formula or ordinal after a letter, or after what `follows` says.
fn is_script<'a>(node: &'a AstNode<'a>, follows: impl Fn(char) -> bool) -> bool {
    let text = |node: &'a AstNode<'a>| match &node.data.borrow().value {
        NodeValue::Text(text) => Some(text.to_string()),
        _ => None,
    };
    let Some(content) = node.first_child().filter(|child| child.next_sibling().is_none()).and_then(text) else { return false };
    let is_part = |c: char| (c.is_alphanumeric() && c < '\u{2E80}') || matches!(c, '+' | '-' | '−' | '=' | '(' | ')' | '*' | '′');
    let is_short = content.chars().count() <= MAX_LENGTH && content.chars().any(char::is_alphanumeric);
    // What begins a sentence is emphasis of another kind, such as (^o^).
    let before = node.previous_sibling().and_then(text).and_then(|before| before.chars().last());
    is_short && content.chars().all(is_part) && before.is_some_and(|c| (follows(c) && c < '\u{2E80}') || matches!(c, ')' | ']'))
}

#[cfg(test)]
mod tests {
    use super::super::to_html;

    #[test]
    fn letters_are_raised_and_lowered() {
        assert_eq!(
            to_html("H~2~O, x^2^ and 10^−3^, the 1^er^."),
            "<p>H<sub>2</sub>O, x<sup>2</sup> and 10<sup>−3</sup>, the 1<sup>er</sup>.</p>\n"
        );
    }

    #[test]
    fn a_single_mark_is_a_mark() {
        for text in ["￥100~￥200，￥300~￥400", "a^b and c^d", "(^o^) and ^_^", "5~10 and 6~12", "10~20~30", "中~2~文"] {
            assert_eq!(to_html(text), format!("<p>{text}</p>\n"));
        }
        assert_eq!(to_html("气温10~20度，风力3~4级，~~不~~是。"), "<p>气温10~20度，风力3~4级，<del>不</del>是。</p>\n");
        assert_eq!(to_html("5~10 to 6~*12* km"), "<p>5~10 to 6~<em>12</em> km</p>\n");
    }
}
