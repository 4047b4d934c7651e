//! From the text of fields to a typed value, with every wrong field reported, not only the first.

use std::{borrow::Cow, path::Path};

use anyhow::Result;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use serde_path_to_error::Segment;

use super::{
    content::Content,
    encoding::{self, without_invalid_characters},
    kind::ManuscriptKind,
    known_fields::{self, KnownFields},
    locate::{self, Step},
    parse::{self, Syntax},
    plain_words::{in_plain_words, wants_text},
    source_text,
};
use crate::{
    files,
    problem::{Kind, Problem, Severity, SourceLocation},
};

/// The text that fields were read from, so that a problem can name its location.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FieldSource {
    /// The file, as a path that the reader of a message can open.
    pub(crate) file: String,
    pub(crate) syntax: Syntax,
    /// The text of the fields, as long as the file is being read; later on it is read again where a problem needs it.
    #[serde(skip)]
    pub(crate) text: Option<String>,
    /// Lines of the file before that text.
    pub(crate) lines_before: usize,
    /// Whether the fields of `_offprint` are next to the others, as in front matter.
    pub(crate) flat: bool,
    /// What the manuscript is. None for another file.
    pub(crate) kind: Option<ManuscriptKind>,
}

impl FieldSource {
    /// Creates the source of a file that has nothing but fields.
    pub(crate) fn whole(file: String, syntax: Syntax, text: String) -> FieldSource {
        FieldSource { file, syntax, text: Some(text), lines_before: 0, flat: false, kind: None }
    }

    /// Opens a file of CONTENT that has nothing but fields, and parses it. None if that is not possible; the problems say why.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
    pub(crate) fn open(
        content: &Content,
        path: &Path,
        syntax: Syntax,
        problems: &mut Vec<Problem>,
    ) -> Result<Option<(FieldSource, Value)>> {
        let file = content.shown(path);
        let opened = encoding::decode(&file, &files::read(&content.root.join(path))?).and_then(|text| {
            let source = FieldSource::whole(file, syntax, text);
            let value = source.parse(problems)?;
            Ok((source, value))
        });
        Ok(opened.map_err(|problem| problems.push(problem)).ok())
    }

