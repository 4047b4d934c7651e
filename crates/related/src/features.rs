//! What a text is made of, as numbers.

use std::collections::HashMap;

use edition::tokens::{self, Run, runs};
use rust_stemmers::{Algorithm, Stemmer};

use crate::{TITLE, Text};

/// Of how many parts the sign of a text is made, see [`Features::sign`].
pub(crate) const SIGN: usize = 16;

/// The features of a text: fingerprints of what occurs in it.
#[derive(Debug)]
pub(crate) struct Features {
    /// Fingerprints in order, each once.
    pub(crate) prints: Vec<u32>,
    /// How often each occurs, the headline counted [`TITLE`] times; at most 255.
    pub(crate) counts: Vec<u8>,
    /// The fingerprints of the headline.
    pub(crate) title: Vec<u32>,
    /// The smallest fingerprint in each sixteenth of all: two texts that share most features share most of these.
    pub(crate) sign: [u32; SIGN],
    /// Changed where anything that is compared did.
    pub(crate) mark: u64,
}

/// Turns texts into features. Remembers the stems of words that it has met.
#[derive(Default)]
pub(crate) struct Reader {
    languages: HashMap<String, Stems>,
    /// To collect features in.
    all: Vec<u32>,
}

/// The stems of a language.
struct Stems {
    stemmer: Option<Stemmer>,
    /// Words that bind others and are no topic.
    binding: &'static [&'static str],
    known: HashMap<String, u32>,
}

impl Reader {
    pub(crate) fn read(&mut self, text: &Text<'_>) -> Features {
        let mut title = Vec::new();
        self.add(text.language, text.title, &mut title);
        let mut all = std::mem::take(&mut self.all);
        for _ in 0..TITLE {
            all.extend(&title);
        }
        self.add(text.language, text.standfirst, &mut all);
        self.add(text.language, text.body, &mut all);
        all.extend(text.tags.iter().map(|tag| print(b"tag", tag.to_lowercase().as_bytes())));
        all.sort_unstable();
        title.sort_unstable();
        title.dedup();
        let distinct = all.chunk_by(|one, other| one == other);
        let mut prints = Vec::with_capacity(distinct.clone().count());
        let mut counts = Vec::with_capacity(prints.capacity());
        for same in distinct {
            prints.push(same[0]);
            counts.push(u8::try_from(same.len()).unwrap_or(u8::MAX));
        }
        all.clear();
        self.all = all;
        let mut sign = [u32::MAX; SIGN];
        for print in &prints {
            // Mixed, so that a sixteenth is one of all and not one of neighbours.
            let mixed = print.wrapping_mul(0x9e37_79b1).rotate_left(15).wrapping_mul(0x85eb_ca77);
            let part = &mut sign[(mixed >> 28) as usize];
            *part = (*part).min(mixed);
        }
        let own = print(text.language.as_bytes(), text.title.as_bytes());
        let mark = prints.iter().zip(&counts).map(|(print, count)| u64::from(*print) << 8 | u64::from(*count));
        let mark = mark.chain([u64::from(own), text.moment as u64]).fold(0, mix);
        Features { prints, counts, title, sign, mark }
    }

    /// Adds stems and pairs of words, pairs and triples of characters.
    fn add(&mut self, language: &str, text: &str, prints: &mut Vec<u32>) {
        let stems = self.stems(language);
        let mut before = None;
        for run in runs(text) {
            match run {
                Run::Word(word) => {
                    let stem = stems.stem(word);
                    prints.push(stem);
                    prints.extend(before.map(|before| pair(before, stem)));
                    before = Some(stem);
                }
                Run::Characters(run) => {
                    before = None;
                    prints.extend([2, 3].into_iter().flat_map(|length| characters(run, length)).map(|(_, print)| print));
                    let mut alone = tokens::characters(run);
                    if let (Some(character), None) = (alone.next(), alone.next()) {
                        prints.push(print(b"", character.as_bytes()));
                    }
                }
            }
        }
    }

    /// What is known of a language.
    fn stems(&mut self, language: &str) -> &mut Stems {
        let primary = language.split('-').next().unwrap_or_default();
        if !self.languages.contains_key(primary) {
            let algorithm = algorithm(primary);
            // Known for the languages that have a stemmer, but for Tamil.
            let binding = if algorithm.is_some() && primary != "ta" { stop_words::get(usual(primary)) } else { &[] };
            let stems = Stems { stemmer: algorithm.map(Stemmer::create), binding, known: HashMap::new() };
            self.languages.insert(primary.to_owned(), stems);
        }
        self.languages.get_mut(primary).expect("it was put there")
    }

    /// The fingerprint of a word's stem.
    pub(crate) fn stem(&mut self, language: &str, word: &str) -> u32 {
        self.stems(language).stem(word)
    }

