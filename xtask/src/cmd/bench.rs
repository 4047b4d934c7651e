use anyhow::Result;

use super::{dist, size};
use crate::{
    project::{self, cargo, run},
    tools::{self, say},
};

/// What is measured side by side with others.
#[derive(clap::Subcommand)]
pub(crate) enum Bench {
    /// How soon an article can be read, and left for the next: writes docs/load.md (about 40 minutes)
    Load,
    /// Recommended reading against links that editors set, and what it costs: writes docs/related.md (about 5 minutes)
    Related,
    /// What search finds, and what it costs, beside Pagefind: writes docs/search.md (about 10 minutes)
    Search,
    /// What Lighthouse says of front page and article: writes docs/lighthouse.md (about 10 minutes)
    Lighthouse,
}

impl Bench {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Bench::Load => load(),
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

fn load() -> Result<()> {
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
    say("measuring");
    run(&mut bench)
}
