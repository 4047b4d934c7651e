//! What the press tells the person at the terminal. Problems go to standard error, the summary to
//! standard output.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    time::Duration,
};

use crate::{
    compose::Edition,
    problem::{Problem, Problems, Severity, plural},
    write::Change,
};

/// Warnings of one kind that are told in full.
const TOLD: usize = 3;

/// Tells every error, and of each kind of warning the first few and how many more there are.
pub(crate) fn tell(problems: &Problems, verbose: bool) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for problem in problems.sorted() {
        if problem.severity == Severity::Warning && !verbose {
            let count = seen.entry(kind(problem)).or_default();
            *count += 1;
            if *count > TOLD {
                continue;
            }
        }
        problem_line(&problem.to_string());
    }
    let mut more = seen.into_iter().filter(|(_, count)| *count > TOLD).peekable();
    if more.peek().is_some() {
        problem_line("More warnings of the same kinds (--verbose tells them all):");
        for (kind, count) in more {
            problem_line(&format!("  {:>6}  {kind}", count - TOLD));
        }
    }
}

/// A line to standard error. Whoever reads it may stop in the middle: that is no reason to fail.
pub(crate) fn problem_line(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// What a warning has in common with others of its kind: what is wrong, without what to do or how often.
fn kind(problem: &Problem) -> String {
    let what = problem.message.split(". ").next().unwrap_or_default();
    what.split(" (").next().unwrap_or_default().to_owned()
}

pub(crate) fn notes(notes: &[String]) {
    for note in notes {
        println!("{note}");
    }
}

pub(crate) fn checked(edition: &Edition, time: Duration) {
    println!("{} checked in {}: ready to print", plural(edition.articles, "article"), seconds(time));
}

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
