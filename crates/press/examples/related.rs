//! Measures recommended reading: its quality against links that editors set, and its cost for a large archive.
//! `cargo xtask bench related` runs it and writes docs/bench/related.md.

#[path = "related/archive.rs"]
#[allow(dead_code, reason = "shared with the bench of search")]
mod archive;
#[path = "related/cost.rs"]
mod cost;
#[path = "../../../tests/bench/goals.rs"]
mod goals;
#[path = "related/quality.rs"]
mod quality;
#[path = "process/watch.rs"]
#[allow(dead_code, reason = "shared with the bench of builds")]
mod watch;

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result};

fn main() -> Result<()> {
    // Memory is measured in a separate process.
    if let Some(articles) = std::env::args().nth(1) {
        return cost::one(articles.parse().context("how many articles?")?, std::env::args().nth(2).is_some());
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut text = String::from("# Recommended reading\n\nPrinted by `cargo xtask bench related`.\n");
    let mut goals = Vec::new();
    quality::measure(&root, &mut text, &mut goals)?;
    let runs = cost::measure(&root, &mut text, &mut goals)?;
    text.push_str(&goals::table(&goals));
    text.push_str("\n![Seconds by number of articles](related.svg)\n");
    let _ = writeln!(text, "\n{}", goals::count(&goals));
    println!("{text}");
    fs::write(root.join("docs/bench/related.md"), &text).context("cannot write docs/bench/related.md")?;
    fs::write(root.join("docs/bench/related.svg"), cost::plot(&runs)).context("cannot write docs/bench/related.svg")?;
    Ok(())
}
