//! What makes a pool of a list: not only near, but varied.

use crate::{Match, Related, features::SIGN};

/// Two texts are copies of one where so many parts of their signs are the same, of [`SIGN`].
const COPY: usize = 12;
/// Of so many cards in a row …
const ROW: usize = 6;
/// … so many may be from one week.
const OF_A_WEEK: usize = 3;
/// Likenesses are equal that differ by less than this share.
const EQUAL: f32 = 0.04;

impl Related {
    /// The list of an article without copies of one text, and so ordered that of equals the fresher comes first and
    /// no row of six is of one week alone while there is something else.
    pub fn vary(&self, article: usize) -> Vec<Match> {
        let mut list: Vec<Match> = self.list(article).to_vec();
        // The list is sorted by likeness, so this sorts within steps of it alone.
        let step = |found: &Match| (found.likeness.max(f32::MIN_POSITIVE).ln() / EQUAL).floor() as i32;
        list.sort_by(|a, b| step(b).cmp(&step(a)).then(b.article.cmp(&a.article)));
        let mut varied: Vec<Match> = Vec::new();
        list.retain(|found| !self.are_copies(article, found.article));
        while !list.is_empty() {
            let row = &varied[varied.len().saturating_sub(ROW - 1)..];
            let crowded = |found: &Match| {
                row.iter().filter(|before| self.week(before.article) == self.week(found.article)).count() >= OF_A_WEEK
            };
            let next = list.iter().position(|found| !crowded(found)).unwrap_or_default();
            let next = list.remove(next);
            if !varied.iter().any(|before| self.are_copies(before.article, next.article)) {
                varied.push(next);
            }
        }
        varied
    }

    fn week(&self, article: usize) -> i64 {
        self.index.articles[article].moment.div_euclid(7 * 24 * 60 * 60)
    }

    /// Whether two articles are copies of one text, but for a few words.
    pub fn are_copies(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.index.articles[one].sign, &self.index.articles[other].sign);
        // Where a part is empty in both nothing is said.
        let same = one.iter().zip(other).filter(|(one, other)| one == other && **one != u32::MAX).count();
        let said = one.iter().zip(other).filter(|(one, other)| **one != u32::MAX || **other != u32::MAX).count();
        same > 0 && same * SIGN >= COPY * said
    }
}
