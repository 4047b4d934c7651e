//! Generates queries from articles, with the results of literal matching over all texts, which is independent of index and tokenizer.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
};

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use crate::archive::{Dice, Item};

/// Queries of each kind.
const EACH: usize = 200;
/// Words in a larger share of texts are not used in queries of two words.
const COMMON: f64 = 0.25;

/// A query and its expected results.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Query {
    /// The text that it was generated from.
    pub(crate) kind: &'static str,
    pub(crate) language: String,
    pub(crate) text: String,
    /// The article that it was generated from.
    pub(crate) source: String,
    /// All articles that match literally.
    pub(crate) truth: Vec<String>,
}

/// The texts of one language, normalized for literal matching.
struct Texts<'a> {
    items: &'a [Item],
    /// Title, standfirst and body: NFKC, lower case; in Arabic without hamza.
    plain: Vec<String>,
    titles: Vec<String>,
    language: &'a str,
    /// A cache of results.
    known: RefCell<HashMap<String, Vec<usize>>>,
}

/// Generates all queries of a language.
pub(crate) fn queries(language: &str, items: &[Item]) -> Vec<Query> {
    let plain = items.iter().map(|item| plain(&[&item.title, " \n ", &item.standfirst, " \n ", &item.body].concat())).collect();
    let titles = items.iter().map(|item| self::plain(&item.title)).collect();
    let texts = Texts { items, plain, titles, language, known: RefCell::default() };
    match language {
        "zh" => [
            texts.made("title fragment", |texts, dice, item| {
                texts.fragment(dice, &item.title, 2, 4).filter(|(fragment, _)| texts.tells(&[fragment]))
            }),
            texts.made("body fragment", |texts, dice, item| texts.fragment(dice, &item.body, 4, 8)),
            texts.made("Latin name", |texts, dice, item| texts.name(dice, item)),
            texts.made("full-width digits", |texts, dice, item| texts.digits(dice, item)),
        ]
        .concat(),
        "ar" => [
            texts.made("two words", |texts, dice, item| texts.two(dice, &item.title)),
            texts.made("without hamza", |texts, dice, item| texts.without_hamza(dice, &item.title)),
        ]
        .concat(),
        _ => {
            let quoted = texts.made("rare phrase, quoted", |texts, dice, item| texts.phrase(dice, item));
            let loose =
                quoted.iter().map(|query| Query { kind: "rare phrase", text: query.text.replace('"', ""), ..query.clone() });
            [
                texts.made("two words of a title", |texts, dice, item| texts.two(dice, &item.title)),
                quoted.clone(),
                loose.collect(),
            ]
            .concat()
        }
    }
}

