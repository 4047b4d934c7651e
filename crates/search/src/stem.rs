//! The stems of English words: the Snowball algorithm "English", also known as Porter 2
//! (<https://snowballstem.org/algorithms/english/stemmer.html>).
//!
//! The crate that the tests compare it with needs 4 KB more in the worker, compressed: its own code, and the messages of its checks.

/// A suffix and what replaces it.
type Rule = (&'static str, &'static str);

/// Whole words.
const IRREGULAR: [Rule; 18] = [
    ("skis", "ski"),
    ("skies", "sky"),
    ("dying", "die"),
    ("lying", "lie"),
    ("tying", "tie"),
    ("idly", "idl"),
    ("gently", "gentl"),
    ("ugly", "ugli"),
    ("early", "earli"),
    ("only", "onli"),
    ("singly", "singl"),
    ("sky", "sky"),
    ("news", "news"),
    ("howe", "howe"),
    ("atlas", "atlas"),
    ("cosmos", "cosmos"),
    ("bias", "bias"),
    ("andes", "andes"),
];
/// Words that keep what looks like a suffix once their plural is gone.
const KEPT: [&str; 8] = ["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"];
/// Beginnings after which the first region starts.
const BEGINNINGS: [&str; 3] = ["gener", "commun", "arsen"];

