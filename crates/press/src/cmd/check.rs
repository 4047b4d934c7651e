use std::{sync::Arc, time::Instant};

use super::{Failure, Manuscripts};
use crate::{
    compose::{Effort, recommended::KnownPools},
    render::{Pages, RenderOptions},
    report,
};

#[derive(clap::Args)]
pub(crate) struct Check {
    #[command(flatten)]
    manuscripts: Manuscripts,
    /// How to show what was found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How `check` shows what it has found.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs; `offprint schema report` describes it
    Json,
    /// Annotations for workflows of GitHub
    Github,
}

impl Check {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let start = Instant::now();
        let options = RenderOptions { pages: Pages::None, ..RenderOptions::default() };
        // What recommended reading and search need is right or wrong without them.
        let effort = Effort::preview(Arc::new(KnownPools::default()));
        let cache = self.manuscripts.cache()?;
        if let Format::Text = self.format {
            let edition = self.manuscripts.edition(options, effort, &cache, None)?;
            cache.keep()?;
            report::checked(&edition, start.elapsed());
            return Ok(());
        }
        let (edition, problems) = self.manuscripts.read(options, effort, &cache, None)?;
        cache.keep()?;
        let strict = self.manuscripts.strict;
        match self.format {
            Format::Github => report::annotations(&problems),
            _ => report::json(&edition, &problems, strict),
        }
        if problems.fail(strict) { Err(Failure::Problems) } else { Ok(()) }
    }
}
