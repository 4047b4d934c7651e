//! The tools that the project needs, each at the one version that it was tried with. What is missing is
//! installed into a cache folder outside the build tree, so that a clean clone does not install it again.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::project::{cargo, command, output, root, run};

const TRUNK: &str = "0.21.14";
/// The npm package `binaryen` brings `wasm-opt`; Trunk.toml names the same version.
const BINARYEN: &str = "132.0.0";
/// Minifies scripts.
const ESBUILD: &str = "0.28.2";
/// The last that runs on Node.js 20.
const LIGHTHOUSE: &str = "12.8.2";
const AXE: &str = "4.14.1";
const GECKODRIVER: &str = "0.37.1";
/// What reads an edition as others do.
const VALIDATORS: [(&str, &str); 5] =
    [("vnu-jar", "26.9.27"), ("sitemap", "9.0.1"), ("open-graph-scraper", "6.12.0"), ("ajv", "8.20.0"), ("ajv-formats", "3.0.1")];
/// What the viewer is measured against.
const PAGEFIND: &str = "1.6.0";
const PEERS: [(&str, &str); 7] = [
    ("docsify", "4.13.1"),
    ("vitepress", "1.6.4"),
    // Docusaurus leaves the version of these three to its user.
    ("react", "19.3.1"),
    ("react-dom", "19.3.1"),
    ("@mdx-js/react", "3.1.1"),
    ("@docusaurus/core", "3.10.2"),
    ("@docusaurus/preset-classic", "3.10.2"),
];

/// The PATH with which the project's commands run.
pub(crate) struct Tools {
    path: OsString,
}

impl Tools {
    /// Sees to it that the viewer can be built.
    pub(crate) fn for_the_viewer() -> Result<Tools> {
        target()?;
        let bindgen = bindgen_version()?;
        let mut folders = Vec::new();
        folders.extend(from_cargo("trunk", TRUNK, &["--locked"], "7 to 15 minutes")?);
        // Its lock file does not build with every compiler; without it cargo takes versions that do.
        folders.extend(from_cargo("wasm-bindgen", &bindgen, &[], "3 minutes")?);
        let wasm_opt = format!("version {}", BINARYEN.split('.').next().unwrap_or_default());
        if !output("wasm-opt", &["--version"]).is_some_and(|version| version.contains(&wasm_opt)) {
            folders.push(from_npm("binaryen", BINARYEN)?.join(".bin"));
        }
        folders.push(from_npm("esbuild", ESBUILD)?.join(".bin"));
        let own = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(folders.into_iter().chain(std::env::split_paths(&own))).context("cannot make a PATH")?;
        Ok(Tools { path })
    }

    /// Trunk, with its tools where it finds them. It downloads nothing.
    pub(crate) fn trunk(&self, arguments: &[&str]) -> Command {
        let mut command = self.command("trunk", arguments);
        // `NO_COLOR=1`, as some set it, is no value that Trunk understands.
        command.arg("--offline").env_remove("NO_COLOR");
        command.env(RUSTFLAGS, short_names());
        command
    }

    /// One of the tools.
    pub(crate) fn command(&self, tool: &str, arguments: &[&str]) -> Command {
        let mut command = command(&self.find(tool).display().to_string(), arguments);
        command.env("PATH", &self.path);
        command
    }

    /// Where one of the tools is.
    pub(crate) fn find(&self, tool: &str) -> PathBuf {
        let found = std::env::split_paths(&self.path).map(|folder| folder.join(tool)).find(|tool| tool.is_file());
        found.unwrap_or_else(|| tool.into())
    }
}

/// What cargo builds WebAssembly with.
pub(crate) const RUSTFLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Leaves out of the WebAssembly where this machine keeps crates: the same bytes everywhere, and fewer of them.
pub(crate) fn short_names() -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let registries = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok()).into_iter().flatten().flatten();
    let mut flags: Vec<String> =
        registries.map(|registry| format!("--remap-path-prefix={}=", registry.path().display())).collect();
    flags.sort();
    flags.join(" ")
}

/// A browser and its driver.
pub(crate) struct Browser {
    pub(crate) browser: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Chromium with its driver, installed where this machine's package manager can.
pub(crate) fn browser() -> Result<Browser> {
    let find = || {
        let browser = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].into_iter().find_map(on_path)?;
        Some(Browser { browser, driver: on_path("chromedriver")? })
    };
    if let Some(browser) = find() {
        return Ok(browser);
    }
    install("Chromium and its driver", &["chromium", "chromium-driver"])?;
    find().context("the tests need Chromium and chromedriver on PATH: install them (on Debian `apt install chromium chromium-driver`) and run this again")
}

