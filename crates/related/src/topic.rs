//! What two articles have in common, in a word or two.

use edition::tokens::{self, Run, runs};

use crate::{
    Related,
    features::{Reader, characters, pair},
};

/// Characters that bind words and are in hardly any: they part a headline into pieces.
const BINDING: &str = "的了是和與与及或";
/// Characters of a topic, at most.
const LONGEST: usize = 8;

/// Tells what articles have in common with one, and with the next one.
pub struct Topics<'a> {
    related: &'a Related,
    /// The numbers of the one article's features, in order.
    features: Vec<u32>,
    reader: Reader,
}

impl Related {
    /// Tells what articles have in common.
    pub fn topics(&self) -> Topics<'_> {
        Topics { related: self, features: Vec::new(), reader: Reader::default() }
    }
}

/// The most telling words so far.
#[derive(Default)]
struct Best<'a>(Option<(f32, &'a str)>);

impl<'a> Best<'a> {
    fn offer(&mut self, rarity: f32, words: &'a str) {
        if self.0.is_none_or(|(before, _)| rarity > before) {
            self.0 = Some((rarity, words));
        }
    }
}

impl Topics<'_> {
    /// Turns to an article.
    pub fn of(&mut self, article: usize) -> &mut Self {
        self.features.clear();
        self.features.extend(self.related.index.vector(article).iter().map(|(feature, _)| *feature));
        self.features.sort_unstable();
        self
    }

    /// What the article has in common with another, as the other's headline (`title`) says it: the most telling word,
    /// two words that stand together, or a run of characters. None where nothing in it tells much.
    pub fn shared<'t>(&mut self, other: usize, title: &'t str) -> Option<&'t str> {
        let related = self.related;
        let language = &related.index.articles[other].language;
        // A topic is what few articles have; each of two words that stand together may be somewhat more frequent.
        let telling = 0.4 * related.index.most_rare;
        let mut best = Best::default();
        let mut before: Option<(usize, u32)> = None;
        for run in runs(title) {
            match run {
                Run::Word(word) => {
                    let at = word.as_ptr() as usize - title.as_ptr() as usize;
                    let stem = self.reader.stem(language, word);
                    let rarity = self.rarity(stem).filter(|rarity| *rarity >= telling / 2.0 && is_telling(word));
                    let rarity = rarity.filter(|_| !self.reader.binds(language, word));
                    if let Some(rarity) = rarity.filter(|rarity| *rarity >= telling) {
                        best.offer(rarity, word);
                    }
                    let joined = before.filter(|(first, _)| {
                        title[*first..at].chars().rev().take_while(|c| !c.is_alphanumeric()).all(|c| matches!(c, ' ' | '-'))
                    });
                    if let (Some((first, first_stem)), Some(_)) = (joined, rarity)
                        && let Some(rarity) = self.rarity(pair(first_stem, stem))
                    {
                        best.offer(rarity, &title[first..at + word.len()]);
                    }
                    before = rarity.map(|_| (at, stem));
                }
                Run::Characters(run) => {
                    before = None;
                    for piece in run.split(|c| BINDING.contains(c)) {
                        self.parts(piece, telling, &mut best);
                    }
                }
            }
        }
        best.0.map(|(_, words)| words)
    }

    /// Offers the parts of a run whose every two and three neighbouring characters the article has too.
    fn parts<'t>(&self, run: &'t str, telling: f32, best: &mut Best<'t>) {
        let begins = tokens::characters(run).map(|character| character.as_ptr() as usize - run.as_ptr() as usize);
        let begins: Vec<usize> = begins.chain([run.len()]).collect();
        let pairs: Vec<Option<f32>> = characters(run, 2).map(|(_, print)| self.rarity(print)).collect();
        let triples: Vec<bool> = characters(run, 3).map(|(_, print)| self.rarity(print).is_some()).collect();
        let mut from = 0;
        while from < pairs.len() {
            // As far as the next pair is the article's too, and stands there beside this one.
            let reach = |n: &usize| pairs[*n].is_some() && (*n == from || triples[*n - 1]);
            let count = (from..pairs.len()).take_while(reach).count();
            let rarity = pairs[from..from + count].iter().flatten().copied().fold(0.0, f32::max);
            // What is longer would be cut somewhere in a word.
            if count > 0 && count < LONGEST && rarity >= telling {
                // Of equally rare parts the longer says more.
                best.offer(rarity + count as f32, &run[begins[from]..begins[from + count + 1]]);
            }
            from += count.max(1);
        }
    }

    /// How rare a feature is, if the article has it.
    fn rarity(&self, print: u32) -> Option<f32> {
        let number = self.related.index.number(print)?;
        self.features.binary_search(&number).ok().map(|_| self.related.index.rarity[number as usize])
    }
}

/// Whether a word can stand for a topic: neither a number nor a scrap.
fn is_telling(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 2
}
