//! In which order articles are numbered: alike ones near each other, so that the results of a query lie in few packs, and what
//! is said of a term in few bytes.
//!
//! Recursive graph bisection (Dhulipala and others, 2016): the articles are parted in two halves of the same size, and pairs
//! change sides as long as that makes the lists of their terms cheaper; then each half is parted in the same way.

/// As few are not parted further.
const LEAF: usize = 24;
/// Rounds in which articles change sides, at most.
const ROUNDS: usize = 12;

/// The articles in order, by the numbers of their terms, which are below `terms`. At first they are in an order of their own.
pub(crate) fn arranged(articles: &[Vec<u32>], terms: usize) -> Vec<u32> {
    let logarithms: Vec<f32> = (0..articles.len() + 2).map(|n| (n.max(1) as f32).log2()).collect();
    let mut order: Vec<u32> = (0..articles.len() as u32).collect();
    part(&mut order, articles, terms, &logarithms);
    order
}

fn part(order: &mut [u32], articles: &[Vec<u32>], terms: usize, logarithms: &[f32]) {
    if order.len() <= LEAF {
        return;
    }
    let middle = order.len() / 2;
    let (left, right) = order.split_at_mut(middle);
    let mut counts = vec![(0_u32, 0_u32); terms];
    for _ in 0..ROUNDS {
        counts.fill((0, 0));
        left.iter().flat_map(|article| &articles[*article as usize]).for_each(|term| counts[*term as usize].0 += 1);
        right.iter().flat_map(|article| &articles[*article as usize]).for_each(|term| counts[*term as usize].1 += 1);
        // Bits for a list of so many among so many.
        let bits = |count: u32, of: usize| count as f32 * (logarithms[of] - logarithms[count as usize + 1]);
        let (here, there) = (left.len(), right.len());
        let gain = |article: u32, from: usize, to: usize, swapped: bool| -> f32 {
            let one = |term: &u32| {
                let (mut own, mut other) = counts[*term as usize];
                if swapped {
                    std::mem::swap(&mut own, &mut other);
                }
                bits(own, from) + bits(other, to) - bits(own - 1, from) - bits(other + 1, to)
            };
            articles[article as usize].iter().map(one).sum()
        };
        let gains = |side: &[u32], from: usize, to: usize, swapped: bool| {
            let mut gains: Vec<(f32, usize)> =
                side.iter().enumerate().map(|(n, article)| (gain(*article, from, to, swapped), n)).collect();
            gains.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
            gains
        };
        let (lefts, rights) = rayon::join(|| gains(left, here, there, false), || gains(right, there, here, true));
        let mut moved = false;
        for ((one, n), (other, m)) in lefts.into_iter().zip(rights) {
            if one + other <= 0.0 {
                break;
            }
            std::mem::swap(&mut left[n], &mut right[m]);
            moved = true;
        }
        if !moved {
            break;
        }
    }
    drop(counts);
    rayon::join(|| part(left, articles, terms, logarithms), || part(right, articles, terms, logarithms));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_articles_stand_together_and_none_is_lost() {
        // Of eight topics in turn, each with ten terms of its own.
        let articles: Vec<Vec<u32>> = (0..400).map(|n| (0..10).map(|term| n % 8 * 10 + term).collect()).collect();
        let order = arranged(&articles, 80);
        let changes = order.windows(2).filter(|pair| pair[0] % 8 != pair[1] % 8).count();
        assert!(changes < 40, "{changes}");
        let mut all = order.clone();
        all.sort_unstable();
        assert!(all.iter().copied().eq(0..400));
    }
}
