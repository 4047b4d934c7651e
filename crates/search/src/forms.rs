//! Which other words match a word of a query, and how much they count.

use rust_stemmers::{Algorithm, Stemmer};

use crate::{
    query::{Clause, ClauseKind},
    terms,
};

/// The weight of another form of the word.
const OTHER_FORM: f32 = 0.7;
/// The weight of a longer word that starts with the typed one.
const COMPLETION: f32 = 0.4;

/// The word forms of a language: English words with the same stem; Arabic words with and without the article.
pub(crate) struct WordForms {
    stemmer: Option<Stemmer>,
}

impl WordForms {
    /// Returns the word forms of a language, a BCP 47 tag.
    pub(crate) fn new(language: &str) -> WordForms {
        let is_english = language.split('-').next() == Some("en");
        WordForms { stemmer: is_english.then(|| Stemmer::create(Algorithm::English)) }
    }

    /// Returns how much `other` counts as a match for `term`, the word of a clause: 1 for the same word, 0 for no match.
    pub(crate) fn weight(&self, clause: &Clause, term: &str, other: &str) -> f32 {
        if other == term {
            return 1.0;
        }
        let root = terms::root(term);
        // Stemming is slow, and a stemmer seldom changes the first letters.
        let starts_alike = || other.bytes().take(2).eq(term.bytes().take(2));
        let has_same_stem = |stemmer: &Stemmer| starts_alike() && stemmer.stem(other) == stemmer.stem(term);
        if terms::root(other) == root || self.stemmer.as_ref().is_some_and(has_same_stem) {
            return OTHER_FORM;
        }
        let completes = clause.kind == ClauseKind::Prefix && (other.starts_with(term) || terms::root(other).starts_with(root));
        if completes { COMPLETION } else { 0.0 }
    }
}
