//! Writes items into CONTENT. What an editor has changed since the last import stays.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fs,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use edition::slug;
use serde_json::{Value, json};
use xxhash_rust::xxh3::Xxh3;

use super::{Item, Publication, Report, pictures, report::Category, unique::UniqueNames};
use crate::{
    cache::Cache,
    files,
    load::{
        self,
        content::Content,
        dates::Calendar,
        front_matter,
        kind::ManuscriptKind,
        manuscript::{self, Manuscript},
        parse::{self, Syntax},
    },
    problem::{Problems, Severity},
};

/// The site that an import writes.
const SITE: &str = "site.json";

/// What imports have written, by the name of the file: the hash of its bytes. Hidden, so that the press passes it over.
const RECORD: &str = ".offprint/import.json";

/// The addresses of the pictures that are on another server.
const PICTURES: &str = ".offprint/pictures.txt";

/// By what a source calls the publication: the files that an import of it has written.
type Records = BTreeMap<String, Record>;
type Record = BTreeMap<String, String>;

/// The manuscripts that are there already.
#[derive(Default)]
struct Existing {
    /// The file of each, by its kind, its id and, unless it is an article, its language.
    files: HashMap<(ManuscriptKind, String, String), String>,
    /// The first language of the site.
    language: String,
}

/// A file to write.
struct Output<'a> {
    name: String,
    bytes: Bytes<'a>,
    /// Of the bytes.
    hash: String,
    /// What the report calls it.
    what: &'static str,
}

/// What is in a file.
enum Bytes<'a> {
    Text(String),
    /// The same as in a file of the source.
    Of(&'a Path),
}

impl<'a> Output<'a> {
    /// Reads what is to be written, so that a source that cannot be read is known before anything is.
    fn new(name: String, bytes: Bytes<'a>, what: &'static str) -> Result<Output<'a>> {
        let hash = match &bytes {
            Bytes::Text(text) => hash(text.as_bytes()),
            Bytes::Of(source) => hash_of_file(source)?,
        };
        Ok(Output { name, bytes, hash, what })
    }
}

/// Writes a publication, with a site if there is none.
pub(super) fn write(content: &Path, publication: Publication, report: &mut Report) -> Result<()> {
    let path = content.join(RECORD);
    let mut records: Records = match files::read_if_there(&path)? {
        Some(bytes) => {
            serde_json::from_slice(&bytes).with_context(|| format!("cannot understand {}: remove it", path.display()))?
        }
        None => Records::new(),
    };
    let record = records.entry(publication.url.clone().unwrap_or_else(|| publication.title.clone())).or_default();
    let is_site = |name: &str| [SITE, "site.toml"].contains(&name);
    let has_site = [SITE, "site.toml"].iter().any(|name| content.join(name).exists());
    let has_own_site = publication.files.iter().any(|(_, name)| is_site(name));
    let (mut given, mut outputs) = (UniqueNames::default(), Vec::new());
    let what = if has_own_site { "files" } else { "pictures and other files" };
    for (source, name) in &publication.files {
        // Another site than that which was imported is the editor's.
        if is_site(name) && has_site && !record.contains_key(name) {
            report.add(Category::LeftOut, "the site, since there is one", name);
        } else if given.unique(name) == *name {
            outputs.push(Output::new(name.clone(), Bytes::Of(source), what)?);
        } else {
            report.add(Category::LeftOut, "files whose name another file has", source.display().to_string());
        }
    }
    let existing = existing(content)?;
    for item in &publication.items {
        let mut output = output(item, &mut given)?;
        if let Some(file) = existing.file_of(item).filter(|file| *file != output.name) {
            // It has got another date since, for example.
            if !record.contains_key(file) || extension(file) != extension(&output.name) {
                report.add(Category::LeftOut, "texts with an id that another file has, which stays", file);
                continue;
            }
            output.name = file.to_owned();
        }
        outputs.push(output);
    }
    let pictures = pictures::remote(&publication.items);
    // The site comes first: without it nothing of the rest is a publication. One that was not imported is the editor's.
    if !has_own_site && (!has_site || record.contains_key(SITE)) {
        let known = files::read_if_there(&content.join(SITE))?.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let bytes = Bytes::Text(site(known, &publication, &pictures::origins(&pictures)));
        outputs.insert(0, Output::new(SITE.to_owned(), bytes, "the site")?);
    }
    let names: HashSet<String> = outputs.iter().map(|output| output.name.clone()).collect();
    for name in record.keys().filter(|name| !names.contains(*name) && *name != SITE && content.join(name).exists()) {
        report.add(Category::ToDo, "files that the source has no more: remove them if they should go", name);
    }
    for output in outputs {
        keep_or_write(content, output, record, report)?;
    }
    report_missing_sections(content, &publication, report)?;
    files::write(&path, serde_json::to_string_pretty(&records).context("a record is JSON")?.as_bytes())?;
    list_pictures(content, &pictures, report)
}

