//! Which articles are most like one.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{
    BUDGET, CANDIDATES, COVER, KEPT, Match,
    index::{Index, invert},
};

/// Others that an article is compared with in full.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// The most like it, best first, at most [`KEPT`].
    pub(crate) list: Vec<Match>,
    /// All that were compared.
    pub(crate) candidates: Vec<u32>,
    /// An article whose cosine is below this changes nothing in the answer.
    pub(crate) gate: f32,
}

/// What one thread asks with.
pub(crate) struct Asker<'a> {
    index: &'a Index,
    /// Cosine so far, by article.
    cosines: Vec<f32>,
    met: Vec<u32>,
    /// Which features the asking article has, a bit for each, and their weights there.
    marked: Vec<u64>,
    weights: Vec<f32>,
    set: Vec<u32>,
}

impl<'a> Asker<'a> {
    pub(crate) fn new(index: &'a Index) -> Asker<'a> {
        Asker {
            index,
            cosines: vec![0.0; index.len()],
            met: Vec::new(),
            marked: vec![0; index.features() / 64 + 1],
            weights: vec![0.0; index.features()],
            set: Vec::new(),
        }
    }

    /// The others that are most like an article; of equals the later one first.
    pub(crate) fn ask(&mut self, article: usize) -> Answer {
        let index = self.index;
        for (feature, weight) in index.asking(article) {
            for (other, other_weight) in index.posting(*feature) {
                let cosine = &mut self.cosines[*other as usize];
                if *cosine == 0.0 {
                    self.met.push(*other);
                }
                *cosine += weight * other_weight;
            }
        }
        let mut best = Best::new(CANDIDATES);
        for other in self.met.drain(..) {
            let cosine = std::mem::take(&mut self.cosines[other as usize]);
            if other as usize != article {
                best.offer(cosine, other);
            }
        }
        let candidates = best.sorted();
        let gate = if candidates.len() < CANDIDATES { 0.0 } else { candidates.last().map_or(0.0, |(cosine, _)| *cosine) };
        self.mark(article);
        let list = self.list(candidates.iter().map(|(_, other)| *other as usize));
        Answer { list, candidates: candidates.into_iter().map(|(_, other)| other).collect(), gate }
    }

    /// The same by comparing with every other over all features; all of them are candidates.
    pub(crate) fn ask_all(&mut self, article: usize) -> Vec<Match> {
        self.mark(article);
        self.list((0..self.index.len()).filter(|other| *other != article))
    }

    /// Others by likeness to the marked article.
    fn list(&self, others: impl Iterator<Item = usize>) -> Vec<Match> {
        let likeness = |article| Match { article, likeness: self.cosine(article) + COVER * self.cover(article).powi(2) };
        let mut list: Vec<Match> = others.map(likeness).collect();
        list.sort_unstable_by(|a, b| b.likeness.total_cmp(&a.likeness).then(b.article.cmp(&a.article)));
        list.truncate(KEPT);
        list
    }

    /// Notes which features an article has.
    fn mark(&mut self, article: usize) {
        for feature in self.set.drain(..) {
            self.marked[feature as usize / 64] = 0;
        }
        for (feature, weight) in self.index.vector(article) {
            self.marked[*feature as usize / 64] |= 1 << (feature % 64);
            self.weights[*feature as usize] = *weight;
            self.set.push(*feature);
        }
    }

    fn has(&self, feature: u32) -> bool {
        self.marked[feature as usize / 64] >> (feature % 64) & 1 == 1
    }

    /// The cosine of another and the marked article, over all features.
    fn cosine(&self, other: usize) -> f32 {
        let shared = self.index.vector(other).iter().filter(|(feature, _)| self.has(*feature));
        shared.map(|(feature, weight)| weight * self.weights[*feature as usize]).sum()
    }

    /// How much of another's headline the marked article says, rare words counting more, from 0 to 1.
    fn cover(&self, other: usize) -> f32 {
        let other = &self.index.articles[other];
        let said = other.title.iter().filter(|feature| self.has(**feature));
        let said: f32 = said.map(|feature| self.index.rarity[*feature as usize].powi(2)).sum();
        if other.title_tells > 0.0 { said / other.title_tells } else { 0.0 }
    }
}

/// The greatest of many, without sorting them all.
struct Best {
    most: usize,
    held: Vec<(f32, u32)>,
    /// What is not above this is not among them.
    floor: f32,
}

impl Best {
    fn new(most: usize) -> Best {
        Best { most, held: Vec::with_capacity(4 * most), floor: 0.0 }
    }

    fn offer(&mut self, cosine: f32, article: u32) {
        if cosine >= self.floor {
            self.held.push((cosine, article));
            if self.held.len() == 4 * self.most {
                self.shrink();
            }
        }
    }

    fn shrink(&mut self) {
        if self.held.len() > self.most {
            self.held.select_nth_unstable_by(self.most - 1, before);
            self.held.truncate(self.most);
            self.floor = self.held[self.most - 1].0;
        }
    }

    fn sorted(mut self) -> Vec<(f32, u32)> {
        self.shrink();
        self.held.sort_unstable_by(before);
        self.held
    }
}

fn before(one: &(f32, u32), other: &(f32, u32)) -> std::cmp::Ordering {
    other.0.total_cmp(&one.0).then(other.1.cmp(&one.1))
}

/// For articles that changed: who would meet them, and how like they are, as those who ask see it.
pub(crate) struct Reverse<'a> {
    index: &'a Index,
    /// Who asks with a feature, and its weight there.
    starts: Vec<usize>,
    askers: Vec<(u32, f32)>,
}

impl<'a> Reverse<'a> {
    pub(crate) fn new(index: &'a Index) -> Reverse<'a> {
        let asking = (0..index.len()).map(|article| index.asking(article));
        let (starts, askers) = invert(asking, index.features(), |_| true);
        Reverse { index, starts, askers }
    }

    /// Marks the articles whose answer `changed` may belong to.
    pub(crate) fn touched(&self, changed: usize, gates: &[f32], touched: &mut [bool]) {
        let mut cosines: HashMap<u32, f32> = HashMap::new();
        for (feature, weight) in self.index.vector(changed) {
            for (asker, asker_weight) in &self.askers[self.starts[*feature as usize]..self.starts[*feature as usize + 1]] {
                *cosines.entry(*asker).or_default() += weight * asker_weight;
            }
        }
        for (asker, cosine) in cosines {
            // The sum is taken in another order here, so it may differ in the last digits.
            touched[asker as usize] |= cosine >= gates[asker as usize] * 0.999 - 1e-6;
        }
    }
}

// An article that no other is allowed to meet would be a fault of the constants.
const _: () = assert!(BUDGET > CANDIDATES && CANDIDATES >= KEPT);