/// Sees to it that the fonts of the end-to-end tests are here; `end_to_end::fonts` names their files.
pub(crate) fn fonts() -> Result<()> {
    let are_here = || {
        let is_here = |family: &str| output("fc-list", &[family, "file"]).is_some_and(|files| !files.is_empty());
        ["DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono", "Noto Sans CJK SC"].into_iter().all(is_here)
    };
    if !are_here() {
        install("the fonts of the tests", &["fontconfig", "fonts-dejavu-core", "fonts-noto-cjk"])?;
    }
    if !are_here() {
        bail!(
            "the tests need the fonts DejaVu and Noto Sans CJK: install fonts-dejavu-core and fonts-noto-cjk and run this again"
        );
    }
    Ok(())
}

/// Firefox and WebKit with their drivers, where they are here or can be installed.
pub(crate) fn other_browsers() -> Result<[(&'static str, Option<Browser>); 2]> {
    let firefox = || on_path("firefox-esr").or_else(|| on_path("firefox"));
    if firefox().is_none() {
        install("Firefox", &["firefox-esr"])?;
    }
    let firefox = match firefox() {
        Some(browser) => {
            let installed = from_cargo("geckodriver", GECKODRIVER, &["--locked"], "3 minutes")?;
            let driver = installed.map(|folder| folder.join("geckodriver")).or_else(|| on_path("geckodriver"));
            driver.map(|driver| Browser { browser, driver })
        }
        None => None,
    };
    let webkit = || {
        let folders = fs::read_dir("/usr/lib").ok()?.flatten().map(|entry| entry.path());
        let names = ["webkit2gtk-4.1/MiniBrowser", "webkit2gtk-4.0/MiniBrowser", "webkitgtk-6.0/MiniBrowser"];
        let browser = folders.flat_map(|folder| names.map(|name| folder.join(name))).find(|browser| browser.is_file())?;
        on_path("xvfb-run").zip(on_path("xauth"))?;
        Some(Browser { browser, driver: on_path("WebKitWebDriver")? })
    };
    if webkit().is_none() {
        install("WebKit and its driver", &["webkit2gtk-driver", "xvfb", "xauth"])?;
    }
    Ok([("firefox", firefox), ("webkit", webkit())])
}

/// Installs packages of this machine where its package manager can.
fn install(what: &str, packages: &[&str]) -> Result<()> {
    if on_path("apt-get").is_some() && output("id", &["-u"]).as_deref() == Some("0") {
        say(&format!("installing {what} from the packages of this machine (1 to 3 minutes)"));
        run(command("apt-get", &["update", "-q"]).env("DEBIAN_FRONTEND", "noninteractive"))?;
        let install = ["install", "-y", "--no-install-recommends"];
        run(command("apt-get", &install).args(packages).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    Ok(())
}

/// The script of axe-core, which the tests use to find barriers.
pub(crate) fn axe() -> Result<PathBuf> {
    Ok(from_npm("axe-core", AXE)?.join("axe-core/axe.min.js"))
}

/// The folder `node_modules` with what the viewer is measured against.
pub(crate) fn peers() -> Result<PathBuf> {
    let mut modules = PathBuf::new();
    for (package, version) in PEERS {
        modules = from_npm_into("peers", package, version)?;
    }
    Ok(modules)
}

/// Pagefind's program, which search is measured against.
pub(crate) fn pagefind() -> Result<PathBuf> {
    let modules = from_npm("pagefind", PAGEFIND)?;
    let platform = modules.join("@pagefind/linux-x64/bin/pagefind_extended");
    if !platform.is_file() {
        bail!("there is no {}: Pagefind brings its program for Linux on x64 there", platform.display());
    }
    Ok(platform)
}

/// The folder `node_modules` with what reads an edition as others do. Some need a program of this machine.
pub(crate) fn validators() -> Result<PathBuf> {
    for (program, package) in [("java", "default-jre-headless"), ("xmllint", "libxml2-utils")] {
        if on_path(program).is_none() {
            install(program, &[package])?;
        }
        on_path(program).with_context(|| format!("the tests need {program}: install it and run this again"))?;
    }
    let mut modules = PathBuf::new();
    for (package, version) in VALIDATORS {
        modules = from_npm_into("validators", package, version)?;
    }
    Ok(modules)
}

/// The folder `node_modules` with Lighthouse.
pub(crate) fn lighthouse() -> Result<PathBuf> {
    from_npm("lighthouse", LIGHTHOUSE)
}

/// An nginx that serves files that are brotli already.
pub(crate) fn nginx() -> Result<()> {
    let module = Path::new("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so");
    if on_path("nginx").is_none() || !module.is_file() {
        install("nginx with its module for brotli", &["nginx-light", "libnginx-mod-http-brotli-static"])?;
    }
    on_path("nginx").map(drop).context("this needs nginx on PATH, with its module for brotli: install them and run this again")
}

/// Says what is being done.
pub(crate) fn say(what: &str) {
    eprintln!("==> {what}");
}

pub(crate) fn target() -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let library = output("rustc", &["--print", "target-libdir", "--target", TARGET]);
    if library.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    say("adding the WebAssembly target to Rust (a few seconds)");
    run(&mut command("rustup", &["target", "add", TARGET]))
        .context("install Rust with rustup, or add the target wasm32-unknown-unknown yourself")
}

/// The version of wasm-bindgen that the viewer is built with; its command must be the same.
fn bindgen_version() -> Result<String> {
    #[derive(serde::Deserialize)]
    struct Lock {
        package: Vec<Package>,
    }
    #[derive(serde::Deserialize)]
    struct Package {
        name: String,
        version: String,
    }
    let path = root().join("Cargo.lock");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let lock: Lock = toml::from_str(&text).with_context(|| format!("cannot understand {}", path.display()))?;
    let found = lock.package.into_iter().find(|package| package.name == "wasm-bindgen");
    found.map(|package| package.version).context("Cargo.lock names no wasm-bindgen")
}

/// The folder with a tool from crates.io; none if the right version is on PATH already.
fn from_cargo(tool: &str, version: &str, options: &[&str], time: &str) -> Result<Option<PathBuf>> {
    let is_right =
        |program: &str| output(program, &["--version"]).is_some_and(|shown| shown.split_whitespace().any(|word| word == version));
    if is_right(tool) {
        return Ok(None);
    }
    let folder = cache()?.join(format!("{tool}-{version}"));
    let bin = folder.join("bin");
    if !is_right(&bin.join(tool).display().to_string()) {
        say(&format!("installing {tool} {version} (about {time}, once)"));
        let package = if tool == "wasm-bindgen" { "wasm-bindgen-cli" } else { tool };
        let (package, folder) = (format!("{package}@{version}"), folder.display().to_string());
        let mut install = cargo(&["install", &package, "--root", &folder]);
        run(install.args(options).env_remove("CARGO_TARGET_DIR"))?;
    }
    Ok(Some(bin))
}

/// The folder `node_modules` with a package from the npm registry.
fn from_npm(package: &str, version: &str) -> Result<PathBuf> {
    from_npm_into(&format!("{package}-{version}"), package, version)
}

/// The same in a folder that several packages share.
fn from_npm_into(folder: &str, package: &str, version: &str) -> Result<PathBuf> {
    let folder = cache()?.join(folder);
    let modules = folder.join("node_modules");
    let there = fs::read_to_string(modules.join(package).join("package.json")).unwrap_or_default();
    if !there.contains(&format!("\"version\": \"{version}\"")) {
        if on_path("npm").is_none() {
            bail!("{package} {version} comes from npm, which is not here: install Node.js and run this again");
        }
        say(&format!("installing {package} {version} from npm (under a minute, once)"));
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        let (package, prefix) = (format!("{package}@{version}"), folder.display().to_string());
        run(&mut command("npm", &["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", &prefix, &package]))?;
    }
    Ok(modules)
}

/// Where installed tools are kept: OFFPRINT_TOOLS, or a folder of the user's cache.
fn cache() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os("OFFPRINT_TOOLS") {
        return Ok(folder.into());
    }
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let base = base.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    Ok(base.context("set OFFPRINT_TOOLS to a folder where tools may be kept")?.join("offprint/tools"))
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|found| found.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trunk_is_told_the_same_version_of_wasm_opt() {
        let text = fs::read_to_string(root().join("Trunk.toml")).expect("Trunk.toml is there");
        let major = BINARYEN.split('.').next().expect("a version has a first number");
        assert!(text.contains(&format!("wasm_opt = \"version_{major}\"")));
    }

    #[test]
    fn the_lock_file_names_a_version_of_wasm_bindgen() {
        assert!(bindgen_version().expect("a version").starts_with("0.2."));
    }
}
