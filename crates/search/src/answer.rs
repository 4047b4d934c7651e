//! Which articles a query finds, and in which order.

use crate::{
    format::{self, Index, Near, Place, Postings, Raw, TITLE, Torn},
    forms::Forms,
    order,
    query::{Clause, Kind, Query, Seek},
    terms,
};

/// An article that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The segment's number.
    pub segment: usize,
    /// The article's number in it.
    pub article: u32,
    /// How well it fits: more is better.
    pub score: f32,
    /// Whether it has all of the query.
    pub whole: bool,
}

/// What a query finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Those that have all of the query, best first; where they are few, those that have most of it after them.
    pub hits: Vec<Hit>,
    /// Shards that could not be read: numbers of segments and of shards in them.
    pub torn: Vec<(usize, usize)>,
}

/// Fewer than these that have all of a query are filled up with others.
const FEW: usize = 10;
/// What an article without all of the query must have of it, by how telling its parts are.
const MOST: f32 = 0.5;
/// What is left of an article for each word that it has in other forms only, once for its share and squared for its order.
const OTHER: f32 = 0.6;
/// Forms of a word that are looked at, those in most articles first.
const FORMS: usize = 64;
/// What a part of a run counts, of all of it.
const PART: f32 = 0.3;
/// How soon more of a word counts no more, by how long the body is.
const SATURATION: [f32; 4] = [0.6, 1.0, 1.6, 2.4];
/// What a word in the title counts beside one in the body, and more of it the shorter the title is.
const IN_TITLE: f32 = 1.0;
const OF_TITLE: f32 = 3.0;
/// What words count that stand as they do in the query.
const BESIDE: f32 = 0.8;

/// Answers a query from the shards that [`Query::shards`] names; `shard` gives their bytes, as far as they are at hand.
/// `language` says how words are stemmed.
pub fn answer<'a>(query: &Query, language: &str, index: &Index, shard: impl Fn(usize, usize) -> Option<&'a [u8]>) -> Answer {
    let mut answer = Answer::default();
    let words = Forms::of(language);
    let mut parts = Vec::new();
    for (n, segment) in index.segments.iter().enumerate() {
        let shard_of = |root: &str| {
            let number = segment.shard(root)?;
            shard(n, number).map(|bytes| (number, bytes))
        };
        let lookup = Lookup { query, index, articles: segment.articles, words: &words, shard: &shard_of };
        let mut torn = Vec::new();
        let clauses = query.clauses.iter().map(|clause| {
            let before = torn.len();
            let mut found = lookup.clause(clause, &mut torn);
            let missing = |seek: &Seek| segment.shard(terms::root(&seek.term)).is_some_and(|number| shard(n, number).is_none());
            found.unknown = torn.len() > before || query.asked(clause, index).any(missing);
            found
        });
        let clauses = clauses.collect();
        let facets = query.facets.iter().map(|facet| lookup.facet(facet, &mut torn)).collect();
        parts.push(Part { articles: segment.articles, clauses, facets });
        answer.torn.extend(torn.into_iter().map(|number| (n, number)));
    }
    answer.torn.extend(query.shards(index).into_iter().filter(|(segment, number)| shard(*segment, *number).is_none()));
    answer.torn = order::by(&answer.torn, |(segment, n)| (*segment as u64) << 32 | *n as u64);
    answer.torn.dedup();
    answer.hits = rank(query, index, &parts);
    answer
}

/// What was found in a segment.
struct Part {
    articles: u32,
    /// By the query's clauses.
    clauses: Vec<Found>,
    /// Articles by the query's facets.
    facets: Vec<Vec<u32>>,
}

/// Where a clause was found.
#[derive(Debug, Default)]
struct Found {
    /// In order of their articles.
    spots: Vec<Spot>,
    /// Where in the articles it begins, one spot after the other.
    positions: Vec<At>,
    /// Whether a shard with a part of it is not at hand: then an article need not have it.
    unknown: bool,
}

