//! What the press prints on the terminal. Problems go to standard error, the summary to standard output.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    time::Duration,
};

use crate::{
    pipeline::Edition,
    problem::{Kind, Problems, Severity, plural},
    write::Change,
};

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

/// Writes a line to standard error. Whoever reads it may stop in the middle: that is no failure.
pub(crate) fn line(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Shows what the newsroom should know although nothing is wrong.
pub(crate) fn notes(notes: &[String]) {
    for note in notes {
        println!("{note}");
    }
}

/// Ends a check that found no error.
pub(crate) fn checked(edition: &Edition, time: Duration) {
    println!("{} checked in {}: ready to print", plural(edition.articles, "article"), seconds(time));
}

/// Ends a build.
pub(crate) fn summary(edition: &Edition, change: &Change, time: Duration) {
    println!(
        "{}, {}, {}, {}: {} written, {} removed, {} as they were",
        plural(edition.articles, "article"),
        plural(edition.files.len(), "file"),
        bytes(change.bytes),
        seconds(time),
        change.written,
        change.removed,
        change.kept
    );
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
