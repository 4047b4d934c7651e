use std::path::PathBuf;

use super::{Failure, require_content};
use crate::{
    render::viewer::Viewer,
    report,
    serve::{self, Settings},
};

#[derive(clap::Args)]
pub(crate) struct Serve {
    /// The folder with the manuscripts and `site.json` or `site.toml`
    content: PathBuf,
    /// The port on this computer [default: the first free one from 8080]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Open the newspaper in the browser
    #[arg(long)]
    open: bool,
    /// Show drafts, articles of a later date and those that have expired, too
    #[arg(long)]
    drafts: bool,
    /// A folder with the viewer, in place of the one that this command carries
    #[arg(long, value_name = "DIR")]
    viewer: Option<PathBuf>,
}

impl Serve {
    pub(crate) fn run(self) -> Result<(), Failure> {
        require_content(&self.content)?;
        let viewer = Viewer::choose(self.viewer.as_deref())?;
        let settings = Settings { content: self.content, port: self.port, drafts: self.drafts, viewer };
        let open = self.open;
        serve::serve(settings, |address| {
            report::say(&format!("The newspaper is at {address} and follows every change. Ctrl+C ends this."));
            if open && let Err(error) = open::that(address) {
                report::line(&format!("offprint: the browser cannot be opened ({error}): open {address} yourself"));
            }
        })?;
        Ok(())
    }
}