impl Texts<'_> {
    /// Generates [`EACH`] queries, each from another article, none twice.
    fn made(&self, kind: &'static str, make: impl Fn(&Self, &mut Dice, &Item) -> Option<(String, Vec<usize>)>) -> Vec<Query> {
        let mut dice = Dice(kind.len() as u64);
        let mut known = BTreeSet::new();
        let mut made = Vec::new();
        for _ in 0..EACH * 50 {
            if made.len() == EACH {
                break;
            }
            let source = dice.below(self.items.len());
            let Some((text, truth)) = make(self, &mut dice, &self.items[source]) else { continue };
            if known.insert(text.clone()) {
                let truth: Vec<String> = truth.into_iter().map(|n| self.items[n].id.clone()).collect();
                let source = self.items[source].id.clone();
                assert!(truth.contains(&source), "{kind}: {text} is not in its source {source}");
                made.push(Query { kind, language: self.language.to_owned(), text, source, truth });
            }
        }
        made
    }

    /// Returns the articles whose text has all of the parts.
    fn with(&self, parts: &[&str]) -> Vec<usize> {
        let all: Vec<Vec<usize>> = parts.iter().map(|part| self.with_one(part)).collect();
        let (first, rest) = all.split_first().expect("a query has parts");
        first.iter().copied().filter(|n| rest.iter().all(|others| others.binary_search(n).is_ok())).collect()
    }

    fn with_one(&self, part: &str) -> Vec<usize> {
        let part = plain(part);
        let found = || (0..self.items.len()).filter(|n| says(&self.plain[*n], &part)).collect();
        self.known.borrow_mut().entry(part.clone()).or_insert_with(found).clone()
    }

    /// Returns two words of a title, in their order.
    fn two(&self, dice: &mut Dice, title: &str) -> Option<(String, Vec<usize>)> {
        let rare = |word: &&str| word.chars().count() > 2 && (self.with(&[word]).len() as f64) < COMMON * self.items.len() as f64;
        let words: Vec<&str> = words(title);
        let (one, two) = (dice.below(words.len()), dice.below(words.len()));
        let pair = [*words.get(one.min(two))?, *words.get(one.max(two))?];
        let good = one != two && pair[0] != pair[1] && pair.iter().all(rare) && self.tells(&pair);
        good.then(|| (pair.join(" "), self.with(&pair)))
    }

    /// Returns whether at most ten titles contain all of it, so that the intended one is clear.
    fn tells(&self, parts: &[&str]) -> bool {
        let parts: Vec<String> = parts.iter().map(|part| plain(part)).collect();
        self.titles.iter().filter(|title| parts.iter().all(|part| says(title, part))).count() <= 10
    }

    /// Returns three to five consecutive words that are in at most ten texts.
    fn phrase(&self, dice: &mut Dice, item: &Item) -> Option<(String, Vec<usize>)> {
        let pieces: Vec<&str> = item.body.split_whitespace().collect();
        let (from, length) = (dice.below(pieces.len()), 3 + dice.below(3));
        let phrase = pieces.get(from..from + length)?;
        let bare = phrase.iter().all(|word| word.chars().all(char::is_alphabetic));
        let phrase = phrase.join(" ");
        let truth = bare.then(|| self.with(&[&phrase]))?;
        // Words in different blocks are not a phrase.
        (1..=10)
            .contains(&truth.len())
            .then(|| (format!("\"{phrase}\""), truth))
            .filter(|(_, truth)| truth.iter().any(|n| self.items[*n].id == item.id))
    }

    /// Returns consecutive characters.
    fn fragment(&self, dice: &mut Dice, text: &str, from: usize, to: usize) -> Option<(String, Vec<usize>)> {
        let characters: Vec<char> = text.chars().collect();
        let (at, length) = (dice.below(characters.len()), from + dice.below(to - from + 1));
        let fragment = characters.get(at..at + length).filter(|all| all.iter().all(|c| is_han(*c)))?;
        let fragment: String = fragment.iter().collect();
        let truth = self.with(&[&fragment]);
        Some((fragment, truth))
    }

    /// A name in Latin letters.
    fn name(&self, dice: &mut Dice, item: &Item) -> Option<(String, Vec<usize>)> {
        let words = words(&item.body);
        let word = *words.get(dice.below(words.len()))?;
        let name =
            word.len() > 2 && word.chars().all(|c| c.is_ascii_alphabetic()) && word.starts_with(|c: char| c.is_ascii_uppercase());
        name.then(|| (word.to_owned(), self.with(&[word])))
    }

    /// A number, in digits as wide as characters.
    fn digits(&self, dice: &mut Dice, item: &Item) -> Option<(String, Vec<usize>)> {
        let words = words(&item.body);
        let word = *words.get(dice.below(words.len()))?;
        let wide = |c: char| char::from_u32(c as u32 - '0' as u32 + '０' as u32);
        let digits = word.len() > 1 && word.chars().all(|c| c.is_ascii_digit());
        digits.then(|| (word.chars().filter_map(wide).collect(), self.with(&[word])))
    }

    /// Two words of a title, one of them with a hamza, which is left out.
    fn without_hamza(&self, dice: &mut Dice, title: &str) -> Option<(String, Vec<usize>)> {
        let (pair, truth) = self.two(dice, title)?;
        let bare = pair.replace(['أ', 'إ', 'آ'], "ا");
        (bare != pair).then_some((bare, truth))
    }
}

/// Normalizes both sides: NFKC, lower case, and no hamza on an alef.
fn plain(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase().replace(['أ', 'إ', 'آ'], "ا")
}

/// Returns whether a text contains a part: whole words, or characters anywhere.
fn says(text: &str, part: &str) -> bool {
    let open = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() || is_han(c));
    let (first, last) = (part.chars().next(), part.chars().next_back());
    text.match_indices(part).any(|(at, _)| {
        (open(first) || open(text[..at].chars().next_back())) && (open(last) || open(text[at + part.len()..].chars().next()))
    })
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() || is_han(c)).filter(|word| !word.is_empty()).collect()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}')
}
