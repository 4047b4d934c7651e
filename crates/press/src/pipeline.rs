//! The work of the press from the folder of manuscripts to the files of an edition: load, check, compose, render.

use anyhow::Result;
use jiff::Timestamp;

use crate::{
    check,
    compose::{self, recommended::RelatedCache},
    load::{self, content::Content},
    output::OutputFiles,
    problem::Problems,
    render::{self, RenderOptions},
};

/// An edition that is ready to be written.
#[derive(Default)]
pub(crate) struct Edition {
    /// How many articles it has.
    pub(crate) articles: usize,
    pub(crate) files: OutputFiles,
    /// What the newsroom should know although nothing is wrong.
    pub(crate) notes: Vec<String>,
}

/// Returns the edition of CONTENT as of a moment. What is wrong goes to `problems`; with an error among them the edition is empty.
///
/// # Errors
///
/// A file that cannot be read.
pub(crate) fn run(
    content: &mut Content,
    now: Timestamp,
    options: RenderOptions,
    related_cache: RelatedCache,
    problems: &mut Problems,
) -> Result<Edition> {
    let mut edition = Edition::default();
    let mut loaded = load::load(content, problems)?;
    let checked = check::check(content, &mut loaded, now, problems, &mut edition.notes)?;
    let Some((site, locales)) = loaded.site.filter(|_| !problems.fail(false)) else { return Ok(edition) };
    edition.articles = checked.len();
    let composition = compose::compose(site, locales, checked, related_cache, &mut edition.notes);
    edition.files = render::render(content, composition, options, &mut edition.notes)?;
    Ok(edition)
}
