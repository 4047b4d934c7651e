//! The texts of the interface in each language of the site: English, overlaid with what Offprint ships for the
//! language, overlaid with the site's own file in `CONTENT/locales/`.

use std::{path::Path, sync::Arc};

use anyhow::Result;
use edition::{ByLanguage, Language, Languages, Site, locale_file};
use offprint_viewer::{
    intl::matching::{self, Match},
    messages::{Messages, builtin},
};
use serde_json::Value;

use super::{
    content::{Content, LOCALES},
    fields::FieldSource,
    parse::Syntax,
};
use crate::{
    output::json,
    problem::{Kind, Problem, Problems, Severity, plural},
};

mod check;

/// The texts of the interface in the languages of a site.
#[derive(Clone, Debug)]
pub(crate) struct Locales {
    /// In the order of the site's languages.
    complete: Vec<(Language, Arc<Messages>)>,
    /// Those that Offprint ships, for articles in other languages. English is the first.
    shipped: Vec<(&'static str, Arc<Messages>)>,
}

impl Default for Locales {
    /// Returns what Offprint ships.
    fn default() -> Self {
        let shipped = builtin::BUILT_IN.iter().map(|(tag, _)| (*tag, Arc::new(builtin::messages(tag)))).collect();
        Locales { complete: Vec::new(), shipped }
    }
}

impl Locales {
    /// Reads the site's own files and completes them. Texts that cannot be used are reported and left out.
    pub(crate) fn load(content: &Content, site: &Site, problems: &mut Problems) -> Result<Locales> {
        let languages = site.languages();
        report_unused_files(content, &languages, problems);
        let mut complete = Vec::new();
        for language in languages.iter() {
            let path = Path::new(LOCALES).join(format!("{language}.json"));
            let is_there = content.locales.contains(&path);
            let own = if is_there { read(content, language, &path, problems)? } else { None };
            let mut texts = builtin::json(language.as_str());
            if builtin::closest(language.as_str()).is_none() {
                match &own {
                    Some(own) => report_missing(content, &path, own, problems),
                    None if !is_there => report_no_file(content, language, &path, problems),
                    None => {}
                }
                // The English file would call the language English.
                texts["language_name"] = language.as_str().into();
            }
            if let Some(own) = own {
                builtin::overlay(&mut texts, own);
            }
            let messages = serde_json::from_value(texts).expect("texts of another type were left out");
            complete.push((language.clone(), Arc::new(messages)));
        }
        Ok(Locales { complete, ..Locales::default() })
    }

    /// Returns the texts for a language: the site's own, or those of its language closest to it, else the closest that
    /// Offprint ships, else English.
    pub(crate) fn messages(&self, language: &Language) -> Arc<Messages> {
        let tags = self.complete.iter().map(|(known, _)| known.as_str());
        let own = matching::closest(language.as_str(), tags).filter(|(_, quality)| *quality > Match::OtherScript);
        let own = own.and_then(|(tag, _)| self.complete.iter().find(|(known, _)| known.as_str() == tag));
        let shipped = || {
            let closest = builtin::closest(language.as_str()).map(|(tag, _)| tag);
            self.shipped.iter().find(|(known, _)| Some(*known) == closest).unwrap_or(&self.shipped[0])
        };
        own.map_or_else(|| shipped().1.clone(), |(_, messages)| messages.clone())
    }

    /// Returns the name of each language of the site in that language.
    pub(crate) fn names(&self) -> ByLanguage {
        let mut names = ByLanguage::default();
        for (language, messages) in &self.complete {
            names.insert(language.clone(), messages.language_name.clone());
        }
        names
    }

    /// Returns the files of the edition that hold the texts, by name.
    pub(crate) fn files(&self) -> impl Iterator<Item = (String, Vec<u8>)> {
        self.complete.iter().map(|(language, messages)| (locale_file(language), json(&**messages)))
    }
}

/// Reads the site's own file for a language. What is wrong in it is reported and left out.
fn read(content: &Content, language: &Language, path: &Path, problems: &mut Problems) -> Result<Option<Value>> {
    let mut found = Vec::new();
    let opened = FieldSource::open(content, path, Syntax::Json, &mut found)?;
    let own = opened.and_then(|(source, own)| check::check(own, &builtin::json("en"), language, &source, &mut found));
    problems.extend(found);
    Ok(own)
}

/// Reports files in the folder that belong to no language of the site.
fn report_unused_files(content: &Content, languages: &Languages, problems: &mut Problems) {
    let known: Vec<&str> = languages.iter().map(Language::as_str).collect();
    let is_used = |path: &Path| known.iter().any(|tag| path == Path::new(LOCALES).join(format!("{tag}.json")));
    for path in content.locales.iter().filter(|path| !is_used(path)) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let is_locale = path.components().count() == 2 && path.extension().is_some_and(|extension| extension == "json");
        let message = if is_locale {
            format!(
                "“{name}” is not a language of the site, so this file is not used. The languages of the site are: {}. Rename the \
                 file, or add “{name}” to the languages of the site.",
                known.join(", ")
            )
        } else {
            format!("this file is not read, because {LOCALES}/ is for texts of the interface. Move it if it is an article.")
        };
        warn(content, path, message, problems);
    }
}

/// Reports the texts that are English in a language that Offprint does not ship.
fn report_missing(content: &Content, path: &Path, own: &Value, problems: &mut Problems) {
    let missing = check::missing(&builtin::json("en"), own);
    if !missing.is_empty() {
        let count = plural(missing.len(), "text");
        warn(content, path, format!("lacks {count}, shown in English: {}.", missing.join(", ")), problems);
    }
}

/// Reports a language for which there are no texts at all.
fn report_no_file(content: &Content, language: &Language, path: &Path, problems: &mut Problems) {
    let site = content.site.first().map_or(Path::new(""), |site| site);
    let message = format!("there are no texts of the interface in “{language}”, so they are English. Add {}.", path.display());
    warn(content, site, message, problems);
}

fn warn(content: &Content, path: &Path, message: String, problems: &mut Problems) {
    let file = content.shown(path);
    problems.push(Problem::with_file(file, Kind::Locale, Severity::Warning, message));
}
