//! Finds markup in the text that nobody has understood: that of other tools, and Markdown with an error in it.

use std::{borrow::Cow, cell::RefCell, sync::LazyLock};

use lol_html::{RewriteStrSettings, element, rewrite_str, text};
use regex::Regex;
use serde::{Deserialize, Serialize};

use super::html::decode_attribute;

/// Markup that is left in a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Leftover {
    /// The beginning of the first of its kind, as it is in the text.
    pub(crate) first: String,
    pub(crate) count: usize,
    /// What it is and what to do.
    pub(crate) advice: Cow<'static, str>,
}

/// How many characters of left-over markup a message shows.
const SHOWN: usize = 80;

struct Pattern {
    expression: Regex,
    advice: &'static str,
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    [
        (
            r"!\[[^\]\n]*\]\([^)\n]*\)",
            "this is not a picture, because the address contains a space. Write it in angle brackets, like ![…](<a b.png>), or %20 for the space",
        ),
        (
            r"\[[^\]\n]+\]\([^)\n]*\s[^)\n]*\)",
            "this is not a link, because the address contains a space. Write it in angle brackets, like […](<a b.md>), or %20 for the space",
        ),
        (r"(?m)^#{2,6}[^#\s!].*$", "this is not a heading, because there is no space after the #. Add one"),
        (r"!?\[[^\]\n]*\]（[^）\n]*）", "this is not a link or picture, because its brackets are full-width. Write ( and )"),
        (r"(?m)^:::.*$", "this is a container of another tool. Write it as HTML, or take it out"),
        (r"(?i)\[toc\]", "this is markup of another tool. Take it out"),
        (
            r"(?i)\[![a-z-]+\]",
            "this is not a call-out, which is a quotation that begins with [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION]. Correct it",
        ),
        (r"<%.*?%>", "this is markup of a template. Write the text itself"),
        (r"\{[#.][^}\n]*\}|\{\w+=[^}\n]*\}", "these are attributes of another tool. Take them out"),
        (r"\[\^[^\]\s]+\]", "this is a footnote whose text is missing. Add a line that begins with it and a colon"),
        (r"\[\[[^\]\n]+\]\]", "this is a link of a wiki. Write it like [text](other.md)"),
        (r"\{\{[<%].*?[>%]\}\}", "this is a shortcode of Hugo or Zola. Write it as Markdown or HTML"),
        (r"\{%.*?%\}|\{\{.*?\}\}", "this is markup of a template. Write the text itself"),
        (r"\{:[^}\n]*\}", "these are attributes of kramdown. Take them out"),
        (
            r"\[/?(?:caption|gallery|embed|audio|video|playlist|youtube|vimeo|quote|button)\b[^\]\n]*\]",
            "this is a shortcode of WordPress. Write it as Markdown or HTML",
        ),
        (
            r"\$\$[^$]{1,400}\$\$|\$[^\s$][^$\n]{0,60}?[\\^_{}][^$\n]{0,60}?\$(?:[^\w$]|$)|\\\(.+?\\\)|\\\[.+?\\\]",
            "this is a formula in TeX. Add math: true to the fields of the article, or write it as text",
        ),
    ]
    .map(|(expression, advice)| Pattern { expression: Regex::new(expression).expect("a valid expression"), advice })
    .into()
});

/// Finds markup in the text of a sanitized body, except in code.
pub(crate) fn leftovers(html: &str) -> Vec<Leftover> {
    // What every pattern has one of.
    if !html.contains(['[', '{', '$', '\\', '（']) && !["##", ":::", "&lt;%"].iter().any(|part| html.contains(part)) {
        return Vec::new();
    }
    let text = readable_text(html);
    let mut found: Vec<Leftover> = Vec::new();
    // What one pattern has matched, the following ones do not see.
    let mut rest = text;
    for Pattern { expression, advice } in PATTERNS.iter() {
        let matches: Vec<String> = expression.find_iter(&rest).map(|found| found.as_str().to_owned()).collect();
        if let Some(first) = matches.first() {
            found.push(Leftover {
                first: first.trim_end().chars().take(SHOWN).collect(),
                count: matches.len(),
                advice: (*advice).into(),
            });
            rest = expression.replace_all(&rest, " ").into_owned();
        }
    }
    found
}

