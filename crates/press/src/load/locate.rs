//! Finds the location of a field in the text that it was read from. Used only when there is a problem.

use std::ops::Range;

use jsonc_parser::{ast, common::Ranged};
use saphyr::{LoadableYamlNode, MarkedYaml, YamlData};
use toml::de::{DeTable, DeValue};

use super::parse::Syntax;
use crate::problem::SourceLocation;

/// A step on the way to a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// Returns the way to a field as messages show it: `_offprint.credits[1].role`.
pub(crate) fn path(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Key(key) if path.is_empty() => path.push_str(key),
            Step::Key(key) => path.extend([".", key]),
            Step::Index(index) => path.push_str(&format!("[{index}]")),
        }
    }
    path
}

/// Returns the location of the deepest step that is there.
pub(super) fn location(syntax: Syntax, text: &str, steps: &[Step]) -> Option<SourceLocation> {
    let found = find(syntax, text, steps)?;
    Some(SourceLocation::of(text, found.start))
}

/// Returns the text of a value as it was written, such as `007`. None for a value that is not there.
pub(super) fn literal(syntax: Syntax, text: &str, steps: &[Step]) -> Option<String> {
    let found = find(syntax, text, steps).filter(|found| found.steps == steps.len())?;
    Some(text.get(found.value)?.trim().to_owned())
}

/// The deepest step that is there, in bytes of the text.
struct Found {
    /// How many steps are there.
    steps: usize,
    /// The start of the key, or of the value where there is no key.
    start: usize,
    value: Range<usize>,
}

fn find(syntax: Syntax, text: &str, steps: &[Step]) -> Option<Found> {
    match syntax {
        Syntax::Json => in_json(text, steps),
        Syntax::Yaml => in_yaml(text, steps),
        Syntax::Toml => in_toml(text, steps),
    }
}

fn in_json(text: &str, steps: &[Step]) -> Option<Found> {
    let root = jsonc_parser::parse_to_ast(text, &Default::default(), &Default::default()).ok()?.value?;
    let mut node = &root;
    let mut found = Found { steps: 0, start: root.start(), value: root.start()..root.end() };
    for step in steps {
        let next = match (node, step) {
            (ast::Value::Object(object), Step::Key(key)) => object
                .properties
                .iter()
                .find(|property| property.name.as_str() == key)
                .map(|property| (&property.value, property.start())),
            (ast::Value::Array(array), Step::Index(index)) => array.elements.get(*index).map(|value| (value, value.start())),
            _ => None,
        };
        let Some((value, start)) = next else { break };
        node = value;
        found = Found { steps: found.steps + 1, start, value: value.start()..value.end() };
    }
    Some(found)
}

fn in_toml(text: &str, steps: &[Step]) -> Option<Found> {
    let table = DeTable::parse(text).ok()?;
    let mut found = Found { steps: 0, start: 0, value: 0..text.len() };
    let mut node: Option<&DeValue<'_>> = None;
    for step in steps {
        let next = match (node, step) {
            (None, Step::Key(key)) => table.get_ref().get_key_value(key.as_str()).map(|(key, value)| (key.span().start, value)),
            (Some(DeValue::Table(table)), Step::Key(key)) => {
                table.get_key_value(key.as_str()).map(|(key, value)| (key.span().start, value))
            }
            (Some(DeValue::Array(array)), Step::Index(index)) => array.get(*index).map(|value| (value.span().start, value)),
            _ => None,
        };
        let Some((start, value)) = next else { break };
        node = Some(value.get_ref());
        found = Found { steps: found.steps + 1, start, value: value.span() };
    }
    Some(found)
}

fn in_yaml(text: &str, steps: &[Step]) -> Option<Found> {
    let documents = MarkedYaml::load_from_str(text).ok()?;
    // The parser counts characters.
    let byte = |characters: usize| text.char_indices().nth(characters).map_or(text.len(), |(byte, _)| byte);
    let range = |node: &MarkedYaml<'_>| byte(node.span.start.index())..byte(node.span.end.index());
    let mut node = documents.first()?;
    let mut found = Found { steps: 0, start: range(node).start, value: range(node) };
    for step in steps {
        let next = match (&node.data, step) {
            (YamlData::Mapping(mapping), Step::Key(key)) => mapping
                .iter()
                .find(|(name, _)| name.data.as_str() == Some(key) || text.get(range(name)) == Some(key))
                .map(|(name, value)| (range(name).start, value)),
            (YamlData::Sequence(sequence), Step::Index(index)) => sequence.get(*index).map(|value| (range(value).start, value)),
            _ => None,
        };
        let Some((start, value)) = next else { break };
        node = value;
        found = Found { steps: found.steps + 1, start, value: range(value) };
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps() -> [Step; 4] {
        [Step::Key("_offprint".into()), Step::Key("credits".into()), Step::Index(1), Step::Key("role".into())]
    }

    fn at(line: usize, column: usize) -> Option<SourceLocation> {
        Some(SourceLocation { line, column: Some(column) })
    }

    #[test]
    fn a_field_is_found_in_json_yaml_and_toml() {
        let json = "{\n \"_offprint\": {\"credits\": [\n  {},\n  {\"name\": \"贺\", \"role\": 3}]}}";
        let yaml = "_offprint:\n  credits:\n    - name: 贺\n    - name: b\n      role: 007 # a comment\n";
        let toml = "[[_offprint.credits]]\nname = 'a'\n[[_offprint.credits]]\nrole = 3_0\n";
        for (syntax, text, location_of, written) in
            [(Syntax::Json, json, at(4, 17), "3"), (Syntax::Yaml, yaml, at(5, 7), "007"), (Syntax::Toml, toml, at(4, 1), "3_0")]
        {
            assert_eq!(location(syntax, text, &steps()), location_of);
            assert_eq!(literal(syntax, text, &steps()).as_deref(), Some(written));
        }
    }

    #[test]
    fn where_a_field_is_missing_its_parent_is_the_location() {
        assert_eq!(location(Syntax::Json, "{\n \"_offprint\": {}}", &steps()), at(2, 2));
        assert_eq!(literal(Syntax::Json, "{\n \"_offprint\": {}}", &steps()), None);
        assert_eq!(path(&steps()), "_offprint.credits[1].role");
    }
}
