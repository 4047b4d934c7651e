//! Fields of other site generators and of older feeds, taken over where their meaning is clear.

use serde_json::{Map, Value, json};

use super::{
    fields::{FieldSource, keys},
    known_fields::OFFPRINT,
};
use crate::problem::{Kind, Problem, Severity};

/// Names in Hugo, Jekyll, Zola, Eleventy, Ghost, WordPress exports and JSON Feed 1.0, with the field that each becomes.
const RENAMED: &[(&str, &str)] = &[
    ("description", "summary"),
    ("excerpt", "summary"),
    ("custom_excerpt", "summary"),
    ("abstract", "summary"),
    ("categories", "tags"),
    ("category", "tags"),
    ("keywords", "tags"),
    ("taxonomies", "tags"),
    ("author", "authors"),
    ("lastmod", "date_modified"),
    ("last_modified_at", "date_modified"),
    ("modified", "date_modified"),
    ("updated", "date_modified"),
    ("updated_at", "date_modified"),
    ("publishdate", "date_published"),
    ("published_at", "date_published"),
    ("pubdate", "date_published"),
    ("created", "date_published"),
    ("created_at", "date_published"),
    ("lang", "language"),
    ("locale", "language"),
    ("cover", "image"),
    ("featured_image", "image"),
    ("feature_image", "image"),
    ("featuredimage", "image"),
    ("thumbnail", "image"),
    ("images", "image"),
    ("feature_image_alt", "image_alt"),
    ("html", "content_html"),
    ("published", "draft"),
    ("status", "draft"),
    ("slug", "id"),
    ("expirydate", "expires"),
    ("redirect_from", "aliases"),
];

/// Takes over fields with other names, in a group of fields where those of `_offprint` are next to the others. A field that is
/// there under its own name stays; only tags are joined.
pub(super) fn take_over(fields: &mut Map<String, Value>, source: &FieldSource, problems: &mut Vec<Problem>) {
    let written: Vec<String> = fields.keys().cloned().collect();
    for name in written {
        let plain = name.to_lowercase().replace('-', "_");
        let Some((_, target)) = RENAMED.iter().find(|(other, _)| *other == plain) else { continue };
        let Some(value) = fields.get(&name).and_then(|value| convert(&plain, target, value)) else { continue };
        if put(group_of(fields, target, source), target, value) {
            fields.remove(&name);
            let shown = if source.flat && *target == "date_published" { "date" } else { target };
            let message = format!("read as {shown}.");
            problems.push(source.problem(Severity::Note, Kind::RenamedField, &keys(&[&name]), message));
        }
    }
    // `tags: a, b` and `authors: A` are lists that were written as a text.
    for name in ["tags", "authors"] {
        if let Some(value) = fields.get(name).and_then(|value| convert(name, name, value)) {
            fields.insert(name.to_owned(), value);
        }
    }
}

/// Returns the group that a field belongs to: in JSON, those that JSON Feed does not define are in `_offprint`.
fn group_of<'a>(fields: &'a mut Map<String, Value>, target: &str, source: &FieldSource) -> &'a mut Map<String, Value> {
    if source.flat || !OFFPRINT.contains(&target) {
        return fields;
    }
    let offprint = fields.entry("_offprint").or_insert_with(|| Value::Object(Map::new()));
    if !offprint.is_object() {
        *offprint = Value::Object(Map::new());
    }
    offprint.as_object_mut().expect("it is an object")
}

/// Sets a field that is not there, or adds to a list of tags. Returns whether it did.
fn put(group: &mut Map<String, Value>, target: &str, value: Value) -> bool {
    match (group.get_mut(target), value) {
        (None, value) => {
            group.insert(target.to_owned(), value);
            true
        }
        (Some(Value::Array(tags)), Value::Array(more)) if target == "tags" => {
            tags.extend(more);
            true
        }
        _ => false,
    }
}

