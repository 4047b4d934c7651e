//! Finds the topic that two articles share, in one or two words.

use edition::tokens::{self, Run, runs};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::{
    Related,
    analyzer::Analyzers,
    fingerprint::{bigram, character_ngrams},
    index::Feature,
};

/// Chinese function words of one character. They separate the words of a headline.
const FUNCTION_CHARACTERS: &str = "的了是和與与及或";
/// The maximum number of characters of a topic, in scripts without spaces.
const MAX_CHARACTERS: usize = 8;
/// A topic has at least this share of the greatest IDF. Each word of a pair has at least half as much.
const MIN_TOPIC_IDF_SHARE: f32 = 0.4;

/// Topics that were found, by what they were found from, for the next build.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TopicCache {
    /// The part of the headline, in bytes, if there is a topic. Sorted by key.
    found: Vec<(u64, Option<(u32, u32)>)>,
}

impl TopicCache {
    /// Collects what finders have found.
    pub fn new(mut found: Vec<(u64, Option<(u32, u32)>)>) -> TopicCache {
        found.par_sort_unstable();
        found.dedup();
        TopicCache { found }
    }

    fn get(&self, key: u64) -> Option<Option<(u32, u32)>> {
        self.found.binary_search_by_key(&key, |(key, _)| *key).ok().map(|index| self.found[index].1)
    }
}

/// Finds the topics that an article shares with others.
pub struct TopicFinder<'a> {
    related: &'a Related,
    known: &'a TopicCache,
    article: usize,
    /// Whether `features` are those of the article.
    is_ready: bool,
    /// What was found of the article.
    found: Vec<(u64, Option<(u32, u32)>)>,
    /// The features of the selected article, ascending.
    features: Vec<Feature>,
    analyzers: Analyzers,
}

impl Related {
    /// Returns a finder of shared topics. Use one for many articles: it caches stems. `known` is what the last build has found.
    pub fn topic_finder<'a>(&'a self, known: &'a TopicCache) -> TopicFinder<'a> {
        TopicFinder {
            related: self,
            known,
            article: 0,
            is_ready: false,
            found: Vec::new(),
            features: Vec::new(),
            analyzers: Analyzers::default(),
        }
    }
}

/// The topic with the greatest score so far.
#[derive(Default)]
struct BestTopic<'a>(Option<(f32, &'a str)>);

impl<'a> BestTopic<'a> {
    fn offer(&mut self, score: f32, topic: &'a str) {
        if self.0.is_none_or(|(best, _)| score > best) {
            self.0 = Some((score, topic));
        }
    }
}

