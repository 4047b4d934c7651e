use std::time::Instant;

use anyhow::Result;

use super::{audit, dist, size};
use crate::{
    project::{cargo, root, run},
    tools::{self, say},
};

#[derive(clap::Args)]
pub(crate) struct Test {
    /// Only the tests whose name contains this, and only those in the browser
    #[arg(long, value_name = "NAME")]
    browser: Option<String>,
}

/// The crates beside the viewer. The viewer's two features must not meet, so it is never built with them.
const BESIDE: [&str; 7] = [
    "--package=edition",
    "--package=send_wrapper",
    "--package=related",
    "--package=search",
    "--package=press",
    "--package=xtask",
    "--package=end-to-end",
];
const PRINT: [&str; 5] = ["--package", "offprint", "--no-default-features", "--features", "print"];

impl Test {
    pub(crate) fn run(self) -> Result<()> {
        let start = Instant::now();
        if self.browser.is_none() {
            lints()?;
            say("unit and press tests");
            run(cargo(&["test", "--quiet"]).args(&BESIDE[..6]))?;
            run(cargo(&["test", "--quiet"]).args(PRINT))?;
        }
        dist::build("/")?;
        size::run()?;
        if self.browser.is_none() {
            say("what others make of the edition");
            audit::run_all()?;
        }
        in_the_browser(self.browser.as_deref())?;
        if self.browser.is_none() {
            in_other_engines()?;
        }
        say(&format!("all passed in {:.0} minutes", start.elapsed().as_secs_f64() / 60.0));
        Ok(())
    }
}

fn lints() -> Result<()> {
    say("format");
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    say("lints, native and WebAssembly");
    let deny = ["--", "-D", "warnings"];
    tools::target()?;
    run(cargo(&["clippy", "--quiet", "--all-targets"]).args(BESIDE).args(deny))?;
    run(cargo(&["clippy", "--quiet", "--all-targets"]).args(PRINT).args(deny))?;
    let worker = ["clippy", "--quiet", "--package", "search", "--target", "wasm32-unknown-unknown"];
    run(cargo(&worker).args(deny))?;
    let wasm = ["clippy", "--quiet", "--package", "offprint", "--target", "wasm32-unknown-unknown"];
    run(cargo(&wasm).args(deny).env("CLIPPY_CONF_DIR", root().join(".cargo/wasm")))
}

/// The tests of the page that it all began with, and of search, in Firefox and WebKit.
fn in_other_engines() -> Result<()> {
    for (engine, browser) in tools::other_browsers()? {
        let Some(browser) = browser else {
            say(&format!("skipped: the tests in {engine}, which is not here and cannot be installed on this machine"));
            continue;
        };
        say(&format!("end-to-end tests of the seed page and of search in {engine}"));
        run(cargo(&["test", "--quiet", "--package", "end-to-end", "--", "seed::", "search::", "--test-threads=2"])
            .env("OFFPRINT_DIST", crate::project::dist())
            .env("OFFPRINT_ENGINE", engine)
            .env("OFFPRINT_BROWSER", browser.browser)
            .env("OFFPRINT_DRIVER", browser.driver))?;
    }
    Ok(())
}

fn in_the_browser(only: Option<&str>) -> Result<()> {
    let (browser, axe) = (tools::browser()?, tools::axe()?);
    say("end-to-end tests in Chromium");
    // Two at a time: each has a browser of its own.
    let mut tests = cargo(&["test", "--quiet", "--package", "end-to-end", "--", "--test-threads=2"]);
    run(tests
        .args(only)
        .env("OFFPRINT_DIST", crate::project::dist())
        .env("OFFPRINT_BROWSER", browser.browser)
        .env("OFFPRINT_DRIVER", browser.driver)
        .env("OFFPRINT_AXE", axe))
}
