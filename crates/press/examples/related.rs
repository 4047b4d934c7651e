//! How good recommended reading is, against links that editors set, and what it costs for a large archive.
//! `cargo xtask bench related` runs it and writes docs/related.md.

#[path = "related/archive.rs"]
#[allow(dead_code, reason = "shared with the bench of search")]
mod archive;
#[path = "related/cost.rs"]
mod cost;
#[path = "related/quality.rs"]
mod quality;

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result};

/// What is to be reached: what it is, what was measured, the bound, and whether it is a bound from below.
struct Goal {
    what: String,
    measured: f64,
    bound: f64,
    at_least: bool,
}

impl Goal {
    fn at_least(what: impl Into<String>, measured: f64, bound: f64) -> Goal {
        Goal { what: what.into(), measured, bound, at_least: true }
    }

    fn at_most(what: impl Into<String>, measured: f64, bound: f64) -> Goal {
        Goal { what: what.into(), measured, bound, at_least: false }
    }

    fn is_met(&self) -> bool {
        if self.at_least { self.measured >= self.bound } else { self.measured <= self.bound }
    }
}

fn main() -> Result<()> {
    // A measurement that needs a process of its own, for its memory.
    if let Some(articles) = std::env::args().nth(1) {
        return cost::one(articles.parse().context("how many articles?")?, std::env::args().nth(2).is_some());
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut text = String::from("# Recommended reading\n\nPrinted by `cargo xtask bench related`.\n");
    let mut goals = Vec::new();
    quality::measure(&root, &mut text, &mut goals)?;
    let runs = cost::measure(&root, &mut text, &mut goals)?;
    text.push_str("\n## Goals\n\n| goal | measured | bound | |\n| --- | ---: | ---: | --- |\n");
    for goal in &goals {
        let (sign, verdict) = (if goal.at_least { "≥" } else { "≤" }, if goal.is_met() { "met" } else { "missed" });
        let _ = writeln!(text, "| {} | {:.3} | {sign} {} | {verdict} |", goal.what, goal.measured, goal.bound);
    }
    text.push_str("\n![Seconds by number of articles](related.svg)\n");
    println!("{text}");
    fs::write(root.join("docs/related.md"), &text).context("cannot write docs/related.md")?;
    fs::write(root.join("docs/related.svg"), cost::plot(&runs)).context("cannot write docs/related.svg")?;
    println!("goals met: {} of {}", goals.iter().filter(|goal| goal.is_met()).count(), goals.len());
    Ok(())
}
