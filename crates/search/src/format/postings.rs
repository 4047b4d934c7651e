//! Decoding of shards and posting lists.

use std::ops::Range;

use super::{DecodeError, TITLE_END, bytes::ByteReader};

/// The codes of the common words two before, one before, one after and two after a word; 0 where there is none. See
/// [`Index::common_word_code`](super::Index::common_word_code).
pub(crate) type AdjacentCommonWords = [u8; 4];

/// The occurrences of a term in a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PostingList {
    /// In ascending order of articles.
    pub(crate) postings: Vec<Posting>,
    /// The positions of all postings, concatenated.
    pub(crate) positions: Vec<u32>,
    /// What is around each position; empty if that is not stored.
    pub(crate) adjacent: Vec<AdjacentCommonWords>,
    /// Whether the positions in bodies are not stored.
    pub(crate) omits_body_positions: bool,
}

/// The occurrences of a term in one article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Posting {
    /// The article's index in the segment.
    pub(crate) article: u32,
    /// The class of the body's length, from 0 to 3.
    pub(crate) length_class: u8,
    /// The number of tokens in the title if the term is in the title, else 0.
    pub(crate) title_length: u32,
    /// The number of occurrences in title and body.
    pub(crate) count: u32,
    /// The end of its positions in [`PostingList::positions`]; they start where those of the previous posting end.
    pub(crate) positions_end: usize,
}

impl PostingList {
    /// Returns the range of a posting's positions in [`PostingList::positions`].
    pub(crate) fn positions_range(&self, posting: usize) -> Range<usize> {
        let start = posting.checked_sub(1).map_or(0, |previous| self.postings[previous].positions_end);
        start..self.postings[posting].positions_end
    }
}

/// A posting list that is not decoded yet.
#[derive(Clone, Copy)]
pub(crate) struct EncodedPostingList<'a> {
    pub(crate) article_count: u32,
    omits_body_positions: bool,
    postings: &'a [u8],
    body_positions: &'a [u8],
    adjacent: &'a [u8],
}

/// Calls `visit` with every term of a shard, in the order of their roots.
pub(crate) fn read_shard<'a>(bytes: &'a [u8], mut visit: impl FnMut(&str, EncodedPostingList<'a>)) -> Result<(), DecodeError> {
    let mut reader = ByteReader(bytes);
    let mut term = String::new();
    while !reader.0.is_empty() {
        term = reader.front_coded(&term)?;
        let header = reader.varint()?;
        let article_count = u32::try_from(header >> 1).map_err(|_| DecodeError::Corrupt)?;
        let (postings, body_positions) = (reader.slice()?, reader.slice()?);
        let adjacent_length = reader.u32()?.checked_mul(4).ok_or(DecodeError::Corrupt)?;
        let adjacent = reader.take(adjacent_length as usize)?;
        let omits_body_positions = header & 1 == 1;
        visit(&term, EncodedPostingList { article_count, omits_body_positions, postings, body_positions, adjacent });
    }
    Ok(())
}

impl EncodedPostingList<'_> {
    /// Decodes the list. `segment_size` is the number of articles in the segment.
    pub(crate) fn decode(self, segment_size: u32) -> Result<PostingList, DecodeError> {
        let (mut postings, mut body_positions) = (ByteReader(self.postings), ByteReader(self.body_positions));
        let mut list = PostingList { omits_body_positions: self.omits_body_positions, ..PostingList::default() };
        // The articles are counted from 1 here, so that no delta is 0.
        let mut article_number = 0;
        while !postings.0.is_empty() {
            let header = postings.varint()?;
            let (delta, is_in_title) = (header >> 1, header & 1 == 1);
            let count = postings.varint()?;
            let length_class = (count & 3) as u8;
            let count = u32::try_from(count >> 2).map_err(|_| DecodeError::Corrupt)?;
            article_number =
                u32::try_from(delta).ok().and_then(|delta| delta.checked_add(article_number)).ok_or(DecodeError::Corrupt)?;
            if article_number == 0 || article_number > segment_size || delta == 0 {
                return Err(DecodeError::Corrupt);
            }
            let (mut title_length, mut title_count) = (0, 0);
            if is_in_title {
                (title_length, title_count) = (postings.u32()?, postings.u32()?);
                postings.deltas(0, title_count, &mut list.positions)?;
            }
            let body_count = count.checked_sub(title_count).ok_or(DecodeError::Corrupt)?;
            if !self.omits_body_positions {
                body_positions.deltas(TITLE_END, body_count, &mut list.positions)?;
            }
            let positions_end = list.positions.len();
            list.postings.push(Posting { article: article_number - 1, length_class, title_length, count, positions_end });
        }
        if !self.adjacent.is_empty() {
            let count = self.adjacent.len() / 4;
            if count != list.positions.len() {
                return Err(DecodeError::Corrupt);
            }
            list.adjacent = (0..count).map(|n| [0, 1, 2, 3].map(|side| self.adjacent[side * count + n])).collect();
        }
        Ok(list)
    }
}
