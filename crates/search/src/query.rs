//! What a reader looks for, read from what they typed.

use crate::{
    format::{self, Index, Near},
    order,
    terms::{self, Unit},
};

/// A query: what has to be found, what must not, and what the articles must be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub(crate) clauses: Vec<Clause>,
    /// Terms that every article must have: its section, a tag, its year.
    pub(crate) facets: Vec<String>,
}

/// What the articles must be; empty for anything.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filters<'a> {
    /// The id of a section.
    pub section: &'a str,
    /// The id of a tag.
    pub tag: &'a str,
    /// A year, `2023`.
    pub year: &'a str,
}

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    pub(crate) kind: Kind,
    /// What it is made of, in order, with the distance from its beginning. At least one.
    pub(crate) units: Vec<(Unit, u32)>,
    /// The terms that tell it.
    pub(crate) seeks: Vec<Seek>,
    /// Its place in the query, as positions go.
    pub(crate) position: u32,
    /// Articles with it are left out.
    pub(crate) excluded: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word, and its other forms.
    Word,
    /// The last word, which may go on.
    Beginning,
    /// Characters without a space between them: best all together.
    Run,
    /// What stood in quotation marks: only all together.
    Phrase,
}

/// A term and how far from the clause's beginning it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seek {
    pub(crate) term: String,
    pub(crate) offset: u32,
}

const QUOTES: [char; 8] = ['"', '“', '”', '„', '«', '»', '「', '」'];
const MINUS: [char; 3] = ['-', '−', '－'];

impl Query {
    /// Reads a query: words, `"phrases"`, `-words` that must not be there.
    pub fn parse(text: &str, filters: Filters<'_>) -> Query {
        let mut query = Query::default();
        let mut position = 0;
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if first.is_whitespace() {
                rest = rest.trim_start();
                continue;
            }
            let bare = rest.strip_prefix(MINUS);
            let excluded = bare.is_some();
            let from = bare.unwrap_or(rest);
            let end = match from.strip_prefix(QUOTES) {
                Some(quoted) => {
                    let end = quoted.find(QUOTES).unwrap_or(quoted.len());
                    position = query.add(&quoted[..end], position, excluded, true) + 1;
                    rest = quoted[end..].strip_prefix(QUOTES).unwrap_or_default();
                    continue;
                }
                None => from.find(|c: char| c.is_whitespace() || QUOTES.contains(&c)).unwrap_or(from.len()),
            };
            position = query.add(&from[..end], position, excluded, false);
            rest = &from[end..];
        }
        let open = text.ends_with(char::is_alphanumeric);
        if let Some(last) = query.clauses.last_mut().filter(|last| open && last.kind == Kind::Word && !last.excluded) {
            last.kind = Kind::Beginning;
        }
        let facet = |value: &str, term: fn(&str) -> String| (!value.is_empty()).then(|| term(value));
        query.facets.extend(facet(filters.section, format::section));
        query.facets.extend(facet(filters.tag, format::tag));
        query.facets.extend(facet(filters.year, format::year));
        query
    }

    /// Adds what stands between two spaces, or in quotation marks.
    fn add(&mut self, text: &str, position: u32, excluded: bool, quoted: bool) -> u32 {
        let mut units = Vec::new();
        let end = terms::read(text, position, |token| units.push((token.unit, token.position)));
        let together = |one: &(Unit, u32), two: &(Unit, u32)| {
            quoted || matches!((&one.0, &two.0), (Unit::Character(_), Unit::Character(_))) && one.1 + 1 == two.1
        };
        for units in units.chunk_by(together) {
            let position = units[0].1;
            let units: Vec<(Unit, u32)> = units.iter().map(|(unit, at)| (unit.clone(), at - position)).collect();
            let seeks = seeks(&units);
            let kind = match &units[0].0 {
                _ if quoted => Kind::Phrase,
                Unit::Word(_) => Kind::Word,
                Unit::Character(_) => Kind::Run,
            };
            self.clauses.push(Clause { kind, units, seeks, position, excluded });
        }
        end
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.facets.is_empty() && !self.clauses.iter().any(|clause| !clause.excluded)
    }

    /// The terms of a clause that are asked for: all but common words beside two or more that are not, which are told by what
    /// stands around those. What must not be there is asked for whole.
    pub(crate) fn asked<'a>(&self, clause: &'a Clause, index: &Index) -> impl Iterator<Item = &'a Seek> {
        let seeks = self.clauses.iter().filter(|clause| !clause.excluded).flat_map(|clause| &clause.seeks);
        let telling = seeks.filter(|seek| index.common(&seek.term) == 0).count();
        clause.seeks.iter().filter(move |seek| clause.excluded || telling < 2 || index.common(&seek.term) == 0)
    }

    /// Which common words stand around a word of it: in a phrase those of the phrase, else any that are not in one.
    pub(crate) fn frame(&self, clause: &Clause, seek: &Seek, index: &Index) -> Near {
        let whole = self.clauses.iter().filter(|other| match clause.kind {
            Kind::Phrase => other.position == clause.position,
            _ => other.kind != Kind::Phrase && !other.excluded,
        });
        let words: Vec<(u32, u8)> = whole
            .flat_map(|other| other.seeks.iter().map(|seek| (other.position + seek.offset, index.common(&seek.term))))
            .collect();
        [-2, -1, 1, 2].map(|step| {
            let position = (clause.position + seek.offset).checked_add_signed(step);
            words.iter().find(|(other, _)| Some(*other) == position).map_or(0, |(_, code)| *code)
        })
    }

    /// The shards that it is answered from, as numbers of segments and of shards in them, each once.
    pub fn shards(&self, index: &Index) -> Vec<(usize, usize)> {
        let asked = self.clauses.iter().flat_map(|clause| self.asked(clause, index)).map(|seek| &seek.term);
        let terms = asked.chain(&self.facets);
        let roots: Vec<&str> = terms.map(|term| terms::root(term)).collect();
        let all = index.segments.iter().enumerate();
        let shards = all.flat_map(|(n, segment)| roots.iter().filter_map(move |root| Some((n, segment.shard(root)?))));
        let mut shards = order::by(&shards.collect::<Vec<_>>(), |(segment, n)| (*segment as u64) << 32 | *n as u64);
        shards.dedup();
        shards
    }
}

