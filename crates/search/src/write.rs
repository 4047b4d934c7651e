//! Makes the files of an index from articles.

use std::{
    cmp::Reverse,
    collections::BTreeSet,
    hash::{BuildHasher, DefaultHasher, Hash, Hasher},
    io::Write,
};

use flate2::{Compression, write::GzEncoder};
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap as HashMap};

use edition::tokens::{Run, runs};

use crate::{
    arrange,
    format::{self, COMMON, Card, Entry, Index, Near, PACK, Segment, TITLE, file},
    terms::{self, Token, Unit},
};

/// An article, as it is to be found.
#[derive(Clone, Debug, Default)]
pub struct Document<'a> {
    /// What is shown of it.
    pub card: Card,
    /// What is searched beside title and body: the sentences under the title, authors.
    pub facts: Vec<&'a str>,
    /// The words of the body.
    pub body: &'a str,
    /// Ids and names of its tags.
    pub tags: Vec<(&'a str, &'a str)>,
}

/// The files of a language's index by name, without its folder.
pub type Files = Vec<(String, Vec<u8>)>;

/// Articles that are read at a time, by all cores together.
const AT_A_TIME: usize = 128;
/// Bytes of a shard before compression in an archive of [`ARCHIVE`] articles; in a larger one it grows with the square root.
const SHARD: usize = 5_000;
const ARCHIVE: f64 = 2_000.0;
/// A word that is in a larger share of the articles has no positions in bodies.
const EVERYWHERE: f64 = 0.4;
/// With fewer articles no word is common.
const FEW: usize = 64;
/// Tags that a reader can choose from.
const TAGS: usize = 24;
/// No phrase reaches over so many positions, from one text of an article to the next.
const GAP: u32 = 3;

/// How many of `articles` articles are in the first segment: a multiple of a power of two that is at most a sixteenth of
/// all, so that the next one leaves it as it is.
fn settled(articles: usize) -> usize {
    match articles / 16 {
        0 => articles,
        part => articles >> part.ilog2() << part.ilog2(),
    }
}

