use std::path::PathBuf;

use super::{Failure, is_inside, require_content, require_empty};
use crate::{export, report};

#[derive(clap::Args)]
pub(crate) struct Export {
    /// The folder with the manuscripts and `site.json` or `site.toml`
    content: PathBuf,
    /// The folder to write to; it must be empty, or not there yet
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

impl Export {
    pub(crate) fn run(self) -> Result<(), Failure> {
        require_content(&self.content)?;
        require_empty(&self.to)?;
        if is_inside(&self.to, &self.content) {
            let (to, content) = (self.to.display(), self.content.display());
            return Err(Failure::Usage(format!("{to} is inside of {content}: name a folder elsewhere")));
        }
        let done = export::export(&self.content, &self.to)?;
        done.lines().iter().for_each(|line| report::say(line));
        Ok(())
    }
}
