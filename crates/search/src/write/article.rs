//! The terms of an article.

use rustc_hash::FxHashMap;

use super::{Document, compounds::Compounds, tokens::ArticleTokens};
use crate::{
    format::{self, AdjacentCommonWords, TITLE_END, facet},
    terms::{Token, Unit},
};

/// The occurrences of a term in an article.
#[derive(Default)]
pub(super) struct Occurrences {
    pub(super) positions: Vec<u32>,
    /// For each position; empty for common words and characters.
    pub(super) adjacent: Vec<AdjacentCommonWords>,
}

/// The terms of an article.
pub(super) struct ArticleTerms {
    pub(super) terms: FxHashMap<String, Occurrences>,
    pub(super) length_class: u8,
    /// The number of tokens in the title.
    pub(super) title_length: u32,
}

impl ArticleTerms {
    /// Returns the terms of a document, given the codes of common words.
    pub(super) fn new(document: &Document<'_>, common_words: &FxHashMap<&str, u8>, compounds: &Compounds) -> ArticleTerms {
        let article = ArticleTokens::new(document);
        let code = |token: &Token| token.word().and_then(|word| common_words.get(word)).copied().unwrap_or_default();
        let codes: Vec<u8> = article.tokens.iter().map(code).collect();
        let mut terms: FxHashMap<String, Occurrences> = FxHashMap::default();
        for (index, token) in article.tokens.iter().enumerate() {
            match &token.unit {
                Unit::Word(word) => {
                    let adjacent = (!common_words.is_empty())
                        .then(|| [-2, -1, 1, 2].map(|distance| article.adjacent_code(&codes, index, distance)));
                    let other_terms = compounds.parts(word).into_iter().chain(token.with_symbols.as_deref());
                    for term in other_terms.chain([word.as_str()]) {
                        let occurrences = occurrences(&mut terms, term);
                        if occurrences.positions.last() != Some(&token.position) {
                            occurrences.positions.push(token.position);
                            occurrences.adjacent.extend(adjacent.filter(|_| !common_words.contains_key(term)));
                        }
                    }
                }
                Unit::Character(character) => occurrences(&mut terms, character).positions.push(token.position),
            }
        }
        for (bigram, position) in article.bigrams() {
            occurrences(&mut terms, &bigram).positions.push(position);
        }
        terms.extend(facets(document).map(|facet| (facet, Occurrences::default())));
        let last_position = article.tokens.last().map_or(0, |token| token.position);
        let length_class = format::length_class(last_position.saturating_sub(TITLE_END));
        let title_length = article.tokens.iter().take_while(|token| token.position < TITLE_END).count() as u32;
        ArticleTerms { terms, length_class, title_length }
    }
}

fn facets(document: &Document<'_>) -> impl Iterator<Item = String> {
    let tags = document.tags.iter().map(|(id, _)| facet::tag(id));
    let section = Some(&document.card.section).filter(|id| !id.is_empty()).map(|id| facet::section(id));
    tags.chain(section).chain(document.card.day.get(..4).map(facet::year))
}

/// Returns the occurrences of a term, and allocates the key only for a new one: most terms occur again.
fn occurrences<'a>(terms: &'a mut FxHashMap<String, Occurrences>, term: &str) -> &'a mut Occurrences {
    if !terms.contains_key(term) {
        terms.insert(term.to_owned(), Occurrences::default());
    }
    terms.get_mut(term).expect("the term was inserted")
}
