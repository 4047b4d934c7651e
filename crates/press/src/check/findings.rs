//! Problems that are found in the body of an article.

use std::cell::OnceCell;

use crate::{
    load::{fields::FieldSource, locate::Step, manuscript::BodySource, source_text},
    problem::{Kind, Problem, Severity, SourceLocation},
};

/// How many problems of one article get a location: each costs a search.
const MAX_LOCATED: usize = 100;

/// Collects the problems of one article.
pub(super) struct Findings<'a> {
    source: &'a FieldSource,
    body: &'a BodySource,
    /// The text of the file from which the body came. Read when it is needed.
    text: OnceCell<String>,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(source: &'a FieldSource, body: &'a BodySource) -> Self {
        Findings { source, body, text: OnceCell::new(), problems: Vec::new() }
    }

    /// Reports a warning in the body, at the first place that contains `needle`.
    pub(super) fn warn(&mut self, kind: Kind, needle: &str, message: String) {
        let severity = Severity::Warning;
        let field = self.body.field.clone();
        let whole = Problem { field, ..Problem::with_file(self.source.file.clone(), kind, severity, message) };
        let problem = if self.problems.len() >= MAX_LOCATED {
            whole
        } else if let Some(location) = self.location_of(needle) {
            whole.at(location)
        } else {
            let steps: Vec<Step> = self.body.field.clone().map(Step::Key).into_iter().collect();
            Problem { field: whole.field, ..self.source.problem(severity, kind, &steps, whole.message) }
        };
        self.problems.push(problem);
    }

    /// Returns the location of the first place where the body contains a text, such as the address of a link.
    fn location_of(&self, needle: &str) -> Option<SourceLocation> {
        if needle.is_empty() {
            return None;
        }
        let text = self.text.get_or_init(|| source_text::read(&self.source.file).body);
        // An address is more likely meant where links and pictures have theirs than in the text around them.
        let in_markup = |before: &str| text.find(&format!("{before}{needle}")).map(|byte| byte + before.len());
        let byte = ["](", "](<", "=\"", "='", "]: "].into_iter().find_map(in_markup).or_else(|| text.find(needle))?;
        Some(SourceLocation::of(text, byte).after_lines(self.body.lines_before))
    }

    /// Reports a warning about a line of the body, from 1.
    pub(super) fn warn_line(&mut self, kind: Kind, line: usize, message: impl Into<String>) {
        self.warn_at(kind, SourceLocation::line(line), message);
    }

    /// Reports a warning about a location of the body.
    pub(super) fn warn_at(&mut self, kind: Kind, location: SourceLocation, message: impl Into<String>) {
        let location = location.after_lines(self.body.lines_before);
        self.problems.push(Problem::with_file(self.source.file.clone(), kind, Severity::Warning, message).at(location));
    }

    /// Reports a warning about a field.
    pub(super) fn warn_field(&mut self, kind: Kind, steps: &[Step], message: String) {
        self.problems.push(self.source.problem(Severity::Warning, kind, steps, message));
    }
}
