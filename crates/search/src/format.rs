//! The files of an index, written and read here alone.
//!
//! Numbers are of variable length, seven bits to a byte, the lowest first; texts are UTF-8 behind their length. Files are
//! compressed with gzip, which also tells when one is torn. Nothing that is read is trusted: what does not hold together is
//! [`Torn`], and no number makes more room than the file has bytes.

use std::{fmt, ops::Range};

/// Changed with the format. A worker tells an index that it cannot read by it.
const VERSION: u64 = 1;
/// Positions below this one are in the title.
pub(crate) const TITLE: u32 = 64;
/// Begins the terms that are no words: sections, tags, years.
const FACET: char = '\u{1}';

/// A file that is not what its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Torn {
    /// It ends too early, or does not hold together.
    Broken,
    /// It is of another version of the format.
    Version,
}

impl std::error::Error for Torn {}

impl fmt::Display for Torn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Torn::Broken => "the file is torn",
            Torn::Version => "the file is of another version",
        })
    }
}

/// The file that opens the index of a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// The years of its oldest and newest article.
    pub years: (u32, u32),
    /// The tags that most articles have: id and name, the most frequent first.
    pub tags: Vec<(String, String)>,
    /// Words that are in so many articles that their positions in bodies are left out, at most [`COMMON`].
    pub common: Vec<String>,
    /// Its parts, oldest first. Together they have every article once.
    pub segments: Vec<Segment>,
}

/// Words that can be told by one byte beside another word.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) const COMMON: usize = 200;

/// A part of an index: the articles of a stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    /// The name of its folder: a fingerprint of what is in it.
    pub name: String,
    /// How many articles it has.
    pub articles: u32,
    /// The cards of its articles, if they have no packs of their own: those of the last segment, which are few.
    pub cards: Vec<Card>,
    /// What the roots of a shard's terms begin with or come after, one for each shard.
    pub bounds: Vec<String>,
}

impl Index {
    /// The file's bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        number(&mut out, VERSION);
        number(&mut out, self.years.0.into());
        number(&mut out, self.years.1.into());
        number(&mut out, self.tags.len() as u64);
        for (id, name) in &self.tags {
            text(&mut out, id);
            text(&mut out, name);
        }
        number(&mut out, self.common.len() as u64);
        self.common.iter().for_each(|word| text(&mut out, word));
        number(&mut out, self.segments.len() as u64);
        for segment in &self.segments {
            text(&mut out, &segment.name);
            number(&mut out, segment.articles.into());
            let cards = write_cards(&segment.cards);
            number(&mut out, cards.len() as u64);
            out.extend(cards);
            number(&mut out, segment.bounds.len() as u64);
            let mut before = "";
            for bound in &segment.bounds {
                front(&mut out, before, bound);
                before = bound;
            }
        }
        out
    }

    /// Reads the file.
    pub fn read(bytes: &[u8]) -> Result<Index, Torn> {
        let mut bytes = Bytes(bytes);
        if bytes.number()? != VERSION {
            return Err(Torn::Version);
        }
        let years = (bytes.small()?, bytes.small()?);
        let tags = bytes.list(|bytes| Ok((bytes.text()?.to_owned(), bytes.text()?.to_owned())))?;
        let common = bytes.list(|bytes| Ok(bytes.text()?.to_owned()))?;
        let segments = bytes.list(|bytes| {
            let (name, articles, cards) = (bytes.text()?.to_owned(), bytes.small()?, read_cards(bytes.bytes()?)?);
            let mut before = String::new();
            let bounds = bytes.list(|bytes| {
                before = bytes.front(&before)?;
                Ok(before.clone())
            })?;
            Ok(Segment { name, articles, cards, bounds })
        })?;
        Ok(Index { years, tags, common, segments })
    }

    /// By which byte a word is told beside another; 0 for one that is not common.
    pub(crate) fn common(&self, word: &str) -> u8 {
        self.common.iter().position(|common| common == word).and_then(|n| u8::try_from(n + 1).ok()).unwrap_or_default()
    }

    /// How many articles it has.
    pub fn articles(&self) -> u32 {
        self.segments.iter().map(|segment| segment.articles).fold(0, u32::saturating_add)
    }
}

