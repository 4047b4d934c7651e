//! Recommended pools as they are printed.

use std::collections::HashSet;

use super::*;

/// Forty articles about eight subjects by two authors; two are translations of each other.
fn papers() -> Newsroom {
    let mut newsroom = Newsroom::new();
    for n in 0..40 {
        let words: String = (0..60).map(|w| format!("subject{}word{} ", n % 8, (w * 7 + n * 3) % 50)).collect();
        let own: String = (0..60).map(|w| format!("own{n}x{w} ")).collect();
        let body = format!("<p>{words}{own}</p>");
        let picks: &[&str] = if n == 20 { &["a03", "a05"] } else { &[] };
        let credits = json!([{ "role": "author", "name": format!("Author {}", n / 8 % 2) }]);
        let fields = json!({
            "title": format!("Subject{} and harbour{n}", n % 8), "content_html": body,
            "date_published": format!("2023-{:02}-{:02}", 1 + n / 28, 1 + n % 28),
            "tags": if n == 16 || n == 32 { json!(["Ferries"]) } else { json!([]) },
            "_offprint": { "section": "industry", "picks": picks, "credits": credits },
        });
        newsroom = newsroom.article(&format!("a{n:02}"), fields);
    }
    let translated = json!({ "language": "zh-Hans", "_offprint": { "translations": { "en": "a16" } } });
    newsroom.article("b16", translated)
}

fn pool(newsroom: &Newsroom, id: &str) -> Vec<Value> {
    let article = newsroom.json(&format!("articles/{id}.json"));
    article["_offprint"]["recommended"].as_array().cloned().unwrap_or_default()
}

#[test]
fn a_pool_has_picks_first_and_nothing_twice_and_never_the_article_or_its_translation() {
    let newsroom = papers();
    assert!(newsroom.build().status.success());
    for n in 0..40 {
        let id = format!("a{n:02}");
        let pool = pool(&newsroom, &id);
        let ids: Vec<&str> = pool.iter().filter_map(|card| card["id"].as_str()).collect();
        assert_eq!(ids.len(), 24, "{id}");
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{id}");
        assert!(!ids.contains(&id.as_str()) && !ids.contains(&"b16"), "{id}");
        if n == 20 {
            assert_eq!(ids[..2], ["a03", "a05"]);
            assert_eq!(pool[0]["reason"], "pick");
        }
    }
    // Lists and pools stay within a language.
    assert!(pool(&newsroom, "b16").is_empty());
}

#[test]
fn a_reason_is_the_tag_then_the_author_then_what_the_headline_says() {
    let newsroom = papers();
    assert!(newsroom.build().status.success());
    let pool = pool(&newsroom, "a16");
    let reason = |id: &str| pool.iter().find(|card| card["id"] == id).map(|card| card["reason"].clone());
    // All about subject 0: a32 has the tag, too, a00 the same author, a24 neither.
    assert_eq!(reason("a32"), Some(json!({ "topic": "Ferries" })));
    assert_eq!(reason("a00"), Some(json!("author")));
    assert_eq!(reason("a24"), Some(json!({ "topic": "Subject0" })));
}

#[test]
fn pools_are_the_same_on_any_number_of_cores() {
    let newsroom = papers();
    assert!(newsroom.build().status.success());
    let before = newsroom.files();
    fs::remove_dir_all(newsroom.cache()).expect("a cache");
    let mut one = Command::new(env!("CARGO_BIN_EXE_offprint"));
    one.current_dir(newsroom.folder.path()).args(["build", "content", "--out", "one"]).env("RAYON_NUM_THREADS", "1");
    assert!(one.output().expect("the press runs").status.success());
    for (name, (bytes, _)) in &before {
        assert!(fs::read(newsroom.folder.path().join("one").join(name)).is_ok_and(|again| again == *bytes), "{name}");
    }
}

#[test]
fn notes_of_the_build_before_that_cannot_be_read_change_nothing() {
    let newsroom = papers();
    assert!(newsroom.build().status.success());
    let before = newsroom.files();
    for entry in fs::read_dir(newsroom.cache()).expect("a cache").flatten() {
        let notes = fs::read(entry.path()).expect("a file");
        let mut turned = notes.clone();
        turned[notes.len() / 2] ^= 1;
        // A database does not notice every bit that has turned.
        let is_database = entry.path().extension().is_some_and(|extension| extension == "redb");
        let turned = if is_database { &notes[..notes.len() / 2] } else { &turned };
        for damaged in [&b"no such thing"[..], &notes[..notes.len().min(200)], turned, &[]] {
            fs::write(entry.path(), damaged).expect("a file");
            fs::remove_dir_all(newsroom.out()).expect("an edition");
            assert!(newsroom.build().status.success());
            let after = newsroom.files();
            assert!(before.iter().all(|(name, (bytes, _))| after[name].0 == *bytes), "{}", entry.path().display());
        }
    }
}
