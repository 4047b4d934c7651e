//! Markdown and plain text to HTML.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use comrak::{
    Arena, Options,
    nodes::{AstNode, NodeLink, NodeValue},
    options::AlertStyleType,
};

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::html::escape;

/// Bare addresses are not made links in a text with a longer line, in bytes, which nobody has written by hand.
const MAX_LINE_WITH_ADDRESSES: usize = 100_000;

/// A text in Markdown, converted.
pub(crate) struct Converted {
    pub(crate) html: String,
    /// The line, from 1, of a code block that has no end.
    pub(crate) unclosed_fence: Option<usize>,
    pub(crate) lost: Vec<Lost>,
}

/// Converts Markdown as CommonMark defines it, with tables, footnotes, definition lists, task lists, call-outs, marked words, bare
/// addresses, and emphasis that works next to Chinese punctuation.
pub(crate) fn convert(text: &str) -> Converted {
    let mut options = options();
    // The parser cuts a line at every bare address in it, and copies the rest each time.
    options.extension.autolink = text.lines().all(|line| line.len() <= MAX_LINE_WITH_ADDRESSES);
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, text, &options);
    // Before the tree is changed, it tells where in the text everything was.
    let (unclosed_fence, lost) = (unclosed_fence(root), lost(root, text));
    end_addresses_before_cjk_punctuation(&arena, root, text);
    keep_single_tildes(&arena, root, text);
    embolden_addresses(&arena, root);
    leave_titles_out(root);
    let mut html = String::new();
    // Writing to a string cannot fail.
    let _ = comrak::format_html(root, &options, &mut html);
    for (written, shown) in WRITTEN {
        if html.contains(written) {
            html = html.replace(written, shown);
        }
    }
    Converted { html, unclosed_fence, lost }
}

/// What the formatter writes that no article has, and what there is instead.
const WRITTEN: [(&str, &str); 3] = [
    // Nobody can check a box of an article, and feeds have none.
    (r#"<input type="checkbox" class="task-list-item-checkbox" disabled="" />"#, "☐"),
    (r#"<input type="checkbox" class="task-list-item-checkbox" checked="" disabled="" />"#, "☑"),
    ("<p class=\"admonition-title\"></p>\n", ""),
];

/// Leaves out the titles of call-outs that have none of their own: the formatter would write them in English.
fn leave_titles_out<'a>(root: &'a AstNode<'a>) {
    for node in root.descendants() {
        if let NodeValue::Alert(alert) = &mut node.data.borrow_mut().value {
            alert.title.get_or_insert_default();
        }
    }
}

/// Returns the HTML of a text in Markdown.
pub(crate) fn to_html(text: &str) -> String {
    convert(text).html
}

fn unclosed_fence<'a>(root: &'a AstNode<'a>) -> Option<usize> {
    root.descendants().find_map(|node| {
        let data = node.data.borrow();
        let is_open = matches!(&data.value, NodeValue::CodeBlock(block) if block.fenced && !block.closed);
        is_open.then_some(data.sourcepos.start.line)
    })
}

/// Returns for each line of a text whether it belongs to a code block.
pub(crate) fn code_lines(text: &str) -> Vec<bool> {
    let mut is_code = vec![false; text.split_inclusive('\n').count()];
    let arena = Arena::new();
    for node in comrak::parse_document(&arena, text, &options()).descendants() {
        let data = node.data.borrow();
        if matches!(data.value, NodeValue::CodeBlock(_)) {
            let (start, end) = (data.sourcepos.start.line.saturating_sub(1), data.sourcepos.end.line.min(is_code.len()));
            is_code[start.min(end)..end].fill(true);
        }
    }
    is_code
}

/// Converts plain text: an empty line separates paragraphs, a line end breaks a line.
pub(crate) fn plain_text(text: &str) -> String {
    let paragraphs = text.replace("\r\n", "\n");
    let paragraphs = paragraphs.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs.map(|paragraph| format!("<p>{}</p>\n", escape(paragraph).replace('\n', "<br>"))).collect()
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.alerts = true;
    options.extension.autolink = true;
    options.extension.cjk_friendly_emphasis = true;
    options.extension.description_lists = true;
    options.extension.footnotes = true;
    options.extension.highlight = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    options.render.alert_style = AlertStyleType::Semantic;
    options.render.tasklist_classes = true;
    // Every body is sanitized later, whatever it was written in.
    options.render.r#unsafe = true;
    options
}

