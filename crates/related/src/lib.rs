//! Finds related articles, for recommended reading.
//!
//! The similarity of two articles is the cosine of their TF-IDF vectors. Features are stems, pairs of neighbouring words and
//! tags; in scripts without spaces between words, pairs and triples of characters. Added to the cosine is the IDF-weighted share
//! of the other headline's features that the article contains. [`related()`] finds the most similar articles of each article.
//! [`Related::diversify`] turns them into a pool: without near-duplicates, not all from the same week, and with newer articles
//! first where similarities are about equal.
//!
//! All languages have the same measure. The same texts give the same result on any number of cores. A build can pass its results
//! to the next one as a [`MatchCache`]. The next build then repeats only the queries that a change may affect, and gets the same
//! result as without the cache.
//!
//! ```
//! use related::{ArticleText, TopicCache, related};
//!
//! let text = |title, body| ArticleText { language: "en", title, standfirst: "", tags: &[], body, timestamp: 0 };
//! let texts = [
//!     text("Solar cells leave the port", "Exports of solar cells and of batteries grow."),
//!     text("A poem", "The moon stands over the river."),
//!     text("Batteries in the cold", "Why solar cells and batteries lose charge."),
//! ];
//! // Oldest first.
//! let related = related(&texts);
//! assert_eq!(related.matches(0)[0].article, 2);
//! assert_eq!(related.topic_finder(&TopicCache::default()).select(0).shared_topic(2, texts[2].title), Some("Batteries"));
//! ```

mod affected;
mod analyzer;
mod cache;
mod diversify;
mod features;
mod fingerprint;
mod index;
mod minhash;
mod related;
mod retriever;
mod topic;

pub use cache::MatchCache;
pub use features::{FeatureExtractor, Features, features};
pub use related::{Related, related, related_with_cache};
pub use topic::{TopicCache, TopicFinder};

use serde::{Deserialize, Serialize};

/// The parts of an article that are compared.
#[derive(Clone, Copy, Debug)]
pub struct ArticleText<'a> {
    /// The language as a BCP 47 tag. It selects the stemmer.
    pub language: &'a str,
    /// The headline.
    pub title: &'a str,
    /// The sentences below the headline.
    pub standfirst: &'a str,
    /// The tags that the newsroom gave it.
    pub tags: &'a [String],
    /// The body as plain text.
    pub body: &'a str,
    /// The time of publication, in seconds since 1970-01-01 00:00 UTC.
    pub timestamp: i64,
}

/// Another article and its similarity.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SimilarArticle {
    /// The index of the article among the texts.
    pub article: usize,
    /// 0 for articles that share nothing, about 1 for equal texts: the cosine, plus up to 0.05 for the headline.
    pub similarity: f32,
}

/// The version of the measure. Change it with everything that changes a result: a cache of another version must not be used.
#[macro_export]
macro_rules! version {
    () => {
        "similarity 3"
    };
}

/// How many times an occurrence in the headline counts.
const TITLE_WEIGHT: u32 = 5;
/// The exponent of the IDF. 1.5 ranks better than the IDF itself.
const IDF_EXPONENT: f32 = 1.5;
/// Features whose IDF is below this share of the greatest one are left out: function words and words of most articles.
const MIN_IDF_SHARE: f32 = 0.25;
/// What is added to the cosine when a text contains all features of the other headline.
const TITLE_COVERAGE_WEIGHT: f32 = 0.05;
/// The number of articles with the greatest cosines that are compared over all features.
const MAX_CANDIDATES: usize = 120;
/// The maximum number of matches of an article: enough for a pool of 24 after diversification.
pub const MAX_MATCHES: usize = 48;
/// The maximum sum of the document frequencies of the features that an article queries with. It bounds the cost of a query,
/// whatever the number of articles.
const QUERY_BUDGET: usize = 18_000;