    /// Returns the text of the fields. Empty if it is to be read again and the file is gone.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match &self.text {
            Some(text) => text.into(),
            None => source_text::read(&self.file).fields.into(),
        }
    }

    /// Creates a problem with a field, such as `_offprint.credits[1].role`.
    pub(crate) fn problem(&self, severity: Severity, kind: Kind, steps: &[Step], message: impl Into<String>) -> Problem {
        let written = self.as_written(steps);
        Problem {
            file: self.file.clone(),
            location: self.location(&written),
            severity,
            field: (!written.is_empty()).then(|| locate::path(&written)),
            message: message.into(),
            kind,
        }
    }

    /// Creates an error in a field, named by keys alone.
    pub(crate) fn error(&self, kind: Kind, field: &[&str], message: impl Into<String>) -> Problem {
        self.problem(Severity::Error, kind, &keys(field), message)
    }

    /// Creates a warning about a field, named by keys alone.
    pub(crate) fn warning(&self, kind: Kind, field: &[&str], message: impl Into<String>) -> Problem {
        self.problem(Severity::Warning, kind, &keys(field), message)
    }

    /// Returns a value as it was written, such as `007`.
    pub(super) fn literal(&self, steps: &[Step]) -> Option<String> {
        locate::literal(self.syntax, &self.text(), &self.as_written(steps))
    }

    /// Returns the location of the deepest step that is there.
    fn location(&self, steps: &[Step]) -> Option<SourceLocation> {
        let found = locate::location(self.syntax, &self.text(), steps);
        found.map(|location| location.after_lines(self.lines_before))
    }

    /// Returns a field as the newsroom wrote it: front matter has no `_offprint`, and says `date`.
    fn as_written(&self, steps: &[Step]) -> Vec<Step> {
        let mut steps = steps.to_vec();
        if self.flat && steps.len() > 1 && steps[0] == Step::Key("_offprint".into()) {
            steps.remove(0);
        }
        if let Some(Step::Key(key)) = steps.first_mut()
            && let Some((_, written)) =
                self.kind.and_then(|kind| kind.written_names(self.flat).iter().find(|(name, _)| name == key))
        {
            *key = (*written).to_owned();
        }
        steps
    }

    /// Parses the text. Fields that are null are left out; characters that no page can carry are removed and reported.
    ///
    /// # Errors
    ///
    /// A text that is not in the syntax.
    pub(crate) fn parse(&self, problems: &mut Vec<Problem>) -> Result<Value, Problem> {
        let mut value = parse::parse(self.syntax, &self.text()).map_err(|(location, kind, message)| Problem {
            location: location.map(|location| location.after_lines(self.lines_before)),
            ..Problem::with_file(self.file.clone(), kind, Severity::Error, message)
        })?;
        self.tidy(&mut value, &mut Vec::new(), problems);
        Ok(value)
    }

    fn tidy(&self, value: &mut Value, steps: &mut Vec<Step>, problems: &mut Vec<Problem>) {
        match value {
            Value::Object(map) => {
                map.retain(|_, value| !value.is_null());
                for (key, value) in map {
                    steps.push(Step::Key(key.clone()));
                    self.tidy(value, steps, problems);
                    steps.pop();
                }
            }
            Value::Array(list) => {
                for (index, value) in list.iter_mut().enumerate() {
                    steps.push(Step::Index(index));
                    self.tidy(value, steps, problems);
                    steps.pop();
                }
            }
            Value::String(text) => {
                if let (clean, count @ 1..) = without_invalid_characters(text) {
                    problems.push(self.problem(Severity::Warning, Kind::Character, steps, removed_characters(count)));
                    *text = clean.into_owned();
                }
            }
            _ => {}
        }
    }

    /// Reads `value` as a `T`. A wrong field is reported and left out, so that the next is seen too. A number or a truth value
    /// where a text is due becomes the text that was written. Fields that `T` does not have are reported.
    pub(crate) fn read<T: DeserializeOwned + KnownFields>(&self, mut value: Value, problems: &mut Vec<Problem>) -> Option<T> {
        // Which entries of which list were left out, so that later ones keep their number.
        let mut left_out: Vec<(Vec<Step>, usize)> = Vec::new();
        let mut wrong: Vec<Vec<Step>> = Vec::new();
        loop {
            let (read, unknown) = deserialize::<T>(&value);
            let (steps, message) = match read {
                Ok(read) => {
                    for steps in unknown.iter().take(MAX_PROBLEMS) {
                        problems.extend(self.unknown(&with_original_numbers(steps, &left_out), T::FIELDS));
                    }
                    return Some(read);
                }
                Err(error) => error,
            };
            let original = with_original_numbers(&steps, &left_out);
            if wants_text(&message)
                && let Some(literal) = self.literal(&original)
                && let Some(found) = value_at(&mut value, &steps)
                && !found.is_string()
            {
                *found = literal.into();
                self.write_out_siblings(&mut value, &steps);
                continue;
            }
            if message.starts_with("invalid type: null") && matches!(steps.last(), Some(Step::Index(_))) {
                // An empty entry of a list says nothing.
                remove(&mut value, &steps);
                left_out.extend(list_and_index(&original));
                continue;
            }
            let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
            // A field that was wrong, and so was left out, is not missing as well.
            let is_reported = missing.is_some_and(|field| wrong.contains(&[&original[..], &keys(&[field])].concat()));
            if !is_reported {
                let kind = if missing.is_some() { Kind::MissingField } else { Kind::WrongValue };
                problems.push(self.problem(Severity::Error, kind, &original, in_plain_words(&message)));
            }
            if !remove(&mut value, &steps) {
                return None;
            }
            wrong.push(original.clone());
            left_out.extend(list_and_index(&original));
            if wrong.len() == MAX_PROBLEMS {
                let message = format!("more than {MAX_PROBLEMS} fields of this file are wrong. Correct these first.");
                problems.push(self.problem(Severity::Error, Kind::WrongValue, &[], message));
                return None;
            }
        }
    }

    /// Makes texts of the numbers and truth values next to a value that was one. Each that is read again costs a pass over all fields, and
    /// each that is looked up as it was written a pass over the text, so only the first are.
    fn write_out_siblings(&self, value: &mut Value, steps: &[Step]) {
        let Some((Step::Index(_), list_steps)) = steps.split_last() else { return };
        let Some(Value::Array(list)) = value_at(value, list_steps) else { return };
        if list.len() <= MAX_PROBLEMS {
            return;
        }
        list.iter_mut().for_each(write_out);
    }

    /// Reports a field that nobody reads, with the name of the known field that is closest to it.
    fn unknown(&self, steps: &[Step], fields: &'static [&'static str]) -> Option<Problem> {
        let Some(Step::Key(key)) = steps.last() else { return None };
        if known_fields::is_namespaced(key) {
            return None;
        }
        let advice = known_fields::advice(known_fields::closest(steps, fields, self.flat));
        let message = format!("nobody reads this field. {advice}");
        Some(self.problem(Severity::Warning, Kind::UnknownField, steps, message))
    }
}

