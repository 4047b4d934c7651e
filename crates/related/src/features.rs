//! Extracts the features of a text.

use edition::tokens::{self, Run, runs};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::{
    ArticleText, TITLE_WEIGHT,
    analyzer::Analyzers,
    fingerprint::{self, bigram, character_ngrams},
    minhash::MinHash,
};

/// The features of a text, as fingerprints, and what else is compared. All that is needed of a text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Features {
    /// The fingerprints, ascending and without duplicates.
    pub(crate) fingerprints: Vec<u32>,
    /// The number of occurrences of each, at most 255. An occurrence in the headline counts [`TITLE_WEIGHT`] times.
    pub(crate) counts: Vec<u8>,
    /// The fingerprints of the headline, ascending and without duplicates.
    pub(crate) title: Vec<u32>,
    /// Finds near-duplicates.
    pub(crate) minhash: MinHash,
    /// The hash of everything in the text that affects a result.
    pub(crate) content_hash: u64,
    /// See [`ArticleText::timestamp`].
    pub(crate) timestamp: i64,
    /// See [`ArticleText::language`].
    pub(crate) language: Box<str>,
}

/// Extracts features. Use one for many texts: it caches stems.
#[derive(Default)]
pub struct FeatureExtractor {
    analyzers: Analyzers,
    /// A buffer that is reused for each text.
    occurrences: Vec<u32>,
}

impl FeatureExtractor {
    /// Returns the features of a text.
    pub fn extract(&mut self, text: &ArticleText<'_>) -> Features {
        let mut title = Vec::new();
        self.add_terms(text.language, text.title, &mut title);
        let mut occurrences = std::mem::take(&mut self.occurrences);
        for _ in 0..TITLE_WEIGHT {
            occurrences.extend(&title);
        }
        self.add_terms(text.language, text.standfirst, &mut occurrences);
        self.add_terms(text.language, text.body, &mut occurrences);
        occurrences.extend(text.tags.iter().map(|tag| fingerprint::tag(tag)));
        occurrences.sort_unstable();
        title.sort_unstable();
        title.dedup();
        let distinct = occurrences.chunk_by(|one, other| one == other);
        let mut fingerprints = Vec::with_capacity(distinct.clone().count());
        let mut counts = Vec::with_capacity(fingerprints.capacity());
        for equal in distinct {
            fingerprints.push(equal[0]);
            counts.push(u8::try_from(equal.len()).unwrap_or(u8::MAX));
        }
        occurrences.clear();
        self.occurrences = occurrences;
        let content_hash = content_hash(text, &fingerprints, &counts);
        Features {
            minhash: MinHash::new(&fingerprints),
            fingerprints,
            counts,
            title,
            content_hash,
            timestamp: text.timestamp,
            language: text.language.into(),
        }
    }

    /// Adds stems and pairs of neighbouring words; in scripts without spaces, pairs and triples of characters.
    fn add_terms(&mut self, language: &str, text: &str, fingerprints: &mut Vec<u32>) {
        let analyzer = self.analyzers.get(language);
        let mut previous = None;
        for run in runs(text) {
            match run {
                Run::Word(word) => {
                    let stem = analyzer.stem(word);
                    fingerprints.push(stem);
                    fingerprints.extend(previous.map(|previous| bigram(previous, stem)));
                    previous = Some(stem);
                }
                Run::Characters(run) => {
                    previous = None;
                    fingerprints.extend([2, 3].into_iter().flat_map(|n| character_ngrams(run, n)));
                    let mut characters = tokens::characters(run);
                    if let (Some(character), None) = (characters.next(), characters.next()) {
                        fingerprints.push(fingerprint::term(character));
                    }
                }
            }
        }
    }
}

/// Returns the features of texts.
pub fn features(texts: &[ArticleText<'_>]) -> Vec<Features> {
    let extract = |extractor: &mut FeatureExtractor, text: &ArticleText<'_>| extractor.extract(text);
    texts.par_iter().map_init(FeatureExtractor::default, extract).collect()
}

/// Hashes what affects a result. The headline and the language are included for topics.
fn content_hash(text: &ArticleText<'_>, fingerprints: &[u32], counts: &[u8]) -> u64 {
    let mut hasher = Xxh3::new();
    for fingerprint in fingerprints {
        hasher.update(&fingerprint.to_le_bytes());
    }
    hasher.update(counts);
    hasher.update(&text.timestamp.to_le_bytes());
    hasher.update(text.language.as_bytes());
    hasher.update(text.title.as_bytes());
    hasher.digest()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extract(language: &str, body: &str) -> Features {
        FeatureExtractor::default().extract(&ArticleText { language, title: "", standfirst: "", tags: &[], body, timestamp: 0 })
    }

    #[test]
    fn words_are_stemmed_in_their_language() {
        assert_eq!(extract("en", "exporting").fingerprints, extract("en-GB", "Exports").fingerprints);
        assert_ne!(extract("zh-Hans", "exporting").fingerprints, extract("zh-Hans", "exports").fingerprints);
    }

    #[test]
    fn words_give_pairs_and_characters_give_pairs_and_triples() {
        assert_eq!(extract("zh", "太阳能电池").fingerprints.len(), 4 + 3);
        assert_eq!(extract("en", "solar cells grow").fingerprints.len(), 3 + 2);
        // Words on both sides of characters are not neighbours.
        assert_eq!(extract("zh", "GDP增长BBC").fingerprints.len(), 2 + 1);
    }

    #[test]
    fn a_text_that_changed_in_one_word_is_a_near_duplicate() {
        let body: String = (0..200).map(|n| format!("word{n} ")).collect();
        let (one, two) = (extract("en", &body), extract("en", &format!("{body} Reuters")));
        assert!(one.minhash.is_near_duplicate(&two.minhash));
        assert_ne!(one.content_hash, two.content_hash);
    }
}
