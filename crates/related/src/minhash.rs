//! MinHash: finds articles with nearly the same text.

use serde::{Deserialize, Serialize};

/// The number of bins. It is a power of two.
const BINS: usize = 16;
/// The number of bins, of [`BINS`], that are equal in near-duplicates.
const EQUAL_BINS: usize = 12;
/// The value of a bin without a feature.
const EMPTY: u32 = u32::MAX;

/// A one-permutation MinHash: the smallest hash of each bin. Texts that share most features share most of these.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct MinHash([u32; BINS]);

impl MinHash {
    /// Returns the MinHash of a set of features.
    pub(crate) fn new(fingerprints: &[u32]) -> MinHash {
        let mut bins = [EMPTY; BINS];
        for fingerprint in fingerprints {
            // Hashed again, because the bin is chosen by the highest bits and FNV-1a distributes them unevenly.
            let hash = fingerprint.wrapping_mul(0x9e37_79b1).rotate_left(15).wrapping_mul(0x85eb_ca77);
            let bin = &mut bins[(hash >> (u32::BITS - BINS.ilog2())) as usize];
            *bin = (*bin).min(hash);
        }
        MinHash(bins)
    }

    /// Whether two texts are equal but for a few words.
    pub(crate) fn is_near_duplicate(&self, other: &MinHash) -> bool {
        // Bins that are empty in both say nothing.
        let used = self.0.iter().zip(&other.0).filter(|(one, other)| **one != EMPTY || **other != EMPTY);
        let (used, equal) = used.fold((0, 0), |(used, equal), (one, other)| (used + 1, equal + usize::from(one == other)));
        equal > 0 && equal * BINS >= EQUAL_BINS * used
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_changed_in_a_few_features_is_a_near_duplicate() {
        let fingerprints: Vec<u32> = (0..400).map(|n: u32| n.wrapping_mul(0x0101_6b35)).collect();
        let [one, edited, other] = [&fingerprints[..398], &fingerprints[2..], &fingerprints[200..]].map(MinHash::new);
        assert!(one.is_near_duplicate(&edited));
        assert!(!one.is_near_duplicate(&other));
    }

    #[test]
    fn empty_texts_are_no_duplicates() {
        assert!(!MinHash::new(&[]).is_near_duplicate(&MinHash::new(&[])));
    }
}
