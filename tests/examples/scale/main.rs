//! Measures what archives of growing size cost to build, and what their views cost a reader. `cargo xtask bench scale` builds what this needs
//! and writes docs/bench/scale.md.

mod build;
#[allow(dead_code, reason = "this bench has no lower bounds")]
#[path = "../../bench/goals.rs"]
mod goals;
mod plot;
mod report;
mod views;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use build::{Archive, Builds};
use views::View;

/// What was measured of an archive.
struct Measured {
    articles: usize,
    builds: Builds,
    views: Vec<View>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let sizes: Vec<usize> = variable("OFFPRINT_SIZES")?
        .split(',')
        .map(|size| size.parse().with_context(|| format!("{size} is no number of articles")))
        .collect::<Result<_>>()?;
    let mut measured = Vec::new();
    for articles in sizes {
        // Each is removed before the next one is made: the largest need most of a disk.
        let folder = tempfile::tempdir().context("cannot make a folder")?;
        eprintln!("==> {articles} articles: building");
        let archive = Archive::write(folder.path(), articles)?;
        let edition = archive.build_whole()?;
        eprintln!("==> {articles} articles: reading");
        let views = views::measure(&archive.out, articles).await?;
        eprintln!("==> {articles} articles: building again");
        let builds = archive.build_again(edition)?;
        measured.push(Measured { articles, builds, views });
    }
    let report = report::Report { measured: &measured };
    let text = report.text();
    println!("{text}");
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/bench");
    fs::write(docs.join("scale.md"), &text).context("cannot write docs/bench/scale.md")?;
    fs::write(docs.join("scale.svg"), plot::plot(&measured)).context("cannot write docs/bench/scale.svg")?;
    println!("{}", report.goals_met());
    Ok(())
}

/// A variable that `cargo xtask bench scale` sets.
fn variable(name: &str) -> Result<String> {
    env::var(name).with_context(|| format!("{name} is not set: call `cargo xtask bench scale`"))
}

fn path(name: &str) -> Result<PathBuf> {
    variable(name).map(PathBuf::from)
}
