use anyhow::Result;

use super::setup;
use crate::{
    project::{progress, run},
    tools::Tools,
};

#[derive(clap::Args)]
pub(crate) struct Serve {
    /// The port of the server
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

impl Serve {
    pub(crate) fn run(self) -> Result<()> {
        let tools = Tools::install_and(setup::press())?;
        progress(&format!(
            "the viewer (1 to 3 minutes if nothing is compiled yet); then the sample edition is at http://127.0.0.1:{}/",
            self.port
        ));
        run(&mut tools.trunk(&["serve", "--port", &self.port.to_string()]))
    }
}
