pub(crate) mod build;
pub(crate) mod check;

use std::path::PathBuf;

use jiff::Timestamp;

use crate::{
    compose::{self, Edition, Printing},
    content::Content,
    problem::Problems,
    report,
};

/// Why a command did not do what it was asked for.
pub(crate) enum Failure {
    /// The manuscripts have problems; they have been told.
    Problems,
    /// The command was called in a way that makes no sense.
    Usage(String),
    /// A disk is full, a folder can't be read, and the like.
    Other(anyhow::Error),
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Failure::Other(error)
    }
}

/// What `build` and `check` have in common.
#[derive(clap::Args)]
pub(crate) struct Manuscripts {
    /// The folder with the manuscripts and `site.json` or `site.toml`
    content: PathBuf,
    /// Take warnings for errors
    #[arg(long)]
    strict: bool,
    /// Tell every warning, not only the first few of a kind
    #[arg(long)]
    verbose: bool,
    /// The moment to print for; articles dated later are held back [default: now]
    #[arg(long, value_name = "RFC 3339")]
    date: Option<Timestamp>,
}

impl Manuscripts {
    /// Reads and checks everything and composes the edition in memory; tells every problem found.
    fn compose(&self, printing: Printing) -> Result<Edition, Failure> {
        if !self.content.is_dir() {
            return Err(Failure::Usage(format!(
                "there is no folder {}: CONTENT is the folder with your manuscripts and site.json",
                self.content.display()
            )));
        }
        let mut problems = Problems::default();
        let content = Content::find(&self.content)?;
        let edition = compose::compose(&content, self.date.unwrap_or_else(Timestamp::now), printing, &mut problems)?;
        report::tell(&problems, self.verbose);
        if problems.fail(self.strict) {
            report::problem_line(&problems.verdict(self.strict));
            return Err(Failure::Problems);
        }
        report::notes(&edition.notes);
        Ok(edition)
    }
}
