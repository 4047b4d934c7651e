//! Encoding of posting lists.

use super::{
    AdjacentCommonWords, TITLE_END,
    bytes::{write_deltas, write_front_coded, write_varint},
};

/// Returns the class of a body by its length in positions. An occurrence weighs more in a shorter body.
pub(crate) fn length_class(length: u32) -> u8 {
    match length {
        0..200 => 0,
        200..600 => 1,
        600..1800 => 2,
        _ => 3,
    }
}

/// Encodes the posting list of one term, article by article.
#[derive(Debug, Default)]
pub(crate) struct PostingListEncoder {
    article_count: u32,
    last_article: u32,
    postings: Vec<u8>,
    body_positions: Vec<u8>,
    /// By side: see [`AdjacentCommonWords`].
    adjacent: [Vec<u8>; 4],
}

impl PostingListEncoder {
    /// Adds an article, which must come after those added before.
    ///
    /// `positions` are ascending; `adjacent` has an item for each or is empty; `title_length` is the number of tokens in the title.
    pub(crate) fn add(
        &mut self,
        article: u32,
        positions: &[u32],
        adjacent: &[AdjacentCommonWords],
        length_class: u8,
        title_length: u32,
    ) {
        let in_title = positions.partition_point(|position| *position < TITLE_END);
        let delta = article - self.last_article + u32::from(self.article_count == 0);
        write_varint(&mut self.postings, u64::from(delta) << 1 | u64::from(in_title > 0));
        write_varint(&mut self.postings, (positions.len() as u64) << 2 | u64::from(length_class));
        if in_title > 0 {
            write_varint(&mut self.postings, title_length.into());
            write_varint(&mut self.postings, in_title as u64);
            write_deltas(&mut self.postings, 0, &positions[..in_title]);
        }
        write_deltas(&mut self.body_positions, TITLE_END, &positions[in_title..]);
        for (side, codes) in self.adjacent.iter_mut().enumerate() {
            codes.extend(adjacent.iter().map(|adjacent| adjacent[side]));
        }
        self.last_article = article;
        self.article_count += 1;
    }

    /// Appends the term and its postings to a shard. `previous` is the shard's last term. `omit_body_positions` leaves out the
    /// positions in bodies and the adjacent common words.
    pub(crate) fn write(&self, shard: &mut Vec<u8>, previous: &str, term: &str, omit_body_positions: bool) {
        write_front_coded(shard, previous, term);
        write_varint(shard, u64::from(self.article_count) << 1 | u64::from(omit_body_positions));
        for bytes in [&self.postings[..], if omit_body_positions { &[] } else { &self.body_positions }] {
            write_varint(shard, bytes.len() as u64);
            shard.extend(bytes);
        }
        let adjacent_count = if omit_body_positions { 0 } else { self.adjacent[0].len() };
        write_varint(shard, adjacent_count as u64);
        self.adjacent.iter().for_each(|codes| shard.extend(&codes[..adjacent_count]));
    }
}
