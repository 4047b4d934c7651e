//! The interface's texts in one language, read from `locales/<language>.json`.
//!
//! The press prints one complete file for each language of a site: what a file lacks is taken from English.
//! The English texts are compiled in, so that there is a sentence for the reader even where no file can be loaded.

#[cfg(not(target_arch = "wasm32"))]
pub mod builtin;

use edition::{Role, Texts};
use serde::{Deserialize, Serialize};

use crate::{
    api::FetchError,
    intl::{self, PluralCategory},
    json,
};

/// The English texts: the source of the keys, and the fallback for every other language.
pub const ENGLISH: &str = include_str!("../locales/en.json");

/// The texts of the interface in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "a message documents itself: see locales/en.json")]
pub struct Messages {
    /// The language's name for itself.
    pub language_name: String,
    pub skip_to_text: String,
    pub languages: String,
    pub sections: String,
    pub themes: ThemeMessages,
    pub reading: ReadingMessages,
    pub also_new: String,
    pub latest: String,
    pub front_page: String,
    pub archive: String,
    pub previous: String,
    pub next: String,
    pub neighbours: String,
    pub return_to_list: String,
    pub newer: String,
    pub older: String,
    pub list_pages: String,
    pub read: String,
    /// Reading time; `{count}` is the number of minutes.
    pub minutes: Plural,
    /// A label before a value: `{label}`.
    pub label: String,
    /// A text in quotation marks: `{text}`.
    pub quoted: String,
    pub source: String,
    pub corrections: String,
    pub tags: String,
    /// Which part of a series an article is: `{number}`, `{count}`.
    pub part: String,
    pub translations: String,
    /// `{language}` is the language of the interface.
    pub not_available: String,
    pub statement: String,
    pub roles: RoleMessages,
    pub body: BodyMessages,
    pub recommended: RecommendedMessages,
    pub colophon: ColophonMessages,
    pub states: StateMessages,
    pub search: SearchMessages,
}

/// The names of the themes in the switch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "a message documents itself: see locales/en.json")]
pub struct ThemeMessages {
    pub light: String,
    pub dark: String,
}

/// The reading panel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "a message documents itself: see locales/en.json")]
pub struct ReadingMessages {
    /// What is written on the button that opens it.
    pub button: String,
    pub title: String,
    /// A letter in each size.
    pub sample: String,
    /// The names of settings and of their values.
    pub names: Texts<String>,
    pub reset: String,
    pub close: String,
    /// The list of an article's headings.
    pub contents: String,
    pub copy_link: String,
    /// The sheet of keys, and what they do.
    pub keys: String,
    pub key_next: String,
    pub key_previous: String,
    pub key_open: String,
}

impl ReadingMessages {
    /// Returns the name of a setting or of a value. A name that is missing is the key: a test looks for all of them in English.
    pub fn name(&self, key: &str) -> String {
        self.names.get(key).unwrap_or(key).to_owned()
    }
}

/// What people did for an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "a message documents itself: see locales/en.json")]
pub struct RoleMessages {
    pub author: String,
    pub editor: String,
    pub responsible_editor: String,
    pub translator: String,
    pub photographer: String,
}

/// Labels that the press adds to the body of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "a message documents itself: see locales/en.json")]
pub struct BodyMessages {
    pub footnotes: String,
    pub back_to_text: String,
    pub table: String,
    pub code: String,
    pub note: String,
    pub tip: String,
    pub important: String,
    pub warning: String,
    pub caution: String,
    /// The button that copies code, and what it says when that is done.
    pub copy: String,
    pub copied: String,
    /// The button that loads a player of another site; `{origin}`.
    pub play: String,
}

/// Recommended reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "a message documents itself: see locales/en.json")]
pub struct RecommendedMessages {
    pub title: String,
    pub change: String,
    /// `{from}`, `{to}`, `{count}`.
    pub shown: String,
    pub unavailable: String,
    pub by_reading_note: String,
    pub by_editors: String,
    pub by_reading: String,
    pub forget: String,
    pub forgotten: String,
    pub editors_pick: String,
    /// `{topic}` is a quoted topic.
    pub topic: String,
    pub same_author: String,
    pub related_topic: String,
    pub same_section: String,
    pub new: String,
}

