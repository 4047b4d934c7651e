//! The tokens of an article.

use super::Document;
use crate::{
    format::TITLE_END,
    terms::{self, Token},
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
        for text in document.metadata.iter().copied().chain([&*document.body]) {
            end = terms::tokenize(text, (end + TEXT_GAP).max(TITLE_END), |token| tokens.push(token));
        }
        ArticleTokens { tokens }
    }

    /// Returns the pairs of adjacent characters, with their positions.
    pub(super) fn bigrams(&self) -> impl Iterator<Item = (String, u32)> {
        let adjacent = self.tokens.windows(2).filter(|pair| pair[0].position + 1 == pair[1].position);
        adjacent.filter_map(|pair| Some((terms::bigram(&pair[0].unit, &pair[1].unit)?, pair[0].position)))
    }

    /// Returns the code of the common word at a distance of at most two positions from a token, or 0.
    pub(super) fn adjacent_code(&self, codes: &[u8], token: usize, distance: i32) -> u8 {
        let position = self.tokens[token].position.checked_add_signed(distance);
        // There are never more tokens than positions, so the token is at most two away.
        let mut nearby = token.saturating_sub(2)..(token + 3).min(self.tokens.len());
        nearby.find(|other| Some(self.tokens[*other].position) == position).map_or(0, |other| codes[other])
    }
}
