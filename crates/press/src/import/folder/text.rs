//! A text of a site generator: its fields, its body, and what its name says.

use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
};

use anyhow::Result;
use edition::slug;
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use offprint_viewer::intl::matching;
use regex::Regex;
use serde_json::{Map, Value};

use super::{
    super::{
        ItemKind,
        report::{Category, Report},
    },
    MAX_TEXT, title_of,
};
use crate::{
    files,
    load::{
        dates::Calendar,
        encoding,
        fields::FieldSource,
        front_matter,
        known_fields::{ARTICLE, OFFPRINT, is_namespaced},
        parse::Syntax,
        renamed_fields,
    },
};

/// A text and its fields.
pub(super) struct Text {
    /// The file, from the folder of the source.
    pub(super) source: PathBuf,
    /// Its place below CONTENT, before it is known whether it is a page.
    pub(super) place: PathBuf,
    /// Its name without day, language and extension; that of the folder, if the file is an index.
    pub(super) name: String,
    /// The day in its name, as `2019-05-04`.
    pub(super) day: Option<String>,
    /// The language in its name, if there is one.
    pub(super) language: Option<String>,
    /// The address that its fields say it had.
    pub(super) permalink: Option<String>,
    /// The groups that it belonged to, if its address was made from them.
    pub(super) categories: Vec<String>,
    /// Its fields, as front matter has them.
    pub(super) fields: Map<String, Value>,
    pub(super) body: String,
    /// Whether the body is HTML, not Markdown.
    pub(super) is_html: bool,
    pub(super) kind: ItemKind,
    /// Unique among the texts; empty until all are known.
    pub(super) id: String,
    field_source: FieldSource,
}

