use std::{collections::BTreeSet, sync::Arc};

use edition::{Card, Reason, Recommended};
use leptos::prelude::*;

use super::{Paper, summary};
use crate::intl::Day;

/// Cards shown at a time.
pub const SHOWN: usize = 6;

/// The recommended pool of an article as the reader goes through it.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    /// The cards in the order in which they are shown; none where they can't be read.
    cards: StoredValue<Option<Arc<Vec<Card>>>>,
    /// The first one that is shown now.
    first: RwSignal<usize>,
}

impl Pool {
    /// Unread cards come before read ones; else the order stays.
    pub fn new(recommended: &Recommended, read: &BTreeSet<String>) -> Pool {
        let cards = match recommended {
            Recommended::Cards(cards) => {
                let mut cards = cards.clone();
                cards.sort_by_key(|card| read.contains(&card.id));
                Some(Arc::new(cards))
            }
            Recommended::Malformed(_) => None,
        };
        Pool { cards: StoredValue::new(cards), first: RwSignal::new(0) }
    }
}

/// The first card to show after those from `first`: none comes again until all were shown.
fn after(first: usize, of: usize) -> usize {
    if first + SHOWN < of { first + SHOWN } else { 0 }
}

/// Recommended reading, or a sentence where it can't be read, or nothing where there is none.
pub fn recommended(paper: &Paper, pool: Pool) -> Option<AnyView> {
    let words = paper.words;
    let heading = view! { <h2 id="recommended">{words.recommended}</h2> };
    let Some(cards) = pool.cards.get_value() else {
        let front = paper.front();
        return Some(
            view! {
                <section class="recommended" aria-labelledby="recommended">
                    <header>{heading}</header>
                    <p class="label">{words.no_recommended}" "<a href=front>{words.front_page}</a></p>
                </section>
            }
            .into_any(),
        );
    };
    let (of, first) = (cards.len(), pool.first);
    if of == 0 {
        return None;
    }
    let count = move || words.shown(first.get() + 1, (first.get() + SHOWN).min(of), of);
    let change = (of > SHOWN).then(|| {
        view! { <button type="button" on:click=move |_| first.update(|first| *first = after(*first, of))>{words.change}</button> }
    });
    let paper = paper.clone();
    let shown = move || {
        let first = first.get();
        cards[first..(first + SHOWN).min(of)].iter().map(|card| one_card(&paper, card)).collect::<Vec<_>>()
    };
    Some(
        view! {
            <section class="recommended" aria-labelledby="recommended">
                <header>{heading}<span class="label" role="status">{count}</span>{change}</header>
                <ul>{shown}</ul>
            </section>
        }
        .into_any(),
    )
}

fn one_card(paper: &Paper, card: &Card) -> AnyView {
    let words = paper.words;
    let (lang, dir) = paper.foreign(&card.language);
    let read = paper.read.contains(&card.id);
    let reason = match &card.reason {
        Reason::Pick => words.picked.to_owned(),
        Reason::Tag(tag) => words.also_about(tag),
        Reason::Alike => words.alike.to_owned(),
        Reason::Section => words.same_section.to_owned(),
        Reason::New => words.new.to_owned(),
    };
    let minutes = (card.minutes > 0).then(|| view! { <span class="minutes">{words.minutes(card.minutes)}</span> });
    view! {
        <li class="card" class:read=read data-article=card.id.clone()>
            {summary::kicker(paper, card.section.as_deref())}
            <h3><a href=paper.article(&card.id) lang=lang dir=dir>{card.title.clone()}</a></h3>
            <p class="reason">{reason}</p>
            <p class="facts">
                <time datetime=card.date.day().to_owned()>{paper.day(&card.date, Day::Short)}</time>
                {minutes}
                {read.then(|| view! { <span class="state">{words.read}</span> })}
            </p>
        </li>
    }
    .into_any()
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
