//! Document frequencies that seldom change when an article is added, so that most results of the last build remain valid.

use rayon::prelude::*;

use crate::features::Features;

/// Returns the number of oldest articles in which features are counted: all but a fifth at most, in steps of 2^¼.
///
/// A new article changes no frequency of a feature until the next step.
pub(crate) fn sample_size(articles: usize) -> usize {
    let steps = (4.0 * (articles.max(1) as f64).log2()).floor();
    (2f64.powf(steps / 4.0) + 1e-9).floor() as usize
}

/// Returns the fingerprints of the features that at least two articles have, ascending, and the document frequency of each.
///
/// A frequency is the number of articles in the sample that have the feature, and at least a quarter of the number in the whole
/// archive: a feature of many new articles is not rare. It is rounded.
pub(crate) fn document_frequencies(features: &[Features], sample_size: usize) -> (Vec<u32>, Vec<u32>) {
    /// Ranges of fingerprints that are counted one by one in each thread, which saves memory.
    const RANGES: u32 = 64;
    const RANGE: u32 = u32::MAX / RANGES + 1;
    let ranges: Vec<Vec<(u32, u32)>> = (0..RANGES)
        .into_par_iter()
        .map(|range| {
            // The fingerprint, and in the lowest bit whether the article is in the sample.
            let mut occurrences: Vec<u64> = Vec::new();
            for (article, features) in features.iter().enumerate() {
                let start = features.fingerprints.partition_point(|fingerprint| *fingerprint < range * RANGE);
                let in_range = features.fingerprints[start..].iter().take_while(|fingerprint| **fingerprint / RANGE == range);
                occurrences.extend(in_range.map(|fingerprint| u64::from(*fingerprint) << 1 | u64::from(article < sample_size)));
            }
            occurrences.sort_unstable();
            occurrences
                .chunk_by(|one, other| one >> 1 == other >> 1)
                .filter(|equal| equal.len() > 1)
                .map(|equal| {
                    let in_sample = equal.iter().filter(|occurrence| **occurrence & 1 == 1).count();
                    ((equal[0] >> 1) as u32, round(in_sample.max(equal.len() / 4) as u32))
                })
                .collect()
        })
        .collect();
    ranges.into_iter().flatten().unzip()
}

/// Rounds a frequency to a power of √2, so that an article that is added, edited or removed seldom changes it.
fn round(frequency: u32) -> u32 {
    let steps = (2.0 * f64::from(frequency.max(1)).log2()).round();
    2f64.powf(steps / 2.0).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_article_seldom_changes_the_sample() {
        let steps = (1..10_000).filter(|articles| sample_size(*articles) != sample_size(articles + 1)).count();
        assert!(steps < 60, "{steps}");
        let has_most = |articles: usize| sample_size(articles) <= articles && (sample_size(articles) + 1) * 6 >= articles * 5;
        assert!((1..10_000).all(has_most));
    }

    #[test]
    fn frequencies_are_rounded_coarsely() {
        assert_eq!([1, 2, 3, 5, 7, 9, 100, 1000].map(round), [1, 2, 3, 6, 8, 8, 91, 1024]);
    }
}