/// Makes the index of a language from its articles, oldest first. The same articles give the same files, on any number of cores.
pub fn index(documents: &[Document<'_>]) -> Files {
    let years = documents.iter().filter_map(|document| document.card.day.get(..4)?.parse().ok());
    let years = years.fold((u32::MAX, 0), |(from, to): (u32, u32), year| (from.min(year), to.max(year)));
    let (old, new) = documents.split_at(settled(documents.len()));
    let outline = Outline::of(old);
    let target = SHARD as f64 * (documents.len() as f64 / ARCHIVE).sqrt().max(1.0);
    let mut index = Index { years, tags: tags(documents), common: outline.common, ..Index::default() };
    let mut files = Files::new();
    // The newest are few, and their cards come with the index.
    let as_they_are: Vec<u32> = (0..new.len() as u32).collect();
    for (documents, order, packed) in [(old, outline.order, true), (new, as_they_are, false)] {
        if !documents.is_empty() {
            let (segment, own) = segment(documents, &order, &index.common, target as usize, packed);
            index.segments.push(segment);
            files.extend(own);
        }
    }
    files.push((file::INDEX.to_owned(), compress(&index.write())));
    files
}

/// The tags that most articles have.
fn tags(documents: &[Document<'_>]) -> Vec<(String, String)> {
    let mut counts: HashMap<(&str, &str), usize> = HashMap::default();
    documents.iter().flat_map(|document| &document.tags).for_each(|tag| *counts.entry(*tag).or_default() += 1);
    let mut tags: Vec<_> = counts.into_iter().collect();
    tags.sort_unstable_by_key(|(tag, count)| (Reverse(*count), *tag));
    tags.into_iter().take(TAGS).map(|((id, name), _)| (id.to_owned(), name.to_owned())).collect()
}

/// What has to be known of all articles before the first is written.
struct Outline {
    order: Vec<u32>,
    /// Words that are in very many articles, the most frequent first.
    common: Vec<String>,
}

impl Outline {
    fn of(documents: &[Document<'_>]) -> Outline {
        let prints: Vec<Vec<u64>> = documents.par_iter().map(|document| Text::read(document).prints()).collect();
        let mut counts: HashMap<u64, u32> = HashMap::default();
        prints.iter().flatten().for_each(|print| *counts.entry(*print).or_default() += 1);
        let limit = if documents.len() < FEW { u32::MAX } else { (documents.len() as f64 * EVERYWHERE) as u32 };
        let common = common(documents, &counts, limit);
        // What one article says alone, or very many say, tells nothing of what is alike.
        let telling = counts.iter().filter(|(_, count)| (2..=documents.len() as u32 / 8).contains(*count));
        let mut telling: Vec<u64> = telling.map(|(print, _)| *print).collect();
        telling.sort_unstable();
        let number = |print: &u64| telling.binary_search(print).ok().map(|n| n as u32);
        let terms: Vec<Vec<u32>> = prints.into_par_iter().map(|prints| prints.iter().filter_map(number).collect()).collect();
        Outline { order: arrange::arranged(&terms, telling.len()), common }
    }
}

fn common(documents: &[Document<'_>], counts: &HashMap<u64, u32>, limit: u32) -> Vec<String> {
    let is_common = |word: &str| counts.get(&print(word)).copied().filter(|count| *count > limit);
    let many = counts.values().filter(|count| **count > limit).count();
    let mut common: BTreeSet<(Reverse<u32>, String)> = BTreeSet::new();
    // Each of them is in every few articles.
    for document in documents.iter().take_while(|_| many > 0) {
        for piece in Text::read(document).0 {
            if let Unit::Word(word) = piece.unit
                && let Some(count) = is_common(&word)
            {
                common.insert((Reverse(count), word));
            }
        }
        if common.len() >= many {
            break;
        }
    }
    common.into_iter().map(|(_, word)| word).take(COMMON).collect()
}

fn print(term: &str) -> u64 {
    FxBuildHasher.hash_one(term)
}

fn segment(documents: &[Document<'_>], order: &[u32], common: &[String], target: usize, packed: bool) -> (Segment, Files) {
    let common: HashMap<&str, u8> = common.iter().map(String::as_str).zip(1..).collect();
    let entries = entries(documents, order, &common);
    let mut sorted: Vec<(&str, &Entry)> = entries.iter().map(|(term, entry)| (term.as_str(), entry)).collect();
    sorted.par_sort_unstable_by_key(|(term, _)| (terms::root(term), *term));
    // A single character is looked for alone.
    let everywhere = |term: &str| common.contains_key(term) || is_character(term);
    let mut shards: Vec<(String, Vec<u8>)> = Vec::new();
    let mut before = "";
    for (term, entry) in sorted {
        let full = shards.last().is_none_or(|(_, shard)| {
            let apart = terms::root(before) != terms::root(term) && (shard.len() > 2 * target || !begin_alike(before, term));
            shard.len() > target && apart
        });
        if full {
            shards.push((bound(terms::root(before), terms::root(term)), Vec::new()));
            before = "";
        }
        if let Some((_, shard)) = shards.last_mut() {
            entry.write(shard, before, term, everywhere(term));
        }
        before = term;
    }
    let compressed: Vec<(String, Vec<u8>)> = shards.into_par_iter().map(|(bound, shard)| (bound, compress(&shard))).collect();
    let (bounds, shards): (Vec<String>, Vec<Vec<u8>>) = compressed.into_iter().unzip();
    let mut files: Files = shards.into_iter().enumerate().map(|(n, shard)| (file::shard("", n), shard)).collect();
    let mut cards: Vec<Card> = order.iter().map(|n| documents[*n as usize].card.clone()).collect();
    if packed {
        let packs = cards.chunks(PACK as usize).map(|pack| compress(&format::write_cards(pack)));
        files.extend(packs.enumerate().map(|(n, pack)| (file::pack("", n as u32), pack)));
        files.push((file::order(""), compress(&format::write_numbers(order))));
        cards.clear();
    }
    let name = fingerprint(&files);
    let files = files.into_iter().map(|(file, bytes)| ([&name, file.as_str()].concat(), bytes)).collect();
    (Segment { name, articles: documents.len() as u32, cards, bounds }, files)
}

/// Whether a term is a single character of a script that does not part words.
fn is_character(term: &str) -> bool {
    let mut runs = runs(term);
    matches!((runs.next(), runs.next()), (Some(Run::Characters(run)), None) if run.chars().nth(1).is_none())
}

/// Whether two terms may be forms of one word.
fn begin_alike(one: &str, other: &str) -> bool {
    one.chars().take(4).eq(other.chars().take(4))
}

/// The shortest beginning of `now` that comes after `before`.
fn bound(before: &str, now: &str) -> String {
    let same = before.chars().zip(now.chars()).take_while(|(one, other)| one == other).count();
    now.chars().take(same + 1).collect()
}

fn entries(documents: &[Document<'_>], order: &[u32], common: &HashMap<&str, u8>) -> HashMap<String, Entry> {
    let mut entries: HashMap<String, Entry> = HashMap::default();
    let mut article = 0;
    for some in order.chunks(AT_A_TIME) {
        let read: Vec<Terms> = some.par_iter().map(|n| Terms::of(&documents[*n as usize], common)).collect();
        for read in read {
            for (term, places) in read.terms {
                entries.entry(term).or_default().add(article, &places.positions, &places.near, read.class, read.title);
            }
            article += 1;
        }
    }
    entries
}

/// A piece of an article.
#[derive(Clone, Debug)]
struct Piece {
    unit: Unit,
    position: u32,
}

impl Piece {
    fn word(&self) -> Option<&str> {
        match &self.unit {
            Unit::Word(word) => Some(word),
            Unit::Character(_) => None,
        }
    }
}

/// The pieces of an article in order: those of the title are below [`TITLE`], but for one that is longer.
struct Text(Vec<Piece>);

impl Text {
    fn read(document: &Document<'_>) -> Text {
        let mut pieces = Vec::new();
        let mut add = |token: Token| pieces.push(Piece { unit: token.unit, position: token.position });
        let mut end = terms::read(&document.card.title, 0, &mut add);
        for text in document.facts.iter().copied().chain([document.body]) {
            end = terms::read(text, (end + GAP).max(TITLE), &mut add);
        }
        Text(pieces)
    }

    /// Fingerprints of its words and pairs of characters, each once.
    fn prints(&self) -> Vec<u64> {
        let mut prints: Vec<u64> = self.0.iter().filter_map(|piece| piece.word().map(print)).collect();
        prints.extend(self.pairs().map(|(pair, _)| print(&pair)));
        prints.sort_unstable();
        prints.dedup();
        prints
    }

    fn pairs(&self) -> impl Iterator<Item = (String, u32)> {
        self.0.windows(2).filter_map(|two| match (&two[0].unit, &two[1].unit) {
            (Unit::Character(one), Unit::Character(other)) if two[0].position + 1 == two[1].position => {
                Some((terms::pair(*one, *other), two[0].position))
            }
            _ => None,
        })
    }
}

/// Where a term stands in an article.
#[derive(Default)]
struct Places {
    positions: Vec<u32>,
    /// For words that are not common.
    near: Vec<Near>,
}

/// The terms of an article.
struct Terms {
    terms: HashMap<String, Places>,
    class: u8,
    title: u32,
}

impl Terms {
    fn of(document: &Document<'_>, common: &HashMap<&str, u8>) -> Terms {
        let text = Text::read(document);
        let code = |piece: &Piece| piece.word().and_then(|word| common.get(word)).copied().unwrap_or_default();
        let codes: Vec<u8> = text.0.iter().map(code).collect();
        let pieces = &text.0;
        let near = |n: usize, step: isize| {
            let position = pieces[n].position.checked_add_signed(step as i32);
            // Positions are left out, pieces never more than positions.
            let around = n.saturating_sub(2)..(n + 3).min(pieces.len());
            around.into_iter().find(|other| Some(pieces[*other].position) == position).map_or(0, |other| codes[other])
        };
        let mut terms: HashMap<String, Places> = HashMap::default();
        for (n, piece) in pieces.iter().enumerate() {
            match &piece.unit {
                Unit::Word(word) => {
                    let places = places(&mut terms, word);
                    places.positions.push(piece.position);
                    if codes[n] == 0 && !common.is_empty() {
                        places.near.push([-2, -1, 1, 2].map(|step| near(n, step)));
                    }
                }
                Unit::Character(c) => places(&mut terms, c.encode_utf8(&mut [0; 4])).positions.push(piece.position),
            }
        }
        for (pair, position) in text.pairs() {
            places(&mut terms, &pair).positions.push(position);
        }
        let facets = document.tags.iter().map(|(id, _)| format::tag(id));
        let section = Some(&document.card.section).filter(|id| !id.is_empty()).map(|id| format::section(id));
        let facets = facets.chain(section).chain(document.card.day.get(..4).map(format::year));
        terms.extend(facets.map(|facet| (facet, Places::default())));
        let last = pieces.last().map_or(0, |piece| piece.position);
        let title = pieces.iter().take_while(|piece| piece.position < TITLE).count();
        Terms { terms, class: format::class(last.saturating_sub(TITLE)), title: title as u32 }
    }
}

/// Those of a term. Most occur again, and need no text of their own then.
fn places<'a>(terms: &'a mut HashMap<String, Places>, term: &str) -> &'a mut Places {
    if !terms.contains_key(term) {
        terms.insert(term.to_owned(), Places::default());
    }
    terms.get_mut(term).expect("it is there by now")
}

/// Names what is in a segment: changed with any of it.
fn fingerprint(files: &Files) -> String {
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    // Into memory nothing fails.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}
