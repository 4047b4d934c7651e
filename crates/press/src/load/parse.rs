//! Parsing of JSON, YAML and TOML to one tree.

use std::sync::LazyLock;

use jsonc_parser::{ast, common::Ranged};
use regex::Regex;
use saphyr::{LoadableYamlNode, Scalar, Yaml, YamlEmitter};
use saphyr_parser::{Event, Span};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::problem::{Kind, SourceLocation};

/// The syntax of fields.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Syntax {
    Json,
    Yaml,
    Toml,
}

/// Why a text cannot be parsed: where, what kind of problem, and a sentence.
pub(crate) type ParseError = (Option<SourceLocation>, Kind, String);

/// Parses a text. `front matter` or `file` is what messages call it.
///
/// # Errors
///
/// A text that is not in the syntax, and a field that is there twice.
pub(crate) fn parse(syntax: Syntax, text: &str) -> Result<Value, ParseError> {
    match syntax {
        Syntax::Json => json(text),
        Syntax::Yaml => yaml(text),
        Syntax::Toml => toml(text),
    }
}

fn json(text: &str) -> Result<Value, ParseError> {
    let value = serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or_default().to_owned();
        // The parser counts bytes; people count characters.
        let before =
            text.lines().nth(error.line().saturating_sub(1)).and_then(|line| line.get(..error.column().saturating_sub(1)));
        let column = before.map_or(error.column(), |before| before.chars().count() + 1);
        let location = SourceLocation { line: error.line().max(1), column: Some(column) };
        (Some(location), Kind::Syntax, format!("this is not JSON: {what}."))
    })?;
    let tree = jsonc_parser::parse_to_ast(text, &Default::default(), &Default::default());
    match tree.ok().and_then(|tree| duplicate(tree.value?, text)) {
        Some(error) => Err(error),
        None => Ok(value),
    }
}

/// Finds a key that is twice in one object. serde_json takes the last one without a word.
fn duplicate(value: ast::Value<'_>, text: &str) -> Option<ParseError> {
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            ast::Value::Array(array) => waiting.extend(array.elements),
            ast::Value::Object(object) => {
                let mut seen = std::collections::HashSet::new();
                for property in &object.properties {
                    if !seen.insert(property.name.as_str()) {
                        let location = SourceLocation::of(text, property.start());
                        return Some((Some(location), Kind::DuplicateField, is_twice(property.name.as_str())));
                    }
                }
                waiting.extend(object.properties.into_iter().map(|property| property.value));
            }
            _ => {}
        }
    }
    None
}

fn is_twice(key: &str) -> String {
    format!("the field “{key}” is there twice. Keep one of them.")
}

fn yaml(text: &str) -> Result<Value, ParseError> {
    if let Some(error) = unreadable_yaml(text) {
        return Err(error);
    }
    let documents = Yaml::load_from_str(text).map_err(|error| {
        let location = SourceLocation { line: error.marker().line(), column: Some(error.marker().col() + 1) };
        let line = text.lines().nth(error.marker().line().saturating_sub(1)).unwrap_or_default();
        match error.info() {
            "duplicated key in mapping" => {
                let key = line.split(':').next().unwrap_or_default().trim();
                (Some(location), Kind::DuplicateField, is_twice(key))
            }
            info => (Some(location), Kind::Syntax, format!("the front matter is not YAML: {}", yaml_advice(info, line, text))),
        }
    })?;
    Ok(documents.first().map_or(Value::Object(Map::new()), yaml_to_json))
}

/// The deepest nesting of YAML, as that of JSON.
const MAX_DEPTH: usize = 128;

/// Finds what the loader of YAML would take forever to read: nesting without end, and keys that are lists or groups, for which it needs
/// twice the time with every level.
fn unreadable_yaml(text: &str) -> Option<ParseError> {
    let error = |span: Span, message: &str| {
        let location = SourceLocation { line: span.start.line(), column: Some(span.start.col() + 1) };
        Some((Some(location), Kind::Syntax, format!("the front matter is not YAML that can be read: {message}")))
    };
    // For each list and group that is open: whether a key comes next, if it is a group.
    let mut open: Vec<Option<bool>> = Vec::new();
    // The loader reports what is wrong otherwise.
    for (event, span) in saphyr_parser::Parser::new_from_str(text).map_while(Result::ok) {
        let is_node = !matches!(event, Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_))
            && !matches!(event, Event::DocumentEnd | Event::SequenceEnd | Event::MappingEnd);
        if is_node && let Some(Some(is_key)) = open.last_mut() {
            if *is_key && !matches!(event, Event::Scalar(..)) {
                return error(span, "the name of a field is itself a list or a group. Write a text before the colon.");
            }
            *is_key = !*is_key;
        }
        match event {
            Event::SequenceStart(..) => open.push(None),
            Event::MappingStart(..) => open.push(Some(true)),
            Event::SequenceEnd | Event::MappingEnd => drop(open.pop()),
            Event::DocumentEnd => return None,
            _ => {}
        }
        if open.len() > MAX_DEPTH {
            return error(span, "it is nested too deeply.");
        }
    }
    None
}

