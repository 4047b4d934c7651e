//! Markdown and plain text to HTML.

use comrak::{
    Arena, Options,
    nodes::{AstNode, NodeLink, NodeValue},
};

use super::html::escape;

/// Converts Markdown as CommonMark defines it, with tables, footnotes, definition lists, bare addresses, and emphasis that works
/// next to Chinese punctuation.
pub(crate) fn to_html(text: &str) -> String {
    let options = options();
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, text, &options);
    end_addresses_before_cjk_punctuation(&arena, root, text);
    let mut html = String::new();
    // Writing to a string cannot fail.
    let _ = comrak::format_html(root, &options, &mut html);
    html
}

/// Returns the line, from 1, of a code block that has no end.
pub(crate) fn unclosed_fence(text: &str) -> Option<usize> {
    if !text.contains("```") && !text.contains("~~~") {
        return None;
    }
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, text, &options());
    root.descendants().find_map(|node| {
        let data = node.data.borrow();
        let is_open = matches!(&data.value, NodeValue::CodeBlock(block) if block.fenced && !block.closed);
        is_open.then_some(data.sourcepos.start.line)
    })
}

/// Converts plain text: an empty line separates paragraphs, a line end breaks a line.
pub(crate) fn plain_text(text: &str) -> String {
    let paragraphs = text.replace("\r\n", "\n");
    let paragraphs = paragraphs.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs.map(|paragraph| format!("<p>{}</p>\n", escape(paragraph).replace('\n', "<br>"))).collect()
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.cjk_friendly_emphasis = true;
    options.extension.description_lists = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    // Every body is sanitized later, whatever it was written in.
    options.render.r#unsafe = true;
    options
}

/// Ends a bare address before the first punctuation mark of Chinese or Japanese, which CommonMark takes for a part of it.
fn end_addresses_before_cjk_punctuation<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>, text: &str) {
    let is_punctuation = |c: char| matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}' | '“' | '”' | '‘' | '’' | '…' | '—');
    let links: Vec<&AstNode<'_>> =
        root.descendants().filter(|node| matches!(node.data.borrow().value, NodeValue::Link(_))).collect();
    for link in links {
        let Some(child) = link.first_child().filter(|child| child.next_sibling().is_none()) else { continue };
        let shown = match &child.data.borrow().value {
            NodeValue::Text(text) => text.to_string(),
            _ => continue,
        };
        // An address in angle brackets was written so.
        if !is_bare(link, &shown) || text.contains(&format!("<{shown}>")) {
            continue;
        }
        let Some(end) = shown.find(is_punctuation) else { continue };
        let (address, mut rest) = shown.split_at(end);
        set_link(link, address);
        child.data.borrow_mut().value = NodeValue::Text(address.to_owned().into());
        let mut last = link;
        // The text after it may contain further addresses.
        while let Some(start) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
            let (before, address) = rest.split_at(start);
            let (address, after) = address.split_at(address.find(is_punctuation).unwrap_or(address.len()));
            let next = arena.alloc(NodeValue::Link(Box::new(NodeLink { url: address.to_owned(), title: String::new() })).into());
            next.append(arena.alloc(NodeValue::Text(address.to_owned().into()).into()));
            last = insert_after(last, arena.alloc(NodeValue::Text(before.to_owned().into()).into()));
            last = insert_after(last, next);
            rest = after;
        }
        if !rest.is_empty() {
            insert_after(last, arena.alloc(NodeValue::Text(rest.to_owned().into()).into()));
        }
    }
}

/// Returns whether a link shows its own address.
fn is_bare<'a>(link: &'a AstNode<'a>, shown: &str) -> bool {
    let NodeValue::Link(link) = &link.data.borrow().value else { return false };
    let own = |prefix: &str| link.url.strip_prefix(prefix) == Some(shown);
    link.title.is_empty() && (own("") || own("http://") || own("https://"))
}

fn set_link<'a>(link: &'a AstNode<'a>, shown: &str) {
    if let NodeValue::Link(link) = &mut link.data.borrow_mut().value {
        let scheme = if shown.contains("://") { "" } else { "http://" };
        link.url = format!("{scheme}{shown}");
    }
}

fn insert_after<'a>(node: &'a AstNode<'a>, next: &'a AstNode<'a>) -> &'a AstNode<'a> {
    node.insert_after(next);
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emphasis_works_next_to_chinese_punctuation_quotation_marks_and_brackets() {
        for (markdown, html) in [
            ("**需求不足。**但这句话并不重要。", "<p><strong>需求不足。</strong>但这句话并不重要。</p>\n"),
            ("他说**“工业”**很重要", "<p>他说<strong>“工业”</strong>很重要</p>\n"),
            ("这是**（重点）**内容", "<p>这是<strong>（重点）</strong>内容</p>\n"),
            ("これは**「強調」**です", "<p>これは<strong>「強調」</strong>です</p>\n"),
        ] {
            assert_eq!(to_html(markdown), html);
        }
    }

    #[test]
    fn a_bare_address_ends_before_chinese_punctuation_and_closing_brackets() {
        for (markdown, html) in [
            ("见https://a.example/b。下一句", r#"<p>见<a href="https://a.example/b">https://a.example/b</a>。下一句</p>"#),
            ("（https://a.example）", r#"<p>（<a href="https://a.example">https://a.example</a>）</p>"#),
            ("(https://a.example/b)", r#"<p>(<a href="https://a.example/b">https://a.example/b</a>)</p>"#),
            (
                "「https://a.example」、https://b.example/c，完",
                r#"<p>「<a href="https://a.example">https://a.example</a>」、<a href="https://b.example/c">https://b.example/c</a>，完</p>"#,
            ),
            ("www.a.example，下", r#"<p><a href="http://www.a.example">www.a.example</a>，下</p>"#),
            ("<https://a.example/？x>", r#"<p><a href="https://a.example/%EF%BC%9Fx">https://a.example/？x</a></p>"#),
        ] {
            assert_eq!(to_html(markdown).trim(), html);
        }
    }

    #[test]
    fn a_code_block_without_an_end_is_found() {
        assert_eq!(unclosed_fence("a\n\n```rust\nlet x = 1;\n"), Some(3));
        assert_eq!(unclosed_fence("~~~\na\n~~~\n\n- ```\n  b\n"), Some(5));
        assert_eq!(unclosed_fence("```\na\n```\n"), None);
        assert_eq!(unclosed_fence("no ` fence"), None);
    }

    #[test]
    fn plain_text_becomes_paragraphs() {
        assert_eq!(plain_text("A & B\nC\n\n\nD <b>"), "<p>A &amp; B<br>C</p>\n<p>D &lt;b&gt;</p>\n");
    }
}
