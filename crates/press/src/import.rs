//! `offprint import`: imports a publication from another system.
//!
//! A reader for each kind of source makes [`Item`]s, which are articles as they are in JSON Feed; `writer` writes them into CONTENT and keeps
//! what an editor has changed since. Nothing of a source is trusted: names of files cannot lead out of CONTENT, and the text is sanitized
//! when the edition is printed.

/// Declares a regular expression that is compiled once.
macro_rules! regex {
    ($name:ident, $pattern:expr) => {
        static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new($pattern).expect("a valid expression"));
    };
}

mod feed;
mod folder;
mod ghost;
mod html;
mod pictures;
mod report;
mod tidy;
mod unique;
mod wordpress;
mod writer;
mod xml;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use crate::{files, load::kind::ManuscriptKind};
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
    pub(crate) kind: ManuscriptKind,
    /// What its file is called, in the form of an address.
    pub(crate) slug: String,
    /// The path of its file in CONTENT, without the extension; none for a file by year and slug.
    pub(crate) path: Option<String>,
    /// The language that the name of its file says, if it is not the first one of the site.
    pub(crate) language: Option<String>,
    /// Its fields as JSON Feed has them, with those of `_offprint`.
    pub(crate) fields: Map<String, Value>,
    /// Its text, if that is Markdown. Otherwise it is in the fields.
    pub(crate) markdown: Option<String>,
}

impl Item {
    /// Creates an item whose text is in its fields.
    pub(crate) fn new(kind: ManuscriptKind, slug: String, fields: Map<String, Value>) -> Item {
        Item { kind, slug, path: None, language: None, fields, markdown: None }
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
/// A source that cannot be read or understood, with a sentence: then nothing is written. A file that cannot be written.
pub(crate) fn import(source: &Path, content: &Path) -> Result<Report> {
    let mut report = Report::default();
    let mut publication = read(source, &mut report)?;
    pictures::copy_to_content(source, &mut publication, &mut report);
    tidy::tidy(&mut publication, &mut report);
    writer::write(content, publication, &mut report)?;
    Ok(report)
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
        None => bail!("{shown} is neither a feed nor an export of WordPress or Ghost: it is not JSON or XML"),
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
