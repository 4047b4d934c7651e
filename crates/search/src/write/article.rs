//! The tokens and the terms of an article.

use rustc_hash::FxHashMap;

use super::Document;
use crate::{
    format::{self, AdjacentCommonWords, TITLE_END, facet},
    terms::{self, Token, Unit},
};

/// The positions between two texts of an article, so that no phrase spans both.
const TEXT_GAP: u32 = 3;

/// The tokens of an article, in order. Those of the title have positions below [`TITLE_END`], except for an extremely long title.
pub(super) struct ArticleTokens {
    pub(super) tokens: Vec<Token>,
}

impl ArticleTokens {
    pub(super) fn new(document: &Document<'_>) -> ArticleTokens {
        let mut tokens = Vec::new();
        let mut end = terms::tokenize(&document.card.title, 0, |token| tokens.push(token));
        for text in document.metadata.iter().copied().chain([document.body]) {
            end = terms::tokenize(text, (end + TEXT_GAP).max(TITLE_END), |token| tokens.push(token));
        }
        ArticleTokens { tokens }
    }

    /// Returns the pairs of adjacent characters, with their positions.
    pub(super) fn bigrams(&self) -> impl Iterator<Item = (String, u32)> {
        self.tokens.windows(2).filter_map(|pair| match (&pair[0].unit, &pair[1].unit) {
            (Unit::Character(first), Unit::Character(second)) if pair[0].position + 1 == pair[1].position => {
                Some((terms::bigram(*first, *second), pair[0].position))
            }
            _ => None,
        })
    }

    /// Returns the code of the common word at a distance of at most two positions from a token, or 0.
    fn adjacent_code(&self, codes: &[u8], token: usize, distance: i32) -> u8 {
        let position = self.tokens[token].position.checked_add_signed(distance);
        // There are never more tokens than positions, so the token is at most two away.
        let mut nearby = token.saturating_sub(2)..(token + 3).min(self.tokens.len());
        nearby.find(|other| Some(self.tokens[*other].position) == position).map_or(0, |other| codes[other])
    }
}

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
    pub(super) fn new(document: &Document<'_>, common_words: &FxHashMap<&str, u8>) -> ArticleTerms {
        let article = ArticleTokens::new(document);
        let code = |token: &Token| token.word().and_then(|word| common_words.get(word)).copied().unwrap_or_default();
        let codes: Vec<u8> = article.tokens.iter().map(code).collect();
        let mut terms: FxHashMap<String, Occurrences> = FxHashMap::default();
        for (index, token) in article.tokens.iter().enumerate() {
            match &token.unit {
                Unit::Word(word) => {
                    let occurrences = occurrences(&mut terms, word);
                    occurrences.positions.push(token.position);
                    if codes[index] == 0 && !common_words.is_empty() {
                        let adjacent = [-2, -1, 1, 2].map(|distance| article.adjacent_code(&codes, index, distance));
                        occurrences.adjacent.push(adjacent);
                    }
                }
                Unit::Character(c) => occurrences(&mut terms, c.encode_utf8(&mut [0; 4])).positions.push(token.position),
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
