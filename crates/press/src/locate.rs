//! Finds the place of a field in the text that it was read from. Asked only when there is a problem.

use jsonc_parser::{ast, common::Ranged};
use saphyr::{LoadableYamlNode, MarkedYaml, YamlData};
use toml::de::{DeTable, DeValue};

use crate::problem::Place;

/// A step on the way to a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// `_offprint.credits[1].role`
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

/// The place of the deepest step that is there, in JSON.
pub(crate) fn in_json(text: &str, steps: &[Step]) -> Option<Place> {
    let tree = jsonc_parser::parse_to_ast(text, &Default::default(), &Default::default()).ok()?;
    let root = tree.value?;
    let (mut node, mut byte) = (&root, root.start());
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
        let Some(next) = next else { break };
        (node, byte) = next;
    }
    Some(Place::of(text, byte))
}

/// The same in TOML.
pub(crate) fn in_toml(text: &str, steps: &[Step]) -> Option<Place> {
    let table = DeTable::parse(text).ok()?;
    let mut place = 0;
    let mut node: Option<&DeValue<'_>> = None;
    for step in steps {
        let next = match (node, step) {
            (None, Step::Key(key)) => {
                table.get_ref().get_key_value(key.as_str()).map(|(key, value)| (key.span().start, value.get_ref()))
            }
            (Some(DeValue::Table(table)), Step::Key(key)) => {
                table.get_key_value(key.as_str()).map(|(key, value)| (key.span().start, value.get_ref()))
            }
            (Some(DeValue::Array(array)), Step::Index(index)) => {
                array.get(*index).map(|value| (value.span().start, value.get_ref()))
            }
            _ => None,
        };
        let Some((start, value)) = next else { break };
        (place, node) = (start, Some(value));
    }
    Some(Place::of(text, place))
}

/// The same in YAML.
pub(crate) fn in_yaml(text: &str, steps: &[Step]) -> Option<Place> {
    let documents = MarkedYaml::load_from_str(text).ok()?;
    let mut node = documents.first()?;
    let mut marker = node.span.start;
    for step in steps {
        let next = match (&node.data, step) {
            (YamlData::Mapping(mapping), Step::Key(key)) => {
                mapping.iter().find(|(name, _)| name.data.as_str() == Some(key)).map(|(name, value)| (name.span.start, value))
            }
            (YamlData::Sequence(sequence), Step::Index(index)) => sequence.get(*index).map(|value| (value.span.start, value)),
            _ => None,
        };
        let Some(next) = next else { break };
        (marker, node) = next;
    }
    Some(Place { line: marker.line(), column: Some(marker.col() + 1) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps() -> [Step; 4] {
        [Step::Key("_offprint".into()), Step::Key("credits".into()), Step::Index(1), Step::Key("role".into())]
    }

    #[test]
    fn a_field_is_found_in_json_yaml_and_toml() {
        let json = "{\n \"_offprint\": {\"credits\": [\n  {},\n  {\"name\": \"贺\", \"role\": 3}]}}";
        assert_eq!(in_json(json, &steps()), Some(Place { line: 4, column: Some(17) }));
        let yaml = "_offprint:\n  credits:\n    - name: a\n    - name: b\n      role: 3\n";
        assert_eq!(in_yaml(yaml, &steps()), Some(Place { line: 5, column: Some(7) }));
        let toml = "[[_offprint.credits]]\nname = 'a'\n[[_offprint.credits]]\nrole = 3\n";
        assert_eq!(in_toml(toml, &steps()), Some(Place { line: 4, column: Some(1) }));
    }

    #[test]
    fn where_a_field_is_missing_its_parent_is_the_place() {
        assert_eq!(in_json("{\n \"_offprint\": {}}", &steps()), Some(Place { line: 2, column: Some(2) }));
        assert_eq!(path(&steps()), "_offprint.credits[1].role");
    }
}
