use std::{path::PathBuf, time::Instant};

use super::{Failure, Manuscripts};
use crate::{report, write};

#[derive(clap::Args)]
pub(crate) struct Build {
    #[command(flatten)]
    manuscripts: Manuscripts,
    /// The folder to print into; files there that the press did not write stay
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Build {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let start = Instant::now();
        if self.out.exists() && !self.out.is_dir() {
            return Err(Failure::Usage(format!("{} is not a folder: --out names the folder to print into", self.out.display())));
        }
        let edition = self.manuscripts.compose()?;
        if inside(&self.out, &self.manuscripts.content) {
            return Err(Failure::Usage(format!(
                "{} lies inside {}: print into a folder of its own, or the next build would read what this one wrote",
                self.out.display(),
                self.manuscripts.content.display()
            )));
        }
        let change = write::write(&self.out, &edition.files)?;
        report::summary(&edition, &change, start.elapsed());
        Ok(())
    }
}

/// Whether `folder`, which may not exist yet, is `parent` or lies below it.
fn inside(folder: &std::path::Path, parent: &std::path::Path) -> bool {
    let Ok(parent) = parent.canonicalize() else { return false };
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let known = absolute.ancestors().find_map(|ancestor| ancestor.canonicalize().ok());
    known.is_some_and(|known| known.starts_with(parent))
}
