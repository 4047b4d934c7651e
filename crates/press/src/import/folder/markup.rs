//! Markup that several site generators have, and what it becomes in Markdown.

use regex::Captures;

use super::title_of;
use crate::body::{
    html::{encode_attribute, escape},
    markdown,
};

/// The arguments of a shortcode: those with a name, and those without.
#[derive(Default)]
pub(super) struct Arguments {
    named: Vec<(String, String)>,
    pub(super) positional: Vec<String>,
}

impl Arguments {
    /// Reads arguments such as `a.png caption="A ferry" width=300`.
    pub(super) fn parse(text: &str) -> Arguments {
        regex!(
            ARGUMENT,
            r#"(?:([A-Za-z_][\w-]*)(?:\s*=\s*|:\s+))?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`([^`]*)`|([^\s"'`,=()]+))"#
        );
        let mut arguments = Arguments::default();
        for found in ARGUMENT.captures_iter(text) {
            let value = (2..=5).find_map(|group| found.get(group)).map_or("", |value| value.as_str());
            let value = value.replace("\\\"", "\"").replace("\\'", "'");
            match found.get(1) {
                Some(name) => arguments.named.push((name.as_str().to_owned(), value)),
                None => arguments.positional.push(value),
            }
        }
        arguments
    }

    /// Returns the first of several arguments that has a value.
    pub(super) fn get(&self, names: &[&str]) -> Option<&str> {
        let find = |name: &&str| self.named.iter().find(|(known, value)| known == name && !value.trim().is_empty());
        names.iter().find_map(find).map(|(_, value)| value.as_str())
    }

    /// Returns an argument by its name, or by its place.
    pub(super) fn get_or(&self, name: &str, index: usize) -> Option<&str> {
        self.get(&[name]).or_else(|| self.positional.get(index).map(String::as_str))
    }
}

/// Returns a picture with a caption, each of which may be empty.
pub(super) fn figure(address: &str, alternative: &str, caption: &str, link: &str) -> String {
    let picture = format!("<img src=\"{}\" alt=\"{}\">", encode_attribute(address), encode_attribute(alternative));
    let picture = if link.is_empty() { picture } else { format!("<a href=\"{}\">{picture}</a>", encode_attribute(link)) };
    if caption.is_empty() && link.is_empty() {
        let alternative = alternative.replace(['[', ']', '\n'], " ");
        return format!(
            "![{alternative}]({})",
            if address.contains([' ', '(', ')']) { format!("<{address}>") } else { address.to_owned() }
        );
    }
    let caption = if caption.is_empty() { String::new() } else { format!("<figcaption>{}</figcaption>", inline(caption)) };
    format!("<figure>{picture}{caption}</figure>")
}

/// Returns a short text in Markdown as HTML, without the paragraph around it.
fn inline(text: &str) -> String {
    let html = markdown::to_html(text);
    let html = html.trim();
    html.strip_prefix("<p>")
        .and_then(|html| html.strip_suffix("</p>"))
        .filter(|html| !html.contains("<p>"))
        .unwrap_or(html)
        .to_owned()
}

/// Returns a link to a video, which pages do not embed. `id` may be the whole address.
pub(super) fn video_link(service: &str, id: &str, title: Option<&str>) -> String {
    let (name, address) = match service {
        "vimeo" => ("Vimeo", format!("https://vimeo.com/{id}")),
        _ => ("YouTube", format!("https://www.youtube.com/watch?v={id}")),
    };
    let address = if id.contains("://") { id.to_owned() } else { address };
    format!("[{}]({address})", title.unwrap_or(name).replace(['[', ']'], ""))
}

/// Returns a code block.
pub(super) fn code(language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat((longest + 1).max(3));
    format!("\n{fence}{language}\n{}\n{fence}\n", text.trim_matches('\n'))
}

/// Returns a passage that opens when it is asked for.
pub(super) fn details(summary: &str, text: &str) -> String {
    format!("<details>\n<summary>{}</summary>\n\n{}\n\n</details>", escape(summary), text.trim())
}