/// Where a clause begins, and whether the common words of the query stand around it there as they do in the query.
#[derive(Clone, Copy, Debug)]
struct At {
    position: u32,
    framed: bool,
}

/// A clause in one article.
#[derive(Clone, Copy, Debug)]
struct Spot {
    article: u32,
    /// How often it occurs, each by what its form counts.
    count: f32,
    /// What the best form counts.
    form: f32,
    class: u8,
    /// How many pieces the title has, if it is in there.
    title: u32,
    /// Whether its positions are not known.
    everywhere: bool,
    /// The end of its positions.
    end: usize,
}

impl Found {
    fn positions(&self, n: usize) -> &[At] {
        let begin = n.checked_sub(1).map_or(0, |before| self.spots[before].end);
        &self.positions[begin..self.spots[n].end]
    }

    /// Whether an article has all of it.
    fn has(&self, article: u32) -> bool {
        self.spot(article).is_some_and(|n| self.spots[n].form > PART)
    }

    fn spot(&self, article: u32) -> Option<usize> {
        self.spots.binary_search_by_key(&article, |spot| spot.article).ok()
    }
}

/// The number and the bytes of the shard with a root's terms.
type ShardOf<'a> = dyn Fn(&str) -> Option<(usize, &'a [u8])> + 'a;

struct Lookup<'a> {
    query: &'a Query,
    index: &'a Index,
    articles: u32,
    words: &'a Forms,
    /// The number and the bytes of the shard with a root's terms.
    shard: &'a ShardOf<'a>,
}

impl Lookup<'_> {
    /// The terms of the shard that a term is in, as far as `counts` says what each counts.
    fn forms(&self, term: &str, counts: impl Fn(&str) -> f32, torn: &mut Vec<usize>) -> Vec<(f32, Postings)> {
        let Some((number, bytes)) = (self.shard)(terms::root(term)) else { return Vec::new() };
        let mut found: Vec<(f32, Raw<'_>)> = Vec::new();
        let read = format::terms(bytes, |other, raw| {
            let count = counts(other);
            if count > 0.0 {
                found.push((count, raw));
            }
        });
        let mut found = order::by(&found, |(count, raw)| order::more_first(*count) << 32 | u64::from(!raw.articles));
        found.truncate(FORMS);
        let postings: Result<Vec<_>, Torn> =
            read.and_then(|()| found.into_iter().map(|(count, raw)| Ok((count, raw.postings(self.articles)?))).collect());
        postings.unwrap_or_else(|_| {
            torn.push(number);
            Vec::new()
        })
    }

    fn facet(&self, facet: &str, torn: &mut Vec<usize>) -> Vec<u32> {
        let found = self.forms(facet, |other| f32::from(u8::from(other == facet)), torn);
        found.into_iter().flat_map(|(_, postings)| postings.places.into_iter().map(|place| place.article)).collect()
    }

    fn clause(&self, clause: &Clause, torn: &mut Vec<usize>) -> Found {
        if let ([seek], Kind::Word | Kind::Beginning) = (&clause.seeks[..], clause.kind) {
            let counts = |other: &str| self.words.count(clause, &seek.term, other);
            return merged(self.forms(&seek.term, counts, torn), self.query.frame(clause, seek, self.index));
        }
        let asked = self.query.asked(clause, self.index);
        let seeks: Vec<(u32, Found)> = asked
            .map(|seek| {
                let forms = self.forms(&seek.term, |other| f32::from(u8::from(other == seek.term)), torn);
                (seek.offset, merged(forms, self.query.frame(clause, seek, self.index)))
            })
            .collect();
        chained(&seeks, clause.kind == Kind::Run)
    }
}