    /// Whether a word binds others and is no topic.
    pub(crate) fn binds(&mut self, language: &str, word: &str) -> bool {
        self.stems(language).binding.contains(&plain(word).as_str())
    }
}

impl Stems {
    fn stem(&mut self, word: &str) -> u32 {
        if let Some(stem) = self.known.get(word) {
            return *stem;
        }
        let lower = plain(word);
        let stem = match &self.stemmer {
            Some(stemmer) => print(b"", stemmer.stem(&lower).as_bytes()),
            None => print(b"", lower.as_bytes()),
        };
        self.known.insert(word.to_owned(), stem);
        stem
    }
}

/// Every `length` neighbouring characters of a run: where they begin, and their fingerprint.
pub(crate) fn characters(run: &str, length: usize) -> impl Iterator<Item = (usize, u32)> {
    let all: Vec<&str> = tokens::characters(run).collect();
    let print = |some: &[&str]| fingerprint([0].iter().chain(some.iter().flat_map(|one| one.as_bytes())));
    let prints: Vec<_> =
        all.windows(length).map(|some| (some[0].as_ptr() as usize - run.as_ptr() as usize, print(some))).collect();
    prints.into_iter()
}

/// The fingerprint of two neighbouring words.
pub(crate) fn pair(first: u32, second: u32) -> u32 {
    print(&first.to_le_bytes(), &second.to_le_bytes())
}

/// The fingerprint of a text of some kind.
pub(crate) fn print(kind: &[u8], text: &[u8]) -> u32 {
    fingerprint(kind.iter().chain(&[0]).chain(text))
}

/// FNV-1a, folded to half.
fn fingerprint<'a>(bytes: impl Iterator<Item = &'a u8>) -> u32 {
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3));
    (hash >> 32) as u32 ^ hash as u32
}

/// A word in lower case, its apostrophes straight.
fn plain(word: &str) -> String {
    word.replace(tokens::is_ignorable, "").to_lowercase().replace('’', "'")
}

/// The language under its usual name: Norwegian is written in two ways.
fn usual(language: &str) -> &str {
    if matches!(language, "nb" | "nn") { "no" } else { language }
}

/// One more value in a mark.
pub(crate) fn mix(mark: u64, value: u64) -> u64 {
    (mark ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}

/// Not for Greek, whose stemmer panics on some words (snowball #204).
fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "nl" => Algorithm::Dutch,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STEMMED: [&str; 17] =
        ["ar", "da", "de", "en", "es", "fi", "fr", "hu", "it", "nb", "nl", "pt", "ro", "ru", "sv", "ta", "tr"];

    proptest! {
        #[test]
        fn any_word_of_any_language_has_a_stem(word in "\\PC{1,12}|[a-zà-ÿ]{1,12}|[а-я]{1,12}|[ء-ي]{1,9}|[அ-௹]{1,9}") {
            for language in STEMMED {
                Reader::default().stem(language, &word);
            }
        }
    }

    fn read(language: &str, body: &str) -> Features {
        Reader::default().read(&Text { language, title: "", standfirst: "", tags: &[], body, moment: 0 })
    }

    #[test]
    fn words_are_stemmed_in_their_language() {
        assert_eq!(read("en", "exporting").prints, read("en-GB", "Exports").prints);
        assert_ne!(read("zh-Hans", "exporting").prints, read("zh-Hans", "exports").prints);
    }

    #[test]
    fn every_language_that_is_stemmed_is_read() {
        for language in ["ar", "da", "de", "en", "es", "fi", "fr", "hu", "it", "nb", "nl", "pt", "ro", "ru", "sv", "ta", "tr"] {
            assert!(algorithm(language).is_some(), "{language}");
            assert!(!Reader::default().binds(language, "offprint"), "{language}");
        }
        assert!(Reader::default().binds("en-GB", "May"));
    }

    #[test]
    fn characters_come_in_pairs_and_triples_and_words_in_pairs() {
        assert_eq!(read("zh", "太阳能电池").prints.len(), 4 + 3);
        assert_eq!(read("en", "solar cells grow").prints.len(), 3 + 2);
        // A pair does not reach over what is written in characters.
        assert_eq!(read("zh", "GDP增长BBC").prints.len(), 2 + 1);
    }

    #[test]
    fn the_sign_of_a_text_that_changed_in_a_word_is_nearly_the_same() {
        let body: String = (0..200).map(|n| format!("word{n} ")).collect();
        let (one, two) = (read("en", &body), read("en", &format!("{body} Reuters")));
        let same = one.sign.iter().zip(&two.sign).filter(|(one, two)| one == two).count();
        assert!(same >= SIGN - 2, "{same}");
    }
}
