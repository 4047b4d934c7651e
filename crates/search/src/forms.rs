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
/// The weight of `c` for `c++`. So little that the article does not match completely, and comes after those with `c++`.
const WITHOUT_SYMBOLS: f32 = 0.2;
/// The minimum length in bytes of a part of a German compound.
pub(crate) const MIN_PART: usize = 4;

/// The word forms of a language: English words with the same stem; Arabic words with and without the article; in every language
/// names with and without their symbols.
pub(crate) struct WordForms {
    /// None for a language without stems.
    stemmer: Option<Stemmer>,
    has_compounds: bool,
}

impl WordForms {
    /// Returns the word forms of a language, a BCP 47 tag.
    pub(crate) fn new(language: &str) -> WordForms {
        let stemmer = is_language(language, "en").then(|| Stemmer::create(Algorithm::English));
        WordForms { stemmer, has_compounds: has_compounds(language) }
    }

    /// Returns how much `other` counts as a match for `term`, the word of a clause: 1 for the same word, 0 for no match.
    pub(crate) fn weight(&self, clause: &Clause, term: &str, other: &str) -> f32 {
        if other == term {
            return 1.0;
        }
        let plain = terms::without_symbols(term);
        if terms::without_symbols(other) != other {
            // The word without symbols has the same positions, and matches where the query has no symbols.
            let completes = clause.kind == ClauseKind::Prefix && plain != term && other.starts_with(term);
            return if completes { COMPLETION } else { 0.0 };
        }
        let factor = if plain == term { 1.0 } else { WITHOUT_SYMBOLS };
        factor * self.weight_without_symbols(clause, plain, other)
    }

    fn weight_without_symbols(&self, clause: &Clause, term: &str, other: &str) -> f32 {
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

    /// Whether `other` may be a compound with the part `term`. The index has the parts of compounds as terms, but a text does not.
    pub(crate) fn is_part(&self, term: &str, other: &str) -> bool {
        self.has_compounds && term.len() >= MIN_PART && other.as_bytes().windows(term.len()).any(|part| part == term.as_bytes())
    }
}

/// Whether a language, a BCP 47 tag, writes compounds as one word, which are indexed by their parts too.
pub(crate) fn has_compounds(language: &str) -> bool {
    is_language(language, "de")
}

fn is_language(tag: &str, primary: &str) -> bool {
    tag.split('-').next() == Some(primary)
}
