//! Retrieves the most similar articles of one article.

mod top_candidates;

use serde::{Deserialize, Serialize};

use crate::{
    MAX_CANDIDATES, MAX_MATCHES, QUERY_BUDGET, SimilarArticle, TITLE_COVERAGE_WEIGHT,
    index::{Feature, FeatureIndex, Postings},
};
use top_candidates::TopCandidates;

// With a smaller budget a frequent feature would be in no query.
const _: () = assert!(QUERY_BUDGET > MAX_CANDIDATES && MAX_CANDIDATES >= MAX_MATCHES);

/// The result of a query.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct QueryResult {
    /// The most similar articles in descending order, at most [`MAX_MATCHES`].
    pub(crate) matches: Vec<SimilarArticle>,
    /// All articles that were compared over all features.
    pub(crate) candidates: Vec<u32>,
    /// An article with a smaller cosine cannot become a candidate, so it cannot change this result.
    pub(crate) admission_threshold: f32,
}

/// Runs queries. Each thread needs one; it reuses its buffers.
pub(crate) struct Retriever<'a> {
    index: &'a FeatureIndex,
    /// The cosine so far, by article.
    cosines: Vec<f32>,
    /// The articles whose cosine is greater than 0.
    found: Vec<u32>,
    /// The features of the querying article: a bitset, their weights, and a list.
    feature_bits: Vec<u64>,
    weights: Vec<f32>,
    features: Vec<Feature>,
}

impl<'a> Retriever<'a> {
    /// Creates the buffers.
    pub(crate) fn new(index: &'a FeatureIndex) -> Retriever<'a> {
        Retriever {
            index,
            cosines: vec![0.0; index.len()],
            found: Vec::new(),
            feature_bits: vec![0; index.feature_count() / 64 + 1],
            weights: vec![0.0; index.feature_count()],
            features: Vec::new(),
        }
    }

    /// Returns the articles that are most similar to an article. Of equally similar articles the newer one is first.
    ///
    /// `postings` are those of the features that the article queries with.
    pub(crate) fn query(&mut self, article: usize, postings: &Postings) -> QueryResult {
        let candidates = self.candidates(article, postings);
        let admission_threshold = match candidates.last() {
            Some((cosine, _)) if candidates.len() == MAX_CANDIDATES => *cosine,
            _ => 0.0,
        };
        self.set_features(article);
        let matches = self.rank(candidates.iter().map(|(_, other)| *other as usize));
        QueryResult { matches, candidates: candidates.into_iter().map(|(_, other)| other).collect(), admission_threshold }
    }

    /// Returns the same matches as [`Retriever::query`] would if all other articles were candidates.
    pub(crate) fn query_exhaustively(&mut self, article: usize) -> Vec<SimilarArticle> {
        self.set_features(article);
        self.rank((0..self.index.len()).filter(|other| *other != article))
    }

    /// Returns the articles with the greatest cosines over the query's features, in descending order.
    fn candidates(&mut self, article: usize, postings: &Postings) -> Vec<(f32, u32)> {
        let index = self.index;
        for (feature, weight) in index.articles[article].query() {
            for (other, other_weight) in postings.get(*feature) {
                let cosine = &mut self.cosines[*other as usize];
                if *cosine == 0.0 {
                    self.found.push(*other);
                }
                *cosine += weight * other_weight;
            }
        }
        let mut top = TopCandidates::new(MAX_CANDIDATES);
        for other in self.found.drain(..) {
            let cosine = std::mem::take(&mut self.cosines[other as usize]);
            if other as usize != article {
                top.offer(cosine, other);
            }
        }
        top.into_sorted()
    }

    /// Ranks articles by their similarity to the querying article.
    fn rank(&self, others: impl Iterator<Item = usize>) -> Vec<SimilarArticle> {
        let similarity = |other| self.cosine(other) + TITLE_COVERAGE_WEIGHT * self.title_coverage(other).powi(2);
        let mut matches: Vec<SimilarArticle> =
            others.map(|article| SimilarArticle { article, similarity: similarity(article) }).collect();
        matches.sort_unstable_by(|a, b| b.similarity.total_cmp(&a.similarity).then(b.article.cmp(&a.article)));
        matches.truncate(MAX_MATCHES);
        matches
    }

    /// Makes an article the querying article.
    fn set_features(&mut self, article: usize) {
        for feature in self.features.drain(..) {
            self.feature_bits[feature as usize / 64] = 0;
        }
        for (feature, weight) in &self.index.articles[article].vector {
            self.feature_bits[*feature as usize / 64] |= 1 << (feature % 64);
            self.weights[*feature as usize] = *weight;
            self.features.push(*feature);
        }
    }

    /// Whether the querying article has a feature.
    fn has(&self, feature: Feature) -> bool {
        self.feature_bits[feature as usize / 64] >> (feature % 64) & 1 == 1
    }

    /// Returns the cosine of another and the querying article, over all features.
    fn cosine(&self, other: usize) -> f32 {
        let shared = self.index.articles[other].vector.iter().filter(|(feature, _)| self.has(*feature));
        shared.map(|(feature, weight)| weight * self.weights[*feature as usize]).sum()
    }

    /// Returns the IDF-weighted share of another headline's features that the querying article has, from 0 to 1.
    fn title_coverage(&self, other: usize) -> f32 {
        let other = &self.index.articles[other];
        let shared = other.title.iter().filter(|feature| self.has(**feature));
        let shared: f32 = shared.map(|feature| self.index.idf[*feature as usize].powi(2)).sum();
        if other.title_idf > 0.0 { shared / other.title_idf } else { 0.0 }
    }
}
