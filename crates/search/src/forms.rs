//! What another word counts where a reader looks for one.

use rust_stemmers::{Algorithm, Stemmer};

use crate::{
    query::{Clause, Kind},
    terms,
};

/// What another form of a word counts, and a word that goes on.
const FORM: f32 = 0.7;
const LONGER: f32 = 0.4;

/// The forms of words in a language: in English by their stems, in Arabic without the article.
pub(crate) struct Forms(Option<Stemmer>);

impl Forms {
    /// Of a language, as BCP 47 writes it.
    pub(crate) fn of(language: &str) -> Forms {
        let english = language.split('-').next() == Some("en");
        Forms(english.then(|| Stemmer::create(Algorithm::English)))
    }

    /// What `other` counts for the word of a clause: 1 for the word itself, 0 for none of its forms.
    pub(crate) fn count(&self, clause: &Clause, term: &str, other: &str) -> f32 {
        if other == term {
            return 1.0;
        }
        let root = terms::root(term);
        // A stemmer changes little at the beginning of a word.
        let near = || other.bytes().take(2).eq(term.bytes().take(2));
        let same_stem = |stemmer: &Stemmer| near() && stemmer.stem(other) == stemmer.stem(term);
        if terms::root(other) == root || self.0.as_ref().is_some_and(same_stem) {
            return FORM;
        }
        let goes_on = clause.kind == Kind::Beginning && (other.starts_with(term) || terms::root(other).starts_with(root));
        if goes_on { LONGER } else { 0.0 }
    }
}
