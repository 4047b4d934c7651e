//! Writes items into CONTENT. What an editor has changed since the last import stays.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::{Context, Result};
use edition::slug;
use serde_json::{Value, json};

use super::{Item, ItemKind, Publication, Report, pictures, report::Category};
use crate::{files, memo};

/// What an import has written, by the name of the file: the hash of its bytes. Hidden, so that the press passes it over.
const RECORD: &str = ".offprint/import.json";

/// The addresses of the pictures that are on another server.
const PICTURES: &str = ".offprint/pictures.txt";

type Record = BTreeMap<String, String>;

/// Writes a publication, with a site if there is none.
pub(super) fn write(content: &Path, publication: Publication, report: &mut Report) -> Result<()> {
    let path = content.join(RECORD);
    let mut record: Record = match files::read_if_there(&path)? {
        Some(bytes) => {
            serde_json::from_slice(&bytes).with_context(|| format!("cannot understand {}: remove it", path.display()))?
        }
        None => Record::new(),
    };
    let has_site = ["site.json", "site.toml"].iter().any(|name| content.join(name).exists());
    let mut taken = BTreeSet::new();
    let mut all = Vec::new();
    for item in &publication.items {
        let text = serde_json::to_string_pretty(&item.fields).context("fields are JSON")? + "\n";
        all.push((item, file_name(item, &mut taken), text));
    }
    let pictures = pictures::remote(&publication.items);
    // The site comes first: without it nothing of the rest is a publication. An existing one is the editor's.
    if !has_site {
        let site = site(&publication, &pictures::origins(&pictures));
        files::write(&content.join("site.json"), site.as_bytes())?;
        report.add(Category::TakenOver, "the site", "site.json");
    }
    for (item, name, text) in all {
        keep_or_write(content, item, name, &text, &mut record, report)?;
    }
    files::write(&path, serde_json::to_string_pretty(&record).context("a record is JSON")?.as_bytes())?;
    list_pictures(content, &pictures, report)
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

fn keep_or_write(content: &Path, item: &Item, name: String, text: &str, record: &mut Record, report: &mut Report) -> Result<()> {
    let path = content.join(&name);
    let hash = |bytes: &[u8]| format!("{:032x}", memo::key(&[bytes]));
    let (now, known) = (files::read_if_there(&path)?.map(|bytes| hash(&bytes)), record.get(&name));
    let new = hash(text.as_bytes());
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
            files::write(&path, text.as_bytes())?;
            let what = match item.kind {
                ItemKind::Article => "articles",
                ItemKind::Page => "pages",
                ItemKind::Author => "authors",
            };
            report.add(Category::TakenOver, what, "");
        }
    }
    record.insert(name, new);
    Ok(())
}

/// Returns the name of an item's file: one that no other has, in a folder for each year.
fn file_name(item: &Item, taken: &mut BTreeSet<String>) -> String {
    let date = item.fields.get("date_published").and_then(Value::as_str).unwrap_or_default();
    let year = date.get(..4).filter(|year| year.chars().all(|digit| digit.is_ascii_digit()));
    let folder = match item.kind {
        ItemKind::Article => format!("articles/{}", year.unwrap_or("undated")),
        ItemKind::Page => "pages".to_owned(),
        ItemKind::Author => "authors".to_owned(),
    };
    let base = Some(slug(&item.slug)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "untitled".to_owned());
    let names = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
    let name = names.map(|name| format!("{folder}/{name}.json")).find(|name| !taken.contains(name));
    let name = name.unwrap_or_default();
    taken.insert(name.clone());
    name
}

/// Returns a site for a publication that has none.
///
/// `media` are the origins of pictures that are elsewhere.
fn site(publication: &Publication, media: &BTreeSet<String>) -> String {
    let title = if publication.title.trim().is_empty() { "Untitled" } else { publication.title.trim() };
    let mut site = json!({ "title": title, "language": publication.language.as_deref().unwrap_or("en"), "timezone": "UTC" });
    for (name, value) in [("description", &publication.description), ("url", &publication.url)] {
        if let Some(value) = value.as_deref().map(str::trim).filter(|value| !value.is_empty()) {
            site[name] = value.into();
        }
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
