//! Which other words match a word of a query, and how much they count.

use crate::{
    query::{Clause, ClauseKind},
    stem::stem,
    terms,
};

/// The weight of another form of the word.
const OTHER_FORM: f32 = 0.7;
/// The weight of a longer word that starts with the typed one.
const COMPLETION: f32 = 0.4;

/// The word forms of a language: English words with the same stem; Arabic words with and without the article.
pub(crate) struct WordForms {
    has_stems: bool,
}

impl WordForms {
    /// Returns the word forms of a language, a BCP 47 tag.
    pub(crate) fn new(language: &str) -> WordForms {
        WordForms { has_stems: language.split('-').next() == Some("en") }
    }

    /// Returns how much `other` counts as a match for `term`, the word of a clause: 1 for the same word, 0 for no match.
    pub(crate) fn weight(&self, clause: &Clause, term: &str, other: &str) -> f32 {
        if other == term {
            return 1.0;
        }
        let root = terms::root(term);
        // Stemming is slow, and seldom changes the first letters.
        let starts_alike = || other.bytes().take(2).eq(term.bytes().take(2));
        if terms::root(other) == root || self.has_stems && starts_alike() && stem(other) == stem(term) {
            return OTHER_FORM;
        }
        let completes = clause.kind == ClauseKind::Prefix && (other.starts_with(term) || terms::root(other).starts_with(root));
        if completes { COMPLETION } else { 0.0 }
    }
}
