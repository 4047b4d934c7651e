//! The pictures of a source that are on another server.

use std::{collections::BTreeSet, sync::LazyLock};

use edition::Address;
use regex::Regex;
use serde_json::Value;

use super::Item;
use crate::{body::html::decode_attribute, origins};

/// Returns the addresses of the pictures that items show and that are elsewhere.
pub(super) fn remote(items: &[Item]) -> BTreeSet<String> {
    static PICTURE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"(?i)<img\s[^>]*?\bsrc\s*=\s*["']\s*(https?://[^"'\s]+)"#).expect("a valid expression"));
    let mut found = BTreeSet::new();
    for item in items {
        let text = |name: &str| item.fields.get(name).and_then(Value::as_str);
        found.extend(
            ["image", "banner_image"].into_iter().filter_map(text).filter(|url| url.starts_with("http")).map(str::to_owned),
        );
        let html = text("content_html").unwrap_or_default();
        found.extend(PICTURE.captures_iter(html).map(|picture| decode_attribute(&picture[1])));
    }
    found
}

/// Returns the origins of addresses, such as `https://old.example`.
pub(super) fn origins(addresses: &BTreeSet<String>) -> BTreeSet<String> {
    let origin = |address: &String| Address::parse(address).map(|address| origins::origin(&address));
    // Some have a name and a password, or a query and no path.
    addresses.iter().filter_map(origin).filter(|origin| !origin.contains(['@', '?', '#'])).collect()
}
