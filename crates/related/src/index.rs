//! The feature vectors of all articles and the postings of all features.

mod frequency;
mod lookup;
mod postings;
mod weighting;

use rayon::prelude::*;

pub(crate) use postings::Postings;

use crate::{features::Features, minhash::MinHash};
use lookup::FeatureLookup;
use weighting::Weighting;

/// The number of a feature: its index among the features that at least two articles have.
pub(crate) type Feature = u32;

/// The index of an archive's features.
pub(crate) struct FeatureIndex {
    features: FeatureLookup,
    /// The inverse document frequency of each feature, at least 0.
    pub(crate) idf: Vec<f32>,
    /// The IDF of a feature that a single article has.
    pub(crate) max_idf: f32,
    pub(crate) articles: Vec<IndexedArticle>,
}

/// An article as it is compared.
pub(crate) struct IndexedArticle {
    /// The TF-IDF weights of the features that the article shares with others, in descending order. With the features that no
    /// other article has, the vector has length 1.
    pub(crate) vector: Box<[(Feature, f32)]>,
    /// The number of features at the beginning of `vector` that the article queries with.
    query_len: u32,
    /// The features of the headline that other articles have.
    pub(crate) title: Box<[Feature]>,
    /// The sum of the squared IDFs of all features of the headline.
    pub(crate) title_idf: f32,
    /// Finds near-duplicates.
    pub(crate) minhash: MinHash,
    /// Changes with the article and with the weight of each of its features.
    pub(crate) content_hash: u64,
    /// See [`crate::ArticleText::timestamp`].
    pub(crate) timestamp: i64,
    /// See [`crate::ArticleText::language`].
    pub(crate) language: Box<str>,
}

impl FeatureIndex {
    /// Indexes the features of texts, which are sorted from old to new.
    pub(crate) fn new(features: Vec<Features>) -> FeatureIndex {
        let sample_size = frequency::sample_size(features.len());
        let (fingerprints, frequencies) = frequency::document_frequencies(&features, sample_size);
        let lookup = FeatureLookup::new(fingerprints);
        let weighting = Weighting::new(&lookup, sample_size, &frequencies);
        let articles: Vec<IndexedArticle> = features
            .into_par_iter()
            // Each thread reuses one buffer, so that a vector is allocated once, with its final size.
            .map_init(Vec::new, |buffer, features| weighting.index_article(features, buffer))
            .collect();
        let (idf, max_idf) = weighting.into_idfs();
        FeatureIndex { features: lookup, idf, max_idf, articles }
    }

    /// Returns the number of a feature. None if fewer than two articles have it.
    pub(crate) fn feature(&self, fingerprint: u32) -> Option<Feature> {
        self.features.find(fingerprint)
    }

    /// Returns the number of articles.
    pub(crate) fn len(&self) -> usize {
        self.articles.len()
    }

    /// Returns the number of features.
    pub(crate) fn feature_count(&self) -> usize {
        self.idf.len()
    }

    /// Returns the postings of the features that some articles query with, those for which `queries` is true.
    pub(crate) fn postings(&self, queries: impl Fn(usize) -> bool) -> Postings {
        let queried =
            self.articles.iter().enumerate().filter(|(article, _)| queries(*article)).map(|(_, article)| article.query());
        let is_queried = self.marked(queried);
        let vectors = self.articles.iter().map(|article| &*article.vector);
        Postings::new(vectors, self.feature_count(), |feature| is_queried[feature as usize])
    }

    /// Returns for each feature whether it is in one of these vectors.
    pub(crate) fn marked<'a>(&self, vectors: impl Iterator<Item = &'a [(Feature, f32)]>) -> Vec<bool> {
        let mut marked = vec![false; self.feature_count()];
        vectors.flatten().for_each(|(feature, _)| marked[*feature as usize] = true);
        marked
    }
}

impl IndexedArticle {
    /// Returns the features that the article queries with: those with the greatest weights, within the budget.
    pub(crate) fn query(&self) -> &[(Feature, f32)] {
        &self.vector[..self.query_len as usize]
    }
}
