//! Writing of an index from articles.

use std::{borrow::Cow, cmp::Reverse, ops::Range};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::format::{Card, Index, Segment, file};

mod article;
mod compounds;
mod compress;
mod layout;
mod segment;
mod tokens;

use compounds::Compounds;
use compress::gzip;
use layout::Layout;
use segment::{SegmentStyle, write_segment};

/// An article to be indexed.
#[derive(Clone, Debug, Default)]
pub struct Document<'a> {
    /// What results show of it. The title is searched.
    pub card: Card,
    /// Other searched texts: the standfirst, tag titles, names of authors.
    pub metadata: Vec<&'a str>,
    /// The text of the body.
    pub body: Cow<'a, str>,
    /// The ids and titles of its tags.
    pub tags: Vec<(&'a str, &'a str)>,
}

/// The articles to be indexed, in chronological order. Each is taken several times, by several threads, so that not all need to be in memory.
pub trait Documents: Sync {
    /// Returns how many articles there are.
    fn count(&self) -> usize;

    /// Returns what results show of an article.
    fn card(&self, index: usize) -> Card;

    /// Returns the ids and titles of an article's tags.
    fn tags(&self, index: usize) -> Vec<(&str, &str)>;

    /// Returns an article with its text.
    fn document(&self, index: usize) -> Document<'_>;
}

impl Documents for [Document<'_>] {
    fn count(&self) -> usize {
        self.len()
    }

    fn card(&self, index: usize) -> Card {
        self[index].card.clone()
    }

    fn tags(&self, index: usize) -> Vec<(&str, &str)> {
        self[index].tags.clone()
    }

    fn document(&self, index: usize) -> Document<'_> {
        self[index].clone()
    }
}

/// Some of the articles that follow each other.
struct Part<'a, D: ?Sized> {
    all: &'a D,
    range: Range<usize>,
}

impl<D: Documents + ?Sized> Documents for Part<'_, D> {
    fn count(&self) -> usize {
        self.range.len()
    }

    fn card(&self, index: usize) -> Card {
        self.all.card(self.range.start + index)
    }

    fn tags(&self, index: usize) -> Vec<(&str, &str)> {
        self.all.tags(self.range.start + index)
    }

    fn document(&self, index: usize) -> Document<'_> {
        self.all.document(self.range.start + index)
    }
}

/// The files of a language's index: names relative to the index's folder, and compressed bytes.
pub type Files = Vec<(String, Vec<u8>)>;

/// The size of a shard in bytes, before compression, in an index of [`BASE_ARTICLE_COUNT`] articles. It grows with the square root
/// of the number of articles.
const BASE_SHARD_SIZE: f64 = 5_000.0;
const BASE_ARTICLE_COUNT: f64 = 2_000.0;
/// The maximum number of tags that a reader can filter by.
const MAX_TAGS: usize = 24;

/// The segment of an index that stays as it is when an article is added. Its files have names that change with their content.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Settled {
    common_words: Vec<String>,
    name: String,
    article_count: usize,
    shard_bounds: Vec<String>,
}

/// Writes the index of a language, a BCP 47 tag. The documents are in chronological order, the oldest first. The same documents result
/// in the same files on any number of cores.
pub fn index(language: &str, documents: &(impl Documents + ?Sized)) -> Files {
    let (settled, mut files) = write_settled(language, documents);
    files.extend(write_newest(language, documents, &settled));
    files
}

/// Writes the settled segment, which depends on the first [`settled_count`] documents alone.
pub fn write_settled(language: &str, documents: &(impl Documents + ?Sized)) -> (Settled, Files) {
    let article_count = settled_count(documents.count());
    let settled = Part { all: documents, range: 0..article_count };
    let Layout { order, common_words } = Layout::new(&settled);
    let mut files = Files::new();
    let mut segment = Segment::default();
    if article_count > 0 {
        let compounds = Compounds::new(language, &settled, &common_words);
        let shard_size = shard_size(article_count);
        let style = SegmentStyle { common_words: &common_words, compounds: &compounds, shard_size, with_packs: true };
        (segment, files) = write_segment(&settled, &order, &style);
    }
    (Settled { common_words, name: segment.name, article_count, shard_bounds: segment.shard_bounds }, files)
}

/// Writes the rest of the index next to its settled segment: the newest documents, and the file with which a search begins.
pub fn write_newest(language: &str, documents: &(impl Documents + ?Sized), settled: &Settled) -> Files {
    let count = documents.count();
    let facets = Facets::new(documents);
    let common_words = settled.common_words.clone();
    let mut index = Index { years: facets.years, tags: facets.most_frequent_tags(), common_words, ..Index::default() };
    if settled.article_count > 0 {
        index.segments.push(Segment {
            name: settled.name.clone(),
            article_count: settled.article_count as u32,
            cards: Vec::new(),
            shard_bounds: settled.shard_bounds.clone(),
        });
    }
    let mut files = Files::new();
    let newest = Part { all: documents, range: settled.article_count..count };
    if newest.count() > 0 {
        // They are few: their order hardly matters, and their cards are part of the index file.
        let chronological: Vec<u32> = (0..newest.count() as u32).collect();
        let compounds = Compounds::new(language, documents, &index.common_words);
        let shard_size = shard_size(settled.article_count);
        let style = SegmentStyle { common_words: &index.common_words, compounds: &compounds, shard_size, with_packs: false };
        let (segment, segment_files) = write_segment(&newest, &chronological, &style);
        index.segments.push(segment);
        files = segment_files;
    }
    files.push((file::INDEX.to_owned(), gzip(&index.write())));
    files
}

/// Returns the size of a shard in bytes, before compression.
fn shard_size(articles: usize) -> usize {
    (BASE_SHARD_SIZE * (articles as f64 / BASE_ARTICLE_COUNT).sqrt().max(1.0)) as usize
}

/// Returns the number of articles in the first segment: the greatest multiple of the greatest power of two up to a sixteenth of
/// all. Hence it changes only once in a while, and the first segment stays as it is when an article is added.
pub fn settled_count(article_count: usize) -> usize {
    match article_count / 16 {
        0 => article_count,
        sixteenth => article_count >> sixteenth.ilog2() << sixteenth.ilog2(),
    }
}

/// What readers can filter by.
#[derive(Default)]
struct Facets {
    /// The first and the last year.
    years: (u32, u32),
    /// How many articles have a tag, by its id and title.
    tags: FxHashMap<(String, String), usize>,
}

impl Facets {
    fn new(documents: &(impl Documents + ?Sized)) -> Facets {
        let mut facets = Facets { years: (u32::MAX, 0), ..Facets::default() };
        for index in 0..documents.count() {
            if let Some(year) = documents.card(index).day.get(..4).and_then(|year| year.parse().ok()) {
                facets.years = (facets.years.0.min(year), facets.years.1.max(year));
            }
            for (id, title) in documents.tags(index) {
                *facets.tags.entry((id.to_owned(), title.to_owned())).or_default() += 1;
            }
        }
        facets
    }

    fn most_frequent_tags(&self) -> Vec<(String, String)> {
        let mut tags: Vec<_> = self.tags.iter().collect();
        tags.sort_unstable_by_key(|(tag, count)| (Reverse(**count), *tag));
        tags.into_iter().take(MAX_TAGS).map(|(tag, _)| tag.clone()).collect()
    }
}
