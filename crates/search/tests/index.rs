//! The index as a whole: a query finds what reading every text would find, and corrupt files are reported.
#![cfg(not(target_arch = "wasm32"))]

use std::{collections::HashMap, io::Read, sync::LazyLock};

use flate2::read::GzDecoder;
use proptest::prelude::*;
use search::{
    answer::{Answer, answer},
    correct::{self, correct},
    format::{Card, Index, PACK, file, read_cards, read_numbers},
    passage::Finder,
    query::{Filters, Query},
    write::{Document, index},
};

/// An index in memory, uncompressed.
struct Files(HashMap<String, Vec<u8>>);

impl Files {
    fn of(documents: &[Document<'_>]) -> Files {
        Files::in_language("en", documents)
    }

    fn in_language(language: &str, documents: &[Document<'_>]) -> Files {
        let decompress = |bytes: &[u8]| {
            let mut plain = Vec::new();
            GzDecoder::new(bytes).read_to_end(&mut plain).expect("the writer compresses its files");
            plain
        };
        Files(index(language, documents).into_iter().map(|(name, bytes)| (name, decompress(&bytes))).collect())
    }

    fn index(&self) -> Index {
        Index::read(&self.0[file::INDEX]).expect("the reader decodes what the writer encodes")
    }

    fn answer(&self, query: &str, filters: Filters<'_>) -> Answer {
        let (index, query) = (self.index(), Query::parse(query, filters));
        // Like the worker, which fetches only the shards that the query names.
        let shards = query.shards(&index);
        answer(&query, "en", &index, |segment, n| {
            let shard = shards.contains(&(segment, n)).then(|| file::shard(&index.segments[segment].name, n))?;
            self.0.get(&shard).map(Vec::as_slice)
        })
    }

    /// Returns the query without spelling mistakes.
    fn corrected(&self, text: &str) -> Option<String> {
        let (index, query) = (self.index(), Query::parse(text, Filters::default()));
        let shards = correct::shards(&query, &index);
        let bytes = |segment: usize, n: usize| {
            let shard = shards.contains(&(segment, n)).then(|| file::shard(&index.segments[segment].name, n))?;
            self.0.get(&shard).map(Vec::as_slice)
        };
        correct(text, &query, "en", &index, &bytes).map(|correction| correction.query)
    }

    /// Returns the ids that a query finds, best first.
    fn find(&self, query: &str, filters: Filters<'_>) -> Vec<String> {
        let index = self.index();
        let card = |segment: usize, article: u32| {
            let segment = &index.segments[segment];
            if let Some(card) = segment.cards.get(article as usize) {
                return card.id.clone();
            }
            let pack = read_cards(&self.0[&file::pack(&segment.name, article / PACK)])
                .expect("the reader decodes what the writer encodes");
            pack[(article % PACK) as usize].id.clone()
        };
        self.answer(query, filters).hits.iter().map(|hit| card(hit.segment, hit.article)).collect()
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

/// Generates titles and bodies from a small vocabulary, so that many articles share words.
fn texts() -> impl Strategy<Value = Vec<(String, String)>> {
    let words = |most| prop::collection::vec(prop::sample::select(WORDS.to_vec()), 1..most).prop_map(|words| words.join(" "));
    prop::collection::vec((words(5), words(30)), 1..90)
}

fn documents(texts: &[(String, String)]) -> Vec<Document<'_>> {
    let document = |n: usize| {
        let (title, body) = &texts[n];
        let day = format!("20{:02}-01-01", n % 20);
        let card = Card { id: format!("a{n}"), title: title.clone(), day, section: format!("s{}", n % 3) };
        Document { card, metadata: Vec::new(), body: body.into(), tags: vec![(["x", "y"][n % 2], "Tag")] }
    };
    (0..texts.len()).map(document).collect()
}

/// Whether a title or a body matches a query.
fn matches(query: &str, (title, body): &(String, String)) -> bool {
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
        let mut expected: Vec<String> = (0..texts.len()).filter(|n| matches(&query, &texts[*n])).map(|n| format!("a{n}")).collect();
        expected.sort();
        if files.index().common_words.is_empty() {
            prop_assert_eq!(found, expected);
        } else {
            // A phrase of common words alone cannot be verified.
            prop_assert!(expected.iter().all(|id| found.contains(id)));
        }
    }

    #[test]
    fn filters_keep_only_matching_articles(texts in texts(), n in 0_usize..20) {
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
    fn a_missing_or_corrupt_shard_is_reported_and_the_others_answer(texts in texts(), cut in 0_usize..100) {
        let mut files = Files::of(&documents(&texts));
        let index = files.index();
        let query = Query::parse("solar port", Filters::default());
        let shards = query.shards(&index);
        let all = files.find("solar port", Filters::default());
        if let Some((segment, n)) = shards.first().copied() {
            let name = file::shard(&index.segments[segment].name, n);
            let bytes = files.0.remove(&name).expect("a shard");
            let missing = files.answer("solar port", Filters::default());
            prop_assert_eq!(&missing.unreadable_shards[..], &[(segment, n)]);
            files.0.insert(name, bytes[..bytes.len() * cut / 100].to_vec());
            let corrupt = files.answer("solar port", Filters::default());
            prop_assert!(corrupt.unreadable_shards.len() <= 1);
            // Articles with the word of a readable shard are found.
            let other = files.find("port", Filters::default());
            let other_shards = Query::parse("port", Filters::default()).shards(&index);
            if !other_shards.contains(&(segment, n)) {
                prop_assert!(missing.hits.len() >= other.len());
            }
            prop_assert!(all.len() <= texts.len());
        }
    }
}

/// An index that the next test corrupts. `PROPTEST_CASES` sets the number of cases.
static INTACT: LazyLock<HashMap<String, Vec<u8>>> = LazyLock::new(|| {
    let text = |n: usize| (format!("Solar {n}"), [WORDS[n % WORDS.len()], WORDS[n / 2 % WORDS.len()], "solar port"].join(" "));
    let texts: Vec<(String, String)> = (0..120).map(text).collect();
    Files::of(&documents(&texts)).0
});

proptest! {
    #[test]
    fn decoders_accept_any_bytes(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        changes in prop::collection::vec((0_usize..1_000_000, any::<u8>()), 1..4),
        cut in 0_usize..1_000_000,
    ) {
        let _ = (Index::read(&bytes), read_cards(&bytes), read_numbers(&bytes));
        let mut files = Files(INTACT.clone());
        let index = files.index();
        for bytes in files.0.values_mut() {
            for (at, with) in &changes {
                let index = at % bytes.len().max(1);
                if let Some(byte) = bytes.get_mut(index) {
                    *byte = *with;
                }
            }
            if cut % 3 == 0 {
                bytes.truncate(cut % bytes.len().max(1));
            }
            let _ = (Index::read(bytes), read_cards(bytes), read_numbers(bytes));
        }
        // Neither changed nor corrupt files make the query panic.
        for query in ["solar", "\"solar 3\" port -wind", "工业 GDP"] {
            answer(&Query::parse(query, Filters { section: "s1", ..Filters::default() }), "en", &index, |segment, n| {
                files.0.get(&file::shard(&index.segments[segment].name, n)).map(Vec::as_slice)
            });
        }
    }
}

#[test]
fn adding_an_article_keeps_the_settled_segment() {
    let texts: Vec<(String, String)> =
        (0..203).map(|n| (format!("Title {n}"), format!("Word{n} and {}", WORDS[n % WORDS.len()]))).collect();
    let documents = documents(&texts);
    let (before, now) = (Files::of(&documents[..202]), Files::of(&documents));
    let settled = &now.index().segments[0].name;
    assert_eq!(*settled, before.index().segments[0].name);
    let is_settled = |name: &&String| name.starts_with(settled.as_str());
    assert!(now.0.keys().filter(is_settled).all(|name| before.0[name] == now.0[name]));
    assert!(now.0.keys().filter(is_settled).count() > 1);
}

#[test]
fn the_index_is_reproducible() {
    let texts: Vec<(String, String)> =
        (0..150).map(|n| (format!("Title {n}"), format!("{} {n}", WORDS[n % WORDS.len()]))).collect();
    assert_eq!(index("en", &documents(&texts)[..]), index("en", &documents(&texts)[..]));
}

#[test]
fn a_minus_excludes_whole_runs_and_common_words() {
    let chinese = ["港口 中国经济", "港口 中国", "港口 经济"].map(|body| (String::new(), body.to_owned()));
    assert_eq!(Files::of(&documents(&chinese)).find("港口 -中国经济", Filters::default()), ["a1", "a2"]);
    // “the” is in half of the articles. The many other words put each word of the query into a shard of its own.
    let more = |n: usize| (0..40).map(|m| format!("quiet{n}a{m} shy{n}a{m} uphill{n}a{m}")).collect::<Vec<_>>().join(" ");
    let body =
        |n: usize| [if n < 8 { "quay wharf" } else { "field" }, if n.is_multiple_of(2) { "the" } else { "" }, &more(n)].join(" ");
    let texts: Vec<(String, String)> = (0..100).map(|n| (String::new(), body(n))).collect();
    let files = Files::of(&documents(&texts));
    assert!(files.index().common_words.contains(&"the".to_owned()));
    let mut found = files.find("quay wharf -the", Filters::default());
    found.sort();
    assert_eq!(found, ["a1", "a3", "a5", "a7"]);
}

/// Returns the numbers of the titles that a query finds, best first.
fn found<'t>(language: &str, titles: &[&'t str], query: &str) -> Vec<&'t str> {
    let texts: Vec<(String, String)> = titles.iter().map(|title| ((*title).to_owned(), String::new())).collect();
    let found = Files::in_language(language, &documents(&texts)).find(query, Filters::default());
    found.iter().map(|id| titles[id[1..].parse::<usize>().expect("a number")]).collect()
}

