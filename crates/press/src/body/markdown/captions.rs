//! Captions of tables: a paragraph that follows a table and begins with a colon.

use comrak::{
    Arena,
    nodes::{AstNode, NodeHtmlBlock, NodeValue},
};

/// Moves the captions of a tree into their tables.
pub(super) fn move_captions<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>) {
    let captions: Vec<(&AstNode<'_>, &AstNode<'_>)> = root
        .descendants()
        .filter(|node| matches!(node.data.borrow().value, NodeValue::Table(_)))
        .filter_map(|table| Some((table, table.next_sibling().filter(|next| is_caption(next))?)))
        .collect();
    for (table, caption) in captions {
        if let Some(first) = caption.first_child()
            && let NodeValue::Text(text) = &mut first.data.borrow_mut().value
        {
            *text = text.trim_start_matches(':').trim_start().to_owned().into();
        }
        let mut html = String::new();
        // Writing to a string cannot fail.
        let _ = comrak::format_html(caption, &super::options(), &mut html);
        let html = html.trim().trim_start_matches("<p>").trim_end_matches("</p>");
        // The parser of HTML moves a caption that is before its table into nothing, so the table is written around it.
        let mut table_html = String::new();
        let _ = comrak::format_html(table, &super::options(), &mut table_html);
        let literal = table_html.replacen("<table>", &format!("<table><caption>{html}</caption>"), 1);
        table.insert_before(arena.alloc(NodeValue::HtmlBlock(NodeHtmlBlock { block_type: 6, literal }).into()));
        table.detach();
        caption.detach();
    }
}

fn is_caption<'a>(node: &'a AstNode<'a>) -> bool {
    let begins_with_colon = |node: &'a AstNode<'a>| match &node.data.borrow().value {
        NodeValue::Text(text) => text.starts_with(": "),
        _ => false,
    };
    matches!(node.data.borrow().value, NodeValue::Paragraph) && node.first_child().is_some_and(begins_with_colon)
}

#[cfg(test)]
mod tests {
    use super::super::to_html;

    #[test]
    fn a_paragraph_with_a_colon_after_a_table_is_its_caption() {
        let html = to_html("| a |\n| - |\n| 1 |\n\n: Prices in *yuan*\n\nText.");
        assert!(html.starts_with("<table><caption>Prices in <em>yuan</em></caption>\n<thead>"), "{html}");
        assert!(html.ends_with("</table>\n<p>Text.</p>\n"), "{html}");
    }

    #[test]
    fn another_paragraph_is_none() {
        assert!(!to_html("| a |\n| - |\n| 1 |\n\nText: more").contains("caption"));
        assert!(!to_html("Text.\n\n: more").contains("caption"));
    }
}
