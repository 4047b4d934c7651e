//! Splits a Markdown file into its front matter and its text.

use crate::problem::{Kind, Problem, Severity, SourceLocation};

use super::parse::Syntax;

/// A Markdown file in its two parts.
#[derive(Debug, PartialEq)]
pub(super) struct Parts {
    pub(super) syntax: Syntax,
    /// The text between the fences, and the lines of the file before it.
    pub(super) front_matter: String,
    pub(super) lines_before: usize,
    /// The text below the second fence, and the lines of the file before it.
    pub(super) body: String,
    pub(super) lines_before_body: usize,
}

/// Splits a file. `---` opens YAML, which ends with `---` or `...`; `+++` opens and ends TOML. Empty lines may come first.
///
/// # Errors
///
/// No front matter: a warning, since the file may be no article. Front matter without an end: an error.
pub(super) fn split(file: &str, text: &str) -> Result<Parts, Problem> {
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

#[cfg(test)]
mod tests {
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
}