#[test]
fn invisible_characters_make_no_difference() {
    for (title, query) in [
        ("Donau\u{AD}dampf\u{AD}schiff", "donaudampfschiff"),
        ("راه\u{200C}آهن", "راهآهن"),
        ("می\u{200C}خواهند", "میخواهند"),
        ("long\u{200B}word\u{2060}s", "longwords"),
        ("太阳\u{AD}能\u{200B}电池", "太阳能电池"),
        ("ភាសា\u{200B}ខ្មែរ", "ភាសាខ្មែរ"),
    ] {
        assert_eq!(found("und", &[title, "Other"], query), [title], "{query}");
        assert_eq!(found("und", &[query, "Other"], title), [query], "{query}");
    }
}

#[test]
fn letters_and_their_plain_spellings_find_each_other() {
    for (title, query) in
        [("Straße", "strasse "), ("København", "kobenhavn "), ("Łódź", "lodz "), ("Ærø", "aero "), ("Đặng", "dang ")]
    {
        assert_eq!(found("und", &[title, "Other"], query), [title]);
        assert_eq!(found("und", &[query, "Other"], title), [query]);
    }
}

#[test]
fn names_with_symbols_come_first_and_plain_ones_follow() {
    let c = ["C C C: the vitamin", "Why we and many others chose C++ for it", "A little C#"];
    assert_eq!(found("en", &c, "C++"), [c[1], c[0], c[2]]);
    assert_eq!(found("en", &c, "c#"), [c[2], c[0], c[1]]);
    assert_eq!(found("en", &c, "c ").len(), 3);
    let net = ["The net", "Why .NET is here", "F# and @net"];
    assert_eq!(found("en", &net, ".net")[0], net[1]);
    assert_eq!(found("en", &net, "@net")[0], net[2]);
    assert_eq!(found("en", &net, "net").len(), 3);
    assert_eq!(found("en", &["#MeToo now", "Me", "MeToo"], "#metoo"), ["#MeToo now", "MeToo"]);
    assert_eq!(found("en", &["Now MeToo"], "#metoo"), ["Now MeToo"]);
    assert_eq!(found("en", &["C", "C++ code"], "\"c++ code\""), ["C++ code"]);
    assert_eq!(found("en", &["C code", "C++ code"], "code -c++"), ["C code"]);
}

