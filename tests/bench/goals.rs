//! What a bench is held against. Benches of two packages read this one file.

use std::fmt::Write as _;

/// What is to be reached: what it is, what was measured, the bound, and whether it is a bound from below.
pub(crate) struct Goal {
    what: String,
    measured: f64,
    bound: f64,
    at_least: bool,
}

impl Goal {
    pub(crate) fn at_least(what: impl Into<String>, measured: f64, bound: f64) -> Goal {
        Goal { what: what.into(), measured, bound, at_least: true }
    }

    pub(crate) fn at_most(what: impl Into<String>, measured: f64, bound: f64) -> Goal {
        Goal { what: what.into(), measured, bound, at_least: false }
    }

    fn is_met(&self) -> bool {
        if self.at_least { self.measured >= self.bound } else { self.measured <= self.bound }
    }
}

/// The goals as a table of Markdown, under a heading.
pub(crate) fn table(goals: &[Goal]) -> String {
    let mut text = String::from("\n## Goals\n\n| goal | measured | bound | |\n| --- | ---: | ---: | --- |\n");
    for goal in goals {
        let (sign, verdict) = (if goal.at_least { "≥" } else { "≤" }, if goal.is_met() { "met" } else { "missed" });
        let _ = writeln!(text, "| {} | {:.3} | {sign} {} | {verdict} |", goal.what, goal.measured, goal.bound);
    }
    text
}

/// The last line of a bench.
pub(crate) fn count(goals: &[Goal]) -> String {
    format!("goals met: {} of {}", goals.iter().filter(|goal| goal.is_met()).count(), goals.len())
}