/// Finds texts in YAML that are cut or taken for something else without a word: a `#` after a space begins a comment, `!` and `&` at
/// the beginning are a type and a name. Returns the line, from 1, and the character.
pub(super) fn cut_texts(text: &str) -> Vec<(usize, char)> {
    static CUT: LazyLock<Regex> = LazyLock::new(|| {
        // A comment is usually written with a space after the `#`.
        Regex::new(r#"^\s*(?:- +)?[\w-]+:\s+(?:[^\s"'\[{|>#!&*][^"']*?\s(#)[^\s#]|([!&])\w)"#).expect("a valid expression")
    });
    let cut = |(index, line)| {
        let found = CUT.captures(line)?;
        let character = found.get(1).or_else(|| found.get(2))?.as_str().chars().next()?;
        Some((index + 1, character))
    };
    text.lines().enumerate().filter_map(cut).collect()
}

/// Returns a key that is followed by the colon of Chinese and Japanese.
fn wide_colon(text: &str) -> Option<&str> {
    text.lines().find_map(|line| {
        let (key, _) = line.split_once('：')?;
        (!key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))).then_some(key)
    })
}

/// Says what an editor can do about an error of the YAML parser.
fn yaml_advice(info: &str, line: &str, text: &str) -> String {
    let indent = line.len() - line.trim_start().len();
    if line[..indent].contains('\t') {
        return "a line begins with a tab. Use spaces instead.".to_owned();
    }
    if let Some(key) = wide_colon(text) {
        return format!("the colon after {key} is full-width. Write : and a space.");
    }
    const QUOTES_HELP: [&str; 5] =
        ["mapping values are not allowed", "did not find expected key", "anchor", "unexpected character", "trailing content"];
    if QUOTES_HELP.iter().any(|known| info.contains(known)) {
        return format!(
            "{info}. If a text contains a colon or a quotation mark, or begins with * or @, put all of it in quotes."
        );
    }
    format!("{info}.")
}

/// Returns fields as YAML, in their order, after a line `---`.
pub(super) fn to_yaml(fields: &[(String, Value)]) -> String {
    let mapping = fields.iter().map(|(name, value)| (yaml_text(name), json_to_yaml(value)));
    let mut yaml = String::new();
    // Writing to a string cannot fail.
    let _ = YamlEmitter::new(&mut yaml).dump(&Yaml::Mapping(mapping.collect()));
    yaml
}

fn yaml_text(text: &str) -> Yaml<'_> {
    Yaml::Value(Scalar::String(text.into()))
}

fn json_to_yaml(value: &Value) -> Yaml<'_> {
    match value {
        Value::Null => Yaml::Value(Scalar::Null),
        Value::Bool(truth) => Yaml::Value(Scalar::Boolean(*truth)),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Yaml::Value(Scalar::Integer(integer)),
            (None, float) => Yaml::Value(Scalar::FloatingPoint(float.unwrap_or_default().into())),
        },
        Value::String(text) => yaml_text(text),
        Value::Array(list) => Yaml::Sequence(list.iter().map(json_to_yaml).collect()),
        Value::Object(map) => Yaml::Mapping(map.iter().map(|(name, value)| (yaml_text(name), json_to_yaml(value))).collect()),
    }
}

fn yaml_to_json(yaml: &Yaml<'_>) -> Value {
    match yaml {
        Yaml::Value(Scalar::Boolean(value)) => (*value).into(),
        Yaml::Value(Scalar::Integer(value)) => (*value).into(),
        Yaml::Value(Scalar::FloatingPoint(value)) => value.into_inner().into(),
        Yaml::Value(Scalar::String(value)) => value.as_ref().into(),
        Yaml::Sequence(sequence) => sequence.iter().map(yaml_to_json).collect(),
        Yaml::Mapping(mapping) => {
            let entries = mapping.iter().map(|(key, value)| (yaml_key(key), yaml_to_json(value)));
            Value::Object(entries.collect())
        }
        Yaml::Tagged(_, value) => yaml_to_json(value),
        _ => Value::Null,
    }
}