/// The forms of a word as one, and where the common words of the query stand around it.
fn merged(forms: Vec<(f32, Postings)>, frame: Near) -> Found {
    let all = forms.iter().enumerate().flat_map(|(n, (_, postings))| (0..postings.places.len()).map(move |place| (n, place)));
    let all =
        order::by(&all.map(|(n, place)| (forms[n].1.places[place].article, n, place)).collect::<Vec<_>>(), |(article, ..)| {
            u64::from(*article)
        });
    let mut found = Found::default();
    for same in all.chunk_by(|one, other| one.0 == other.0) {
        let begin = found.positions.len();
        let mut spot = Spot { article: same[0].0, count: 0.0, form: 0.0, class: 0, title: 0, everywhere: false, end: 0 };
        for (_, n, place) in same {
            let (counts, postings) = &forms[*n];
            let Place { class, title, count, .. } = postings.places[*place];
            let range = postings.range(*place);
            spot.count += counts * count as f32;
            spot.form = spot.form.max(*counts);
            spot.class = class;
            spot.title = spot.title.max(title);
            spot.everywhere |= postings.everywhere && count as usize > range.len();
            let fits = |near: &Near| frame.iter().zip(near).all(|(wanted, there)| *wanted == 0 || wanted == there);
            found
                .positions
                .extend(range.map(|n| At { position: postings.positions[n], framed: postings.near.get(n).is_none_or(fits) }));
        }
        if same.len() > 1 {
            let positions = found.positions.split_off(begin);
            found.positions.extend(order::by(&positions, |at| u64::from(at.position)));
        }
        spot.end = found.positions.len();
        found.spots.push(spot);
    }
    found
}

/// Where several terms stand as far from each other as they should, and in the midst of the common words that they should. With
/// `parts`, articles with some of them too.
fn chained(seeks: &[(u32, Found)], parts: bool) -> Found {
    let all: Vec<u32> = seeks.iter().flat_map(|(_, found)| found.spots.iter().map(|spot| spot.article)).collect();
    let all = order::by(&all, |article| u64::from(*article));
    let articles = all.chunk_by(|one, other| one == other).filter(|same| parts || same.len() == seeks.len());
    let mut chained = Found::default();
    for same in articles {
        let (article, count) = (same[0], same.len());
        let spots = seeks.iter().filter_map(|(offset, found)| Some((*offset, found, found.spot(article)?)));
        let spots: Vec<(u32, &Found, usize)> = spots.collect();
        let some = spots[0].1.spots[spots[0].2];
        let mut spot = Spot { article, count: 0.0, form: 0.0, class: some.class, title: 0, everywhere: false, end: 0 };
        if count == seeks.len() {
            let begin = chained.positions.len();
            spot.everywhere = begins(&spots, &mut chained.positions);
            let found = &chained.positions[begin..];
            spot.count = found.len().max(usize::from(spot.everywhere)) as f32;
            spot.form = f32::from(u8::from(spot.count > 0.0));
            if found.first().is_some_and(|at| at.position < TITLE) {
                spot.title = spots.iter().map(|(_, found, n)| found.spots[*n].title).max().unwrap_or_default();
            }
        }
        if spot.form == 0.0 && parts {
            (spot.count, spot.form) = (1.0, PART * count as f32 / seeks.len() as f32);
        }
        spot.end = chained.positions.len();
        if spot.form > 0.0 {
            chained.spots.push(spot);
        }
    }
    chained
}

/// Adds where a chain begins; says whether it may begin anywhere.
fn begins(spots: &[(u32, &Found, usize)], positions: &mut Vec<At>) -> bool {
    let known = |(_, found, n): &&(u32, &Found, usize)| !found.spots[*n].everywhere;
    let rarest = spots.iter().filter(known).min_by_key(|(_, found, n)| found.positions(*n).len());
    let Some((offset, found, n)) = rarest else { return true };
    let begins = found.positions(*n).iter().filter_map(|at| at.position.checked_sub(*offset));
    let begins = begins.filter(|begin| {
        let stands = |found: &Found, n: usize, offset: u32| stands(found.positions(n), begin + offset, true);
        spots.iter().all(|(offset, found, n)| found.spots[*n].everywhere || stands(found, *n, *offset))
    });
    positions.extend(begins.map(|position| At { position, framed: true }));
    false
}

