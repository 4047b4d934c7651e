use std::time::Instant;

use super::{Failure, Manuscripts};
use crate::{
    compose::{Pages, Printing},
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
        let edition = self.manuscripts.compose(Printing { pages: Pages::None, ..Printing::default() })?;
        report::checked(&edition, start.elapsed());
        Ok(())
    }
}
