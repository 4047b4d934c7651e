use std::sync::Arc;

use edition::{Article, Card, Reason, Recommended};
use leptos::prelude::*;

use super::{
    Paper, Read,
    element::{El, el},
    summary,
};
use crate::intl::Day;

/// Cards shown at a time.
pub const SHOWN: usize = 6;

/// The recommended pool of an article as the reader goes through it.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    article: StoredValue<Arc<Article>>,
    /// The places of the cards in the order in which they are shown.
    order: StoredValue<Arc<Vec<usize>>>,
    /// The first one that is shown now.
    first: RwSignal<usize>,
}

impl Pool {
    /// In the order of the press.
    pub fn new(article: Arc<Article>) -> Pool {
        let of = article.offprint.recommended.cards().unwrap_or_default().len();
        Pool { article: StoredValue::new(article), order: StoredValue::new(Arc::new((0..of).collect())), first: RwSignal::new(0) }
    }

    /// Puts unread cards before read ones; else the order stays, and so do the cards that are in view.
    pub fn unread_first(self, read: &Read, in_view: bool) {
        let (article, order) = (self.article.get_value(), self.order.get_value());
        let cards: &[Card] = article.offprint.recommended.cards().unwrap_or_default();
        let (kept, moving) = order.split_at(if in_view { SHOWN.min(order.len()) } else { 0 });
        let of = |wanted| moving.iter().filter(move |place| read.contains(&cards[**place].id) == wanted);
        let sorted: Vec<usize> = kept.iter().chain(of(false)).chain(of(true)).copied().collect();
        if sorted != *order {
            self.order.set_value(Arc::new(sorted));
            if !in_view {
                self.first.set(0);
            }
        }
    }
}

/// The first card to show after those from `first`: none comes again until all were shown.
fn after(first: usize, of: usize) -> usize {
    if first + SHOWN < of { first + SHOWN } else { 0 }
}

/// Recommended reading, or a sentence where it can't be read, or nothing where there is none.
pub fn recommended(paper: &Paper, pool: Pool) -> Option<El> {
    let words = paper.words;
    let section = el("section").class("recommended").attr("aria-labelledby", "recommended");
    let header = el("header").child(el("h2").attr("id", "recommended").child(words.recommended));
    let article = pool.article.get_value();
    if article.offprint.recommended == Recommended::Malformed {
        let way_on = el("a").attr("href", paper.front()).child(words.front_page);
        return Some(section.child(header).child(el("p").class("label").child(words.no_recommended).child(" ").child(way_on)));
    }
    let (of, first) = (pool.order.get_value().len(), pool.first);
    if of == 0 {
        return None;
    }
    let count = move || words.shown(first.get() + 1, (first.get() + SHOWN).min(of), of);
    let change = el("button").attr("type", "button").child(words.change);
    let change = change.on_click(move |_| first.update(|first| *first = after(*first, of)));
    let header = header.child(el("span").class("label").attr("role", "status").live(count));
    let paper = paper.clone();
    let shown = move || {
        let (first, order) = (first.get(), pool.order.get_value());
        let cards = article.offprint.recommended.cards().unwrap_or_default();
        order[first..(first + SHOWN).min(of)].iter().map(|place| one_card(&paper, &cards[*place])).collect::<Vec<_>>()
    };
    Some(section.child(header.child((of > SHOWN).then_some(change))).child(el("ul").live(shown)))
}

fn one_card(paper: &Paper, card: &Card) -> El {
    let words = paper.words;
    let reason = match &card.reason {
        Reason::Pick => words.picked.to_owned(),
        Reason::Tag(tag) => words.also_about(tag),
        Reason::Alike => words.alike.to_owned(),
        Reason::Section => words.same_section.to_owned(),
        Reason::New => words.new.to_owned(),
    };
    let facts = el("p")
        .class("facts")
        .child(el("time").attr("datetime", card.date.day()).child(paper.day(&card.date, Day::Full)))
        .child(summary::minutes(paper, card.minutes))
        .child(summary::read(paper));
    summary::card("li", "card", paper, &card.id)
        .child(summary::kicker(paper, card.section.as_deref()))
        .child(el("h3").child(summary::headline(paper, &card.id, &card.title, &card.language)))
        .child(el("p").class("reason").child(reason))
        .child(facts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_shown_once_before_any_comes_again() {
        for of in [7, 12, 20, 24] {
            let mut shown = Vec::new();
            let mut first = 0;
            loop {
                shown.extend(first..(first + SHOWN).min(of));
                first = after(first, of);
                if first == 0 {
                    break;
                }
            }
            assert_eq!(shown, (0..of).collect::<Vec<_>>());
        }
    }
}