/// Ends a bare address before the first punctuation mark of Chinese or Japanese, which CommonMark takes for a part of it.
fn end_addresses_before_cjk_punctuation<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>, text: &str) {
    let is_punctuation = |c: char| matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}' | '“' | '”' | '‘' | '’' | '…' | '—');
    let angled: HashSet<&str> = text.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect();
    let links: Vec<&AstNode<'_>> =
        root.descendants().filter(|node| matches!(node.data.borrow().value, NodeValue::Link(_))).collect();
    for link in links {
        let Some(child) = link.first_child().filter(|child| child.next_sibling().is_none()) else { continue };
        let Some(shown) = text_of(child) else { continue };
        // An address in angle brackets was written so.
        if !is_bare(link, &shown) || angled.contains(shown.as_str()) {
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

/// Makes a bare address between `**` bold. The parser takes the second `**` for a part of the address.
fn embolden_addresses<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>) {
    let links: Vec<&AstNode<'_>> =
        root.descendants().filter(|node| matches!(node.data.borrow().value, NodeValue::Link(_))).collect();
    for link in links {
        let Some(child) = link.first_child().filter(|child| child.next_sibling().is_none()) else { continue };
        let Some(shown) = text_of(child).filter(|shown| is_bare(link, shown)) else { continue };
        let Some((address, rest)) = shown.split_once("**").filter(|(address, _)| !address.is_empty()) else { continue };
        let Some(before) = link.previous_sibling() else { continue };
        let Some(text) = text_of(before) else { continue };
        let Some(text) = text.strip_suffix("**") else { continue };
        before.data.borrow_mut().value = NodeValue::Text(text.to_owned().into());
        let strong = arena.alloc(NodeValue::Strong.into());
        link.insert_before(strong);
        strong.append(link);
        set_link(link, address);
        child.data.borrow_mut().value = NodeValue::Text(address.to_owned().into());
        if !rest.is_empty() {
            insert_after(strong, arena.alloc(NodeValue::Text(rest.to_owned().into()).into()));
        }
    }
}

fn text_of<'a>(node: &'a AstNode<'a>) -> Option<String> {
    match &node.data.borrow().value {
        NodeValue::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

/// Turns text between single tildes back into text: `10~20` is a range, and only `~~` strikes through.
fn keep_single_tildes<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>, text: &str) {
    let lines: Vec<&str> = text.lines().collect();
    let is_single = |node: &&'a AstNode<'a>| {
        let data = node.data.borrow();
        let start = data.sourcepos.start;
        let rest = lines.get(start.line.saturating_sub(1)).and_then(|line| line.get(start.column.saturating_sub(1)..));
        matches!(data.value, NodeValue::Strikethrough)
            && rest.is_some_and(|rest| rest.starts_with('~') && !rest.starts_with("~~"))
    };
    let found: Vec<&AstNode<'_>> = root.descendants().filter(is_single).collect();
    for node in found {
        let tilde = || arena.alloc(NodeValue::Text("~".into()).into());
        node.insert_before(tilde());
        while let Some(child) = node.first_child() {
            node.insert_before(child);
        }
        node.insert_before(tilde());
        node.detach();
    }
}

/// Something in a Markdown text that readers do not see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Lost {
    /// Its line, from 1.
    pub(crate) line: usize,
    pub(crate) message: String,
}

/// Finds lines that Markdown takes for definitions that nothing uses, and cells beyond the columns of a table.
fn lost<'a>(root: &'a AstNode<'a>, text: &str) -> Vec<Lost> {
    static DEFINITION: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^ {0,3}\[(\^?)([^\[\]]+)\]:").expect("a valid expression"));
    static LABEL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[\^?[^\[\]]+\]").expect("a valid expression"));
    if !text.contains("]:") && !text.contains('|') {
        return Vec::new();
    }
    let lines: Vec<&str> = text.lines().collect();
    // What is still there as text, code, or a footnote that is used, is not lost.
    let mut is_shown = vec![false; lines.len()];
    let mut lost = Vec::new();
    for node in root.descendants() {
        let data = node.data.borrow();
        let range = data.sourcepos.start.line.saturating_sub(1)..data.sourcepos.end.line.min(lines.len());
        match &data.value {
            NodeValue::CodeBlock(_) | NodeValue::HtmlBlock(_) | NodeValue::Text(_) | NodeValue::Code(_) => {
                is_shown.get_mut(range).into_iter().flatten().for_each(|line| *line = true);
            }
            NodeValue::TableRow(_) => {
                let columns = node.children().count();
                let line = lines.get(range.start).copied().unwrap_or_default();
                let cells = cells(line);
                if cells > columns {
                    let message = format!(
                        "this row has {cells} cells, but the table has {columns} columns, so the others are lost. Write \\| for a | in a cell."
                    );
                    lost.push(Lost { line: range.start + 1, message });
                }
            }
            _ => {}
        }
    }
    let lower = text.to_lowercase();
    let mut labels: HashMap<&str, usize> = HashMap::new();
    for label in LABEL.find_iter(&lower) {
        *labels.entry(label.as_str()).or_default() += 1;
    }
    for (index, line) in lines.iter().enumerate().filter(|(index, _)| !is_shown[*index]) {
        let Some(found) = DEFINITION.captures(line) else { continue };
        let (is_note, label) = (!found[1].is_empty(), found[2].to_lowercase());
        let mark = format!("[{}{label}]", &found[1]);
        if labels.get(mark.as_str()).is_none_or(|uses| *uses < 2) {
            let what = if is_note {
                "the text of a footnote, which nothing refers to"
            } else {
                "the definition of a link, which nothing uses"
            };
            let message = format!(
                "Markdown takes this line for {what}, so readers do not see it. Write \\[ for a bracket at the beginning."
            );
            lost.push(Lost { line: index + 1, message });
        }
    }
    lost.sort_by_key(|lost| lost.line);
    lost
}

