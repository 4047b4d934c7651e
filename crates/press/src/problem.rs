//! What the press reports about manuscripts: a sentence with file, line and field.

mod kind;

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

pub(crate) use kind::Kind;

/// A problem that the newsroom should know of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Problem {
    /// The file, as a path that the reader of the message can open.
    pub(crate) file: String,
    /// Where in the file, as far as known.
    pub(crate) location: Option<SourceLocation>,
    pub(crate) severity: Severity,
    /// The field, such as `_offprint.credits[1].role`.
    pub(crate) field: Option<String>,
    /// What is wrong and what to do, in one or two sentences.
    pub(crate) message: String,
    pub(crate) kind: Kind,
}

/// How serious a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Severity {
    /// The edition would be wrong: nothing is written.
    Error,
    /// Something is lost or doubtful: the edition is written, except with `--strict`.
    Warning,
    /// Something was understood in another way than it was written. Never a failure.
    Note,
}

/// A location in a file. Both numbers count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct SourceLocation {
    pub(crate) line: usize,
    /// In characters.
    pub(crate) column: Option<usize>,
}

impl SourceLocation {
    /// Returns the location of a byte in a text.
    pub(crate) fn of(text: &str, byte: usize) -> SourceLocation {
        let before = text.get(..byte).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        SourceLocation { line: before.matches('\n').count() + 1, column: Some(before[start..].chars().count() + 1) }
    }

    /// Returns the location of a whole line.
    pub(crate) fn line(line: usize) -> SourceLocation {
        SourceLocation { line, column: None }
    }

    /// Returns the location with more lines before it.
    pub(crate) fn after_lines(self, lines: usize) -> SourceLocation {
        SourceLocation { line: self.line + lines, ..self }
    }
}

impl Problem {
    /// Creates a problem with a whole file.
    pub(crate) fn with_file(file: String, kind: Kind, severity: Severity, message: impl Into<String>) -> Problem {
        Problem { file, location: None, severity, field: None, message: message.into(), kind }
    }

    /// Returns the problem with a location.
    pub(crate) fn at(self, location: SourceLocation) -> Problem {
        Problem { location: Some(location), ..self }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if let Some(location) = self.location {
            write!(f, "{}:", location.line)?;
            if let Some(column) = location.column {
                write!(f, "{column}:")?;
            }
        }
        write!(f, " {}: ", self.severity)?;
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        write!(f, "{} [{}]", self.message, self.kind.id())
    }
}

/// All problems of a run.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    pub(crate) fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    pub(crate) fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.list.extend(problems);
    }

    /// Returns the problems by file, then by location, each once.
    pub(crate) fn sorted(&self) -> Vec<&Problem> {
        let mut sorted: Vec<&Problem> = self.list.iter().collect();
        sorted.sort();
        sorted.dedup();
        sorted
    }

    /// Returns how many problems there are of each kind and severity.
    pub(crate) fn counts(&self) -> BTreeMap<(Severity, Kind), usize> {
        let mut counts = BTreeMap::new();
        for problem in self.sorted() {
            *counts.entry((problem.severity, problem.kind)).or_default() += 1;
        }
        counts
    }

    fn count(&self, severity: Severity) -> usize {
        self.sorted().iter().filter(|problem| problem.severity == severity).count()
    }

    /// Returns whether nothing may be written. With `strict`, warnings count as errors.
    pub(crate) fn fail(&self, strict: bool) -> bool {
        let fails = |severity| severity == Severity::Error || (strict && severity == Severity::Warning);
        self.list.iter().any(|problem| fails(problem.severity))
    }

    /// Returns the sentence that ends a run that failed.
    pub(crate) fn verdict(&self, strict: bool) -> String {
        let errors = plural(self.count(Severity::Error), "error");
        let warnings = plural(self.count(Severity::Warning), "warning");
        let strict = if strict { " (--strict treats warnings as errors)" } else { "" };
        format!("{errors}, {warnings}{strict}: nothing was printed")
    }
}

/// Returns `1 article` or `2 articles`.
pub(crate) fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_counts_lines_and_characters_from_one() {
        assert_eq!(SourceLocation::of("工业\n经济", 0), SourceLocation { line: 1, column: Some(1) });
        assert_eq!(SourceLocation::of("工业\n经济", 10), SourceLocation { line: 2, column: Some(2) });
    }

    #[test]
    fn a_problem_names_file_line_column_field_what_to_do_and_its_kind() {
        let problem = Problem {
            file: "content/a.json".into(),
            location: Some(SourceLocation { line: 3, column: Some(5) }),
            severity: Severity::Error,
            field: Some("title".into()),
            message: "is missing. Add it.".into(),
            kind: Kind::MissingField,
        };
        assert_eq!(problem.to_string(), "content/a.json:3:5: error: title: is missing. Add it. [missing-field]");
    }

    #[test]
    fn notes_are_no_failure_even_where_warnings_are() {
        let mut problems = Problems::default();
        problems.push(Problem::with_file("a".into(), Kind::NoTimezone, Severity::Note, ""));
        assert!(!problems.fail(true));
        problems.push(Problem::with_file("a".into(), Kind::DeadLink, Severity::Warning, ""));
        assert_eq!([problems.fail(false), problems.fail(true)], [false, true]);
    }
}
