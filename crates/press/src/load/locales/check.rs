//! Checks a file of texts against English: keys, types, plural forms, placeholders.

use std::collections::BTreeSet;

use edition::Language;
use offprint_viewer::{
    intl::{self, PluralCategory},
    messages::builtin,
};
use serde_json::{Map, Value};

use crate::{
    load::{
        fields::FieldSource,
        locate::{self, Step},
    },
    problem::{Kind, Problem, Severity},
};

/// The plural forms, as CLDR names them.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
/// Those that may write their number as a word.
const SMALL_NUMBERS: [&str; 3] = ["zero", "one", "two"];
/// Numbers up to here are in every plural category but those of large numbers.
const NUMBERS: usize = 120;

/// Returns those texts of a file that can be used.
pub(crate) fn check(
    own: Value,
    english: &Value,
    language: &Language,
    source: &FieldSource,
    problems: &mut Vec<Problem>,
) -> Option<Value> {
    let mut checker = Checker { english, language, source, problems };
    checker.value(own, english, &[])
}

/// Returns the keys of the texts that English has and a file does not, such as `recommended.change`.
pub(crate) fn missing(english: &Value, own: &Value) -> Vec<String> {
    let lacks = |steps: &[Step]| {
        let mut keys = steps.iter().map(|step| if let Step::Key(key) = step { key.as_str() } else { "" });
        keys.try_fold(own, |value, key| value.get(key)).is_none()
    };
    keys_of(english, &[]).into_iter().filter(|steps| lacks(steps)).map(|steps| locate::path(&steps)).collect()
}

/// Returns the way to each text.
fn keys_of(texts: &Value, steps: &[Step]) -> Vec<Vec<Step>> {
    match texts {
        Value::Object(group) if !builtin::is_plural(group) => {
            group.iter().flat_map(|(key, value)| keys_of(value, &joined(steps, key))).collect()
        }
        _ => vec![steps.to_vec()],
    }
}

struct Checker<'a> {
    english: &'a Value,
    language: &'a Language,
    source: &'a FieldSource,
    problems: &'a mut Vec<Problem>,
}

impl Checker<'_> {
    /// Returns what can be used of a value where English has `expected`.
    fn value(&mut self, value: Value, expected: &Value, steps: &[Step]) -> Option<Value> {
        match (value, expected) {
            (Value::Object(forms), Value::Object(english)) if builtin::is_plural(english) => {
                self.plural(forms, &english["other"], steps)
            }
            (Value::Object(group), Value::Object(english)) => Some(self.group(group, english, steps)),
            (Value::String(text), Value::String(english)) => {
                self.placeholders(&text, english, false, steps);
                Some(text.into())
            }
            (value, expected) => {
                let wanted = match expected {
                    Value::Object(english) if builtin::is_plural(english) => "a group of plural forms, with “other” at least",
                    Value::Object(_) => "a group of texts",
                    _ => "a text",
                };
                self.report(Severity::Error, steps, format!("expected {wanted}, found {}.", described(&value)));
                None
            }
        }
    }

    fn group(&mut self, group: Map<String, Value>, english: &Map<String, Value>, steps: &[Step]) -> Value {
        let mut usable = Map::new();
        for (key, value) in group {
            let steps = joined(steps, &key);
            match english.get(&key) {
                Some(expected) => usable.extend(self.value(value, expected, &steps).map(|value| (key, value))),
                None => {
                    let similar = self.similar(&steps).map(|key| format!(" Did you mean {key}?")).unwrap_or_default();
                    let message = format!("there is no text with this key, so it is not used.{similar}");
                    self.report(Severity::Warning, &steps, message);
                }
            }
        }
        usable.into()
    }

    fn plural(&mut self, forms: Map<String, Value>, english: &Value, steps: &[Step]) -> Option<Value> {
        let mut usable = Map::new();
        for (form, value) in forms {
            let steps = joined(steps, &form);
            match value {
                _ if !FORMS.contains(&form.as_str()) => {
                    let message = format!("there is no such plural form, so it is not used. The forms are {}.", FORMS.join(", "));
                    self.report(Severity::Warning, &steps, message);
                }
                Value::String(text) => {
                    let in_words = SMALL_NUMBERS.contains(&form.as_str());
                    self.placeholders(&text, english.as_str().unwrap_or_default(), in_words, &steps);
                    usable.insert(form, text.into());
                }
                value => {
                    self.report(Severity::Error, &steps, format!("expected a text, found {}.", described(&value)));
                }
            }
        }
        if !usable.contains_key("other") {
            self.report(Severity::Error, steps, "has no plural form “other”, which every language needs. Add it.".to_owned());
            return None;
        }
        for (form, number) in forms_of(self.language) {
            if !usable.contains_key(form) {
                let message =
                    format!("has no plural form “{form}”, which this language uses for the number {number}. “other” is used.");
                self.report(Severity::Warning, steps, message);
            }
        }
        Some(usable.into())
    }

    /// Reports placeholders that a text lacks, and those that nothing replaces.
    fn placeholders(&mut self, text: &str, english: &str, may_lack: bool, steps: &[Step]) {
        let (found, expected) = (placeholders(text), placeholders(english));
        for name in expected.difference(&found).filter(|_| !may_lack) {
            self.report(Severity::Warning, steps, format!("does not contain {{{name}}}, which the English does."));
        }
        for name in found.difference(&expected) {
            let message = format!("contains {{{name}}}, which nothing replaces. The English is “{english}”.");
            self.report(Severity::Warning, steps, message);
        }
    }

    /// Returns the key most like one that does not exist: the same in another group, or one with a few other letters.
    fn similar(&self, steps: &[Step]) -> Option<String> {
        let written = locate::path(steps);
        let keys: Vec<String> = keys_of(self.english, &[]).iter().map(|steps| locate::path(steps)).collect();
        let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
        let moved = keys.iter().find(|key| last(key) == last(&written));
        let close = || {
            let distances = keys.iter().map(|key| (strsim::levenshtein(key, &written), key));
            distances.min().filter(|(distance, _)| *distance <= written.chars().count().div_ceil(4)).map(|(_, key)| key)
        };
        moved.or_else(close).cloned()
    }

    fn report(&mut self, severity: Severity, steps: &[Step], message: String) {
        self.problems.push(self.source.problem(severity, Kind::Locale, steps, message));
    }
}

