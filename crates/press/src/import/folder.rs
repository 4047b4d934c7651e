//! Folders of site generators: a text becomes a manuscript with the same path below CONTENT, so that links to it and pictures next to it work
//! as before. Each generator says, in a file of its own, where its texts are and what their markup means.

mod address;
mod docusaurus;
mod eleventy;
mod front_matter;
mod hugo;
mod jekyll;
mod links;
mod liquid;
mod markup;
mod name;
mod newspaper;
mod obsidian;
mod settings;
mod text;
mod zola;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};
use edition::slug;
use globset::{Glob, GlobSet, GlobSetBuilder};
use serde_json::{Map, Value, json};
use walkdir::WalkDir;

use super::{
    Item, Publication,
    report::{Category, Report},
    unique::UniqueNames,
};
use crate::{
    files,
    load::{
        content,
        kind::ManuscriptKind,
        known_fields::{OFFPRINT, PAGE, is_namespaced},
    },
};
use links::Links;
use text::{SourceText, TRANSLATION_KEY};

/// The largest text that is read, in bytes.
const MAX_TEXT: u64 = 20_000_000;

/// What is special about a site generator.
trait Generator {
    /// Takes over what the configuration says of the publication.
    fn describe(&self, publication: &mut Publication);

    /// Returns whether a name such as `about.de.md` says a language.
    fn has_language_in_names(&self) -> bool {
        false
    }

    /// Returns patterns of files that the settings exclude, from the folder of the source.
    fn excluded(&self) -> Vec<String> {
        Vec::new()
    }

    /// Returns the fields that the text of a section gives the texts below it.
    fn inherited(&self, _section: &SourceText) -> Map<String, Value> {
        Map::new()
    }

    /// Says what a file is. The path begins in the folder of the source.
    fn role(&self, path: &Path) -> Role;

    /// Returns whether a text is a page outside of the lists.
    fn is_page(&self, text: &SourceText) -> bool;

    /// Gives fields that only this generator has the names that the press reads.
    fn rename_fields(&self, text: &mut SourceText, report: &mut Report);

    /// Returns the path of the address that a text had. None if that is not known.
    fn address(&self, text: &SourceText) -> Option<String>;

    /// Returns the body with the markup of the generator as Markdown or HTML.
    fn convert(&self, text: &SourceText, links: &Links, report: &mut Report) -> String;
}

/// What a file of a source is, with its path below CONTENT.
enum Role {
    /// An article or a page.
    Text(PathBuf),
    /// The text of a section.
    Section(PathBuf),
    /// A picture or another file that texts use.
    File(PathBuf),
    /// A template, a script, a setting.
    Tool,
}

/// Reads a folder.
///
/// # Errors
///
/// A folder that no known generator has made.
pub(super) fn read(folder: &Path, report: &mut Report) -> Result<Publication> {
    let has = |names: &[&str]| names.iter().any(|name| folder.join(name).exists());
    let mut publication = Publication::default();
    let generator: Box<dyn Generator> = match () {
        () if has(&["site.json", "site.toml"]) => {
            newspaper::read(folder, &mut publication, report)?;
            return Ok(publication);
        }
        () if has(&docusaurus::SETTINGS) => Box::new(docusaurus::Docusaurus::new(folder)?),
        () if has(&[".obsidian"]) => Box::new(obsidian::Obsidian),
        () if has(&eleventy::SETTINGS) => Box::new(eleventy::Eleventy::new(folder)?),
        () if has(&jekyll::SETTINGS) || has(&["_posts"]) => Box::new(jekyll::Jekyll::new(folder)?),
        () if has(&["content"]) && zola::is_zola(folder) => Box::new(zola::Zola::new(folder)?),
        () if has(&hugo::SETTINGS) || has(&["config/_default"]) => Box::new(hugo::Hugo::new(folder)?),
        () => bail!(
            "{} is not the folder of a site that can be imported: it has no settings of Hugo, Jekyll, Zola, Eleventy, Docusaurus or \
             Obsidian, and no site.toml of Offprint. Name the folder that has them at its top",
            folder.display()
        ),
    };
    generator.describe(&mut publication);
    if publication.title.trim().is_empty() {
        publication.title = named_after(folder);
    }
    collect(folder, &*generator, &mut publication, report);
    Ok(publication)
}

/// Returns whether a path is that of the front page.
fn is_front_page(target: &Path) -> bool {
    target.components().count() == 1 && target.file_stem().is_some_and(|stem| stem == "index")
}

/// Returns the name of a folder as a title.
fn named_after(folder: &Path) -> String {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    title_of(&folder.file_name().unwrap_or_default().to_string_lossy())
}

/// Returns a title for what has only the name of a file: `first-ferry` is “First ferry”.
fn title_of(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut chars = words.chars();
    chars.next().map_or_else(|| name.to_owned(), |first| first.to_uppercase().chain(chars).collect())
}

