use std::sync::Arc;

use edition::{Article, Card, Reason, Recommended};
use leptos::prelude::*;

use super::{
    Paper, Read,
    element::{El, el},
    summary,
};
use crate::{intl::Day, words::Words};

/// Cards shown at a time.
pub const SHOWN: usize = 6;

/// What the reader opened: for each article its section and its topics, each a line.
#[derive(Clone, Debug, Default)]
pub struct Interests(Arc<Vec<String>>);

impl Interests {
    /// How far a card can move up, at most: it stays within what the newsroom's order would show soon.
    const FURTHEST: isize = 2 * SHOWN as isize;

    /// From lines in any order.
    pub fn new(lines: Vec<String>) -> Interests {
        Interests(Arc::new(lines))
    }

    /// What tells that an article was opened, and from which card, if it was one: section, tags, and what the card promised.
    pub fn lines(article: &Article, card: Option<&Card>) -> Vec<String> {
        let offprint = &article.offprint;
        let tags = offprint.tags.iter().map(|tag| tag.title.clone());
        let promised = card.and_then(topic).filter(|topic| !offprint.tags.iter().any(|tag| tag.title == *topic));
        tags.chain(promised.map(str::to_owned)).chain(offprint.section.iter().map(|id| section(id))).collect()
    }

    /// How many places a card moves up: one for each opened article of its section, two for each of its topic.
    fn lift(&self, card: &Card) -> isize {
        let of = |wanted: &str| self.0.iter().filter(|line| *line == wanted).count() as isize;
        let lift = card.section.as_deref().map_or(0, |id| of(&section(id))) + topic(card).map_or(0, |topic| 2 * of(topic));
        lift.min(Interests::FURTHEST)
    }
}

/// A section among topics: no topic begins with a tab.
fn section(id: &str) -> String {
    ["\t", id].concat()
}

fn topic(card: &Card) -> Option<&str> {
    if let Reason::Topic(topic) = &card.reason { Some(topic) } else { None }
}

/// What the reader wants of the order of recommended reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// To be ordered by what they read, or not.
    ByReading(bool),
    /// That all is forgotten that they read.
    Forget,
}

/// The recommended pool of an article as the reader goes through it.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    article: StoredValue<Arc<Article>>,
    /// The places of the cards in the order in which they are shown.
    order: StoredValue<Arc<Vec<usize>>>,
    /// The first one that is shown now.
    first: RwSignal<usize>,
    /// What the reader has read.
    read: RwSignal<Read>,
    by_reading: RwSignal<bool>,
    /// Whether the reader has just had it forgotten.
    forgotten: RwSignal<bool>,
    /// Hears what the reader wants.
    wish: StoredValue<Callback<Wish>>,
}

impl Pool {
    /// In the order of the press.
    pub fn new(article: Arc<Article>) -> Pool {
        let of = article.offprint.recommended.cards().unwrap_or_default().len();
        Pool {
            article: StoredValue::new(article),
            order: StoredValue::new(Arc::new((0..of).collect())),
            first: RwSignal::new(0),
            read: RwSignal::new(Read::default()),
            by_reading: RwSignal::new(true),
            forgotten: RwSignal::new(false),
            wish: StoredValue::new(Callback::new(|_| ())),
        }
    }

    /// Who hears what the reader wants, and whether the order is by their reading.
    pub fn heard_by(self, wish: Callback<Wish>, by_reading: bool) {
        self.wish.set_value(wish);
        self.by_reading.set(by_reading);
    }

    /// Orders the cards for a reader: unread before read, editor's picks first, then by their interests; else as the press
    /// has them. Cards that are in view stay.
    pub fn order(self, read: &Read, interests: &Interests, in_view: bool) {
        let (article, order) = (self.article.get_value(), self.order.get_value());
        let cards: &[Card] = article.offprint.recommended.cards().unwrap_or_default();
        let kept = if in_view { SHOWN.min(order.len()) } else { 0 };
        let mut sorted: Vec<usize> = order[..kept].to_vec();
        let mut keys: Vec<(bool, isize)> = Vec::new();
        for (place, card) in cards.iter().enumerate().filter(|(place, _)| !order[..kept].contains(place)) {
            // No lift takes a card before an editor's pick.
            let first = if card.reason == Reason::Pick { -Interests::FURTHEST - 1 } else { -interests.lift(card) };
            let key = (read.contains(&card.id), place as isize + first);
            // By hand: the library's sorting weighs more than the pool's few cards are worth.
            let at = keys.iter().rposition(|before| *before <= key).map_or(0, |before| before + 1);
            keys.insert(at, key);
            sorted.insert(kept + at, place);
        }
        if sorted != *order {
            self.order.set_value(Arc::new(sorted));
            if !in_view {
                self.first.set(0);
            }
        }
        if self.read.with_untracked(|known| known != read) {
            self.read.set(read.clone());
        }
    }

    /// Does for the eye what the reader wants, and tells who hears it.
    fn wants(self, wish: Wish) {
        self.wish.get_value().run(wish);
        match wish {
            Wish::ByReading(on) => {
                self.forgotten.set(false);
                self.by_reading.set(on);
            }
            Wish::Forget => self.forgotten.set(true),
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
        let paper = Paper { read: pool.read.get(), ..paper.clone() };
        let cards = article.offprint.recommended.cards().unwrap_or_default();
        order[first..(first + SHOWN).min(of)].iter().map(|place| one_card(&paper, &cards[*place])).collect::<Vec<_>>()
    };
    let header = header.child((of > SHOWN).then_some(change));
    Some(section.child(header).child(el("ul").live(shown)).child(order(words, pool)))
}

/// What orders the cards, and what the reader can do about it.
fn order(words: &'static Words, pool: Pool) -> El {
    let button = || el("button").attr("type", "button");
    let switch = move || if pool.by_reading.get() { words.by_paper } else { words.by_reading };
    let switch = button().live(switch).on_click(move |_| pool.wants(Wish::ByReading(!pool.by_reading.get_untracked())));
    let forget = button().on_click(move |_| pool.wants(Wish::Forget)).child(words.forget);
    let says = move || if pool.forgotten.get() { Some(words.forgotten) } else { pool.by_reading.get().then_some(words.ordered) };
    let says = el("p").attr("role", "status").live(says);
    el("div").class("order label").child(says).child(switch).child(forget)
}

fn one_card(paper: &Paper, card: &Card) -> El {
    let words = paper.words;
    let reason = |text: String| el("p").class("reason").child(text);
    let reason = match &card.reason {
        Reason::Pick => reason(words.picked.to_owned()),
        Reason::Topic(topic) => {
            let (before, after) = words.also_about();
            let (lang, dir) = paper.foreign(&card.language);
            // In the language of the other's headline, which may be read from the other side.
            let topic = el("bdi").attr("lang", lang).attr("dir", dir).child(topic.as_str());
            reason(before.concat()).child(topic).child(after)
        }
        Reason::Author => reason(words.same_author.to_owned()),
        Reason::Alike => reason(words.alike.to_owned()),
        Reason::Section => reason(words.same_section.to_owned()),
        Reason::New => reason(words.new.to_owned()),
    };
    let facts = el("p")
        .class("facts")
        .child(el("time").attr("datetime", card.date.day()).child(paper.day(&card.date, Day::Full)))
        .child(summary::minutes(paper, card.minutes))
        .child(summary::read(paper));
    summary::card("li", "card", paper, &card.id)
        .child(summary::kicker(paper, card.section.as_deref()))
        .child(el("h3").child(summary::headline(paper, &card.id, &card.title, &card.language)))
        .child(reason)
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
