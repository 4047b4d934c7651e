//! `offprint import`: imports a publication from another system.
//!
//! A reader for each kind of source makes [`Item`]s, which are articles as they are in JSON Feed; `writer` writes them into CONTENT and keeps
//! what an editor has changed since. Nothing of a source is trusted: names of files cannot lead out of CONTENT, and the text is sanitized
//! when the edition is printed.

mod feed;
mod folder;
mod ghost;
mod html;
mod pictures;
mod report;
mod wordpress;
mod writer;
mod xml;

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use edition::{Address, Languages, is_free, is_slug, slug};
use jiff::tz::TimeZone;
use offprint_viewer::intl::matching;
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::{files, load::dates::Calendar, origins};
use report::Category;
pub(crate) use report::Report;

/// The largest source that is read, in bytes.
const MAX_SOURCE: u64 = 500_000_000;

/// What a source has, before it is written.
#[derive(Debug, Default)]
pub(crate) struct Publication {
    pub(crate) title: String,
    /// A BCP 47 tag, if the source names one.
    pub(crate) language: Option<String>,
    /// The tags of all its languages, if it has several.
    pub(crate) languages: Vec<String>,
    /// The public address.
    pub(crate) url: Option<String>,
    pub(crate) description: Option<String>,
    /// A name of the time zone database.
    pub(crate) timezone: Option<String>,
    /// Ids and names of sections, in order.
    pub(crate) sections: Vec<(String, String)>,
    pub(crate) items: Vec<Item>,
    /// Pictures and other files: where each is, and its name in CONTENT.
    pub(crate) files: Vec<(PathBuf, String)>,
}

/// An article, a page or an author.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) kind: ItemKind,
    /// What its file is called, in the form of an address.
    pub(crate) slug: String,
    /// Where its file is in CONTENT, without the extension; none for a file by year and slug.
    pub(crate) place: Option<String>,
    /// Its fields as JSON Feed has them, with those of `_offprint`.
    pub(crate) fields: Map<String, Value>,
    /// Its text, if that is Markdown. Otherwise it is in the fields.
    pub(crate) markdown: Option<String>,
}

/// What an item becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum ItemKind {
    Article,
    Page,
    Author,
}

impl Item {
    /// Creates an item whose text is in its fields.
    pub(crate) fn new(kind: ItemKind, slug: String, fields: Map<String, Value>) -> Item {
        Item { kind, slug, place: None, fields, markdown: None }
    }

    /// Sets a field of `_offprint`.
    pub(crate) fn set_own(&mut self, name: &str, value: Value) {
        let own = self.fields.entry("_offprint").or_insert_with(|| Value::Object(Map::new()));
        if let Some(own) = own.as_object_mut() {
            own.insert(name.to_owned(), value);
        }
    }

    /// Makes the path of the address that the item had before an alias. Not that of a front page, and not one with a query, which names
    /// a number only.
    pub(crate) fn set_old_address(&mut self, address: &str) {
        if let Some(path) = path_of(address).filter(|path| path.len() > 1 && !path.contains(['?', '#'])) {
            self.set_own("aliases", json!([path]));
        }
    }
}

/// Returns the path of an absolute address, from its first slash on.
fn path_of(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    rest.find('/').map(|start| &rest[start..])
}

/// Returns the public address of a publication as a site has it, with a slash at the end. None for what is no web address.
fn public_address(address: &str) -> Option<String> {
    let address = address.trim();
    address.starts_with("http").then(|| format!("{}/", address.trim_end_matches('/')))
}

