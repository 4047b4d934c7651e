//! The passes over a body that need nothing but its text.

use std::collections::{BTreeMap, BTreeSet};

use edition::Address;
use serde::{Deserialize, Serialize};

use super::{
    depth, figures, headings,
    html::{self, decode_attribute},
    leftovers::{self, Leftover},
    line_breaks,
    markdown::{self, Converted, Dialect, Lost},
    repair, sanitize, tables,
};
use crate::load::encoding::without_invalid_characters;

/// A text as it was written.
#[derive(Default)]
pub(crate) struct WrittenBody {
    pub(crate) html: String,
    /// The text of the file from which it came.
    pub(crate) text: String,
    pub(crate) is_markdown: bool,
    /// The line of a code block without an end.
    pub(crate) unclosed_fence: Option<usize>,
    pub(crate) lost: Vec<Lost>,
}

impl WrittenBody {
    /// Returns what a text in Markdown says.
    pub(crate) fn from_markdown(text: String, dialect: &Dialect<'_>) -> WrittenBody {
        let Converted { html, unclosed_fence, lost } = markdown::convert(&text, dialect);
        WrittenBody { html, text, is_markdown: true, unclosed_fence, lost }
    }
}

/// What is known of a sanitized body whose links are not yet resolved.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct PreparedBody {
    /// The ids in it, prefixed.
    pub(crate) ids: BTreeSet<String>,
    /// What it leads to, in its order.
    pub(crate) addresses: Vec<BodyAddress>,
    /// Tags and comments without an end.
    pub(crate) unclosed: Vec<String>,
    /// How many elements were nested too deeply.
    pub(crate) too_deep: usize,
    /// What an article may not have, with how often it was there.
    pub(crate) removed: BTreeMap<String, usize>,
    /// The number of invalid characters that were removed.
    pub(crate) invalid: usize,
    /// The line of a code block without an end.
    pub(crate) unclosed_fence: Option<usize>,
    pub(crate) lost: Vec<Lost>,
    pub(crate) leftovers: Vec<Leftover>,
    /// The addresses of pictures without a text alternative.
    pub(crate) without_alternative: Vec<String>,
}

/// An address in an attribute of a body.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct BodyAddress {
    /// The number of the element among all.
    pub(crate) element: usize,
    /// The name of the element.
    pub(crate) tag: String,
    /// One of [`html::ADDRESS_ATTRIBUTES`].
    pub(crate) attribute: String,
    pub(crate) address: Address,
    /// The text alternative of the element. Empty if it has none.
    pub(crate) alternative: String,
}

/// Runs the passes. Returns the sanitized HTML, and what is known of it.
pub(crate) fn prepare(body: WrittenBody) -> (String, PreparedBody) {
    let (html, unclosed) = repair::repair(&body.html);
    let (html, too_deep) = depth::limit_depth(&html);
    let sanitized = || {
        let html = sanitize::sanitize(&tables::mark_numbers(&html));
        let html = line_breaks::join_cjk_lines(&html);
        let html = figures::make_figures(&html);
        headings::set_ids(&html)
    };
    // What else is in a text that is too deep is not worth a message, and takes long to find.
    let removed = || if too_deep > 0 { BTreeMap::new() } else { sanitize::removed(&body.html) };
    let ((html, ids), removed) = rayon::join(sanitized, removed);
    let leftovers = leftovers::leftovers(&html);
    let without_alternative = without_alternative(&body, &html);
    let (html, invalid) = without_invalid_characters(&html);
    let prepared = PreparedBody {
        ids: ids.into_iter().collect(),
        addresses: addresses(&html),
        unclosed,
        too_deep,
        removed,
        invalid,
        unclosed_fence: body.unclosed_fence,
        lost: body.lost,
        leftovers,
        without_alternative,
    };
    (html.into_owned(), prepared)
}

/// Returns the addresses of pictures without a text alternative.
fn without_alternative(body: &WrittenBody, html: &str) -> Vec<String> {
    let mut without: Vec<String> = Vec::new();
    if !html.contains("<img") {
        return without;
    }
    // Markdown always writes an alternative, be it empty; a picture that is an ornament can be written as HTML.
    let is_markdown = body.is_markdown && body.text.contains("![](");
    html::visit(html, |element| {
        let is_empty = |alt: String| is_markdown && alt.trim().is_empty();
        if element.tag_name() == "img" && element.get_attribute("alt").is_none_or(is_empty) {
            let address = element.get_attribute("src").unwrap_or_default();
            without.push(html::readable(&decode_attribute(&address)));
        }
    });
    without
}

/// Returns what a sanitized body leads to.
fn addresses(html: &str) -> Vec<BodyAddress> {
    let mut addresses = Vec::new();
    if !html::has_addresses(html) {
        return addresses;
    }
    let mut elements = 0;
    html::visit(html, |element| {
        for attribute in html::ADDRESS_ATTRIBUTES {
            if let Some(address) = element.get_attribute(attribute).and_then(|value| Address::parse(&decode_attribute(&value))) {
                let alternative = element.get_attribute("alt").map(|alt| decode_attribute(&alt)).unwrap_or_default();
                let (tag, attribute) = (element.tag_name(), attribute.to_owned());
                addresses.push(BodyAddress { element: elements, tag, attribute, address, alternative });
            }
        }
        elements += 1;
    });
    addresses
}