/// The headings of the colophon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "a message documents itself: see locales/en.json")]
pub struct ColophonMessages {
    pub links: String,
    pub contact: String,
    pub rights: String,
}

/// Loading, empty and failed pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "a message documents itself: see locales/en.json")]
pub struct StateMessages {
    pub loading: String,
    pub still_loading: String,
    pub retry: String,
    pub still_available: String,
    pub empty: Notice,
    pub not_found: Notice,
    pub offline: Notice,
    pub unreachable: Notice,
    pub slow: Notice,
    pub server: Notice,
    pub malformed: Notice,
}

/// A heading and a sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "a message documents itself: see locales/en.json")]
pub struct Notice {
    pub title: String,
    pub text: String,
}

/// The search page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "a message documents itself: see locales/en.json")]
pub struct SearchMessages {
    pub title: String,
    pub scripts_needed: String,
    pub hint: String,
    pub none: String,
    /// Above the results for a corrected query; `{query}`.
    pub showing_results_for: String,
    pub fewer_words: String,
    pub all_languages: String,
    pub more: String,
    /// The number of results; `{count}`.
    pub count: Plural,
    pub incomplete: String,
    pub unreachable: String,
    pub missing: String,
    pub corrupt: String,
    pub failed: String,
    pub section: String,
    pub tag: String,
    pub year: String,
    pub language: String,
    pub order: String,
    pub any: String,
    pub language_by_script: String,
    pub every_language: String,
    pub best_first: String,
    pub newest_first: String,
}

/// A text by the plural category of its number, named as in CLDR and ICU. Each contains `{count}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plural {
    #[serde(skip_serializing_if = "Option::is_none")]
    zero: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    one: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    two: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    few: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    many: Option<String>,
    other: String,
}

impl Plural {
    /// Returns the text for a number, written in the language's digits.
    pub fn format(&self, language: &str, count: usize) -> String {
        let text = match intl::plural_category(language, count) {
            PluralCategory::Zero => self.zero.as_ref(),
            PluralCategory::One => self.one.as_ref(),
            PluralCategory::Two => self.two.as_ref(),
            PluralCategory::Few => self.few.as_ref(),
            PluralCategory::Many => self.many.as_ref(),
            PluralCategory::Other => None,
        };
        text.unwrap_or(&self.other).replace("{count}", &intl::number(language, count))
    }
}

impl Messages {
    /// Returns the English texts.
    ///
    /// # Panics
    ///
    /// Panics if `locales/en.json` lacks a key, which a test rules out.
    pub fn english() -> Messages {
        json::parse(ENGLISH).expect("locales/en.json has every message")
    }

    /// Returns a label with the punctuation that follows labels in this language.
    pub fn labelled(&self, label: &str) -> String {
        self.label.replace("{label}", label)
    }

    /// Returns the label of a role. A role that is not known is shown as the newsroom wrote it.
    pub fn role<'a>(&'a self, role: &'a Role) -> &'a str {
        match role {
            Role::Author => &self.roles.author,
            Role::Editor => &self.roles.editor,
            Role::ResponsibleEditor => &self.roles.responsible_editor,
            Role::Translator => &self.roles.translator,
            Role::Photographer => &self.roles.photographer,
            Role::Other(role) => role,
        }
    }

    /// Returns the heading and the sentence for a failure.
    pub fn failure(&self, error: &FetchError) -> &Notice {
        let states = &self.states;
        match error {
            FetchError::Offline => &states.offline,
            FetchError::Unreachable => &states.unreachable,
            FetchError::Slow => &states.slow,
            FetchError::Missing => &states.not_found,
            FetchError::Server(_) => &states.server,
            FetchError::Malformed(_) => &states.malformed,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
