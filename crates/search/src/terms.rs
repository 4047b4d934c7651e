//! Tokenization: words, and the characters of scripts without spaces, each with its position. The press and the worker both use
//! this module, so that a query has the terms of the index.

use edition::tokens::{Run, characters, runs};

use crate::fold;

/// The number of bytes of a word that are indexed. Longer words are not prose.
const MAX_WORD_LENGTH: usize = 64;
/// What a name can begin with (`.net`, `#tag`, `@name`) and end with (`c++`, `c#`).
const SYMBOLS_BEFORE: [char; 3] = ['#', '@', '.'];
const SYMBOLS_AFTER: [char; 2] = ['+', '#'];

/// A token of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) unit: Unit,
    /// The word with the symbols next to it, such as `c++`, if there are any: another term for the same token.
    pub(crate) with_symbols: Option<String>,
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

    /// Returns what a query looks up that has the token.
    pub(crate) fn into_unit(self) -> Unit {
        self.with_symbols.map_or(self.unit, Unit::Word)
    }
}

/// The content of a token, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Word(String),
    /// A character with its combining marks.
    Character(String),
}

impl Unit {
    pub(crate) fn text(&self) -> &str {
        match self {
            Unit::Word(text) | Unit::Character(text) => text,
        }
    }
}

/// Calls `visit` with the tokens of a text, whose positions start at `position`. Returns the next free position.
pub(crate) fn tokenize(text: &str, mut position: u32, mut visit: impl FnMut(Token)) -> u32 {
    let mut follows_characters = false;
    for run in runs(text) {
        match run {
            Run::Word(word) => {
                for part in word.split(['\'', '’']).filter(|part| !part.is_empty()) {
                    let start = offset(text, part);
                    let symbols = if part.len() == word.len() { symbols(text, start, start + part.len()) } else { ("", "") };
                    position = tokenize_folded(&fold::word(part), start, start + part.len(), symbols, position, &mut visit);
                }
                follows_characters = false;
            }
            Run::Characters(run) => {
                position += u32::from(follows_characters);
                for character in characters(run) {
                    let start = offset(text, character);
                    let (unit, end) = (Unit::Character(fold::character(character)), start + character.len());
                    visit(Token { unit, with_symbols: None, position, start, end });
                    position += 1;
                }
                follows_characters = true;
            }
        }
    }
    position
}

/// Visits the tokens of a folded word: usually one, but `½` becomes `1` and `2`. Each has the range of the whole word.
fn tokenize_folded(
    folded: &str,
    start: usize,
    end: usize,
    (before, after): (&str, &str),
    mut position: u32,
    visit: &mut impl FnMut(Token),
) -> u32 {
    let (start, end) = (start - before.len(), end + after.len());
    let token = |word: &str, position: u32| {
        let word = truncate(word);
        let with_symbols = (!before.is_empty() || !after.is_empty()).then(|| [before, word, after].concat());
        Token { unit: Unit::Word(word.to_owned()), with_symbols, position, start, end }
    };
    // Most words of most texts are one.
    if !folded.is_empty() && folded.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        visit(token(folded, position));
        return position + 1;
    }
    for run in runs(folded) {
        match run {
            Run::Word(word) => {
                visit(token(word, position));
                position += 1;
            }
            Run::Characters(run) => {
                for character in characters(run) {
                    visit(Token { unit: Unit::Character(character.to_owned()), with_symbols: None, position, start, end });
                    position += 1;
                }
            }
        }
    }
    position
}

/// Returns the symbols before and after a word that belong to it: one before a name that nothing else precedes, or at most two after
/// a name that ends there.
fn symbols(text: &str, start: usize, end: usize) -> (&str, &str) {
    let (before, word, after) = (&text[..start], &text[start..end], &text[end..]);
    if !word.starts_with(char::is_alphabetic) {
        return ("", "");
    }
    let is_name = |before: &&str| !before.ends_with(|c: char| c.is_alphanumeric() || SYMBOLS_BEFORE.contains(&c));
    let before = before.strip_suffix(SYMBOLS_BEFORE).filter(is_name).map_or("", |rest| &before[rest.len()..]);
    let rest = after.trim_start_matches(SYMBOLS_AFTER);
    let count = after.len() - rest.len();
    let ends_name = count <= 2 && !rest.starts_with(char::is_alphabetic);
    (before, if ends_name { &after[..count] } else { "" })
}

/// Returns a word without the symbols next to it.
pub(crate) fn without_symbols(term: &str) -> &str {
    term.trim_start_matches(SYMBOLS_BEFORE).trim_end_matches(SYMBOLS_AFTER)
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

/// Returns the term for two adjacent tokens, if both are characters.
pub(crate) fn bigram(first: &Unit, second: &Unit) -> Option<String> {
    match (first, second) {
        (Unit::Character(first), Unit::Character(second)) => Some([first.as_str(), second].concat()),
        _ => None,
    }
}

/// Returns what the forms of a word share. Shards are sorted by it. Words lose the symbols next to them; Arabic words lose the
/// article and the particles written with it.
pub(crate) fn root(term: &str) -> &str {
    const ARTICLES: [&str; 6] = ["وال", "فال", "بال", "كال", "ال", "لل"];
    let term = without_symbols(term);
    let root = ARTICLES.iter().find_map(|article| term.strip_prefix(article));
    root.filter(|root| root.chars().nth(2).is_some()).unwrap_or(term)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(String, u32, &str)> {
        let mut tokens = Vec::new();
        tokenize(text, 0, |token| {
            tokens.push((token.unit.text().to_owned(), token.position, &text[token.start..token.end]));
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
    fn names_keep_their_symbols_as_another_term() {
        let with_symbols = |text: &str| {
            let mut names = Vec::new();
            tokenize(text, 0, |token| names.extend(token.with_symbols));
            names
        };
        assert_eq!(with_symbols("C++ and C#, F#; C++17"), ["c++", "c#", "f#", "c++"]);
        assert_eq!(with_symbols(".NET (#MeToo) @Éva"), [".net", "#metoo", "@eva"]);
        assert_eq!(with_symbols("end.Next a@b.org 2+2 #1 …so ...and a+b C+++"), [""; 0]);
        assert_eq!(tokens("In C++, #tag"), [("in".into(), 0, "In"), ("c".into(), 1, "C++"), ("tag".into(), 2, "#tag")]);
    }

    #[test]
    fn arabic_words_are_sorted_without_their_article() {
        assert_eq!(
            [root("الانتاج"), root("والانتاج"), root("انتاج"), root("الى"), root("all"), root("c++")],
            ["انتاج", "انتاج", "انتاج", "الى", "all", "c"]
        );
    }
}
