//! The most similar articles of every article.

use rayon::prelude::*;

use crate::{
    ArticleText, SimilarArticle,
    cache::MatchCache,
    features::{Features, features},
    index::FeatureIndex,
    retriever::{QueryResult, Retriever},
};

/// The most similar articles of every article in an archive.
pub struct Related {
    pub(crate) index: FeatureIndex,
    /// None for articles that nobody wanted to know of.
    results: Vec<Option<QueryResult>>,
    query_count: usize,
}

/// Finds the most similar articles of each text. The texts are sorted from old to new.
pub fn related(texts: &[ArticleText<'_>]) -> Related {
    let index = FeatureIndex::new(features(texts));
    let results = vec![None; index.len()];
    complete(index, results, |_| true)
}

/// Finds the same as [`related()`], but only for articles that are `wanted`, by their indexes, and reuses the results of the last build
/// where they are still valid. `features` and `ids` are those of the texts.
pub fn related_with_cache(
    features: Vec<Features>,
    ids: &[&str],
    cache: MatchCache,
    wanted: impl Fn(usize) -> bool + Sync,
) -> Related {
    let index = FeatureIndex::new(features);
    let results = cache.valid_results(&index, ids);
    drop(cache);
    complete(index, results, wanted)
}

/// Runs the queries of wanted articles that have no result yet.
fn complete(index: FeatureIndex, results: Vec<Option<QueryResult>>, wanted: impl Fn(usize) -> bool + Sync) -> Related {
    let is_missing: Vec<bool> = results.iter().enumerate().map(|(article, result)| result.is_none() && wanted(article)).collect();
    let query_count = is_missing.iter().filter(|is_missing| **is_missing).count();
    let postings = index.postings(|article| is_missing[article]);
    let results = results
        .into_par_iter()
        .enumerate()
        // The buffers are large, so a thread without queries creates none.
        .map_init(
            || None,
            |retriever: &mut Option<Retriever<'_>>, (article, result)| {
                let query = || retriever.get_or_insert_with(|| Retriever::new(&index)).query(article, &postings);
                result.or_else(|| is_missing[article].then(query))
            },
        )
        .collect();
    Related { index, results, query_count }
}

impl Related {
    /// Returns the most similar articles in descending order, at most [`crate::MAX_MATCHES`]. Empty for an article that nobody wanted
    /// to know of.
    pub fn matches(&self, article: usize) -> &[SimilarArticle] {
        self.results[article].as_ref().map_or(&[], |result| &result.matches)
    }

    /// Returns what [`Related::matches`] would be without the limits on query and candidates. It compares with every article, to
    /// measure what the limits cost.
    pub fn exhaustive_matches(&self, article: usize) -> Vec<SimilarArticle> {
        Retriever::new(&self.index).query_exhaustively(article)
    }

    /// Returns the number of articles.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether there are no articles.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of queries. The other results are from the cache.
    pub fn query_count(&self) -> usize {
        self.query_count
    }

    /// Returns the results for the next build. `ids` are the ids of the texts.
    pub fn into_cache(self, ids: impl IntoIterator<Item = String>) -> MatchCache {
        MatchCache::new(ids.into_iter().collect(), &self.index, self.results)
    }
}
