use std::time::Instant;

use super::{Failure, Manuscripts};
use crate::{
    compose::recommended::RelatedCache,
    render::{Pages, RenderOptions},
    report,
};

#[derive(clap::Args)]
pub(crate) struct Check {
    #[command(flatten)]
    manuscripts: Manuscripts,
}

impl Check {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let start = Instant::now();
        let options = RenderOptions { pages: Pages::None, ..RenderOptions::default() };
        let edition = self.manuscripts.edition(options, RelatedCache::default())?;
        report::checked(&edition, start.elapsed());
        Ok(())
    }
}