fn joined(steps: &[Step], key: &str) -> Vec<Step> {
    [steps, &[Step::Key(key.to_owned())]].concat()
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// Returns the plural forms that a language uses besides “other”, each with the first number that has it.
fn forms_of(language: &Language) -> Vec<(&'static str, usize)> {
    let mut forms: Vec<(&str, usize)> = Vec::new();
    for number in 1..=NUMBERS {
        let form = match intl::plural_category(language.as_str(), number) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => continue,
        };
        if forms.iter().all(|(known, _)| *known != form) {
            forms.push((form, number));
        }
    }
    forms
}

/// Names a value as editors know it.
fn described(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(value) => format!("the truth value {value}"),
        Value::Number(value) => format!("the number {value}"),
        Value::String(_) => "a text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a group of fields".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::parse::Syntax;

    fn problems(language: &str, text: &str) -> (Option<Value>, Vec<String>) {
        let source = FieldSource::whole("x.json".into(), Syntax::Json, text.into());
        let mut problems = Vec::new();
        let own = source.parse(&mut problems).expect("JSON");
        let usable = check(own, &builtin::json("en"), &language.into(), &source, &mut problems);
        (usable, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn every_wrong_text_is_reported_with_its_place_and_the_rest_is_used() {
        let text = r#"{
  "archive": 3,
  "recommended": { "change": "Ander", "chagne": "x", "shown": "{from} van {aantal}" },
  "roles": "x",
  "minutes": { "one": "een minuut", "other": "{count} minuten", "some": "x" },
  "front_pages": "x"
}"#;
        let (usable, problems) = problems("nl", text);
        assert_eq!(
            usable,
            Some(serde_json::json!({
                "recommended": { "change": "Ander", "shown": "{from} van {aantal}" },
                "minutes": { "one": "een minuut", "other": "{count} minuten" },
            }))
        );
        assert_eq!(
            problems,
            [
                "x.json:2:3: error: archive: expected a text, found the number 3. [locale]",
                "x.json:6:3: warning: front_pages: there is no text with this key, so it is not used. Did you mean front_page? [locale]",
                "x.json:5:65: warning: minutes.some: there is no such plural form, so it is not used. The forms are zero, one, two, few, many, other. [locale]",
                "x.json:3:39: warning: recommended.chagne: there is no text with this key, so it is not used. Did you mean recommended.change? [locale]",
                "x.json:3:54: warning: recommended.shown: does not contain {count}, which the English does. [locale]",
                "x.json:3:54: warning: recommended.shown: does not contain {to}, which the English does. [locale]",
                "x.json:3:54: warning: recommended.shown: contains {aantal}, which nothing replaces. The English is “shown {from}–{to} of {count}”. [locale]",
                "x.json:4:3: error: roles: expected a group of texts, found a text. [locale]",
            ]
        );
    }

    #[test]
    fn plural_forms_are_those_that_the_language_uses() {
        let (usable, found) =
            problems("pl", r#"{ "minutes": { "one": "{count} minuta", "few": "{count} minuty", "other": "{count} minut" } }"#);
        assert_eq!(usable.expect("texts")["minutes"]["few"], "{count} minuty");
        assert_eq!(
            found,
            [
                "x.json:1:3: warning: minutes: has no plural form “many”, which this language uses for the number 5. “other” is used. [locale]"
            ]
        );
        let (usable, found) = problems("pl", r#"{ "minutes": { "one": "{count} minuta" }, "search": { "count": "{count}" } }"#);
        assert_eq!(usable, Some(serde_json::json!({ "search": {} })));
        assert_eq!(
            found,
            [
                "x.json:1:3: error: minutes: has no plural form “other”, which every language needs. Add it. [locale]",
                "x.json:1:55: error: search.count: expected a group of plural forms, with “other” at least, found a text. [locale]",
            ]
        );
    }

    #[test]
    fn a_key_of_another_group_is_suggested() {
        let (_, found) = problems("nl", r#"{ "change": "Ander", "nothing_like_it_at_all": "x" }"#);
        assert!(found[0].ends_with("Did you mean recommended.change? [locale]"), "{found:?}");
        assert!(found[1].ends_with("so it is not used. [locale]"), "{found:?}");
    }

    #[test]
    fn a_file_that_is_no_object_is_an_error() {
        assert_eq!(problems("nl", "[]").1, ["x.json:1:1: error: expected a group of texts, found a list. [locale]"]);
    }
}
