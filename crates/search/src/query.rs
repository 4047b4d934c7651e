//! Parsing of queries, and which terms and shards answer them.

use crate::{
    format::{AdjacentCommonWords, Index, ShardId, facet},
    sort,
    terms::{self, Unit},
};

mod lookups;

use lookups::lookups;

/// A parsed query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub(crate) clauses: Vec<Clause>,
    /// The terms of the filters. Every result has all of them.
    pub(crate) facets: Vec<String>,
}

/// The filters of a query. An empty filter matches every article.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filters<'a> {
    /// The id of a section.
    pub section: &'a str,
    /// The id of a tag.
    pub tag: &'a str,
    /// A year of four digits.
    pub year: &'a str,
}

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    pub(crate) kind: ClauseKind,
    /// The tokens, each with its distance from the first. There is at least one.
    pub(crate) units: Vec<(Unit, u32)>,
    /// The terms that find the clause in an index.
    pub(crate) lookups: Vec<TermLookup>,
    /// The position of the first token in the query.
    pub(crate) position: u32,
    /// Whether the results must not match the clause.
    pub(crate) excluded: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClauseKind {
    /// A word and its other forms.
    Word,
    /// The last word, which the reader may still be typing.
    Prefix,
    /// Characters without spaces. A part of them matches too, with a lower score.
    Run,
    /// Words in quotation marks.
    Phrase,
}

/// A term to look up in an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TermLookup {
    pub(crate) term: String,
    /// The distance from the position of the clause.
    pub(crate) offset: u32,
}

const QUOTES: [char; 8] = ['"', '“', '”', '„', '«', '»', '「', '」'];
const MINUS: [char; 3] = ['-', '−', '－'];

