//! Fields of other site generators and of older feeds, taken over where their meaning is clear.

use serde_json::{Map, Value, json};

use super::{
    fields::{FieldSource, MAX_PROBLEMS, keys, write_out},
    known_fields::{ARTICLE, OFFPRINT, is_namespaced},
    locate::Step,
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
    ("visibility", "draft"),
    ("private", "draft"),
    ("hidden", "draft"),
    ("isdraft", "draft"),
    ("slug", "id"),
    ("expirydate", "expires"),
    ("redirect_from", "aliases"),
];

/// Takes over fields with other names, in a group of fields where those of `_offprint` are next to the others. A field that is
/// there under its own name stays; only tags are joined.
pub(crate) fn take_over(fields: &mut Map<String, Value>, source: &FieldSource, problems: &mut Vec<Problem>) {
    let written: Vec<String> = fields.keys().cloned().collect();
    for name in written {
        let plain = name.to_lowercase().replace('-', "_");
        let renamed = RENAMED.iter().find(|(other, _)| *other == plain).map(|(_, target)| *target);
        // A known name in another case, such as `Draft`.
        let known = || ARTICLE.iter().chain(OFFPRINT).copied().find(|known| *known == plain && *known != name);
        let Some(target) = renamed.or_else(known) else { continue };
        // In front matter a date may be there under its short name.
        if target == "date_published" && fields.contains_key("date") {
            continue;
        }
        let Some(written) = fields.get(&name).cloned() else { continue };
        let written = if target == "draft" { written } else { with_literals(written, &mut keys(&[&name]), source) };
        let Some(Converted { value, rest, alternative }) = convert(&plain, target, &written) else { continue };
        if put(group_of(fields, target, source), target, value) {
            fields.remove(&name);
            if let Some(rest) = rest {
                fields.insert(name.clone(), rest);
            }
            if let Some(alternative) = alternative {
                put(group_of(fields, "image_alt", source), "image_alt", alternative);
            }
            let shown = if source.flat && target == "date_published" { "date" } else { target };
            let message = format!("read as {shown}.");
            problems.push(source.problem(Severity::Note, Kind::RenamedField, &keys(&[&name]), message));
        }
    }
    // `tags: a, b`, `authors: A` and `aliases: /a/` are lists that were written as a text.
    for name in ["tags", "authors", "aliases"] {
        let written = fields.get(name).cloned().map(|value| with_literals(value, &mut keys(&[name]), source));
        if let Some(converted) = written.and_then(|value| convert(name, name, &value)) {
            fields.insert(name.to_owned(), converted.value);
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

/// Returns fields in which a number is the text that was written. Truth values, and what nobody reads, stay as they are. `group` are the
/// keys on the way to the fields.
pub(crate) fn as_written(fields: Map<String, Value>, source: &FieldSource, group: &[&str]) -> Map<String, Value> {
    let written = |(name, value): (String, Value)| {
        let is_kept = value.is_boolean() || is_namespaced(&name);
        let steps = || keys(&[group, &[&name]].concat());
        let value = if is_kept { value } else { with_literals(value, &mut steps(), source) };
        (name, value)
    };
    fields.into_iter().map(written).collect()
}

/// Returns a value in which numbers and truth values are the texts that were written.
fn with_literals(value: Value, steps: &mut Vec<Step>, source: &FieldSource) -> Value {
    match value {
        Value::Number(_) | Value::Bool(_) => source.literal(steps).map_or(value, Value::String),
        // Each is a search in the text.
        Value::Array(mut list) if list.len() > MAX_PROBLEMS => {
            list.iter_mut().for_each(write_out);
            Value::Array(list)
        }
        Value::Array(list) => {
            let literal = |(index, value)| {
                steps.push(Step::Index(index));
                let value = with_literals(value, steps, source);
                steps.pop();
                value
            };
            list.into_iter().enumerate().map(literal).collect()
        }
        Value::Object(map) => {
            let literal = |(key, value): (String, Value)| {
                steps.push(Step::Key(key.clone()));
                let value = with_literals(value, steps, source);
                steps.pop();
                (key, value)
            };
            Value::Object(map.into_iter().map(literal).collect())
        }
        value => value,
    }
}

/// What a field becomes.
struct Converted {
    value: Value,
    /// What of the field has no meaning here, and stays under its name.
    rest: Option<Value>,
    /// What a picture shows.
    alternative: Option<Value>,
}

impl From<Value> for Converted {
    fn from(value: Value) -> Converted {
        Converted { value, rest: None, alternative: None }
    }
}

/// Converts a value to what the target field has. None if its meaning is not clear.
fn convert(name: &str, target: &str, value: &Value) -> Option<Converted> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let converted: Value = match (target, value) {
        ("draft", _) => is_draft(name, value)?.into(),
        ("tags", Value::String(text)) => text.split([',', '，', '、']).map(str::trim).filter(|tag| !tag.is_empty()).collect(),
        ("tags", Value::Object(groups)) if name == "taxonomies" => {
            let (known, rest): (Vec<_>, Vec<_>) =
                groups.clone().into_iter().partition(|(name, _)| matches!(name.as_str(), "tags" | "categories" | "keywords"));
            let tags = known.iter().rev().flat_map(|(_, tags)| list(tags)).collect();
            let rest = (!rest.is_empty()).then(|| Value::Object(rest.into_iter().collect()));
            return Some(Converted { value: tags, rest, alternative: None });
        }
        ("tags", Value::Array(_)) if name != target => value.clone(),
        ("authors", Value::String(author)) => json!([{ "name": author }]),
        ("authors", Value::Object(_)) => json!([value]),
        ("authors", Value::Array(authors)) if authors.iter().any(Value::is_string) => {
            let author = |author: &Value| if author.is_string() { json!({ "name": author }) } else { author.clone() };
            authors.iter().map(author).collect()
        }
        ("authors", Value::Array(_)) if name != target => value.clone(),
        ("image", Value::Object(image)) => {
            const ADDRESS: [&str; 4] = ["image", "src", "url", "path"];
            let (address, value) = ADDRESS.iter().find_map(|key| Some((*key, image.get(*key)?.clone())))?;
            let rest = image.clone().into_iter().filter(|(key, _)| key != address && key != "alt").collect::<Map<_, _>>();
            let rest = (!rest.is_empty()).then_some(Value::Object(rest));
            return Some(Converted { value, rest, alternative: image.get("alt").cloned() });
        }
        ("image", Value::Array(images)) => match &images[..] {
            [image] if image.is_string() => image.clone(),
            _ => return None,
        },
        ("aliases", Value::String(_)) => json!([value]),
        ("aliases", Value::Array(_)) => value.clone(),
        ("tags" | "authors", _) => return None,
        (_, Value::String(_)) => value.clone(),
        _ if name == target => value.clone(),
        _ => return None,
    };
    Some(converted.into())
}

/// Returns whether a field says that the article is not to be published.
fn is_draft(name: &str, value: &Value) -> Option<bool> {
    let word = match value {
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_lowercase(),
        _ => return None,
    };
    let truth = match word.as_str() {
        "true" | "yes" | "on" | "1" => Some(true),
        "false" | "no" | "off" | "0" => Some(false),
        _ => None,
    };
    match name {
        "published" => truth.map(|published| !published),
        // Whatever is not known to be public is not published.
        "status" => Some(!matches!(word.as_str(), "publish" | "published" | "public")),
        "visibility" => Some(word != "public"),
        _ => truth,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::parse::Syntax;

    fn taken(fields: Value) -> (Value, Vec<String>) {
        let source = FieldSource { flat: true, ..FieldSource::whole("a.md".into(), Syntax::Json, fields.to_string()) };
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
            (json!({ "cover": { "image": "a.png", "alt": "x" } }), json!({ "image": "a.png", "image_alt": "x" })),
            (json!({ "cover": { "image": "a.png", "caption": "x" } }), json!({ "image": "a.png", "cover": { "caption": "x" } })),
            (json!({ "published": "no" }), json!({ "draft": true })),
            (json!({ "status": "Scheduled" }), json!({ "draft": true })),
            (json!({ "visibility": "private" }), json!({ "draft": true })),
            (json!({ "Draft": true }), json!({ "draft": true })),
            (json!({ "slug": 7 }), json!({ "id": "7" })),
            (json!({ "categories": [2024, "a"] }), json!({ "tags": ["2024", "a"] })),
            (json!({ "published": false }), json!({ "draft": true })),
            (json!({ "publishDate": "2026-03-01" }), json!({ "date_published": "2026-03-01" })),
            (json!({ "taxonomies": { "tags": ["a"], "categories": ["b"] } }), json!({ "tags": ["a", "b"] })),
            (json!({ "taxonomies": { "tags": ["a"], "x": ["b"] } }), json!({ "tags": ["a"], "taxonomies": { "x": ["b"] } })),
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
        let dates = json!({ "date": "2026-03-01", "created": "2024-01-01" });
        assert_eq!(taken(dates.clone()), (dates, vec![]));
    }

    #[test]
    fn lists_may_be_written_as_a_text() {
        let (fields, named) = taken(json!({ "tags": "steel, 工业、trade", "authors": ["A", { "name": "B" }] }));
        assert_eq!(fields, json!({ "tags": ["steel", "工业", "trade"], "authors": [{ "name": "A" }, { "name": "B" }] }));
        assert!(named.is_empty());
    }
}