/// Finds HTML in a text that is shown as it is, such as a headline: `&amp;`, `<b>`.
pub(crate) fn html_in_text(text: &str) -> Option<String> {
    static HTML: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"&(?:#\d+|#x[0-9a-fA-F]+|amp|lt|gt|quot|apos|nbsp|[lr][ds]quo|[mn]dash|hellip);|</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>",
        )
        .expect("a valid expression")
    });
    HTML.find(text).map(|found| found.as_str().to_owned())
}

/// Elements that begin a line of text.
const BLOCKS: &str = "p, li, dt, dd, td, th, h1, h2, h3, h4, h5, h6, div, blockquote, figcaption, summary, caption, section";

/// Returns the text without code.
fn readable_text(html: &str) -> String {
    let text_of = RefCell::new(String::new());
    let remove = element!("pre, code, kbd, samp", |element| {
        element.remove();
        Ok(())
    });
    let settings = RewriteStrSettings::new().append_element_content_handler(remove).with_strict(false);
    let without_code = rewrite_str(html, settings).unwrap_or_default();
    let separate = element!(BLOCKS, |_| {
        text_of.borrow_mut().push('\n');
        Ok(())
    });
    let collect = text!("*", |chunk| {
        text_of.borrow_mut().push_str(chunk.as_str());
        Ok(())
    });
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(separate)
        .append_element_content_handler(collect)
        .with_strict(false);
    // Only the handler matters.
    let _ = rewrite_str(&without_code, settings);
    decode_attribute(&text_of.into_inner())
}

#[cfg(test)]
mod tests {
    use super::{super::markdown, *};

    fn firsts(text: &str) -> Vec<String> {
        leftovers(&markdown::to_html(text)).into_iter().map(|leftover| leftover.first).collect()
    }

    #[test]
    fn markup_of_other_tools_is_found() {
        for (text, first) in [
            ("![Map](Screenshot at 17.33.png)", "![Map](Screenshot at 17.33.png)"),
            ("A [link](a b.md) here", "[link](a b.md)"),
            ("See [[Other page]].", "[[Other page]]"),
            ("{{< figure src=\"a.png\" >}}", "{{< figure src=\"a.png\" >}}"),
            ("{% include x.html %}", "{% include x.html %}"),
            ("Text\n{: .wide}", "{: .wide}"),
            ("[caption id=\"x\"]A[/caption]", "[caption id=\"x\"]"),
            ("An $x^2$ in text", "$x^2$"),
            ("##标题", "##标题"),
            ("![图]（x.svg）", "![图]（x.svg）"),
            (":::note\n\nText", ":::note"),
            ("> [!info]\n> Text", "[!info]"),
            ("[!NOTE] Text", "[!NOTE]"),
            ("Text {.wide}", "{.wide}"),
            ("Text {width=50%}", "{width=50%}"),
            ("$$\nE = mc^2\n$$", "$$\nE = mc^2\n$$"),
        ] {
            assert_eq!(firsts(text).first().map(String::as_str), Some(first), "{text}");
        }
        assert_eq!(leftovers("<p>[gallery] [gallery]</p>")[0].count, 2);
    }

    #[test]
    fn plain_text_and_code_are_not_markup() {
        for text in [
            "From $5 to $6, a_b",
            "?$select=a_b&$filter=c",
            "$a_名 系统查询选项$b",
            "`{{ x }}` and `$x^2$`",
            "```\n[[x]]\n```",
            "[a](b.md) ![c](d.png)",
            "a {b} [c] (d)",
        ] {
            assert_eq!(firsts(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn html_in_a_headline_is_found() {
        assert_eq!(html_in_text("Tom &amp; Ann&#8217;s shop").as_deref(), Some("&amp;"));
        assert_eq!(html_in_text("A <em>new</em> one").as_deref(), Some("<em>"));
        assert_eq!(html_in_text("R&D; a < b > c").as_deref(), None);
    }
}