/// Reads a source and writes what it has into CONTENT.
///
/// # Errors
///
/// A source that cannot be read or understood, with a sentence. Then nothing is written.
pub(crate) fn import(source: &Path, content: &Path) -> Result<Report> {
    let mut report = Report::default();
    let mut publication = read(source, &mut report)?;
    leave_out_wrong_facts(&mut publication, &mut report);
    pictures::bring(source, &mut publication, &mut report);
    publication.items.iter_mut().for_each(|item| complete(item, &mut report));
    let languages = publication.language.iter().chain(&publication.languages).map(String::as_str);
    let languages = Languages::new(languages.collect::<Vec<_>>());
    give_ids(&mut publication.items, &languages);
    publication.items.par_iter_mut().map(leave_out_wrong).collect::<Vec<_>>().into_iter().for_each(|wrong| {
        wrong.into_iter().for_each(|(what, example)| report.add(Category::Changed, &what, example));
    });
    writer::write(content, publication, &mut report)?;
    Ok(report)
}

/// Leaves out what a source says of the publication and the press could not read.
fn leave_out_wrong_facts(publication: &mut Publication, report: &mut Report) {
    let mut check = |fact: &mut Option<String>, is_right: fn(&str) -> bool, what: &str| {
        *fact = fact.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if let Some(wrong) = fact.take_if(|text| !is_right(text)) {
            report.add(Category::LeftOut, what, wrong);
        }
    };
    check(&mut publication.language, matching::is_known, "languages that are not known");
    check(&mut publication.timezone, |name| TimeZone::get(name).is_ok(), "time zones that are not known");
    let is_address = |url: &str| Address::parse(url).is_some_and(|url| origins::is_public(&url));
    check(&mut publication.url, is_address, "addresses that are not public");
    publication.sections.retain(|(id, _)| is_slug(id));
    for (id, title) in publication.sections.iter_mut().filter(|(_, title)| title.trim().is_empty()) {
        title.clone_from(id);
    }
    publication.languages.retain(|language| matching::is_known(language));
}

/// Makes a draft of an article that lacks what it needs to be published, so that the rest can be printed.
fn complete(item: &mut Item, report: &mut Report) {
    let text = |name: &str| item.fields.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let is_readable = |name: &str| text(name).is_some_and(|date| Calendar::default().read(date).is_ok());
    let name = text("title").unwrap_or(&item.slug).to_owned();
    let markdown = item.markdown.as_deref().filter(|text| !text.trim().is_empty());
    let has_text = markdown.or_else(|| text("content_html")).or_else(|| text("content_text")).is_some();
    let [is_dated, has_change] = ["date_published", "date_modified"].map(is_readable);
    let is_dated = is_dated || is_readable("date");
    for (name, is_readable) in [("date_published", is_dated), ("date_modified", has_change)] {
        if !is_readable {
            item.fields.remove(name);
        }
    }
    let own = item.fields.get("_offprint").and_then(|own| own.get("draft"));
    let is_draft = own.or_else(|| item.fields.get("draft")) == Some(&Value::Bool(true));
    let lacks = match item.kind {
        _ if is_draft => None,
        ItemKind::Author => None,
        _ if !has_text => Some("items without a text, now drafts"),
        ItemKind::Article if !is_dated => Some("articles without a date that can be read, now drafts"),
        _ => None,
    };
    if let Some(what) = lacks {
        item.set_own("draft", true.into());
        report.add(Category::Changed, what, name);
    }
}

/// Gives every article, and every page in a language, an id that no other has, and takes out the old addresses that are the new ones.
fn give_ids(items: &mut [Item], languages: &Languages) {
    let mut taken: HashSet<(ItemKind, String, String)> = HashSet::new();
    for item in items.iter_mut().filter(|item| item.kind != ItemKind::Author) {
        let base = item.fields.get("id").and_then(Value::as_str).unwrap_or(&item.slug).to_owned();
        let is_page = item.kind == ItemKind::Page;
        // Translations of a page have its id.
        let language = item.place.as_deref().and_then(|place| place.rsplit_once('.')).map(|(_, language)| language.to_owned());
        let language = language.filter(|_| is_page).unwrap_or_default();
        let mut ids = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
        let is_allowed = |id: &str| !is_page || is_free(id, languages);
        let id = ids.find(|id| is_allowed(&slug(id)) && taken.insert((item.kind, slug(id), language.clone()))).unwrap_or(base);
        item.fields.insert("id".to_owned(), id.into());
    }
    for item in items {
        let id = item.fields.get("id").and_then(Value::as_str).map(slug).unwrap_or_default();
        let own = if item.kind == ItemKind::Page { id } else { format!("articles/{id}") };
        let is_new = |alias: &Value| alias.as_str().is_some_and(|alias| alias.trim_matches('/') == own);
        let group = if item.fields.contains_key("aliases") {
            Some(&mut item.fields)
        } else {
            item.fields.get_mut("_offprint").and_then(Value::as_object_mut)
        };
        if let Some(group) = group
            && let Some(Value::Array(aliases)) = group.get_mut("aliases")
        {
            aliases.retain(|alias| !is_new(alias));
            if aliases.is_empty() {
                group.remove("aliases");
            }
        }
    }
}

