//! Tokenization: words, and the characters of scripts without spaces, each with its position. The press and the worker both use
//! this module, so that a query has the terms of the index.

use edition::tokens::{Run, runs};

use crate::fold;

/// The number of bytes of a word that are indexed. Longer words are not prose.
const MAX_WORD_LENGTH: usize = 64;

/// A token of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) unit: Unit,
    /// The number of tokens before this one. It skips one number where anything separates two runs of characters.
    pub(crate) position: u32,
    /// The range of bytes in the text.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Token {
    /// Returns the word, if the token is one.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn word(&self) -> Option<&str> {
        match &self.unit {
            Unit::Word(word) => Some(word),
            Unit::Character(_) => None,
        }
    }
}

/// The content of a token, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Word(String),
    Character(char),
}

/// Calls `visit` with the tokens of a text, whose positions start at `position`. Returns the next free position.
pub(crate) fn tokenize(text: &str, mut position: u32, mut visit: impl FnMut(Token)) -> u32 {
    let mut end_of_characters = None;
    for run in runs(text) {
        match run {
            Run::Word(word) => {
                for part in word.split(['\'', '’']).filter(|part| !part.is_empty()) {
                    let start = offset(text, part);
                    position = tokenize_folded(&fold::word(part), start, start + part.len(), position, &mut visit);
                }
                end_of_characters = None;
            }
            Run::Characters(characters) => {
                let mut start = offset(text, characters);
                if end_of_characters.is_some_and(|end| end < start) {
                    position += 1;
                }
                for c in characters.chars() {
                    let end = start + c.len_utf8();
                    visit(Token { unit: Unit::Character(fold::character(c)), position, start, end });
                    (position, start) = (position + 1, end);
                }
                end_of_characters = Some(start);
            }
        }
    }
    position
}

/// Visits the tokens of a folded word: usually one, but `½` becomes `1` and `2`. Each has the range of the whole word.
fn tokenize_folded(folded: &str, start: usize, end: usize, mut position: u32, visit: &mut impl FnMut(Token)) -> u32 {
    for run in runs(folded) {
        match run {
            Run::Word(word) => {
                visit(Token { unit: Unit::Word(truncate(word).to_owned()), position, start, end });
                position += 1;
            }
            Run::Characters(characters) => {
                for c in characters.chars() {
                    visit(Token { unit: Unit::Character(c), position, start, end });
                    position += 1;
                }
            }
        }
    }
    position
}

fn truncate(word: &str) -> &str {
    let mut end = word.len().min(MAX_WORD_LENGTH);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    &word[..end]
}

/// Returns the offset of `part`, a slice of `text`.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// Returns the term for two adjacent characters.
pub(crate) fn bigram(first: char, second: char) -> String {
    [first, second].iter().collect()
}

/// Returns what the forms of a word share. Shards are sorted by it. Arabic words lose the article and the particles written with
/// it; the root of any other word is the word.
pub(crate) fn root(term: &str) -> &str {
    const ARTICLES: [&str; 6] = ["وال", "فال", "بال", "كال", "ال", "لل"];
    let root = ARTICLES.iter().find_map(|article| term.strip_prefix(article));
    root.filter(|root| root.chars().nth(2).is_some()).unwrap_or(term)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(String, u32, &str)> {
        let mut tokens = Vec::new();
        tokenize(text, 0, |token| {
            let unit = match token.unit {
                Unit::Word(word) => word,
                Unit::Character(c) => c.to_string(),
            };
            tokens.push((unit, token.position, &text[token.start..token.end]));
        });
        tokens
    }

    #[test]
    fn words_and_characters_have_positions_and_ranges() {
        let units = tokens("The ministry’s ＧＤＰ增長，投资 3.8%");
        let plain: Vec<_> = units.iter().map(|(unit, position, _)| (unit.as_str(), *position)).collect();
        assert_eq!(
            plain,
            [("the", 0), ("ministry", 1), ("s", 2), ("gdp", 3), ("增", 4), ("长", 5), ("投", 7), ("资", 8), ("3", 9), ("8", 10)]
        );
        assert_eq!(units[5].2, "長");
        assert_eq!(tokens("½"), [("1".to_owned(), 0, "½"), ("2".to_owned(), 1, "½")]);
    }

    #[test]
    fn arabic_words_are_sorted_without_their_article() {
        assert_eq!(
            [root("الانتاج"), root("والانتاج"), root("انتاج"), root("الى"), root("all")],
            ["انتاج", "انتاج", "انتاج", "الى", "all"]
        );
    }
}