/// The most problems that are reported of the fields of one file: each costs a search for its location.
pub(super) const MAX_PROBLEMS: usize = 100;

/// Makes a text of a number or a truth value, without looking up how it was written.
pub(super) fn write_out(value: &mut Value) {
    if value.is_number() || value.is_boolean() {
        *value = value.to_string().into();
    }
}

/// Says how many characters were removed.
pub(crate) fn removed_characters(count: usize) -> String {
    match count {
        1 => "a control character was removed, because no page and no feed can carry it.".to_owned(),
        _ => format!("{count} control characters were removed, because no page and no feed can carry them."),
    }
}

/// Returns the value, or the error with its path; and the fields that were ignored.
#[expect(clippy::type_complexity, reason = "named by the function's only caller")]
fn deserialize<T: DeserializeOwned>(value: &Value) -> (Result<T, (Vec<Step>, String)>, Vec<Vec<Step>>) {
    let mut unknown = Vec::new();
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(value, &mut track);
    let read = serde_ignored::deserialize(tracked, |path| unknown.push(steps_of(&path)));
    let read = read.map_err(|error: serde_json::Error| (track.path().iter().filter_map(step).collect(), error.to_string()));
    (read, unknown)
}

/// Returns the list that an entry is in, and its index.
fn list_and_index(steps: &[Step]) -> Option<(Vec<Step>, usize)> {
    match steps.split_last()? {
        (Step::Index(index), list) => Some((list.to_vec(), *index)),
        _ => None,
    }
}

fn steps_of(path: &serde_ignored::Path<'_>) -> Vec<Step> {
    use serde_ignored::Path;
    let (parent, step) = match path {
        Path::Root => return Vec::new(),
        Path::Seq { parent, index } => (parent, Step::Index(*index)),
        Path::Map { parent, key } => (parent, Step::Key(key.clone())),
        Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => return steps_of(parent),
    };
    let mut steps = steps_of(parent);
    steps.push(step);
    steps
}

pub(crate) fn keys(field: &[&str]) -> Vec<Step> {
    field.iter().map(|key| Step::Key((*key).to_owned())).collect()
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

/// Removes the value at `steps`. Returns false if there is nothing to remove.
fn remove(value: &mut Value, steps: &[Step]) -> bool {
    let Some((last, parents)) = steps.split_last() else { return false };
    match (value_at(value, parents), last) {
        (Some(Value::Object(map)), Step::Key(key)) => map.remove(key).is_some(),
        (Some(Value::Array(list)), Step::Index(index)) if *index < list.len() => {
            list.remove(*index);
            true
        }
        _ => false,
    }
}

fn value_at<'a>(value: &'a mut Value, steps: &[Step]) -> Option<&'a mut Value> {
    steps.iter().try_fold(value, |node, step| match step {
        Step::Key(key) => node.get_mut(key),
        Step::Index(index) => node.get_mut(index),
    })
}

