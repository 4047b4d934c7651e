use std::{env, fs, path::Path};

use anyhow::{Context, Result};

use super::shrink;
use crate::project::{self, cargo};

/// Prints the sample edition where Trunk collects what it builds.
pub(crate) fn run() -> Result<()> {
    let of_trunk = |name: &str| {
        env::var(name).with_context(|| {
            format!("this is for Trunk's hook, which sets {name}; call `cargo xtask dist` or `cargo xtask serve`")
        })
    };
    let folder = of_trunk("TRUNK_STAGING_DIR")?;
    // Both were called when Trunk was; the build that serves while somebody writes leaves Trunk's own page.
    let release = of_trunk("TRUNK_PROFILE")? == "release";
    let base = of_trunk("TRUNK_PUBLIC_URL")?;
    let press = ["run", "--quiet", "--package", "press", "--bin", "offprint", "--", "build", "content", "--out", &folder];
    let how: &[&str] = if release { &["--viewer", &folder, "--base", &base] } else { &["--pages", "none"] };
    if release {
        shrink::run(Path::new(&folder))?;
        icons(Path::new(&folder))?;
    }
    project::run(cargo(&press).args(how))
}

/// The paper's sign as pictures, for what shows no SVG.
fn icons(folder: &Path) -> Result<()> {
    for name in ["icon-180.png", "icon-192.png", "icon-512.png"] {
        fs::copy(project::root().join("public").join(name), folder.join(name))
            .with_context(|| format!("cannot copy public/{name}"))?;
    }
    Ok(())
}
