use std::{ops::Range, sync::Arc};

use edition::{Article, Card, Reason};
use leptos::prelude::*;

use super::{Interests, SHOWN};
use crate::view_context::ReadArticles;

/// A change that the reader asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecommendationAction {
    /// To order the cards by what they read, or as the newsroom does.
    OrderByReading(bool),
    /// To delete the reading history.
    Forget,
}

/// The recommended pool of an article, and how far the reader has gone through it.
#[derive(Clone, Copy, Debug)]
pub struct RecommendedState {
    article: StoredValue<Arc<Article>>,
    /// Indices into the pool, in the order in which the cards are shown.
    order: RwSignal<Vec<usize>>,
    /// The index in `order` of the first card that is shown.
    first: RwSignal<usize>,
    by_reading: RwSignal<bool>,
    /// Whether the reader has just deleted the reading history.
    forgotten: RwSignal<bool>,
    on_action: StoredValue<Option<Callback<RecommendationAction>>>,
}

impl RecommendedState {
    /// Creates the state with the cards in the order of the press.
    pub fn new(article: Arc<Article>) -> RecommendedState {
        let count = article.offprint.recommended.cards().unwrap_or_default().len();
        RecommendedState {
            article: StoredValue::new(article),
            order: RwSignal::new((0..count).collect()),
            first: RwSignal::new(0),
            by_reading: RwSignal::new(true),
            forgotten: RwSignal::new(false),
            on_action: StoredValue::new(None),
        }
    }

    /// Sets the handler of the reader's actions, and whether the order follows what they read.
    pub fn on_action(self, handler: Callback<RecommendationAction>, by_reading: bool) {
        self.on_action.set_value(Some(handler));
        self.by_reading.set(by_reading);
    }

    /// Orders the cards for a reader: unread before read, editor's picks first, then by their interests, otherwise as the
    /// press does. With `keep_shown` the cards that the reader sees keep their places.
    pub fn sort(self, read: &ReadArticles, interests: &Interests, keep_shown: bool) {
        let article = self.article();
        let cards = article.offprint.recommended.cards().unwrap_or_default();
        let mut order = self.order.get_untracked();
        let kept = if keep_shown { SHOWN.min(order.len()) } else { 0 };
        // No lift moves a card before an editor's pick.
        let lift = |card: &Card| if card.reason == Reason::Pick { Interests::MAX_LIFT + 1 } else { interests.lift(card) };
        order[kept..].sort_by_key(|&index| {
            let card = &cards[index];
            (read.contains(&card.id), index as isize - lift(card) as isize, index)
        });
        if order != self.order.get_untracked() {
            if !keep_shown {
                self.first.set(0);
            }
            self.order.set(order);
        }
    }

    /// Returns whether the press prints the same: cards ordered by reading, and the first of them, or all, in its order.
    pub fn is_as_printed(self, first_only: bool) -> bool {
        let count = if first_only { SHOWN.min(self.count()) } else { self.count() };
        self.by_reading.get_untracked() && self.order.with_untracked(|order| order[..count].iter().copied().eq(0..count))
    }

    pub(super) fn article(self) -> Arc<Article> {
        self.article.get_value()
    }

    /// Returns the number of cards in the pool.
    pub(super) fn count(self) -> usize {
        self.order.with_untracked(Vec::len)
    }

    /// Returns the range of cards that are shown, as indices into the order.
    pub(super) fn shown(self) -> Range<usize> {
        let first = self.first.get();
        first..(first + SHOWN).min(self.count())
    }

    /// Returns the cards that are shown.
    pub(super) fn cards(self) -> Vec<Card> {
        let (article, range) = (self.article(), self.shown());
        let cards = article.offprint.recommended.cards().unwrap_or_default();
        self.order.with(|order| order[range].iter().map(|&index| cards[index].clone()).collect())
    }

    /// Shows the next cards. None is repeated until all were shown.
    pub(super) fn show_next(self) {
        let count = self.count();
        self.first.update(|first| *first = next_first(*first, count));
    }

    pub(super) fn is_by_reading(self) -> bool {
        self.by_reading.get()
    }

    pub(super) fn is_by_reading_untracked(self) -> bool {
        self.by_reading.get_untracked()
    }

    pub(super) fn is_forgotten(self) -> bool {
        self.forgotten.get()
    }

    /// Shows the reader that an action was taken, and hands it to its handler.
    pub(super) fn dispatch(self, action: RecommendationAction) {
        if let Some(handler) = self.on_action.get_value() {
            handler.run(action);
        }
        match action {
            RecommendationAction::OrderByReading(by_reading) => {
                self.forgotten.set(false);
                self.by_reading.set(by_reading);
            }
            RecommendationAction::Forget => self.forgotten.set(true),
        }
    }
}

fn next_first(first: usize, count: usize) -> usize {
    if first + SHOWN < count { first + SHOWN } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_cards_are_shown_once_before_any_is_repeated() {
        for count in [7, 12, 20, 24] {
            let mut shown = Vec::new();
            let mut first = 0;
            loop {
                shown.extend(first..(first + SHOWN).min(count));
                first = next_first(first, count);
                if first == 0 {
                    break;
                }
            }
            assert_eq!(shown, (0..count).collect::<Vec<_>>());
        }
    }
}
