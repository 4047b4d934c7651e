//! Problems that are found in the body of an article.

use crate::{
    load::{fields::FieldSource, locate::Step, manuscript::WrittenBody},
    problem::{Kind, Problem, Severity, SourceLocation},
};

/// How many problems of one article get a location: each costs a search.
const MAX_LOCATED: usize = 100;

/// Collects the problems of one article.
pub(super) struct Findings<'a> {
    pub(super) source: &'a FieldSource,
    pub(super) body: &'a WrittenBody,
    pub(super) problems: Vec<Problem>,
}

impl Findings<'_> {
    /// Reports a warning in the body, at the first place that contains `needle`.
    pub(super) fn warn(&mut self, kind: Kind, needle: &str, message: String) {
        let severity = Severity::Warning;
        let field = self.body.field.map(str::to_owned);
        let whole = Problem { field, ..Problem::with_file(self.source.file.clone(), kind, severity, message) };
        let problem = if self.problems.len() >= MAX_LOCATED {
            whole
        } else if let Some(location) = self.body.location_of(needle) {
            whole.at(location)
        } else {
            let steps: Vec<Step> = self.body.field.map(|field| Step::Key(field.into())).into_iter().collect();
            Problem { field: whole.field, ..self.source.problem(severity, kind, &steps, whole.message) }
        };
        self.problems.push(problem);
    }

    /// Reports a warning about a line of the body, from 1.
    pub(super) fn warn_line(&mut self, kind: Kind, line: usize, message: impl Into<String>) {
        let location = SourceLocation::line(line).after_lines(self.body.lines_before);
        self.problems.push(Problem::with_file(self.source.file.clone(), kind, Severity::Warning, message).at(location));
    }

    /// Reports a warning about a field.
    pub(super) fn warn_field(&mut self, kind: Kind, steps: &[Step], message: String) {
        self.problems.push(self.source.problem(Severity::Warning, kind, steps, message));
    }
}