/// Returns the manuscripts that are in CONTENT.
fn existing(content: &Path) -> Result<Existing> {
    let mut existing = Existing::default();
    if !content.is_dir() {
        return Ok(existing);
    }
    let mut found = Content::find(content)?;
    let loaded = load::load(&mut found, &Cache::temporary()?, &mut Problems::default())?;
    existing.language = loaded.site.map(|loaded| loaded.site.languages().first().to_string()).unwrap_or_default();
    for Manuscript { kind, article, path, .. } in loaded.manuscripts {
        existing.files.insert((kind, article.id, language_of(kind, article.language.to_string())), files::shown(&path));
    }
    Ok(existing)
}

/// Returns the language that tells manuscripts with the same id apart. The ids of articles are unique in all languages.
fn language_of(kind: ManuscriptKind, language: String) -> String {
    if kind == ManuscriptKind::Article { String::new() } else { language }
}

impl Existing {
    /// Returns the file that has the id of an item.
    fn file_of(&self, item: &Item) -> Option<&str> {
        let id = item.fields.get("id").and_then(Value::as_str).unwrap_or(&item.slug);
        let language =
            item.language.clone().filter(|_| item.kind == ManuscriptKind::Page).unwrap_or_else(|| self.language.clone());
        self.files.get(&(item.kind, slug(id), language_of(item.kind, language))).map(String::as_str)
    }
}

fn extension(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, extension)| extension)
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
    let path = PathBuf::from(file_name(item, extension, &mut UniqueNames::default()));
    let (read, _) = manuscript::read(files::shown(&path), &path, text.as_bytes(), None, &Calendar::default());
    read.problems.into_iter().filter(|problem| problem.severity == Severity::Error).map(|problem| problem.field).collect()
}

/// Returns the file of an item.
fn output(item: &Item, given: &mut UniqueNames) -> Result<Output<'static>> {
    let (extension, text) = written(item);
    let what = match item.kind {
        ManuscriptKind::Article => "articles",
        ManuscriptKind::Page => "pages",
        ManuscriptKind::Author => "authors",
    };
    Output::new(file_name(item, extension, given), Bytes::Text(text), what)
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
    let Output { name, bytes, hash: new, what } = output;
    let path = content.join(&name);
    let (now, known) = (path.is_file().then(|| hash_of_file(&path)).transpose()?, record.get(&name));
    match (now, known) {
        (Some(now), _) if now == new => report.add(Category::TakenOver, "files that are as they were", ""),
        (Some(now), known) if known != Some(&now) => {
            let what = match known {
                Some(_) => "files that were changed here since, and stay",
                None => "files with a name that is taken here, which stay",
            };
            report.add(Category::LeftOut, what, &name);
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

/// Returns the name of an item's file, which no other has. Without a path of its own it is in a folder for its year.
fn file_name(item: &Item, extension: &str, given: &mut UniqueNames) -> String {
    let date = item.fields.get("date_published").and_then(Value::as_str).unwrap_or_default();
    let year = date.get(..4).filter(|year| year.chars().all(|digit| digit.is_ascii_digit()));
    let folder = match item.kind {
        ManuscriptKind::Article => format!("articles/{}", year.unwrap_or("undated")),
        ManuscriptKind::Page => "pages".to_owned(),
        ManuscriptKind::Author => "authors".to_owned(),
    };
    let base = Some(slug(&item.slug)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "untitled".to_owned());
    let path = item.path.clone().unwrap_or_else(|| format!("{folder}/{base}"));
    format!("{}.{extension}", given.unique(&path))
}

/// Returns the site of a publication. `known` is the one that an earlier import has written, which gets what it lacks.
///
/// `media` are the origins of pictures that are elsewhere.
fn site(known: Option<Value>, publication: &Publication, media: &BTreeSet<String>) -> String {
    let title = if publication.title.trim().is_empty() { "Untitled" } else { publication.title.trim() };
    let language = publication.language.as_deref().unwrap_or("en");
    let new = || json!({ "title": title, "language": language, "timezone": publication.timezone.as_deref().unwrap_or("UTC") });
    let mut site = known.filter(Value::is_object).unwrap_or_else(new);
    for (name, value) in [("description", &publication.description), ("url", &publication.url)] {
        if let Some(value) = value.as_deref().map(str::trim).filter(|value| !value.is_empty() && site[name].is_null()) {
            site[name] = value.into();
        }
    }
    if publication.languages.len() > 1 {
        add(&mut site["languages"], publication.languages.iter().map(|language| language.clone().into()));
    }
    add(&mut site["sections"], publication.sections.iter().map(|(id, title)| json!({ "id": id, "title": title })));
    add(&mut site["media"], media.iter().map(|origin| origin.clone().into()));
    if let Some(fields) = site.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    serde_json::to_string_pretty(&site).expect("a site is JSON") + "\n"
}

/// Adds the values to a list that it does not have; of those with an id, one of each.
fn add(list: &mut Value, values: impl Iterator<Item = Value>) {
    let mut known = list.as_array().cloned().unwrap_or_default();
    for value in values {
        let is_same = |other: &Value| *other == value || (value["id"].is_string() && other["id"] == value["id"]);
        if !known.iter().any(is_same) {
            known.push(value);
        }
    }
    if !known.is_empty() {
        *list = known.into();
    }
}