const PLURALS: [Rule; 6] = [("sses", "ss"), ("ied", "i"), ("ies", "i"), ("us", "us"), ("ss", "ss"), ("s", "")];
const PAST: [Rule; 6] = [("eedly", "ee"), ("ingly", ""), ("edly", ""), ("eed", "ee"), ("ing", ""), ("ed", "")];
const DERIVED: [Rule; 24] = [
    ("tional", "tion"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("abli", "able"),
    ("entli", "ent"),
    ("izer", "ize"),
    ("ization", "ize"),
    ("ational", "ate"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("alism", "al"),
    ("aliti", "al"),
    ("alli", "al"),
    ("fulness", "ful"),
    ("ousli", "ous"),
    ("ousness", "ous"),
    ("iveness", "ive"),
    ("iviti", "ive"),
    ("biliti", "ble"),
    ("bli", "ble"),
    ("ogi", "og"),
    ("fulli", "ful"),
    ("lessli", "less"),
    ("li", ""),
];
const ADJECTIVES: [Rule; 9] = [
    ("tional", "tion"),
    ("ational", "ate"),
    ("alize", "al"),
    ("icate", "ic"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ful", ""),
    ("ness", ""),
    ("ative", ""),
];
const ENDINGS: [Rule; 18] = [
    ("al", ""),
    ("ance", ""),
    ("ence", ""),
    ("er", ""),
    ("ic", ""),
    ("able", ""),
    ("ible", ""),
    ("ant", ""),
    ("ement", ""),
    ("ment", ""),
    ("ent", ""),
    ("ism", ""),
    ("ate", ""),
    ("iti", ""),
    ("ous", ""),
    ("ive", ""),
    ("ize", ""),
    ("ion", ""),
];

/// Returns the stem of a word in lower case without accents and apostrophes, as bytes. A word with letters of another alphabet is its
/// own stem.
pub(crate) fn stem(word: &str) -> Vec<u8> {
    if let Some((_, stem)) = IRREGULAR.iter().find(|(irregular, _)| *irregular == word) {
        return stem.as_bytes().to_vec();
    }
    if word.len() < 3 || !word.is_ascii() {
        return word.as_bytes().to_vec();
    }
    let mut stemmer = Stemmer::new(word);
    stemmer.remove_plural();
    if !KEPT.iter().any(|kept| kept.as_bytes() == stemmer.letters) {
        stemmer.remove_past();
        stemmer.replace_y();
        stemmer.replace(&DERIVED, stemmer.region1);
        stemmer.replace(&ADJECTIVES, stemmer.region1);
        stemmer.replace(&ENDINGS, stemmer.region2);
        stemmer.remove_final_letter();
    }
    stemmer.letters.make_ascii_lowercase();
    stemmer.letters
}

/// A word whose suffixes are removed.
struct Stemmer {
    /// `Y` is a consonant, `y` a vowel.
    letters: Vec<u8>,
    /// The start of the part in which most suffixes are removed: behind the first consonant after a vowel.
    region1: usize,
    /// The same within the first region.
    region2: usize,
}

impl Stemmer {
    fn new(word: &str) -> Stemmer {
        let mut letters = word.as_bytes().to_vec();
        let mut follows_vowel = true;
        for letter in &mut letters {
            if *letter == b'y' && follows_vowel {
                *letter = b'Y';
            }
            follows_vowel = is_vowel(letter);
        }
        let beginning = BEGINNINGS.iter().find(|beginning| letters.starts_with(beginning.as_bytes()));
        let region1 = beginning.map_or_else(|| region(&letters, 0), |beginning| beginning.len());
        let region2 = region(&letters, region1);
        Stemmer { letters, region1, region2 }
    }

    /// Returns the longest suffix that a rule replaces, its start and its replacement.
    fn longest(&self, rules: &[Rule]) -> Option<(&'static str, usize, &'static str)> {
        let matching = rules.iter().filter(|(suffix, _)| self.letters.ends_with(suffix.as_bytes()));
        let (suffix, replacement) = matching.max_by_key(|(suffix, _)| suffix.len())?;
        Some((*suffix, self.letters.len() - suffix.len(), *replacement))
    }

    fn replace_from(&mut self, start: usize, replacement: &str) {
        self.letters.truncate(start);
        self.letters.extend(replacement.as_bytes());
    }

    fn remove_plural(&mut self) {
        let Some((suffix, start, replacement)) = self.longest(&PLURALS) else { return };
        match suffix {
            "ied" | "ies" if start < 2 => self.replace_from(start, "ie"),
            "s" if !self.letters.iter().take(start.saturating_sub(1)).any(is_vowel) => {}
            _ => self.replace_from(start, replacement),
        }
    }

    fn remove_past(&mut self) {
        let Some((_, start, replacement)) = self.longest(&PAST) else { return };
        if !replacement.is_empty() {
            if start >= self.region1 {
                self.replace_from(start, replacement);
            }
        } else if self.letters.iter().take(start).any(is_vowel) {
            self.letters.truncate(start);
            match self.letters[..] {
                [.., b'a', b't'] | [.., b'b', b'l'] | [.., b'i', b'z'] => self.letters.push(b'e'),
                [.., one, other] if one == other && b"bdfgmnprt".contains(&one) => drop(self.letters.pop()),
                _ if start == self.region1 && ends_with_short_syllable(&self.letters) => self.letters.push(b'e'),
                _ => {}
            }
        }
    }

    fn replace_y(&mut self) {
        if let [_, .., before, last @ (b'y' | b'Y')] = &mut self.letters[..]
            && !is_vowel(before)
        {
            *last = b'i';
        }
    }

    /// Replaces the longest suffix, if it is in a region.
    fn replace(&mut self, rules: &[Rule], region: usize) {
        let Some((suffix, start, replacement)) = self.longest(rules) else { return };
        let before = start.checked_sub(1).and_then(|before| self.letters.get(before)).copied().unwrap_or_default();
        let applies = match suffix {
            "ogi" => before == b'l',
            "li" => b"cdeghkmnrt".contains(&before),
            "ative" => start >= self.region2,
            "ion" => matches!(before, b's' | b't'),
            _ => true,
        };
        if applies && start >= region {
            self.replace_from(start, replacement);
        }
    }

    fn remove_final_letter(&mut self) {
        let Some((last, rest)) = self.letters.split_last() else { return };
        let is_removed = match last {
            b'e' => rest.len() >= self.region2 || rest.len() >= self.region1 && !ends_with_short_syllable(rest),
            b'l' => rest.len() >= self.region2 && rest.ends_with(b"l"),
            _ => false,
        };
        if is_removed {
            self.letters.pop();
        }
    }
}

fn is_vowel(letter: &u8) -> bool {
    b"aeiouy".contains(letter)
}

/// Returns the position behind the first consonant after a vowel.
fn region(letters: &[u8], start: usize) -> usize {
    let is_start = |pair: &[u8]| is_vowel(&pair[0]) && !is_vowel(&pair[1]);
    let rest = letters.get(start..).unwrap_or_default();
    rest.windows(2).position(is_start).map_or(letters.len(), |position| start + position + 2)
}

/// Whether the letters end with a vowel between consonants, of which the last is not w, x or Y, or are a vowel and a consonant.
fn ends_with_short_syllable(letters: &[u8]) -> bool {
    match letters {
        [vowel, last] => is_vowel(vowel) && !is_vowel(last),
        [.., first, vowel, last] => !is_vowel(first) && is_vowel(vowel) && !is_vowel(last) && !b"wxY".contains(last),
        _ => false,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use rust_stemmers::{Algorithm, Stemmer};

    use super::*;

    fn assert_same_as_snowball(word: &str) {
        let expected = Stemmer::create(Algorithm::English).stem(word).into_owned();
        assert_eq!(String::from_utf8(stem(word)).expect("a text"), expected, "{word}");
    }

    #[test]
    fn words_have_the_stems_of_snowball() {
        let rules = [&PLURALS[..], &PAST, &DERIVED, &ADJECTIVES, &ENDINGS];
        let suffixes = rules.concat().into_iter().map(|(suffix, _)| suffix).chain(["", "y", "e", "ll", "ied", "at", "bb"]);
        let beginnings =
            ["t", "st", "hop", "hopp", "lov", "relat", "happ", "sa", "obj", "gener", "commun", "vietn", "b", "yo", "fix", "ow"];
        for word in suffixes.flat_map(|suffix| beginnings.map(|beginning| [beginning, suffix].concat())) {
            for more in ["", "s", "ing", "ed", "ly", "e", "ion", "ation", "ness"] {
                assert_same_as_snowball(&[&word, more].concat());
            }
        }
        IRREGULAR.iter().map(|(word, _)| *word).chain(KEPT).for_each(assert_same_as_snowball);
        assert_eq!(stem("лесами"), "лесами".as_bytes());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn any_word_has_the_stem_of_snowball(word in "[a-z]{1,12}|[aeioubtlsy]{1,9}(s|ed|ing|ly|ation|e|y|ll|ies)?|[a-z0-9]{1,9}") {
            assert_same_as_snowball(&word);
        }
    }
}
