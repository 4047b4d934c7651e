//! What a list of results shows of a text: its matches, and the passage around the best of them.

use std::ops::Range;

use crate::{
    forms::WordForms,
    messages::TextPiece,
    query::{Clause, ClauseKind, Query},
    sort,
    terms::{self, Token, Unit},
};

mod excerpt;
mod utf16;

pub use utf16::utf16_ranges;

/// Finds the matches of a query in texts of one language.
pub struct Finder<'a> {
    query: &'a Query,
    forms: WordForms,
    /// Words that match only next to another match.
    common_words: &'a [String],
}

/// A match of one clause.
#[derive(Clone, Copy)]
struct Match {
    /// The range of bytes in the text.
    start: usize,
    end: usize,
    /// The index of the clause.
    clause: usize,
    /// Whether the clause has only common words.
    is_common: bool,
}

impl<'a> Finder<'a> {
    /// Returns a finder for a language, a BCP 47 tag, with the common words of its index.
    pub fn new(query: &'a Query, language: &str, common_words: &'a [String]) -> Finder<'a> {
        Finder { query, forms: WordForms::new(language), common_words }
    }

    /// Returns the byte ranges of all matches, in order. Adjacent matches are one range.
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        join_adjacent(text, &self.matches(text))
    }

    /// Splits the text at its matches.
    pub fn highlight(&self, text: &str) -> Vec<TextPiece> {
        split(text, 0..text.len(), &self.find(text))
    }

    /// Returns the part of the text that matches most clauses, or the beginning of the text if nothing matches. An ellipsis
    /// replaces what is left out.
    pub fn passage(&self, text: &str) -> Vec<TextPiece> {
        let matches = self.matches(text);
        let windows = matches.iter().map(|first| {
            let window = first.start..excerpt::end(text, first.start);
            let inside = matches.iter().filter(|other| window.contains(&other.start) && other.end <= window.end);
            let clauses =
                inside.clone().filter(|other| !other.is_common).fold(0_u64, |bits, other| bits | 1 << (other.clause & 63));
            (clauses.count_ones(), inside.count().min(6), window.start)
        });
        // The first of equally good windows.
        let best = windows.min_by_key(|(clauses, count, start)| (u32::MAX - clauses, usize::MAX - count, *start));
        let start = best.map_or(0, |(.., start)| excerpt::start(text, start));
        let window = start..excerpt::end_at_space(text, excerpt::end(text, start));
        let mut pieces = split(text, window.clone(), &join_adjacent(text, &matches));
        let ellipsis = |text: &str| TextPiece { text: text.to_owned(), is_match: false };
        if window.start > 0 {
            pieces.insert(0, ellipsis("… "));
        }
        if window.end < text.len() {
            pieces.push(ellipsis(" …"));
        }
        pieces
    }

    /// Returns the matches of all clauses, in order of their ranges.
    fn matches(&self, text: &str) -> Vec<Match> {
        let mut tokens: Vec<Token> = Vec::new();
        terms::tokenize(text, 0, |token| tokens.push(token));
        let mut matches = Vec::new();
        for (index, clause) in self.query.clauses.iter().enumerate().filter(|(_, clause)| !clause.excluded) {
            let count_before = matches.len();
            let is_common = self.is_common(clause);
            let mut add = |first: usize, last: usize| {
                matches.push(Match { start: tokens[first].start, end: tokens[last].end, clause: index, is_common });
            };
            for first in 0..tokens.len() {
                if let Some(last) = self.last_token_of_match(clause, &tokens, first) {
                    add(first, last);
                }
            }
            // Parts of a run match only where the text does not have the whole run.
            if matches.len() == count_before && clause.kind == ClauseKind::Run {
                add_bigram_matches(&mut matches, clause, index, &tokens);
            }
        }
        sort::sorted_by(&matches, |found| (found.start as u64) << 32 | found.end as u64)
    }

    fn is_common(&self, clause: &Clause) -> bool {
        let is_common = |unit: &Unit| matches!(unit, Unit::Word(word) if self.common_words.contains(word));
        let mut units = self.query.clauses.iter().filter(|other| !other.excluded).flat_map(|other| &other.units);
        clause.kind != ClauseKind::Phrase
            && clause.units.iter().all(|(unit, _)| is_common(unit))
            && units.any(|(unit, _)| !is_common(unit))
    }

    /// Returns the index of the last token of a clause's match that starts at the token `first`.
    fn last_token_of_match(&self, clause: &Clause, tokens: &[Token], first: usize) -> Option<usize> {
        if let ([(Unit::Word(term), _)], ClauseKind::Word | ClauseKind::Prefix) = (&clause.units[..], clause.kind) {
            return match &tokens[first].unit {
                Unit::Word(word) => {
                    // A query for `c++` does not mark `c#`.
                    let with_symbols = tokens[first].with_symbols.as_deref();
                    let other = with_symbols.filter(|_| terms::without_symbols(term) != term).unwrap_or(word);
                    let is_match = self.forms.weight(clause, term, other) > 0.0 || self.forms.is_part(term, other);
                    is_match.then_some(first)
                }
                Unit::Character(_) => None,
            };
        }
        let candidates = tokens.get(first..first + clause.units.len())?;
        let is_equal = |(token, (unit, offset)): (&Token, &(Unit, u32))| {
            let is_equal = token.unit == *unit || token.with_symbols.as_deref() == Some(unit.text());
            is_equal && token.position == tokens[first].position + offset
        };
        candidates.iter().zip(&clause.units).all(is_equal).then_some(first + clause.units.len() - 1)
    }
}

