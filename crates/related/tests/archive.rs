//! Properties that hold for every archive.

use proptest::prelude::*;
use related::{ArticleText, MAX_MATCHES, MatchCache, SimilarArticle, features, related, related_with_cache};

/// A generated article.
#[derive(Clone, Debug, PartialEq)]
struct Item {
    id: String,
    title: String,
    body: String,
    timestamp: i64,
}

/// Returns a number below `bound` that depends on the seed alone.
fn pseudo_random(seed: u64, bound: u64) -> u64 {
    let mixed = (seed ^ (seed >> 31)).wrapping_mul(0x7fb5_d329_728e_a185);
    ((mixed ^ (mixed >> 27)).wrapping_mul(0x81da_def4_bc2d_d44d) >> 33) % bound
}

/// Generates an article about one of `topics`: words of its topic and words that all articles use.
fn item(seed: u64, topics: u64) -> Item {
    let topic = pseudo_random(seed, topics);
    let word = |n: u64| match pseudo_random(seed * 131 + n, 3) {
        0 => format!("common{}", pseudo_random(seed * 137 + n, 60)),
        _ => format!("topic{topic}word{}", pseudo_random(seed * 139 + n, 80)),
    };
    let words = |from: u64, to: u64| (from..to).map(word).collect::<Vec<_>>().join(" ");
    Item { id: format!("id-{seed}"), title: words(0, 5), body: words(5, 45), timestamp: seed as i64 * 40_000 }
}

fn archive(items: u64, topics: u64) -> Vec<Item> {
    (0..items).map(|seed| item(seed + 1, topics)).collect()
}

fn texts(items: &[Item]) -> Vec<ArticleText<'_>> {
    items
        .iter()
        .map(|item| ArticleText {
            language: "en",
            title: &item.title,
            standfirst: "",
            tags: &[],
            body: &item.body,
            timestamp: item.timestamp,
        })
        .collect()
}

fn full_build(items: &[Item]) -> MatchCache {
    related(&texts(items)).into_cache(items.iter().map(|item| item.id.clone()))
}

/// Builds with a cache, compares with a full build, and returns the new cache and the number of queries.
fn incremental_build(cache: MatchCache, items: &[Item]) -> (MatchCache, usize) {
    let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    let related = related_with_cache(features(&texts(items)), &ids, cache, |_| true);
    let queries = related.query_count();
    let cache = related.into_cache(items.iter().map(|item| item.id.clone()));
    assert!(cache == full_build(items), "the cache changes the result");
    (cache, queries)
}

#[test]
fn parts_of_an_archive_have_the_results_of_all() {
    let items = archive(200, 3);
    let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    let texts = texts(&items);
    let all = related(&texts);
    let mut cache = MatchCache::default();
    for part in 0..3 {
        let is_own = |article: usize| article % 3 == part;
        let some = related_with_cache(features(&texts), &ids, cache, is_own);
        assert_eq!(some.query_count(), (0..200).filter(|article| is_own(*article)).count());
        assert!((0..200).filter(|article| is_own(*article)).all(|article| some.matches(article) == all.matches(article)));
        cache = some.into_cache(items.iter().map(|item| item.id.clone()));
    }
    assert!(cache == full_build(&items), "what one part has found the next one keeps");
}

fn articles(matches: &[SimilarArticle]) -> Vec<usize> {
    matches.iter().map(|found| found.article).collect()
}

#[test]
fn an_incremental_build_has_the_result_of_a_full_build() {
    let mut items = archive(600, 4);
    let mut cache = full_build(&items);
    let queries;
    (cache, queries) = incremental_build(cache, &items);
    assert_eq!(queries, 0, "nothing has changed");
    for seed in 1_000..1_006 {
        items.push(Item { timestamp: seed * 40_000, ..item(seed as u64, 4) });
        let queries;
        (cache, queries) = incremental_build(cache, &items);
        assert!((1..items.len() / 2).contains(&queries), "a new article affects some, not all: {queries}");
    }
    items[40].body.push_str(" topic1word3 rare");
    (cache, _) = incremental_build(cache, &items);
    items.remove(300);
    (cache, _) = incremental_build(cache, &items);
    items.insert(200, Item { timestamp: items[200].timestamp, ..item(2_000, 4) });
    (cache, _) = incremental_build(cache, &items);
    // The archive of another publication.
    incremental_build(cache, &archive(50, 2));
}

