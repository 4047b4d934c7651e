use std::{fs, time::Instant};

use anyhow::{Context, Result};

use super::{audit, dist, size};
use crate::{
    project::{cargo, root, run},
    tools::{self, Tools, say},
};

#[derive(clap::Args)]
pub(crate) struct Test {
    /// Only the end-to-end tests whose name contains this
    #[arg(long, value_name = "NAME")]
    browser: Option<String>,
}

/// Lints are errors here.
const DENY: [&str; 3] = ["--", "-D", "warnings"];
/// The packages that run in the browser, and their target.
const WASM: [&str; 6] = ["--package", "offprint", "--package", "search", "--target", "wasm32-unknown-unknown"];
/// The end-to-end tests that also run in Firefox and WebKit: the page that the project began with, and search.
const IN_EVERY_ENGINE: [&str; 2] = ["seed::", "search::"];

impl Test {
    pub(crate) fn run(self) -> Result<()> {
        let start = Instant::now();
        if self.browser.is_none() {
            lints()?;
            say("unit and integration tests");
            run(&mut cargo(&["test", "--quiet", "--workspace", "--exclude", "end-to-end"]))?;
        }
        dist::build("/")?;
        size::run()?;
        if self.browser.is_none() {
            say("what others make of the edition");
            audit::run_all()?;
            wasm_tests()?;
        }
        in_chromium(self.browser.as_deref())?;
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
    tools::target()?;
    run(cargo(&["clippy", "--quiet", "--workspace", "--all-targets"]).args(DENY))?;
    run(cargo(&["clippy", "--quiet"]).args(WASM).args(DENY).env("CLIPPY_CONF_DIR", root().join(".cargo/wasm")))
}

/// The tests of the viewer and the worker that run as WebAssembly in Chromium.
fn wasm_tests() -> Result<()> {
    let (tools, browser) = (Tools::for_the_viewer()?, tools::browser()?);
    say("WebAssembly tests in Chromium");
    // Chromium has no sandbox under root, as in most containers.
    let arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    let capabilities = serde_json::json!({ "goog:chromeOptions": { "binary": browser.browser, "args": arguments } });
    let path = root().join("target/webdriver.json");
    fs::create_dir_all(root().join("target")).context("cannot create the folder target")?;
    fs::write(&path, capabilities.to_string()).with_context(|| format!("cannot write {}", path.display()))?;
    // Without `--quiet`, which the runner does not understand.
    run(cargo(&["test"])
        .args(WASM)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", tools.find("wasm-bindgen-test-runner"))
        .env("CHROMEDRIVER", browser.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", path))
}

fn in_chromium(only: Option<&str>) -> Result<()> {
    let (browser, axe) = (tools::browser()?, tools::axe()?);
    tools::fonts()?;
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

fn in_other_engines() -> Result<()> {
    for (engine, browser) in tools::other_browsers()? {
        let Some(browser) = browser else {
            say(&format!("skipped: the tests in {engine}, which is not here and cannot be installed on this machine"));
            continue;
        };
        say(&format!("end-to-end tests in {engine}: {}", IN_EVERY_ENGINE.join(" ")));
        run(cargo(&["test", "--quiet", "--package", "end-to-end", "--", "--test-threads=2"])
            .args(IN_EVERY_ENGINE)
            .env("OFFPRINT_DIST", crate::project::dist())
            .env("OFFPRINT_ENGINE", engine)
            .env("OFFPRINT_BROWSER", browser.browser)
            .env("OFFPRINT_DRIVER", browser.driver))?;
    }
    Ok(())
}
