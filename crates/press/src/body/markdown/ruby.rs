//! Ruby: `{漢字|かんじ}`, or one reading for each character: `{東京|とう|きょう}`.

use std::sync::LazyLock;

use comrak::{
    Arena,
    nodes::{AstNode, NodeValue},
};
use regex::{Captures, Regex};

use super::{replace, text_of};
use crate::body::html::escape;

/// Writes the ruby in the text of a tree.
pub(super) fn annotate<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>) {
    // The base has a character that readings are written for, so that other braces stay.
    static RUBY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\{([^{}|\s]*[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}][^{}|\s]*)\|([^{}\n]+)\}")
            .expect("a valid expression")
    });
    for node in root.descendants().collect::<Vec<_>>() {
        let Some(text) = text_of(node).filter(|text| text.contains('{') && RUBY.is_match(text)) else { continue };
        let (mut pieces, mut end) = (Vec::new(), 0);
        for found in RUBY.captures_iter(&text) {
            let Some(whole) = found.get(0) else { continue };
            pieces.push(NodeValue::Text(text[end..whole.start()].to_owned().into()));
            pieces.push(NodeValue::HtmlInline(ruby(&found)));
            end = whole.end();
        }
        pieces.push(NodeValue::Text(text[end..].to_owned().into()));
        replace(arena, node, pieces);
    }
}

fn ruby(found: &Captures<'_>) -> String {
    let (base, readings) = (&found[1], found[2].split('|').map(str::trim).collect::<Vec<_>>());
    let part = |base: &str, reading: &str| format!("{}<rp>(</rp><rt>{}</rt><rp>)</rp>", escape(base), escape(reading));
    let parts: String = match readings.len() == base.chars().count() {
        true => base.chars().zip(&readings).map(|(c, reading)| part(c.encode_utf8(&mut [0; 4]), reading)).collect(),
        false => part(base, &readings.join("")),
    };
    format!("<ruby>{parts}</ruby>")
}

#[cfg(test)]
mod tests {
    use super::super::to_html;

    #[test]
    fn readings_are_above_their_characters() {
        assert_eq!(
            to_html("{漢字|かんじ}の{東京|とう|きょう} & {汉|hàn}"),
            "<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>の<ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp>京<rp>(</rp><rt>きょう</rt><rp>)</rp></ruby> &amp; <ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby></p>\n"
        );
    }

    #[test]
    fn other_braces_stay() {
        assert_eq!(to_html("{yes|no} {漢字} `{漢|か}` \\{漢|か}"), "<p>{yes|no} {漢字} <code>{漢|か}</code> {漢|か}</p>\n");
    }
}
