//! Writes items into CONTENT. What an editor has changed since the last import stays.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use edition::slug;
use serde_json::{Value, json};
use xxhash_rust::xxh3::Xxh3;

use super::{Item, ItemKind, Publication, Report, pictures, report::Category};
use crate::{
    files,
    load::{
        dates::Calendar,
        front_matter, manuscript,
        parse::{self, Syntax},
    },
    problem::Severity,
};

/// The site that an import writes.
const SITE: &str = "site.json";

/// What an import has written, by the name of the file: the hash of its bytes. Hidden, so that the press passes it over.
const RECORD: &str = ".offprint/import.json";

/// The addresses of the pictures that are on another server.
const PICTURES: &str = ".offprint/pictures.txt";

type Record = BTreeMap<String, String>;

/// A file to write.
struct Output<'a> {
    name: String,
    bytes: Bytes<'a>,
    /// What the report calls it.
    what: &'static str,
}

/// What is in a file.
enum Bytes<'a> {
    Text(String),
    /// The same as in a file of the source.
    Of(&'a Path),
}

/// Writes a publication, with a site if there is none.
pub(super) fn write(content: &Path, publication: Publication, report: &mut Report) -> Result<()> {
    let path = content.join(RECORD);
    let mut record: Record = match files::read_if_there(&path)? {
        Some(bytes) => {
            serde_json::from_slice(&bytes).with_context(|| format!("cannot understand {}: remove it", path.display()))?
        }
        None => Record::new(),
    };
    let is_site = |name: &str| [SITE, "site.toml"].contains(&name);
    let has_site = [SITE, "site.toml"].iter().any(|name| content.join(name).exists());
    let brings_site = publication.files.iter().any(|(_, name)| is_site(name));
    let mut taken = BTreeSet::new();
    let mut outputs = Vec::new();
    for (source, name) in &publication.files {
        // Another site than that which was imported is the editor's.
        if is_site(name) && has_site && !record.contains_key(name) {
            report.add(Category::LeftOut, "the site, since there is one", name);
        } else if taken.insert(name.clone()) {
            outputs.push(Output { name: name.clone(), bytes: Bytes::Of(source), what: "pictures and other files" });
        }
    }
    for item in &publication.items {
        outputs.push(output(item, &mut taken));
    }
    let pictures = pictures::remote(&publication.items);
    // The site comes first: without it nothing of the rest is a publication. One that was not imported is the editor's.
    if !brings_site && (!has_site || record.contains_key(SITE)) {
        let bytes = Bytes::Text(site(&publication, &pictures::origins(&pictures)));
        outputs.insert(0, Output { name: SITE.to_owned(), bytes, what: "the site" });
    }
    for output in outputs {
        keep_or_write(content, output, &mut record, report)?;
    }
    report_missing_sections(content, &publication, report)?;
    files::write(&path, serde_json::to_string_pretty(&record).context("a record is JSON")?.as_bytes())?;
    list_pictures(content, &pictures, report)
}

/// Reports the sections of a publication that a site of the editor does not have.
fn report_missing_sections(content: &Path, publication: &Publication, report: &mut Report) -> Result<()> {
    for (name, syntax) in [(SITE, Syntax::Json), ("site.toml", Syntax::Toml)] {
        let Some(bytes) = files::read_if_there(&content.join(name))? else { continue };
        // What is wrong in it, the press reports.
        let site = parse::parse(syntax, &String::from_utf8_lossy(&bytes)).unwrap_or_default();
        let known: Vec<&str> =
            site["sections"].as_array().into_iter().flatten().filter_map(|section| section["id"].as_str()).collect();
        for (id, _) in publication.sections.iter().filter(|(id, _)| !known.contains(&id.as_str())) {
            report.add(Category::ToDo, &format!("sections to add to {name}"), id);
        }
    }
    Ok(())
}

/// Returns the extension and the text of an item's file: Markdown with front matter, or JSON.
fn written(item: &Item) -> (&'static str, String) {
    match &item.markdown {
        Some(markdown) => ("md", front_matter::join(item.fields.clone(), markdown)),
        None => ("json", serde_json::to_string_pretty(&item.fields).expect("fields are JSON") + "\n"),
    }
}

/// Reads an item as the press will, and returns the field of every error; none for an error that is not in a field.
pub(super) fn errors(item: &Item) -> Vec<Option<String>> {
    let (extension, text) = written(item);
    let path = PathBuf::from(file_name(item, extension, &mut BTreeSet::new()));
    let read = manuscript::read(files::shown(&path), &path, text.as_bytes(), None, &Calendar::default());
    read.problems.into_iter().filter(|problem| problem.severity == Severity::Error).map(|problem| problem.field).collect()
}

