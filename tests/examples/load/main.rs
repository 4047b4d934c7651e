//! Measures how soon an article can be read and left for the next one: our pages and our viewer next to plain HTML,
//! docsify, VitePress and Docusaurus, and to another build of ours if there is one. One nginx serves all of them in one
//! run, turn by turn. `cargo xtask bench load` installs and builds what this needs.

mod articles;
mod editions;
#[allow(dead_code, reason = "this bench has no lower bounds")]
#[path = "../../bench/goals.rs"]
mod goals;
mod measure;
mod navigation;
mod page;
mod peers;
mod plot;
mod report;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use end_to_end::{Nginx, brotli_copies};

/// Loads of each kind in each profile.
const LOADS: usize = 15;
/// Clicks from a list to an article of each kind.
const CLICKS: usize = 40;

/// One page that is measured, served by our nginx.
struct Subject {
    /// Names it in tables.
    name: String,
    /// The path of the measured page.
    path: String,
    /// Whether its HTML holds the text, so that it can be read and left before a script runs.
    is_printed: bool,
    /// Whether a script takes clicks on its links.
    is_application: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let quick: Option<usize> = env::var("OFFPRINT_LOADS").ok().and_then(|loads| loads.parse().ok());
    let loads = quick.unwrap_or(LOADS);
    let articles = articles::read()?;
    let root = tempfile::tempdir().context("cannot make a folder")?;
    let root = root.path();

    let mut subjects = editions::print(root, &articles)?;
    subjects.extend(peers::build(root, &articles)?);
    let peers = subjects.len();
    if let Some(other) = env::var_os("OFFPRINT_AGAINST") {
        subjects.extend(editions::copy_builds(root, &variable("OFFPRINT_DIST")?, Path::new(&other))?);
    }
    brotli_copies(root)?;
    let server = Nginx::start(root, editions::FALLBACK)?;

    let mut profiles = Vec::new();
    for profile in measure::Profile::ALL {
        profiles.push((profile, measure::measure(&server, profile, &subjects, loads).await?));
    }
    let clicks = navigation::measure(&server, quick.unwrap_or(CLICKS)).await?;

    let words = articles[0].words();
    let report = report::Report { words, loads, subjects: &subjects, peers, profiles: &profiles, clicks: &clicks };
    let text = report.text();
    println!("{text}");
    if quick.is_none() {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/bench");
        write(&docs.join("load.md"), &text)?;
        write(&docs.join("load.svg"), &plot::plot(&subjects[..peers], &profiles))?;
    }
    println!("{}", report.goals_met());
    Ok(())
}

/// The path in a variable that `cargo xtask bench load` sets.
fn variable(name: &str) -> Result<PathBuf> {
    env::var_os(name).map(PathBuf::from).with_context(|| format!("{name} is not set: call `cargo xtask bench load`"))
}

fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
