//! Lookup of a query's terms in the shards of a segment.

use super::{
    combine::{match_sequence, merge_forms},
    matches::ClauseMatches,
};
use crate::{
    format::{DecodeError, EncodedPostingList, Index, PostingList, read_shard},
    forms::WordForms,
    query::{Clause, ClauseKind, Query},
    sort, terms,
};

/// The maximum number of word forms that are looked up for a word, those with the greatest weight and the most articles first.
const MAX_FORMS: usize = 64;

/// Returns the index and the bytes of the shard for a root, if it is available.
pub(super) type FindShard<'a> = dyn Fn(&str) -> Option<(usize, &'a [u8])> + 'a;

/// Reads the shards of one segment.
pub(super) struct SegmentReader<'a> {
    pub(super) query: &'a Query,
    pub(super) index: &'a Index,
    /// The number of articles in the segment.
    pub(super) size: u32,
    pub(super) forms: &'a WordForms,
    pub(super) find_shard: &'a FindShard<'a>,
}

impl SegmentReader<'_> {
    /// Returns the posting lists of all terms in a term's shard to which `weight` gives more than 0, with these weights. Adds the
    /// index of the shard to `corrupt` if it cannot be decoded.
    fn postings(&self, term: &str, weight: impl Fn(&str) -> f32, corrupt: &mut Vec<usize>) -> Vec<(f32, PostingList)> {
        let Some((shard, bytes)) = (self.find_shard)(terms::root(term)) else { return Vec::new() };
        let mut found: Vec<(f32, EncodedPostingList<'_>)> = Vec::new();
        let read = read_shard(bytes, |other, list| {
            let weight = weight(other);
            if weight > 0.0 {
                found.push((weight, list));
            }
        });
        let mut found =
            sort::sorted_by(&found, |(weight, list)| sort::descending(*weight) << 32 | u64::from(!list.article_count));
        found.truncate(MAX_FORMS);
        let decoded: Result<Vec<_>, DecodeError> =
            read.and_then(|()| found.into_iter().map(|(weight, list)| Ok((weight, list.decode(self.size)?))).collect());
        decoded.unwrap_or_else(|_| {
            corrupt.push(shard);
            Vec::new()
        })
    }

    /// Returns the articles that have a facet, in ascending order.
    pub(super) fn facet(&self, facet: &str, corrupt: &mut Vec<usize>) -> Vec<u32> {
        let lists = self.postings(facet, |other| exact_weight(facet, other), corrupt);
        lists.into_iter().flat_map(|(_, list)| list.postings.into_iter().map(|posting| posting.article)).collect()
    }

    /// Returns the matches of a clause.
    pub(super) fn clause(&self, clause: &Clause, corrupt: &mut Vec<usize>) -> ClauseMatches {
        if let ([lookup], ClauseKind::Word | ClauseKind::Prefix) = (&clause.lookups[..], clause.kind) {
            let lists = self.postings(&lookup.term, |other| self.forms.weight(clause, &lookup.term, other), corrupt);
            return merge_forms(&lists, self.query.adjacent_common_words(clause, lookup, self.index));
        }
        let terms: Vec<(u32, ClauseMatches)> = self
            .query
            .required_lookups(clause, self.index)
            .map(|lookup| {
                let lists = self.postings(&lookup.term, |other| exact_weight(&lookup.term, other), corrupt);
                (lookup.offset, merge_forms(&lists, self.query.adjacent_common_words(clause, lookup, self.index)))
            })
            .collect();
        match_sequence(&terms, clause.kind == ClauseKind::Run)
    }
}

fn exact_weight(term: &str, other: &str) -> f32 {
    f32::from(u8::from(other == term))
}
