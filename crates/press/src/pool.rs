//! The recommended pool of an article: editor's picks, then what is most like it, then what is near.

use std::collections::HashMap;

use edition::{Article, Card, POOL, Reason, Tag};

use crate::related::Match;

/// Below this likeness two articles share little more than the language.
const ALIKE: f32 = 0.06;

/// What pools are made from: the articles, oldest first, and which are whose neighbours.
pub(crate) struct Archive<'a> {
    pub(crate) articles: &'a [Article],
    pub(crate) related: &'a [Vec<Match>],
    /// By id.
    pub(crate) places: HashMap<&'a str, usize>,
    /// How many articles have a tag, by its id.
    pub(crate) tagged: HashMap<&'a str, usize>,
}

impl Archive<'_> {
    /// The pool of one article, best first: never itself, never its translations, nothing twice.
    pub(crate) fn pool(&self, place: usize) -> Vec<Card> {
        let article = &self.articles[place];
        let mut pool: Vec<Card> = Vec::new();
        let mut add = |other: usize, reason: Reason| {
            let other = &self.articles[other];
            let offprint = &other.offprint;
            let itself = other.id == article.id || article.offprint.translations.iter().any(|(_, id)| id == other.id);
            if pool.len() < POOL && !itself && !pool.iter().any(|card| card.id == other.id) {
                pool.push(Card {
                    id: other.id.clone(),
                    title: other.title.clone(),
                    language: other.language.clone(),
                    date: other.date_published.clone(),
                    section: offprint.section.clone(),
                    minutes: offprint.minutes,
                    reason,
                });
            }
        };
        for pick in article.offprint.picks.iter().filter_map(|id| self.places.get(id.as_str())) {
            add(*pick, Reason::Pick);
        }
        let same_lists = |other: &usize| lists_language(&self.articles[*other]) == lists_language(article);
        for found in self.related[place].iter().filter(|found| same_lists(&found.article)) {
            if let Some(reason) = self.reason(article, found) {
                add(found.article, reason);
            }
        }
        // The rest of the pool: the newest of the section, then the newest.
        let newest = || (0..self.articles.len()).rev().filter(same_lists).take(POOL * 8);
        if let Some(section) = &article.offprint.section {
            for other in newest().filter(|other| self.articles[*other].offprint.section.as_ref() == Some(section)) {
                add(other, Reason::Section);
            }
        }
        for other in newest().take(POOL * 2) {
            add(other, Reason::New);
        }
        pool
    }

    fn reason(&self, article: &Article, found: &Match) -> Option<Reason> {
        let other = &self.articles[found.article];
        let shared = article.offprint.tags.iter().filter(|tag| other.offprint.tags.contains(tag));
        let rarest = shared.min_by_key(|tag| (self.tagged.get(tag.id.as_str()).copied(), tag.id.clone()));
        let by_tag = rarest.map(|tag: &Tag| Reason::Tag(tag.title.clone()));
        by_tag.or_else(|| (found.likeness >= ALIKE).then_some(Reason::Alike))
    }
}

fn lists_language(article: &Article) -> Option<&edition::Language> {
    article.offprint.chunks.as_ref().map(|chunks| &chunks.language)
}
