use super::Feature;

/// Finds the number of a feature by its fingerprint.
pub(crate) struct FeatureLookup {
    /// Ascending. The index of a fingerprint is the number of the feature.
    fingerprints: Vec<u32>,
    /// For each value of a fingerprint's highest bits, the index of the first fingerprint with it. A binary search over all
    /// fingerprints would miss the cache more often.
    bucket_starts: Vec<u32>,
}

/// The number of highest bits that select a bucket.
const BUCKET_BITS: u32 = 18;

impl FeatureLookup {
    /// Takes fingerprints in ascending order.
    pub(crate) fn new(fingerprints: Vec<u32>) -> FeatureLookup {
        let start = |bucket: usize| fingerprints.partition_point(|fingerprint| bucket_of(*fingerprint) < bucket) as u32;
        FeatureLookup { bucket_starts: (0..=1 << BUCKET_BITS).map(start).collect(), fingerprints }
    }

    /// Returns the number of the feature with a fingerprint.
    pub(crate) fn find(&self, fingerprint: u32) -> Option<Feature> {
        let bucket = bucket_of(fingerprint);
        let (start, end) = (self.bucket_starts[bucket] as usize, self.bucket_starts[bucket + 1] as usize);
        self.fingerprints[start..end].binary_search(&fingerprint).ok().map(|index| (start + index) as Feature)
    }
}

fn bucket_of(fingerprint: u32) -> usize {
    (fingerprint >> (u32::BITS - BUCKET_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_is_found_by_its_fingerprint_and_no_other() {
        let fingerprints = vec![0, 7, 8, 1 << 20, u32::MAX - 1, u32::MAX];
        let lookup = FeatureLookup::new(fingerprints.clone());
        for (index, fingerprint) in fingerprints.into_iter().enumerate() {
            assert_eq!(lookup.find(fingerprint), Some(index as u32));
        }
        assert_eq!([1, 9, 1 << 21].map(|fingerprint| lookup.find(fingerprint)), [None; 3]);
    }
}
