//! The messages between the page and the search worker.
//!
//! They cross the boundary as plain JavaScript values: `serde-wasm-bindgen` or `to_js` and `from_js` convert them, `postMessage`
//! copies them. Every request has an id of the page's choice and every response to it repeats that id, so that the page can drop late
//! responses.
//!
//! The worker answers a [`FindRequest`] with one [`Response::Options`], one [`Response::Results`] and then one
//! [`Response::Passage`] for each result whose article could be fetched, in the order of the results; or with one
//! [`Response::Failed`]. If nothing matches, it answers with the results of a corrected query. It stops answering a `FindRequest`
//! as soon as the next one arrives. It answers a [`MarkRequest`] with one [`Response::Marks`].
//!
//! ```
//! use search::messages::{FindRequest, Request};
//!
//! let request = Request::Find(FindRequest {
//!     id: 1,
//!     root: "/".into(),
//!     languages: vec!["en".into()],
//!     query: "solar cells".into(),
//!     section: String::new(),
//!     tag: String::new(),
//!     year: String::new(),
//!     newest_first: false,
//!     limit: 10,
//! });
//! let json = serde_json::to_string(&request)?;
//! assert_eq!(serde_json::from_str::<Request>(&json)?, request);
//! # Ok::<(), serde_json::Error>(())
//! ```

use serde::{Deserialize, Serialize};

#[cfg(target_arch = "wasm32")]
mod js;

#[cfg(target_arch = "wasm32")]
pub use js::{InvalidMessage, from_js, to_js};

/// A request from the page to the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Finds articles.
    Find(FindRequest),
    /// Finds the matches of a query in a text.
    Mark(MarkRequest),
}

/// A request for the articles that match a query and all filters. An empty filter matches every article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindRequest {
    /// The id that the responses repeat.
    pub id: u32,
    /// The path of the edition's root folder, ending in `/`.
    pub root: String,
    /// The languages whose indexes are searched, as BCP 47 tags.
    pub languages: Vec<String>,
    /// The query as the reader typed it; see [`Query::parse`](crate::query::Query::parse).
    pub query: String,
    /// The id of a section.
    pub section: String,
    /// The id of a tag.
    pub tag: String,
    /// A year of four digits.
    pub year: String,
    /// Orders results by day, the newest first, instead of by relevance.
    pub newest_first: bool,
    /// The maximum number of results.
    pub limit: u32,
}

/// A request for the positions of a query's matches in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkRequest {
    /// The id that the response repeats.
    pub id: u32,
    /// The path of the edition's root folder, ending in `/`.
    pub root: String,
    /// The language of the text, as a BCP 47 tag.
    pub language: String,
    /// The query as the reader typed it.
    pub query: String,
    /// The text.
    pub text: String,
}

/// A response from the worker to the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// The worker listens. Messages posted earlier are lost.
    Ready,
    /// The filter values that the index offers.
    Options {
        /// The id of the request.
        id: u32,
        /// The most frequent tags of the requested languages, each id once.
        tags: Vec<TagOption>,
        /// The years of the oldest and the newest article; `None` if there are no articles.
        years: Option<(u32, u32)>,
    },
    /// The best matches for a request.
    Results {
        /// The id of the request.
        id: u32,
        /// The number of all matching articles.
        count: u32,
        /// Whether a part of the index could not be read, so that matches may be missing.
        incomplete: bool,
        /// The query with its spelling corrected, if nothing matched the reader's and the results are for this one.
        corrected: Option<String>,
        /// At most as many results as the request's limit.
        results: Vec<SearchResult>,
    },
    /// The passage of one result, around its matches.
    Passage {
        /// The id of the request.
        id: u32,
        /// The index of the result in [`Response::Results`].
        index: u32,
        /// The passage.
        passage: Vec<TextPiece>,
    },
    /// No answer is possible.
    Failed {
        /// The id of the request.
        id: u32,
        /// Why.
        reason: FailureReason,
    },
    /// Where the query matches in the text of a [`MarkRequest`], in UTF-16 code units.
    Marks {
        /// The id of the request.
        id: u32,
        /// The matches in order. They do not overlap.
        ranges: Vec<TextRange>,
    },
}

/// A tag that the reader can filter by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagOption {
    /// The tag's id.
    pub id: String,
    /// The tag's title.
    pub title: String,
}

/// An article that matches a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchResult {
    /// The article's language, as a BCP 47 tag.
    pub language: String,
    /// The article's id.
    pub id: String,
    /// The article's title.
    pub title: Vec<TextPiece>,
    /// The day of publication, such as `2023-07-20`.
    pub day: String,
    /// The id of the article's section; empty if it has none.
    pub section: String,
}

/// A piece of a text that either matches the query or does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPiece {
    /// The text. Never empty.
    pub text: String,
    /// Whether the piece is a match.
    pub is_match: bool,
}

/// A range of a text, in UTF-16 code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRange {
    /// The first code unit.
    pub start: u32,
    /// The code unit after the last one.
    pub end: u32,
}

/// Why a request could not be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FailureReason {
    /// The server did not answer.
    Unreachable,
    /// The server has no such index.
    Missing,
    /// The index arrived but cannot be read.
    Corrupt,
}
