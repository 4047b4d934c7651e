use std::{fs, time::Instant};

use anyhow::{Context, Result};

use super::{dist, guide, release, size, validate};
use crate::{
    project::{cargo, dist as dist_folder, progress, root, run},
    tools::{self, Tools},
};

#[derive(clap::Args)]
pub(crate) struct Test {
    /// Runs only the end-to-end tests whose name contains NAME
    #[arg(long, value_name = "NAME")]
    browser: Option<String>,
}

/// Makes warnings errors.
const DENY: [&str; 3] = ["--", "-D", "warnings"];
/// The packages that run in the browser.
const WASM: [&str; 6] = ["--package", "offprint-viewer", "--package", "offprint-search", "--target", "wasm32-unknown-unknown"];
/// The end-to-end tests that also run in Firefox and WebKit: all but those of layout and security, which need Chromium's DevTools
/// protocol, and the mutations, which open two hundred pages.
const CROSS_BROWSER_TESTS: [&str; 8] =
    ["seed::", "search::", "navigation::", "pages::", "reading::", "recommended::", "states::", "taxonomies::"];

impl Test {
    pub(crate) fn run(self) -> Result<()> {
        let start = Instant::now();
        if self.browser.is_none() {
            lints()?;
            progress("unit and integration tests");
            run(&mut cargo(&["test", "--quiet", "--workspace", "--exclude", "end-to-end"]))?;
        }
        dist::build("/")?;
        size::run()?;
        if self.browser.is_none() {
            guide::print()?;
            release::package()?;
            validate::run()?;
            wasm_tests()?;
        }
        chromium_tests(self.browser.as_deref())?;
        if self.browser.is_none() {
            cross_browser_tests()?;
        }
        progress(&format!("all passed in {:.0} minutes", start.elapsed().as_secs_f64() / 60.0));
        Ok(())
    }
}

fn lints() -> Result<()> {
    progress("format");
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    progress("lints, native and WebAssembly");
    tools::wasm_target()?;
    run(cargo(&["clippy", "--quiet", "--workspace", "--all-targets"]).args(DENY))?;
    run(cargo(&["clippy", "--quiet"]).args(WASM).args(DENY).env("CLIPPY_CONF_DIR", root().join(".cargo/wasm")))
}

/// Runs the tests of the viewer and the worker that are compiled to WebAssembly.
fn wasm_tests() -> Result<()> {
    let (tools, browser) = (Tools::install()?, tools::chromium()?);
    progress("WebAssembly tests in Chromium");
    // Chromium has no sandbox under root, as in most containers.
    let arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    let capabilities = serde_json::json!({ "goog:chromeOptions": { "binary": browser.browser, "args": arguments } });
    let path = root().join("target/webdriver.json");
    fs::create_dir_all(root().join("target")).context("cannot create the folder target")?;
    fs::write(&path, capabilities.to_string()).with_context(|| format!("cannot write {}", path.display()))?;
    // Without `--quiet`, which the test runner rejects.
    run(cargo(&["test"])
        .args(WASM)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", tools.find("wasm-bindgen-test-runner"))
        .env("CHROMEDRIVER", browser.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", path))
}

fn chromium_tests(only: Option<&str>) -> Result<()> {
    let (browser, axe) = (tools::chromium()?, tools::axe()?);
    tools::fonts()?;
    progress("end-to-end tests in Chromium");
    // Each test starts a browser, so only two run at a time.
    let mut tests = cargo(&["test", "--quiet", "--package", "end-to-end", "--", "--test-threads=2"]);
    run(tests
        .args(only)
        .env("OFFPRINT_DIST", dist_folder())
        .env("OFFPRINT_BROWSER", browser.browser)
        .env("OFFPRINT_DRIVER", browser.driver)
        .env("OFFPRINT_AXE", axe))
}

fn cross_browser_tests() -> Result<()> {
    for (engine, browser) in tools::other_browsers()? {
        let Some(browser) = browser else {
            progress(&format!("skipped: the tests in {engine}, which is not installed and cannot be installed here"));
            continue;
        };
        progress(&format!("end-to-end tests in {engine}: {}", CROSS_BROWSER_TESTS.join(" ")));
        run(cargo(&["test", "--quiet", "--package", "end-to-end", "--", "--test-threads=2"])
            .args(CROSS_BROWSER_TESTS)
            .env("OFFPRINT_DIST", dist_folder())
            .env("OFFPRINT_ENGINE", engine)
            .env("OFFPRINT_BROWSER", browser.browser)
            .env("OFFPRINT_DRIVER", browser.driver))?;
    }
    Ok(())
}
