//! Turns matches into a varied pool.

use crate::{Related, SimilarArticle};

/// The number of consecutive cards that are considered together …
const WINDOW: usize = 6;
/// … and how many of them may be from the same week.
const MAX_OF_A_WEEK: usize = 3;
/// Similarities that differ by less than this share are treated as equal.
const SIMILARITY_STEP: f32 = 0.04;
/// Seconds.
const WEEK: i64 = 7 * 24 * 60 * 60;

impl Related {
    /// Returns the matches of an article without near-duplicates. Of about equally similar articles the newer one is first, and of
    /// six consecutive ones at most three are from the same week, as long as there are others.
    pub fn diversify(&self, article: usize) -> Vec<SimilarArticle> {
        let mut remaining: Vec<SimilarArticle> = self.matches(article).to_vec();
        remaining.sort_by(|a, b| step(b).cmp(&step(a)).then(b.article.cmp(&a.article)));
        remaining.retain(|candidate| !self.are_near_duplicates(article, candidate.article));
        let mut pool: Vec<SimilarArticle> = Vec::new();
        while !remaining.is_empty() {
            let window = &pool[pool.len().saturating_sub(WINDOW - 1)..];
            let is_allowed = |candidate: &SimilarArticle| {
                let week = self.week(candidate.article);
                window.iter().filter(|other| self.week(other.article) == week).count() < MAX_OF_A_WEEK
            };
            let next = remaining.remove(remaining.iter().position(is_allowed).unwrap_or_default());
            if !pool.iter().any(|other| self.are_near_duplicates(other.article, next.article)) {
                pool.push(next);
            }
        }
        pool
    }

    /// Whether the texts of two articles are equal but for a few words.
    pub fn are_near_duplicates(&self, one: usize, other: usize) -> bool {
        self.index.articles[one].minhash.is_near_duplicate(&self.index.articles[other].minhash)
    }

    fn week(&self, article: usize) -> i64 {
        self.index.articles[article].timestamp.div_euclid(WEEK)
    }
}

/// Returns the step of the logarithmic scale on which a similarity is.
fn step(candidate: &SimilarArticle) -> i32 {
    (candidate.similarity.max(f32::MIN_POSITIVE).ln() / SIMILARITY_STEP).floor() as i32
}
