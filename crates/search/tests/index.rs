//! An index from end to end: what is written is found, as by reading everything; what is torn is told.
#![cfg(not(target_arch = "wasm32"))]

use std::{collections::HashMap, io::Read, sync::LazyLock};

use flate2::read::GzDecoder;
use proptest::prelude::*;
use search::{
    answer::{Answer, answer},
    format::{Card, Index, PACK, file, read_cards, read_numbers},
    passage::Finder,
    query::{Filters, Query},
    write::{Document, index},
};

/// An index in memory, uncompressed.
struct Files(HashMap<String, Vec<u8>>);

impl Files {
    fn of(documents: &[Document<'_>]) -> Files {
        let unpacked = |bytes: &[u8]| {
            let mut plain = Vec::new();
            GzDecoder::new(bytes).read_to_end(&mut plain).expect("what is written is whole");
            plain
        };
        Files(index(documents).into_iter().map(|(name, bytes)| (name, unpacked(&bytes))).collect())
    }

    fn index(&self) -> Index {
        Index::read(&self.0[file::INDEX]).expect("an index is read back")
    }

    fn ask(&self, query: &str, filters: Filters<'_>) -> Answer {
        let (index, query) = (self.index(), Query::parse(query, filters));
        // Like the worker, with no shard at hand but those that the query names.
        let named = query.shards(&index);
        answer(&query, "en", &index, |segment, n| {
            let shard = named.contains(&(segment, n)).then(|| file::shard(&index.segments[segment].name, n))?;
            self.0.get(&shard).map(Vec::as_slice)
        })
    }

    /// The ids that a query finds, best first.
    fn find(&self, query: &str, filters: Filters<'_>) -> Vec<String> {
        let index = self.index();
        let card = |segment: usize, article: u32| {
            let segment = &index.segments[segment];
            if let Some(card) = segment.cards.get(article as usize) {
                return card.id.clone();
            }
            let pack = read_cards(&self.0[&file::pack(&segment.name, article / PACK)]).expect("a pack is read back");
            pack[(article % PACK) as usize].id.clone()
        };
        self.ask(query, filters).hits.iter().map(|hit| card(hit.segment, hit.article)).collect()
    }
}

const WORDS: [&str; 24] = [
    "solar",
    "cells",
    "battery",
    "batteries",
    "port",
    "export",
    "exports",
    "wind",
    "the",
    "of",
    "and",
    "GDP",
    "２０２３",
    "São",
    "工业",
    "增长",
    "太阳能电池",
    "書店",
    "书店",
    "الإنتاج",
    "إنتاج",
    "ministry’s",
    "re-open",
    "3.8",
];

/// Articles of words from a small stock, so that many meet.
fn texts() -> impl Strategy<Value = Vec<(String, String)>> {
    let words = |most| prop::collection::vec(prop::sample::select(WORDS.to_vec()), 1..most).prop_map(|words| words.join(" "));
    prop::collection::vec((words(5), words(30)), 1..90)
}

fn documents(texts: &[(String, String)]) -> Vec<Document<'_>> {
    let document = |n: usize| {
        let (title, body) = &texts[n];
        let day = format!("20{:02}-01-01", n % 20);
        let card = Card { id: format!("a{n}"), title: title.clone(), day, section: format!("s{}", n % 3) };
        Document { card, facts: Vec::new(), body, tags: vec![(["x", "y"][n % 2], "Tag")] }
    };
    (0..texts.len()).map(document).collect()
}

/// Whether a text has a query, by reading it.
fn has(query: &str, (title, body): &(String, String)) -> bool {
    let query = Query::parse(query, Filters::default());
    let finder = Finder::new(&query, "en", &[]);
    !finder.find(title).is_empty() || !finder.find(body).is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_article_is_found_by_each_of_its_words_and_by_nothing_else(texts in texts(), word in prop::sample::select(WORDS.to_vec())) {
        let files = Files::of(&documents(&texts));
        let query = format!("\"{word}\"");
        let mut found = files.find(&query, Filters::default());
        found.sort();
        let mut expected: Vec<String> = (0..texts.len()).filter(|n| has(&query, &texts[*n])).map(|n| format!("a{n}")).collect();
        expected.sort();
        if files.index().common.is_empty() {
            prop_assert_eq!(found, expected);
        } else {
            // Of a phrase of common words alone no positions are known.
            prop_assert!(expected.iter().all(|id| found.contains(id)));
        }
    }

    #[test]
    fn filters_leave_what_they_say(texts in texts(), n in 0_usize..20) {
        let files = Files::of(&documents(&texts));
        let year = format!("20{n:02}");
        let found = files.find("", Filters { section: "s1", tag: "x", year: &year });
        let expected: Vec<usize> = (0..texts.len()).filter(|m| m % 3 == 1 && m % 2 == 0 && m % 20 == n).collect();
        prop_assert_eq!(found.len(), expected.len());
        for m in expected {
            let id = format!("a{m}");
            prop_assert!(found.contains(&id), "{}", id);
        }
    }

    #[test]
    fn a_missing_or_torn_shard_is_told_and_the_rest_answers(texts in texts(), cut in 0_usize..100) {
        let mut files = Files::of(&documents(&texts));
        let index = files.index();
        let query = Query::parse("solar port", Filters::default());
        let shards = query.shards(&index);
        let whole = files.find("solar port", Filters::default());
        if let Some((segment, n)) = shards.first().copied() {
            let name = file::shard(&index.segments[segment].name, n);
            let bytes = files.0.remove(&name).expect("a shard");
            let missing = files.ask("solar port", Filters::default());
            prop_assert_eq!(&missing.torn[..], &[(segment, n)]);
            files.0.insert(name, bytes[..bytes.len() * cut / 100].to_vec());
            let torn = files.ask("solar port", Filters::default());
            prop_assert!(torn.torn.len() <= 1);
            // Whatever has the word that can be read is found.
            let other = files.find("port", Filters::default());
            let asked = Query::parse("port", Filters::default()).shards(&index);
            if !asked.contains(&(segment, n)) {
                prop_assert!(missing.hits.len() >= other.len());
            }
            prop_assert!(whole.len() <= texts.len());
        }
    }
}