impl Query {
    /// Parses a query: words, `"phrases"`, and `-words` that the results must not have. Every text is a valid query.
    pub fn parse(text: &str, filters: Filters<'_>) -> Query {
        let mut query = Query::default();
        let mut position = 0;
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if first.is_whitespace() {
                rest = rest.trim_start();
                continue;
            }
            let without_minus = rest.strip_prefix(MINUS);
            let excluded = without_minus.is_some();
            let start = without_minus.unwrap_or(rest);
            let end = match start.strip_prefix(QUOTES) {
                Some(quoted) => {
                    let end = quoted.find(QUOTES).unwrap_or(quoted.len());
                    position = query.add(&quoted[..end], position, excluded, true) + 1;
                    rest = quoted[end..].strip_prefix(QUOTES).unwrap_or_default();
                    continue;
                }
                None => start.find(|c: char| c.is_whitespace() || QUOTES.contains(&c)).unwrap_or(start.len()),
            };
            position = query.add(&start[..end], position, excluded, false);
            rest = &start[end..];
        }
        let may_continue = text.ends_with(char::is_alphanumeric);
        let last = query.clauses.last_mut().filter(|last| last.kind == ClauseKind::Word && !last.excluded);
        if let Some(last) = last.filter(|_| may_continue) {
            last.kind = ClauseKind::Prefix;
        }
        let facet = |value: &str, term: fn(&str) -> String| (!value.is_empty()).then(|| term(value));
        query.facets.extend(facet(filters.section, facet::section));
        query.facets.extend(facet(filters.tag, facet::tag));
        query.facets.extend(facet(filters.year, facet::year));
        query
    }

    /// Adds the clauses of a text without spaces or of a quoted text. Returns the next free position.
    fn add(&mut self, text: &str, position: u32, excluded: bool, quoted: bool) -> u32 {
        let mut units = Vec::new();
        let end = terms::tokenize(text, position, |token| {
            let position = token.position;
            units.push((token.into_unit(), position));
        });
        let is_same_clause = |one: &(Unit, u32), two: &(Unit, u32)| {
            quoted || matches!((&one.0, &two.0), (Unit::Character(_), Unit::Character(_))) && one.1 + 1 == two.1
        };
        for units in units.chunk_by(is_same_clause) {
            let position = units[0].1;
            let units: Vec<(Unit, u32)> = units.iter().map(|(unit, at)| (unit.clone(), at - position)).collect();
            let lookups = lookups(&units);
            let kind = match &units[0].0 {
                _ if quoted => ClauseKind::Phrase,
                Unit::Word(_) => ClauseKind::Word,
                Unit::Character(_) => ClauseKind::Run,
            };
            self.clauses.push(Clause { kind, units, lookups, position, excluded });
        }
        end
    }

    /// Returns the lookups of a clause that an index has to answer.
    ///
    /// If the query has two or more words that are not common, its common words are not looked up: the postings of the other words
    /// say which common words are next to them. Excluded clauses are always looked up completely.
    pub(crate) fn required_lookups<'a>(&self, clause: &'a Clause, index: &Index) -> impl Iterator<Item = &'a TermLookup> {
        let all = self.clauses.iter().filter(|clause| !clause.excluded).flat_map(|clause| &clause.lookups);
        let uncommon_count = all.filter(|lookup| index.common_word_code(&lookup.term) == 0).count();
        let is_required =
            move |lookup: &&TermLookup| clause.excluded || uncommon_count < 2 || index.common_word_code(&lookup.term) == 0;
        clause.lookups.iter().filter(is_required)
    }

    /// Returns the common words of the query that are next to a term of a clause: for a phrase those in the phrase, else those in
    /// any clause that is not a phrase.
    pub(crate) fn adjacent_common_words(&self, clause: &Clause, lookup: &TermLookup, index: &Index) -> AdjacentCommonWords {
        let context = self.clauses.iter().filter(|other| match clause.kind {
            ClauseKind::Phrase => other.position == clause.position,
            _ => other.kind != ClauseKind::Phrase && !other.excluded,
        });
        let codes: Vec<(u32, u8)> = context
            .flat_map(|other| {
                other.lookups.iter().map(|lookup| (other.position + lookup.offset, index.common_word_code(&lookup.term)))
            })
            .collect();
        [-2, -1, 1, 2].map(|step| {
            let position = (clause.position + lookup.offset).checked_add_signed(step);
            codes.iter().find(|(other, _)| Some(*other) == position).map_or(0, |(_, code)| *code)
        })
    }

    /// Returns the shards that answer the query, each once.
    pub fn shards(&self, index: &Index) -> Vec<ShardId> {
        let lookups = self.clauses.iter().flat_map(|clause| self.required_lookups(clause, index));
        let terms = lookups.map(|lookup| &lookup.term).chain(&self.facets);
        let roots: Vec<&str> = terms.map(|term| terms::root(term)).collect();
        let segments = index.segments.iter().enumerate();
        let shards = segments.flat_map(|(segment_index, segment)| {
            roots.iter().filter_map(move |root| Some((segment_index, segment.shard_index(root)?)))
        });
        sort::unique_shards(&shards.collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clauses(text: &str) -> Vec<String> {
        let query = Query::parse(text, Filters::default());
        query
            .clauses
            .iter()
            .map(|clause| {
                let lookups: Vec<_> = clause.lookups.iter().map(|lookup| format!("{}@{}", lookup.term, lookup.offset)).collect();
                format!("{}{:?} {}", if clause.excluded { "-" } else { "" }, clause.kind, lookups.join(" "))
            })
            .collect()
    }

    #[test]
    fn words_phrases_and_exclusions() {
        assert_eq!(clauses("Solar cells "), ["Word solar@0", "Word cells@0"]);
        assert_eq!(clauses("solar ce"), ["Word solar@0", "Prefix ce@0"]);
        assert_eq!(clauses(r#""state of the art" -war"#), ["Phrase state@0 of@1 the@2 art@3", "-Word war@0"]);
        assert_eq!(clauses("“GDP增长率” e-mail"), ["Phrase gdp@0 增长@1 长率@2", "Word e@0", "Prefix mail@0"]);
        assert_eq!(clauses(r#"-"a b" c""#), ["-Phrase a@0 b@1", "Word c@0"]);
        assert_eq!(clauses("- \" ! \" …"), [""; 0]);
    }

    #[test]
    fn characters_are_covered_by_bigrams() {
        assert_eq!(clauses("字"), ["Run 字@0"]);
        assert_eq!(clauses("实体書店"), ["Run 实体@0 书店@2"]);
        assert_eq!(clauses("实体书，店"), ["Run 实体@0 体书@1", "Run 店@0"]);
        assert_eq!(clauses("GDP增長"), ["Word gdp@0", "Run 增长@0"]);
        assert_eq!(clauses("서울 철도"), ["Run 서울@0", "Run 철도@0"]);
        assert_eq!(clauses("รถไฟที่"), ["Run รถ@0 ไฟ@2 ฟที่@3"]);
    }

    #[test]
    fn names_are_looked_up_with_their_symbols() {
        assert_eq!(clauses("C++ .net "), ["Word c++@0", "Word .net@0"]);
        assert_eq!(clauses("-#tag @nam"), ["-Word #tag@0", "Prefix @nam@0"]);
        assert_eq!(clauses("\"C# code\""), ["Phrase c#@0 code@1"]);
    }
}