/// Returns a key as text: `2024: …` is a key, too.
fn yaml_key(key: &Yaml<'_>) -> String {
    match yaml_to_json(key) {
        Value::String(key) => key,
        other => other.to_string(),
    }
}

fn toml(text: &str) -> Result<Value, ParseError> {
    let table: toml::Table = toml::from_str(text).map_err(|error| {
        let location = error.span().map(|span| SourceLocation::of(text, span.start));
        let message = error.message().replace('\n', ", ");
        match message.contains("duplicate key") {
            true => {
                let key = error.span().and_then(|span| text.get(span)).unwrap_or_default();
                (location, Kind::DuplicateField, is_twice(key))
            }
            false => (location, Kind::Syntax, format!("this is not TOML: {message}.")),
        }
    })?;
    Ok(toml_to_json(toml::Value::Table(table)))
}

fn toml_to_json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(list) => list.into_iter().map(toml_to_json).collect(),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, value)| (key, toml_to_json(value))).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(syntax: Syntax, text: &str) -> String {
        let (location, kind, message) = parse(syntax, text).expect_err("an error");
        format!("{} {} {message}", location.map_or(0, |location| location.line), kind.id())
    }

    #[test]
    fn a_field_that_is_there_twice_is_an_error_in_every_syntax() {
        let json = message(Syntax::Json, "{\"title\": \"A\",\n \"_offprint\": {\"source\": 1,\n \"source\": 2}}");
        assert!(json.starts_with("3 duplicate-field the field “source” is there twice"), "{json}");
        let yaml = message(Syntax::Yaml, "title: A\nid: a\ntitle: B\n");
        assert!(yaml.starts_with("3 duplicate-field the field “title” is there twice"), "{yaml}");
        let toml = message(Syntax::Toml, "title = 'A'\ntitle = 'B'\n");
        assert!(toml.starts_with("2 duplicate-field the field “title” is there twice"), "{toml}");
    }

    #[test]
    fn a_syntax_error_says_what_to_do() {
        let colon = message(Syntax::Yaml, "title: Steel: a history\n");
        assert!(colon.starts_with("1 syntax") && colon.contains("put all of it in quotes"), "{colon}");
        let tab = message(Syntax::Yaml, "credits:\n\t- name: A\n");
        assert!(tab.contains("Use spaces instead"), "{tab}");
        let wide = message(Syntax::Yaml, "title: A\ndate：2026-03-01\nid: a\n");
        assert!(wide.contains("Write : and a space"), "{wide}");
        let star = message(Syntax::Yaml, "title: *bold*\n");
        assert!(star.contains("put all of it in quotes"), "{star}");
        assert!(message(Syntax::Json, "{\"a\": 1,}").starts_with("1 syntax this is not JSON: trailing comma"));
    }

    #[test]
    fn nesting_without_end_is_an_error() {
        for (text, expected) in [
            ("? ".repeat(100_000), "1 syntax the front matter is not YAML that can be read: the name of a field is itself"),
            ("- ".repeat(100_000), "1 syntax"),
            ("[".repeat(100_000), "1 syntax"),
            ("a:\n".to_owned() + &(1..200).map(|n| " ".repeat(n) + "a:\n").collect::<String>(), "129 syntax"),
            ("a: &x [1]\n*x : b\n".to_owned(), "2 syntax"),
        ] {
            let found = message(Syntax::Yaml, &text);
            assert!(found.starts_with(expected), "{found}");
        }
        assert!(parse(Syntax::Yaml, "a: &x [{ b: 1 }]\nc: *x\nd: { <<: *x }\n").is_ok());
    }

    #[test]
    fn texts_that_yaml_cuts_are_found() {
        let text = "summary: 他说 #话题# 很热\ntitle: Top #1 song\na: b # a comment\nc: '#1 song'\nd: !important news\ne: &news flash\nf: \"x #y\"\ng: C#\n";
        assert_eq!(cut_texts(text), [(1, '#'), (2, '#'), (5, '!'), (6, '&')]);
    }

    #[test]
    fn a_key_may_be_a_number() {
        assert_eq!(parse(Syntax::Yaml, "2024: a\ntrue: b\n"), Ok(serde_json::json!({ "2024": "a", "true": "b" })));
    }
}