/// Whether something stands at a position; with `framed` only in the midst of the common words that it should.
fn stands(positions: &[At], position: u32, framed: bool) -> bool {
    positions.binary_search_by_key(&position, |at| at.position).is_ok_and(|n| positions[n].framed || !framed)
}

fn rank(query: &Query, index: &Index, parts: &[Part]) -> Vec<Hit> {
    let articles = index.articles() as f32;
    let wanted = |n: &usize| !query.clauses[*n].excluded && query.asked(&query.clauses[*n], index).next().is_some();
    let wanted: Vec<usize> = (0..query.clauses.len()).filter(wanted).collect();
    let rarity: Vec<f32> = (0..query.clauses.len())
        .map(|n| {
            // Of a run, those that have all of it.
            let whole = |part: &Part| part.clauses[n].spots.iter().filter(|spot| spot.form > PART).count();
            let frequency = parts.iter().map(whole).sum::<usize>() as f32;
            (1.0 + (articles - frequency + 0.5).max(0.0) / (frequency + 0.5)).ln()
        })
        .collect();
    let is_framed = |clause: &Clause| clause.seeks.iter().any(|seek| query.frame(clause, seek, index) != [0; 4]);
    let framed: Vec<bool> = query.clauses.iter().map(is_framed).collect();
    let (mut whole, mut partly) = (Vec::new(), Vec::new());
    // Of equals those of the later segment come first.
    for (segment, part) in parts.iter().enumerate().rev() {
        let excluded = |article: u32| (0..query.clauses.len()).any(|n| query.clauses[n].excluded && part.clauses[n].has(article));
        let fits = |article: &u32| part.facets.iter().all(|facet| facet.binary_search(article).is_ok()) && !excluded(*article);
        let wanted: Vec<usize> = wanted.iter().copied().filter(|n| !part.clauses[*n].unknown).collect();
        let all: f32 = wanted.iter().map(|n| rarity[*n]).sum();
        let mut found: Vec<u32> = match (&wanted[..], part.facets.first()) {
            ([], Some(facet)) => facet.clone(),
            _ => wanted.iter().flat_map(|n| part.clauses[*n].spots.iter().map(|spot| spot.article)).collect(),
        };
        found = order::by(&found, |article| u64::from(*article));
        found.dedup();
        for article in found.into_iter().filter(fits).filter(|article| *article < part.articles) {
            let spots: Vec<Option<usize>> = wanted.iter().map(|n| part.clauses[*n].spot(article)).collect();
            // A phrase must be there.
            let lacks = |(n, spot): (&usize, &Option<usize>)| spot.is_none() && query.clauses[*n].kind == Kind::Phrase;
            if wanted.iter().zip(&spots).any(lacks) {
                continue;
            }
            let form = |n: usize, spot: usize| part.clauses[n].spots[spot].form;
            let full = wanted.iter().zip(&spots).all(|(n, spot)| spot.is_some_and(|spot| form(*n, spot) > PART));
            let said: f32 = wanted.iter().zip(&spots).filter_map(|(n, spot)| spot.map(|_| rarity[*n])).sum();
            let share = if all > 0.0 { said / all } else { 1.0 };
            // What is written as the reader did comes first.
            let others = wanted.iter().zip(&spots).filter(|(n, spot)| spot.is_some_and(|spot| form(**n, spot) < 1.0));
            let share = share * OTHER.powi(others.count() as i32);
            let score = score(&wanted, &spots, &rarity, part) + beside(query, &framed, &wanted, &spots, &rarity, part);
            let hit = Hit { segment, article, score: score * share * share, whole: full };
            if full {
                whole.push(hit);
            } else if share >= MOST {
                partly.push(hit);
            }
        }
    }
    let sorted = |hits: Vec<Hit>| order::by(&hits, |hit| order::more_first(hit.score));
    let few = whole.len() < FEW;
    let mut hits = sorted(whole);
    if few {
        hits.extend(sorted(partly));
    }
    hits
}

