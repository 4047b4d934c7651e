//! Full-text search: an index of static files, which the press writes and a web worker queries in the reader's browser.
//!
//! Each language has its own index, in `search/<language>/`:
//!
//! | file | content | fetched | size |
//! | --- | --- | --- | --- |
//! | `index.bin` | [`format::Index`]: the segments with the bounds of their shards, common words, frequent tags, the cards of the newest articles | once | grows slowly, with the number of shards |
//! | `<segment>/t<n>.bin` | a shard: terms, sorted by their roots, and their postings | one per word of a query | grows with the square root of the number of articles |
//! | `<segment>/c<n>.bin` | a pack of [`format::PACK`] cards | for the results that are shown | constant |
//! | `<segment>/order.bin` | the articles' chronological ranks | if results are ordered by day | 2 bytes per article |
//!
//! All files are compressed with gzip, which browsers decompress natively. There are two segments: the settled articles, and the
//! newest ones, at most a sixteenth of all. Adding an article changes only the second segment, until that has grown enough. The name of
//! a segment's folder is a hash of its contents, so that a worker never mixes files of different editions.
//!
//! # Terms
//!
//! Terms are words without case, accents, invisible characters, and Arabic vowels and hamza. Other forms of a word (English words with
//! the same stem, Arabic words with the article) are in the same shard, and are matched when a query is answered. Names with symbols
//! such as `C++` are indexed with and without them, German compounds also by their parts. Texts in Chinese, Japanese, Korean, Thai,
//! Lao, Khmer and Burmese are indexed as bigrams of characters, traditional Chinese characters as simplified ones. Postings have
//! positions, which verify phrases. Common words have no positions in bodies: instead, the postings of every other word say which
//! common words are next to it.
//!
//! A query that nothing matches is repeated with its spelling corrected: see [`correct`].
//!
//! ```
//! # #[cfg(not(target_arch = "wasm32"))] {
//! use std::{collections::HashMap, io::Read};
//! use search::{answer::answer, format::{Card, Index, file}, query::{Filters, Query}, write::{Document, index}};
//!
//! let document = |title: &str, body: &'static str| Document {
//!     card: Card { title: title.into(), ..Card::default() }, body: body.into(), ..Document::default()
//! };
//! let documents = [document("城市里的实体书店", "…"), document("Solar cells", "Exports grow.")];
//! let files: HashMap<_, _> = index("zh-Hans", &documents[..]).into_iter().collect();
//! let read = |name: &str| {
//!     let mut bytes = Vec::new();
//!     flate2::read::GzDecoder::new(&files[name][..]).read_to_end(&mut bytes).map(|_| bytes)
//! };
//! let index = Index::read(&read(file::INDEX)?)?;
//! let query = Query::parse("實體書店", Filters::default());
//! let mut shards = HashMap::new();
//! for (segment, shard) in query.shards(&index) {
//!     shards.insert((segment, shard), read(&file::shard(&index.segments[segment].name, shard))?);
//! }
//! let answer = answer(&query, "zh-Hans", &index, |segment, shard| shards.get(&(segment, shard)).map(Vec::as_slice));
//! assert_eq!(answer.hits.len(), 1);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod answer;
#[cfg(not(target_arch = "wasm32"))]
mod arrange;
pub mod correct;
mod fold;
pub mod format;
mod forms;
pub mod markup;
pub mod messages;
pub mod passage;
pub mod query;
pub mod sort;
mod terms;
#[cfg(not(target_arch = "wasm32"))]
pub mod write;
