//! Markdown and plain text to HTML.
//!
//! The parser is comrak. Passes over its tree correct what it takes for something else, or add what CommonMark does not have: each is in
//! a file of its own.

mod addresses;
mod captions;
mod embeds;
mod highlight;
mod lost;
mod math;
mod quotes;
mod ruby;
mod scripts;

use comrak::{
    Arena, Options,
    nodes::{AstNode, NodeValue},
    options::AlertStyleType,
};
use edition::Language;

use super::html::escape;
pub(crate) use embeds::Embeds;
pub(crate) use lost::Lost;
pub(crate) use quotes::smart_text;

/// Bare addresses are not made links in a text with a longer line, in bytes, which nobody has written by hand.
const MAX_LINE_WITH_ADDRESSES: usize = 100_000;

/// What a text in Markdown may contain besides what every text may.
#[derive(Default)]
pub(crate) struct Dialect<'a> {
    /// Whether there are formulas between dollar signs.
    pub(crate) has_formulas: bool,
    /// The language whose quotation marks, dashes and spaces are set. None if they stay as they are.
    pub(crate) punctuation: Option<&'a Language>,
    /// Whose players an address on a line of its own becomes.
    pub(crate) embeds: Embeds,
}

/// A text in Markdown, converted.
pub(crate) struct Converted {
    pub(crate) html: String,
    /// The line, from 1, of a code block that has no end.
    pub(crate) unclosed_fence: Option<usize>,
    pub(crate) lost: Vec<Lost>,
}

/// Converts Markdown as CommonMark defines it, with tables and their captions, footnotes, definition lists, task lists, call-outs, marked
/// words, raised and lowered ones, ruby, coloured code, bare addresses, and emphasis that works next to Chinese punctuation.
pub(crate) fn convert(text: &str, dialect: &Dialect<'_>) -> Converted {
    let mut options = options();
    options.extension.math_dollars = dialect.has_formulas;
    // The parser cuts a line at every bare address in it, and copies the rest each time.
    options.extension.autolink = text.lines().all(|line| line.len() <= MAX_LINE_WITH_ADDRESSES);
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, text, &options);
    // Before the tree is changed, it tells where in the text everything was.
    let (unclosed_fence, mut lost) = (unclosed_fence(root), lost::lost(root, text));
    addresses::end_addresses_before_cjk_punctuation(&arena, root, text);
    scripts::restore_marks(&arena, root);
    let captions = captions::find_captions(root);
    addresses::embolden_addresses(&arena, root);
    embeds::mark_players(root, &dialect.embeds);
    leave_titles_out(root);
    if dialect.has_formulas {
        lost.extend(math::convert_formulas(root, text));
    }
    if let Some(language) = dialect.punctuation {
        quotes::set_punctuation(root, language);
    }
    scripts::set_scripts(&arena, root);
    ruby::annotate(&arena, root);
    unwrap_escaped(root);
    captions::move_captions(&arena, captions);
    highlight::highlight_code(&arena, root);
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

/// Returns the text of a node that is one.
fn text_of<'a>(node: &'a AstNode<'a>) -> Option<String> {
    match &node.data.borrow().value {
        NodeValue::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

/// Replaces a node by others.
fn replace<'a>(arena: &'a Arena<'a>, node: &'a AstNode<'a>, pieces: Vec<NodeValue>) {
    pieces.into_iter().for_each(|piece| node.insert_before(arena.alloc(piece.into())));
    node.detach();
}

/// Puts characters that were escaped back into their texts, now that no pass can take them for markup.
fn unwrap_escaped<'a>(root: &'a AstNode<'a>) {
    let escaped: Vec<&AstNode<'_>> =
        root.descendants().filter(|node| matches!(node.data.borrow().value, NodeValue::Escaped)).collect();
    for node in escaped {
        while let Some(child) = node.first_child() {
            node.insert_before(child);
        }
        node.detach();
    }
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

/// Returns the HTML of a text in Markdown without anything special.
pub(crate) fn to_html(text: &str) -> String {
    convert(text, &Dialect::default()).html
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
    options.extension.subscript = true;
    options.extension.superscript = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    options.render.alert_style = AlertStyleType::Semantic;
    options.render.tasklist_classes = true;
    options.render.escaped_char_spans = true;
    // Every body is sanitized later, whatever it was written in.
    options.render.r#unsafe = true;
    options
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
        let unclosed_fence = |text: &str| convert(text, &Dialect::default()).unclosed_fence;
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
        let lines = |text: &str| convert(text, &Dialect::default()).lost.into_iter().map(|lost| lost.line).collect::<Vec<_>>();
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
