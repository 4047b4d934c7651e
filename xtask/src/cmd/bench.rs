use std::path::{Path, PathBuf};

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
    /// Measures the time until an article can be read, and until the next one can: writes docs/load.md (about 40 minutes)
    Load(Load),
    /// Compares recommended reading with links that editors set, and measures its cost: writes docs/related.md (about 5 minutes)
    Related,
    /// Compares the results and the cost of search with Pagefind: writes docs/search.md (about 10 minutes)
    Search,
    /// Measures how soon `offprint serve` shows a saved article in 10,000 (about 3 minutes)
    Serve,
    /// Runs Lighthouse on the front page and an article: writes docs/lighthouse.md (about 10 minutes)
    Lighthouse,
}

#[derive(clap::Args)]
pub(crate) struct Load {
    /// The release edition of another commit (its `dist/`), measured in the same run
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// The number of loads of each kind, for a quick run that does not write docs/load.md
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    loads: Option<u32>,
}

impl Bench {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Bench::Build => build(),
            Bench::Load(options) => load(options),
            Bench::Related => related(),
            Bench::Search => search(),
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
    // A disk is slower for a while after many files were removed, which is more than the tools differ by.
    if std::env::var_os("TMPDIR").is_none() && Path::new("/dev/shm").is_dir() {
        bench.env("TMPDIR", "/dev/shm");
    }
    run(bench.env("OFFPRINT_NODE_MODULES", modules))
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