#[cfg(test)]
mod tests {
    use edition::Article;

    use super::*;

    fn read_as(syntax: Syntax, text: &str) -> (Option<Article>, Vec<String>) {
        let source = FieldSource::whole("a".into(), syntax, text.into());
        let mut problems = Vec::new();
        let value = source.parse(&mut problems).expect("a tree");
        let article = source.read(value, &mut problems);
        (article, problems.iter().map(ToString::to_string).collect())
    }

    fn read(text: &str) -> (Option<Article>, Vec<String>) {
        read_as(Syntax::Json, text)
    }

    #[test]
    fn every_wrong_field_is_reported_with_its_location_and_the_rest_is_read() {
        let (article, problems) = read(
            r#"{"title": [], "tags": "a",
 "_offprint": {"credits": [{"role": "editor"}, {"role": "editor", "name": "A"}, {"role": [], "name": "B"}],
  "source": {"name": "X", "url": "javascript:alert(1)"}}}"#,
        );
        assert_eq!(
            problems,
            [
                "a:2:28: error: _offprint.credits[0]: has no name. Add it. [missing-field]",
                "a:2:82: error: _offprint.credits[2].role: expected a text, found a list. [wrong-value]",
                "a:3:27: error: _offprint.source.url: expected an address: http, https, mailto, tel or a relative one [wrong-value]",
                "a:1:15: error: tags: expected a list, found a text. [wrong-value]",
                "a:1:2: error: title: expected a text, found a list. [wrong-value]",
            ]
        );
        let article = article.expect("what is left is an article");
        assert_eq!(article.offprint.credits.len(), 1);
    }

    #[test]
    fn a_text_stays_the_text_that_was_written() {
        let (article, problems) = read_as(Syntax::Yaml, "id: 007\ntitle: 1.10\ntags: [~, 2024, true, ~, 0x1F, 1e3]\n");
        let article = article.expect("an article");
        assert_eq!((article.id.as_str(), article.title.as_str()), ("007", "1.10"));
        assert_eq!(article.tags, ["2024", "true", "0x1F", "1e3"]);
        assert_eq!(problems, [""; 0]);
        assert_eq!(
            read(r#"{"id": 12.50, "title": false}"#).0.map(|article| article.id + &article.title),
            Some("12.50false".into())
        );
        let toml = read_as(Syntax::Toml, "id = 1_000\ntitle = 2024-05-01\n").0.expect("an article");
        assert_eq!((toml.id.as_str(), toml.title.as_str()), ("1_000", "2024-05-01"));
    }

    #[test]
    fn a_field_that_nobody_reads_is_reported_with_the_closest_one() {
        let (_, problems) = read(
            "{\"title\": \"A\", \"sumary\": \"B\",\n \"_other\": {\"x\": 1}, \"extra\": 1, \"params\": {}, \"weight\": 3, \"_offprint\": {\"source\": {\"nmae\": \"x\", \"name\": \"X\"}}}",
        );
        assert_eq!(
            problems,
            [
                "a:2:86: warning: _offprint.source.nmae: nobody reads this field. Did you mean name? [unknown-field]",
                "a:1:16: warning: sumary: nobody reads this field. Did you mean summary? [unknown-field]",
                "a:2:48: warning: weight: nobody reads this field. Take it out, or begin its name with an underscore. [unknown-field]",
            ]
        );
    }

    #[test]
    fn control_characters_are_removed_and_reported() {
        let (article, problems) = read(r#"{"title": "A\u0000B", "tags": ["a\u000b\u0001"]}"#);
        assert_eq!(article.map(|article| (article.title, article.tags)), Some(("AB".into(), vec!["a".into()])));
        assert!(problems.iter().all(|problem| problem.contains("[character]")) && problems.len() == 2, "{problems:?}");
    }

    #[test]
    fn a_field_that_is_null_is_not_there() {
        assert_eq!(read(r#"{"title": null, "summary": null}"#).1, [""; 0]);
    }
}
