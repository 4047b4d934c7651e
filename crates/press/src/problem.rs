use std::fmt;

/// Something about the manuscripts that the newsroom should know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    /// The file, as a path that the reader of the message can open.
    pub(crate) file: String,
    /// Where in it, as far as known.
    pub(crate) place: Option<Place>,
    pub(crate) severity: Severity,
    /// The field, such as `_offprint.credits[1].role`.
    pub(crate) field: Option<String>,
    /// What is wrong and what to do, in one sentence or two.
    pub(crate) message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    Error,
    Warning,
}

/// A place in a file, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: Option<usize>,
}

impl Place {
    /// The place of a byte in a text. A column counts characters.
    pub(crate) fn of(text: &str, byte: usize) -> Place {
        let before = text.get(..byte).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        Place { line: before.matches('\n').count() + 1, column: Some(before[start..].chars().count() + 1) }
    }

    pub(crate) fn line(line: usize) -> Place {
        Place { line, column: None }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if let Some(place) = self.place {
            write!(f, "{}:", place.line)?;
            if let Some(column) = place.column {
                write!(f, "{column}:")?;
            }
        }
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, " {severity}: ")?;
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.message)
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

    /// By file, then by place in it.
    pub(crate) fn sorted(&self) -> Vec<&Problem> {
        let mut sorted: Vec<&Problem> = self.list.iter().collect();
        sorted.sort();
        sorted.dedup();
        sorted
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.sorted().iter().filter(|problem| problem.severity == severity).count()
    }

    pub(crate) fn fail(&self, strict: bool) -> bool {
        self.count(Severity::Error) > 0 || (strict && !self.list.is_empty())
    }

    /// The sentence that ends a run that failed.
    pub(crate) fn verdict(&self, strict: bool) -> String {
        let errors = plural(self.count(Severity::Error), "error");
        let warnings = plural(self.count(Severity::Warning), "warning");
        let strict = if strict { " (--strict takes warnings for errors)" } else { "" };
        format!("{errors}, {warnings}{strict}: nothing was printed")
    }
}

/// `1 article`, `2 articles`.
pub(crate) fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        assert_eq!(Place::of("工业\n经济", 0), Place { line: 1, column: Some(1) });
        assert_eq!(Place::of("工业\n经济", 10), Place { line: 2, column: Some(2) });
    }

    #[test]
    fn a_problem_names_file_line_column_field_and_what_to_do() {
        let problem = Problem {
            file: "content/a.json".into(),
            place: Some(Place { line: 3, column: Some(5) }),
            severity: Severity::Error,
            field: Some("title".into()),
            message: "is missing. Add it.".into(),
        };
        assert_eq!(problem.to_string(), "content/a.json:3:5: error: title: is missing. Add it.");
    }
}
