//! What the newsroom says of a picture, in a file next to it: `quay.jpg.toml` for `quay.jpg`.

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::Result;
use edition::{Language, LocalizedText};
use serde::Deserialize;

use super::{content::Content, fields::FieldSource, known_fields::KnownFields, parse::Syntax};
use crate::{
    files,
    problem::{Kind, Problem, Problems, Severity},
};

/// What is said of a picture, for every article that shows it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PictureFacts {
    /// What it shows, for readers who cannot see it.
    pub(crate) alt: LocalizedText,
    caption: LocalizedText,
    /// Who made it.
    credit: LocalizedText,
    /// On which terms it may be used.
    licence: LocalizedText,
}

/// The same for an article. Texts are empty where nothing is said.
#[derive(Clone, Debug, Default)]
pub(crate) struct PictureText {
    pub(crate) alt: String,
    pub(crate) caption: String,
    /// With the licence.
    pub(crate) credit: String,
}

impl KnownFields for PictureFacts {
    const FIELDS: &'static [&'static str] = &["alt", "caption", "credit", "licence"];
}

impl PictureFacts {
    /// Returns the texts for readers of a language, or of another if there is none in it.
    pub(crate) fn in_language(&self, language: &Language, fallback: &Language) -> PictureText {
        let text = |text: &LocalizedText| text.get(language, fallback).trim().to_owned();
        let credit: Vec<String> = [&self.credit, &self.licence].map(text).into_iter().filter(|text| !text.is_empty()).collect();
        PictureText { alt: text(&self.alt), caption: text(&self.caption), credit: credit.join(", ") }
    }
}

/// Reads what is said of pictures. A file without a picture is reported.
///
/// # Errors
///
/// A file that cannot be read.
pub(super) fn read(content: &Content, problems: &mut Problems) -> Result<BTreeMap<PathBuf, PictureFacts>> {
    let mut all = BTreeMap::new();
    for path in &content.picture_facts {
        let picture = path.with_extension("");
        let Some((picture, _)) = content.file(&picture) else {
            let message =
                format!("there is no picture {}. Name this file like the picture, with .toml after it.", files::shown(&picture));
            problems.push(Problem::with_file(content.shown(path), Kind::MissingFile, Severity::Warning, message));
            continue;
        };
        let mut found = Vec::new();
        if let Some((source, value)) = FieldSource::open(content, path, Syntax::Toml, &mut found)? {
            all.insert(picture.to_owned(), source.read(value, &mut found).unwrap_or_default());
        }
        problems.extend(found);
    }
    Ok(all)
}