impl Segment {
    /// The number of the shard with all terms of a root, if there is any.
    pub(crate) fn shard(&self, root: &str) -> Option<usize> {
        self.bounds.partition_point(|bound| bound.as_str() <= root).checked_sub(1)
    }
}

/// Articles in a pack of cards.
pub const PACK: u32 = 450;

/// What is shown of an article before its passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// The article's id.
    pub id: String,
    /// The headline.
    pub title: String,
    /// The day it was published, `2023-07-20`.
    pub day: String,
    /// The id of its section, if it has one.
    pub section: String,
}

impl Card {
    /// In the order in which a pack has them: what is alike stands together.
    fn fields(&self) -> [&String; 4] {
        [&self.id, &self.title, &self.day, &self.section]
    }

    fn fields_mut(&mut self) -> [&mut String; 4] {
        [&mut self.id, &mut self.title, &mut self.day, &mut self.section]
    }
}

/// Writes the cards of a pack.
pub fn write_cards(cards: &[Card]) -> Vec<u8> {
    let mut out = Vec::new();
    number(&mut out, cards.len() as u64);
    for field in 0..4 {
        for card in cards {
            let known = field == 0 && card.id == plain(&card.title);
            text(&mut out, if known { "" } else { card.fields()[field] });
        }
    }
    out
}

/// A title as it mostly stands in an address: then the id is left out. (`edition::slug` knows more, by tables of all letters,
/// for which the worker has no room.)
fn plain(title: &str) -> String {
    let mut id = String::new();
    for c in title.chars().filter(|c| !matches!(c, '\'' | '’')) {
        match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9') => id.push(c),
            _ if id.is_empty() || id.ends_with('-') => {}
            _ => id.push('-'),
        }
    }
    id.truncate(id.trim_end_matches('-').len());
    id
}

/// Reads the cards of a pack.
pub fn read_cards(bytes: &[u8]) -> Result<Vec<Card>, Torn> {
    let mut bytes = Bytes(bytes);
    let mut cards = bytes.list(|_| Ok(Card::default()))?;
    for field in 0..4 {
        for card in &mut cards {
            *card.fields_mut()[field] = bytes.text()?.to_owned();
        }
    }
    cards.iter_mut().filter(|card| card.id.is_empty()).for_each(|card| card.id = plain(&card.title));
    Ok(cards)
}

/// Writes numbers, such as the places of a segment's articles in time.
pub fn write_numbers(numbers: &[u32]) -> Vec<u8> {
    let mut out = Vec::new();
    number(&mut out, numbers.len() as u64);
    numbers.iter().for_each(|n| number(&mut out, (*n).into()));
    out
}

/// Reads numbers.
pub fn read_numbers(bytes: &[u8]) -> Result<Vec<u32>, Torn> {
    Bytes(bytes).list(|bytes| bytes.small())
}

/// The names of the files in the folder of an index.
pub mod file {
    /// The file that opens it.
    pub const INDEX: &str = "index.bin";

    /// A shard of terms.
    pub fn shard(segment: &str, n: usize) -> String {
        [segment, "/t", &n.to_string(), ".bin"].concat()
    }

    /// A pack of cards.
    pub fn pack(segment: &str, n: u32) -> String {
        [segment, "/c", &n.to_string(), ".bin"].concat()
    }

    /// The places of the articles in time.
    pub fn order(segment: &str) -> String {
        [segment, "/order.bin"].concat()
    }

    /// The folder of a language's index, from the edition's root.
    pub fn folder(language: &str) -> String {
        ["search/", language, "/"].concat()
    }
}

/// The term that articles of a section have.
pub(crate) fn section(id: &str) -> String {
    [&FACET.to_string(), "s", id].concat()
}

/// The term that articles with a tag have.
pub(crate) fn tag(id: &str) -> String {
    [&FACET.to_string(), "t", id].concat()
}

/// The term that articles of a year have.
pub(crate) fn year(year: &str) -> String {
    [&FACET.to_string(), "y", year].concat()
}

/// How long a body is, in classes of positions: few words count for more in a short text.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn class(length: u32) -> u8 {
    match length {
        0..200 => 0,
        200..600 => 1,
        600..1800 => 2,
        _ => 3,
    }
}

