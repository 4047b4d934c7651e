//! The texts that Offprint ships, one file for each language. Only the press reads them: the viewer fetches the
//! complete file that the press has printed.

use serde_json::Value;

use super::{ENGLISH, Messages};

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

/// The regions that write Chinese in traditional characters.
const TRADITIONAL_REGIONS: [&str; 3] = ["TW", "HK", "MO"];

/// Returns tag and text of the built-in language closest to a tag: the same one, for Chinese the one in the same
/// script, else the one with the same primary subtag.
pub fn closest(tag: &str) -> Option<(&'static str, &'static str)> {
    let find = |wanted: &str| BUILT_IN.iter().copied().find(|(known, _)| known.eq_ignore_ascii_case(wanted));
    let (primary, rest) = tag.split_once('-').unwrap_or((tag, ""));
    if primary.eq_ignore_ascii_case("zh") {
        return find(if is_traditional(rest) { "zh-Hant" } else { "zh-Hans" });
    }
    find(tag).or_else(|| find(primary))
}

/// Returns whether the subtags after `zh` mean traditional characters. A script overrides the region.
fn is_traditional(subtags: &str) -> bool {
    let script = subtags.split('-').find(|subtag| subtag.len() == 4);
    let in_region =
        || subtags.split('-').any(|subtag| TRADITIONAL_REGIONS.iter().any(|region| region.eq_ignore_ascii_case(subtag)));
    script.map_or_else(in_region, |script| script.eq_ignore_ascii_case("Hant"))
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
