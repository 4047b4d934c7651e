//! The parts of German compounds, by which they are found too.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::{Documents, tokens::ArticleTokens};
use crate::{forms, forms::MIN_PART, terms::Unit};

/// What can be between two parts.
const LINKS: [&str; 7] = ["", "s", "es", "n", "en", "er", "e"];
/// The maximum number of parts. It bounds the time for words that can be split in very many ways.
const MAX_PARTS: usize = 4;

/// Splits compounds into words that are in the index.
#[derive(Default)]
pub(super) struct Compounds {
    /// All words that can be a part. Empty for languages that do not write compounds as one word.
    vocabulary: FxHashSet<String>,
}

impl Compounds {
    /// Returns the compounds of the documents' words. Common words are no parts.
    pub(super) fn new(language: &str, documents: &(impl Documents + ?Sized), common_words: &[String]) -> Compounds {
        if !forms::has_compounds(language) {
            return Compounds::default();
        }
        let words = |index: usize| -> FxHashSet<String> {
            let units = ArticleTokens::new(&documents.document(index)).tokens.into_iter().map(|token| token.unit);
            let words = units.filter_map(|unit| if let Unit::Word(word) = unit { Some(word) } else { None });
            words.filter(|word| word.len() >= MIN_PART && word.chars().all(char::is_alphabetic)).collect()
        };
        let mut vocabulary: FxHashSet<String> =
            (0..documents.count()).into_par_iter().map(words).reduce(FxHashSet::default, |mut all, words| {
                all.extend(words);
                all
            });
        vocabulary.retain(|word| !common_words.contains(word));
        Compounds { vocabulary }
    }

    /// Returns the parts of a word, and the parts of these; none if the word is not a compound.
    pub(super) fn parts<'w>(&self, word: &'w str) -> Vec<&'w str> {
        let mut parts = Vec::new();
        self.add_parts(word, &mut parts);
        parts
    }

    fn add_parts<'w>(&self, word: &'w str, parts: &mut Vec<&'w str>) {
        for part in self.split(word, MAX_PARTS).into_iter().flat_map(<[&str; 2]>::from) {
            if self.vocabulary.contains(part) && !parts.contains(&part) {
                parts.push(part);
            }
            self.add_parts(part, parts);
        }
    }

    /// Splits a word before its longest last part whose rest, without linking letters, is a word or a compound.
    fn split<'w>(&self, word: &'w str, max_parts: usize) -> Option<(&'w str, &'w str)> {
        if max_parts < 2 || word.len() < 2 * MIN_PART || self.vocabulary.is_empty() {
            return None;
        }
        let is_word = |part: &str| self.vocabulary.contains(part) || self.split(part, max_parts - 1).is_some();
        let boundaries = (MIN_PART..=word.len() - MIN_PART).filter(|boundary| word.is_char_boundary(*boundary));
        boundaries.map(|boundary| word.split_at(boundary)).filter(|(_, last)| self.vocabulary.contains(*last)).find_map(
            |(rest, last)| {
                let mut firsts = LINKS.iter().filter_map(|link| rest.strip_suffix(link));
                firsts.find(|first| first.len() >= MIN_PART && is_word(first)).map(|first| (first, last))
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Document, *};

    fn compounds(language: &str, body: &str) -> Compounds {
        Compounds::new(language, &[Document { body: body.into(), ..Document::default() }][..], &["eine".to_owned()])
    }

    #[test]
    fn compounds_are_split_into_words_of_the_index() {
        let compounds =
            compounds("de-AT", "Eisenbahn Brücke Bahn Eisen Bund Kanzler Kind Garten Tasche Tuch Zeitung Verlag Eine");
        assert_eq!(compounds.parts("eisenbahnbrucke"), ["eisenbahn", "eisen", "bahn", "brucke"]);
        assert_eq!(compounds.parts("bundeskanzler"), ["bund", "kanzler"]);
        assert_eq!(compounds.parts("kindergarten"), ["kind", "garten"]);
        assert_eq!(compounds.parts("taschentuch"), ["tasche", "tuch"]);
        assert_eq!(compounds.parts("zeitungsverlag"), ["zeitung", "verlag"]);
        assert_eq!(compounds.parts("zeitungsverlagsbrucke"), ["zeitung", "verlag", "brucke"]);
    }

    #[test]
    fn other_words_are_not_split() {
        let german = compounds("de", "Brücke Bahn Tag See Eine");
        // Not a word of the index; parts of three letters; a common word.
        assert!(
            ["strassenbrucke", "seebrucke", "tagebau", "einebahn", "brucke"].iter().all(|word| german.parts(word).is_empty())
        );
        let english = compounds("en", "Brücke Bahn");
        assert!(english.parts("bahnbrucke").is_empty());
        let repeated = compounds("de", "aaaa aaaaa aaaaaa aaaaaaa");
        assert!(repeated.parts(&("b".to_owned() + &"a".repeat(63))).is_empty());
    }
}