/// An index that the next test tears, made once: `PROPTEST_CASES` says how often.
static WHOLE: LazyLock<HashMap<String, Vec<u8>>> = LazyLock::new(|| {
    let text = |n: usize| (format!("Solar {n}"), [WORDS[n % WORDS.len()], WORDS[n / 2 % WORDS.len()], "solar port"].join(" "));
    let texts: Vec<(String, String)> = (0..120).map(text).collect();
    Files::of(&documents(&texts)).0
});

proptest! {
    #[test]
    fn readers_take_any_bytes(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        changes in prop::collection::vec((0_usize..1_000_000, any::<u8>()), 1..4),
        cut in 0_usize..1_000_000,
    ) {
        let _ = (Index::read(&bytes), read_cards(&bytes), read_numbers(&bytes));
        let mut files = Files(WHOLE.clone());
        let index = files.index();
        for bytes in files.0.values_mut() {
            for (at, with) in &changes {
                let place = at % bytes.len().max(1);
                if let Some(byte) = bytes.get_mut(place) {
                    *byte = *with;
                }
            }
            if cut % 3 == 0 {
                bytes.truncate(cut % bytes.len().max(1));
            }
            let _ = (Index::read(bytes), read_cards(bytes), read_numbers(bytes));
        }
        // What says something else now, or that it is torn, never stops the rest.
        for query in ["solar", "\"solar 3\" port -wind", "工业 GDP"] {
            answer(&Query::parse(query, Filters { section: "s1", ..Filters::default() }), "en", &index, |segment, n| {
                files.0.get(&file::shard(&index.segments[segment].name, n)).map(Vec::as_slice)
            });
        }
    }
}

#[test]
fn an_article_more_leaves_the_settled_part_as_it_is() {
    let texts: Vec<(String, String)> =
        (0..203).map(|n| (format!("Title {n}"), format!("Word{n} and {}", WORDS[n % WORDS.len()]))).collect();
    let documents = documents(&texts);
    let (before, now) = (Files::of(&documents[..202]), Files::of(&documents));
    let settled = &now.index().segments[0].name;
    assert_eq!(*settled, before.index().segments[0].name);
    let same = |name: &&String| name.starts_with(settled.as_str());
    assert!(now.0.keys().filter(same).all(|name| before.0[name] == now.0[name]));
    assert!(now.0.keys().filter(same).count() > 1);
}

#[test]
fn the_index_is_the_same_each_time() {
    let texts: Vec<(String, String)> =
        (0..150).map(|n| (format!("Title {n}"), format!("{} {n}", WORDS[n % WORDS.len()]))).collect();
    assert_eq!(index(&documents(&texts)), index(&documents(&texts)));
}

#[test]
fn a_minus_means_all_of_its_word_and_common_words_too() {
    let chinese = ["港口 中国经济", "港口 中国", "港口 经济"].map(|body| (String::new(), body.to_owned()));
    assert_eq!(Files::of(&documents(&chinese)).find("港口 -中国经济", Filters::default()), ["a1", "a2"]);
    // In more than two of five articles.
    // Words that stand between, so that each of the query's is in a shard of its own.
    let more = |n: usize| (0..40).map(|m| format!("quiet{n}a{m} shy{n}a{m} uphill{n}a{m}")).collect::<Vec<_>>().join(" ");
    let body =
        |n: usize| [if n < 8 { "quay wharf" } else { "field" }, if n.is_multiple_of(2) { "the" } else { "" }, &more(n)].join(" ");
    let texts: Vec<(String, String)> = (0..100).map(|n| (String::new(), body(n))).collect();
    let files = Files::of(&documents(&texts));
    assert!(files.index().common.contains(&"the".to_owned()));
    let mut found = files.find("quay wharf -the", Filters::default());
    found.sort();
    assert_eq!(found, ["a1", "a3", "a5", "a7"]);
}
