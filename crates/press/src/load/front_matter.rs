//! Front matter: splits a Markdown file into its fields and its text, and joins them.

use serde_json::{Map, Value};

use super::parse::{self, Syntax};
use crate::problem::{Kind, Problem, Severity, SourceLocation};

/// A Markdown file in its two parts.
#[derive(Debug, PartialEq)]
pub(crate) struct Parts {
    pub(crate) syntax: Syntax,
    /// The text between the fences, and the lines of the file before it.
    pub(crate) front_matter: String,
    pub(crate) lines_before: usize,
    /// The text below the second fence, and the lines of the file before it.
    pub(crate) body: String,
    pub(crate) lines_before_body: usize,
}

/// The fields that come first in front matter, in this order; the others follow in the order of their names.
const FIRST: [&str; 12] =
    ["id", "title", "name", "date", "date_modified", "language", "summary", "section", "tags", "authors", "credits", "image"];

/// Splits a file. `---` opens YAML, which ends with `---` or `...`; `+++` opens and ends TOML. Empty lines may come first.
///
/// # Errors
///
/// No front matter: a warning, since the file may be no article. Front matter without an end: an error.
pub(crate) fn split(file: &str, text: &str) -> Result<Parts, Problem> {
    let lines: Vec<&str> = text.split('\n').collect();
    let problem = |severity, kind, line: usize, message: String| {
        Problem::with_file(file.to_owned(), kind, severity, message).at(SourceLocation::line(line + 1))
    };
    let first = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
    let (syntax, ends): (Syntax, &[&str]) = match lines[first].trim_end() {
        "---" => (Syntax::Yaml, &["---", "..."]),
        "+++" => (Syntax::Toml, &["+++"]),
        _ => {
            let message = "there is no front matter, so this is not read as an article. Begin the file with a line ---, then id, \
                           title and date, then a line ---; or name the file in `ignore` of the site.";
            return Err(problem(Severity::Warning, Kind::NotAnArticle, first, message.to_owned()));
        }
    };
    let Some(length) = lines[first + 1..].iter().position(|line| ends.contains(&line.trim_end())) else {
        let message = format!("the front matter has no end. Put a line {} after its last field.", ends[0]);
        return Err(problem(Severity::Error, Kind::Syntax, first, message));
    };
    let end = first + 1 + length;
    Ok(Parts {
        syntax,
        front_matter: lines[first + 1..end].join("\n"),
        lines_before: first + 1,
        body: lines[end + 1..].join("\n"),
        lines_before_body: end + 1,
    })
}

/// Returns a Markdown file with fields as front matter in YAML. The fields are those of an item of JSON Feed: those of `_offprint` are put
/// next to the others, and the date of publication is `date`.
pub(crate) fn join(mut fields: Map<String, Value>, markdown: &str) -> String {
    if let Some(Value::Object(own)) = fields.remove("_offprint") {
        fields.extend(own);
    }
    if let Some(date) = fields.remove("date_published") {
        fields.insert("date".to_owned(), date);
    }
    let rank = |name: &str| FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len());
    let mut fields: Vec<(String, Value)> = fields.into_iter().collect();
    fields.sort_by_cached_key(|(name, _)| (rank(name), name.clone()));
    let yaml = parse::to_yaml(&fields);
    let markdown = markdown.trim_start_matches('\n');
    let end = if markdown.is_empty() || markdown.ends_with('\n') { "" } else { "\n" };
    format!("{yaml}\n---\n\n{markdown}{end}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn front_matter_ends_with_its_fence_or_with_three_dots() {
        for (text, syntax, body) in [
            ("---\nid: a\n---\nText", Syntax::Yaml, "Text"),
            ("---\nid: a\n...\nText\n---\n", Syntax::Yaml, "Text\n---\n"),
            ("\n\n--- \nid: a\n---\n", Syntax::Yaml, ""),
            ("+++\nid = 'a'\n+++\n---\n", Syntax::Toml, "---\n"),
        ] {
            let parts = split("a.md", text).expect("two parts");
            assert_eq!((parts.syntax, parts.body.as_str()), (syntax, body), "{text:?}");
            assert_eq!(text.split('\n').nth(parts.lines_before), parts.front_matter.split('\n').next());
            assert_eq!(text.split('\n').nth(parts.lines_before_body), parts.body.split('\n').next());
        }
    }

    #[test]
    fn a_missing_end_is_an_error_and_missing_front_matter_a_warning() {
        let message = |text| split("a.md", text).expect_err("a problem").to_string();
        assert!(message("---\nid: a\n\nText").starts_with("a.md:1: error: the front matter has no end"));
        assert!(message("\n+++\nid = 'a'\n---\n").starts_with("a.md:2: error: the front matter has no end. Put a line +++"));
        assert!(message("# Read me\n").starts_with("a.md:1: warning: there is no front matter"));
        assert!(message("").starts_with("a.md:1: warning:"));
    }

    #[test]
    fn fields_and_text_are_joined_in_the_order_that_an_editor_expects() {
        let fields = json!({ "title": "Steel: a history", "tags": ["a"], "draft": true, "id": "a", "date_published": "2026-03-01", "_offprint": { "credits": [{ "name": "A", "role": "author" }] } });
        let text = join(fields.as_object().cloned().expect("fields"), "Text");
        assert_eq!(
            text,
            "---\nid: a\ntitle: \"Steel: a history\"\ndate: 2026-03-01\ntags:\n  - a\ncredits:\n  - name: A\n    role: author\ndraft: true\n---\n\nText\n"
        );
    }

    proptest! {
        #[test]
        fn what_is_joined_is_read_as_it_was(title in any::<String>(), key in "[ -~]{1,12}", texts in prop::collection::vec(".{0,20}", 0..4), number in any::<i32>(), body in "[^\n].{0,40}") {
            let fields = json!({ "title": title, "extra": { key: texts, "number": number, "none": [], "inner": [{ "a": title, "b": {} }] } });
            let text = join(fields.as_object().cloned().expect("fields"), &body);
            let parts = split("a.md", &text).map_err(|problem| TestCaseError::fail(problem.to_string()))?;
            prop_assert_eq!(parse::parse(parts.syntax, &parts.front_matter), Ok(fields));
            prop_assert_eq!(parts.body.trim_matches('\n'), body.trim_matches('\n'));
        }
    }
}
