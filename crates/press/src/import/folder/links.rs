//! Links between the texts of a source, and from texts to its files.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use percent_encoding::percent_decode_str;

use super::text::SourceText;
use crate::{body::addresses, files};

/// Where everything of a source is in CONTENT.
pub(super) struct Links {
    /// By the path that it would have if it were not moved: the path that it has.
    paths: HashMap<String, String>,
    /// By a name in lower case, without folder and extension: the paths of texts and files in the order of the source.
    names: HashMap<String, Vec<String>>,
    /// Titles of texts, by path.
    titles: HashMap<String, String>,
    /// By the path of the address that a text had, without slashes at its ends.
    addresses: HashMap<String, String>,
    /// By path: that of the address that the text had.
    old: HashMap<String, String>,
}

impl Links {
    /// Notes the texts of a source with the addresses that they had, and its files with their names in CONTENT.
    pub(super) fn new(texts: &[SourceText], addresses: &[Option<String>], files: &[(PathBuf, String)]) -> Links {
        let mut links = Links {
            paths: HashMap::new(),
            names: HashMap::new(),
            titles: HashMap::new(),
            addresses: HashMap::new(),
            old: HashMap::new(),
        };
        for (text, address) in texts.iter().zip(addresses) {
            let extension = if text.is_html { "json" } else { "md" };
            let target = format!("{}.{extension}", text.final_path());
            let shown = files::shown(&text.path);
            let stem = text.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            for name in text.other_names.iter().chain([&stem, &text.name]) {
                links.names.entry(name.to_lowercase()).or_default().push(target.clone());
            }
            links.titles.insert(target.clone(), text.text("title").unwrap_or_default().to_owned());
            if let Some(address) = address {
                links.addresses.entry(address.trim_matches('/').to_owned()).or_insert_with(|| target.clone());
                links.old.insert(shown.clone(), address.clone());
            }
            links.paths.insert(shown, target);
        }
        for (_, name) in files {
            let last = Path::new(name).file_name().unwrap_or_default().to_string_lossy().to_lowercase();
            links.names.entry(last).or_default().push(name.clone());
            links.paths.insert(name.clone(), name.clone());
        }
        links
    }

    /// Returns the title of the text with a path.
    pub(super) fn title(&self, target: &str) -> Option<&str> {
        self.titles.get(target).map(String::as_str)
    }

    /// Finds a text or a file by its name alone, whatever its folder.
    pub(super) fn by_name(&self, name: &str) -> Option<&str> {
        let name = name.to_lowercase();
        let name = name.rsplit('/').next().unwrap_or(&name);
        let stem = name.strip_suffix(".md").unwrap_or(name);
        self.names.get(stem).or_else(|| self.names.get(name))?.first().map(String::as_str)
    }

    /// Finds what an address in a text means: a path in CONTENT. The address may begin with a slash, which is the top of the source, or
    /// be relative to the file, or to the address that the text had.
    pub(super) fn resolve(&self, text: &SourceText, address: &str) -> Option<&str> {
        let path = percent_decode_str(address.split(['#', '?']).next()?).decode_utf8().ok()?.into_owned();
        if path.is_empty() {
            return None;
        }
        let from_top = |path: &str| {
            let path = path.trim_matches('/');
            // A translation leads to the translation.
            let language = text.language.as_deref().unwrap_or_default();
            let stem = path.strip_suffix(".md").or_else(|| path.strip_suffix(".mdx")).unwrap_or(path);
            let translated = [
                format!("{stem}.{language}.md"),
                format!("{stem}.{}.md", language.to_lowercase()),
                format!("{stem}.{language}.mdx"),
            ];
            if let Some(target) =
                translated.iter().filter(|_| !language.is_empty()).find_map(|candidate| self.paths.get(candidate))
            {
                return Some(target.as_str());
            }
            let candidates = [path.to_owned(), format!("{path}.md"), format!("{path}/index.md"), format!("{path}.html")];
            let target = candidates.iter().find_map(|candidate| self.paths.get(candidate));
            target.or_else(|| self.addresses.get(path)).map(String::as_str)
        };
        let old = self.old.get(&files::shown(&text.path)).map(|address| address.trim_start_matches('/'));
        let old = old.map(|address| Path::new(address.rsplit_once('/').map_or("", |(folder, _)| folder)));
        [Some(text.folder()), old]
            .into_iter()
            .flatten()
            .find_map(|folder| from_top(&files::shown(&files::resolve(folder, &path)?)))
    }

    /// Returns the address of a path in CONTENT, for a link, with the fragment of another address.
    pub(super) fn address(target: &str, written: &str) -> String {
        let fragment = written.split_once('#').map(|(_, fragment)| format!("#{fragment}")).unwrap_or_default();
        // A bracket would end the address in Markdown.
        let path = edition::encode(target).replace('(', "%28").replace(')', "%29");
        format!("/{path}{fragment}")
    }

    /// Rewrites the addresses in a text to the paths in CONTENT. One that still leads there stays as it was written.
    pub(super) fn rebase(&self, text: &SourceText, body: &str) -> String {
        let target = PathBuf::from(text.final_path());
        let folder = target.parent().unwrap_or(Path::new(""));
        let change = |written: &str| {
            let target = self.resolve(text, written)?;
            let path = written.split(['#', '?']).next().unwrap_or_default();
            let path = percent_decode_str(path).decode_utf8_lossy();
            let leads_to = files::resolve(folder, &path).map(|path| files::shown(&path));
            (leads_to.as_deref() != Some(target)).then(|| Links::address(target, written))
        };
        if text.is_html { addresses::replace_in_html(body, change) } else { addresses::replace_in_markdown(body, change) }
    }
}
