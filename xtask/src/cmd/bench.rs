use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use super::{dist, size};
use crate::{
    project::{self, cargo, progress, run},
    tools,
};

/// The benches.
#[derive(clap::Subcommand)]
pub(crate) enum Bench {
    /// Compares how long 10,000 articles take with Hugo, Eleventy and VitePress: writes docs/bench/build.md (about 15 minutes)
    Build,
    /// Builds and reads archives of growing size: writes docs/bench/scale.md (about 15 minutes)
    Scale(Scale),
    /// Reads a text of 10 MB, and 10,000 cards by way of older pages: writes docs/bench/long.md (about 5 minutes)
    Long,
    /// Builds, opens and scrolls articles with large bodies, such as 10,000 headings: writes docs/bench/bodies.md (about 5 minutes)
    Bodies,
    /// Measures the time until an article can be read, and until the next one can: writes docs/bench/load.md (about 40 minutes)
    Load(Load),
    /// Compares recommended reading with links that editors set, and measures its cost: writes docs/bench/related.md (about 5 minutes)
    Related,
    /// Compares the results and the cost of search with Pagefind: writes docs/bench/search.md (about 10 minutes)
    Search,
    /// Compares what 200 photographs cost with Hugo: writes docs/bench/pictures.md (about 20 minutes)
    Pictures,
    /// Measures how soon `offprint serve` shows a saved article in 10,000 (about 3 minutes)
    Serve,
    /// Runs Lighthouse on the front page and an article: writes docs/bench/lighthouse.md (about 10 minutes)
    Lighthouse,
}

#[derive(clap::Args)]
pub(crate) struct Load {
    /// The release edition of another commit (its `dist/`), measured in the same run
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// The number of loads of each kind, for a quick run that does not write docs/bench/load.md
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    loads: Option<u32>,
}

#[derive(clap::Args)]
pub(crate) struct Scale {
    /// The numbers of articles, the smallest first; a million need 90 GB in TMPDIR
    #[arg(long, value_name = "NUMBERS", default_value = "100,10000,100000")]
    articles: String,
}

impl Bench {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Bench::Build => build(),
            Bench::Scale(options) => scale(&options),
            Bench::Long => run(&mut archive_bench("long")?),
            Bench::Bodies => run(&mut archive_bench("bodies")?),
            Bench::Load(options) => load(options),
            Bench::Related => related(),
            Bench::Search => search(),
            Bench::Pictures => pictures(),
            Bench::Serve => serve(),
            Bench::Lighthouse => lighthouse(),
        }
    }
}

fn build() -> Result<()> {
    let modules = tools::peers()?;
    tools::hugo()?;
    dist::build("/")?;
    run(&mut cargo(&["build", "--quiet", "--release", "--package", "offprint"]))?;
    progress("writing articles");
    let archive = project::root().join("target/build-archive");
    project::empty_folder(&archive)?;
    let example = ["run", "--quiet", "--release", "--package", "offprint", "--example"];
    run(cargo(&example).args(["archive", "--"]).arg(&archive).args(["10000", "en"]))?;
    progress("measuring");
    let mut bench = cargo(&example);
    bench.args(["build", "--"]).arg(project::root().join("target/release/offprint")).arg(project::viewer()).arg(archive);
    in_memory(&mut bench);
    run(bench.env("OFFPRINT_NODE_MODULES", modules))
}

/// Lets a bench write to memory unless TMPDIR says where: a disk is slower for a while after many files were removed.
fn in_memory(bench: &mut Command) {
    if std::env::var_os("TMPDIR").is_none() && Path::new("/dev/shm").is_dir() {
        bench.env("TMPDIR", "/dev/shm");
    }
}

fn scale(options: &Scale) -> Result<()> {
    run(archive_bench("scale")?.env("OFFPRINT_SIZES", &options.articles))
}

/// Returns a bench that prints made-up editions and reads them in Chromium.
fn archive_bench(name: &str) -> Result<Command> {
    let browser = tools::chromium()?;
    dist::build("/")?;
    run(&mut cargo(&["build", "--quiet", "--release", "--package", "offprint", "--bins", "--example", "archive"]))?;
    progress("measuring");
    let release = project::root().join("target/release");
    let mut bench = cargo(&["run", "--quiet", "--release", "--package", "end-to-end", "--example", name]);
    in_memory(&mut bench);
    bench
        .env("OFFPRINT_PRESS", release.join("offprint"))
        .env("OFFPRINT_ARCHIVE", release.join("examples/archive"))
        .env("OFFPRINT_VIEWER", project::viewer())
        .env("OFFPRINT_BROWSER", browser.browser)
        .env("OFFPRINT_DRIVER", browser.driver);
    Ok(bench)
}

fn pictures() -> Result<()> {
    tools::hugo()?;
    run(&mut archive_bench("photographs")?)
}

fn related() -> Result<()> {
    progress("measuring");
    run(&mut cargo(&["run", "--quiet", "--release", "--package", "offprint", "--example", "related"]))
}

fn serve() -> Result<()> {
    run(&mut cargo(&["build", "--quiet", "--release", "--package", "offprint"]))?;
    progress("measuring");
    let program = project::root().join("target/release/offprint");
    run(cargo(&["run", "--quiet", "--release", "--package", "offprint", "--example", "serve", "--"]).arg(program))
}

fn search() -> Result<()> {
    let (browser, pagefind) = (tools::chromium()?, tools::pagefind()?);
    dist::build("/")?;
    progress("creating queries and indexes");
    run(cargo(&["run", "--quiet", "--release", "--package", "offprint", "--example", "search_index"])
        .env("OFFPRINT_PAGEFIND", pagefind))?;
    progress("measuring");
    run(cargo(&["run", "--quiet", "--release", "--package", "end-to-end", "--example", "search"])
        .env("OFFPRINT_DIST", project::dist())
        .env("OFFPRINT_BROWSER", browser.browser)
        .env("OFFPRINT_DRIVER", browser.driver))
}

fn lighthouse() -> Result<()> {
    let (browser, modules) = (tools::chromium()?, tools::lighthouse()?);
    tools::nginx()?;
    dist::build("/")?;
    run(cargo(&["run", "--quiet", "--release", "--package", "end-to-end", "--example", "lighthouse"])
        .env("OFFPRINT_DIST", project::dist())
        .env("OFFPRINT_BROWSER", browser.browser)
        .env("OFFPRINT_NODE_MODULES", modules))
}

fn load(options: Load) -> Result<()> {
    let (browser, modules) = (tools::chromium()?, tools::peers()?);
    tools::nginx()?;
    dist::build("/")?;
    let mut bench = cargo(&["run", "--quiet", "--release", "--package", "end-to-end", "--example", "load"]);
    bench
        .env("OFFPRINT_DIST", project::dist())
        .env("OFFPRINT_BROWSER", browser.browser)
        .env("OFFPRINT_DRIVER", browser.driver)
        .env("OFFPRINT_NODE_MODULES", modules)
        .env("OFFPRINT_SIZE", size::viewer_size()?.to_string());
    if let Some(loads) = options.loads {
        bench.env("OFFPRINT_LOADS", loads.to_string());
    }
    if let Some(other) = options.against {
        let other = other.canonicalize().with_context(|| format!("cannot find {}", other.display()))?;
        bench.env("OFFPRINT_AGAINST", other);
    }
    progress("measuring");
    run(&mut bench)
}
