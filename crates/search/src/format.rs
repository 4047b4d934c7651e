//! The files of an index. Nothing else encodes or decodes them.
//!
//! Numbers are LEB128 varints; strings are UTF-8 behind their length in bytes. Files are compressed with gzip, whose checksum and
//! length also reveal a truncated file. The decoders trust nothing: input that is not consistent is a [`DecodeError`], and no
//! number in a file reserves more memory than the file has bytes.

use std::fmt;

mod bytes;
mod card;
#[cfg(not(target_arch = "wasm32"))]
mod encoder;
pub(crate) mod facet;
pub mod file;
mod postings;

use bytes::{ByteReader, write_front_coded, write_str, write_varint};
pub use card::{Card, PACK, read_cards, write_cards};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use encoder::{PostingListEncoder, length_class};
pub(crate) use postings::{AdjacentCommonWords, EncodedPostingList, Posting, PostingList, read_shard};

/// Incremented with every change of the format, so that a worker rejects an index that it cannot decode.
const VERSION: u64 = 2;
/// Positions below this one are in the title.
pub(crate) const TITLE_END: u32 = 64;
/// The maximum number of common words: a single byte identifies each.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) const MAX_COMMON_WORDS: usize = 200;

/// A file that cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The file is truncated or not consistent.
    Corrupt,
    /// The file has another version of the format.
    UnsupportedVersion,
}

impl std::error::Error for DecodeError {}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DecodeError::Corrupt => "the index file is corrupt",
            DecodeError::UnsupportedVersion => "the index file has an unsupported version",
        })
    }
}

/// Identifies a shard: the index of a segment, and the index of the shard within it.
pub type ShardId = (usize, usize);

/// The file `index.bin`, which describes the index of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// The years of the oldest and the newest article; the first is greater than the second if there are no articles.
    pub years: (u32, u32),
    /// The ids and titles of the most frequent tags, in descending order of frequency.
    pub tags: Vec<(String, String)>,
    /// Words of so many articles that their positions in bodies are not stored, at most 200.
    pub common_words: Vec<String>,
    /// The segments, oldest first. Every article is in exactly one.
    pub segments: Vec<Segment>,
}

/// A part of an index: the articles of one period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    /// The name of the segment's folder: a hash of its contents.
    pub name: String,
    /// The number of articles.
    pub article_count: u32,
    /// The cards of the articles if they are stored here instead of in packs. True for the last segment, which is small.
    pub cards: Vec<Card>,
    /// For each shard the lower bound of the roots of its terms.
    pub shard_bounds: Vec<String>,
}

impl Index {
    /// Encodes the file, uncompressed.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write_varint(&mut out, VERSION);
        write_varint(&mut out, self.years.0.into());
        write_varint(&mut out, self.years.1.into());
        write_varint(&mut out, self.tags.len() as u64);
        for (id, title) in &self.tags {
            write_str(&mut out, id);
            write_str(&mut out, title);
        }
        write_varint(&mut out, self.common_words.len() as u64);
        self.common_words.iter().for_each(|word| write_str(&mut out, word));
        write_varint(&mut out, self.segments.len() as u64);
        for segment in &self.segments {
            write_str(&mut out, &segment.name);
            write_varint(&mut out, segment.article_count.into());
            let cards = write_cards(&segment.cards);
            write_varint(&mut out, cards.len() as u64);
            out.extend(cards);
            write_varint(&mut out, segment.shard_bounds.len() as u64);
            let mut previous = "";
            for bound in &segment.shard_bounds {
                write_front_coded(&mut out, previous, bound);
                previous = bound;
            }
        }
        out
    }

    /// Decodes the uncompressed file.
    pub fn read(bytes: &[u8]) -> Result<Index, DecodeError> {
        let mut reader = ByteReader(bytes);
        if reader.varint()? != VERSION {
            return Err(DecodeError::UnsupportedVersion);
        }
        let years = (reader.u32()?, reader.u32()?);
        let tags = reader.list(|reader| Ok((reader.str()?.to_owned(), reader.str()?.to_owned())))?;
        let common_words = reader.list(|reader| Ok(reader.str()?.to_owned()))?;
        let segments = reader.list(|reader| {
            let (name, article_count, cards) = (reader.str()?.to_owned(), reader.u32()?, read_cards(reader.slice()?)?);
            let mut previous = String::new();
            let shard_bounds = reader.list(|reader| {
                previous = reader.front_coded(&previous)?;
                Ok(previous.clone())
            })?;
            Ok(Segment { name, article_count, cards, shard_bounds })
        })?;
        Ok(Index { years, tags, common_words, segments })
    }

    /// Returns the number of articles.
    pub fn article_count(&self) -> u32 {
        self.segments.iter().map(|segment| segment.article_count).fold(0, u32::saturating_add)
    }

    /// Returns the byte that identifies a common word; 0 if the word is not common.
    pub(crate) fn common_word_code(&self, word: &str) -> u8 {
        let index = self.common_words.iter().position(|common| common == word);
        index.and_then(|index| u8::try_from(index + 1).ok()).unwrap_or_default()
    }
}

impl Segment {
    /// Returns the index of the shard that has all terms with a root, if the segment has any.
    pub(crate) fn shard_index(&self, root: &str) -> Option<usize> {
        self.shard_bounds.partition_point(|bound| bound.as_str() <= root).checked_sub(1)
    }
}

/// Encodes a list of numbers, such as the chronological ranks of a segment's articles.
pub fn write_numbers(numbers: &[u32]) -> Vec<u8> {
    let mut out = Vec::new();
    write_varint(&mut out, numbers.len() as u64);
    numbers.iter().for_each(|number| write_varint(&mut out, (*number).into()));
    out
}

/// Decodes a list of numbers.
pub fn read_numbers(bytes: &[u8]) -> Result<Vec<u32>, DecodeError> {
    ByteReader(bytes).list(|reader| reader.u32())
}