/// Adds a match for each pair of tokens that is a bigram of the clause.
fn add_bigram_matches(matches: &mut Vec<Match>, clause: &Clause, index: usize, tokens: &[Token]) {
    for pair in tokens.windows(2) {
        if let Some(bigram) = terms::bigram(&pair[0].unit, &pair[1].unit)
            && clause.lookups.iter().any(|lookup| lookup.term == bigram)
        {
            matches.push(Match { start: pair[0].start, end: pair[1].end, clause: index, is_common: false });
        }
    }
}

/// Returns the ranges of matches, of which those with nothing but spaces between them are one. Drops ranges of common words alone.
fn join_adjacent(text: &str, matches: &[Match]) -> Vec<Range<usize>> {
    let is_adjacent = |end: usize, start: usize| text.get(end..start).is_none_or(|gap| gap.chars().all(|c| c == ' '));
    let mut joined: Vec<(Range<usize>, bool)> = Vec::new();
    for found in matches {
        match joined.last_mut() {
            Some((last, is_common)) if is_adjacent(last.end, found.start) => {
                last.end = last.end.max(found.end);
                *is_common &= found.is_common;
            }
            _ => joined.push((found.start..found.end, found.is_common)),
        }
    }
    joined.into_iter().filter(|(_, is_common)| !is_common).map(|(range, _)| range).collect()
}

/// Splits the part of a text in a window into matches and what is between them.
fn split(text: &str, window: Range<usize>, matches: &[Range<usize>]) -> Vec<TextPiece> {
    let mut pieces = Vec::new();
    let mut add = |range: Range<usize>, is_match| {
        if !range.is_empty() {
            pieces.push(TextPiece { text: text[range].to_owned(), is_match });
        }
    };
    let mut end = window.start;
    for range in matches.iter().filter(|range| range.start >= window.start && range.end <= window.end) {
        add(end..range.start, false);
        add(range.clone(), true);
        end = range.end;
    }
    add(end..window.end, false);
    pieces
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::Filters;

    fn highlighted(query: &str, text: &str) -> String {
        let query = Query::parse(query, Filters::default());
        let common_words = ["the".to_owned(), "of".to_owned()];
        with_brackets(&Finder::new(&query, "en", &common_words).highlight(text))
    }

    fn with_brackets(pieces: &[TextPiece]) -> String {
        pieces.iter().map(|piece| if piece.is_match { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
    }

    fn concatenated(pieces: &[TextPiece]) -> String {
        pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn matches_are_highlighted_as_they_are_written() {
        assert_eq!(highlighted("export ", "The exporters’ Exports of exporting"), "The [exporters]’ [Exports] of [exporting]");
        assert_eq!(
            highlighted("the state of the art ", "The art of the state, the State of the Art"),
            "[The art of the state], [the State of the Art]"
        );
        assert_eq!(highlighted("\"solar cells\" -port", "A solar port; solar cells"), "A solar port; [solar cells]");
        assert_eq!(highlighted("实体书店", "城市里的實體書店，书店"), "城市里的[實體書店]，书店");
        assert_eq!(highlighted("实体书城", "实体与书城"), "[实体]与[书城]");
        assert_eq!(highlighted("２０２３", "In 2023 and 12023"), "In [2023] and 12023");
        assert_eq!(highlighted("الانتاج", "نما إنتاجُ البلاد"), "نما [إنتاجُ] البلاد");
        assert_eq!(highlighted("cel", "cells, excel"), "[cells], excel");
        assert_eq!(highlighted("C++", "C++, C# and C"), "[C++], C# and [C]");
        assert_eq!(highlighted("c ", "C++, C# and C"), "[C++], [C#] and [C]");
        assert_eq!(highlighted("\"C++ code\"", "C code, C++ code"), "C code, [C++ code]");
        assert_eq!(highlighted("철도", "고속철도는"), "고속[철도]는");
        assert_eq!(highlighted("donaudampf ", "Donau\u{AD}dampf"), "[Donau\u{AD}dampf]");
        assert_eq!(highlighted("太阳能电池", "太阳能\n电池"), "[太阳能\n电池]");
    }

    #[test]
    fn a_passage_has_the_best_match_and_ends_between_words() {
        let text = format!("{} A sentence. Solar cells and the batteries grew. {}", "word ".repeat(100), "more ".repeat(100));
        let query = Query::parse("batteries solar", Filters::default());
        let passage = with_brackets(&Finder::new(&query, "en", &[]).passage(&text));
        assert!(passage.starts_with("… [Solar] cells and the [batteries] grew."), "{passage}");
        assert!(passage.ends_with("more …"), "{passage}");
        let none = Query::parse("nothing", Filters::default());
        assert_eq!(with_brackets(&Finder::new(&none, "en", &[]).passage("A short text.")), "A short text.");
    }

    proptest! {
        #[test]
        fn no_text_is_lost_or_split_within_a_letter(query in "\\PC{0,12}", text in "\\PC{0,200}|[实体书 a“。]{0,300}") {
            let query = Query::parse(&query, Filters::default());
            let finder = Finder::new(&query, "en", &[]);
            let (highlighted, passage) = (finder.highlight(&text), finder.passage(&text));
            prop_assert_eq!(concatenated(&highlighted), text.clone());
            prop_assert!(highlighted.windows(2).all(|pair| pair[0].is_match != pair[1].is_match));
            prop_assert!(highlighted.iter().chain(&passage).all(|piece| !piece.text.is_empty()));
            let passage = concatenated(&passage);
            let inner = passage.strip_prefix("… ").unwrap_or(&passage);
            let inner = inner.strip_suffix(" …").unwrap_or(inner);
            prop_assert!(text.contains(inner));
        }
    }
}
