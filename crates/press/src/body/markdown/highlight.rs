//! Code blocks with the parts of the language marked by classes, so that a page needs no script to colour them.

use std::sync::LazyLock;

use comrak::{
    Arena,
    nodes::{AstNode, NodeHtmlBlock, NodeValue},
};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::body::html::escape;

/// The longest code whose parts are marked, in bytes, and its longest line. A parser that backtracks could need minutes for more.
const MAX_CODE: usize = 200_000;
const MAX_LINE: usize = 2_000;

/// What a part of a scope's name means. The first that fits counts.
const CLASSES: [(&str, &str); 20] = [
    ("comment", "hl-comment"),
    ("constant.character.escape", "hl-number"),
    ("string", "hl-string"),
    ("constant", "hl-number"),
    ("entity.name.function", "hl-function"),
    ("support.function", "hl-function"),
    ("variable.function", "hl-function"),
    ("entity.name.tag", "hl-keyword"),
    ("entity.other.attribute-name", "hl-type"),
    ("entity.name", "hl-type"),
    ("support.type", "hl-type"),
    ("support.class", "hl-type"),
    ("keyword.operator", ""),
    ("keyword", "hl-keyword"),
    ("storage", "hl-keyword"),
    ("variable.language", "hl-keyword"),
    ("markup.inserted", "hl-inserted"),
    ("markup.deleted", "hl-deleted"),
    ("markup.heading", "hl-keyword"),
    ("meta.diff", "hl-comment"),
];

/// Inside of these nothing is what the text around it is: `${name}` in a string.
const BOUNDARIES: [&str; 2] = ["meta.interpolation", "meta.embedded"];

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

static SCOPES: LazyLock<Vec<(Scope, &str)>> =
    LazyLock::new(|| CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect());

static BOUNDARY_SCOPES: LazyLock<Vec<Scope>> =
    LazyLock::new(|| BOUNDARIES.iter().filter_map(|scope| Scope::new(scope).ok()).collect());

/// Writes the code blocks of a tree that name a language, lines to mark, or that lines are numbered. Others stay as they are.
pub(super) fn highlight_code<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>) {
    let blocks: Vec<(&AstNode<'_>, String)> = root
        .descendants()
        .filter_map(|node| match &node.data.borrow().value {
            NodeValue::CodeBlock(block) => Some((node, block_html(&block.info, &block.literal)?)),
            _ => None,
        })
        .collect();
    for (node, literal) in blocks {
        let html = arena.alloc(NodeValue::HtmlBlock(NodeHtmlBlock { block_type: 6, literal }).into());
        node.insert_before(html);
        node.detach();
    }
}

/// What is written after the fence: `rust {2,4-6} numbers`.
#[derive(Debug, Default, PartialEq)]
struct Info<'a> {
    language: &'a str,
    /// The first and the last of each range of lines to mark, from 1.
    marked: Vec<(usize, usize)>,
    has_numbers: bool,
}

impl<'a> Info<'a> {
    fn parse(info: &'a str) -> Info<'a> {
        let (before, after) = info.split_once('{').unwrap_or((info, ""));
        let (ranges, after) = after.split_once('}').unwrap_or(("", after));
        let range = |range: &str| {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
        };
        let mut words = before.split_whitespace();
        let language = words.next().unwrap_or_default();
        let is_numbers = |word: &str| word == "numbers";
        let has_numbers = words.chain(after.split_whitespace()).any(is_numbers);
        Info {
            language: if is_numbers(language) { "" } else { language },
            marked: ranges.split(',').filter_map(range).collect(),
            has_numbers: has_numbers || is_numbers(language),
        }
    }

    fn marks(&self, line: usize) -> bool {
        self.marked.iter().any(|(first, last)| (*first..=*last).contains(&line))
    }
}

/// Returns a code block as HTML. None if it is to stay as it is.
fn block_html(info: &str, code: &str) -> Option<String> {
    let info = Info::parse(info);
    let syntax = syntax(info.language);
    let is_long = code.len() > MAX_CODE || code.lines().any(|line| line.len() > MAX_LINE);
    let syntax = syntax.filter(|_| !is_long);
    let has_lines = info.has_numbers || !info.marked.is_empty();
    if syntax.is_none() && !has_lines {
        return None;
    }
    let mut html = String::from(if info.has_numbers { "<pre class=\"numbers\"><code>" } else { "<pre><code>" });
    let mut painter = Painter::new(syntax);
    for (index, line) in code.split_inclusive('\n').enumerate() {
        let painted = painter.paint(line);
        if has_lines {
            let class = if info.marks(index + 1) { "line marked" } else { "line" };
            html.push_str(&format!("<span class=\"{class}\">{painted}</span>"));
        } else {
            html.push_str(&painted);
        }
    }
    html.push_str("</code></pre>\n");
    Some(html)
}

/// Returns the syntax of a language by a name or a file extension of it.
fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    // The only common name that is no file extension.
    let token = if language.eq_ignore_ascii_case("csharp") { "cs" } else { language };
    SYNTAXES.find_syntax_by_token(token).filter(|syntax| !token.is_empty() && syntax.name != "Plain Text")
}

