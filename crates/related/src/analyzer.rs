//! Stemming and stop words of each language.

use std::collections::HashMap;

use edition::tokens;
use rust_stemmers::{Algorithm, Stemmer};

use crate::fingerprint;

/// The analyzers of the languages that have occurred so far.
#[derive(Default)]
pub(crate) struct Analyzers(HashMap<String, Analyzer>);

/// Stems the words of one language and knows its stop words.
pub(crate) struct Analyzer {
    /// None for a language without a stemmer.
    stemmer: Option<Stemmer>,
    stop_words: &'static [&'static str],
    /// The fingerprints of the stems of words that have occurred.
    cache: HashMap<String, u32>,
}

impl Analyzers {
    /// Returns the analyzer of a language, which is a BCP 47 tag.
    pub(crate) fn get(&mut self, language: &str) -> &mut Analyzer {
        let primary = language.split('-').next().unwrap_or_default();
        if !self.0.contains_key(primary) {
            self.0.insert(primary.to_owned(), Analyzer::new(primary));
        }
        self.0.get_mut(primary).expect("the analyzer was inserted")
    }
}

impl Analyzer {
    fn new(primary: &str) -> Analyzer {
        let algorithm = algorithm(primary);
        // `stop_words::get` knows all languages that have a stemmer, except Tamil.
        let stop_words = if algorithm.is_some() && primary != "ta" { stop_words::get(macrolanguage(primary)) } else { &[] };
        Analyzer { stemmer: algorithm.map(Stemmer::create), stop_words, cache: HashMap::new() }
    }

    /// Returns the fingerprint of a word's stem.
    pub(crate) fn stem(&mut self, word: &str) -> u32 {
        if let Some(stem) = self.cache.get(word) {
            return *stem;
        }
        let normalized = normalize(word);
        let stem = match &self.stemmer {
            Some(stemmer) => fingerprint::term(&stemmer.stem(&normalized)),
            None => fingerprint::term(&normalized),
        };
        self.cache.insert(word.to_owned(), stem);
        stem
    }

    /// Whether a word is a stop word.
    pub(crate) fn is_stop_word(&self, word: &str) -> bool {
        self.stop_words.contains(&normalize(word).as_str())
    }
}

/// Returns a word in lower case, with straight apostrophes and without characters such as soft hyphens.
fn normalize(word: &str) -> String {
    word.replace(tokens::is_ignorable, "").to_lowercase().replace('’', "'")
}

/// Returns the tag under which `stop_words` has a language: `no` for both written forms of Norwegian.
fn macrolanguage(primary: &str) -> &str {
    if matches!(primary, "nb" | "nn") { "no" } else { primary }
}

/// Returns the stemmer of a language. Greek is left out: its stemmer panics on some words (snowball #204).
fn algorithm(primary: &str) -> Option<Algorithm> {
    Some(match primary {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "nl" => Algorithm::Dutch,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STEMMED: [&str; 17] =
        ["ar", "da", "de", "en", "es", "fi", "fr", "hu", "it", "nb", "nl", "pt", "ro", "ru", "sv", "ta", "tr"];

    proptest! {
        #[test]
        fn any_word_of_any_language_has_a_stem(word in "\\PC{1,12}|[a-zà-ÿ]{1,12}|[а-я]{1,12}|[ء-ي]{1,9}|[அ-௹]{1,9}") {
            for language in STEMMED {
                Analyzers::default().get(language).stem(&word);
            }
        }
    }

    #[test]
    fn every_language_with_a_stemmer_has_an_analyzer() {
        for language in STEMMED {
            assert!(algorithm(language).is_some(), "{language}");
            assert!(!Analyzers::default().get(language).is_stop_word("offprint"), "{language}");
        }
        assert!(Analyzers::default().get("en-GB").is_stop_word("May"));
    }
}
