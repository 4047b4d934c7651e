//! Which articles are like which: what recommended reading is made from.
//!
//! Likeness is the cosine of weighted features: stems of words, pairs of neighbouring words, tags; where the script
//! does not part words, pairs and triples of characters. To it comes how much of the other's headline the
//! article's own text says. [`related`] gives each article the others that are most like it; [`Related::vary`] chooses of
//! them what makes a good pool: no two copies of one text, not all from one week, the fresh before the old where they
//! are equally like it.
//!
//! The measure is one for every language, and pure: the same texts give the same lists on any number of cores. What
//! was found for an archive can be handed to the next build ([`Found`]), which then asks anew only for the articles
//! that the change may have touched, with the same outcome.
//!
//! ```
//! use related::{Text, related};
//!
//! let text = |title, body| Text { language: "en", title, standfirst: "", tags: &[], body, moment: 0 };
//! let texts = [
//!     text("Solar cells leave the port", "Exports of solar cells and of batteries grow."),
//!     text("A poem", "The moon stands over the river."),
//!     text("Batteries in the cold", "Why solar cells and batteries lose charge."),
//! ];
//! // Oldest first.
//! let found = related(&texts);
//! assert_eq!(found.list(0)[0].article, 2);
//! assert_eq!(found.topics().of(0).shared(2, texts[2].title), Some("Batteries"));
//! ```

mod ask;
mod features;
mod found;
mod index;
mod topic;
mod vary;

pub use found::{Found, Related, related, related_since};
pub use topic::Topics;

use serde::{Deserialize, Serialize};

/// What is compared of an article.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// Its language, as BCP 47 writes it: says how words are stemmed.
    pub language: &'a str,
    /// The headline.
    pub title: &'a str,
    /// The sentences under it.
    pub standfirst: &'a str,
    /// What it is about, as the newsroom says it.
    pub tags: &'a [String],
    /// The words of the body.
    pub body: &'a str,
    /// When it was published, in seconds since 1970.
    pub moment: i64,
}

/// Another article and how like it is: 0 for nothing in common, about 1 for the same text.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// Its place among the texts.
    pub article: usize,
    /// Cosine, and what [`COVER`] adds.
    pub likeness: f32,
}

/// Names the measure: changed with whatever changes an answer, so that nothing is kept from another one.
#[macro_export]
macro_rules! version {
    () => {
        "likeness 2"
    };
}

/// How much a word of the headline counts against one of the body.
const TITLE: u32 = 5;
/// The power to which rarity is taken: what is rare tells more than its logarithm says.
const RARITY: f32 = 1.5;
/// What is not as rare as this share of the rarest is left out: words that bind, and what everybody says.
const COMMON: f32 = 0.25;
/// What a headline that the text says in full adds to likeness.
const COVER: f32 = 0.05;
/// Others that an article is compared with in full: those of the highest cosine.
const CANDIDATES: usize = 120;
/// Others that are kept of them, best first: enough for a pool of 24 after what variety sets back.
pub const KEPT: usize = 48;
/// What the frequencies of the features that one article asks with may come to, the most telling first: what bounds the
/// work to a fixed amount for each article, however many there are.
const BUDGET: usize = 18_000;
