use anyhow::Result;

use crate::{
    project::progress,
    tools::{self, Steps, Tools},
};

/// Installs what builds the viewer, and compiles the press.
pub(crate) fn run() -> Result<()> {
    Tools::install_and(press())?;
    progress("everything is there: `cargo xtask serve` builds the viewer and serves the sample edition");
    Ok(())
}

/// The press is compiled before Trunk starts, whose hook runs it.
pub(super) fn press() -> Steps<'static> {
    let mut steps = Steps::default();
    steps.add("the press (3 minutes if nothing is compiled yet)", tools::press);
    steps
}
