//! Pieces of markup.

use crate::body::html::encode_attribute;

/// Returns JSON in an element of a page. Nothing in it can be taken for markup.
pub(super) fn data_block(kind: &str, attributes: &str, json: &str) -> String {
    format!("<script type=\"{kind}\"{attributes}>{}</script>\n", json.replace('<', "\\u003c"))
}

/// Returns an attribute with its value and a space before it.
pub(super) fn attribute(name: &str, value: &str) -> String {
    format!(" {name}=\"{}\"", encode_attribute(value))
}
