use super::Feature;

/// The articles of each feature, with the weight of the feature in each.
pub(crate) struct Postings {
    /// The index in `entries` of each feature's first posting, and the number of entries.
    offsets: Vec<usize>,
    entries: Vec<(u32, f32)>,
}

impl Postings {
    /// Inverts the articles' vectors. A feature that is not `included` gets no postings.
    pub(crate) fn new<'a>(
        vectors: impl Iterator<Item = &'a [(Feature, f32)]> + Clone,
        feature_count: usize,
        included: impl Fn(Feature) -> bool,
    ) -> Postings {
        let postings = vectors.enumerate().flat_map(|(article, vector)| vector.iter().map(move |entry| (article as u32, *entry)));
        let postings = postings.filter(|(_, (feature, _))| included(*feature));
        let mut offsets = vec![0; feature_count + 1];
        postings.clone().for_each(|(_, (feature, _))| offsets[feature as usize + 1] += 1);
        for feature in 0..feature_count {
            offsets[feature + 1] += offsets[feature];
        }
        let mut next = offsets.clone();
        let mut entries = vec![(0, 0.0); offsets[feature_count]];
        for (article, (feature, weight)) in postings {
            let index = &mut next[feature as usize];
            entries[*index] = (article, weight);
            *index += 1;
        }
        Postings { offsets, entries }
    }

    /// Returns the articles that have a feature, in ascending order, with its weight in each.
    pub(crate) fn get(&self, feature: Feature) -> &[(u32, f32)] {
        &self.entries[self.offsets[feature as usize]..self.offsets[feature as usize + 1]]
    }
}
