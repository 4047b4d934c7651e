//! The articles of the site by the ids, files and old addresses that manuscripts use for them.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
};

use edition::slug;
use unicode_normalization::UnicodeNormalization;

use crate::{
    load::manuscript::Manuscript,
    problem::{Kind, Problems},
};

/// Finds articles. All of them are indexed, also those that are not published.
#[derive(Debug, Default)]
pub(super) struct ArticleIndex {
    /// From an id, as written or as an address, to the address.
    ids: HashMap<String, String>,
    files: HashMap<PathBuf, String>,
    /// From an old address, without the slashes at its ends, to the id.
    aliases: HashMap<String, String>,
    /// The ids inside the bodies of the articles that are published, by the id of the article.
    published: HashMap<String, BTreeSet<String>>,
}

impl ArticleIndex {
    /// Indexes the manuscripts. Two with one id are an error that names both.
    pub(super) fn new(manuscripts: &[Manuscript], problems: &mut Problems) -> ArticleIndex {
        let mut index = ArticleIndex::default();
        let mut first: HashMap<&str, &Manuscript> = HashMap::new();
        for manuscript in manuscripts {
            let id = &manuscript.article.id;
            index.files.insert(manuscript.path.clone(), id.clone());
            for alias in &manuscript.article.offprint.aliases {
                index.aliases.insert(alias.trim_matches('/').to_owned(), id.clone());
            }
            if id.is_empty() {
                continue;
            }
            if let Some(other) = first.insert(id, manuscript) {
                let message =
                    format!("“{}” is the id of {}, too. Give one of them another.", manuscript.written_id, other.source.file);
                problems.push(manuscript.source.error(Kind::DuplicateId, &["id"], message));
            }
            index.ids.insert(id.clone(), id.clone());
            index.ids.insert(manuscript.written_id.clone(), id.clone());
        }
        index
    }

    /// Notes which articles are published, with the ids inside their bodies.
    pub(super) fn set_published(&mut self, manuscripts: &[Manuscript]) {
        let ids = |manuscript: &Manuscript| (manuscript.article.id.clone(), manuscript.body.ids.clone());
        self.published = manuscripts.iter().map(ids).collect();
    }

    /// Returns the address of the article with this id.
    pub(super) fn by_id(&self, id: &str) -> Option<&str> {
        self.ids.get(id.trim()).or_else(|| self.ids.get(&slug(&id.nfc().collect::<String>()))).map(String::as_str)
    }

    /// Returns the address of the article in this file, from CONTENT.
    pub(super) fn by_file(&self, file: &Path) -> Option<&str> {
        self.files.get(file).map(String::as_str).filter(|id| !id.is_empty())
    }

    /// Returns the address of the article that had this address before.
    pub(super) fn by_alias(&self, path: &str) -> Option<&str> {
        self.aliases.get(path.trim_matches('/')).map(String::as_str)
    }

    /// Returns the ids inside the body of an article; none if the article is not published.
    pub(super) fn ids_in(&self, article: &str) -> Option<&BTreeSet<String>> {
        self.published.get(article)
    }
}
