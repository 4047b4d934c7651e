//! What is shown of a text: its matches, and a passage around the best of them.

use std::ops::Range;

use crate::{
    forms::Forms,
    order,
    query::{Clause, Kind, Query},
    terms::{self, Token, Unit},
};

/// How long a passage is, in widths of a letter; a character of Chinese or Japanese is two wide.
const WIDTH: usize = 200;
/// How much of that stands before the first match.
const BEFORE: usize = 50;

/// A text in pieces: every other one, from the second on, is a match.
pub type Pieces = Vec<String>;

/// Finds the matches of a query in texts of one language.
pub struct Finder<'a> {
    query: &'a Query,
    words: Forms,
    /// Words that are marked beside others only.
    common: &'a [String],
}

/// A match: where in the text it begins and ends, and which clause it is of.
#[derive(Clone, Copy)]
struct Match {
    from: usize,
    to: usize,
    clause: usize,
    /// A common word by itself.
    weak: bool,
}

impl<'a> Finder<'a> {
    /// For texts of a language in which some words are common.
    pub fn new(query: &'a Query, language: &str, common: &'a [String]) -> Finder<'a> {
        Finder { query, words: Forms::of(language), common }
    }

    /// The bytes of all matches, in order; those that touch are one.
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        joined(text, &self.matches(text))
    }

    /// The whole text.
    pub fn marked(&self, text: &str) -> Pieces {
        pieces(text, 0..text.len(), &self.find(text))
    }

    /// The part of the text that has most of the query; its beginning if it has nothing of it.
    pub fn passage(&self, text: &str) -> Pieces {
        let matches = self.matches(text);
        let end = |from: usize| forward(text, from, WIDTH);
        let windows = matches.iter().map(|first| {
            let window = first.from..end(first.from);
            let inside = matches.iter().filter(|other| window.contains(&other.from) && other.to <= window.end);
            let clauses = inside.clone().filter(|other| !other.weak).fold(0_u64, |bits, other| bits | 1 << (other.clause & 63));
            (clauses.count_ones(), inside.count().min(6), window.start)
        });
        // Of equals the first.
        let best = windows.min_by_key(|(clauses, count, start)| (u32::MAX - clauses, usize::MAX - count, *start));
        let begin = best.map_or(0, |(.., start)| begin(text, start));
        let window = begin..at_a_gap(text, end(begin));
        let mut pieces = pieces(text, window.clone(), &joined(text, &matches));
        if window.start > 0 {
            pieces[0].insert_str(0, "… ");
        }
        if window.end < text.len() {
            pieces.last_mut().expect("a text has a piece").push_str(" …");
        }
        pieces
    }

    fn matches(&self, text: &str) -> Vec<Match> {
        let mut tokens: Vec<Token> = Vec::new();
        terms::read(text, 0, |token| tokens.push(token));
        let mut matches = Vec::new();
        for (n, clause) in self.query.clauses.iter().enumerate().filter(|(_, clause)| !clause.excluded) {
            let before = matches.len();
            let mut add = |from: usize, to: usize, weak: bool| {
                matches.push(Match { from: tokens[from].from, to: tokens[to].to, clause: n, weak });
            };
            for at in 0..tokens.len() {
                if let Some(end) = self.at(clause, &tokens, at) {
                    add(at, end, self.is_common(clause));
                }
            }
            // Where a run does not stand as a whole, what is found of it.
            if matches.len() == before && clause.kind == Kind::Run {
                let pair = |at: usize| match (&tokens[at].unit, &tokens[at + 1].unit) {
                    (Unit::Character(one), Unit::Character(other)) => Some(terms::pair(*one, *other)),
                    _ => None,
                };
                for at in 0..tokens.len().saturating_sub(1) {
                    if pair(at).is_some_and(|pair| clause.seeks.iter().any(|seek| seek.term == pair)) {
                        matches.push(Match { from: tokens[at].from, to: tokens[at + 1].to, clause: n, weak: false });
                    }
                }
            }
        }
        order::by(&matches, |found| (found.from as u64) << 32 | found.to as u64)
    }

    fn is_common(&self, clause: &Clause) -> bool {
        let common = |unit: &Unit| matches!(unit, Unit::Word(word) if self.common.contains(word));
        let others = self.query.clauses.iter().filter(|other| !other.excluded).flat_map(|other| &other.units);
        clause.kind != Kind::Phrase
            && clause.units.iter().all(|(unit, _)| common(unit))
            && others.clone().any(|(unit, _)| !common(unit))
    }

    /// The last token of a clause that begins with the nth.
    fn at(&self, clause: &Clause, tokens: &[Token], n: usize) -> Option<usize> {
        if let ([(Unit::Word(term), _)], Kind::Word | Kind::Beginning) = (&clause.units[..], clause.kind) {
            return match &tokens[n].unit {
                Unit::Word(other) => (self.words.count(clause, term, other) > 0.0).then_some(n),
                Unit::Character(_) => None,
            };
        }
        let stand = tokens.get(n..n + clause.units.len())?;
        let same = |(token, (unit, offset)): (&Token, &(Unit, u32))| {
            token.unit == *unit && token.position == tokens[n].position + offset
        };
        stand.iter().zip(&clause.units).all(same).then_some(n + clause.units.len() - 1)
    }
}

