//! Sorting by numeric keys. All sorting of the worker goes through one binary heap, because every item type that is sorted with
//! `sort_unstable` adds 4 KB to the WebAssembly.

use std::collections::{BinaryHeap, VecDeque};

use crate::format::ShardId;

/// Returns the items in ascending order of their keys. The sort is stable.
pub fn sorted_by<T: Copy>(items: &[T], key: impl Fn(&T) -> u64) -> Vec<T> {
    let mut keys = Vec::with_capacity(items.len());
    keys.extend(items.iter().map(key));
    let mut sorted = Vec::with_capacity(items.len());
    sorted.extend(ascending_indices(&keys).into_iter().filter_map(|index| items.get(index as usize)));
    sorted
}

#[inline(never)]
fn ascending_indices(keys: &[u64]) -> Vec<u32> {
    let keys: BinaryHeap<(u64, u32)> = keys.iter().copied().zip(0..).collect();
    keys.into_sorted_vec().into_iter().map(|(_, index)| index).collect()
}

/// Returns the shards in ascending order, each once.
pub(crate) fn unique_shards(shards: &[ShardId]) -> Vec<ShardId> {
    let mut shards = sorted_by(shards, |(segment, shard)| (*segment as u64) << 32 | *shard as u64);
    shards.dedup();
    shards
}

/// Returns a key that sorts scores in descending order. It is less than 2³².
pub fn descending(score: f32) -> u64 {
    let bits = score.to_bits();
    // The bits of negative numbers ascend in the opposite direction.
    let ascending = if bits >> 31 == 0 { bits | 1 << 31 } else { !bits };
    u64::from(!ascending)
}

/// Merges sorted lists. Equal items are in the order of the lists.
pub fn merge<T>(lists: Vec<Vec<T>>, is_before: impl Fn(&T, &T) -> bool) -> Vec<T> {
    let mut lists: Vec<VecDeque<T>> = lists.into_iter().map(VecDeque::from).collect();
    let mut merged = Vec::new();
    loop {
        let heads = lists.iter().enumerate().filter_map(|(index, list)| Some((index, list.front()?)));
        let first = heads.reduce(|first, other| if is_before(other.1, first.1) { other } else { first });
        let Some((index, _)) = first else { return merged };
        merged.extend(lists[index].pop_front());
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn merging_keeps_the_order_of_each_list() {
        let lists = vec![vec![("2024", 'a'), ("2022", 'b')], vec![], vec![("2025", 'c'), ("2022", 'd'), ("2023", 'e')]];
        let merged = merge(lists, |one, other| one.0 > other.0);
        assert_eq!(merged.into_iter().map(|(_, item)| item).collect::<String>(), "cabde");
    }

    proptest! {
        #[test]
        fn scores_are_sorted_as_numbers(scores in prop::collection::vec(-1e9_f32..1e9, 0..50)) {
            let mut expected = scores.clone();
            expected.sort_by(|one, other| other.total_cmp(one));
            prop_assert_eq!(sorted_by(&scores, |score| descending(*score)), expected);
        }
    }
}
