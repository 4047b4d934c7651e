use std::path::PathBuf;

use super::{Failure, is_inside};
use crate::{import, report};

#[derive(clap::Args)]
pub(crate) struct Import {
    /// A feed (JSON Feed, RSS, Atom), an export of WordPress (WXR) or Ghost (JSON), or the folder of Hugo, Jekyll, Zola, Eleventy,
    /// Docusaurus, Obsidian or Offprint
    source: PathBuf,
    /// The folder to write to; it may have a newspaper already
    #[arg(long, value_name = "CONTENT")]
    to: PathBuf,
    /// Name everything, not only the first few of a kind
    #[arg(long)]
    verbose: bool,
}

impl Import {
    pub(crate) fn run(self) -> Result<(), Failure> {
        if !self.source.exists() {
            return Err(Failure::Usage(format!("there is no {}: SOURCE is the file or folder to import", self.source.display())));
        }
        if self.to.exists() && !self.to.is_dir() {
            return Err(Failure::Usage(format!("{} is a file: --to names the folder to write to", self.to.display())));
        }
        if self.source.is_dir() && is_inside(&self.to, &self.source) {
            let message = "is inside of the source: name a folder elsewhere, or the next import would read what this one wrote";
            return Err(Failure::Usage(format!("{} {message}", self.to.display())));
        }
        let done = import::import(&self.source, &self.to)?;
        done.lines(self.verbose).iter().for_each(|line| report::say(line));
        report::say(&format!("\nLook at it: offprint serve {}", report::quoted(&self.to)));
        Ok(())
    }
}
