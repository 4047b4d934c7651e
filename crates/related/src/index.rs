//! The features of an archive with their weights, and which articles have which.

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::{
    BUDGET, COMMON, RARITY, Text,
    features::{Features, Reader, SIGN, mix},
};

/// What an archive is compared by.
#[derive(Default)]
pub(crate) struct Index {
    /// The fingerprints of all features that at least two articles have, in order; a feature's number is its place.
    prints: Vec<u32>,
    /// How rare each is: the logarithm of all articles to those that have it. None is negative.
    pub(crate) rarity: Vec<f32>,
    /// The rarity of what one article alone has.
    pub(crate) most_rare: f32,
    pub(crate) articles: Vec<Article>,
    /// For each feature where its articles begin in `postings`; none for one that nobody asks with.
    posting_starts: Vec<usize>,
    /// Articles that have the feature, with its weight there.
    postings: Vec<(u32, f32)>,
}

/// What an article is compared by.
pub(crate) struct Article {
    /// The features that it shares with others and their weights, heaviest first. All its features, those too that no other
    /// has, make a vector of length 1.
    pub(crate) vector: Box<[(u32, f32)]>,
    /// With how many of them it asks.
    pub(crate) asks: u32,
    /// The features of its headline that it shares with others.
    pub(crate) title: Box<[u32]>,
    /// What all features of its headline tell together, see `Asker::cover`.
    pub(crate) title_tells: f32,
    /// See [`Features::sign`].
    pub(crate) sign: [u32; SIGN],
    /// Changed where the article did, or the weight of one of its features.
    pub(crate) mark: u64,
    /// See [`Text::moment`].
    pub(crate) moment: i64,
    /// See [`Text::language`].
    pub(crate) language: Box<str>,
}

impl Index {
    /// From texts, oldest first.
    pub(crate) fn new(texts: &[Text<'_>]) -> Index {
        let features: Vec<Features> = texts
            .par_chunks(texts.len().div_ceil(64).max(64))
            .flat_map_iter(|texts| {
                let mut reader = Reader::default();
                texts.iter().map(move |text| reader.read(text))
            })
            .collect();
        let counted = counted(texts.len());
        let (prints, frequencies) = shared(&features, counted);
        let scale =
            Scale { least: COMMON * self::rarity(counted, 1), find: Finder::new(&prints), counted, frequencies: &frequencies };
        let weighed = features.into_par_iter().zip(texts);
        // Each thread has one vector to work with: what is kept is allocated once, at its size.
        let articles = weighed.map_init(Vec::new, |vector, (features, text)| scale.weigh(features, text, vector)).collect();
        let rarity = frequencies.iter().map(|frequency| rarity(counted, *frequency)).collect();
        let mut index = Index { rarity, most_rare: self::rarity(counted, 1), articles, ..Index::default() };
        index.post();
        index.prints = prints;
        index
    }

    /// The number of a feature.
    pub(crate) fn number(&self, print: u32) -> Option<u32> {
        self.prints.binary_search(&print).ok().map(|number| number as u32)
    }

    /// How many articles there are.
    pub(crate) fn len(&self) -> usize {
        self.articles.len()
    }

    /// The features of an article with their weights, heaviest first.
    pub(crate) fn vector(&self, article: usize) -> &[(u32, f32)] {
        &self.articles[article].vector
    }

    /// The articles that have a feature, with its weight there.
    pub(crate) fn posting(&self, feature: u32) -> &[(u32, f32)] {
        &self.postings[self.posting_starts[feature as usize]..self.posting_starts[feature as usize + 1]]
    }

    /// The features that an article asks with: the most telling, as many as its budget allows.
    pub(crate) fn asking(&self, article: usize) -> &[(u32, f32)] {
        &self.vector(article)[..self.articles[article].asks as usize]
    }

    /// How many features there are.
    pub(crate) fn features(&self) -> usize {
        self.rarity.len()
    }

    /// Lists the articles of every feature that somebody asks with.
    fn post(&mut self) {
        let mut asked = vec![false; self.features()];
        for article in 0..self.len() {
            self.asking(article).iter().for_each(|(feature, _)| asked[*feature as usize] = true);
        }
        let vectors = self.articles.iter().map(|article| &*article.vector);
        (self.posting_starts, self.postings) = invert(vectors, asked.len(), |feature| asked[feature as usize]);
    }
}

/// For each feature that is `wanted`, where its articles begin in the second list.
pub(crate) fn invert<'a>(
    vectors: impl Iterator<Item = &'a [(u32, f32)]> + Clone,
    features: usize,
    wanted: impl Fn(u32) -> bool,
) -> (Vec<usize>, Vec<(u32, f32)>) {
    let entries = vectors.enumerate().flat_map(|(article, vector)| vector.iter().map(move |entry| (article as u32, *entry)));
    let entries = entries.filter(|(_, (feature, _))| wanted(*feature));
    let mut starts = vec![0; features + 1];
    entries.clone().for_each(|(_, (feature, _))| starts[feature as usize + 1] += 1);
    for n in 1..starts.len() {
        starts[n] += starts[n - 1];
    }
    let mut next = starts.clone();
    let mut inverted = vec![(0, 0.0); starts.last().copied().unwrap_or_default()];
    for (article, (feature, weight)) in entries {
        let place = &mut next[feature as usize];
        inverted[*place] = (article, weight);
        *place += 1;
    }
    (starts, inverted)
}

/// Of how many articles, the oldest, the frequencies are counted: all but a fifth at most, in steps, so that a new
/// article changes the weight of nothing until the next step.
fn counted(articles: usize) -> usize {
    let steps = (4.0 * (articles.max(1) as f64).log2()).floor();
    (2f64.powf(steps / 4.0) + 1e-9).floor() as usize
}

