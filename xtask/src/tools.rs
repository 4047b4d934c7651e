//! The tools that the project needs, each with its version. A missing tool is installed into a cache folder outside `target/`, so that
//! another clone does not install it again.

mod browsers;
mod build;
mod install;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

pub(crate) use browsers::{chromium, fonts, other_browsers};
pub(crate) use build::{RUSTFLAGS, Tools, remap_registries, wasm_target};

use crate::project::on_path;
use install::{from_npm, from_npm_into, from_system};

/// The last version that runs on Node.js 20.
const LIGHTHOUSE: &str = "12.8.2";
const AXE: &str = "4.14.1";
/// The validators of an edition, see `cmd::validate`.
const VALIDATORS: [(&str, &str); 5] =
    [("vnu-jar", "26.9.27"), ("sitemap", "9.0.1"), ("open-graph-scraper", "6.12.0"), ("ajv", "8.20.0"), ("ajv-formats", "3.0.1")];
const PAGEFIND: &str = "1.6.0";
/// What `cargo xtask bench load` compares with.
const PEERS: [(&str, &str); 7] = [
    ("docsify", "4.13.1"),
    ("vitepress", "1.6.4"),
    // Docusaurus does not choose the version of these three.
    ("react", "19.3.1"),
    ("react-dom", "19.3.1"),
    ("@mdx-js/react", "3.1.1"),
    ("@docusaurus/core", "3.10.2"),
    ("@docusaurus/preset-classic", "3.10.2"),
];

/// Returns the script of axe-core, which finds accessibility problems.
pub(crate) fn axe() -> Result<PathBuf> {
    Ok(from_npm("axe-core", AXE)?.join("axe-core/axe.min.js"))
}

/// Returns the folder `node_modules` with the packages that loading is compared with.
pub(crate) fn peers() -> Result<PathBuf> {
    from_npm_into("peers", &PEERS)
}

/// Returns the program of Pagefind, which search is compared with.
pub(crate) fn pagefind() -> Result<PathBuf> {
    let program = from_npm("pagefind", PAGEFIND)?.join("@pagefind/linux-x64/bin/pagefind_extended");
    if !program.is_file() {
        bail!("there is no {}: this bench needs Pagefind's program for Linux on x64", program.display());
    }
    Ok(program)
}

/// Returns the folder `node_modules` with the validators. They need Java and xmllint.
pub(crate) fn validators() -> Result<PathBuf> {
    for (program, package) in [("java", "default-jre-headless"), ("xmllint", "libxml2-utils")] {
        if on_path(program).is_none() {
            from_system(program, &[package])?;
        }
        on_path(program).with_context(|| format!("the tests need {program}: install it and run this again"))?;
    }
    from_npm_into("validators", &VALIDATORS)
}

/// Returns the folder `node_modules` with Lighthouse.
pub(crate) fn lighthouse() -> Result<PathBuf> {
    from_npm("lighthouse", LIGHTHOUSE)
}

/// Makes sure that nginx and its module for files compressed with brotli are installed.
pub(crate) fn nginx() -> Result<()> {
    let module = Path::new("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so");
    if on_path("nginx").is_none() || !fs::exists(module)? {
        from_system("nginx with its module for brotli", &["nginx-light", "libnginx-mod-http-brotli-static"])?;
    }
    on_path("nginx").map(drop).context("this needs nginx on PATH, with its module for brotli: install them and run this again")
}
