use anyhow::Result;

use crate::{
    project::run,
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
    Ok(())
}
