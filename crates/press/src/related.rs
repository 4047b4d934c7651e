//! The recommended pool: for each article the ones that are most like it.
//!
//! Likeness is the cosine of TF-IDF vectors over the words of headline (three times), standfirst, tags
//! and body, or over pairs of characters where the script does not part words. Each article asks with its
//! most telling words only, so the work grows with the archive, not with its square.

use std::collections::{BTreeMap, HashMap};

use edition::tokens;
use rayon::prelude::*;

/// What is compared of an article.
pub(crate) struct Text<'a> {
    pub(crate) title: &'a str,
    pub(crate) standfirst: &'a str,
    pub(crate) tags: &'a [String],
    pub(crate) body: &'a str,
}

/// Another article and how like it is, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Match {
    pub(crate) article: usize,
    pub(crate) likeness: f32,
}

/// Words that an article asks with.
const QUERY: usize = 60;
/// How much a word of the headline counts.
const TITLE: u32 = 3;

/// For each text the `most` others that are most like it, best first; of equals the later one first.
pub(crate) fn related(texts: &[Text<'_>], most: usize) -> Vec<Vec<Match>> {
    let counts: Vec<BTreeMap<String, u32>> = texts.par_iter().map(count).collect();
    let numbers = number(&counts);
    let vectors: Vec<Vec<(u32, f32)>> = counts.par_iter().map(|counts| vector(counts, &numbers, texts.len())).collect();
    let mut postings: Vec<Vec<(u32, f32)>> = vec![Vec::new(); numbers.len()];
    for (article, vector) in vectors.iter().enumerate() {
        for (word, weight) in vector {
            postings[*word as usize].push((article as u32, *weight));
        }
    }
    vectors.par_iter().enumerate().map(|(article, vector)| ask(article, vector, &postings, most)).collect()
}

fn count(text: &Text<'_>) -> BTreeMap<String, u32> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let tags = text.tags.iter().map(|tag| (tag.as_str(), 1));
    for (text, times) in [(text.title, TITLE), (text.standfirst, 1), (text.body, 1)].into_iter().chain(tags) {
        for word in tokens::words(text) {
            *counts.entry(word).or_default() += times;
        }
    }
    // A tag is also a word of its own.
    for tag in text.tags {
        *counts.entry(format!("\u{0}{}", tag.to_lowercase())).or_default() += 1;
    }
    counts
}

/// Each word's number and in how many articles it is. Words of one article only match nothing.
fn number(counts: &[BTreeMap<String, u32>]) -> HashMap<&str, (u32, u32)> {
    let mut frequency: BTreeMap<&str, u32> = BTreeMap::new();
    for word in counts.iter().flat_map(BTreeMap::keys) {
        *frequency.entry(word).or_default() += 1;
    }
    let shared = frequency.into_iter().filter(|(_, articles)| *articles > 1);
    shared.enumerate().map(|(number, (word, articles))| (word, (number as u32, articles))).collect()
}

/// The words of an article with their weights, of length 1, most telling first.
fn vector(counts: &BTreeMap<String, u32>, numbers: &HashMap<&str, (u32, u32)>, articles: usize) -> Vec<(u32, f32)> {
    let weigh = |(word, count): (&String, &u32)| {
        let (number, frequency) = *numbers.get(word.as_str())?;
        let rarity = (articles as f32 / frequency as f32).ln();
        Some((number, (1.0 + (*count as f32).ln()) * rarity))
    };
    let mut vector: Vec<(u32, f32)> = counts.iter().filter_map(weigh).filter(|(_, weight)| *weight > 0.0).collect();
    let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    for (_, weight) in &mut vector {
        *weight /= length;
    }
    vector.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    vector
}

fn ask(article: usize, vector: &[(u32, f32)], postings: &[Vec<(u32, f32)>], most: usize) -> Vec<Match> {
    let mut likeness: HashMap<u32, f32> = HashMap::new();
    for (word, weight) in vector.iter().take(QUERY) {
        for (other, other_weight) in &postings[*word as usize] {
            *likeness.entry(*other).or_default() += weight * other_weight;
        }
    }
    let mut matches: Vec<Match> = likeness
        .into_iter()
        .map(|(other, likeness)| Match { article: other as usize, likeness })
        .filter(|found| found.article != article)
        .collect();
    matches.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(b.article.cmp(&a.article)));
    matches.truncate(most);
    matches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text<'a>(title: &'a str, body: &'a str) -> Text<'a> {
        Text { title, standfirst: "", tags: &[], body }
    }

    #[test]
    fn the_most_alike_comes_first_in_english_and_in_chinese() {
        let texts = [
            text("Solar cells leave the port", "Exports of solar cells and batteries grow."),
            text("A poem", "The moon stands over the river."),
            text("Batteries in the cold", "Why batteries and solar cells lose charge."),
            text("太阳能电池出口", "港口的太阳能电池越来越多。"),
            text("月亮", "江上的月亮。"),
            text("电池怕冷", "冬天的电池。"),
        ];
        let related = related(&texts, 2);
        assert_eq!(related[0][0].article, 2);
        assert_eq!(related[3][0].article, 5);
    }

    #[test]
    fn an_article_is_never_like_itself_and_equals_are_in_a_fixed_order() {
        let texts: Vec<_> = (0..5).map(|_| text("Same words", "for all of them")).chain([text("Other", "thing")]).collect();
        let once = related(&texts, 10);
        for (article, matches) in once.iter().enumerate() {
            assert!(matches.iter().all(|found| found.article != article));
            assert!(matches.windows(2).all(|pair| pair[0].article > pair[1].article));
        }
        assert_eq!(once, related(&texts, 10));
    }
}
