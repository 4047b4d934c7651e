//! Measures how long a build of 10,000 articles takes, and what it costs: ours next to Hugo, Eleventy and VitePress, turn by turn.
//!
//! `cargo xtask bench build` installs and builds what this needs, and gives the paths of `offprint`, of the folder with its viewer and
//! of the folder with the articles. The settings of the others are in `tests/bench/builds`. All is written into a folder in `TMPDIR`.

mod articles;
mod generators;
#[path = "../../../../tests/bench/goals.rs"]
mod goals;
mod report;
#[path = "../process/watch.rs"]
mod watch;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;

use generators::Generator;
use watch::{Cost, watched};

/// Runs of each generator.
const RUNS: usize = 3;

/// What a generator has done in all runs.
struct Measured {
    generator: Generator,
    costs: Vec<Cost>,
    output: Output,
}

/// What a generator has written.
#[derive(Clone, Copy, Default)]
struct Output {
    files: usize,
    /// Those of the files that are pages of HTML.
    pages: usize,
    bytes: u64,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let mut argument = || arguments.next().context("the arguments are missing: call `cargo xtask bench build`");
    let (press, viewer, archive) = (argument()?, argument()?, argument()?);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let count = articles::count(&archive);
    let folder = tempfile::tempdir().context("cannot create a folder")?;
    let generators = generators::prepare(&root.join("tests/bench/builds"), folder.path(), &archive, &press, &viewer)?;

    let mut all: Vec<Measured> =
        generators.into_iter().map(|generator| Measured { generator, costs: Vec::new(), output: Output::default() }).collect();
    for run in 1..=RUNS {
        for measured in &mut all {
            eprintln!("==> run {run} of {RUNS}: {}", measured.generator.name);
            let out = folder.path().join("out");
            measured.generator.forget();
            // Else a disk writes during this run what the one before has left in memory.
            Command::new("sync").status().context("cannot run sync")?;
            measured.costs.push(watched(&mut measured.generator.command(&out))?);
            measured.output = Output::read(&out)?;
            fs::remove_dir_all(&out).with_context(|| format!("cannot remove {}", out.display()))?;
            if measured.output.pages < count {
                bail!("{} has written {} pages of {count} articles", measured.generator.name, measured.output.pages);
            }
        }
    }

    let text = report::text(count, &file_system(folder.path())?, &all);
    let docs = root.join("docs/bench");
    fs::create_dir_all(&docs).context("cannot create docs/bench")?;
    fs::write(docs.join("build.md"), &text).context("cannot write docs/bench/build.md")?;
    print!("{text}");
    Ok(())
}

/// Returns the type of the file system that a folder is on.
fn file_system(folder: &Path) -> Result<String> {
    let output = Command::new("stat").args(["--file-system", "--format=%T"]).arg(folder).output().context("cannot run stat")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

impl Output {
    /// Counts what is in a folder.
    fn read(folder: &Path) -> Result<Output> {
        let mut output = Output::default();
        for entry in WalkDir::new(folder) {
            let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
            if entry.file_type().is_file() {
                output.files += 1;
                output.pages += usize::from(entry.path().extension().is_some_and(|extension| extension == "html"));
                output.bytes += entry.metadata()?.len();
            }
        }
        Ok(output)
    }
}

impl Measured {
    /// Returns the seconds of the runs, the fastest first.
    fn seconds(&self) -> Vec<f64> {
        sorted(self.costs.iter().map(|cost| cost.seconds))
    }

    fn median_seconds(&self) -> f64 {
        self.seconds()[RUNS / 2]
    }

    fn median_cpu_seconds(&self) -> f64 {
        sorted(self.costs.iter().map(|cost| cost.cpu_seconds))[RUNS / 2]
    }

    fn median_megabytes(&self) -> f64 {
        sorted(self.costs.iter().map(|cost| cost.megabytes))[RUNS / 2]
    }
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}
