//! What a text is made of: words, and the characters of scripts that do not part words, each with its position.
//!
//! The press and the worker read texts with this one function.

use edition::tokens::{Run, runs};

use crate::fold;

/// The bytes of a word that count, at most: what is longer was not written to be read.
const LONGEST: usize = 64;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) unit: Unit,
    /// How many pieces stand before it; where runs of characters are parted by anything, one is left out.
    pub(crate) position: u32,
    /// The bytes of the text that it was read from.
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// What can be looked for, as it stands in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Word(String),
    Character(char),
}

/// Reads a text. Positions begin with `position`; the next free one comes back.
pub(crate) fn read(text: &str, mut position: u32, mut each: impl FnMut(Token)) -> u32 {
    let mut after_characters = None;
    for run in runs(text) {
        match run {
            Run::Word(word) => {
                for part in word.split(['\'', '’']).filter(|part| !part.is_empty()) {
                    let from = offset(text, part);
                    let span = (from, from + part.len());
                    position = units(&fold::word(part), span, position, &mut each);
                }
                after_characters = None;
            }
            Run::Characters(run) => {
                let mut from = offset(text, run);
                if after_characters.is_some_and(|end| end < from) {
                    position += 1;
                }
                for c in run.chars() {
                    let to = from + c.len_utf8();
                    each(Token { unit: Unit::Character(fold::character(c)), position, from, to });
                    (position, from) = (position + 1, to);
                }
                after_characters = Some(from);
            }
        }
    }
    position
}

/// What a word came to: mostly one unit, more for signs such as `½`.
fn units(folded: &str, (from, to): (usize, usize), mut position: u32, each: &mut impl FnMut(Token)) -> u32 {
    for run in runs(folded) {
        match run {
            Run::Word(word) => {
                each(Token { unit: Unit::Word(cut(word).to_owned()), position, from, to });
                position += 1;
            }
            Run::Characters(run) => {
                for c in run.chars() {
                    each(Token { unit: Unit::Character(c), position, from, to });
                    position += 1;
                }
            }
        }
    }
    position
}

fn cut(word: &str) -> &str {
    let mut end = word.len().min(LONGEST);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    &word[..end]
}

fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// The term for two neighbouring characters.
pub(crate) fn pair(one: char, two: char) -> String {
    [one, two].iter().collect()
}

/// What forms of a word share, by which terms are in order: the word itself; in Arabic without the article and what is
/// written together with it.
pub(crate) fn root(term: &str) -> &str {
    const ARTICLES: [&str; 6] = ["وال", "فال", "بال", "كال", "ال", "لل"];
    let bare = ARTICLES.iter().find_map(|article| term.strip_prefix(article));
    bare.filter(|bare| bare.chars().nth(2).is_some()).unwrap_or(term)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(String, u32, &str)> {
        let mut found = Vec::new();
        read(text, 0, |token| {
            let unit = match token.unit {
                Unit::Word(word) => word,
                Unit::Character(c) => c.to_string(),
            };
            found.push((unit, token.position, &text[token.from..token.to]));
        });
        found
    }

    #[test]
    fn words_and_characters_have_positions_and_their_places_in_the_text() {
        let units = said("The ministry’s ＧＤＰ增長，投资 3.8%");
        let plain: Vec<_> = units.iter().map(|(unit, position, _)| (unit.as_str(), *position)).collect();
        assert_eq!(
            plain,
            [("the", 0), ("ministry", 1), ("s", 2), ("gdp", 3), ("增", 4), ("长", 5), ("投", 7), ("资", 8), ("3", 9), ("8", 10)]
        );
        assert_eq!(units[5].2, "長");
        assert_eq!(said("½"), [("1".to_owned(), 0, "½"), ("2".to_owned(), 1, "½")]);
    }

    #[test]
    fn arabic_words_are_in_order_without_their_article() {
        assert_eq!(
            [root("الانتاج"), root("والانتاج"), root("انتاج"), root("الى"), root("all")],
            ["انتاج", "انتاج", "انتاج", "الى", "all"]
        );
    }
}