/// Where a term occurs: the articles, and for each its positions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Postings {
    /// In order.
    pub(crate) places: Vec<Place>,
    /// The positions of all places, one after the other.
    pub(crate) positions: Vec<u32>,
    /// What stands around each position, see [`Near`]; empty where it is not told.
    pub(crate) near: Vec<Near>,
    /// The positions in bodies were left out.
    pub(crate) everywhere: bool,
}

/// Which common words stand two before, one before, one behind and two behind a word, by [`Index::common`].
pub(crate) type Near = [u8; 4];

/// A term in one article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// The article's number in the segment.
    pub(crate) article: u32,
    /// How long the body is, see [`class`].
    pub(crate) class: u8,
    /// How many pieces the title has, if the term is in it.
    pub(crate) title: u32,
    /// How often the term occurs, in title and body.
    pub(crate) count: u32,
    /// The end of its positions in [`Postings::positions`]; they begin where those of the place before end.
    pub(crate) end: usize,
}

/// A term on its way into a shard.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, Default)]
pub(crate) struct Entry {
    /// How many articles it is in.
    pub(crate) articles: u32,
    last: u32,
    places: Vec<u8>,
    body: Vec<u8>,
    near: [Vec<u8>; 4],
}

#[cfg(not(target_arch = "wasm32"))]
impl Entry {
    /// Adds an article after those before: the term's positions in order, what stands around them if that is told, the class of
    /// the body, the length of the title.
    pub(crate) fn add(&mut self, article: u32, positions: &[u32], near: &[Near], class: u8, title: u32) {
        let in_title = positions.partition_point(|position| *position < TITLE);
        let step = article - self.last + u32::from(self.articles == 0);
        number(&mut self.places, u64::from(step) << 1 | u64::from(in_title > 0));
        number(&mut self.places, (positions.len() as u64) << 2 | u64::from(class));
        if in_title > 0 {
            number(&mut self.places, title.into());
            number(&mut self.places, in_title as u64);
            steps(&mut self.places, 0, &positions[..in_title]);
        }
        steps(&mut self.body, TITLE, &positions[in_title..]);
        for (n, words) in self.near.iter_mut().enumerate() {
            words.extend(near.iter().map(|near| near[n]));
        }
        self.last = article;
        self.articles += 1;
    }

    /// Writes it into a shard, behind the term before. `everywhere` leaves out the positions in bodies.
    pub(crate) fn write(&self, out: &mut Vec<u8>, before: &str, term: &str, everywhere: bool) {
        front(out, before, term);
        number(out, u64::from(self.articles) << 1 | u64::from(everywhere));
        for part in [&self.places[..], if everywhere { &[] } else { &self.body }] {
            number(out, part.len() as u64);
            out.extend(part);
        }
        let near = if everywhere { 0 } else { self.near[0].len() };
        number(out, near as u64);
        self.near.iter().for_each(|words| out.extend(&words[..near]));
    }
}

/// A term of a shard, not yet read further.
#[derive(Clone, Copy)]
pub(crate) struct Raw<'a> {
    pub(crate) articles: u32,
    everywhere: bool,
    places: &'a [u8],
    body: &'a [u8],
    near: &'a [u8],
}

/// Reads the terms of a shard, in order of their roots.
pub(crate) fn terms<'a>(bytes: &'a [u8], mut each: impl FnMut(&str, Raw<'a>)) -> Result<(), Torn> {
    let mut bytes = Bytes(bytes);
    let mut term = String::new();
    while !bytes.0.is_empty() {
        term = bytes.front(&term)?;
        let head = bytes.number()?;
        let articles = u32::try_from(head >> 1).map_err(|_| Torn::Broken)?;
        let (places, body) = (bytes.bytes()?, bytes.bytes()?);
        let near = bytes.small()?.checked_mul(4).ok_or(Torn::Broken)?;
        let near = bytes.take(near as usize)?;
        let raw = Raw { articles, everywhere: head & 1 == 1, places, body, near };
        each(&term, raw);
    }
    Ok(())
}

