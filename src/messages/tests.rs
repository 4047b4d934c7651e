use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use icu_plurals::{PluralRules, PluralRulesOptions};
use serde_json::{Map, Value};

use super::{
    builtin::{self, BUILT_IN},
    *,
};

/// Messages that wait for their translation, as language and key: `("de", "themes.sepia")`. Readers see English there.
const UNTRANSLATED: &[(&str, &str)] = &[];

/// Plural forms that may write their number as a word.
const SMALL_NUMBERS: [&str; 3] = ["zero", "one", "two"];

fn parse(tag: &str, text: &str) -> Map<String, Value> {
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => object,
        other => panic!("locales/{tag}.json is not a JSON object: {other:?}"),
    }
}

/// Returns each message with its key, such as `recommended.change`.
fn messages_of(object: &Map<String, Value>) -> Vec<(String, &Value)> {
    let mut messages = Vec::new();
    for (key, value) in object {
        match value {
            Value::Object(group) if !builtin::is_plural(group) => {
                messages.extend(messages_of(group).into_iter().map(|(inner, value)| (format!("{key}.{inner}"), value)));
            }
            _ => messages.push((key.clone(), value)),
        }
    }
    messages
}

/// Returns the texts of a message with their plural form, which is empty for a plain text.
fn texts_of(message: &Value) -> Vec<(&str, &str)> {
    match message {
        Value::Object(forms) => forms.iter().map(|(form, text)| (form.as_str(), text.as_str().unwrap_or_default())).collect(),
        text => vec![("", text.as_str().unwrap_or_default())],
    }
}

/// Returns the placeholders of a text, such as `{count}`.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_file_has_the_keys_of_english() {
    let english = parse("en", ENGLISH);
    let expected: BTreeSet<String> = messages_of(&english).into_iter().map(|(key, _)| key).collect();
    let mut faults = Vec::new();
    for (tag, text) in BUILT_IN {
        let file = parse(tag, text);
        let keys: BTreeSet<String> = messages_of(&file).into_iter().map(|(key, _)| key).collect();
        let waits = |key: &str| UNTRANSLATED.contains(&(tag, key));
        faults.extend(expected.difference(&keys).filter(|key| !waits(key)).map(|key| format!("{tag}: missing {key}")));
        faults.extend(keys.difference(&expected).map(|key| format!("{tag}: unknown {key}")));
        faults.extend(keys.iter().filter(|key| waits(key)).map(|key| format!("{tag}: translated, but in UNTRANSLATED {key}")));
    }
    assert!(faults.is_empty(), "locales/: {faults:#?}");
}

#[test]
fn english_has_exactly_the_keys_of_the_schema() {
    let schema = serde_json::to_value(Messages::english()).expect("JSON");
    let schema: BTreeSet<String> = messages_of(schema.as_object().expect("an object")).into_iter().map(|(key, _)| key).collect();
    let english = parse("en", ENGLISH);
    let keys: BTreeSet<String> = messages_of(&english).into_iter().map(|(key, _)| key).collect();
    let differences: Vec<&String> = keys.symmetric_difference(&schema).collect();
    assert!(differences.is_empty(), "in one of en.json and Messages only: {differences:#?}");
}

#[test]
fn every_file_has_the_types_of_english() {
    for (tag, _) in BUILT_IN {
        let messages = builtin::messages(tag);
        assert!(!messages.language_name.is_empty(), "{tag}");
    }
}

#[test]
fn every_translation_has_the_placeholders_of_english() {
    let english = parse("en", ENGLISH);
    let mut faults = Vec::new();
    for (tag, text) in BUILT_IN {
        let file = parse(tag, text);
        let translations = messages_of(&file);
        for (key, message) in messages_of(&english) {
            let expected: BTreeSet<&str> = texts_of(message).into_iter().flat_map(|(_, text)| placeholders(text)).collect();
            let translation = translations.iter().find(|(known, _)| *known == key);
            for (form, text) in translation.into_iter().flat_map(|(_, message)| texts_of(message)) {
                let found = placeholders(text);
                let may_lack = SMALL_NUMBERS.contains(&form);
                let missing = expected.difference(&found).filter(|_| !may_lack);
                faults.extend(missing.map(|name| format!("{tag}: {key} lacks {{{name}}} {form}")));
                faults.extend(found.difference(&expected).map(|name| format!("{tag}: {key} has unknown {{{name}}} {form}")));
            }
        }
    }
    assert!(faults.is_empty(), "locales/: {faults:#?}");
}

#[test]
fn plural_forms_are_those_that_the_language_needs() {
    let mut faults = Vec::new();
    for (tag, text) in BUILT_IN {
        let locale: icu_locale_core::Locale = tag.parse().expect("a language tag");
        let rules = PluralRules::try_new(locale.into(), PluralRulesOptions::default()).expect("rules of CLDR");
        let needed: BTreeSet<String> = rules.categories().map(|category| format!("{category:?}").to_lowercase()).collect();
        let file = parse(tag, text);
        for (key, message) in messages_of(&file) {
            let Value::Object(forms) = message else { continue };
            let forms: BTreeSet<String> = forms.keys().cloned().collect();
            faults.extend(needed.difference(&forms).map(|form| format!("{tag}: {key} lacks the form {form}")));
            faults.extend(forms.difference(&needed).map(|form| format!("{tag}: {key} has the form {form}, which is never used")));
        }
    }
    assert!(faults.is_empty(), "locales/: {faults:#?}");
}

