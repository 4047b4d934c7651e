//! Which articles match a query, and how they rank.

use crate::{
    format::{Index, ShardId},
    forms::WordForms,
    query::Query,
    sort, terms,
};

mod combine;
mod matches;
mod proximity;
mod rank;
mod scores;
mod segment;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use matches::SegmentMatches;
use segment::SegmentReader;

/// An article that matches a query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The index of the segment.
    pub segment: usize,
    /// The article's index in the segment.
    pub article: u32,
    /// The relevance. Greater is better.
    pub score: f32,
    /// Whether the article matches every clause completely.
    pub complete: bool,
}

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The complete matches, best first; if they are few, the best partial matches follow.
    pub hits: Vec<Hit>,
    /// The shards that are missing or corrupt. The hits come from the other shards.
    pub unreadable_shards: Vec<ShardId>,
}

/// Answers a query from the shards that [`Query::shards`] names. `shard_bytes` returns the uncompressed bytes of a shard, or `None`
/// if they are missing. `language`, a BCP 47 tag, determines the word forms.
pub fn answer<'a>(
    query: &Query,
    language: &str,
    index: &Index,
    shard_bytes: impl Fn(usize, usize) -> Option<&'a [u8]>,
) -> Answer {
    let forms = WordForms::new(language);
    let mut segments = Vec::new();
    let mut unreadable_shards = Vec::new();
    for (segment_index, segment) in index.segments.iter().enumerate() {
        let find_shard = |root: &str| {
            let shard = segment.shard_index(root)?;
            shard_bytes(segment_index, shard).map(|bytes| (shard, bytes))
        };
        let reader = SegmentReader { query, index, size: segment.article_count, forms: &forms, find_shard: &find_shard };
        let mut corrupt = Vec::new();
        let clauses = query.clauses.iter().map(|clause| {
            let corrupt_before = corrupt.len();
            let mut matches = reader.clause(clause, &mut corrupt);
            let is_missing = |term: &str| {
                segment.shard_index(terms::root(term)).is_some_and(|shard| shard_bytes(segment_index, shard).is_none())
            };
            matches.is_incomplete =
                corrupt.len() > corrupt_before || query.required_lookups(clause, index).any(|lookup| is_missing(&lookup.term));
            matches
        });
        let clauses = clauses.collect();
        let facets = query.facets.iter().map(|facet| reader.facet(facet, &mut corrupt)).collect();
        segments.push(SegmentMatches { size: segment.article_count, clauses, facets });
        unreadable_shards.extend(corrupt.into_iter().map(|shard| (segment_index, shard)));
    }
    unreadable_shards.extend(query.shards(index).into_iter().filter(|(segment, shard)| shard_bytes(*segment, *shard).is_none()));
    Answer { hits: rank::rank(query, index, &segments), unreadable_shards: sort::unique_shards(&unreadable_shards) }
}