impl Raw<'_> {
    /// Reads where the term occurs, in a segment of so many articles.
    pub(crate) fn postings(self, articles: u32) -> Result<Postings, Torn> {
        let (mut places, mut body) = (Bytes(self.places), Bytes(self.body));
        let mut postings = Postings { everywhere: self.everywhere, ..Postings::default() };
        // Numbered from 1, so that a step is never 0.
        let mut next = 0;
        while !places.0.is_empty() {
            let step = places.number()?;
            let (count, in_title) = (places.number()?, step & 1 == 1);
            let class = (count & 3) as u8;
            let count = u32::try_from(count >> 2).map_err(|_| Torn::Broken)?;
            next = u32::try_from(step >> 1).ok().and_then(|step| step.checked_add(next)).ok_or(Torn::Broken)?;
            if next == 0 || next > articles || step >> 1 == 0 {
                return Err(Torn::Broken);
            }
            let mut title = 0;
            let mut titles = 0;
            if in_title {
                (title, titles) = (places.small()?, places.small()?);
                places.steps(0, titles, &mut postings.positions)?;
            }
            let bodies = count.checked_sub(titles).ok_or(Torn::Broken)?;
            if !self.everywhere {
                body.steps(TITLE, bodies, &mut postings.positions)?;
            }
            postings.places.push(Place { article: next - 1, class, title, count, end: postings.positions.len() });
        }
        if !self.near.is_empty() {
            let count = self.near.len() / 4;
            if count != postings.positions.len() {
                return Err(Torn::Broken);
            }
            postings.near = (0..count).map(|n| [0, 1, 2, 3].map(|side| self.near[side * count + n])).collect();
        }
        Ok(postings)
    }
}

impl Postings {
    /// Where the positions of the nth place stand.
    pub(crate) fn range(&self, n: usize) -> Range<usize> {
        n.checked_sub(1).map_or(0, |before| self.places[before].end)..self.places[n].end
    }
}

fn number(out: &mut Vec<u8>, mut number: u64) {
    while number > 127 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len() as u64);
    out.extend(text.as_bytes());
}

/// A text behind another that it may begin like.
fn front(out: &mut Vec<u8>, before: &str, now: &str) {
    let mut same = before.bytes().zip(now.bytes()).take_while(|(one, other)| one == other).count();
    while !now.is_char_boundary(same) {
        same -= 1;
    }
    number(out, same as u64);
    text(out, &now[same..]);
}

#[cfg(not(target_arch = "wasm32"))]
fn steps(out: &mut Vec<u8>, mut from: u32, positions: &[u32]) {
    for position in positions {
        number(out, (position - from).into());
        from = *position;
    }
}

/// Bytes to be read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn number(&mut self) -> Result<u64, Torn> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let (byte, rest) = self.0.split_first().ok_or(Torn::Broken)?;
            self.0 = rest;
            number |= u64::from(byte & 127) << shift;
            if *byte < 128 {
                return Ok(number);
            }
        }
        Err(Torn::Broken)
    }

    fn small(&mut self) -> Result<u32, Torn> {
        u32::try_from(self.number()?).map_err(|_| Torn::Broken)
    }

    fn bytes(&mut self) -> Result<&'a [u8], Torn> {
        let length = usize::try_from(self.number()?).map_err(|_| Torn::Broken)?;
        self.take(length)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Torn> {
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(Torn::Broken)?;
        self.0 = rest;
        Ok(bytes)
    }

    fn text(&mut self) -> Result<&'a str, Torn> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Torn::Broken)
    }

    fn front(&mut self, before: &str) -> Result<String, Torn> {
        let same = usize::try_from(self.number()?).map_err(|_| Torn::Broken)?;
        let same = before.get(..same).ok_or(Torn::Broken)?;
        Ok([same, self.text()?].concat())
    }

    /// As many as the file says, each of at least one byte somewhere in it.
    fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Result<T, Torn>) -> Result<Vec<T>, Torn> {
        let count = self.small()? as usize;
        if count > self.0.len() {
            return Err(Torn::Broken);
        }
        let mut all = Vec::new();
        for _ in 0..count {
            all.push(one(self)?);
        }
        Ok(all)
    }

    fn steps(&mut self, mut position: u32, count: u32, positions: &mut Vec<u32>) -> Result<(), Torn> {
        for _ in 0..count {
            position = position.checked_add(self.small()?).ok_or(Torn::Broken)?;
            positions.push(position);
        }
        Ok(())
    }
}