/// Makes quotations with a bold title of call-outs, as GitHub, Obsidian and Hugo write them: `> [!note] Title`.
pub(super) fn alerts(text: &str) -> String {
    regex!(ALERT, r"(?m)^((?:[ \t]*>[ \t]?)+)\[!([A-Za-z-]+)[^\]\n]*\][+-]?[ \t]*(.*)$");
    let change = |found: &Captures| {
        let (quote, title) = (found[1].trim_end(), found[3].trim());
        let title = if title.is_empty() { title_of(&found[2].to_lowercase()) } else { title.to_owned() };
        format!("{quote} **{title}**\n{quote}")
    };
    ALERT.replace_all(text, change).into_owned()
}

/// Shows the boxes of task lists as characters.
pub(super) fn tasks(text: &str) -> String {
    regex!(TASK, r"(?m)^([ \t>]*(?:[-*+]|\d+[.)])[ \t]+)\[([ xX])\][ \t]");
    TASK.replace_all(text, |found: &Captures| format!("{}{} ", &found[1], if &found[2] == " " { "☐" } else { "☑" })).into_owned()
}

/// Leaves nothing but the id of the attributes of headings: `## Results {#results .wide}`.
pub(super) fn heading_attributes(text: &str) -> String {
    regex!(AT_HEADING, r"(?m)^([ \t>]*#{1,6}[ \t].*?)[ \t]*\{(:?[ \t]*(?:[#.][\w-]|[\w-]+=)[^}\n]*)\}[ \t]*$");
    regex!(ID, r"#([\w-]+)");
    let change = |found: &Captures| match ID.captures(&found[2]) {
        Some(id) => format!("{} {{#{}}}", &found[1], &id[1]),
        None => found[1].to_owned(),
    };
    AT_HEADING.replace_all(text, change).into_owned()
}

