use std::sync::Arc;

use edition::{Article, Card, Reason, Recommended};
use leptos::prelude::*;

use super::{
    Paper, Read,
    element::{El, all, dynamic, el},
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
    /// Unread cards come before read ones; else the order stays.
    pub fn new(article: Arc<Article>, read: &Read) -> Pool {
        let cards: &[Card] = article.offprint.recommended.cards().unwrap_or_default();
        let of = |wanted| (0..cards.len()).filter(move |place| read.contains(&cards[*place].id) == wanted);
        let order = of(false).chain(of(true)).collect();
        Pool { article: StoredValue::new(article), order: StoredValue::new(Arc::new(order)), first: RwSignal::new(0) }
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
    let (article, order) = (pool.article.get_value(), pool.order.get_value());
    if article.offprint.recommended == Recommended::Malformed {
        let way_on = el("a").attr("href", paper.front()).child(words.front_page);
        return Some(section.child(header).child(el("p").class("label").child(words.no_recommended).child(" ").child(way_on)));
    }
    let (of, first) = (order.len(), pool.first);
    if of == 0 {
        return None;
    }
    let count = move || el("span").child(words.shown(first.get() + 1, (first.get() + SHOWN).min(of), of)).part();
    let change = el("button").attr("type", "button").child(words.change);
    let change = change.on_click(move |_| first.update(|first| *first = after(*first, of)));
    let header = header.child(el("span").class("label").attr("role", "status").child(dynamic(count)));
    let paper = paper.clone();
    let shown = move || {
        let first = first.get();
        let cards = article.offprint.recommended.cards().unwrap_or_default();
        all(order[first..(first + SHOWN).min(of)].iter().map(|place| one_card(&paper, &cards[*place]).part()).collect())
    };
    Some(section.child(header.child((of > SHOWN).then_some(change))).child(el("ul").child(dynamic(shown))))
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
        .child(el("time").attr("datetime", card.date.day()).child(paper.day(&card.date, Day::Short)))
        .child(summary::minutes(paper, card.minutes))
        .child(summary::read(paper, &card.id));
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