/// The features that at least two articles have, in order, and how many of the first `counted` have each, rounded;
/// a quarter of all that have it at least.
fn shared(features: &[Features], counted: usize) -> (Vec<u32>, Vec<u32>) {
    /// Parts, so that they can be counted side by side and none needs much room.
    const PARTS: u32 = 64;
    const PART: u32 = u32::MAX / PARTS + 1;
    let parts: Vec<Vec<(u32, u32)>> = (0..PARTS)
        .into_par_iter()
        .map(|part| {
            // A fingerprint, and whether its article is counted.
            let mut found: Vec<u64> = Vec::new();
            for (article, features) in features.iter().enumerate() {
                let first = features.prints.partition_point(|print| *print < part * PART);
                let own = features.prints[first..].iter().take_while(|print| **print / PART == part);
                found.extend(own.map(|print| u64::from(*print) << 1 | u64::from(article < counted)));
            }
            found.sort_unstable();
            found
                .chunk_by(|one, other| one >> 1 == other >> 1)
                .filter(|same| same.len() > 1)
                .map(|same| {
                    let counted = same.iter().filter(|one| *one & 1 == 1).count();
                    // What many of the newest say, and nobody before, is not rare.
                    ((same[0] >> 1) as u32, counted.max(same.len() / 4) as u32)
                })
                .collect()
        })
        .collect();
    parts.into_iter().flatten().map(|(print, frequency)| (print, rounded(frequency))).unzip()
}

/// To a power of the root of two, so that an article more or less seldom changes it.
fn rounded(frequency: u32) -> u32 {
    let steps = (2.0 * f64::from(frequency.max(1)).log2()).round();
    2f64.powf(steps / 2.0).round() as u32
}

fn rarity(counted: usize, frequency: u32) -> f32 {
    (counted as f32 / frequency as f32).ln().max(0.0)
}

/// Finds the number of a feature by its fingerprint.
struct Finder<'a> {
    prints: &'a [u32],
    /// Where the fingerprints with the same first bits begin.
    begins: Vec<u32>,
}

impl Finder<'_> {
    const BITS: u32 = 18;

    fn new(prints: &[u32]) -> Finder<'_> {
        let begin = |bits: u32| prints.partition_point(|print| print >> (32 - Finder::BITS) < bits) as u32;
        Finder { prints, begins: (0..=1 << Finder::BITS).map(begin).collect() }
    }

    fn number(&self, print: u32) -> Option<u32> {
        let bits = (print >> (32 - Finder::BITS)) as usize;
        let (from, to) = (self.begins[bits] as usize, self.begins[bits + 1] as usize);
        self.prints[from..to].binary_search(&print).ok().map(|at| (from + at) as u32)
    }
}

/// What asking with a feature takes of the budget. What one article alone has is free, so that nothing changes when
/// another comes to have it.
fn cost(frequency: u32) -> usize {
    if frequency > 1 { frequency as usize } else { 0 }
}

/// What features are weighed with.
struct Scale<'a> {
    /// What is not as rare tells nothing.
    least: f32,
    find: Finder<'a>,
    counted: usize,
    frequencies: &'a [u32],
}

impl Scale<'_> {
    /// How rare a feature is; one without a number has but one article.
    fn rarity(&self, number: Option<u32>) -> f32 {
        rarity(self.counted, number.map_or(1, |number| self.frequencies[number as usize]))
    }

    /// Weighs the features of an article: how often each occurs, damped, times how rare it is.
    fn weigh(&self, features: Features, text: &Text<'_>, vector: &mut Vec<(u32, f32)>) -> Article {
        vector.clear();
        let (mut length, mut mark) = (0.0, features.mark);
        for (print, count) in features.prints.iter().zip(&features.counts) {
            let number = self.find.number(*print);
            let rarity = self.rarity(number);
            if rarity < self.least {
                continue;
            }
            let weight = (1.0 + f32::from(*count).ln()) * rarity.powf(RARITY);
            length += weight * weight;
            mark = mix(mark, u64::from(*print) << 32 | u64::from(rarity.to_bits()));
            vector.extend(number.map(|number| (number, weight)));
        }
        let length = length.sqrt();
        vector.iter_mut().for_each(|(_, weight)| *weight /= length);
        vector.sort_unstable_by_key(|(feature, weight)| (Reverse(weight.to_bits()), *feature));
        let mut spent = 0;
        let within = vector.iter().take_while(|(feature, _)| {
            spent += cost(self.frequencies[*feature as usize]);
            spent <= BUDGET
        });
        let title_tells: f32 = features.title.iter().map(|print| self.rarity(self.find.number(*print)).powi(2)).sum();
        let mark = [u64::from(title_tells.to_bits()), self.counted as u64].into_iter().fold(mark, mix);
        Article {
            asks: within.count() as u32,
            vector: vector.as_slice().into(),
            title: features.title.iter().filter_map(|print| self.find.number(*print)).collect(),
            title_tells,
            sign: features.sign,
            mark,
            moment: text.moment,
            language: text.language.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_article_seldom_changes_how_many_are_counted() {
        let steps = (1..10_000).filter(|articles| counted(*articles) != counted(articles + 1)).count();
        assert!(steps < 60, "{steps}");
        let most = |articles: usize| counted(articles) <= articles && (counted(articles) + 1) * 6 >= articles * 5;
        assert!((1..10_000).all(most));
    }

    #[test]
    fn frequencies_are_rounded_coarsely() {
        assert_eq!([1, 2, 3, 5, 7, 9, 100, 1000].map(rounded), [1, 2, 3, 6, 8, 8, 91, 1024]);
    }
}
