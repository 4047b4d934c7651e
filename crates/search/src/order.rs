/// The items by their keys, the smallest first; equals stay in their order. One sorting for all that is sorted: each kind of item
/// that the standard one is used for takes 5 KB of the worker.
pub fn by<T: Copy>(items: &[T], key: impl Fn(&T) -> u64) -> Vec<T> {
    let mut keys = Vec::with_capacity(items.len());
    keys.extend(items.iter().map(key));
    let mut sorted = Vec::with_capacity(items.len());
    sorted.extend(order(&keys).into_iter().filter_map(|n| items.get(n as usize)));
    sorted
}

#[inline(never)]
fn order(keys: &[u64]) -> Vec<u32> {
    let mut keys: Vec<(u64, u32)> = keys.iter().copied().zip(0..).collect();
    keys.sort_unstable();
    keys.into_iter().map(|(_, n)| n).collect()
}

/// A key by which more comes first.
pub fn more_first(score: f32) -> u64 {
    let bits = score.to_bits();
    // Numbers below 0 are in the other direction.
    let rising = if bits >> 31 == 0 { bits | 1 << 31 } else { !bits };
    u64::from(!rising)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn scores_are_ordered_as_numbers(scores in prop::collection::vec(-1e9_f32..1e9, 0..50)) {
            let mut expected = scores.clone();
            expected.sort_by(|one, other| other.total_cmp(one));
            prop_assert_eq!(by(&scores, |score| more_first(*score)), expected);
        }
    }
}
