//! Reuses results of the last build.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{SimilarArticle, affected::QueryIndex, index::FeatureIndex, retriever::QueryResult};

/// The results of a build, for the next one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MatchCache {
    ids: Vec<String>,
    content_hashes: Vec<u64>,
    results: Vec<Option<QueryResult>>,
}

impl MatchCache {
    /// Stores the results of all articles that have one.
    pub(crate) fn new(ids: Vec<String>, index: &FeatureIndex, results: Vec<Option<QueryResult>>) -> MatchCache {
        let content_hashes = index.articles.iter().map(|article| article.content_hash).collect();
        MatchCache { ids, content_hashes, results }
    }

    /// Returns the results that are still valid, by article. None where the query must be repeated.
    pub(crate) fn valid_results(&self, index: &FeatureIndex, ids: &[&str]) -> Vec<Option<QueryResult>> {
        let old_indices = self.old_indices(index, ids);
        let changed: Vec<usize> = (0..index.len()).filter(|article| old_indices[*article].is_none()).collect();
        // With many changes it is faster to repeat all queries.
        if changed.len() > index.len() / 8 {
            return vec![None; index.len()];
        }
        let mut new_indices: Vec<Option<u32>> = vec![None; self.ids.len()];
        for (article, old_index) in old_indices.iter().enumerate() {
            if let Some(old_index) = old_index {
                new_indices[*old_index] = Some(article as u32);
            }
        }
        let renumbered = |old_index: &Option<usize>| renumber(self.results.get((*old_index)?)?.as_ref()?, &new_indices);
        let mut results: Vec<Option<QueryResult>> = old_indices.iter().map(renumbered).collect();
        let thresholds: Vec<f32> =
            results.iter().map(|result| result.as_ref().map_or(0.0, |result| result.admission_threshold)).collect();
        let queries = QueryIndex::new(index, &changed);
        let mut affected = vec![false; index.len()];
        changed.iter().for_each(|changed| queries.mark_affected(*changed, &thresholds, &mut affected));
        for (result, affected) in results.iter_mut().zip(affected) {
            if affected {
                *result = None;
            }
        }
        results
    }

    /// Returns the index that each article had in the last build. None for an article that is new or has changed.
    fn old_indices(&self, index: &FeatureIndex, ids: &[&str]) -> Vec<Option<usize>> {
        let by_id: HashMap<&str, usize> = self.ids.iter().enumerate().map(|(old_index, id)| (id.as_str(), old_index)).collect();
        let is_unchanged =
            |article: usize, old_index: usize| self.content_hashes.get(old_index) == Some(&index.articles[article].content_hash);
        let old_index = |article: usize| by_id.get(ids[article]).copied().filter(|old_index| is_unchanged(article, *old_index));
        (0..index.len()).map(old_index).collect()
    }
}

/// Replaces the old indices in a result by the new ones. None if one of the articles was removed or has changed.
fn renumber(result: &QueryResult, new_indices: &[Option<u32>]) -> Option<QueryResult> {
    let new_index = |old_index: usize| new_indices.get(old_index).copied().flatten();
    let matches = result.matches.iter().map(|old| Some(SimilarArticle { article: new_index(old.article)? as usize, ..*old }));
    Some(QueryResult {
        matches: matches.collect::<Option<_>>()?,
        candidates: result.candidates.iter().map(|old_index| new_index(*old_index as usize)).collect::<Option<_>>()?,
        admission_threshold: result.admission_threshold,
    })
}
