//! The tools that the project needs, each with its version. A missing tool is installed into a cache folder outside `target/`, so that
//! another clone does not install it again.

mod archive;
mod browsers;
mod build;
mod install;
mod manifest;
mod npm;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

pub(crate) use browsers::{chromium, fonts, other_browsers};
pub(crate) use build::{RUSTFLAGS, Tools, press, remap_registries, wasm_target};
pub(crate) use install::Steps;

use crate::project::{on_path, progress};
use install::from_system;
use npm::Group;

/// Validators of an edition, and axe-core.
const TEST: Group = Group { name: "test", what: "validators from npm (under a minute, once)" };
/// Lighthouse, in the last version that runs on Node.js 20, and Pagefind.
const BENCH: Group = Group { name: "bench", what: "Lighthouse and Pagefind from npm (a minute, once)" };
/// What `cargo xtask bench load` and `bench build` compare with.
const PEERS: Group = Group { name: "peers", what: "the peers of `bench load` and `bench build` from npm (2 minutes, once)" };

/// Returns the folder `node_modules` of a group, which is installed if it is not.
fn modules(group: Group) -> Result<PathBuf> {
    if !group.is_installed()? {
        progress(&format!("installing {}", group.what));
        group.install()?;
    }
    group.modules()
}

/// Returns the script of axe-core, which finds accessibility problems.
pub(crate) fn axe() -> Result<PathBuf> {
    Ok(modules(TEST)?.join("axe-core/axe.min.js"))
}

/// Returns the folder `node_modules` with the packages that loading and building are compared with.
pub(crate) fn peers() -> Result<PathBuf> {
    modules(PEERS)
}

/// Returns the program of Pagefind, which search is compared with.
pub(crate) fn pagefind() -> Result<PathBuf> {
    let program = modules(BENCH)?.join("@pagefind/linux-x64/bin/pagefind_extended");
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
    modules(TEST)
}

/// Returns the folder `node_modules` with Lighthouse.
pub(crate) fn lighthouse() -> Result<PathBuf> {
    modules(BENCH)
}

/// Makes sure that Hugo is installed.
pub(crate) fn hugo() -> Result<()> {
    if on_path("hugo").is_none() {
        from_system("Hugo", &["hugo"])?;
    }
    on_path("hugo").map(drop).context("this needs hugo on PATH: install it and run this again")
}

/// Makes sure that nginx and its module for files compressed with brotli are installed.
pub(crate) fn nginx() -> Result<()> {
    let module = Path::new("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so");
    if on_path("nginx").is_none() || !fs::exists(module)? {
        from_system("nginx with its module for brotli", &["nginx-light", "libnginx-mod-http-brotli-static"])?;
    }
    on_path("nginx").map(drop).context("this needs nginx on PATH, with its module for brotli: install them and run this again")
}