#[test]
fn an_edit_a_removal_or_a_late_article_has_the_result_of_a_full_build() {
    let mut items = archive(320, 3);
    let mut cache = full_build(&items);
    for seed in 1..=16 {
        let index = pseudo_random(seed * 977, items.len() as u64) as usize;
        match seed % 3 {
            0 => drop(items.remove(index)),
            1 => {
                items[index].title = format!("common{} common{} rare{seed}", pseudo_random(seed, 60), pseudo_random(seed * 3, 60))
            }
            _ => items.insert(index, Item { timestamp: items[index].timestamp, ..item(5_000 + seed, 3) }),
        }
        (cache, _) = incremental_build(cache, &items);
    }
}

#[test]
fn the_number_of_cores_does_not_change_the_result() {
    let items = archive(300, 3);
    let build = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| full_build(&items))
    };
    assert!(build(1) == build(3));
}

#[test]
fn the_limits_lose_at_most_5_percent_of_the_first_24_matches() {
    let items = archive(2_000, 20);
    let related = related(&texts(&items));
    let (mut found, mut expected) = (0, 0);
    for article in (0..items.len()).step_by(40) {
        let all = articles(&related.exhaustive_matches(article));
        let all = &all[..all.len().min(24)];
        found += related.matches(article).iter().take(24).filter(|found| all.contains(&found.article)).count();
        expected += all.len();
    }
    assert!(found * 100 >= expected * 95, "{found} of {expected}");
}

#[test]
fn a_pool_has_no_near_duplicates() {
    let mut items = archive(60, 2);
    for n in 0..3 {
        let copy = Item { id: format!("copy-{n}"), timestamp: 3_000_000 + n, ..items[30].clone() };
        items.push(copy);
    }
    let related = related(&texts(&items));
    let copies = [30, 60, 61, 62];
    assert!(
        articles(&related.diversify(30)).iter().all(|article| !copies.contains(article)),
        "an article does not recommend its copies"
    );
    for article in (0..60).filter(|article| *article != 30) {
        let count = articles(&related.diversify(article)).iter().filter(|article| copies.contains(article)).count();
        assert!(count <= 1, "{count} copies in the pool of {article}");
    }
}

#[test]
fn at_most_three_of_the_first_six_are_from_the_same_week() {
    const WEEK: i64 = 7 * 24 * 60 * 60;
    let mut items = archive(40, 1);
    for (n, item) in items.iter_mut().enumerate() {
        item.timestamp = if n < 25 { 0 } else { (n as i64 - 20) * WEEK };
    }
    let related = related(&texts(&items));
    let first = articles(&related.diversify(3)[..6]);
    assert!(first.iter().filter(|article| **article < 25).count() <= 3, "{first:?}");
}

#[test]
fn of_equally_similar_articles_the_newer_one_comes_first() {
    let mut items = archive(30, 3);
    let same = |seed: i64, extra: &str| Item {
        id: format!("same-{seed}"),
        title: "Ferries at dusk".into(),
        body: format!("harbour pilots ferries {extra}"),
        timestamp: seed,
    };
    items.extend([
        same(9_000_000, "one two three four"),
        same(9_900_000, "five six seven eight"),
        same(10_800_000, "nine ten eleven twelve"),
    ]);
    let related = related(&texts(&items));
    assert_eq!(articles(&related.diversify(30)[..2]), [32, 31]);
}

#[test]
fn an_archive_may_be_empty_and_so_may_its_texts() {
    assert!(related(&[]).is_empty());
    let empty = |n: u64| Item { id: n.to_string(), title: String::new(), body: String::new(), timestamp: 0 };
    for count in 1..4 {
        let items: Vec<Item> = (0..count).map(empty).collect();
        let related = related(&texts(&items));
        assert!((0..items.len()).all(|article| related.matches(article).is_empty() && related.diversify(article).is_empty()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn matches_are_sorted_and_have_no_duplicates_nor_the_article_itself(bodies in prop::collection::vec("[a-d ]{0,30}|[甲乙丙丁]{0,9}", 1..40)) {
        let items: Vec<Item> = bodies.iter().enumerate().map(|(n, body)| Item { id: n.to_string(), title: body.clone(), body: body.clone(), timestamp: n as i64 }).collect();
        let related = related(&texts(&items));
        for article in 0..items.len() {
            let matches = related.matches(article);
            prop_assert!(matches.len() <= MAX_MATCHES && matches.iter().all(|found| found.article != article));
            prop_assert!(matches.windows(2).all(|pair| pair[0].similarity >= pair[1].similarity));
            for matches in [matches.to_vec(), related.diversify(article)] {
                let mut distinct = articles(&matches);
                distinct.sort_unstable();
                distinct.dedup();
                prop_assert_eq!(distinct.len(), matches.len());
            }
        }
    }
}
