//! A text of a site generator: its fields, its body, and what its name says.

use std::path::{Path, PathBuf};

use edition::slug;
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use serde_json::{Map, Value, json};

use super::{
    super::report::{Category, Report},
    MAX_TEXT,
    front_matter::{self, Parts},
    name::{Name, readable},
    title_of,
};
use crate::{
    files,
    load::{
        dates::Calendar,
        encoding,
        fields::FieldSource,
        kind::ManuscriptKind,
        known_fields::{ARTICLE, OFFPRINT, is_namespaced},
        renamed_fields,
    },
};

/// The field of Hugo that texts share which are translations of each other, in lower case.
pub(super) const TRANSLATION_KEY: &str = "translationkey";

/// A text and its fields.
pub(super) struct SourceText {
    /// The file, from the folder of the source.
    pub(super) source: PathBuf,
    /// Its path below CONTENT, before it is known whether it is a page.
    pub(super) path: PathBuf,
    /// Its name without day, language and extension; that of the folder, if the file is an index.
    pub(super) name: String,
    /// The day in its name, as `2019-05-04`.
    pub(super) day: Option<String>,
    /// The language in its name, if that is not the first one of the site.
    pub(super) language: Option<String>,
    /// Other names by which texts link to it.
    pub(super) other_names: Vec<String>,
    /// The address that its fields say it had.
    pub(super) permalink: Option<String>,
    /// The groups that it belonged to, if its address was made from them.
    pub(super) categories: Vec<String>,
    /// Its fields, as front matter has them.
    pub(super) fields: Map<String, Value>,
    pub(super) body: String,
    /// Whether the body is HTML, not Markdown.
    pub(super) is_html: bool,
    pub(super) kind: ManuscriptKind,
    /// Unique among the texts; empty until all are known.
    pub(super) id: String,
    field_source: FieldSource,
}

impl SourceText {
    /// Reads the text `source` of a folder, for the path `target` below CONTENT. `has_language` says whether names may have a language. None
    /// if the text cannot be used, which is reported.
    pub(super) fn read(
        folder: &Path,
        source: &Path,
        target: &Path,
        has_language: bool,
        report: &mut Report,
    ) -> Option<SourceText> {
        let file = folder.join(source);
        let shown = files::shown(source);
        if std::fs::metadata(&file).is_ok_and(|about| about.len() > MAX_TEXT) {
            report.add(Category::LeftOut, "texts of more than 20 MB", shown);
            return None;
        }
        let bytes = files::read(&file).map_err(|error| format!("{error:#}"));
        let text = bytes.and_then(|bytes| encoding::decode(&shown, &bytes).map_err(|problem| problem.to_string()));
        let parts = text.and_then(|text| front_matter::split(&shown, &text).map_err(|problem| problem.to_string()));
        let Parts { fields, source: field_source, body } = match parts {
            Ok(parts) => parts,
            Err(reason) => {
                report.add(Category::LeftOut, "texts that cannot be read", reason);
                return None;
            }
        };
        let path = readable(target);
        let Name { name, day, language } = Name::parse(&path, has_language);
        Some(SourceText {
            source: source.to_owned(),
            is_html: files::has_extension(source, &["html", "htm"]),
            path,
            name,
            day,
            language,
            other_names: Vec::new(),
            permalink: None,
            categories: Vec::new(),
            fields,
            body,
            kind: ManuscriptKind::Article,
            id: String::new(),
            field_source,
        })
    }

    /// Returns whether the file is the index of its folder.
    pub(super) fn is_index(&self) -> bool {
        self.path.file_stem().is_some_and(|stem| stem.to_string_lossy().split('.').next() == Some("index"))
    }

    /// Returns the folder that it is in; that above its own, if it is an index.
    pub(super) fn parent_folder(&self) -> &Path {
        if self.is_index() { self.folder().parent().unwrap_or(Path::new("")) } else { self.folder() }
    }

    /// Returns whether it is at the top of the source, not in the folder of a section.
    pub(super) fn is_at_top(&self) -> bool {
        self.parent_folder().as_os_str().is_empty()
    }

    /// Sets the fields that it does not have, whatever the case of their names.
    pub(super) fn add_missing(&mut self, fields: &Map<String, Value>) {
        for (name, value) in fields {
            if !self.fields.keys().any(|known| known.eq_ignore_ascii_case(name)) {
                self.fields.insert(name.clone(), value.clone());
            }
        }
    }

    /// Sets the date, unless there is a later one.
    pub(super) fn set_later_date(&mut self, date: &str) {
        let moment = |date: &str| Calendar::default().read(date).ok().map(|(_, moment)| moment);
        if self.text("date").is_none_or(|known| moment(known) < moment(date)) {
            self.fields.insert("date".to_owned(), date.into());
        }
    }

    /// Sets a field to a list of texts, unless the list is empty.
    pub(super) fn set_texts(&mut self, name: &str, texts: Vec<String>) {
        if !texts.is_empty() {
            self.fields.insert(name.to_owned(), json!(texts));
        }
    }

    /// Returns a field that is a text, or a number or a date, which are as they were written.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    }

    /// Returns whether a field says yes.
    pub(super) fn is_true(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(|value| value == &Value::Bool(true) || value.as_str() == Some("true"))
    }

    /// Returns whether a field says no.
    pub(super) fn is_false(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(|value| value == &Value::Bool(false) || value.as_str() == Some("false"))
    }

    /// Removes a field and returns its texts: one, or all of a list.
    pub(super) fn take_texts(&mut self, name: &str) -> Vec<String> {
        match self.fields.remove(name) {
            Some(Value::String(text)) => vec![text],
            Some(Value::Array(list)) => list.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect(),
            _ => Vec::new(),
        }
    }

