//! The front matter of site generators: YAML, TOML or JSON, or none.

use serde_json::{Map, Value};

use crate::{
    load::{fields::FieldSource, front_matter, parse::Syntax, renamed_fields},
    problem::{Kind, Problem, Severity, SourceLocation},
};

/// A text in its parts.
pub(super) struct Parts {
    pub(super) fields: Map<String, Value>,
    /// Where the fields were read from.
    pub(super) source: FieldSource,
    pub(super) body: String,
}

/// Splits a text. One without front matter is a body alone.
///
/// # Errors
///
/// Front matter that cannot be read.
pub(super) fn split(file: &str, text: &str) -> Result<Parts, Problem> {
    let start = text.trim_start();
    if let Some(json) = start.strip_prefix("---json\n").or_else(|| start.starts_with("{\n").then_some(start)) {
        let mut values = serde_json::Deserializer::from_str(json).into_iter::<Value>();
        if let Some(Ok(Value::Object(fields))) = values.next() {
            let (front_matter, body) = json.split_at(values.byte_offset());
            let body = body.trim_start();
            let body = body.strip_prefix("---").unwrap_or(body).to_owned();
            let source = FieldSource { flat: true, ..FieldSource::whole(file.to_owned(), Syntax::Json, front_matter.to_owned()) };
            return Ok(Parts { fields, source, body });
        }
    }
    let first = start.lines().next().unwrap_or_default().trim_end();
    if let Some(language) = first.strip_prefix("---").filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic())) {
        let message = format!("the front matter is {language}, which is not read. Write it as YAML, TOML or JSON.");
        return Err(Problem::with_file(file.to_owned(), Kind::Syntax, Severity::Error, message).at(SourceLocation::line(1)));
    }
    if !matches!(first, "---" | "+++") {
        let source = FieldSource::whole(file.to_owned(), Syntax::Json, String::new());
        return Ok(Parts { fields: Map::new(), source, body: text.to_owned() });
    }
    let parts = front_matter::split(file, text)?;
    let source = FieldSource {
        flat: true,
        lines_before: parts.lines_before,
        ..FieldSource::whole(file.to_owned(), parts.syntax, parts.front_matter)
    };
    let fields = match source.parse(&mut Vec::new())? {
        Value::Object(fields) => renamed_fields::as_written(fields, &source, &[]),
        _ => Map::new(),
    };
    Ok(Parts { fields, source, body: parts.body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_may_be_yaml_toml_or_json_or_missing() {
        for (text, title, body) in [
            ("---\ntitle: 2020\n---\nText", "2020", "Text"),
            ("+++\ntitle = \"A\"\n+++\nText", "A", "Text"),
            ("{\n\"title\": \"A\"\n}\n\nText", "A", "Text"),
            ("---json\n{ \"title\": \"A\" }\n---\nText", "A", "Text"),
        ] {
            let parts = split("a.md", text).expect("a text");
            assert_eq!((parts.fields["title"].as_str(), parts.body.trim()), (Some(title), body), "{text}");
        }
        let parts = split("a.md", "# Only text").expect("a text");
        assert!(parts.fields.is_empty() && parts.body == "# Only text");
        // A line above the text is no front matter.
        let parts = split("a.md", "-----\nText").expect("a text");
        assert!(parts.fields.is_empty() && parts.body == "-----\nText");
        assert!(split("a.md", "---js\n{}\n---\n").is_err_and(|problem| problem.to_string().contains("is js, which is not read")));
        assert!(split("a.md", "---\ntitle: a: b: c\n---\n").is_err_and(|problem| problem.to_string().starts_with("a.md:2")));
    }
}
