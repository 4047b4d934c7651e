//! TF-IDF weights.

use std::cmp::Reverse;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::{Feature, IndexedArticle, lookup::FeatureLookup};
use crate::{IDF_EXPONENT, MIN_IDF_SHARE, QUERY_BUDGET, features::Features};

/// Returns the inverse document frequency of a feature. It is never negative.
fn idf(sample_size: usize, frequency: u32) -> f32 {
    (sample_size as f32 / frequency as f32).ln().max(0.0)
}

/// Weights the features of articles.
pub(crate) struct Weighting<'a> {
    /// Features with a smaller IDF are left out.
    pub(crate) min_idf: f32,
    pub(crate) lookup: &'a FeatureLookup,
    pub(crate) sample_size: usize,
    /// The document frequency of each feature.
    pub(crate) frequencies: &'a [u32],
    /// The IDF of each feature, and its power. The last is that of features without a number.
    idfs: Vec<(f32, f32)>,
    /// What a number of occurrences counts.
    occurrences: [f32; 256],
}

impl<'a> Weighting<'a> {
    pub(crate) fn new(lookup: &'a FeatureLookup, sample_size: usize, frequencies: &'a [u32]) -> Self {
        let with_power = |frequency: u32| {
            let idf = idf(sample_size, frequency);
            (idf, idf.powf(IDF_EXPONENT))
        };
        let mut idfs: Vec<(f32, f32)> = frequencies.par_iter().map(|frequency| with_power(*frequency)).collect();
        idfs.push(with_power(1));
        let occurrences = std::array::from_fn(|count| 1.0 + (count as f32).ln());
        Weighting { min_idf: MIN_IDF_SHARE * idf(sample_size, 1), lookup, sample_size, frequencies, idfs, occurrences }
    }

    /// Returns the IDF of a feature with its power. One without a number has a document frequency of 1.
    fn idf(&self, feature: Option<Feature>) -> (f32, f32) {
        self.idfs[feature.map_or(self.frequencies.len(), |feature| feature as usize)]
    }

    /// Returns the IDF of each feature, and that of a feature without a number.
    pub(crate) fn into_idfs(mut self) -> (Vec<f32>, f32) {
        let greatest = self.idfs.pop().map_or(0.0, |(idf, _)| idf);
        (self.idfs.into_iter().map(|(idf, _)| idf).collect(), greatest)
    }

    /// Weights the features of an article. `vector` is a buffer.
    pub(crate) fn index_article(&self, features: Features, vector: &mut Vec<(Feature, f32)>) -> IndexedArticle {
        vector.clear();
        let mut hasher = Xxh3::new();
        hasher.update(&features.content_hash.to_le_bytes());
        let mut squared_norm = 0.0;
        for (fingerprint, count) in features.fingerprints.iter().zip(&features.counts) {
            let feature = self.lookup.find(*fingerprint);
            let (idf, power) = self.idf(feature);
            if idf < self.min_idf {
                continue;
            }
            let weight = self.occurrences[usize::from(*count)] * power;
            squared_norm += weight * weight;
            hasher.update(&fingerprint.to_le_bytes());
            hasher.update(&idf.to_le_bytes());
            vector.extend(feature.map(|feature| (feature, weight)));
        }
        let norm = squared_norm.sqrt();
        vector.iter_mut().for_each(|(_, weight)| *weight /= norm);
        // The bits of positive floats are in the order of the floats.
        vector.sort_unstable_by_key(|(feature, weight)| (Reverse(weight.to_bits()), *feature));
        let title_idf: f32 = features.title.iter().map(|fingerprint| self.idf(self.lookup.find(*fingerprint)).0.powi(2)).sum();
        hasher.update(&title_idf.to_le_bytes());
        hasher.update(&(self.sample_size as u64).to_le_bytes());
        IndexedArticle {
            query_len: self.query_len(vector),
            vector: vector.as_slice().into(),
            title: features.title.iter().filter_map(|fingerprint| self.lookup.find(*fingerprint)).collect(),
            title_idf,
            minhash: features.minhash,
            content_hash: hasher.digest(),
            timestamp: features.timestamp,
            language: features.language,
        }
    }

    /// Returns the number of features at the beginning of a vector that are within the query budget.
    fn query_len(&self, vector: &[(Feature, f32)]) -> u32 {
        let mut sum = 0;
        let within_budget = vector.iter().take_while(|(feature, _)| {
            sum += query_cost(self.frequencies[*feature as usize]);
            sum <= QUERY_BUDGET
        });
        within_budget.count() as u32
    }
}

/// Returns the cost of querying with a feature. A document frequency of 1 costs nothing: a feature that no other article had
/// is not in the vector, and gets this frequency when a second article has it, which must not change the rest of the query.
fn query_cost(frequency: u32) -> usize {
    if frequency > 1 { frequency as usize } else { 0 }
}
