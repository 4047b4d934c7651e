use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{dist, size};
use crate::{
    project::{self, cargo, run},
    tools::{self, say},
};

/// What is measured side by side with others.
#[derive(clap::Subcommand)]
pub(crate) enum Bench {
    /// How soon an article can be read, and left for the next: writes docs/load.md (about 40 minutes)
    Load(Load),
    /// Recommended reading against links that editors set, and what it costs: writes docs/related.md (about 5 minutes)
    Related,
    /// What search finds, and what it costs, beside Pagefind: writes docs/search.md (about 10 minutes)
    Search,
    /// What Lighthouse says of front page and article: writes docs/lighthouse.md (about 10 minutes)
    Lighthouse,
}

#[derive(clap::Args)]
pub(crate) struct Load {
    /// The release edition of another commit (its `dist/`), to be measured in the same run
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// Loads of each kind, for a quick look that leaves docs/load.md as it is
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    loads: Option<u32>,
}

impl Bench {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Bench::Load(options) => load(options),
            Bench::Related => related(),
            Bench::Search => search(),
            Bench::Lighthouse => lighthouse(),
        }
    }
}

fn related() -> Result<()> {
    say("measuring");
    run(&mut cargo(&["run", "--quiet", "--release", "--package", "press", "--example", "related"]))
}

fn search() -> Result<()> {
    let (browser, pagefind) = (tools::browser()?, tools::pagefind()?);
    dist::build("/")?;
    say("making queries and indexes");
    run(cargo(&["run", "--quiet", "--release", "--package", "press", "--example", "search_index"])
        .env("OFFPRINT_PAGEFIND", pagefind))?;
    say("measuring");
    run(cargo(&["run", "--quiet", "--release", "--package", "end-to-end", "--example", "search"])
        .env("OFFPRINT_DIST", project::dist())
        .env("OFFPRINT_BROWSER", browser.browser)
        .env("OFFPRINT_DRIVER", browser.driver))
}

fn lighthouse() -> Result<()> {
    let (browser, modules) = (tools::browser()?, tools::lighthouse()?);
    tools::nginx()?;
    dist::build("/")?;
    run(cargo(&["run", "--quiet", "--release", "--package", "end-to-end", "--example", "lighthouse"])
        .env("OFFPRINT_DIST", project::dist())
        .env("OFFPRINT_BROWSER", browser.browser)
        .env("OFFPRINT_NODE_MODULES", modules))
}

fn load(options: Load) -> Result<()> {
    let (browser, modules) = (tools::browser()?, tools::peers()?);
    tools::nginx()?;
    dist::build("/")?;
    let mut bench = cargo(&["run", "--quiet", "--release", "--package", "end-to-end", "--example", "load"]);
    bench
        .env("OFFPRINT_DIST", project::dist())
        .env("OFFPRINT_BROWSER", browser.browser)
        .env("OFFPRINT_DRIVER", browser.driver)
        .env("OFFPRINT_NODE_MODULES", modules)
        .env("OFFPRINT_SIZE", size::together()?.to_string());
    if let Some(loads) = options.loads {
        bench.env("OFFPRINT_LOADS", loads.to_string());
    }
    if let Some(other) = options.against {
        let other = other.canonicalize().with_context(|| format!("cannot find {}", other.display()))?;
        bench.env("OFFPRINT_AGAINST", other);
    }
    say("measuring");
    run(&mut bench)
}