/// Reads the texts of a folder, and notes its other files.
fn collect(folder: &Path, generator: &dyn Generator, publication: &mut Publication, report: &mut Report) {
    let mut texts = Vec::new();
    // The folders of sections, with what they give, and the innermost last.
    let mut inherited: Vec<(PathBuf, Map<String, Value>)> = Vec::new();
    let excluded = patterns(&generator.excluded());
    let mut sections: BTreeMap<String, String> = BTreeMap::new();
    let has_language = generator.has_language_in_names();
    let own_language = publication.language.clone().unwrap_or_default();
    let is_own = |language: &String| *language == own_language || own_language.split('-').next() == Some(language);
    let read = |path: &Path, target: &Path, report: &mut Report| {
        let mut text = SourceText::read(folder, path, target, has_language, report)?;
        text.language = text.language.filter(|language| !is_own(language));
        Some(text)
    };
    for path in list(folder, report) {
        if excluded.is_match(&path) {
            report.add(Category::LeftOut, "files that the settings exclude", files::shown(&path));
            continue;
        }
        match generator.role(&path) {
            Role::Tool => {}
            Role::File(target) if is_for_readers(&target) => {
                publication.files.push((folder.join(&path), files::shown(&name::without_underscores(&target))));
            }
            Role::File(_) => {
                report.add(Category::LeftOut, "files that are no picture, sound, film or document", files::shown(&path))
            }
            Role::Section(target) => {
                if let Some(section) = read(&path, &target, report) {
                    inherited.push((section.folder().to_owned(), generator.inherited(&section)));
                    name_section(&section, &mut sections, report);
                }
            }
            Role::Text(target) => texts.extend(read(&path, &target, report)),
        }
    }
    inherited.sort_by_key(|(folder, _)| folder.components().count());
    for text in &mut texts {
        for (folder, fields) in inherited.iter().rev() {
            if text.path.starts_with(folder) {
                text.add_missing(fields);
            }
        }
        generator.rename_fields(text, report);
        text.take_over(report);
        text.kind = if generator.is_page(text) { ManuscriptKind::Page } else { ManuscriptKind::Article };
        text.complete(folder, report);
        if let Some((id, name)) = text.take_section().filter(|_| text.kind == ManuscriptKind::Article) {
            sections.entry(id.clone()).or_insert_with(|| if name == id { title_of(&name) } else { name });
            text.fields.insert("section".to_owned(), id.into());
        }
    }
    give_ids(&mut texts);
    link_translations(&mut texts);
    publication.languages = languages(publication.language.as_deref(), &texts);
    let addresses: Vec<Option<String>> = texts.iter().map(|text| generator.address(text)).collect();
    let links = Links::new(&texts, &addresses, &publication.files);
    let mut old: HashSet<String> = HashSet::new();
    let mut used: HashSet<String> = HashSet::new();
    for (text, address) in texts.into_iter().zip(addresses) {
        let markdown = generator.convert(&text, &links, report);
        let body = links.rebase(&text, &markdown);
        used.extend(text.section());
        publication.items.push(item(text, body, address, &mut old, report));
    }
    publication.sections = sections.into_iter().filter(|(id, _)| used.contains(id)).collect();
}

/// Returns the matcher of patterns, each of which means a folder with all that is in it, too. Those that are no pattern match nothing.
fn patterns(patterns: &[String]) -> GlobSet {
    let mut globs = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern = pattern.trim_start_matches("./").trim_matches('/');
        let both = [pattern.to_owned(), format!("{pattern}/**")];
        for glob in both.iter().filter_map(|pattern| Glob::new(pattern).ok()) {
            globs.add(glob);
        }
    }
    globs.build().unwrap_or_default()
}

/// Lists the files of a folder in the order of their names. Links are not followed, so that nothing outside of the folder is read.
fn list(folder: &Path, report: &mut Report) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(content::is_visible) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                paths.extend(entry.path().strip_prefix(folder).ok().filter(|path| path.to_str().is_some()).map(Path::to_owned));
            }
            Ok(entry) if entry.path_is_symlink() => {
                report.add(Category::LeftOut, "links to other files and folders", entry.path().display().to_string());
            }
            Ok(_) => {}
            Err(error) => report.add(Category::LeftOut, "files that cannot be read", error.to_string()),
        }
    }
    paths
}

/// Returns whether a file is for readers: a picture, sound, a film or a document, and not a part of the old design.
fn is_for_readers(path: &Path) -> bool {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    match (kind.type_().as_str(), kind.subtype().as_str()) {
        ("image" | "audio" | "video", _) => true,
        ("application", name) => {
            let is_of_design = ["javascript", "json", "xml", "font", "wasm", "octet-stream", "toml", "yaml", "x-sh", "manifest"];
            !is_of_design.iter().any(|part| name.contains(part) && !name.contains("officedocument"))
        }
        (_, subtype) => matches!(subtype, "plain" | "csv" | "rtf" | "calendar" | "vtt"),
    }
}

