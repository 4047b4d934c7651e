//! Correction of spelling mistakes, for queries that nothing matches.
//!
//! A word of the query that is not in the index is replaced by a word of the index that is one insertion, deletion, substitution or
//! transposition of letters away. Only shards with the same first letters are read, so a mistake in the first three letters is usually
//! not corrected: words that differ there can be in any shard.

use crate::{
    format::{Index, Segment, ShardId, read_shard},
    forms::WordForms,
    query::{Clause, ClauseKind, Query},
    sort,
    terms::{self, Unit},
};

/// Shorter words are similar to too many others.
const MIN_LENGTH: usize = 5;
/// The number of first letters that select the shards.
const SHARED_LETTERS: usize = 3;
/// The maximum number of shards that are read for a word in each segment.
const MAX_SHARDS: usize = 8;

/// Returns the uncompressed bytes of a shard, or `None` if they are missing.
type ShardBytes<'a, 'f> = &'f dyn Fn(usize, usize) -> Option<&'a [u8]>;

/// A query with its spelling corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The text of the query.
    pub query: String,
    /// The number of articles with the corrected words.
    pub article_count: u32,
}

/// Returns the shards that [`correct`] reads.
pub fn shards(query: &Query, index: &Index) -> Vec<ShardId> {
    let mut shards = Vec::new();
    for (_, term) in words(query) {
        for (segment_index, segment) in index.segments.iter().enumerate() {
            shards.extend(shards_of(segment, term).map(|shard| (segment_index, shard)));
        }
    }
    sort::unique_shards(&shards)
}

/// Returns a query without the spelling mistakes of `text`, of which `query` is the parsed form; `None` if no word can be corrected.
/// Of the similar words, the one in most articles is chosen.
pub fn correct<'a>(
    text: &str,
    query: &Query,
    language: &str,
    index: &Index,
    shard_bytes: ShardBytes<'a, '_>,
) -> Option<Correction> {
    let forms = WordForms::new(language);
    let mut corrected = String::new();
    let (mut copied, mut article_count) = (0, 0);
    terms::tokenize(text, 0, |token| {
        let unit = token.unit.text();
        let clause = words(query).find(|(_, term)| *term == unit).map(|(clause, _)| clause);
        let nearest = clause.and_then(|clause| nearest_word(clause, unit, &forms, index, shard_bytes));
        if let Some((word, count)) = nearest.filter(|_| token.start >= copied) {
            corrected.push_str(&text[copied..token.start]);
            corrected.push_str(&word);
            (copied, article_count) = (token.end, article_count + count);
        }
    });
    corrected.push_str(&text[copied..]);
    (article_count > 0).then_some(Correction { query: corrected, article_count })
}

/// Returns the words of a query that may be misspelled, with their clauses.
fn words(query: &Query) -> impl Iterator<Item = (&Clause, &str)> {
    query.clauses.iter().filter_map(|clause| match (&clause.units[..], clause.kind) {
        ([(Unit::Word(term), _)], ClauseKind::Word | ClauseKind::Prefix) if !clause.excluded => {
            let is_word = term.chars().all(char::is_alphabetic) && term.chars().nth(MIN_LENGTH - 1).is_some();
            is_word.then_some((clause, term.as_str()))
        }
        _ => None,
    })
}

/// Returns the shards of a segment whose words begin like a term: the term's own, and those around it.
fn shards_of(segment: &Segment, term: &str) -> impl Iterator<Item = usize> {
    let root = terms::root(term);
    let beginning: String = root.chars().take(SHARED_LETTERS).collect();
    let own = segment.shard_index(root).unwrap_or_default();
    let first = segment.shard_index(&beginning).unwrap_or_default().max(own.saturating_sub(MAX_SHARDS / 2));
    let last = segment.shard_index(&(beginning + "\u{10FFFF}"));
    (first..last.map_or(0, |last| last + 1)).take(MAX_SHARDS)
}

/// Returns the word of the index that is most similar to a term, and the number of its articles; `None` if the index has the term.
fn nearest_word(
    clause: &Clause,
    term: &str,
    forms: &WordForms,
    index: &Index,
    shard_bytes: ShardBytes<'_, '_>,
) -> Option<(String, u32)> {
    let mut similar: Vec<(String, u32)> = Vec::new();
    let mut is_known = false;
    for (segment_index, segment) in index.segments.iter().enumerate() {
        for bytes in shards_of(segment, term).filter_map(|shard| shard_bytes(segment_index, shard)) {
            // What can be read of a corrupt shard is enough.
            let _ = read_shard(bytes, |other, list| {
                is_known |= forms.weight(clause, term, other) > 0.0;
                if is_one_edit_away(term, other) {
                    match similar.iter_mut().find(|(word, _)| word == other) {
                        Some((_, count)) => *count += list.article_count,
                        None => similar.push((other.to_owned(), list.article_count)),
                    }
                }
            });
        }
    }
    // The first of equally frequent ones.
    similar.into_iter().rev().max_by_key(|(_, count)| *count).filter(|_| !is_known)
}

/// Whether two words differ in one letter, or two adjacent letters of them are swapped. No symbol and no filter is a letter.
fn is_one_edit_away(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let shared = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[shared..], &other[shared..]);
    let shared = one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count();
    match (&one[..one.len() - shared], &other[..other.len() - shared]) {
        ([], [c]) => c.is_alphabetic(),
        ([_], []) => true,
        ([_], [c]) => c.is_alphabetic(),
        ([first, second], [third, fourth]) => first == fourth && second == third,
        _ => false,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn one_edit_is_an_insertion_a_deletion_a_substitution_or_a_transposition() {
        for word in ["brdge", "bridgee", "bridhe", "brigde", "rbidge", "bridg", "xbridge"] {
            assert!(is_one_edit_away(word, "bridge"), "{word}");
        }
        for word in ["bridge", "brge", "bgdire", "birgde", "bridges1", "tunnel", ""] {
            assert!(!is_one_edit_away(word, "bridge"), "{word}");
        }
        for other in ["#bridge", "\u{1}bridge", "bridge+", "bridge2"] {
            assert!(!is_one_edit_away("bridge", other), "{other}");
        }
        assert!(!is_one_edit_away("bridge", "bridge"));
    }
}
