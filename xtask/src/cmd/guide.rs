use anyhow::Result;

use super::dist;
use crate::project::{cargo, progress, run as finish, viewer};

/// The folder with the printed guide.
const OUT: &str = "target/guide";

/// Builds the viewer and prints the guide.
pub(crate) fn run() -> Result<()> {
    dist::build("/")?;
    print()?;
    progress(&format!("the guide is in {OUT}"));
    Ok(())
}

/// Prints the guide with the viewer that is built.
pub(crate) fn print() -> Result<()> {
    let press =
        ["run", "--quiet", "--package", "offprint", "--bin", "offprint", "--", "build", "docs/guide", "--strict", "--out", OUT];
    finish(cargo(&press).arg("--viewer").arg(viewer()))
}