impl Text {
    /// Reads a text. `path` begins in the folder of the source. None if it cannot be used, which is reported.
    pub(super) fn read(folder: &Path, path: &Path, place: &Path, report: &mut Report) -> Result<Option<Text>> {
        let file = folder.join(path);
        let shown = files::shown(path);
        if std::fs::metadata(&file).is_ok_and(|about| about.len() > MAX_TEXT) {
            report.add(Category::LeftOut, "texts of more than 20 MB", shown);
            return Ok(None);
        }
        let read = encoding::decode(&shown, &files::read(&file)?).and_then(|text| split(&shown, &text));
        let (fields, field_source, body) = match read {
            Ok(read) => read,
            Err(problem) => {
                report.add(Category::LeftOut, "texts that cannot be read", problem.to_string());
                return Ok(None);
            }
        };
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let place = readable(place);
        let (name, day, language) = parts_of_name(&place);
        let is_html = matches!(extension.as_str(), "html" | "htm");
        Ok(Some(Text {
            source: path.to_owned(),
            place,
            name,
            day,
            language,
            permalink: None,
            categories: Vec::new(),
            fields,
            body,
            is_html,
            kind: ItemKind::Article,
            id: String::new(),
            field_source,
        }))
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
        let is_known = |name: &str| {
            ARTICLE.contains(&name) || OFFPRINT.contains(&name) || matches!(name, "date" | "translationKey" | "translationkey")
        };
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
                    &format!("fields “{name}”, which nobody reads, now in `extra`"),
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
        if self.kind != ItemKind::Article || self.text("date").is_some() || self.is_true("draft") {
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

    /// Makes the first folder of its place the section, unless it has one.
    pub(super) fn take_section_of_folder(&mut self) {
        let folder = self.place.parent().and_then(|folder| folder.iter().next()).map(|name| slug(&name.to_string_lossy()));
        if let Some(folder) = folder.filter(|folder| !folder.is_empty() && !self.fields.contains_key("section")) {
            self.fields.insert("section".to_owned(), folder.into());
        }
    }

    /// Returns the folder of its place.
    pub(super) fn folder(&self) -> &Path {
        self.place.parent().unwrap_or(Path::new(""))
    }

    /// Returns its place without the language and the extension. An `index` stands for its folder.
    pub(super) fn place_without_language(&self) -> String {
        let stem = self.place.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let stem = if self.language.is_some() { stem.rsplit_once('.').map_or(&*stem, |(stem, _)| stem) } else { &stem };
        files::shown(&if stem == "index" { self.folder().to_owned() } else { self.folder().join(stem) })
    }

    /// Returns where it is in CONTENT in the end, without the extension. What the folder says of a manuscript must hold for it.
    pub(super) fn final_place(&self) -> String {
        let place = files::shown(&self.place.with_extension(""));
        let first = self.place.iter().next().unwrap_or_default();
        match self.kind {
            ItemKind::Page => {
                let language = self.language.as_ref().map(|language| format!(".{language}")).unwrap_or_default();
                format!("pages/{}{language}", if self.id.is_empty() { slug(&self.name) } else { self.id.clone() })
            }
            _ if ["pages", "authors", "locales"].iter().any(|name| first == *name) => format!("texts/{place}"),
            _ => place,
        }
    }
}

/// Returns the fields, where they were read from, and the body of a text. A text without front matter is a body alone.
fn split(file: &str, text: &str) -> Result<(Map<String, Value>, FieldSource, String), crate::problem::Problem> {
    let start = text.trim_start();
    let json = start
        .strip_prefix("---json\n")
        .or_else(|| start.strip_prefix(";;;\n"))
        .or_else(|| start.starts_with("{\n").then_some(start));
    if let Some(json) = json {
        let mut values = serde_json::Deserializer::from_str(json).into_iter::<Value>();
        if let Some(Ok(Value::Object(fields))) = values.next() {
            let (front_matter, body) = json.split_at(values.byte_offset());
            let body = body.trim_start();
            let body = body.strip_prefix("---").or_else(|| body.strip_prefix(";;;")).unwrap_or(body);
            let source = FieldSource { flat: true, ..FieldSource::whole(file.to_owned(), Syntax::Json, front_matter.to_owned()) };
            return Ok((fields, source, body.to_owned()));
        }
    }
    let is_fenced = matches!(start.lines().next().map(str::trim_end), Some("---" | "+++"));
    if !is_fenced {
        return Ok((Map::new(), FieldSource::whole(file.to_owned(), Syntax::Json, String::new()), text.to_owned()));
    }
    let parts = front_matter::split(file, text)?;
    let source = FieldSource {
        flat: true,
        lines_before: parts.lines_before,
        ..FieldSource::whole(file.to_owned(), parts.syntax, parts.front_matter)
    };
    let fields = match source.parse(&mut Vec::new())? {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    Ok((renamed_fields::as_written(fields, &source), source, parts.body))
}

/// Returns a place that the press reads: it passes over what begins with an underscore, and over the files of a repository.
fn readable(place: &Path) -> PathBuf {
    let mut readable: PathBuf =
        place.iter().map(|part| part.to_string_lossy().trim_start_matches(['_', '.']).to_owned()).collect();
    let stem = readable.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let (name, language) = stem.split_once('.').map_or((&*stem, ""), |(name, _)| (name, &stem[name.len()..]));
    if name.eq_ignore_ascii_case("readme") {
        readable.set_file_name(format!("index{language}.md"));
    } else if matches!(name.to_lowercase().as_str(), "changelog" | "contributing" | "license" | "licence" | "code_of_conduct") {
        readable.set_file_name(format!("{name}-text{language}.md"));
    }
    readable
}

/// Returns the name, the day and the language that a path says: `posts/2019-05-04-first-ferry.de.md`.
fn parts_of_name(place: &Path) -> (String, Option<String>, Option<String>) {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|/)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:T[0-9:Z+-]*)?(?:[-_/. ]|$)").expect("a valid expression")
    });
    static DAY_IN_NAME: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\d{4}-\d{1,2}-\d{1,2}(?:T[0-9:Z+-]*)?[-_ ]*").expect("a valid expression"));
    let shown = files::shown(&place.with_extension(""));
    let day = DAY.captures(&shown).map(|day| format!("{}-{:0>2}-{:0>2}", &day[1], &day[2], &day[3]));
    let day = day.filter(|day| day.parse::<jiff::civil::Date>().is_ok());
    let stem = place.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let named = stem.rsplit_once('.').filter(|(_, tag)| matching::is_known(tag));
    let (name, language) = named.map_or((stem.as_str(), None), |(name, tag)| (name, Some(canonical(tag))));
    let folder = place.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let name = if name == "index" { folder.unwrap_or_else(|| name.to_owned()) } else { name.to_owned() };
    let without_day = if day.is_some() { DAY_IN_NAME.replace(&name, "").into_owned() } else { name.clone() };
    (if without_day.is_empty() { name } else { without_day }, day, language)
}

