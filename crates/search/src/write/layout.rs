//! What has to be known about all settled articles before any is written.

use std::{cmp::Reverse, collections::BTreeSet, hash::BuildHasher};

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{Documents, tokens::ArticleTokens};
use crate::{arrange, format::MAX_COMMON_WORDS, terms::Unit};

/// A word in a larger share of the articles is common.
const COMMON_SHARE: f64 = 0.4;
/// With fewer articles no word is common.
const MIN_ARTICLES: usize = 64;

pub(super) struct Layout {
    /// The indices of the articles in the order of the segment.
    pub(super) order: Vec<u32>,
    /// The common words, in descending order of frequency.
    pub(super) common_words: Vec<String>,
}

impl Layout {
    pub(super) fn new(documents: &(impl Documents + ?Sized)) -> Layout {
        let hashes = |index| term_hashes(&ArticleTokens::new(&documents.document(index)));
        let articles: Vec<Vec<u64>> = (0..documents.count()).into_par_iter().map(hashes).collect();
        let mut frequencies: FxHashMap<u64, u32> = FxHashMap::default();
        articles.iter().flatten().for_each(|hash| *frequencies.entry(*hash).or_default() += 1);
        let common_words = common_words(documents, &frequencies);
        // Terms of a single article, or of very many, do not indicate similarity.
        let max_frequency = documents.count() as u32 / 8;
        let informative = frequencies.iter().filter(|(_, frequency)| (2..=max_frequency).contains(*frequency));
        let mut informative: Vec<u64> = informative.map(|(hash, _)| *hash).collect();
        informative.sort_unstable();
        let term_number = |hash: &u64| informative.binary_search(hash).ok().map(|number| number as u32);
        let articles: Vec<Vec<u32>> =
            articles.into_par_iter().map(|hashes| hashes.iter().filter_map(term_number).collect()).collect();
        Layout { order: arrange::order_by_similarity(&articles, informative.len()), common_words }
    }
}

/// Returns the words of more than [`COMMON_SHARE`] of the articles.
fn common_words(documents: &(impl Documents + ?Sized), frequencies: &FxHashMap<u64, u32>) -> Vec<String> {
    if documents.count() < MIN_ARTICLES {
        return Vec::new();
    }
    let threshold = (documents.count() as f64 * COMMON_SHARE) as u32;
    let expected = frequencies.values().filter(|frequency| **frequency > threshold).count();
    let mut common: BTreeSet<(Reverse<u32>, String)> = BTreeSet::new();
    // Only hashes were kept, so articles are tokenized again. The first few have all common words.
    for index in (0..documents.count()).take_while(|_| expected > 0) {
        for token in ArticleTokens::new(&documents.document(index)).tokens {
            if let Unit::Word(word) = token.unit
                && let Some(frequency) = frequencies.get(&hash(&word)).filter(|frequency| **frequency > threshold)
            {
                common.insert((Reverse(*frequency), word));
            }
        }
        if common.len() >= expected {
            break;
        }
    }
    common.into_iter().map(|(_, word)| word).take(MAX_COMMON_WORDS).collect()
}

/// Returns the hashes of an article's words and bigrams, each once.
fn term_hashes(article: &ArticleTokens) -> Vec<u64> {
    let mut hashes: Vec<u64> = article.tokens.iter().filter_map(|token| token.word().map(hash)).collect();
    hashes.extend(article.bigrams().map(|(bigram, _)| hash(&bigram)));
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

fn hash(term: &str) -> u64 {
    FxBuildHasher.hash_one(term)
}
