//! From the text of a file to a typed value, with every wrong field told, not only the first.

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::Segment;

use crate::{
    locate::{self, Step},
    problem::{Place, Problem, Severity},
};

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Syntax {
    Json,
    Yaml,
    Toml,
}

/// Where fields came from, so that a problem can say its place.
#[derive(Debug)]
pub(crate) struct Origin {
    /// The file, as a path that the reader of a message can open.
    pub(crate) file: String,
    pub(crate) syntax: Syntax,
    /// The text of the fields.
    pub(crate) text: String,
    /// Lines of the file before that text.
    pub(crate) skipped: usize,
    /// Whether the fields of `_offprint` stand beside the others, as in front matter.
    pub(crate) flat: bool,
}

impl Origin {
    /// A problem with a field, such as `_offprint.credits[1].role`.
    pub(crate) fn problem(&self, severity: Severity, steps: &[Step], message: impl Into<String>) -> Problem {
        let shown = self.as_written(steps);
        Problem {
            file: self.file.clone(),
            place: self.place(&shown),
            severity,
            field: (!shown.is_empty()).then(|| locate::path(&shown)),
            message: message.into(),
        }
    }

    /// An error in a field, named by keys alone.
    pub(crate) fn error(&self, field: &[&str], message: impl Into<String>) -> Problem {
        self.problem(Severity::Error, &keys(field), message)
    }

    /// An error in one entry of a field that is a list.
    pub(crate) fn error_at(&self, field: &[&str], index: usize, message: impl Into<String>) -> Problem {
        let mut steps = keys(field);
        steps.push(Step::Index(index));
        self.problem(Severity::Error, &steps, message)
    }

    fn place(&self, steps: &[Step]) -> Option<Place> {
        let found = match self.syntax {
            Syntax::Json => locate::in_json(&self.text, steps),
            Syntax::Yaml => locate::in_yaml(&self.text, steps),
            Syntax::Toml => locate::in_toml(&self.text, steps),
        };
        found.map(|place| Place { line: place.line + self.skipped, ..place })
    }

    /// The field as the newsroom wrote it: front matter has no `_offprint`, and may say `date`.
    fn as_written(&self, steps: &[Step]) -> Vec<Step> {
        let mut steps = steps.to_vec();
        if self.flat {
            if steps.len() > 1 && steps[0] == Step::Key("_offprint".into()) {
                steps.remove(0);
            }
            if let Some(Step::Key(key)) = steps.first_mut()
                && key == "date_published"
            {
                *key = "date".into();
            }
        }
        steps
    }

    /// Reads the text as JSON, YAML or TOML.
    pub(crate) fn parse(&self) -> Result<Value, Problem> {
        let parsed = match self.syntax {
            Syntax::Json => parse_json(&self.text),
            Syntax::Yaml => parse_yaml(&self.text),
            Syntax::Toml => parse_toml(&self.text),
        };
        let mut value = parsed.map_err(|(place, message)| Problem {
            file: self.file.clone(),
            place: place.map(|place| Place { line: place.line + self.skipped, ..place }),
            severity: Severity::Error,
            field: None,
            message,
        })?;
        drop_nulls(&mut value);
        Ok(value)
    }

    /// Reads `value` as a `T`. A field that is wrong is told and left out, so that the next is seen too.
    pub(crate) fn read<T: DeserializeOwned>(&self, mut value: Value, problems: &mut Vec<Problem>) -> Option<T> {
        // Which entries of which list were left out, so that later ones keep their number.
        let mut left_out: Vec<(Vec<Step>, usize)> = Vec::new();
        let mut wrong: Vec<Vec<Step>> = Vec::new();
        loop {
            let error = match serde_path_to_error::deserialize::<_, T>(&value) {
                Ok(read) => return Some(read),
                Err(error) => error,
            };
            let steps: Vec<Step> = error.path().iter().filter_map(step).collect();
            let original = with_original_numbers(&steps, &left_out);
            let message = error.inner().to_string();
            let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
            // A field that was wrong, and so was left out, is not missing as well.
            let told = missing.is_some_and(|field| wrong.contains(&[&original[..], &keys(&[field])].concat()));
            if !told {
                problems.push(self.problem(Severity::Error, &original, in_plain_words(&message)));
            }
            if !remove(&mut value, &steps) {
                return None;
            }
            wrong.push(original.clone());
            if let Some(Step::Index(index)) = original.last() {
                left_out.push((original[..original.len() - 1].to_vec(), *index));
            }
        }
    }
}

fn keys(field: &[&str]) -> Vec<Step> {
    field.iter().map(|key| Step::Key((*key).to_owned())).collect()
}

type Unreadable = (Option<Place>, String);

fn parse_json(text: &str) -> Result<Value, Unreadable> {
    serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or_default().to_owned();
        // The parser counts bytes; people count characters.
        let before =
            text.lines().nth(error.line().saturating_sub(1)).and_then(|line| line.get(..error.column().saturating_sub(1)));
        let column = before.map_or(error.column(), |before| before.chars().count() + 1);
        (Some(Place { line: error.line().max(1), column: Some(column) }), format!("this is not JSON: {what}"))
    })
}

fn parse_yaml(text: &str) -> Result<Value, Unreadable> {
    let documents = Yaml::load_from_str(text).map_err(|error| {
        let place = Place { line: error.marker().line(), column: Some(error.marker().col() + 1) };
        (Some(place), format!("the front matter is not YAML: {}", error.info()))
    })?;
    Ok(documents.first().map_or(Value::Object(Map::new()), yaml_to_json))
}