#[test]
fn emoji_are_found() {
    let titles = ["A ferry 🚢 for the town", "A 👍🏽", "Love ❤\u{FE0F}"];
    assert_eq!(found("en", &titles, "🚢"), [titles[0]]);
    assert_eq!(found("en", &titles, "👍"), [titles[1]]);
    assert_eq!(found("en", &titles, "love ❤"), [titles[2]]);
}

#[test]
fn korean_words_are_found_without_their_particles() {
    let titles = ["서울의 철도는 길다", "부산에서 새 역이", "고속철도가 서울까지"];
    assert_eq!(found("ko", &titles, "서울 철도"), [titles[0], titles[2]]);
    assert_eq!(found("ko", &titles, "새"), [titles[1]]);
    assert_eq!(found("ko", &titles, "부산 역"), [titles[1]]);
    assert_eq!(found("ko", &titles, "\"서울의 철도는\""), [titles[0]]);
}

#[test]
fn thai_lao_khmer_and_burmese_words_are_found_inside_a_sentence() {
    for (title, query) in [
        ("รถไฟสายใหม่เปิดให้บริการวันนี้", "บริการ"),
        ("ลถไฟที่สถานี", "สถานี"),
        ("ລົດໄຟສາຍໃໝ່ເປີດບໍລິການ", "ໃໝ່"),
        ("រថភ្លើងថ្មីបានចាប់ផ្តើម", "ភ្លើង"),
        ("ရထားလမ်းသစ်ဖွင့်လှစ်သည်", "လမ်းသစ်"),
    ] {
        assert_eq!(found("und", &["Other", title], query), [title]);
    }
    // The tone mark makes another syllable.
    assert_eq!(found("th", &["ห้า", "หา"], "หา"), ["หา"]);
}

