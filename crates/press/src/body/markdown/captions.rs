//! Captions of tables: a paragraph that follows a table and begins with a colon.

use comrak::{
    Arena,
    nodes::{AstNode, NodeHtmlBlock, NodeValue},
};

/// A table with the paragraph that is its caption.
pub(super) type Caption<'a> = (&'a AstNode<'a>, &'a AstNode<'a>);

/// Finds the captions of a tree, and takes the colons off. A picture with a caption, which the parser takes for a definition, is one with a
/// title.
pub(super) fn find_captions<'a>(root: &'a AstNode<'a>) -> Vec<Caption<'a>> {
    root.descendants().collect::<Vec<_>>().into_iter().for_each(end_definition);
    let captions: Vec<Caption<'_>> = root
        .descendants()
        .filter(|node| matches!(node.data.borrow().value, NodeValue::Table(_)))
        .filter_map(|table| Some((table, table.next_sibling().filter(|next| is_caption(next))?)))
        .collect();
    for (_, caption) in &captions {
        if let Some(first) = caption.first_child()
            && let NodeValue::Text(text) = &mut first.data.borrow_mut().value
        {
            *text = text.trim_start_matches([':', '：']).trim_start().to_owned().into();
        }
    }
    captions
}

/// Moves captions into their tables.
pub(super) fn move_captions<'a>(arena: &'a Arena<'a>, captions: Vec<Caption<'a>>) {
    for (table, caption) in captions {
        let mut html = String::new();
        // Writing to a string cannot fail.
        let _ = comrak::format_html(caption, &super::options(), &mut html);
        let html = html.trim().trim_start_matches("<p>").trim_end_matches("</p>");
        // A caption has to be the first of a table, for which the tree has no room.
        let mut table_html = String::new();
        let _ = comrak::format_html(table, &super::options(), &mut table_html);
        let literal = table_html.replacen("<table>", &format!("<table><caption>{html}</caption>"), 1);
        table.insert_before(arena.alloc(NodeValue::HtmlBlock(NodeHtmlBlock { block_type: 6, literal }).into()));
        table.detach();
        caption.detach();
    }
}

/// Turns a list of definitions whose only term is a picture into the picture, with the definition as its title.
fn end_definition<'a>(list: &'a AstNode<'a>) {
    if !matches!(list.data.borrow().value, NodeValue::DescriptionList) {
        return;
    }
    let only = |node: &'a AstNode<'a>| node.first_child().filter(|child| child.next_sibling().is_none());
    let Some(item) = only(list) else { return };
    let (Some(term), Some(details)) = (item.first_child(), item.last_child()) else { return };
    let Some(paragraph) = only(term).filter(|node| matches!(node.data.borrow().value, NodeValue::Paragraph)) else { return };
    let Some(image) = only(paragraph) else { return };
    if let NodeValue::Image(link) = &mut image.data.borrow_mut().value {
        let title: String = details.descendants().filter_map(super::text_of).collect();
        link.title = title.trim().to_owned();
    } else {
        return;
    }
    list.insert_before(paragraph);
    list.detach();
}

fn is_caption<'a>(node: &'a AstNode<'a>) -> bool {
    let begins_with_colon = |node: &'a AstNode<'a>| match &node.data.borrow().value {
        NodeValue::Text(text) => text.starts_with([':', '：']) && !text.starts_with("::"),
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
    fn a_caption_may_have_markup_and_a_picture_one_too() {
        let html = to_html("| a |\n| - |\n| 1 |\n\n：{漢字|かんじ} x^2^");
        assert!(html.starts_with("<table><caption><ruby>漢字<rp>"), "{html}");
        assert!(html.contains("x<sup>2</sup></caption>"), "{html}");
        assert_eq!(to_html("![A](a.csv)\n: After"), "<p><img src=\"a.csv\" alt=\"A\" title=\"After\" /></p>\n");
    }

    #[test]
    fn another_paragraph_is_none() {
        assert!(!to_html("| a |\n| - |\n| 1 |\n\nText: more").contains("caption"));
        assert!(!to_html("Text.\n\n: more").contains("caption"));
    }
}
