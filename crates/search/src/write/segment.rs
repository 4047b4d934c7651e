//! The files of a segment.

use edition::tokens::{Run, characters, runs};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use super::{Documents, Files, article::ArticleTerms, compounds::Compounds, compress::gzip};
use crate::{
    format::{self, Card, PACK, PostingListEncoder, Segment, file},
    terms,
};

/// The number of articles that are tokenized in parallel, and kept in memory, at a time.
const BATCH: usize = 128;

/// How a segment is written.
pub(super) struct SegmentStyle<'a> {
    pub(super) common_words: &'a [String],
    pub(super) compounds: &'a Compounds,
    pub(super) shard_size: usize,
    /// Whether the cards are in packs, or in the index file.
    pub(super) with_packs: bool,
}

/// Writes a segment. `order` has the indices of the documents in the order of the segment.
pub(super) fn write_segment(documents: &impl Documents, order: &[u32], style: &SegmentStyle<'_>) -> (Segment, Files) {
    let common_words: FxHashMap<&str, u8> = style.common_words.iter().map(String::as_str).zip(1..).collect();
    let lists = posting_lists(documents, order, &common_words, style.compounds);
    let shards = shards(&lists, &common_words, style.shard_size);
    let compressed: Vec<(String, Vec<u8>)> = shards.into_par_iter().map(|(bound, shard)| (bound, gzip(&shard))).collect();
    let (shard_bounds, shards): (Vec<String>, Vec<Vec<u8>>) = compressed.into_iter().unzip();
    let mut files: Files = shards.into_iter().enumerate().map(|(index, shard)| (file::shard("", index), shard)).collect();
    let mut cards: Vec<Card> = order.iter().map(|document| documents.card(*document as usize)).collect();
    if style.with_packs {
        let packs = cards.chunks(PACK as usize).map(|pack| gzip(&format::write_cards(pack)));
        files.extend(packs.enumerate().map(|(index, pack)| (file::pack("", index as u32), pack)));
        files.push((file::order(""), gzip(&format::write_numbers(order))));
        cards.clear();
    }
    let name = content_hash(&files);
    let files = files.into_iter().map(|(file, bytes)| ([&name, file.as_str()].concat(), bytes)).collect();
    (Segment { name, article_count: documents.count() as u32, cards, shard_bounds }, files)
}

/// Returns the posting lists of all terms.
fn posting_lists(
    documents: &impl Documents,
    order: &[u32],
    common_words: &FxHashMap<&str, u8>,
    compounds: &Compounds,
) -> FxHashMap<String, PostingListEncoder> {
    let mut lists: FxHashMap<String, PostingListEncoder> = FxHashMap::default();
    let mut numbers = 0..;
    let mut add = |articles: Vec<ArticleTerms>| {
        for (article, number) in articles.into_iter().zip(&mut numbers) {
            for (term, occurrences) in article.terms {
                let list = lists.entry(term).or_default();
                list.add(number, &occurrences.positions, &occurrences.adjacent, article.length_class, article.title_length);
            }
        }
    };
    let terms = |document: &u32| ArticleTerms::new(&documents.document(*document as usize), common_words, compounds);
    let mut before = Vec::new();
    for batch in order.chunks(BATCH) {
        // The lists grow on one core while the others look for the next terms.
        let (next, ()) = rayon::join(|| batch.par_iter().map(terms).collect(), || add(before));
        before = next;
    }
    add(before);
    lists
}

/// Distributes the terms over shards of about `shard_size` bytes. Returns the lower bound and the bytes of each.
///
/// All terms with the same root are in one shard, and so are terms with the same beginning, as long as the shard does not exceed twice
/// the size: they may be forms of the same word.
fn shards(
    lists: &FxHashMap<String, PostingListEncoder>,
    common_words: &FxHashMap<&str, u8>,
    shard_size: usize,
) -> Vec<(String, Vec<u8>)> {
    let mut sorted: Vec<(&str, &PostingListEncoder)> = lists.iter().map(|(term, list)| (term.as_str(), list)).collect();
    sorted.par_sort_unstable_by_key(|(term, _)| (terms::root(term), *term));
    let mut shards: Vec<(String, Vec<u8>)> = Vec::new();
    let mut previous = "";
    for (term, list) in sorted {
        let starts_shard = shards.last().is_none_or(|(_, shard)| {
            let may_split = terms::root(previous) != terms::root(term)
                && (shard.len() > 2 * shard_size || !has_same_beginning(previous, term));
            shard.len() > shard_size && may_split
        });
        if starts_shard {
            shards.push((shortest_bound(terms::root(previous), terms::root(term)), Vec::new()));
            previous = "";
        }
        if let Some((_, shard)) = shards.last_mut() {
            // No query needs the body positions of a common word, or of a single character, which only a query of one character has.
            list.write(shard, previous, term, common_words.contains_key(term) || is_character(term));
        }
        previous = term;
    }
    shards
}

/// Whether a term is a single character of a script without spaces.
fn is_character(term: &str) -> bool {
    let mut runs = runs(term);
    matches!((runs.next(), runs.next()), (Some(Run::Characters(run)), None) if characters(run).nth(1).is_none())
}

fn has_same_beginning(one: &str, other: &str) -> bool {
    one.chars().take(4).eq(other.chars().take(4))
}

/// Returns the shortest prefix of `root` that is greater than `previous`.
fn shortest_bound(previous: &str, root: &str) -> String {
    let shared = previous.chars().zip(root.chars()).take_while(|(one, other)| one == other).count();
    root.chars().take(shared + 1).collect()
}

/// Returns a name that changes with every change of the files, so that files of different segments are never mixed.
fn content_hash(files: &Files) -> String {
    let mut hasher = Xxh3::new();
    for (name, bytes) in files {
        hasher.update(name.as_bytes());
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    format!("{:016x}", hasher.digest())
}
