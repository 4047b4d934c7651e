//! What holds for every archive.

use proptest::prelude::*;
use related::{Found, KEPT, Text, related, related_since};

/// An article of a made archive.
#[derive(Clone, Debug, PartialEq)]
struct Item {
    id: String,
    title: String,
    body: String,
    moment: i64,
}

/// A number that looks like chance, the same for the same seed.
fn dice(seed: u64, most: u64) -> u64 {
    let mixed = (seed ^ (seed >> 31)).wrapping_mul(0x7fb5_d329_728e_a185);
    ((mixed ^ (mixed >> 27)).wrapping_mul(0x81da_def4_bc2d_d44d) >> 33) % most
}

/// Articles of some words each, of a few topics: words of its own topic, words that all use.
fn item(seed: u64, topics: u64) -> Item {
    let topic = dice(seed, topics);
    let word = |n: u64| match dice(seed * 131 + n, 3) {
        0 => format!("common{}", dice(seed * 137 + n, 60)),
        _ => format!("topic{topic}word{}", dice(seed * 139 + n, 80)),
    };
    let words = |from: u64, to: u64| (from..to).map(word).collect::<Vec<_>>().join(" ");
    Item { id: format!("id-{seed}"), title: words(0, 5), body: words(5, 45), moment: seed as i64 * 40_000 }
}

fn archive(items: u64, topics: u64) -> Vec<Item> {
    (0..items).map(|seed| item(seed + 1, topics)).collect()
}

fn texts(items: &[Item]) -> Vec<Text<'_>> {
    items
        .iter()
        .map(|item| Text { language: "en", title: &item.title, standfirst: "", tags: &[], body: &item.body, moment: item.moment })
        .collect()
}

fn found(items: &[Item]) -> Found {
    related(&texts(items)).into_found(items.iter().map(|item| item.id.clone()))
}

/// Builds with what was found before, compares with a build of its own, and tells for how many was asked.
fn step(before: Found, items: &[Item]) -> (Found, usize) {
    let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    let step = related_since(&texts(items), &ids, before);
    let asked = step.asked();
    let step = step.into_found(items.iter().map(|item| item.id.clone()));
    assert!(step == found(items), "with what was found before the outcome is another");
    (step, asked)
}

#[test]
fn step_by_step_or_at_once_the_outcome_is_the_same() {
    let mut items = archive(600, 4);
    let mut kept = found(&items);
    // Nothing changed, one more at the end, one edited, one taken out, one put in between.
    let unchanged;
    (kept, unchanged) = step(kept, &items);
    assert_eq!(unchanged, 0);
    for seed in 1_000..1_006 {
        items.push(Item { moment: seed * 40_000, ..item(seed as u64, 4) });
        let asked;
        (kept, asked) = step(kept, &items);
        assert!((1..items.len() / 2).contains(&asked), "a new article touches some, not all: {asked}");
    }
    items[40].body.push_str(" topic1word3 unheard");
    (kept, _) = step(kept, &items);
    items.remove(300);
    (kept, _) = step(kept, &items);
    items.insert(200, Item { moment: items[200].moment, ..item(2_000, 4) });
    (kept, _) = step(kept, &items);
    // The archive of another paper.
    step(kept, &archive(50, 2));
}

#[test]
fn any_edit_removal_or_late_arrival_has_the_outcome_of_a_build_of_its_own() {
    let mut items = archive(320, 3);
    let mut kept = found(&items);
    for seed in 1..=16 {
        let place = dice(seed * 977, items.len() as u64) as usize;
        match seed % 3 {
            0 => drop(items.remove(place)),
            1 => items[place].title = format!("common{} common{} unheard{seed}", dice(seed, 60), dice(seed * 3, 60)),
            _ => items.insert(place, Item { moment: items[place].moment, ..item(5_000 + seed, 3) }),
        }
        (kept, _) = step(kept, &items);
    }
}

#[test]
fn the_number_of_cores_changes_nothing() {
    let items = archive(300, 3);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| found(&items))
    };
    assert!(with(1) == with(3));
}

