//! `offprint schema`: what editors read to complete and check fields.

use std::sync::LazyLock;

use edition::{Article, Site};
use regex::Regex;
use serde_json::{Value, json};

use super::Failure;
use crate::{load::kind::ManuscriptKind, report};

/// The dialect of the schemas.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

#[derive(clap::Args)]
pub(crate) struct PrintSchema {
    /// What the schema describes
    #[arg(value_enum, default_value_t = Schema::Site)]
    schema: Schema,
}

/// A kind of file that editors write.
#[derive(Clone, Copy, Debug, PartialEq, clap::ValueEnum)]
pub(crate) enum Schema {
    /// `site.json` or `site.toml`
    Site,
    /// An article in JSON
    Article,
    /// The front matter of an article in Markdown
    FrontMatter,
    /// What `offprint check --format json` prints
    Report,
}

impl PrintSchema {
    pub(crate) fn run(self) -> Result<(), Failure> {
        report::say(&self.schema.text());
        Ok(())
    }
}

impl Schema {
    /// Returns the JSON Schema as text.
    pub(crate) fn text(self) -> String {
        let mut schema = self.value();
        tidy(&mut schema);
        serde_json::to_string_pretty(&schema).expect("a schema is JSON")
    }

    fn value(self) -> Value {
        match self {
            Schema::Site => required(schemars::schema_for!(Site).to_value(), &["title", "language"]),
            Schema::Article => required(schemars::schema_for!(Article).to_value(), &["id", "title", "date_published"]),
            Schema::FrontMatter => front_matter(),
            Schema::Report => schemars::schema_for!(report::Report).to_value(),
        }
    }
}

/// Returns a schema whose only required fields at the top are these. Types cannot say so: the press reports what is missing itself.
fn required(mut schema: Value, fields: &[&str]) -> Value {
    schema["$schema"] = DIALECT.into();
    schema["required"] = fields.into();
    schema
}

/// Returns the schema of front matter: the fields of an article without its text, with those of `_offprint` at the top.
fn front_matter() -> Value {
    let mut schema = required(schemars::schema_for!(Article).to_value(), &["id", "title", "date"]);
    schema["title"] = "Front matter".into();
    let own = schema["$defs"]["Offprint"]["properties"].take();
    if let Some(definitions) = schema["$defs"].as_object_mut() {
        definitions.remove("Offprint");
    }
    if let Some(fields) = schema["properties"].as_object_mut() {
        fields.retain(|name, _| !["_offprint", "content_html", "content_text"].contains(&name.as_str()));
        fields.extend(own.as_object().cloned().unwrap_or_default());
        for (name, written) in ManuscriptKind::Article.written_names(true) {
            let field = fields.remove(*name).unwrap_or_default();
            fields.insert((*written).to_owned(), field);
        }
        // The press takes these over, too, in the way in which other tools have them.
        for (name, kinds) in [("id", &["number"][..]), ("tags", &["string"]), ("authors", &["string"]), ("aliases", &["string"])]
        {
            let own = fields.remove(name).unwrap_or_default();
            let others = kinds.iter().map(|kind| json!({ "type": kind }));
            let mut choices: Vec<Value> = std::iter::once(own.clone()).chain(others).collect();
            if name == "authors" {
                choices.push(json!({ "type": "array", "items": { "type": "string" } }));
            }
            fields.insert(name.to_owned(), json!({ "description": own["description"], "anyOf": choices }));
        }
    }
    schema
}

/// Removes from descriptions what only the documentation of Rust shows: links to items, and examples.
fn tidy(value: &mut Value) {
    static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[(`[^`\]]+`)\](?:\([^)]*\))?").expect("a valid expression"));
    match value {
        Value::Object(map) => {
            if let Some(Value::String(text)) = map.get_mut("description") {
                let plain = text.split("```").next().unwrap_or_default().trim();
                *text = LINK.replace_all(plain, "$1").into_owned();
            }
            map.values_mut().for_each(tidy);
        }
        Value::Array(list) => list.iter_mut().for_each(tidy),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::load::known_fields::{ARTICLE, KnownFields, OFFPRINT};

    fn fields(schema: &Value) -> BTreeSet<&str> {
        schema["properties"].as_object().expect("an object").keys().map(String::as_str).collect()
    }

    #[test]
    fn the_schemas_have_the_fields_that_the_press_knows_and_no_others() {
        let site = Schema::Site.value();
        assert_eq!(fields(&site), Site::FIELDS.iter().copied().collect());
        let article = Schema::Article.value();
        assert_eq!(fields(&article), ARTICLE.iter().copied().collect());
        assert_eq!(fields(&article["$defs"]["Offprint"]), OFFPRINT.iter().copied().collect());
    }

    #[test]
    fn front_matter_has_all_fields_at_the_top() {
        let schema = Schema::FrontMatter.value();
        let fields = fields(&schema);
        assert!(["date", "section", "credits", "tags"].iter().all(|field| fields.contains(field)));
        assert!(!fields.contains("_offprint") && !fields.contains("content_html") && !fields.contains("date_published"));
    }
}
