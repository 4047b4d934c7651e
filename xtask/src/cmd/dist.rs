use anyhow::Result;

use super::setup;
use crate::{
    project::{progress, run},
    tools::Tools,
};

#[derive(clap::Args)]
pub(crate) struct Dist {
    /// The path of the edition on its host
    #[arg(long, default_value = "/")]
    public_url: String,
}

impl Dist {
    pub(crate) fn run(self) -> Result<()> {
        build(&self.public_url)?;
        progress("the edition is in dist/: upload that folder");
        Ok(())
    }
}

/// Builds the release edition in `dist/`.
pub(crate) fn build(public_url: &str) -> Result<()> {
    let tools = Tools::install_and(setup::press())?;
    progress("building the release edition (2 to 4 minutes if nothing is built yet)");
    run(&mut tools.trunk(&["build", "--release", "--public-url", public_url]))
}