/// Converts a value to what the target field has. None if its meaning is not clear.
fn convert(name: &str, target: &str, value: &Value) -> Option<Value> {
    match (target, value) {
        ("draft", Value::Bool(published)) if name == "published" => Some((!published).into()),
        ("draft", Value::String(status)) if name == "status" => match status.as_str() {
            "draft" | "pending" | "private" | "future" => Some(true.into()),
            "publish" | "published" => Some(false.into()),
            _ => None,
        },
        ("tags", Value::String(text)) => {
            Some(text.split([',', '，', '、']).map(str::trim).filter(|tag| !tag.is_empty()).collect())
        }
        ("tags", Value::Object(groups)) if name == "taxonomies" => {
            let lists: Vec<&Value> = groups.values().filter_map(Value::as_array).flatten().collect();
            Some(lists.into_iter().cloned().collect())
        }
        ("tags", Value::Array(_)) if name != target => Some(value.clone()),
        ("authors", Value::String(author)) => Some(json!([{ "name": author }])),
        ("authors", Value::Object(_)) => Some(json!([value])),
        ("authors", Value::Array(authors)) if authors.iter().any(Value::is_string) => {
            let author = |author: &Value| if author.is_string() { json!({ "name": author }) } else { author.clone() };
            Some(authors.iter().map(author).collect())
        }
        ("authors", Value::Array(_)) if name != target => Some(value.clone()),
        ("image", Value::Object(image)) => ["image", "src", "url", "path"].iter().find_map(|key| image.get(*key)).cloned(),
        ("image", Value::Array(images)) => images.first().filter(|image| image.is_string()).cloned(),
        ("aliases", Value::String(_)) => Some(json!([value])),
        ("aliases", Value::Array(_)) => Some(value.clone()),
        ("tags" | "authors" | "draft", _) => None,
        (_, Value::String(_) | Value::Number(_)) => Some(value.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::parse::Syntax;

    fn taken(fields: Value) -> (Value, Vec<String>) {
        let source =
            FieldSource { file: "a.md".into(), syntax: Syntax::Json, text: fields.to_string(), lines_before: 0, flat: true };
        let (mut fields, mut problems) = (fields.as_object().cloned().expect("fields"), Vec::new());
        take_over(&mut fields, &source, &mut problems);
        (fields.into(), problems.into_iter().filter_map(|problem| problem.field).collect())
    }

    #[test]
    fn fields_of_other_generators_are_taken_over_and_named() {
        for (written, read) in [
            (json!({ "description": "S" }), json!({ "summary": "S" })),
            (json!({ "categories": ["a"], "tags": ["b"] }), json!({ "tags": ["b", "a"] })),
            (json!({ "author": "A" }), json!({ "authors": [{ "name": "A" }] })),
            (
                json!({ "author": { "name": "A", "url": "https://a.example" } }),
                json!({ "authors": [{ "name": "A", "url": "https://a.example" }] }),
            ),
            (json!({ "cover": { "image": "a.png", "alt": "x" } }), json!({ "image": "a.png" })),
            (json!({ "published": false }), json!({ "draft": true })),
            (json!({ "publishDate": "2026-03-01" }), json!({ "date_published": "2026-03-01" })),
            (json!({ "taxonomies": { "tags": ["a"], "categories": ["b"] } }), json!({ "tags": ["b", "a"] })),
            (json!({ "last-modified-at": "2026-03-01" }), json!({ "date_modified": "2026-03-01" })),
            (json!({ "redirect_from": "/old/" }), json!({ "aliases": ["/old/"] })),
        ] {
            let (fields, named) = taken(written.clone());
            assert_eq!(fields, read, "{written}");
            assert_eq!(named.len(), 1, "{written}");
        }
    }

    #[test]
    fn a_field_under_its_own_name_stays() {
        let both = json!({ "summary": "S", "description": "D" });
        assert_eq!(taken(both.clone()), (both, vec![]));
        assert_eq!(taken(json!({ "status": "odd" })).0, json!({ "status": "odd" }));
    }

    #[test]
    fn lists_may_be_written_as_a_text() {
        let (fields, named) = taken(json!({ "tags": "steel, 工业、trade", "authors": ["A", { "name": "B" }] }));
        assert_eq!(fields, json!({ "tags": ["steel", "工业", "trade"], "authors": [{ "name": "A" }, { "name": "B" }] }));
        assert!(named.is_empty());
    }
}