/// Returns how many cells a row of a table has.
fn cells(row: &str) -> usize {
    let row = row.trim().trim_start_matches('|');
    let row = row.strip_suffix('|').filter(|row| !row.ends_with('\\')).unwrap_or(row);
    let bytes = row.as_bytes();
    1 + (0..bytes.len()).filter(|at| bytes[*at] == b'|' && (*at == 0 || bytes[at - 1] != b'\\')).count()
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
    fn call_outs_tasks_and_marks_are_markup_that_articles_may_have() {
        assert_eq!(
            to_html("> [!WARNING]\n> Wet ==ink==."),
            "<aside class=\"admonition warning\">\n<p>Wet <mark>ink</mark>.</p>\n</aside>\n"
        );
        assert_eq!(
            to_html("> [!NOTE] Own *title*\n> Text."),
            "<aside class=\"admonition note\">\n<p class=\"admonition-title\">Own *title*</p>\n<p>Text.</p>\n</aside>\n"
        );
        assert_eq!(
            to_html("- [x] done\n- [ ] not"),
            "<ul class=\"contains-task-list\">\n<li class=\"task-list-item\">☑ done</li>\n<li class=\"task-list-item\">☐ not</li>\n</ul>\n"
        );
    }

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
            (
                "官网：**https://a.example/x**。",
                r#"<p>官网：<strong><a href="https://a.example/x">https://a.example/x</a></strong>。</p>"#,
            ),
            ("**https://a.example** b", r#"<p><strong><a href="https://a.example">https://a.example</a></strong> b</p>"#),
            ("www.a.example，下", r#"<p><a href="http://www.a.example">www.a.example</a>，下</p>"#),
            ("<https://a.example/？x>", r#"<p><a href="https://a.example/%EF%BC%9Fx">https://a.example/？x</a></p>"#),
        ] {
            assert_eq!(to_html(markdown).trim(), html);
        }
    }

    #[test]
    fn a_long_line_of_addresses_takes_no_time() {
        let html = to_html(&"https://a.b/c<h1>".repeat(10_000));
        assert!(html.starts_with("<p>https://a.b/c<h1>"));
        assert_eq!(to_html(&"https://a.b/c\n".repeat(5_000)).matches("<a ").count(), 5_000);
    }

    #[test]
    fn a_code_block_without_an_end_is_found() {
        let unclosed_fence = |text: &str| convert(text).unclosed_fence;
        assert_eq!(unclosed_fence("a\n\n```rust\nlet x = 1;\n"), Some(3));
        assert_eq!(unclosed_fence("~~~\na\n~~~\n\n- ```\n  b\n"), Some(5));
        assert_eq!(unclosed_fence("```\na\n```\n"), None);
        assert_eq!(unclosed_fence("no ` fence"), None);
    }

    #[test]
    fn a_single_tilde_is_a_tilde() {
        assert_eq!(to_html("气温10~20度，风力3~4级，~~不~~是。"), "<p>气温10~20度，风力3~4级，<del>不</del>是。</p>\n");
        assert_eq!(to_html("￥100~￥200，￥300~￥400"), "<p>￥100~￥200，￥300~￥400</p>\n");
        assert_eq!(to_html("5~10 to 6~*12* km"), "<p>5~10 to 6~<em>12</em> km</p>\n");
    }

    #[test]
    fn what_readers_do_not_see_is_found() {
        let lines = |text: &str| convert(text).lost.into_iter().map(|lost| lost.line).collect::<Vec<_>>();
        assert_eq!(lines("[编者按]: 本文略有删节。\n\nText.\n\n[Photo]: Reuters\n"), [1, 5]);
        assert_eq!(lines("A [link][a].\n\n[a]: b.md\n\n[b]: c.md\n"), [5]);
        assert_eq!(lines("A[^1].\n\n[^1]: Note\n\n[^2]: Lost\n"), [5]);
        assert_eq!(lines("| a | b |\n| - | - |\n| 1 | 2 | 3 |\n| `x|y` | z |\n| x\\|y | z |\n| only |\n"), [3, 4]);
        assert_eq!(lines("```\n[a]: b\n```\n\nText [c]: d.\n"), [0; 0]);
    }

    #[test]
    fn plain_text_becomes_paragraphs() {
        assert_eq!(plain_text("A & B\nC\n\n\nD <b>"), "<p>A &amp; B<br>C</p>\n<p>D &lt;b&gt;</p>\n");
    }
}