#[test]
fn german_compounds_are_found_by_their_parts() {
    let titles = ["Eine Eisenbahnbrücke", "Die Brücke", "Zeitungsverlag", "Zeitung", "Verlag", "Eisenbahn"];
    let mut bridges = found("de", &titles, "Brücke ");
    bridges.sort_unstable();
    assert_eq!(bridges, [titles[1], titles[0]]);
    assert_eq!(found("de-CH", &titles, "verlag ").len(), 2);
    assert_eq!(found("de", &titles, "eisenbahn ").len(), 2);
    assert_eq!(found("en", &titles, "Brücke "), [titles[1]]);
    let query = Query::parse("brücke", Filters::default());
    assert_eq!(Finder::new(&query, "de", &[]).find("Eine Eisenbahnbrücke").first(), Some(&(5..21)));
    assert!(Finder::new(&query, "en", &[]).find("Eine Eisenbahnbrücke").is_empty());
}

#[test]
fn one_spelling_mistake_is_corrected() {
    let texts = ["The bridge is closed", "A bridge", "Midge and ridge", "Solar railway", "#railwax", "Bricks", "東京"];
    let texts = texts.map(|text| (text.to_owned(), String::new()));
    let files = Files::of(&documents(&texts));
    for (text, corrected) in [
        ("brigde", "bridge"),
        ("brdge closed", "bridge closed"),
        ("Bridgge, -railwai", "bridge, -railwai"),
        ("railwya", "railway"),
        ("solar rialway 東京", "solar railway 東京"),
        ("birdge", "bridge"),
    ] {
        assert_eq!(files.corrected(text).as_deref(), Some(corrected), "{text}");
    }
    // Known words, short words, phrases, two mistakes, numbers.
    for text in ["bridge", "bridg", "sola", "\"brigde\"", "birgde", "20233", "bridges", "東京都", ""] {
        assert_eq!(files.corrected(text), None, "{text}");
    }
}

#[test]
fn a_mistake_is_corrected_in_an_index_of_many_shards() {
    let words =
        |n: usize| (0..240).map(|m| format!("{}{n}x{m}", ["bri", "brio", "brick", "tram"][m % 4])).collect::<Vec<_>>().join(" ");
    let text = |n: usize| (if n < 3 { "Bridge and railway" } else { "" }.to_owned(), words(n));
    let texts: Vec<(String, String)> = (0..120).map(text).collect();
    let files = Files::of(&documents(&texts));
    assert!(files.index().segments[0].shard_bounds.len() > 20);
    for (text, corrected) in [("bridgee", "bridge"), ("railwey", "railway"), ("railwy", "railway")] {
        assert_eq!(files.corrected(text).as_deref(), Some(corrected), "{text}");
        let shards = correct::shards(&Query::parse(text, Filters::default()), &files.index());
        assert!(shards.len() <= 16, "{}", shards.len());
    }
}

#[test]
fn a_line_break_inside_a_chinese_paragraph_makes_no_difference() {
    for title in ["太阳能\n电池出口", "太阳能\r\n  电池出口", "太阳\u{AD}能\n电池出口"] {
        assert_eq!(found("zh", &[title, "太阳能 电池出口"], "\"太阳能电池\""), [title]);
    }
}