/// Notes the title of a section.
fn name_section(section: &SourceText, sections: &mut BTreeMap<String, String>, report: &mut Report) {
    let Some(id) = section.path.iter().next().filter(|_| section.path.components().count() > 1) else {
        report.add(Category::LeftOut, "the text of the front page, which Offprint makes itself", files::shown(&section.source));
        return;
    };
    let id = slug(&id.to_string_lossy());
    if section.path.components().count() == 2 && section.language.is_none() {
        let title = section.fields.get("title").and_then(Value::as_str).map_or_else(|| title_of(&id), str::to_owned);
        sections.insert(id, title);
    }
    if !section.body.trim().is_empty() {
        report.add(Category::LeftOut, "texts of sections, which have a title only", files::shown(&section.source));
    }
}

/// Gives every text an id that no other has in its kind. Translations of a page have the id of the page.
fn give_ids(texts: &mut [SourceText]) {
    let (mut articles, mut pages) = (UniqueNames::default(), HashMap::<Option<String>, UniqueNames>::new());
    for text in texts.iter_mut() {
        let written = text.fields.get("id").and_then(Value::as_str).map(slug).filter(|id| !id.is_empty());
        let base =
            written.or_else(|| Some(slug(&text.name)).filter(|id| !id.is_empty())).unwrap_or_else(|| "untitled".to_owned());
        text.id = match (text.kind, &text.language) {
            (ManuscriptKind::Page, language) => pages.entry(language.clone()).or_default().unique(&base),
            (_, Some(language)) => articles.unique(&format!("{base}-{}", language.to_lowercase())),
            (_, None) => articles.unique(&base),
        };
    }
}

/// Connects texts that differ in their language only.
fn link_translations(texts: &mut [SourceText]) {
    let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, text) in texts.iter().enumerate().filter(|(_, text)| text.kind == ManuscriptKind::Article) {
        let key = text.fields.get(TRANSLATION_KEY).and_then(Value::as_str);
        groups.entry(key.map_or_else(|| text.path_without_language(), str::to_owned)).or_default().push(index);
    }
    for group in groups.values().filter(|group| group.len() > 1) {
        let Some(&first) = group.iter().find(|index| texts[**index].language.is_none()).or(group.first()) else { continue };
        let others = group.iter().filter(|index| **index != first);
        let translations: Map<String, Value> =
            others.filter_map(|index| Some((texts[*index].language.clone()?, texts[*index].id.clone().into()))).collect();
        texts[first].fields.insert("translations".to_owned(), translations.into());
    }
    texts.iter_mut().for_each(|text| drop(text.fields.remove(TRANSLATION_KEY)));
}

/// Returns the languages of a publication, its own first.
fn languages(own: Option<&str>, texts: &[SourceText]) -> Vec<String> {
    let own = own.unwrap_or("en").to_owned();
    let others: BTreeSet<&String> =
        texts.iter().filter_map(|text| text.language.as_ref()).filter(|other| **other != own).collect();
    std::iter::once(own.clone()).chain(others.into_iter().cloned()).collect()
}

/// Makes an item of a text. `old` are the addresses that others have.
fn item(mut text: SourceText, body: String, address: Option<String>, old: &mut HashSet<String>, report: &mut Report) -> Item {
    let mut fields = std::mem::take(&mut text.fields);
    if text.kind == ManuscriptKind::Page {
        let is_kept = |name: &String| PAGE.contains(&name.as_str()) || is_namespaced(name);
        for name in fields.keys().filter(|name| !is_kept(name)) {
            report.add(Category::LeftOut, &format!("fields “{name}” of pages, which have none"), files::shown(&text.source));
        }
        fields.retain(|name, _| is_kept(name));
    }
    fields.insert("id".to_owned(), text.id.clone().into());
    if let Some(language) = text.language.as_ref().filter(|_| text.kind == ManuscriptKind::Article) {
        fields.entry("language").or_insert_with(|| language.clone().into());
    }
    let written = fields.remove("aliases").and_then(|aliases| aliases.as_array().cloned()).unwrap_or_default();
    let written = written.into_iter().filter_map(|alias| alias.as_str().map(str::to_owned));
    let aliases: Vec<String> = address
        .into_iter()
        .chain(written)
        .filter(|alias| alias.len() > 1 && old.insert(alias.trim_matches('/').to_owned()))
        .collect();
    if !aliases.is_empty() {
        fields.insert("aliases".to_owned(), json!(aliases));
    }
    let mut item = Item::new(text.kind, text.id.clone(), fields);
    item.path = Some(text.final_path());
    item.language = text.language;
    if text.is_html {
        let own: Vec<String> = item.fields.keys().filter(|name| OFFPRINT.contains(&name.as_str())).cloned().collect();
        for name in own {
            if let Some(value) = item.fields.remove(&name) {
                item.set_own(&name, value);
            }
        }
        if let Some(date) = item.fields.remove("date") {
            item.fields.insert("date_published".to_owned(), date);
        }
        item.fields.insert("content_html".to_owned(), body.into());
    } else {
        item.markdown = Some(body);
    }
    item
}
