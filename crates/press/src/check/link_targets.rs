//! What links may lead to.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use edition::{Language, Languages, Site};

use super::{index::ArticleIndex, listing::PageCounts, pages::PageIndex};
use crate::load::{
    content::Content,
    locales::Locales,
    picture_facts::{PictureFacts, PictureText},
};

/// What links may lead to.
pub(super) struct LinkTargets<'a> {
    pub(super) content: &'a Content,
    pub(super) site: Option<&'a Site>,
    pub(super) languages: &'a Languages,
    pub(super) locales: &'a Locales,
    pub(super) index: &'a ArticleIndex,
    pub(super) pages: &'a PageIndex,
    pub(super) lists: PageCounts,
    /// What is said of pictures.
    pub(super) pictures: &'a BTreeMap<PathBuf, PictureFacts>,
}

impl LinkTargets<'_> {
    /// Returns what is said of a picture to readers of a language. Empty texts if nothing is.
    pub(super) fn picture_text(&self, file: &Path, language: &Language) -> PictureText {
        let facts = self.pictures.get(file);
        facts.map(|facts| facts.in_language(language, self.languages.first())).unwrap_or_default()
    }
}