/// Returns the file of an item.
fn output(item: &Item, taken: &mut BTreeSet<String>) -> Output<'static> {
    let (extension, text) = written(item);
    let what = match item.kind {
        ItemKind::Article => "articles",
        ItemKind::Page => "pages",
        ItemKind::Author => "authors",
    };
    Output { name: file_name(item, extension, taken), bytes: Bytes::Text(text), what }
}

/// Writes the addresses of pictures that are elsewhere, for a program that fetches them.
fn list_pictures(content: &Path, pictures: &BTreeSet<String>, report: &mut Report) -> Result<()> {
    if pictures.is_empty() {
        return Ok(());
    }
    let list = content.join(PICTURES);
    files::write(&list, (pictures.iter().cloned().collect::<Vec<_>>().join("\n") + "\n").as_bytes())?;
    let (list, folder) = (list.display(), content.join("pictures"));
    let folder = folder.display();
    let what = format!("pictures stay where they are; `wget --input-file {list} --directory-prefix {folder}` fetches them");
    pictures.iter().for_each(|picture| report.add(Category::ToDo, &what, picture));
    Ok(())
}

fn keep_or_write(content: &Path, output: Output<'_>, record: &mut Record, report: &mut Report) -> Result<()> {
    let Output { name, bytes, what } = output;
    let path = content.join(&name);
    let (now, known) = (path.is_file().then(|| hash_of_file(&path)).transpose()?, record.get(&name));
    let new = match &bytes {
        Bytes::Text(text) => hash(text.as_bytes()),
        Bytes::Of(source) => hash_of_file(source)?,
    };
    match (now, known) {
        (Some(now), _) if now == new => report.add(Category::TakenOver, "files that are as they were", ""),
        (Some(now), known) if known != Some(&now) => {
            report.add(Category::LeftOut, "files that were changed here since, and stay", &name);
            return Ok(());
        }
        (None, Some(_)) => {
            report.add(Category::LeftOut, "files that were removed here since", &name);
            return Ok(());
        }
        _ => {
            match &bytes {
                Bytes::Text(text) => files::write(&path, text.as_bytes())?,
                Bytes::Of(source) => files::copy(source, &path)?,
            }
            report.add(Category::TakenOver, what, "");
        }
    }
    record.insert(name, new);
    Ok(())
}

fn hash(mut bytes: impl Read) -> String {
    let mut hasher = Xxh3::new();
    // Reading bytes in memory and hashing cannot fail; a file was opened.
    let _ = std::io::copy(&mut bytes, &mut hasher);
    format!("{:032x}", hasher.digest128())
}

fn hash_of_file(path: &Path) -> Result<String> {
    let file = fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(hash(BufReader::new(file)))
}

/// Returns the name of an item's file: one that no other has. Without a place of its own it is in a folder for its year.
fn file_name(item: &Item, extension: &str, taken: &mut BTreeSet<String>) -> String {
    let date = item.fields.get("date_published").and_then(Value::as_str).unwrap_or_default();
    let year = date.get(..4).filter(|year| year.chars().all(|digit| digit.is_ascii_digit()));
    let folder = match item.kind {
        ItemKind::Article => format!("articles/{}", year.unwrap_or("undated")),
        ItemKind::Page => "pages".to_owned(),
        ItemKind::Author => "authors".to_owned(),
    };
    let base = Some(slug(&item.slug)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "untitled".to_owned());
    let base = item.place.clone().unwrap_or_else(|| format!("{folder}/{base}"));
    let names = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
    let name = names.map(|name| format!("{name}.{extension}")).find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(name.clone());
    name
}

/// Returns a site for a publication that has none.
///
/// `media` are the origins of pictures that are elsewhere.
fn site(publication: &Publication, media: &BTreeSet<String>) -> String {
    let title = if publication.title.trim().is_empty() { "Untitled" } else { publication.title.trim() };
    let mut site = json!({ "title": title, "language": publication.language.as_deref().unwrap_or("en"), "timezone": publication.timezone.as_deref().unwrap_or("UTC") });
    for (name, value) in [("description", &publication.description), ("url", &publication.url)] {
        if let Some(value) = value.as_deref().map(str::trim).filter(|value| !value.is_empty()) {
            site[name] = value.into();
        }
    }
    if publication.languages.len() > 1 {
        site["languages"] = publication.languages.clone().into();
    }
    let sections: Vec<Value> = publication.sections.iter().map(|(id, title)| json!({ "id": id, "title": title })).collect();
    if !sections.is_empty() {
        site["sections"] = sections.into();
    }
    if !media.is_empty() {
        site["media"] = media.iter().cloned().collect();
    }
    serde_json::to_string_pretty(&site).expect("a site is JSON") + "\n"
}