/// Matches that touch or have only a space between them as one; common words only beside others.
fn joined(text: &str, matches: &[Match]) -> Vec<Range<usize>> {
    let mut joined: Vec<(Range<usize>, bool)> = Vec::new();
    for found in matches {
        match joined.last_mut() {
            Some((last, weak)) if touches(text, last.end, found.from) => {
                last.end = last.end.max(found.to);
                *weak &= found.weak;
            }
            _ => joined.push((found.from..found.to, found.weak)),
        }
    }
    joined.into_iter().filter(|(_, weak)| !weak).map(|(bytes, _)| bytes).collect()
}

fn touches(text: &str, end: usize, start: usize) -> bool {
    text.get(end..start).is_none_or(|between| between.chars().all(|c| c == ' '))
}

fn pieces(text: &str, window: Range<usize>, marks: &[Range<usize>]) -> Pieces {
    let mut pieces = Vec::new();
    let mut at = window.start;
    for mark in marks.iter().filter(|mark| mark.start >= window.start && mark.end <= window.end) {
        pieces.push(text[at..mark.start].to_owned());
        pieces.push(text[mark.clone()].to_owned());
        at = mark.end;
    }
    pieces.push(text[at..window.end].to_owned());
    pieces
}

fn width(c: char) -> usize {
    1 + usize::from(matches!(c, '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{FFEF}'))
}

/// The byte that is so far behind another.
fn forward(text: &str, from: usize, most: usize) -> usize {
    let mut wide = 0;
    text[from..].char_indices().find(|(_, c)| (wide += width(*c), wide > most).1).map_or(text.len(), |(at, _)| from + at)
}

/// Where a passage with a match begins: a little before it, best where a sentence does.
fn begin(text: &str, start: usize) -> usize {
    let mut wide = 0;
    let back = text[..start].char_indices().rev().find(|(_, c)| (wide += width(*c), wide > BEFORE).1);
    let Some((at, c)) = back else { return 0 };
    let before = &text[at + c.len_utf8()..start];
    let sentence = before.rfind(['。', '！', '？', '؟']).or_else(|| before.rfind(". ")).or_else(|| before.rfind("? "));
    let gap = sentence.or_else(|| before.find(' '));
    let step = gap.and_then(|gap| before[gap..].chars().next().map(|c| gap + c.len_utf8())).unwrap_or_default();
    let from = at + c.len_utf8() + step;
    from + text[from..start].len() - text[from..start].trim_start().len()
}

/// The gap between words before a byte, unless it is far.
fn at_a_gap(text: &str, end: usize) -> usize {
    if end == text.len() {
        return end;
    }
    let near = text[..end].char_indices().rev().take(16).find(|(_, c)| *c == ' ');
    near.map_or(end, |(at, _)| at)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::Filters;

    fn marked(query: &str, text: &str) -> String {
        let query = Query::parse(query, Filters::default());
        let common = ["the".to_owned(), "of".to_owned()];
        shown(&Finder::new(&query, "en", &common).marked(text))
    }

    fn shown(pieces: &[String]) -> String {
        pieces.iter().enumerate().map(|(n, piece)| if n % 2 == 1 { format!("[{piece}]") } else { piece.clone() }).collect()
    }

    #[test]
    fn matches_are_marked_as_they_are_written() {
        assert_eq!(marked("export ", "The exporters’ Exports of exporting"), "The [exporters]’ [Exports] of [exporting]");
        assert_eq!(
            marked("the state of the art ", "The art of the state, the State of the Art"),
            "[The art of the state], [the State of the Art]"
        );
        assert_eq!(marked("\"solar cells\" -port", "A solar port; solar cells"), "A solar port; [solar cells]");
        assert_eq!(marked("实体书店", "城市里的實體書店，书店"), "城市里的[實體書店]，书店");
        assert_eq!(marked("实体书城", "实体与书城"), "[实体]与[书城]");
        assert_eq!(marked("２０２３", "In 2023 and 12023"), "In [2023] and 12023");
        assert_eq!(marked("الانتاج", "نما إنتاجُ البلاد"), "نما [إنتاجُ] البلاد");
        assert_eq!(marked("cel", "cells, excel"), "[cells], excel");
    }

    #[test]
    fn a_passage_has_the_best_match_and_ends_between_words() {
        let text = format!("{} A sentence. Solar cells and the batteries grew. {}", "word ".repeat(100), "more ".repeat(100));
        let query = Query::parse("batteries solar", Filters::default());
        let passage = shown(&Finder::new(&query, "en", &[]).passage(&text));
        assert!(passage.starts_with("… [Solar] cells and the [batteries] grew."), "{passage}");
        assert!(passage.ends_with("more …"), "{passage}");
        let none = Query::parse("nothing", Filters::default());
        assert_eq!(shown(&Finder::new(&none, "en", &[]).passage("A short text.")), "A short text.");
    }

    proptest! {
        #[test]
        fn no_text_is_lost_or_cut_in_a_letter(query in "\\PC{0,12}", text in "\\PC{0,200}|[实体书 a“。]{0,300}") {
            let query = Query::parse(&query, Filters::default());
            let finder = Finder::new(&query, "en", &[]);
            prop_assert_eq!(finder.marked(&text).concat(), text.clone());
            prop_assert!(finder.passage(&text).len() % 2 == 1);
        }
    }
}
