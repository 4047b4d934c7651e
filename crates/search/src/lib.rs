//! Finding articles: an index of files that the press writes and a web worker reads.
//!
//! Each language has an index of its own, in `search/<language>/`:
//!
//! | file | what | read | grows |
//! | --- | --- | --- | --- |
//! | `index.bin` | [`format::Index`]: the segments, where their shards begin, common words, frequent tags, the newest articles' cards | once | slowly: with the number of shards |
//! | `<segment>/t<n>.bin` | a shard: terms in order of their roots, and where they occur | one for each word of a query, found by the word alone | with the square root of the articles |
//! | `<segment>/c<n>.bin` | a pack of [`format::PACK`] cards | for what is shown | never |
//! | `<segment>/order.bin` | the articles' places in time | where results are to be in order of days | with the articles, 2 bytes each |
//!
//! All are compressed with gzip, which browsers undo themselves. There are two segments: the settled articles, and the newest, at most a
//! sixteenth of all; a new article changes the second alone, until as many have come together. A segment's folder is named after what
//! is in it, so what a worker knows of one is never met with files of another.
//!
//! # Terms
//!
//! Words as they are written, without capitals, accents, Arabic vowels and hamza; forms of a word (English stems, the Arabic
//! article) are found beside it in the same shard when a query is answered. Of Chinese and Japanese, pairs of
//! characters with their positions; traditional characters as simplified ones. Words have positions too, but for the common
//! ones: those are told by a byte beside the words around them.
//!
//! ```
//! # #[cfg(not(target_arch = "wasm32"))] {
//! use std::{collections::HashMap, io::Read};
//! use search::{answer::answer, format::{Card, Index, file}, query::{Filters, Query}, write::{Document, index}};
//!
//! let document = |title: &str, body| Document { card: Card { title: title.into(), ..Card::default() }, body, ..Document::default() };
//! let files: HashMap<_, _> = index(&[document("城市里的实体书店", "…"), document("Solar cells", "Exports grow.")]).into_iter().collect();
//! let read = |name: &str| {
//!     let mut bytes = Vec::new();
//!     flate2::read::GzDecoder::new(&files[name][..]).read_to_end(&mut bytes).map(|_| bytes)
//! };
//! let index = Index::read(&read(file::INDEX)?)?;
//! let query = Query::parse("實體書店", Filters::default());
//! let mut shards = HashMap::new();
//! for (segment, n) in query.shards(&index) {
//!     shards.insert((segment, n), read(&file::shard(&index.segments[segment].name, n))?);
//! }
//! let found = answer(&query, "zh-Hans", &index, |segment, n| shards.get(&(segment, n)).map(Vec::as_slice));
//! assert_eq!(found.hits.len(), 1);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

/// Which articles a query finds.
pub mod answer;
#[cfg(not(target_arch = "wasm32"))]
mod arrange;
mod fold;
/// The files of an index.
pub mod format;
mod forms;
/// Text from markup.
pub mod markup;
/// The messages between page and worker.
pub mod messages;
/// Sorting.
pub mod order;
/// Matches in texts.
pub mod passage;
/// What a reader looks for.
pub mod query;
mod terms;
/// Making an index.
#[cfg(not(target_arch = "wasm32"))]
pub mod write;
