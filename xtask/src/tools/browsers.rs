//! Browsers, their drivers, and the fonts of the end-to-end tests.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, bail};

use super::{install::from_system, manifest::Tool};
use crate::project::{on_path, output, progress};

/// A browser and its driver.
pub(crate) struct Browser {
    pub(crate) browser: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Returns Chromium and its driver. Installs them if possible.
pub(crate) fn chromium() -> Result<Browser> {
    let find = || {
        let browser = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].into_iter().find_map(on_path)?;
        Some(Browser { browser, driver: on_path("chromedriver")? })
    };
    if let Some(browser) = find() {
        return Ok(browser);
    }
    from_system("Chromium and its driver", &["chromium", "chromium-driver"])?;
    find().context("the tests need Chromium and chromedriver on PATH: install them (on Debian `apt install chromium chromium-driver`) and run this again")
}

/// Returns Firefox and WebKit with their drivers. None for one that is missing and cannot be installed.
pub(crate) fn other_browsers() -> Result<[(&'static str, Option<Browser>); 2]> {
    Ok([("firefox", firefox()?), ("webkit", webkit()?)])
}

fn firefox() -> Result<Option<Browser>> {
    let find = || on_path("firefox-esr").or_else(|| on_path("firefox"));
    if find().is_none() {
        from_system("Firefox", &["firefox-esr"])?;
    }
    let Some(browser) = find() else { return Ok(None) };
    let tool = Tool::find("geckodriver")?;
    if !tool.is_installed()? {
        progress(&format!("installing {}", tool.step()));
        tool.install()?;
    }
    let driver = tool.folder()?.map(|folder| folder.join("geckodriver")).or_else(|| on_path("geckodriver"));
    Ok(driver.map(|driver| Browser { browser, driver }))
}

fn webkit() -> Result<Option<Browser>> {
    let find = || {
        let folders = fs::read_dir("/usr/lib").ok()?.flatten().map(|entry| entry.path());
        let names = ["webkit2gtk-4.1/MiniBrowser", "webkit2gtk-4.0/MiniBrowser", "webkitgtk-6.0/MiniBrowser"];
        let browser = folders.flat_map(|folder| names.map(|name| folder.join(name))).find(|browser| browser.is_file())?;
        // It runs on a virtual screen.
        on_path("xvfb-run").zip(on_path("xauth"))?;
        Some(Browser { browser, driver: on_path("WebKitWebDriver")? })
    };
    if find().is_none() {
        from_system("WebKit and its driver", &["webkit2gtk-driver", "xvfb", "xauth"])?;
    }
    Ok(find())
}

/// Makes sure that the fonts of the end-to-end tests are installed. `end_to_end::fonts` names their files.
pub(crate) fn fonts() -> Result<()> {
    let are_installed = || {
        let is_installed = |family: &str| output("fc-list", &[family, "file"]).is_some_and(|files| !files.is_empty());
        ["DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono", "Noto Sans CJK SC"].into_iter().all(is_installed)
    };
    if !are_installed() {
        from_system("the fonts of the tests", &["fontconfig", "fonts-dejavu-core", "fonts-noto-cjk"])?;
    }
    if !are_installed() {
        bail!(
            "the tests need the fonts DejaVu and Noto Sans CJK: install fonts-dejavu-core and fonts-noto-cjk and run this again"
        );
    }
    Ok(())
}
