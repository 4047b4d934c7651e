//! From files to manuscripts: what CONTENT holds, decoded, parsed and typed. Nothing here knows of another article.

pub(crate) mod content;
pub(crate) mod dates;
pub(crate) mod encoding;
pub(crate) mod fields;
pub(crate) mod front;
pub(crate) mod front_matter;
pub(crate) mod kind;
pub(crate) mod known_fields;
pub(crate) mod locales;
pub(crate) mod locate;
pub(crate) mod manuscript;
pub(crate) mod media_file;
pub(crate) mod parse;
pub(crate) mod picture_facts;
mod plain_words;
pub(crate) mod renamed_fields;
pub(crate) mod site;
pub(crate) mod source_text;
pub(crate) mod standing;
mod taxonomies;

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::Result;
use edition::{Look, Site};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use crate::{
    cache::{self, Cache},
    files,
    output::json,
    problem::Problems,
};
use content::Content;
use fields::FieldSource;
use front::LoadedFront;
use locales::Locales;
use manuscript::{Manuscript, ReadFile};
use picture_facts::PictureFacts;

/// What CONTENT holds.
pub(crate) struct Loaded {
    /// None if the site cannot be used; the problems say why.
    pub(crate) site: Option<LoadedSite>,
    pub(crate) manuscripts: Vec<Manuscript>,
    /// What is said of pictures, by their path from CONTENT.
    pub(crate) pictures: BTreeMap<PathBuf, PictureFacts>,
}

/// The site with the texts of its interface.
pub(crate) struct LoadedSite {
    pub(crate) site: Site,
    pub(crate) source: FieldSource,
    pub(crate) locales: Locales,
    /// What is arranged on the front page.
    pub(crate) front: Option<LoadedFront>,
}

/// Reads the site and every manuscript. The cache keeps manuscripts that have not changed, and their texts.
///
/// # Errors
///
/// A file that cannot be read. What is wrong in a file goes to `problems`.
pub(crate) fn load(content: &mut Content, cache: &Cache, problems: &mut Problems) -> Result<Loaded> {
    content.report(problems);
    let site = site::read(content, problems)?;
    let calendar = dates::Calendar::of(site.as_ref().map(|(site, _)| site));
    let site = match site {
        Some((site, source)) => {
            let (locales, front) = (Locales::load(content, &site, problems)?, front::read(content, &calendar, problems)?);
            Some(LoadedSite { locales, front, site, source })
        }
        None => None,
    };
    let publication = site.as_ref().map(|loaded| &loaded.site);
    let bar = progress(content.manuscripts.len(), "reading");
    // No manuscript is read otherwise because of the look.
    let site_key = json(&publication.map(|site| Site { look: Look::default(), ..site.clone() }));
    let stage = cache.stage()?;
    let read = |path: &PathBuf| {
        bar.inc(1);
        let (file, bytes) = (content.shown(path), files::read(&content.root.join(path))?);
        // The same file may be read with another site the next time.
        let key = cache::key(&[b"manuscript", &site_key, file.as_bytes(), &bytes]);
        // The same wherever the folder is.
        let text_key = cache::key(&[b"text", &site_key, path.to_string_lossy().as_bytes(), &bytes]);
        let make = || {
            let (read, html) = manuscript::read(file.clone(), path, &bytes, publication, &calendar.own());
            if read.manuscript.is_some() {
                stage.add(text_key, html.into_bytes())?;
            }
            Ok(read)
        };
        let mut read: ReadFile = stage.get(key, make)?;
        if let Some(manuscript) = &mut read.manuscript {
            manuscript.text_key = text_key;
            stage.use_key(text_key);
        }
        Ok(read)
    };
    let read: Vec<ReadFile> = content.manuscripts.par_iter().map(read).collect::<Result<_>>()?;
    stage.finish()?;
    bar.finish_and_clear();
    let mut manuscripts = Vec::with_capacity(read.len());
    for file in read {
        manuscripts.extend(file.manuscript);
        problems.extend(file.problems);
        calendar.add_assumed(file.assumed_dates);
    }
    calendar.report(content, problems);
    Ok(Loaded { site, manuscripts, pictures: picture_facts::read(content, problems)? })
}

/// Returns a progress bar, which is shown on a terminal only.
pub(crate) fn progress(length: usize, what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:10} {wide_bar} {pos}/{len}").expect("the template is valid");
    ProgressBar::new(length as u64).with_style(style).with_message(what)
}