#[test]
fn what_pruning_finds_is_what_comparing_all_finds() {
    let items = archive(2_000, 20);
    let related = related(&texts(&items));
    let (mut held, mut wanted) = (0, 0);
    for article in (0..items.len()).step_by(40) {
        let all: Vec<usize> = related.exhaustive(article).iter().take(24).map(|found| found.article).collect();
        held += related.list(article).iter().take(24).filter(|found| all.contains(&found.article)).count();
        wanted += all.len();
    }
    assert!(held * 100 >= wanted * 95, "{held} of {wanted}");
}

#[test]
fn copies_of_a_text_do_not_stand_together() {
    let mut items = archive(60, 2);
    for n in 0..3 {
        let copy = Item { id: format!("copy-{n}"), moment: 3_000_000 + n, ..items[30].clone() };
        items.push(copy);
    }
    let related = related(&texts(&items));
    let copies = [30, 60, 61, 62];
    assert!(related.vary(30).iter().all(|found| !copies.contains(&found.article)), "an article does not recommend its copies");
    for article in (0..60).filter(|article| *article != 30) {
        let shown = related.vary(article).iter().filter(|found| copies.contains(&found.article)).count();
        assert!(shown <= 1, "{shown} copies with {article}");
    }
}

#[test]
fn not_all_are_from_one_week_while_there_is_something_else() {
    const WEEK: i64 = 7 * 24 * 60 * 60;
    let mut items = archive(40, 1);
    for (n, item) in items.iter_mut().enumerate() {
        item.moment = if n < 25 { 0 } else { (n as i64 - 20) * WEEK };
    }
    let related = related(&texts(&items));
    let first: Vec<usize> = related.vary(3).iter().take(6).map(|found| found.article).collect();
    assert!(first.iter().filter(|article| **article < 25).count() <= 3, "{first:?}");
}

#[test]
fn of_those_equally_like_it_the_fresher_comes_first() {
    let mut items = archive(30, 3);
    let same = |seed: i64, extra: &str| Item {
        id: format!("same-{seed}"),
        title: "Ferries at dusk".into(),
        body: format!("harbour pilots ferries {extra}"),
        moment: seed,
    };
    items.extend([
        same(9_000_000, "one two three four"),
        same(9_900_000, "five six seven eight"),
        same(10_800_000, "nine ten eleven twelve"),
    ]);
    let related = related(&texts(&items));
    assert_eq!(related.vary(30).iter().take(2).map(|found| found.article).collect::<Vec<_>>(), [32, 31]);
}

#[test]
fn an_archive_of_none_or_one_or_of_empty_texts_is_no_trouble() {
    assert!(related(&[]).is_empty());
    let empty = |n: u64| Item { id: n.to_string(), title: String::new(), body: String::new(), moment: 0 };
    for count in 1..4 {
        let items: Vec<Item> = (0..count).map(empty).collect();
        let related = related(&texts(&items));
        assert!((0..items.len()).all(|article| related.list(article).is_empty() && related.vary(article).is_empty()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_list_has_never_itself_and_nothing_twice_and_is_sorted(bodies in prop::collection::vec("[a-d ]{0,30}|[甲乙丙丁]{0,9}", 1..40)) {
        let items: Vec<Item> = bodies.iter().enumerate().map(|(n, body)| Item { id: n.to_string(), title: body.clone(), body: body.clone(), moment: n as i64 }).collect();
        let related = related(&texts(&items));
        for article in 0..items.len() {
            let list = related.list(article);
            prop_assert!(list.len() <= KEPT && list.iter().all(|found| found.article != article));
            prop_assert!(list.windows(2).all(|pair| pair[0].likeness >= pair[1].likeness));
            for list in [list.to_vec(), related.vary(article)] {
                let mut places: Vec<usize> = list.iter().map(|found| found.article).collect();
                places.sort_unstable();
                places.dedup();
                prop_assert_eq!(places.len(), list.len());
            }
        }
    }
}
