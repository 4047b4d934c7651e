//! Keys that change with everything that a file is rendered from.

use edition::{List, Neighbours, Reason};
use rayon::prelude::*;

use super::renderer::PageRenderer;
use crate::{
    cache,
    compose::{Composition, lists::PagedList},
    output::json,
};

/// The keys of what files are rendered from.
pub(super) struct Keys {
    /// Of what all pages have in common.
    common: u128,
    /// Of each article, without what is recommended.
    own: Vec<u128>,
    /// Of each article, with what is recommended.
    complete: Vec<u128>,
    /// Of the summary of each article.
    summaries: Vec<u128>,
}

impl Keys {
    pub(super) fn new(composition: &Composition, renderer: &PageRenderer) -> Keys {
        let locales: Vec<(String, Vec<u8>)> = composition.locales.files().collect();
        let common = cache::key(&[
            &json(&composition.site),
            &json(&locales),
            format!("{:?} {:?}", renderer.viewer, renderer.look).as_bytes(),
            renderer.base.as_bytes(),
            renderer.policy.as_bytes(),
        ]);
        let indexes = || (0..composition.articles.len()).into_par_iter();
        let own = composition.article_keys.clone();
        let cards: Vec<u128> = indexes().map(|index| cache::key(&[&json(&composition.card(index, Reason::New))])).collect();
        let complete = indexes().map(|index| {
            let mut parts = own[index].to_le_bytes().to_vec();
            for (other, reason) in composition.pool(index) {
                parts.extend(cards[*other].to_le_bytes());
                parts.extend(json(reason));
            }
            cache::key(&[&parts])
        });
        let summaries = indexes().map(|index| cache::key(&[&json(&composition.summaries[index])]));
        Keys { common, complete: complete.collect(), summaries: summaries.collect(), own }
    }

    /// Returns the key of an article's file.
    pub(super) fn article(&self, index: usize) -> u128 {
        cache::key(&[b"article", &self.complete[index].to_le_bytes()])
    }

    /// Returns the key of an article's page.
    pub(super) fn article_page(&self, index: usize, neighbours: &Neighbours, draws_headline: bool) -> u128 {
        let parts = [self.complete[index], self.summaries[index]].map(u128::to_le_bytes);
        self.page(&[parts.as_flattened(), &[u8::from(draws_headline)], &json(neighbours)].concat())
    }

    /// Returns the key of the file of a list page.
    pub(super) fn list_page(&self, list: &List, paged: &PagedList, n: usize) -> u128 {
        let summaries: Vec<u8> = paged.page_articles(n).iter().flat_map(|index| self.summaries[*index].to_le_bytes()).collect();
        let older = n.checked_sub(1).map(|before| &paged.spans[before]);
        cache::key(&[b"list", format!("{list:?}").as_bytes(), &json(&(&paged.spans[n], older)), &summaries])
    }

    /// Returns the key of a page that is rendered from these bytes and what all pages have in common.
    pub(super) fn page(&self, from: &[u8]) -> u128 {
        cache::key(&[b"page", &self.common.to_le_bytes(), from])
    }

    /// Returns the key of a file of a feed, by the indexes of its articles.
    pub(super) fn feed(&self, kind: &[u8], name: &str, title: &str, articles: &[usize]) -> u128 {
        let articles: Vec<u8> = articles.iter().flat_map(|index| self.own[*index].to_le_bytes()).collect();
        cache::key(&[kind, &self.common.to_le_bytes(), name.as_bytes(), title.as_bytes(), &articles])
    }
}
