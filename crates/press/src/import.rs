//! `offprint import`: imports a publication from another system.
//!
//! A reader for each kind of source makes [`Item`]s, which are articles as they are in JSON Feed; `writer` writes them into CONTENT and keeps
//! what an editor has changed since. Nothing of a source is trusted: names of files are made from slugs, and the text is sanitized when
//! the edition is printed.

mod feed;
mod html;
mod pictures;
mod report;
mod wordpress;
mod writer;
mod xml;

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use crate::files;
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
    /// The public address.
    pub(crate) url: Option<String>,
    pub(crate) description: Option<String>,
    /// Ids and names of sections, in order.
    pub(crate) sections: Vec<(String, String)>,
    pub(crate) items: Vec<Item>,
}

/// An article, a page or an author.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) kind: ItemKind,
    /// What its file is called, in the form of an address.
    pub(crate) slug: String,
    /// Its fields as JSON Feed has them, with those of `_offprint`.
    pub(crate) fields: Map<String, Value>,
}

/// What an item becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ItemKind {
    Article,
    Page,
    Author,
}

impl Item {
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
        let path = address.split_once("://").and_then(|(_, rest)| rest.find('/').map(|start| &rest[start..]));
        if let Some(path) = path.filter(|path| path.len() > 1 && !path.contains(['?', '#'])) {
            self.set_own("aliases", json!([path]));
        }
    }
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
    publication.items.iter_mut().for_each(|item| complete(item, &mut report));
    writer::write(content, publication, &mut report)?;
    Ok(report)
}

/// Makes a draft of an article that lacks what it needs to be published, so that the rest can be printed.
fn complete(item: &mut Item, report: &mut Report) {
    let text = |name: &str| item.fields.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let name = text("title").unwrap_or(&item.slug).to_owned();
    let has_text = text("content_html").or_else(|| text("content_text")).is_some();
    let date = text("date_published").map(str::to_owned);
    let is_date = date.as_deref().is_some_and(|date| date.get(..10).is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok()));
    if date.is_some() && !is_date {
        item.fields.remove("date_published");
    }
    let lacks = match item.kind {
        ItemKind::Author => None,
        _ if !has_text => Some("items without a text, now drafts"),
        ItemKind::Article if !is_date => Some("articles without a date that can be read, now drafts"),
        _ => None,
    };
    if let Some(what) = lacks {
        item.set_own("draft", true.into());
        report.add(Category::Changed, what, name);
    }
}

fn read(source: &Path, report: &mut Report) -> Result<Publication> {
    let about = std::fs::metadata(source).with_context(|| format!("cannot read {}", source.display()))?;
    if about.is_dir() {
        bail!("{} is a folder: name the file that the other system has exported", source.display());
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
        Some(b'{') => feed::read_json(source, &bytes, report),
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