/// As few terms as tell all of the units: every word, and pairs of characters side by side.
fn seeks(units: &[(Unit, u32)]) -> Vec<Seek> {
    let mut seeks = Vec::new();
    let character = |n: usize| match units.get(n) {
        Some((Unit::Character(c), position)) => Some((*c, *position)),
        _ => None,
    };
    let pair = |n: usize| {
        let (one, two) = (character(n)?, character(n + 1)?);
        (one.1 + 1 == two.1).then(|| terms::pair(one.0, two.0))
    };
    let mut n = 0;
    while n < units.len() {
        let offset = units[n].1;
        let (term, offset, step) = match &units[n].0 {
            Unit::Word(word) => (word.clone(), offset, 1),
            Unit::Character(c) => match (pair(n), n.checked_sub(1).and_then(pair)) {
                (Some(pair), _) => (pair, offset, 2),
                // The last of an odd number.
                (None, Some(pair)) => (pair, offset - 1, 1),
                (None, None) => (c.to_string(), offset, 1),
            },
        };
        seeks.push(Seek { term, offset });
        n += step;
    }
    seeks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let query = Query::parse(text, Filters::default());
        query
            .clauses
            .iter()
            .map(|clause| {
                let seeks: Vec<_> = clause.seeks.iter().map(|seek| format!("{}@{}", seek.term, seek.offset)).collect();
                format!("{}{:?} {}", if clause.excluded { "-" } else { "" }, clause.kind, seeks.join(" "))
            })
            .collect()
    }

    #[test]
    fn words_phrases_and_what_must_not_be_there() {
        assert_eq!(said("Solar cells "), ["Word solar@0", "Word cells@0"]);
        assert_eq!(said("solar ce"), ["Word solar@0", "Beginning ce@0"]);
        assert_eq!(said(r#""state of the art" -war"#), ["Phrase state@0 of@1 the@2 art@3", "-Word war@0"]);
        assert_eq!(said("“GDP增长率” e-mail"), ["Phrase gdp@0 增长@1 长率@2", "Word e@0", "Beginning mail@0"]);
        assert_eq!(said(r#"-"a b" c""#), ["-Phrase a@0 b@1", "Word c@0"]);
        assert_eq!(said("- \" ! \" …"), [""; 0]);
    }

    #[test]
    fn characters_are_covered_by_pairs() {
        assert_eq!(said("字"), ["Run 字@0"]);
        assert_eq!(said("实体書店"), ["Run 实体@0 书店@2"]);
        assert_eq!(said("实体书，店"), ["Run 实体@0 体书@1", "Run 店@0"]);
        assert_eq!(said("GDP增長"), ["Word gdp@0", "Run 增长@0"]);
    }
}
