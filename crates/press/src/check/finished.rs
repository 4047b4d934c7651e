//! The bodies of articles as they are published. Their texts are in the cache.

use anyhow::Result;
use edition::tokens;
use offprint_viewer::messages::BodyMessages;
use serde::{Deserialize, Serialize};

use super::links::{self, Destination};
use crate::{
    body::{decorate::decorate_html, prepared::BodyAddress, running_text},
    cache::{self, Stage},
};

/// A body as it is published.
#[derive(Debug)]
pub(crate) struct FinishedBody {
    pub(crate) keys: TextKeys,
    pub(super) minutes: u32,
    /// Its beginning, where the article has no standfirst.
    pub(crate) excerpt: String,
}

/// The keys of the texts of a body in the cache.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextKeys {
    /// Of the HTML. It changes with the text.
    pub(crate) html: u128,
    /// Of the HTML before labels were added, from which the words are taken.
    pub(crate) words: u128,
}

/// What a body is finished from.
pub(super) struct Finisher<'a> {
    /// The key of the sanitized text.
    pub(super) text_key: u128,
    /// What it leads to as it was written, and where that is.
    pub(super) addresses: &'a [BodyAddress],
    pub(super) destinations: &'a [Destination],
    /// Markup for the head of the body.
    pub(super) players: &'a str,
    /// The path of its page.
    pub(super) page: &'a str,
    pub(super) messages: &'a BodyMessages,
    pub(super) has_standfirst: bool,
}

/// What is kept of a finished body.
#[derive(Serialize, Deserialize)]
struct Finished {
    /// Whether the HTML is the sanitized text, so that it is kept once.
    is_as_prepared: bool,
    /// Whether labels were added that are no words of the article.
    has_labels: bool,
    minutes: u32,
    excerpt: String,
}

impl Finisher<'_> {
    /// Finishes the body, or returns what is known of it.
    pub(super) fn finish(&self, stage: &Stage<'_>) -> Result<FinishedBody> {
        let key = cache::key(&[
            b"finished",
            &self.text_key.to_le_bytes(),
            self.page.as_bytes(),
            format!("{:?} {:?} {}", self.messages, self.destinations, self.has_standfirst).as_bytes(),
            self.players.as_bytes(),
        ]);
        let [html, words] = ["html", "words"].map(|what| cache::key(&[what.as_bytes(), &key.to_le_bytes()]));
        let finished = stage.get(key, || self.make(stage, TextKeys { html, words }))?;
        let html = if finished.is_as_prepared { self.text_key } else { html };
        let words = if finished.has_labels { words } else { html };
        stage.use_key(html);
        stage.use_key(words);
        Ok(FinishedBody { keys: TextKeys { html, words }, minutes: finished.minutes, excerpt: finished.excerpt })
    }

    /// Adds the texts to the cache under these keys, unless they are there under another.
    fn make(&self, stage: &Stage<'_>, keys: TextKeys) -> Result<Finished> {
        let prepared = stage.text(self.text_key)?;
        let html = self.players.to_owned() + &links::rewrite(&prepared, self.addresses, self.destinations);
        let decorated = decorate_html(&html, self.page, self.messages);
        let words = search::markup::text(&html);
        let excerpt = match self.has_standfirst {
            true => String::new(),
            false => running_text::excerpt(&running_text::running_text(&html)),
        };
        let finished = Finished {
            is_as_prepared: decorated == prepared,
            has_labels: decorated != html && search::markup::text(&decorated) != words,
            minutes: tokens::minutes(&words),
            excerpt,
        };
        if finished.has_labels {
            stage.add(keys.words, html.into_bytes())?;
        }
        if !finished.is_as_prepared {
            stage.add(keys.html, decorated.into_bytes())?;
        }
        Ok(finished)
    }
}