/// Returns a language tag in the case that tags have: `zh-cn` is `zh-CN`.
fn canonical(tag: &str) -> String {
    let part = |(index, part): (usize, &str)| match (index, part.len()) {
        (0, _) => part.to_lowercase(),
        (_, 2) => part.to_uppercase(),
        (_, 4) => part[..1].to_uppercase() + &part[1..].to_lowercase(),
        _ => part.to_lowercase(),
    };
    tag.split(['-', '_']).enumerate().map(part).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_says_day_and_language() {
        let parts = |place: &str| {
            let (name, day, language) = parts_of_name(Path::new(place));
            format!("{name} {} {}", day.unwrap_or_default(), language.unwrap_or_default())
        };
        assert_eq!(parts("posts/2019-05-04-first-ferry.md"), "first-ferry 2019-05-04 ");
        assert_eq!(parts("posts/2018-10-10_hello.fr.md"), "hello 2018-10-10 fr");
        assert_eq!(parts("blog/2021/05/28/ferry.md"), "ferry 2021-05-28 ");
        assert_eq!(parts("blog/2021-5-8-ferry/index.md"), "ferry 2021-05-08 ");
        assert_eq!(parts("posts/trip/index.zh-cn.md"), "trip  zh-CN");
        assert_eq!(parts("v1.2.md"), "v1.2  ");
        assert_eq!(parts("2019-02-30-x.md"), "2019-02-30-x  ");
        assert_eq!(parts("2019-05-04.md"), "2019-05-04 2019-05-04 ");
    }

    #[test]
    fn front_matter_may_be_yaml_toml_or_json_or_missing() {
        for (text, title, body) in [
            ("---\ntitle: 2020\n---\nText", "2020", "Text"),
            ("+++\ntitle = \"A\"\n+++\nText", "A", "Text"),
            ("{\n\"title\": \"A\"\n}\n\nText", "A", "Text"),
            ("---json\n{ \"title\": \"A\" }\n---\nText", "A", "Text"),
        ] {
            let (fields, _, found) = split("a.md", text).expect("a text");
            assert_eq!((fields["title"].as_str(), found.trim()), (Some(title), body), "{text}");
        }
        let (fields, _, body) = split("a.md", "# Only text").expect("a text");
        assert!(fields.is_empty() && body == "# Only text");
        assert!(split("a.md", "---\ntitle: a: b: c\n---\n").is_err_and(|problem| problem.to_string().starts_with("a.md:2")));
    }

    #[test]
    fn a_place_is_one_that_the_press_reads() {
        let shown = |place: &str| files::shown(&readable(Path::new(place)));
        assert_eq!(shown("_posts/_a.md"), "posts/a.md");
        assert_eq!(shown("docs/README.md"), "docs/index.md");
        assert_eq!(shown("readme.zh.md"), "index.zh.md");
        assert_eq!(shown("LICENSE.md"), "LICENSE-text.md");
    }
}
