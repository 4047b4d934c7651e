//! The order in which a segment numbers its articles: similar articles are near each other, so that the results of a query are in few
//! packs of cards, and the deltas of posting lists are small.
//!
//! Recursive graph bisection (Dhulipala and others, “Compressing Graphs and Indexes with Recursive Graph Bisection”, 2016): the
//! articles are split into halves of equal size; pairs of articles are swapped as long as that reduces the estimated size of the
//! posting lists; then each half is split in the same way.

/// Parts of this size are not split further.
const MIN_PART: usize = 24;
/// The maximum number of rounds in which articles are swapped between two halves.
const MAX_ROUNDS: usize = 12;

/// Returns the indices of the articles in an order of similarity. Each article is the list of its term numbers, which are less than
/// `term_count`.
pub(crate) fn order_by_similarity(articles: &[Vec<u32>], term_count: usize) -> Vec<u32> {
    let log2: Vec<f32> = (0..articles.len() + 2).map(|n| (n.max(1) as f32).log2()).collect();
    let mut order: Vec<u32> = (0..articles.len() as u32).collect();
    bisect(&mut order, articles, term_count, &log2);
    order
}

fn bisect(order: &mut [u32], articles: &[Vec<u32>], term_count: usize, log2: &[f32]) {
    if order.len() <= MIN_PART {
        return;
    }
    let middle = order.len() / 2;
    let (left, right) = order.split_at_mut(middle);
    let (left_size, right_size) = (left.len(), right.len());
    // For each term the number of articles that have it in the left and in the right half.
    let mut counts = vec![(0_u32, 0_u32); term_count];
    for _ in 0..MAX_ROUNDS {
        counts.fill((0, 0));
        left.iter().flat_map(|article| &articles[*article as usize]).for_each(|term| counts[*term as usize].0 += 1);
        right.iter().flat_map(|article| &articles[*article as usize]).for_each(|term| counts[*term as usize].1 += 1);
        // The estimated number of bits of a posting list with `count` of `size` articles.
        let bits = |count: u32, size: usize| count as f32 * (log2[size] - log2[count as usize + 1]);
        // How many bits it saves to move an article from its half to the other.
        let gain = |article: u32, own_size: usize, other_size: usize, is_right: bool| -> f32 {
            let term_gain = |term: &u32| {
                let (mut own, mut other) = counts[*term as usize];
                if is_right {
                    std::mem::swap(&mut own, &mut other);
                }
                bits(own, own_size) + bits(other, other_size) - bits(own - 1, own_size) - bits(other + 1, other_size)
            };
            articles[article as usize].iter().map(term_gain).sum()
        };
        let gains = |half: &[u32], own_size: usize, other_size: usize, is_right: bool| {
            let gains = half.iter().enumerate();
            let mut gains: Vec<(f32, usize)> =
                gains.map(|(index, article)| (gain(*article, own_size, other_size, is_right), index)).collect();
            gains.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
            gains
        };
        let (left_gains, right_gains) =
            rayon::join(|| gains(left, left_size, right_size, false), || gains(right, right_size, left_size, true));
        let mut has_swapped = false;
        for ((left_gain, left_index), (right_gain, right_index)) in left_gains.into_iter().zip(right_gains) {
            if left_gain + right_gain <= 0.0 {
                break;
            }
            std::mem::swap(&mut left[left_index], &mut right[right_index]);
            has_swapped = true;
        }
        if !has_swapped {
            break;
        }
    }
    // Each recursion has its own counts.
    drop(counts);
    rayon::join(|| bisect(left, articles, term_count, log2), || bisect(right, articles, term_count, log2));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similar_articles_are_adjacent_and_none_is_lost() {
        // Eight topics in turn, each with ten terms of its own.
        let articles: Vec<Vec<u32>> = (0..400).map(|n| (0..10).map(|term| n % 8 * 10 + term).collect()).collect();
        let order = order_by_similarity(&articles, 80);
        let changes = order.windows(2).filter(|pair| pair[0] % 8 != pair[1] % 8).count();
        assert!(changes < 40, "{changes}");
        let mut all = order.clone();
        all.sort_unstable();
        assert!(all.iter().copied().eq(0..400));
    }
}
