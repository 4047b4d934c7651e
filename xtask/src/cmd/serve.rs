use anyhow::Result;

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
        let tools = Tools::install()?;
        progress(&format!(
            "building (the first time 2 to 5 minutes); then the sample edition is at http://127.0.0.1:{}/",
            self.port
        ));
        run(&mut tools.trunk(&["serve", "--port", &self.port.to_string()]))
    }
}
