//! Runs Lighthouse on the front page and an article of the release edition, served by nginx with brotli:
//! medians of five. `cargo xtask bench lighthouse` installs all that it needs.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use end_to_end::{Nginx, brotli_copies, copy_folder};
use serde_json::Value;

const RUNS: usize = 5;
const PAGES: [(&str, &str); 2] = [("front", ""), ("article", "articles/2023-07-20-half-year-industry/")];
/// The pages, with the lowest accepted scores on a phone and on a desktop.
const GOALS: [(&str, u32, u32); 4] =
    [("performance", 95, 100), ("accessibility", 100, 100), ("best-practices", 100, 100), ("seo", 100, 100)];

fn main() -> Result<()> {
    let variable = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .with_context(|| format!("{name} is not set: call `cargo xtask bench lighthouse`"))
    };
    let root = tempfile::tempdir()?;
    copy_folder(&variable("OFFPRINT_DIST")?, root.path())?;
    brotli_copies(root.path())?;
    let server = Nginx::start(root.path(), "")?;
    let program = variable("OFFPRINT_NODE_MODULES")?.join("lighthouse/cli/index.js");

    let mut text = format!(
        "# What Lighthouse says\n\nPrinted by `cargo xtask bench lighthouse`, medians of {RUNS}.\n\n| page | | performance | accessibility | best practices | SEO |\n| --- | --- | ---: | ---: | ---: | ---: |\n"
    );
    let (mut met, mut goals) = (0, 0);
    for (name, path) in PAGES {
        for device in ["telephone", "desk"] {
            let mut scores: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
            for n in 0..RUNS {
                eprintln!("==> {name}, {device}, {} of {RUNS}", n + 1);
                let report =
                    look(&program, &variable("OFFPRINT_BROWSER")?, &format!("{}/{path}", server.address), device == "desk")?;
                for (category, ..) in GOALS {
                    let score = report["categories"][category]["score"].as_f64().unwrap_or_default();
                    scores.entry(category).or_default().push((score * 100.0).round() as u32);
                    if score < 1.0 && n == 0 {
                        tell(&report, category);
                    }
                }
            }
            text.push_str(&format!("| {name} | {device} |"));
            for (category, on_telephone, on_desk) in GOALS {
                let scores = scores.get_mut(category).context("every run has every score")?;
                scores.sort_unstable();
                let least = if device == "desk" { on_desk } else { on_telephone };
                goals += 1;
                met += usize::from(scores[RUNS / 2] >= least);
                text.push_str(&format!(" {} |", scores[RUNS / 2]));
            }
            text.push('\n');
        }
    }
    text.push_str(&format!("\ngoals met: {met} of {goals}\n"));
    println!("{text}");
    fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/bench/lighthouse.md"), text)
        .context("cannot write docs/bench/lighthouse.md")?;
    Ok(())
}

fn look(program: &Path, browser: &Path, address: &str, desk: bool) -> Result<Value> {
    let mut lighthouse = Command::new("node");
    lighthouse.arg(program).arg(address).args([
        "--quiet",
        "--output=json",
        "--output-path=stdout",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking",
    ]);
    if desk {
        lighthouse.arg("--preset=desktop");
    }
    let output = lighthouse.env("CHROME_PATH", browser).stderr(Stdio::inherit()).output().context("cannot run lighthouse")?;
    if !output.status.success() {
        bail!("lighthouse failed");
    }
    serde_json::from_slice(&output.stdout).context("lighthouse says no JSON")
}

/// Returns the audits that cost points.
fn tell(report: &Value, category: &str) {
    for audit in report["categories"][category]["auditRefs"].as_array().into_iter().flatten() {
        let id = audit["id"].as_str().unwrap_or_default();
        let (score, weight) = (report["audits"][id]["score"].as_f64(), audit["weight"].as_f64().unwrap_or_default());
        if let Some(score) = score.filter(|score| *score < 1.0 && weight > 0.0) {
            println!("  {category}: {id} {score} {}", report["audits"][id]["displayValue"].as_str().unwrap_or_default());
        }
    }
}
