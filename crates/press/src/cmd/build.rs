use std::{path::PathBuf, time::Instant};

use super::{Failure, Manuscripts};
use crate::{
    compose::{Pages, Printing},
    pool::{self, Kept},
    report,
    viewer::Viewer,
    write,
};

#[derive(clap::Args)]
pub(crate) struct Build {
    #[command(flatten)]
    manuscripts: Manuscripts,
    /// The folder to print into; files there that the press did not write stay
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Trunk's output with the viewer, which is put beside the edition; without it pages have no scripts
    #[arg(long, value_name = "DIR")]
    viewer: Option<PathBuf>,
    /// The pages to print beside the files that the viewer reads
    #[arg(long, value_enum, default_value_t = Pages::All)]
    pages: Pages,
    /// The path under which the edition will stand on its host; only 404.html needs to know it
    #[arg(long, value_name = "PATH", default_value = "/")]
    base: String,
    /// Put smaller copies (.br, .gz) beside the files, for hosts that serve them
    #[arg(long)]
    precompress: bool,
}

impl Build {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let start = Instant::now();
        if self.out.exists() && !self.out.is_dir() {
            return Err(Failure::Usage(format!("{} is not a folder: --out names the folder to print into", self.out.display())));
        }
        if !self.base.starts_with('/') || !self.base.ends_with('/') {
            let message = format!("--base {} is no path: it begins and ends with a /, like /paper/", self.base);
            return Err(Failure::Usage(message));
        }
        let viewer = self.viewer.as_deref().map(Viewer::find).transpose()?;
        // Without it everything is found anew.
        let kept = std::fs::read(self.out.join(pool::KEPT)).map(|bytes| Kept::read(&bytes)).unwrap_or_default();
        let printing = Printing { pages: self.pages, viewer, base: self.base, kept };
        let mut edition = self.manuscripts.compose(printing)?;
        if inside(&self.out, &self.manuscripts.content) {
            return Err(Failure::Usage(format!(
                "{} lies inside {}: print into a folder of its own, or the next build would read what this one wrote",
                self.out.display(),
                self.manuscripts.content.display()
            )));
        }
        if let Some(viewer) = &edition.viewer {
            viewer.bring(&self.out, self.precompress, &mut edition.files);
        }
        let change = write::write(&self.out, &edition.files, self.precompress)?;
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
