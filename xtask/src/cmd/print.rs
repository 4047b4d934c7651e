use std::{env, fs, path::Path};

use anyhow::{Context, Result};

use super::optimize;
use crate::project::{cargo, empty_folder, root, run as finish, viewer};

/// Prints the sample edition into Trunk's staging folder.
pub(crate) fn run() -> Result<()> {
    let variable = |name: &str| {
        env::var(name).with_context(|| {
            format!("this is for Trunk's hook, which sets {name}; call `cargo xtask dist` or `cargo xtask serve`")
        })
    };
    let folder = variable("TRUNK_STAGING_DIR")?;
    let is_release = variable("TRUNK_PROFILE")? == "release";
    let base = variable("TRUNK_PUBLIC_URL")?;
    let press = ["run", "--quiet", "--package", "offprint", "--bin", "offprint", "--", "build", "content", "--out", &folder];
    // `cargo xtask serve` keeps Trunk's own page: printing all pages on every save would take too long.
    let options: &[&str] = if is_release { &["--viewer", &folder, "--base", &base] } else { &["--pages", "none"] };
    if is_release {
        optimize::run(Path::new(&folder))?;
        copy_icons(Path::new(&folder))?;
        keep_viewer(Path::new(&folder))?;
    }
    finish(cargo(&press).args(options))
}

/// Keeps a copy of the viewer without an edition, which `cargo xtask release` embeds.
fn keep_viewer(folder: &Path) -> Result<()> {
    let copy = viewer();
    empty_folder(&copy)?;
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry.with_context(|| format!("cannot read {}", folder.display()))?.path();
        if let Some(name) = path.file_name().filter(|_| path.is_file()) {
            fs::copy(&path, copy.join(name)).with_context(|| format!("cannot copy {}", path.display()))?;
        }
    }
    Ok(())
}

/// Copies the icons for what does not support SVG.
fn copy_icons(folder: &Path) -> Result<()> {
    for name in ["icon-180.png", "icon-192.png", "icon-512.png"] {
        fs::copy(root().join("public").join(name), folder.join(name)).with_context(|| format!("cannot copy public/{name}"))?;
    }
    Ok(())
}