/// What the parts of a query count in an article, each for itself.
fn score(wanted: &[usize], spots: &[Option<usize>], rarity: &[f32], part: &Part) -> f32 {
    let one = |(n, spot): (&usize, &Option<usize>)| {
        let Spot { count, form, class, title, .. } = part.clauses[*n].spots[(*spot)?];
        let body = count / (count + SATURATION[usize::from(class & 3)]);
        let title = if title > 0 { IN_TITLE + OF_TITLE / title as f32 } else { 0.0 };
        Some(rarity[*n] * (body + form * title))
    };
    wanted.iter().zip(spots).filter_map(one).sum()
}

/// What it counts that parts of a query stand in an article as they do in the query. `framed` tells the clauses with common words
/// around them.
fn beside(query: &Query, framed: &[bool], wanted: &[usize], spots: &[Option<usize>], rarity: &[f32], part: &Part) -> f32 {
    let known: Vec<(usize, &[At])> = wanted
        .iter()
        .zip(spots)
        .filter_map(|(n, spot)| {
            let found = &part.clauses[*n];
            let spot = (*spot).filter(|spot| !found.spots[*spot].everywhere)?;
            Some((*n, found.positions(spot)))
        })
        .collect();
    let mut sum = 0.0;
    for (n, positions) in &known {
        if framed[*n] && positions.iter().any(|at| at.framed) {
            sum += rarity[*n] * BESIDE;
        }
    }
    // Where all that comes before stands beside each other.
    let Some((_, first)) = known.first() else { return 0.0 };
    let mut chain: Vec<u32> = first.iter().filter(|at| at.framed).map(|at| at.position).collect();
    for pair in known.windows(2) {
        let ((one, here), (other, there)) = (pair[0], pair[1]);
        let step = query.clauses[other].position - query.clauses[one].position;
        if here.iter().any(|at| stands(there, at.position + step, false)) {
            sum += (rarity[one] + rarity[other]) * BESIDE;
        }
        chain = chain.iter().map(|position| position + step).filter(|position| stands(there, *position, true)).collect();
    }
    if chain.is_empty() { sum } else { 2.0 * sum }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::{collections::HashMap, io::Read};

    use flate2::read::GzDecoder;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        format::{Card, class, file, read_cards},
        query::Filters,
        write::{Document, index},
    };

    const WORDS: [&str; 7] = ["solar", "cells", "port", "wind", "north", "quay", "tea"];

    /// What a query finds when every text is read from its beginning to its end: articles and scores, best first.
    fn exhaustive(words: &[&str], texts: &[(String, String)]) -> Vec<(usize, f32)> {
        let read = |(title, body): &(String, String)| {
            let mut pieces = Vec::new();
            let end = terms::read(title, 0, |token| pieces.push(token));
            terms::read(body, (end + 3).max(TITLE), |token| pieces.push(token));
            pieces
        };
        let read: Vec<_> = texts.iter().map(read).collect();
        let positions = |n: usize, word: &str| -> Vec<u32> {
            let same = |unit: &terms::Unit| matches!(unit, terms::Unit::Word(other) if other == word);
            read[n].iter().filter(|token| same(&token.unit)).map(|token| token.position).collect()
        };
        let rarity: Vec<f32> = words
            .iter()
            .map(|word| {
                let frequency = (0..texts.len()).filter(|n| !positions(*n, word).is_empty()).count() as f32;
                (1.0 + (texts.len() as f32 - frequency + 0.5) / (frequency + 0.5)).ln()
            })
            .collect();
        let (mut whole, mut partly) = (Vec::new(), Vec::new());
        for (n, pieces) in read.iter().enumerate() {
            let at: Vec<Vec<u32>> = words.iter().map(|word| positions(n, word)).collect();
            let known: Vec<usize> = (0..words.len()).filter(|word| !at[*word].is_empty()).collect();
            let title = pieces.iter().filter(|token| token.position < TITLE).count() as f32;
            let last = pieces.last().map_or(0, |token| token.position);
            let saturation = SATURATION[usize::from(class(last.saturating_sub(TITLE)))];
            let mut score = 0.0;
            for word in &known {
                let count = at[*word].len() as f32;
                let in_title = if at[*word][0] < TITLE { IN_TITLE + OF_TITLE / title } else { 0.0 };
                score += rarity[*word] * (count / (count + saturation) + in_title);
            }
            let mut sum = 0.0;
            for pair in known.windows(2) {
                let step = (pair[1] - pair[0]) as u32;
                if at[pair[0]].iter().any(|position| at[pair[1]].contains(&(position + step))) {
                    sum += (rarity[pair[0]] + rarity[pair[1]]) * BESIDE;
                }
            }
            let all = |begin: u32| known.iter().all(|word| at[*word].contains(&(begin + (*word - known[0]) as u32)));
            let chain = known.first().is_some_and(|first| at[*first].iter().any(|begin| all(*begin)));
            score += if chain { 2.0 * sum } else { sum };
            let share = known.iter().map(|word| rarity[*word]).sum::<f32>() / rarity.iter().sum::<f32>();
            let found = (n, score * share * share);
            if known.len() == words.len() {
                whole.push(found);
            } else if share >= MOST {
                partly.push(found);
            }
        }
        whole.sort_by(|one, other| other.1.total_cmp(&one.1));
        partly.sort_by(|one, other| other.1.total_cmp(&one.1));
        if whole.len() < FEW {
            whole.extend(partly);
        }
        whole
    }

    proptest! {
        #[test]
        fn the_ranking_is_that_of_reading_everything(
            texts in prop::collection::vec((prop::collection::vec(prop::sample::select(WORDS.to_vec()), 1..6), prop::collection::vec(prop::sample::select(WORDS.to_vec()), 1..40)), 1..60),
            words in prop::sample::subsequence(WORDS.to_vec(), 1..4),
        ) {
            let texts: Vec<(String, String)> = texts.into_iter().map(|(title, body)| (title.join(" "), body.join(" "))).collect();
            let documents: Vec<Document<'_>> = texts.iter().enumerate().map(|(n, (title, body))| {
                let card = Card { id: n.to_string(), title: title.clone(), ..Card::default() };
                Document { card, body, ..Document::default() }
            }).collect();
            let unpacked = |bytes: Vec<u8>| {
                let mut plain = Vec::new();
                GzDecoder::new(&bytes[..]).read_to_end(&mut plain).expect("what is written is whole");
                plain
            };
            let files: HashMap<String, Vec<u8>> = index(&documents).into_iter().map(|(name, bytes)| (name, unpacked(bytes))).collect();
            let index = Index::read(&files[file::INDEX]).expect("an index is read back");
            // A space behind the last word: it does not go on. No language whose words have stems.
            let query = Query::parse(&(words.join(" ") + " "), Filters::default());
            let answer = answer(&query, "und", &index, |segment, n| files.get(&file::shard(&index.segments[segment].name, n)).map(Vec::as_slice));
            let number = |hit: &Hit| -> usize {
                let segment = &index.segments[hit.segment];
                let card = segment.cards.get(hit.article as usize).cloned();
                let card = card.unwrap_or_else(|| read_cards(&files[&file::pack(&segment.name, 0)]).expect("a pack")[hit.article as usize].clone());
                card.id.parse().expect("a number")
            };
            let expected = exhaustive(&words, &texts);
            prop_assert_eq!(answer.hits.len(), expected.len());
            let scores: HashMap<usize, f32> = expected.iter().copied().collect();
            for (hit, (_, score)) in answer.hits.iter().zip(&expected) {
                // Equals may change places.
                prop_assert!((hit.score - score).abs() <= 1e-4 * score.abs().max(1.0), "{} {}", hit.score, score);
                prop_assert!((hit.score - scores[&number(hit)]).abs() <= 1e-4 * score.abs().max(1.0));
            }
        }
    }
}
