use std::path::PathBuf;

use super::Failure;
use crate::{import, report};

#[derive(clap::Args)]
pub(crate) struct Import {
    /// A feed (JSON Feed, RSS, Atom), an export of WordPress (WXR) or Ghost (JSON), or the folder of Hugo, Jekyll, Zola, Eleventy,
    /// Docusaurus, Obsidian or Offprint
    source: PathBuf,
    /// The folder to write to; it may have a newspaper already
    #[arg(long, value_name = "CONTENT")]
    to: PathBuf,
}

impl Import {
    pub(crate) fn run(self) -> Result<(), Failure> {
        if !self.source.exists() {
            return Err(Failure::Usage(format!("there is no {}: SOURCE is the file or folder to import", self.source.display())));
        }
        if self.to.exists() && !self.to.is_dir() {
            return Err(Failure::Usage(format!("{} is a file: --to names the folder to write to", self.to.display())));
        }
        let done = import::import(&self.source, &self.to)?;
        done.lines().iter().for_each(|line| report::say(line));
        report::say(&format!("\nLook at it: offprint serve {}", report::quoted(&self.to)));
        Ok(())
    }
}
