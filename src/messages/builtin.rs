//! The texts that Offprint ships, one file for each language. Only the press reads them: the viewer fetches the
//! complete file that the press has printed.

use serde_json::Value;

use super::{ENGLISH, Messages};
use crate::intl::matching::{self, Match};

/// The built-in languages: BCP 47 tag and the text of `locales/<tag>.json`.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("en", ENGLISH),
    ("ar", include_str!("../../locales/ar.json")),
    ("de", include_str!("../../locales/de.json")),
    ("es", include_str!("../../locales/es.json")),
    ("fr", include_str!("../../locales/fr.json")),
    ("ja", include_str!("../../locales/ja.json")),
    ("zh-Hans", include_str!("../../locales/zh-Hans.json")),
    ("zh-Hant", include_str!("../../locales/zh-Hant.json")),
];

/// Returns tag and text of the built-in language closest to a tag. One in another script is none.
pub fn closest(tag: &str) -> Option<(&'static str, &'static str)> {
    let (closest, quality) = matching::closest(tag, BUILT_IN.iter().map(|(known, _)| *known))?;
    BUILT_IN.iter().copied().find(|(known, _)| *known == closest && quality > Match::OtherScript)
}

/// Returns the complete texts for a language as JSON: English, overlaid with the closest built-in language.
///
/// # Panics
///
/// Panics if a built-in file is not JSON, which a test rules out.
pub fn json(tag: &str) -> Value {
    let parse = |text| serde_json::from_str(text).expect("a built-in file is JSON");
    let mut texts: Value = parse(ENGLISH);
    if let Some((_, text)) = closest(tag) {
        overlay(&mut texts, parse(text));
    }
    texts
}

/// Returns the complete texts for a language, see [`json`].
///
/// # Panics
///
/// Panics if a built-in file has a text of the wrong type, which a test rules out.
pub fn messages(tag: &str) -> Messages {
    serde_json::from_value(json(tag)).expect("a built-in file has texts where English has them")
}

/// Replaces those texts that `own` contains too. Keys that `texts` does not have are ignored. Plural forms are replaced
/// together: those of another language would be chosen by the wrong rules.
pub fn overlay(texts: &mut Value, own: Value) {
    match (texts, own) {
        (Value::Object(texts), Value::Object(own)) if !is_plural(texts) => {
            for (key, value) in own {
                if let Some(text) = texts.get_mut(&key) {
                    overlay(text, value);
                }
            }
        }
        (text, own) => *text = own,
    }
}

/// Returns whether an object of a message file contains plural forms, not more messages.
pub fn is_plural(object: &serde_json::Map<String, Value>) -> bool {
    object.contains_key("other")
}