/// Leaves out the fields of an item that the press could not read, so that the rest can be printed. Returns what was done, with an example.
/// An item with something else that is wrong becomes a draft.
fn leave_out_wrong(item: &mut Item) -> Vec<(String, String)> {
    let mut done = Vec::new();
    let example = item.fields.get("title").and_then(Value::as_str).unwrap_or(&item.slug).to_owned();
    // Each round finds what is wrong in the fields that are left.
    for _ in 0..10 {
        let wrong = writer::errors(item);
        if wrong.is_empty() {
            return done;
        }
        let mut is_better = false;
        for field in wrong.into_iter().flatten() {
            let key = field.split(['[', ':']).next().unwrap_or_default();
            let (group, key) = key
                .split_once('.')
                .filter(|(group, _)| *group == "_offprint")
                .map_or((None, key), |(group, key)| (Some(group), key));
            let key = key.split('.').next().unwrap_or_default();
            let fields = match group {
                Some(group) => item.fields.get_mut(group).and_then(Value::as_object_mut),
                None => Some(&mut item.fields),
            };
            let is_needed = matches!(key, "id" | "title");
            if !is_needed && fields.is_some_and(|fields| fields.remove(key).is_some()) {
                is_better = true;
                done.push((format!("fields “{key}” that cannot be read, left out"), example.clone()));
            }
        }
        if !is_better {
            break;
        }
    }
    item.set_own("draft", true.into());
    done.push(("items with something wrong in them, now drafts".to_owned(), example));
    done
}

fn read(source: &Path, report: &mut Report) -> Result<Publication> {
    let about = std::fs::metadata(source).with_context(|| format!("cannot read {}", source.display()))?;
    if about.is_dir() {
        return folder::read(source, report);
    }
    if about.len() > MAX_SOURCE {
        bail!(
            "{} has {} MB, which is more than {} MB: export it in parts",
            source.display(),
            about.len() / 1_000_000,
            MAX_SOURCE / 1_000_000
        );
    }
    let bytes = files::read(source)?;
    let shown = source.display().to_string();
    if bytes.trim_ascii_start().is_empty() {
        bail!("{shown} is empty");
    }
    let start = bytes.iter().position(|byte| matches!(byte, b'{' | b'<'));
    match start.map(|start| bytes[start]) {
        Some(b'{') => read_json(source, &bytes, report),
        Some(_) => {
            let text = xml::decode(&shown, &bytes)?;
            if wordpress::is_export(&text) {
                wordpress::read(&shown, &text, report)
            } else {
                feed::read_xml(source, &text, report)
            }
        }
        None => bail!("{shown} is neither a feed nor an export of WordPress: it is not JSON or XML"),
    }
}

fn read_json(source: &Path, bytes: &[u8], report: &mut Report) -> Result<Publication> {
    let shown = source.display();
    let value: Value = serde_json::from_slice(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes))
        .with_context(|| format!("{shown} is not JSON"))?;
    match ghost::export(&value) {
        Some(export) if export["posts"] == json!([]) => bail!("{shown} is an export of Ghost without a post"),
        Some(export) => Ok(ghost::read(export, report)),
        None => feed::read_json(source, value, report),
    }
}
