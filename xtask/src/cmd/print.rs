use anyhow::{Context, Result};

use crate::project::{self, cargo};

/// Prints the sample edition where Trunk collects what it builds.
pub(crate) fn run() -> Result<()> {
    let folder = std::env::var("TRUNK_STAGING_DIR")
        .context("this is for Trunk's hook, which sets TRUNK_STAGING_DIR; call `cargo xtask dist` or `cargo xtask serve`")?;
    let press = ["run", "--quiet", "--package", "press", "--bin", "offprint", "--", "build", "content", "--out", &folder];
    project::run(&mut cargo(&press))
}