    /// Takes the field that says which address it had.
    pub(super) fn take_permalink(&mut self, name: &str) {
        self.permalink = self.take_texts(name).pop().filter(|address| !address.trim().is_empty());
    }

    /// Makes a draft of it, for a reason that the report says.
    pub(super) fn make_draft(&mut self, reason: &str, report: &mut Report) {
        self.fields.insert("draft".to_owned(), true.into());
        report.add(Category::Changed, reason, files::shown(&self.source));
    }

    /// Gives fields with the names of other tools those that the press has. What the press does not know is kept in `extra`.
    pub(super) fn take_over(&mut self, report: &mut Report) {
        let mut notes = Vec::new();
        if let Some(date) = self.fields.remove("date_published") {
            self.fields.entry("date").or_insert(date);
        }
        renamed_fields::take_over(&mut self.fields, &self.field_source, &mut notes);
        if let Some(date) = self.fields.remove("date_published") {
            self.fields.entry("date").or_insert(date);
        }
        let is_known =
            |name: &str| ARTICLE.contains(&name) || OFFPRINT.contains(&name) || matches!(name, "date" | TRANSLATION_KEY);
        let unknown: Vec<String> = self.fields.keys().filter(|name| !is_known(name) && !is_namespaced(name)).cloned().collect();
        if unknown.is_empty() {
            return;
        }
        let mut extra = match self.fields.remove("extra") {
            Some(Value::Object(extra)) => extra,
            _ => Map::new(),
        };
        for name in unknown {
            if let Some(value) = self.fields.remove(&name) {
                report.add(
                    Category::Changed,
                    &format!("fields “{name}”, which Offprint does not use, now in `extra`"),
                    files::shown(&self.source),
                );
                extra.insert(name, value);
            }
        }
        self.fields.insert("extra".to_owned(), extra.into());
    }

    /// Adds what a text must have: a title, and a date if it is an article.
    pub(super) fn complete(&mut self, folder: &Path, report: &mut Report) {
        if self.text("title").is_none() {
            self.fields.insert("title".to_owned(), title_of(&self.name).into());
        }
        let is_readable = |date: &str| Calendar::default().read(date).is_ok();
        if self.text("date").is_some_and(|date| !is_readable(date)) {
            report.add(Category::Changed, "dates that cannot be read, now in `extra`", files::shown(&self.source));
            let date = self.fields.remove("date");
            if let (Value::Object(extra), Some(date)) = (self.fields.entry("extra").or_insert_with(|| Map::new().into()), date) {
                extra.insert("date".to_owned(), date);
            }
        }
        if self.text("date").is_none()
            && let Some(day) = self.day.clone()
        {
            self.fields.insert("date".to_owned(), day.into());
        }
        if let Some(date) =
            self.text("date_modified").filter(|date| self.text("date").is_none() && is_readable(date)).map(str::to_owned)
        {
            self.fields.insert("date".to_owned(), date.into());
        }
        if self.kind != ManuscriptKind::Article || self.text("date").is_some() || self.is_true("draft") {
            return;
        }
        let changed = std::fs::metadata(folder.join(&self.source)).and_then(|about| about.modified()).ok();
        if let Some(moment) = changed.and_then(|changed| Timestamp::try_from(changed).ok()) {
            let second = TimestampRound::new().smallest(Unit::Second).mode(RoundMode::Trunc);
            let moment = moment.round(second).unwrap_or(moment);
            self.fields.insert("date".to_owned(), moment.to_string().into());
            report.add(Category::Changed, "articles without a date, which have that of their file", files::shown(&self.source));
        }
    }

    /// Returns the id of its section.
    pub(super) fn section(&self) -> Option<String> {
        self.text("section").map(str::to_owned)
    }

    /// Removes its section, and returns the id and the name of it.
    pub(super) fn take_section(&mut self) -> Option<(String, String)> {
        let name = self.take_texts("section").pop()?;
        Some((slug(&name), name)).filter(|(id, _)| !id.is_empty())
    }

    /// Makes the first folder of its path the section, unless it has one.
    pub(super) fn take_section_of_folder(&mut self) {
        let folder = self.path.parent().and_then(|folder| folder.iter().next()).map(|name| slug(&name.to_string_lossy()));
        if let Some(folder) = folder.filter(|folder| !folder.is_empty() && !self.fields.contains_key("section")) {
            self.fields.insert("section".to_owned(), folder.into());
        }
    }

    /// Returns the folder of its path.
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Returns its path without the language and the extension. An index means its folder.
    pub(super) fn path_without_language(&self) -> String {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let stem = if self.language.is_some() { stem.rsplit_once('.').map_or(&*stem, |(stem, _)| stem) } else { &stem };
        files::shown(&if stem == "index" { self.folder().to_owned() } else { self.folder().join(stem) })
    }

    /// Returns where it is in CONTENT in the end, without the extension. What the folder says of a manuscript must hold for it.
    pub(super) fn final_path(&self) -> String {
        let target = files::shown(&self.path.with_extension(""));
        let first = self.path.iter().next().unwrap_or_default();
        match self.kind {
            ManuscriptKind::Page => {
                let language = self.language.as_ref().map(|language| format!(".{language}")).unwrap_or_default();
                format!("pages/{}{language}", self.id)
            }
            _ if ["pages", "authors", "locales"].iter().any(|name| first == *name) => format!("texts/{target}"),
            _ => target,
        }
    }
}