/// Marks the parts of code, line by line.
struct Painter {
    state: Option<ParseState>,
    stack: ScopeStack,
}

impl Painter {
    fn new(syntax: Option<&SyntaxReference>) -> Painter {
        Painter { state: syntax.map(ParseState::new), stack: ScopeStack::new() }
    }

    /// Returns a line as HTML. From the first that the parser does not understand nothing is marked.
    fn paint(&mut self, line: &str) -> String {
        let Some(Ok(changes)) = self.state.as_mut().map(|state| state.parse_line(line, &SYNTAXES)) else {
            self.state = None;
            return escape(line);
        };
        let mut html = String::with_capacity(2 * line.len());
        // Neighbours of one class are one part.
        let mut part = (String::new(), "");
        let mut end_part = |part: &mut (String, &'static str), class: &'static str| {
            let (text, own) = std::mem::replace(part, (String::new(), class));
            match own {
                _ if text.is_empty() => {}
                "" => html.push_str(&escape(&text)),
                own => html.push_str(&format!("<span class=\"{own}\">{}</span>", escape(&text))),
            }
        };
        // The line end belongs to no part.
        let body = line.trim_end_matches('\n');
        let mut from = 0;
        for (at, change) in changes {
            let at = at.min(body.len());
            let class = class_of(&self.stack);
            if class != part.1 && at > from {
                end_part(&mut part, class);
            }
            part.0.push_str(&line[from..at]);
            from = at;
            if self.stack.apply(&change).is_err() {
                self.stack = ScopeStack::new();
            }
        }
        let class = class_of(&self.stack);
        if class != part.1 {
            end_part(&mut part, class);
        }
        part.0.push_str(&body[from..]);
        end_part(&mut part, "");
        html.push_str(&line[body.len()..]);
        html
    }
}

/// Returns the class of what has these scopes. Empty if it is nothing special.
fn class_of(stack: &ScopeStack) -> &'static str {
    for scope in stack.scopes.iter().rev() {
        if BOUNDARY_SCOPES.iter().any(|boundary| boundary.is_prefix_of(*scope)) {
            return "";
        }
        if let Some((_, class)) = SCOPES.iter().find(|(known, _)| known.is_prefix_of(*scope)) {
            return class;
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_language_have_classes() {
        assert_eq!(
            block_html("rust", "fn main() {\n    say(\"<ink>\"); // now\n}\n").as_deref(),
            Some(
                "<pre><code><span class=\"hl-keyword\">fn</span> <span class=\"hl-function\">main</span>() {\n    <span class=\"hl-function\">say</span>(<span class=\"hl-string\">\"&lt;ink&gt;\"</span>); <span class=\"hl-comment\">// now</span>\n}\n</code></pre>\n"
            )
        );
        assert_eq!(block_html("", "a < b\n"), None);
        assert_eq!(block_html("klingon", "a < b\n"), None);
    }

    #[test]
    fn lines_are_numbered_and_marked() {
        assert_eq!(
            block_html("numbers {2}", "a\nb\n").as_deref(),
            Some(
                "<pre class=\"numbers\"><code><span class=\"line\">a\n</span><span class=\"line marked\">b\n</span></code></pre>\n"
            )
        );
        let info = Info::parse("rust {1, 3-4} numbers");
        assert_eq!(info, Info { language: "rust", marked: vec![(1, 1), (3, 4)], has_numbers: true });
        assert!(info.marks(1) && !info.marks(2) && info.marks(4));
    }

    #[test]
    fn languages_that_newsrooms_write_about_are_known() {
        for language in [
            "rust",
            "js",
            "ts",
            "python",
            "toml",
            "json",
            "yaml",
            "html",
            "css",
            "sh",
            "bash",
            "sql",
            "go",
            "java",
            "kotlin",
            "swift",
            "c",
            "cpp",
            "csharp",
            "php",
            "ruby",
            "diff",
            "dockerfile",
            "xml",
            "r",
        ] {
            assert!(syntax(language).is_some(), "{language}");
        }
    }

    #[test]
    fn code_stays_the_same_text() {
        let code = "let a = `x ${b + `y`} <z>`;\n/* unclosed\n  \"\u{1F600}\"";
        let html = block_html("js", code).expect("a language");
        let text = html.replace("</code></pre>\n", "");
        let text: String = text.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
        assert_eq!(text.replace("&lt;", "<").replace("&gt;", ">"), code);
    }
}
