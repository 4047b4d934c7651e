//! The pictures of a source: those that lie next to it are copied, those on another server are listed.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Component, Path, PathBuf},
    sync::LazyLock,
};

use edition::Address;
use percent_encoding::percent_decode_str;
use regex::Regex;
use serde_json::Value;

use super::{Item, Publication, Report, path_of, report::Category};
use crate::{
    body::{addresses, html::decode_attribute},
    files, origins,
};

/// The fields that name a picture.
const PICTURE_FIELDS: [&str; 3] = ["image", "banner_image", "avatar"];

/// The longest address that may be the name of a file, in bytes. Pictures in the text itself have longer ones.
const MAX_ADDRESS: usize = 1_000;

/// Addresses of pictures, sound and film in HTML and Markdown.
static SHOWN: LazyLock<Regex> = LazyLock::new(|| {
    let html = r#"(?i)<(?:img|source|video|audio)\b[^>]*?\b(?:src|poster)\s*=\s*["']\s*([^"'\s]+)"#;
    let markdown = r"!\[[^\]]*\]\(\s*<?([^)\s>]+)";
    Regex::new(&format!("{html}|{markdown}")).expect("a valid expression")
});

/// The same, and those of links.
static LINKED: LazyLock<Regex> = LazyLock::new(|| {
    let html = r#"(?i)<(?:img|source|video|audio|a)\b[^>]*?\b(?:src|poster|href)\s*=\s*["']\s*([^"'\s]+)"#;
    let markdown = r"\]\(\s*<?([^)\s>]+)";
    Regex::new(&format!("{html}|{markdown}")).expect("a valid expression")
});

/// Notes the pictures, sound, film and documents that lie next to an export, under the names that they had on the server or in a folder
/// inside of it, such as `wp-content/uploads/2019/05/ferry.jpg` or `uploads/2019/05/ferry.jpg`. Their addresses in the items become those
/// in CONTENT.
pub(super) fn copy_to_content(source: &Path, publication: &mut Publication, report: &mut Report) {
    let Some(folder) = source.parent().filter(|_| source.is_file()) else { return };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(folder) = folder.canonicalize() else { return };
    let origin = |address: &str| Address::parse(address).map(|address| origins::origin(&address));
    let own = publication.url.as_deref().and_then(origin);
    let mut next_to: BTreeMap<String, Option<PathBuf>> = BTreeMap::new();
    for address in publication.items.iter().flat_map(|item| addresses_of(item, &LINKED)) {
        let is_own = !addresses::has_scheme(&address) || (own.is_some() && origin(&address) == own);
        next_to.entry(address).or_insert_with_key(|address| is_own.then(|| find(address, &folder)).flatten());
    }
    let found: BTreeMap<String, String> =
        next_to.into_iter().filter_map(|(address, path)| Some((address, format!("pictures/{}", files::shown(&path?))))).collect();
    for item in &mut publication.items {
        replace(item, &found);
    }
    let names: BTreeSet<&String> = found.values().collect();
    for name in names {
        let path = folder.join(name.trim_start_matches("pictures/"));
        publication.files.push((path, name.clone()));
        report.add(Category::Changed, "pictures and other files from the folder of the export, now in pictures/", name.clone());
    }
}

/// Finds the file below a folder that an address means: the longest end of its path that is one. WordPress adds the size to the name of
/// smaller copies.
fn find(address: &str, folder: &Path) -> Option<PathBuf> {
    regex!(SIZE, r"-\d+x\d+(\.\w+)$");
    let path = path_of(address).unwrap_or(address).split(['?', '#']).next()?;
    let path = percent_decode_str(path.trim_start_matches('/')).decode_utf8().ok()?.into_owned();
    let original = SIZE.replace(&path, "$1").into_owned();
    if path.len() > MAX_ADDRESS || !Path::new(&path).components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    // A link may lead out of the folder.
    let is_inside = |end: &PathBuf| folder.join(end).canonicalize().is_ok_and(|path| path.is_file() && path.starts_with(folder));
    let kind = mime_guess::from_path(&path).first()?;
    match (kind.type_().as_str(), kind.subtype().as_str()) {
        ("image" | "audio" | "video", _) => [path, original].iter().flat_map(|path| ends(Path::new(path))).find(is_inside),
        // Something else with this name may lie there.
        ("application", name)
            if ["pdf", "document", "msword", "excel", "powerpoint", "epub"].iter().any(|part| name.contains(part)) =>
        {
            Some(PathBuf::from(path)).filter(|path| path.components().count() > 1 && is_inside(path))
        }
        _ => None,
    }
}

/// Returns a path, and then the path without its first part, its first two parts, and so on.
fn ends(path: &Path) -> impl Iterator<Item = PathBuf> {
    let parts: Vec<Component<'_>> = path.components().collect();
    (0..parts.len()).map(move |first| parts[first..].iter().collect())
}

/// Returns the addresses of an item that an expression finds in its text, and those of its pictures.
fn addresses_of(item: &Item, expression: &Regex) -> Vec<String> {
    let text = |name: &str| item.fields.get(name).and_then(Value::as_str);
    let fields = PICTURE_FIELDS.into_iter().filter_map(text).map(str::to_owned);
    let html = text("content_html").unwrap_or_default();
    let written = |text| expression.captures_iter(text).filter_map(|found| found.get(1).or_else(|| found.get(2)));
    let written = [html, item.markdown.as_deref().unwrap_or_default()].into_iter().flat_map(written);
    fields.chain(written.map(|address| decode_attribute(address.as_str()))).collect()
}

/// Replaces addresses in an item by the names of the files that are copied.
fn replace(item: &mut Item, found: &BTreeMap<String, String>) {
    let new = |address: &str| found.get(&decode_attribute(address)).map(|name| format!("/{name}"));
    for name in PICTURE_FIELDS {
        if let Some(Value::String(address)) = item.fields.get_mut(name)
            && let Some(new) = new(address)
        {
            *address = new;
        }
    }
    let in_text = |text: &str| addresses::replace_all(&LINKED, text, new);
    if let Some(Value::String(html)) = item.fields.get_mut("content_html") {
        *html = in_text(html);
    }
    item.markdown = item.markdown.as_deref().map(in_text);
}

/// Returns the addresses of the pictures that items show and that are elsewhere.
pub(super) fn remote(items: &[Item]) -> BTreeSet<String> {
    items.iter().flat_map(|item| addresses_of(item, &SHOWN)).filter(|address| address.starts_with("http")).collect()
}

/// Returns the origins of addresses, such as `https://old.example`.
pub(super) fn origins(addresses: &BTreeSet<String>) -> BTreeSet<String> {
    let origin = |address: &String| Address::parse(address).map(|address| origins::origin(&address));
    let is_nameable = |origin: &String| Address::parse(origin).is_some_and(|origin| origins::is_nameable(&origin));
    // Some have a name and a password.
    addresses.iter().filter_map(origin).filter(|origin| is_nameable(origin) && !origin.contains('@')).collect()
}
