//! The search index of each language.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use anyhow::{Error, Result};
use edition::{Credit, Selection, TAGS};
use rayon::prelude::*;
use search::{
    format::{Card, file},
    write::{self, Document, Documents, Files, Settled},
};

use super::{Composition, lists::PagedList};
use crate::cache::{self, Stage};

/// The files of the search indexes, by their names: the key of each in the cache.
pub(crate) type SearchFiles = BTreeMap<String, u128>;

/// The articles of a language as the index reads them.
struct ListedDocuments<'a> {
    composition: &'a Composition,
    /// The indexes of its articles in the edition.
    articles: &'a [usize],
    /// What has happened while a text was read.
    failure: Mutex<Option<Error>>,
}

/// Returns the files of the search indexes. Each language's index has the articles of the list of all its articles. What did not change
/// since the last time is taken from the cache.
pub(super) fn files(composition: &Composition) -> Result<SearchFiles> {
    let mut files = SearchFiles::new();
    let stage = composition.cache.stage()?;
    for (list, paged) in composition.lists.iter().filter(|(list, _)| list.selection == Selection::All) {
        let language = list.language.as_str();
        let own = index(&stage, composition, language, paged)?;
        files.extend(own.into_iter().map(|(name, key)| ([&file::folder(language), name.as_str()].concat(), key)));
    }
    stage.finish()?;
    Ok(files)
}

/// Returns the files of a language's index.
fn index(stage: &Stage<'_>, composition: &Composition, language: &str, list: &PagedList) -> Result<SearchFiles> {
    let documents = ListedDocuments { composition, articles: &list.articles, failure: Mutex::default() };
    let keys: Vec<u128> = (0..documents.count()).into_par_iter().map(|index| documents.key(index)).collect();
    let key = |what: &[u8], keys: &[u128]| {
        let keys: Vec<u8> = keys.iter().flat_map(|key| key.to_le_bytes()).collect();
        cache::key(&[what, language.as_bytes(), &keys])
    };
    let settled_keys = &keys[..write::settled_count(keys.len())];
    let (settled, mut files): (Settled, SearchFiles) = stage.get(key(b"settled", settled_keys), || {
        let (settled, files) = write::write_settled(language, &documents);
        Ok((settled, documents.keep(stage, files)?))
    })?;
    let newest: SearchFiles = stage.get(key(b"newest", &keys), || {
        let files = write::write_newest(language, &documents, &settled);
        documents.keep(stage, files)
    })?;
    files.extend(newest);
    files.values().for_each(|key| stage.use_key(*key));
    Ok(files)
}

impl ListedDocuments<'_> {
    /// Returns a key that changes with everything that is indexed of an article.
    fn key(&self, index: usize) -> u128 {
        let Document { card, metadata, tags, .. } = self.fields(index);
        let words = self.composition.texts[self.articles[index]].words;
        cache::key(&[&words.to_le_bytes(), format!("{card:?} {metadata:?} {tags:?}").as_bytes()])
    }

    /// Returns an article without its text.
    fn fields(&self, index: usize) -> Document<'_> {
        let article = &self.composition.articles[self.articles[index]];
        let own = &article.offprint;
        let tags = self.tags(index);
        let names = own.credits.iter().map(|Credit { name, .. }| name.as_str());
        let titles = tags.iter().map(|(_, title)| *title);
        Document {
            card: self.card(index),
            metadata: article.summary.as_deref().into_iter().chain(titles).chain(names).collect(),
            tags,
            ..Document::default()
        }
    }

    /// Puts files into the cache. Returns their keys.
    fn keep(&self, stage: &Stage<'_>, files: Files) -> Result<SearchFiles> {
        if let Some(error) = self.failure.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(error);
        }
        let keep = |(name, bytes): (String, Vec<u8>)| {
            let key = cache::key(&[b"search", &bytes]);
            stage.add(key, bytes)?;
            Ok((name, key))
        };
        files.into_iter().map(keep).collect()
    }
}

impl Documents for ListedDocuments<'_> {
    fn count(&self) -> usize {
        self.articles.len()
    }

    fn card(&self, index: usize) -> Card {
        let article = &self.composition.articles[self.articles[index]];
        Card {
            id: article.id.clone(),
            title: article.title.clone(),
            day: article.date_published.day().to_owned(),
            section: article.offprint.section.clone().unwrap_or_default(),
        }
    }

    fn tags(&self, index: usize) -> Vec<(&str, &str)> {
        let tags = self.composition.articles[self.articles[index]].offprint.terms_of(TAGS);
        tags.map(|tag| (tag.id.as_str(), tag.title.as_str())).collect()
    }

    fn document(&self, index: usize) -> Document<'_> {
        let body = self.composition.words(self.articles[index]).unwrap_or_else(|error| {
            *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            String::new()
        });
        Document { body: body.into(), ..self.fields(index) }
    }
}
