//! Links between the texts of a source, and from texts to its files.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::text::Text;
use crate::{body::addresses, files};

/// What cannot be in an address in Markdown as it is.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'(').add(b')').add(b'<').add(b'>').add(b'"').add(b'%').add(b'#').add(b'?');

/// Where everything of a source is in CONTENT.
pub(super) struct Links {
    /// By the place that it would have if it were not moved: the place that it has.
    places: HashMap<String, String>,
    /// By a name in lower case, without folder and extension: the places of texts and files in the order of the source.
    names: HashMap<String, Vec<String>>,
    /// Titles of texts, by place.
    titles: HashMap<String, String>,
    /// By the path of the address that a text had, without slashes at its ends.
    addresses: HashMap<String, String>,
    /// By place: the path of the address that the text had.
    old: HashMap<String, String>,
}

impl Links {
    /// Notes the texts of a source with the addresses that they had, and its files with their names in CONTENT.
    pub(super) fn new(texts: &[Text], addresses: &[Option<String>], files: &[(PathBuf, String)]) -> Links {
        let mut links = Links {
            places: HashMap::new(),
            names: HashMap::new(),
            titles: HashMap::new(),
            addresses: HashMap::new(),
            old: HashMap::new(),
        };
        for (text, address) in texts.iter().zip(addresses) {
            let extension = if text.is_html { "json" } else { "md" };
            let place = format!("{}.{extension}", text.final_place());
            let shown = files::shown(&text.place);
            let stem = text.place.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
            links.names.entry(stem).or_default().push(place.clone());
            let names = text.fields.get("_names").and_then(|names| names.as_array()).into_iter().flatten();
            for name in names.filter_map(|name| name.as_str()) {
                links.names.entry(name.to_lowercase()).or_default().push(place.clone());
            }
            links.titles.insert(place.clone(), text.text("title").unwrap_or_default().to_owned());
            if let Some(address) = address {
                links.addresses.entry(address.trim_matches('/').to_owned()).or_insert_with(|| place.clone());
                links.old.insert(shown.clone(), address.clone());
            }
            links.places.insert(shown, place);
        }
        for (_, name) in files {
            let last = Path::new(name).file_name().unwrap_or_default().to_string_lossy().to_lowercase();
            links.names.entry(last).or_default().push(name.clone());
            links.places.insert(name.clone(), name.clone());
        }
        links
    }

    /// Returns the title of the text in a place.
    pub(super) fn title(&self, place: &str) -> Option<&str> {
        self.titles.get(place).map(String::as_str)
    }

    /// Finds a text or a file by its name alone, whatever its folder.
    pub(super) fn by_name(&self, name: &str) -> Option<&str> {
        let name = name.to_lowercase();
        let name = name.rsplit('/').next().unwrap_or(&name);
        let stem = name.strip_suffix(".md").unwrap_or(name);
        self.names.get(stem).or_else(|| self.names.get(name))?.first().map(String::as_str)
    }

    /// Finds what an address in a text means: a place in CONTENT. The address may begin with a slash, which is the top of the source, or
    /// be relative to the file, or to the address that the text had.
    pub(super) fn resolve(&self, text: &Text, address: &str) -> Option<&str> {
        let path = percent_decode_str(address.split(['#', '?']).next()?).decode_utf8().ok()?.into_owned();
        if path.is_empty() {
            return None;
        }
        let from_top = |path: &str| {
            let path = path.trim_matches('/');
            let candidates = [path.to_owned(), format!("{path}.md"), format!("{path}/index.md"), format!("{path}.html")];
            let place = candidates.iter().find_map(|candidate| self.places.get(candidate));
            place.or_else(|| self.addresses.get(path)).map(String::as_str)
        };
        if let Some(path) = path.strip_prefix('/') {
            return from_top(path);
        }
        let old = self.old.get(&files::shown(&text.place)).map(|address| address.trim_start_matches('/'));
        let old = old.map(|address| address.rsplit_once('/').map_or("", |(folder, _)| folder));
        let folders = [Some(files::shown(text.folder())), old.map(str::to_owned)];
        folders.into_iter().flatten().find_map(|folder| from_top(&files::normal(&folder, &path)?))
    }

    /// Returns the address of a place in CONTENT, for a link, with the fragment of another address.
    pub(super) fn address(place: &str, written: &str) -> String {
        let fragment = written.split_once('#').map(|(_, fragment)| format!("#{fragment}")).unwrap_or_default();
        format!("/{}{fragment}", utf8_percent_encode(place, ENCODED))
    }

    /// Brings the addresses in a text to where things are now. One that still leads there stays as it was written.
    pub(super) fn rebase(&self, text: &Text, body: &str) -> String {
        let folder = Path::new(&text.final_place()).parent().map(files::shown).unwrap_or_default();
        let change = |written: &str| {
            let place = self.resolve(text, written)?;
            let path = written.split(['#', '?']).next().unwrap_or_default();
            let path = percent_decode_str(path).decode_utf8_lossy();
            let leads_to = match path.strip_prefix('/') {
                Some(path) => Some(path.to_owned()),
                None => files::normal(&folder, &path),
            };
            (leads_to.as_deref() != Some(place)).then(|| Links::address(place, written))
        };
        if text.is_html { addresses::replace_in_html(body, change) } else { addresses::replace_in_markdown(body, change) }
    }
}