/// Removes attributes in braces that follow a link, code or emphasis, or are alone on a line: `![A](a.png){.wide}`.
pub(super) fn attributes(text: &str) -> String {
    regex!(ATTRIBUTES, r#"(?m)(^[ \t]*|[)\]*])\{(?:[.#][\w-]|[\w-]+=["\w])[^{}\n]*\}"#);
    ATTRIBUTES.replace_all(text, "$1").into_owned()
}

/// Makes quotations with a bold title of containers: `:::note Title` to `:::`.
pub(super) fn containers(text: &str) -> String {
    regex!(OPEN, r"^[ \t]*:{3,}[ \t]*([A-Za-z][\w-]*)[ \t]*(?:\[(.*)\]|(.*?))[ \t]*(?:\{.*\})?[ \t]*$");
    let mut changed = String::with_capacity(text.len());
    let mut is_code = markdown::code_lines(text).into_iter();
    // The indentation of each container that is open: in a list, its text is indented as the list is.
    let mut open: Vec<usize> = Vec::new();
    for line in text.split_inclusive('\n') {
        let is_code = is_code.next().unwrap_or_default();
        let bare = line.trim();
        let indentation = line.len() - line.trim_start().len();
        if !is_code && let Some(found) = OPEN.captures(line.trim_end()) {
            let outer = quoted(&open, "");
            open.push(indentation);
            let title = found.get(2).or(found.get(3)).map_or("", |title| title.as_str().trim());
            let title = if title.is_empty() { title_of(&found[1]) } else { title.to_owned() };
            changed.push_str(&format!(
                "{}\n{}\n{}\n",
                outer.trim_end(),
                quoted(&open, &format!("**{title}**")),
                quoted(&open, "").trim_end()
            ));
        } else if !is_code && !open.is_empty() && bare.len() >= 3 && bare.chars().all(|c| c == ':') {
            open.pop();
            changed.push_str(&format!("{}\n", quoted(&open, "").trim_end()));
        } else if bare.is_empty() && !open.is_empty() {
            changed.push_str(&format!("{}\n", quoted(&open, "").trim_end()));
        } else {
            changed.push_str(&quoted(&open, &line[open.first().copied().unwrap_or_default().min(indentation)..]));
        }
    }
    changed
}

/// Returns a line inside of containers with these indentations.
fn quoted(open: &[usize], line: &str) -> String {
    format!("{}{}{line}", " ".repeat(open.first().copied().unwrap_or_default()), "> ".repeat(open.len()))
}

/// Returns the Markdown of a shortcode, as HTML if the text around it is HTML.
pub(super) fn shown(markdown: String, is_html: bool) -> String {
    if is_html { inline(&markdown) } else { markdown }
}

/// Removes the mark that ends the beginning of an article.
pub(super) fn without_more(text: &str) -> String {
    regex!(
        MORE,
        r"(?im)^[ \t]*(?:<!--\s*(?:more|truncate|excerpt)\s*-->|\{/\*\s*truncate\s*\*/\})[ \t]*\n|<!--\s*(?:more|truncate|excerpt)\s*-->|\{/\*\s*truncate\s*\*/\}"
    );
    MORE.replace_all(text, "").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_have_names_or_places() {
        let arguments = Arguments::parse("a.png caption=\"A \\\"white\\\" ferry\" width=300 `x y` alt='b'");
        assert_eq!(arguments.positional, ["a.png", "x y"]);
        assert_eq!(arguments.get(&["title", "caption"]), Some("A \"white\" ferry"));
        assert_eq!((arguments.get_or("alt", 9), arguments.get_or("src", 0)), (Some("b"), Some("a.png")));
        assert_eq!(Arguments::parse("id=\"x\", autoplay=true").get(&["id"]), Some("x"));
        assert_eq!(Arguments::parse("https://x.example/a alt: \"b\"").positional, ["https://x.example/a"]);
    }

    #[test]
    fn call_outs_become_quotations() {
        assert_eq!(alerts("> [!NOTE]\n> Text"), "> **Note**\n>\n> Text");
        assert_eq!(alerts("> > [!tip]- A title\n> > Text"), "> > **A title**\n> >\n> > Text");
        let container = ":::note[A title]\n\nText\n\n```\n:::\n```\n:::\nAfter\n";
        assert_eq!(containers(container), "\n> **A title**\n>\n>\n> Text\n>\n> ```\n> :::\n> ```\n\nAfter\n");
        assert_eq!(containers("- a\n  :::note\n  b\n  :::\n"), "- a\n\n  > **Note**\n  >\n  > b\n\n");
        assert!(containers("::::tip\n:::warning Ice\nText\n:::\n::::\n").contains("> > **Ice**\n> >\n> > Text\n"));
    }

    #[test]
    fn attributes_go_and_the_id_of_a_heading_stays() {
        assert_eq!(heading_attributes("## A {#a .b}\n\n### `B` {: .c }\n"), "## A {#a}\n\n### `B`\n");
        assert_eq!(attributes("[a](b){.c} ![d](e.png){width=50%}\n{.wide}\n"), "[a](b) ![d](e.png)\n\n");
        assert_eq!(attributes("A {b} {{ c }} \\sum_{i=1}^{n} {.d}"), "A {b} {{ c }} \\sum_{i=1}^{n} {.d}");
    }

    #[test]
    fn boxes_of_tasks_are_characters() {
        assert_eq!(tasks("- [ ] a\n1. [x] b\n- [c](d)\n- [1] e"), "- ☐ a\n1. ☑ b\n- [c](d)\n- [1] e");
    }

    #[test]
    fn a_picture_is_a_figure_if_it_has_a_caption() {
        assert_eq!(figure("a.png", "A", "", ""), "![A](a.png)");
        assert_eq!(
            figure("a.png", "A \"b\"", "A *c*", "d"),
            "<figure><a href=\"d\"><img src=\"a.png\" alt=\"A &quot;b&quot;\"></a><figcaption>A <em>c</em></figcaption></figure>"
        );
    }
}