impl TopicFinder<'_> {
    /// Selects the article whose topics are searched.
    pub fn select(&mut self, article: usize) -> &mut Self {
        (self.article, self.is_ready) = (article, false);
        self.found.clear();
        self
    }

    /// Returns what was found of the selected article, for the next build.
    pub fn take_found(&mut self) -> Vec<(u64, Option<(u32, u32)>)> {
        std::mem::take(&mut self.found)
    }

    /// Sorts the features of the selected article.
    fn prepare(&mut self) {
        if !self.is_ready {
            self.features.clear();
            self.features.extend(self.related.index.articles[self.article].vector.iter().map(|(feature, _)| *feature));
            self.features.sort_unstable();
            self.is_ready = true;
        }
    }

    /// Returns the most characteristic part of another article's headline (`title`) that the selected article contains: a word, two
    /// neighbouring words or a sequence of characters. None if no part is characteristic.
    pub fn shared_topic<'t>(&mut self, other: usize, title: &'t str) -> Option<&'t str> {
        let articles = &self.related.index.articles;
        let mut hasher = Xxh3::new();
        hasher.update(&articles[self.article].content_hash.to_le_bytes());
        hasher.update(articles[other].language.as_bytes());
        hasher.update(&[0]);
        hasher.update(title.as_bytes());
        let key = hasher.digest();
        let range = self.known.get(key).unwrap_or_else(|| {
            self.prepare();
            let topic = self.find_topic(other, title)?;
            let start = topic.as_ptr() as usize - title.as_ptr() as usize;
            Some((start as u32, (start + topic.len()) as u32))
        });
        self.found.push((key, range));
        range.and_then(|(start, end)| title.get(start as usize..end as usize))
    }

    fn find_topic<'t>(&mut self, other: usize, title: &'t str) -> Option<&'t str> {
        let index = &self.related.index;
        let min_idf = MIN_TOPIC_IDF_SHARE * index.max_idf;
        let mut best = BestTopic::default();
        // The start of the previous word and its stem, if it may be the first word of a pair.
        let mut previous: Option<(usize, u32)> = None;
        for run in runs(title) {
            match run {
                Run::Word(word) => {
                    let start = word.as_ptr() as usize - title.as_ptr() as usize;
                    let analyzer = self.analyzers.get(&index.articles[other].language);
                    let (stem, is_stop_word) = (analyzer.stem(word), analyzer.is_stop_word(word));
                    let idf = self.idf(stem).filter(|idf| *idf >= min_idf / 2.0 && has_letters(word) && !is_stop_word);
                    if let Some(idf) = idf.filter(|idf| *idf >= min_idf) {
                        best.offer(idf, word);
                    }
                    if let (Some((first, first_stem)), Some(_)) = (previous, idf)
                        && are_joined(&title[first..start])
                        && let Some(idf) = self.idf(bigram(first_stem, stem))
                    {
                        best.offer(idf, &title[first..start + word.len()]);
                    }
                    previous = idf.map(|_| (start, stem));
                }
                Run::Characters(run) => {
                    previous = None;
                    for part in run.split(|c| FUNCTION_CHARACTERS.contains(c)) {
                        self.offer_sequences(part, min_idf, &mut best);
                    }
                }
            }
        }
        best.0.map(|(_, topic)| topic)
    }

    /// Offers the longest sequences of characters whose pairs and triples the selected article has.
    fn offer_sequences<'t>(&self, run: &'t str, min_idf: f32, best: &mut BestTopic<'t>) {
        let starts = tokens::characters(run).map(|character| character.as_ptr() as usize - run.as_ptr() as usize);
        let bounds: Vec<usize> = starts.chain([run.len()]).collect();
        let pairs: Vec<Option<f32>> = character_ngrams(run, 2).map(|fingerprint| self.idf(fingerprint)).collect();
        let triples: Vec<bool> = character_ngrams(run, 3).map(|fingerprint| self.idf(fingerprint).is_some()).collect();
        let mut first = 0;
        while first < pairs.len() {
            let continues = |index: &usize| pairs[*index].is_some() && (*index == first || triples[*index - 1]);
            let count = (first..pairs.len()).take_while(continues).count();
            let idf = pairs[first..first + count].iter().flatten().copied().fold(0.0, f32::max);
            // A longer sequence is not shortened: that could cut a word.
            if count > 0 && count < MAX_CHARACTERS && idf >= min_idf {
                // A longer sequence is more characteristic.
                best.offer(idf + count as f32, &run[bounds[first]..bounds[first + count + 1]]);
            }
            first += count.max(1);
        }
    }

    /// Returns the IDF of a feature that the selected article has.
    fn idf(&self, fingerprint: u32) -> Option<f32> {
        let feature = self.related.index.feature(fingerprint)?;
        self.features.binary_search(&feature).ok().map(|_| self.related.index.idf[feature as usize])
    }
}

/// Whether only spaces or hyphens follow the word at the beginning of a text.
fn are_joined(text: &str) -> bool {
    text.chars().rev().take_while(|c| !c.is_alphanumeric()).all(|c| matches!(c, ' ' | '-'))
}

/// Whether a word has at least three letters. Numbers and initials are no topics.
fn has_letters(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 2
}