fn yaml_to_json(yaml: &Yaml<'_>) -> Value {
    match yaml {
        Yaml::Value(Scalar::Boolean(value)) => (*value).into(),
        Yaml::Value(Scalar::Integer(value)) => (*value).into(),
        Yaml::Value(Scalar::FloatingPoint(value)) => value.into_inner().into(),
        Yaml::Value(Scalar::String(value)) => value.as_ref().into(),
        Yaml::Sequence(sequence) => sequence.iter().map(yaml_to_json).collect(),
        Yaml::Mapping(mapping) => {
            let entries = mapping.iter().filter_map(|(key, value)| Some((key.as_str()?.to_owned(), yaml_to_json(value))));
            Value::Object(entries.collect())
        }
        _ => Value::Null,
    }
}

fn parse_toml(text: &str) -> Result<Value, Unreadable> {
    let table: toml::Table = toml::from_str(text).map_err(|error| {
        let place = error.span().map(|span| Place::of(text, span.start));
        (place, format!("this is not TOML: {}", error.message().replace('\n', ", ")))
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

/// A field that says nothing is a field that is not there.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(drop_nulls);
        }
        Value::Array(list) => list.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

fn step(segment: &Segment) -> Option<Step> {
    match segment {
        Segment::Seq { index } => Some(Step::Index(*index)),
        Segment::Map { key } => Some(Step::Key(key.clone())),
        Segment::Enum { variant } => Some(Step::Key(variant.clone())),
        Segment::Unknown => None,
    }
}

fn with_original_numbers(steps: &[Step], left_out: &[(Vec<Step>, usize)]) -> Vec<Step> {
    let mut original: Vec<Step> = Vec::new();
    for step in steps {
        let step = match step {
            Step::Key(_) => step.clone(),
            Step::Index(now) => {
                let mut gone: Vec<usize> =
                    left_out.iter().filter(|(list, _)| *list == original).map(|(_, index)| *index).collect();
                gone.sort_unstable();
                Step::Index(gone.iter().fold(*now, |index, gone| if *gone <= index { index + 1 } else { index }))
            }
        };
        original.push(step);
    }
    original
}

/// Takes out what stands at `steps`. False if there is nothing to take out.
fn remove(value: &mut Value, steps: &[Step]) -> bool {
    let Some((last, parents)) = steps.split_last() else { return false };
    let mut node = value;
    for step in parents {
        let next = match step {
            Step::Key(key) => node.get_mut(key),
            Step::Index(index) => node.get_mut(index),
        };
        let Some(next) = next else { return false };
        node = next;
    }
    match (node, last) {
        (Value::Object(map), Step::Key(key)) => map.remove(key).is_some(),
        (Value::Array(list), Step::Index(index)) if *index < list.len() => {
            list.remove(*index);
            true
        }
        _ => false,
    }
}

/// `invalid type: integer `3`, expected a string` is for programmers; this is for editors.
fn in_plain_words(message: &str) -> String {
    if let Some(field) = message.strip_prefix("missing field ") {
        return format!("has no {}. Add it.", field.replace('`', ""));
    }
    let Some((found, expected)) = message
        .strip_prefix("invalid type: ")
        .or(message.strip_prefix("invalid value: "))
        .and_then(|rest| rest.split_once(", expected "))
    else {
        return message.to_owned();
    };
    let found = match found.split(' ').next().unwrap_or_default() {
        "integer" | "floating" => format!("the number {}", found.rsplit('`').nth(1).unwrap_or_default()),
        "boolean" => format!("the truth value {}", found.rsplit('`').nth(1).unwrap_or_default()),
        "string" => "a text".to_owned(),
        "sequence" => "a list".to_owned(),
        "map" => "a group of fields".to_owned(),
        _ => found.replace('`', ""),
    };
    let (expected, hint) = match expected {
        "a string" if found.starts_with("the ") => ("a text", " Put it in quotes."),
        "a string" | "a text" => ("a text", ""),
        "a sequence" => ("a list", ""),
        "a map" => ("a group of fields", ""),
        "a boolean" => ("true or false", ""),
        _ if expected.starts_with("struct ") => ("a group of fields", ""),
        _ => (expected, ""),
    };
    format!("expected {expected}, found {found}.{hint}")
}

#[cfg(test)]
mod tests {
    use edition::Article;

    use super::*;

    fn read(text: &str) -> (Option<Article>, Vec<String>) {
        let origin = Origin { file: "a.json".into(), syntax: Syntax::Json, text: text.into(), skipped: 0, flat: false };
        let mut problems = Vec::new();
        let value = origin.parse().expect("JSON");
        let article = origin.read(value, &mut problems);
        (article, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn every_wrong_field_is_told_with_its_place_and_the_rest_is_read() {
        let (article, problems) = read(
            r#"{"title": 3, "tags": "a",
 "_offprint": {"credits": [{"role": "editor"}, {"role": "editor", "name": "A"}, {"role": [], "name": "B"}],
  "source": {"name": "X", "url": "javascript:alert(1)"}}}"#,
        );
        assert_eq!(
            problems,
            [
                "a.json:2:28: error: _offprint.credits[0]: has no name. Add it.",
                "a.json:2:82: error: _offprint.credits[2].role: expected a text, found a list.",
                "a.json:3:27: error: _offprint.source.url: expected an address: http, https, mailto, tel or a relative one",
                "a.json:1:14: error: tags: expected a list, found a text.",
                "a.json:1:2: error: title: expected a text, found the number 3. Put it in quotes.",
            ]
        );
        let article = article.expect("what is left is an article");
        assert_eq!(article.offprint.credits.len(), 1);
    }

    #[test]
    fn a_field_that_is_null_is_not_there() {
        assert_eq!(read(r#"{"title": null, "summary": null}"#).1, [""; 0]);
    }
}
