use std::cmp::Ordering;

/// The articles with the greatest cosines of many, without sorting all of them.
pub(crate) struct TopCandidates {
    capacity: usize,
    /// At most four times the capacity.
    candidates: Vec<(f32, u32)>,
    /// A smaller cosine is not among the greatest.
    min_cosine: f32,
}

impl TopCandidates {
    /// Keeps `capacity` articles.
    pub(crate) fn new(capacity: usize) -> TopCandidates {
        TopCandidates { capacity, candidates: Vec::with_capacity(4 * capacity), min_cosine: 0.0 }
    }

    /// Adds an article if its cosine is great enough.
    pub(crate) fn offer(&mut self, cosine: f32, article: u32) {
        if cosine >= self.min_cosine {
            self.candidates.push((cosine, article));
            if self.candidates.len() == 4 * self.capacity {
                self.prune();
            }
        }
    }

    /// Returns the articles in descending order of their cosine; of equals the newer one first.
    pub(crate) fn into_sorted(mut self) -> Vec<(f32, u32)> {
        self.prune();
        self.candidates.sort_unstable_by(descending);
        self.candidates
    }

    /// Removes all but the greatest.
    fn prune(&mut self) {
        if self.candidates.len() > self.capacity {
            self.candidates.select_nth_unstable_by(self.capacity - 1, descending);
            self.candidates.truncate(self.capacity);
            self.min_cosine = self.candidates[self.capacity - 1].0;
        }
    }
}

fn descending(one: &(f32, u32), other: &(f32, u32)) -> Ordering {
    other.0.total_cmp(&one.0).then(other.1.cmp(&one.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_are_kept_and_of_equals_the_newer_ones() {
        let mut top = TopCandidates::new(3);
        for article in 0..100 {
            top.offer((article % 10) as f32, article);
        }
        assert_eq!(top.into_sorted(), [(9.0, 99), (9.0, 89), (9.0, 79)]);
    }
}
