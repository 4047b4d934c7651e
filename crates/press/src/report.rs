//! What the press prints on the terminal. Problems go to standard error, the summary to standard output.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::Path,
    time::Duration,
};

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    pipeline::Edition,
    problem::{Kind, Problem, Problems, Severity, plural},
    write::Change,
};

/// What `offprint check --format json` prints.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Report {
    /// Whether `offprint build` would print the edition.
    ready: bool,
    /// The number of articles in the edition; 0 where it is not ready.
    articles: usize,
    /// Every problem, by file and line.
    problems: Vec<ReportedProblem>,
    /// What is worth knowing although nothing is wrong.
    notes: Vec<String>,
}

/// A problem as `offprint check --format json` prints it.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
pub(crate) struct ReportedProblem {
    /// The path of the file, from where the command was called.
    file: String,
    /// From 1. None where the whole file is meant.
    line: Option<usize>,
    /// In characters, from 1.
    column: Option<usize>,
    /// `error`, `warning` or `note`.
    severity: String,
    /// The kind, which the guide explains: `dead-link`.
    kind: &'static str,
    /// The field, such as `_offprint.credits[1].role`.
    field: Option<String>,
    /// What is wrong and what to do.
    message: String,
}

/// Warnings and notes of one kind that are shown in full.
const SHOWN: usize = 3;

/// Shows every error and, of each kind of warning and note, the first few. Ends with a list of all problems by kind.
pub(crate) fn problems(problems: &Problems, verbose: bool) {
    let mut seen: BTreeMap<(Severity, Kind), usize> = BTreeMap::new();
    let mut is_cut = false;
    for problem in problems.sorted() {
        let count = seen.entry((problem.severity, problem.kind)).or_default();
        *count += 1;
        if problem.severity == Severity::Error || verbose || *count <= SHOWN {
            line(&problem.to_string());
        } else {
            is_cut = true;
        }
    }
    if !seen.is_empty() {
        line(if is_cut { "By kind (--verbose shows all of them):" } else { "By kind:" });
        for ((severity, kind), count) in problems.counts() {
            line(&format!("  {count:>6}  {severity}  {}", kind.id()));
        }
    }
}

impl ReportedProblem {
    /// Returns what to report where the manuscripts could not be read at all. `message` names the file.
    pub(crate) fn failure(content: &Path, message: String) -> ReportedProblem {
        let file = content.display().to_string();
        ReportedProblem {
            file,
            line: None,
            column: None,
            severity: Severity::Error.to_string(),
            kind: "failure",
            field: None,
            message,
        }
    }
}

/// Returns all problems, by file and line.
pub(crate) fn reported(problems: &Problems) -> Vec<ReportedProblem> {
    let reported = |problem: &Problem| ReportedProblem {
        file: problem.file.clone(),
        line: problem.location.map(|location| location.line),
        column: problem.location.and_then(|location| location.column),
        severity: problem.severity.to_string(),
        kind: problem.kind.id(),
        field: problem.field.clone(),
        message: problem.message.clone(),
    };
    problems.sorted().into_iter().map(reported).collect()
}

/// Prints all problems as JSON.
pub(crate) fn json(edition: &Edition, problems: &Problems, strict: bool) {
    let ready = !problems.fail(strict);
    let report = Report {
        ready,
        articles: if ready { edition.articles } else { 0 },
        problems: reported(problems),
        notes: edition.notes.clone(),
    };
    say(&serde_json::to_string_pretty(&report).expect("a report is JSON"));
}

/// Prints all problems as annotations, which GitHub shows at their lines.
pub(crate) fn annotations(problems: &Problems) {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    for problem in problems.sorted() {
        let command = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut properties = format!("file={},title={}", property(&problem.file), property(problem.kind.id()));
        if let Some(location) = problem.location {
            properties += &format!(",line={}", location.line);
            properties += &location.column.map(|column| format!(",col={column}")).unwrap_or_default();
        }
        let field = problem.field.as_ref().map(|field| format!("{field}: ")).unwrap_or_default();
        say(&format!("::{command} {properties}::{}", data(&format!("{field}{}", problem.message))));
    }
}

/// Returns a path as an argument of a command.
pub(crate) fn quoted(path: &Path) -> String {
    let shown = path.display().to_string();
    if shown.contains(char::is_whitespace) { format!("\"{shown}\"") } else { shown }
}

/// Returns an error with all its causes, on one line.
pub(crate) fn sentence(error: &anyhow::Error) -> String {
    format!("{error:#}").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes a line to standard output. Whoever reads it may stop in the middle: that is no failure.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Writes a line to standard error. Whoever reads it may stop in the middle: that is no failure.
pub(crate) fn line(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Shows what the newsroom should know although nothing is wrong.
pub(crate) fn notes(notes: &[String]) {
    notes.iter().for_each(|note| say(note));
}

/// Ends a check that found no error.
pub(crate) fn checked(edition: &Edition, time: Duration) {
    say(&format!("{} checked in {}: ready to print", plural(edition.articles, "article"), seconds(time)));
}

/// Says that an edition is ready to be looked at.
pub(crate) fn made(edition: &Edition, time: Duration) {
    say(&format!("{} made in {}", plural(edition.articles, "article"), seconds(time)));
}

/// Ends a build.
pub(crate) fn summary(articles: usize, files: usize, change: &Change, time: Duration) {
    say(&format!(
        "{}, {}, {}, {}: {} written, {} removed, {} as they were",
        plural(articles, "article"),
        plural(files, "file"),
        bytes(change.bytes),
        seconds(time),
        change.written,
        change.removed,
        change.kept
    ));
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", count as f64 / 1e3),
        _ => format!("{:.1} MB", count as f64 / 1e6),
    }
}
