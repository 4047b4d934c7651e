//! `front.toml`: what the newsroom arranges on the front page.

use std::path::Path;

use anyhow::Result;
use edition::{AUTHORS, Address, Alert, LocalizedText, SECTIONS, TAGS};
use jiff::Timestamp;
use serde::Deserialize;

use super::{content::Content, dates::Calendar, fields::FieldSource, known_fields::KnownFields, parse::Syntax};
use crate::problem::{Kind, Problems};

/// The file in CONTENT.
const NAME: &str = "front.toml";

/// What is arranged. What is not said is filled with the newest.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct FrontArrangement {
    /// The article that the page opens with.
    pub(crate) lead: FrontChoice,
    /// The row below it.
    pub(crate) second: FrontChoice,
    /// An article that stays at the beginning of that row.
    pub(crate) pinned: Option<String>,
    /// The bands below, instead of one for each section.
    pub(crate) bands: Vec<FrontChoice>,
    /// The line above the masthead.
    pub(crate) alert: Option<FrontAlert>,
}

/// Articles, by their ids or by what they have in common. Those with ids come first.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct FrontChoice {
    pub(crate) articles: Vec<String>,
    pub(crate) section: Option<String>,
    pub(crate) tag: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) title: LocalizedText,
    pub(crate) count: Option<usize>,
}

/// A line that readers must see first.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct FrontAlert {
    pub(crate) text: LocalizedText,
    pub(crate) url: Option<Address>,
    /// When it ends: a date as in an article, in RFC 3339 once it was read.
    pub(crate) until: Option<String>,
    /// The same, as a moment.
    #[serde(skip)]
    pub(crate) end: Option<Timestamp>,
}

/// The arrangement with the text that it was read from.
pub(crate) struct LoadedFront {
    pub(crate) arrangement: FrontArrangement,
    pub(crate) source: FieldSource,
}

impl KnownFields for FrontArrangement {
    const FIELDS: &'static [&'static str] = &["lead", "second", "pinned", "bands", "alert"];
}

impl FrontChoice {
    /// Returns what the articles have in common: the taxonomy and the term of each.
    pub(crate) fn terms(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let terms = [(SECTIONS, &self.section), (TAGS, &self.tag), (AUTHORS, &self.author)];
        terms.into_iter().filter_map(|(taxonomy, id)| Some((taxonomy, id.as_deref()?)))
    }
}

impl FrontAlert {
    /// Returns what readers see of it.
    pub(crate) fn shown(&self, text: String) -> Alert {
        Alert { text, url: self.url.clone(), until: self.until.clone() }
    }
}

/// Reads the file. None if there is none.
///
/// # Errors
///
/// A file that cannot be read.
pub(super) fn read(content: &Content, calendar: &Calendar, problems: &mut Problems) -> Result<Option<LoadedFront>> {
    let Some((path, _)) = content.file(Path::new(NAME)) else { return Ok(None) };
    let mut found = Vec::new();
    let Some((source, value)) = FieldSource::open(content, path, Syntax::Toml, &mut found)? else {
        problems.extend(found);
        return Ok(None);
    };
    let mut arrangement: FrontArrangement = source.read(value, &mut found).unwrap_or_default();
    if let Some(alert) = &mut arrangement.alert {
        if alert.text.is_empty() {
            found.push(source.error(Kind::MissingField, &["alert", "text"], "is missing. Add what the line says."));
        }
        match alert.until.as_deref().map(|until| calendar.read(until)).transpose() {
            Ok(read) => (alert.until, alert.end) = read.map(|(date, moment)| (date.as_str().to_owned(), moment)).unzip(),
            Err(message) => found.push(source.error(Kind::Date, &["alert", "until"], message)),
        }
    }
    problems.extend(found);
    Ok(Some(LoadedFront { arrangement, source }))
}
