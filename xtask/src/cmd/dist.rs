use std::fs;

use anyhow::{Context, Result};

use crate::{
    project::{dist, run},
    tools::{Tools, say},
};

#[derive(clap::Args)]
pub(crate) struct Dist {
    /// The path on the host under which the edition will stand
    #[arg(long, default_value = "/")]
    public_url: String,
}

impl Dist {
    pub(crate) fn run(self) -> Result<()> {
        build(&self.public_url)?;
        say("the edition is in dist/: upload that folder");
        Ok(())
    }
}

/// Builds the release edition in `dist/`.
pub(crate) fn build(public_url: &str) -> Result<()> {
    let tools = Tools::for_the_viewer()?;
    say("building the release edition (2 to 4 minutes where nothing is built yet)");
    run(&mut tools.trunk(&["build", "--release", "--public-url", public_url]))?;
    // Hosts without rewrite rules answer an address that they have no file for with this one: the shell,
    // which then shows the page that the address names.
    fs::copy(dist().join("index.html"), dist().join("404.html")).context("cannot write dist/404.html")?;
    Ok(())
}
