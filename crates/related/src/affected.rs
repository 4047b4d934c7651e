//! Finds the queries whose result a changed article may affect.

use std::collections::HashMap;

use crate::index::{FeatureIndex, IndexedArticle, Postings};

/// The queries of all articles, by feature.
pub(crate) struct QueryIndex<'a> {
    index: &'a FeatureIndex,
    /// The articles that query with a feature, and its weight there.
    queries: Postings,
}

impl<'a> QueryIndex<'a> {
    /// Inverts the queries of all articles, as far as they have a feature of the changed ones.
    pub(crate) fn new(index: &'a FeatureIndex, changed: &[usize]) -> QueryIndex<'a> {
        let is_changed = index.marked(changed.iter().map(|article| &*index.articles[*article].vector));
        let queries = index.articles.iter().map(IndexedArticle::query);
        QueryIndex { index, queries: Postings::new(queries, index.feature_count(), |feature| is_changed[feature as usize]) }
    }

    /// Sets `affected` for the articles in whose query `changed` reaches the admission threshold.
    pub(crate) fn mark_affected(&self, changed: usize, admission_thresholds: &[f32], affected: &mut [bool]) {
        let mut cosines: HashMap<u32, f32> = HashMap::new();
        for (feature, weight) in &self.index.articles[changed].vector {
            for (article, query_weight) in self.queries.get(*feature) {
                *cosines.entry(*article).or_default() += weight * query_weight;
            }
        }
        for (article, cosine) in cosines {
            // The terms are added in another order than in the query, so the last digits of the sum may differ.
            affected[article as usize] |= cosine >= admission_thresholds[article as usize] * 0.999 - 1e-6;
        }
    }
}