/// Returns the Rust files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// Returns whether code reads a field: `.key`, but not a method or a longer name.
fn reads_field(code: &str, key: &str) -> bool {
    code.match_indices(&format!(".{key}")).any(|(at, found)| {
        let next = code[at + found.len()..].chars().next();
        next.is_none_or(|next| !next.is_alphanumeric() && next != '_' && next != '(')
    })
}

#[test]
fn every_message_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let code: Vec<String> = [root.join("src"), root.join("crates/press/src")]
        .iter()
        .flat_map(|folder| sources(folder))
        .filter(|path| !path.ends_with("messages/tests.rs"))
        .map(|path| fs::read_to_string(path).expect("a source file"))
        .map(|text| text.split("#[cfg(test)]").next().unwrap_or_default().to_owned())
        .collect();
    // A field of a group counts in files that mention the group or its type: `RoleMessages` for `roles`.
    let is_used = |group: Option<&str>, key: &str| {
        code.iter().filter(|code| reads_field(code, key)).any(|code| {
            group.is_none_or(|group| {
                let (first, rest) = group.trim_end_matches('s').split_at(1);
                reads_field(code, group) || code.contains(&format!("{}{rest}Messages", first.to_uppercase()))
            })
        })
    };
    let english = parse("en", ENGLISH);
    let mut unused: Vec<String> = messages_of(&english)
        .into_iter()
        .filter(|(key, _)| {
            let mut names = key.split('.');
            match (names.next(), names.next()) {
                (Some(group), Some(name)) => !is_used(Some(group), name),
                _ => !is_used(None, key),
            }
        })
        .map(|(key, _)| key)
        .collect();
    unused.dedup();
    assert!(unused.is_empty(), "no code reads these messages: {unused:#?}");
}

#[test]
fn the_closest_language_is_found_by_script_region_and_primary_subtag() {
    let closest = |tag: &str| builtin::closest(tag).map(|(tag, _)| tag);
    for (tag, expected) in [
        ("en", "en"),
        ("en-GB", "en"),
        ("DE-at", "de"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-hk", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-Hant-TW", "zh-Hant"),
    ] {
        assert_eq!(closest(tag), Some(expected), "{tag}");
    }
    assert_eq!([closest("nl"), closest("pt-BR"), closest("")], [None; 3]);
}

#[test]
fn own_texts_replace_single_texts_and_all_plural_forms_together() {
    let mut texts = builtin::json("ar");
    let own = serde_json::json!({
        "recommended": { "change": "أخرى", "unknown": "x" },
        "minutes": { "one": "دقيقة", "other": "{count} د" },
    });
    builtin::overlay(&mut texts, own);
    let texts: Messages = serde_json::from_value(texts).expect("messages");
    assert_eq!((texts.recommended.change.as_str(), texts.recommended.title.as_str()), ("أخرى", "قراءات موصى بها"));
    assert_eq!([1, 2, 3].map(|count| texts.minutes.format("ar", count)), ["دقيقة", "2 د", "3 د"]);
}

#[test]
fn an_unknown_role_is_shown_as_written() {
    let english = Messages::english();
    assert_eq!(english.role(&Role::ResponsibleEditor), "Responsible editor");
    assert_eq!(english.role(&Role::Other("插图".into())), "插图");
}

#[test]
fn every_failure_has_its_own_sentence_in_every_language() {
    for (tag, _) in BUILT_IN {
        let messages = builtin::messages(tag);
        let failures = [
            FetchError::Offline,
            FetchError::Unreachable,
            FetchError::Slow,
            FetchError::Missing,
            FetchError::Server(500),
            FetchError::Malformed(String::new()),
        ];
        let mut titles: Vec<_> = failures.iter().map(|failure| &messages.failure(failure).title).collect();
        titles.push(&messages.states.empty.title);
        titles.sort();
        titles.dedup();
        assert_eq!(titles.len(), failures.len() + 1, "{tag}");
    }
}

#[test]
fn a_number_chooses_the_plural_form_of_its_language() {
    let forms = |tag: &str, counts: [usize; 4]| {
        let count = builtin::messages(tag).search.count;
        counts.map(|number| count.format(tag, number))
    };
    assert_eq!(forms("en", [1, 2, 3, 11]), ["1 article", "2 articles", "3 articles", "11 articles"]);
    assert_eq!(forms("ar", [1, 2, 3, 11]), ["مقال واحد", "مقالان", "3 مقالات", "11 مقالًا"]);
    assert_eq!(forms("zh-Hans", [1, 2, 3, 11]), ["共1篇文章", "共2篇文章", "共3篇文章", "共11篇文章"]);
    assert_eq!(forms("fr", [0, 1, 2, 11]), ["0\u{a0}article", "1\u{a0}article", "2\u{a0}articles", "11\u{a0}articles"]);
}
