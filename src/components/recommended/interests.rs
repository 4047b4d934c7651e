use edition::{Article, Card, Reason, TAGS};
use serde::{Deserialize, Serialize};

use super::SHOWN;

/// A section or a topic that the reader has opened an article of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Interest {
    /// The id of a section.
    Section(String),
    /// A tag, or the topic for which an opened card was recommended.
    Topic(String),
}

/// What the reader has opened, the latest last: for each article its section and topics.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Interests(Vec<Interest>);

impl Interests {
    /// How many places a card moves up at most, so that it stays within what the newsroom's order would soon show.
    pub(super) const MAX_LIFT: usize = 2 * SHOWN;

    /// Adds what an opened article is about, and why its card was recommended. Keeps the latest `limit` interests.
    pub fn add(&mut self, article: &Article, card: Option<&Card>, limit: usize) {
        let offprint = &article.offprint;
        let tags = offprint.terms_of(TAGS).map(|tag| tag.title.as_str());
        let topic = card.and_then(topic).filter(|topic| !offprint.terms_of(TAGS).any(|tag| tag.title == *topic));
        self.0.extend(tags.chain(topic).map(|topic| Interest::Topic(topic.to_owned())));
        self.0.extend(offprint.section.clone().map(Interest::Section));
        self.0.drain(..self.0.len().saturating_sub(limit));
    }

    /// Returns how many places a card moves up: one for each opened article of its section, two for each of its topic.
    pub(super) fn lift(&self, card: &Card) -> usize {
        let weight = |interest: &Interest| match interest {
            Interest::Section(id) => usize::from(card.section.as_ref() == Some(id)),
            Interest::Topic(title) => 2 * usize::from(topic(card) == Some(title)),
        };
        self.0.iter().map(weight).sum::<usize>().min(Interests::MAX_LIFT)
    }
}

fn topic(card: &Card) -> Option<&str> {
    if let Reason::Topic(topic) = &card.reason { Some(topic) } else { None }
}
