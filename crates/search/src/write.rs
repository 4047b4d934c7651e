//! Writing of an index from articles.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::format::{Card, Index, file};

mod article;
mod compounds;
mod compress;
mod layout;
mod segment;
mod tokens;

use compounds::Compounds;
use compress::gzip;
use layout::Layout;
use segment::write_segment;

/// An article to be indexed.
#[derive(Clone, Debug, Default)]
pub struct Document<'a> {
    /// What results show of it. The title is searched.
    pub card: Card,
    /// Other searched texts: the standfirst, tag titles, names of authors.
    pub metadata: Vec<&'a str>,
    /// The text of the body.
    pub body: &'a str,
    /// The ids and titles of its tags.
    pub tags: Vec<(&'a str, &'a str)>,
}

/// The files of a language's index: names relative to the index's folder, and compressed bytes.
pub type Files = Vec<(String, Vec<u8>)>;

/// The size of a shard in bytes, before compression, in an index of [`BASE_ARTICLE_COUNT`] articles. It grows with the square root
/// of the number of articles.
const BASE_SHARD_SIZE: f64 = 5_000.0;
const BASE_ARTICLE_COUNT: f64 = 2_000.0;
/// The maximum number of tags that a reader can filter by.
const MAX_TAGS: usize = 24;

/// Writes the index of a language, a BCP 47 tag. The documents are in chronological order, the oldest first. The same documents result
/// in the same files on any number of cores.
pub fn index(language: &str, documents: &[Document<'_>]) -> Files {
    let years = documents.iter().filter_map(|document| document.card.day.get(..4)?.parse().ok());
    let years = years.fold((u32::MAX, 0), |(first, last): (u32, u32), year| (first.min(year), last.max(year)));
    let (settled, newest) = documents.split_at(settled_count(documents.len()));
    let layout = Layout::new(settled);
    let shard_size = (BASE_SHARD_SIZE * (documents.len() as f64 / BASE_ARTICLE_COUNT).sqrt().max(1.0)) as usize;
    let mut index = Index { years, tags: most_frequent_tags(documents), common_words: layout.common_words, ..Index::default() };
    let mut files = Files::new();
    // The newest articles are few: their order hardly matters, and their cards are part of the index file.
    let chronological: Vec<u32> = (0..newest.len() as u32).collect();
    // The settled segment depends on settled articles alone, so a new article does not change it.
    let segments = [(settled, settled, layout.order, true), (newest, documents, chronological, false)];
    for (articles, vocabulary, order, with_packs) in segments {
        if !articles.is_empty() {
            let compounds = Compounds::new(language, vocabulary, &index.common_words);
            let (segment, segment_files) =
                write_segment(articles, &order, &index.common_words, &compounds, shard_size, with_packs);
            index.segments.push(segment);
            files.extend(segment_files);
        }
    }
    files.push((file::INDEX.to_owned(), gzip(&index.write())));
    files
}

/// Returns the number of articles in the first segment: the greatest multiple of the greatest power of two up to a sixteenth of
/// all. Hence it changes only once in a while, and the first segment stays as it is when an article is added.
fn settled_count(article_count: usize) -> usize {
    match article_count / 16 {
        0 => article_count,
        sixteenth => article_count >> sixteenth.ilog2() << sixteenth.ilog2(),
    }
}

fn most_frequent_tags(documents: &[Document<'_>]) -> Vec<(String, String)> {
    let mut counts: FxHashMap<(&str, &str), usize> = FxHashMap::default();
    documents.iter().flat_map(|document| &document.tags).for_each(|tag| *counts.entry(*tag).or_default() += 1);
    let mut tags: Vec<_> = counts.into_iter().collect();
    tags.sort_unstable_by_key(|(tag, count)| (Reverse(*count), *tag));
    tags.into_iter().take(MAX_TAGS).map(|((id, title), _)| (id.to_owned(), title.to_owned())).collect()
}
