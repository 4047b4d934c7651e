//! Search in three languages, under the content security policy of the edition.

use end_to_end::{Browser, Fault, Fixture, Server, Test, test};
use fantoccini::key::Key;

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(a_slash_opens_search_and_a_typed_query_finds_articles),
        test!(a_result_opens_at_its_first_match_and_return_leads_to_the_results),
        test!(chinese_is_found_in_traditional_and_full_width_forms),
        test!(arabic_is_found_without_hamza_and_article),
        test!(symbols_particles_compounds_and_mistakes_are_understood),
        test!(filters_narrow_the_results_and_are_kept_in_the_address),
        test!(a_query_without_results_can_be_extended_to_all_languages),
        test!(a_missing_or_corrupt_index_can_be_retried),
        test!(a_corrupt_shard_is_reported_and_the_others_answer),
        test!(a_worker_that_fails_to_load_is_reported),
    ]
}

async fn open(path: &str) -> (Fixture, Server, Browser) {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.goto(&format!("{}/{path}", server.address)).await;
    browser.until_started().await;
    (fixture, server, browser)
}

/// Waits until the first result has its passage, and returns all headlines.
async fn results(browser: &Browser) -> Vec<String> {
    browser.until("document.querySelector('.results .passage')?.textContent.trim()").await;
    browser.texts(".results h2").await
}

/// The files of the English index whose names begin with `begin`.
fn find(fixture: &Fixture, begin: &str) -> Vec<String> {
    let folder = fixture.path().join("search/en");
    let segments = std::fs::read_dir(&folder).expect("there is an index").flatten().filter(|entry| entry.path().is_dir());
    let files = segments.flat_map(|segment| {
        let name = segment.file_name().to_string_lossy().into_owned();
        let files = std::fs::read_dir(segment.path()).expect("a segment").flatten();
        files.map(move |file| format!("search/en/{name}/{}", file.file_name().to_string_lossy()))
    });
    files.filter(|name| name.rsplit('/').next().is_some_and(|file| file.starts_with(begin))).collect()
}

async fn a_slash_opens_search_and_a_typed_query_finds_articles() {
    let (fixture, server, browser) = open("").await;
    let worker = fixture.find("search-", "_loader.js");
    assert_eq!((server.request_count(&worker), server.request_count("search/en/index.bin")), (0, 0));
    browser.press_on_page("/").await;
    browser.until("document.activeElement.type === 'search'").await;
    browser.see_text("#search-state", "quotation marks").await;
    browser.type_text("batter").await;
    let found = results(&browser).await;
    assert!(found.iter().any(|title| title.to_lowercase().contains("batter")), "{found:?}");
    assert!(browser.texts(".results mark").await.iter().all(|mark| mark.to_lowercase().starts_with("batter")));
    browser.until("location.search === '?q=batter'").await;
    assert_eq!((server.request_count(&worker), server.request_count("search/en/index.bin")), (1, 1));
    // No article contains this phrase.
    browser.type_text("ies \"no such words\"").await;
    browser.see_text("#search-state", "No articles found.").await;
    assert!(browser.is("!document.querySelector('.results li')").await);
}

async fn a_result_opens_at_its_first_match_and_return_leads_to_the_results() {
    let (_fixture, _server, browser) = open("search/?q=quay").await;
    let found = results(&browser).await;
    browser.press(Key::Tab).await;
    browser.run("document.querySelector('.results a').focus()").await;
    browser.press(Key::Enter).await;
    browser.see_text("main h1", &found[0]).await;
    browser.see("mark.match").await;
    let mark = "document.querySelector('mark.match').getBoundingClientRect()";
    browser.until(&format!("{mark}.top > 0 && {mark}.bottom < innerHeight")).await;
    assert!(browser.text("mark.match").await.to_lowercase().contains("quay"));
    assert_eq!(browser.attribute("a.return", "href").await.as_deref(), Some("search/?q=quay"));
    browser.click("a.return").await;
    assert_eq!(results(&browser).await, found);
    browser.back().await;
    browser.see("mark.match").await;
    // On another page nothing is marked.
    browser.click(".masthead .nameplate").await;
    browser.until("document.body.className === 'front-page'").await;
    assert!(browser.is("!document.querySelector('mark')").await);
}

async fn chinese_is_found_in_traditional_and_full_width_forms() {
    let (_fixture, _server, browser) = open("zh-Hans/search/?q=增加值").await;
    let plain = results(&browser).await;
    assert!(plain.iter().any(|title| title.contains("半年过去")), "{plain:?}");
    assert!(browser.texts(".results mark").await.contains(&"增加值".to_owned()));
    for (query, marked) in [("工業增加值", "工业增加值"), ("２０２３", "2023"), ("“规模以上” -汽车", "")]
    {
        browser.run(&format!("const field = document.querySelector('[name=q]'); field.value = {query:?}; field.dispatchEvent(new Event('input', {{ bubbles: true }}))")).await;
        if marked.is_empty() {
            browser.see_text("#search-state", "没有找到").await;
        } else {
            browser
                .until(&format!(
                    "[...document.querySelectorAll('.results mark')].some(mark => mark.textContent.includes({marked:?}))"
                ))
                .await;
        }
    }
    // A Chinese query searches the Chinese articles in any interface language.
    let elsewhere = browser.get("location.origin + '/search/?q=太阳能电池'").await;
    browser.goto(elsewhere.as_str().unwrap_or_default()).await;
    results(&browser).await;
    assert_eq!(browser.attribute(".results h2 a", "lang").await.as_deref(), Some("zh-Hans"));
}

async fn arabic_is_found_without_hamza_and_article() {
    let (_fixture, _server, browser) = open("ar/search/?q=ارتفاع الاربعين").await;
    let found = results(&browser).await;
    assert!(found[0].contains("ارتفاع"), "{found:?}");
    assert_eq!(browser.text("#search-state").await, "مقال واحد");
    browser.click(".results h2 a").await;
    browser.see("main .article[dir=rtl]").await;
}

async fn symbols_particles_compounds_and_mistakes_are_understood() {
    let content = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| std::fs::write(content.path().join(name), text).expect("a file can be written");
    write("site.json", r#"{ "title": "P", "language": "en", "languages": ["en", "ko", "de"], "timezone": "UTC" }"#);
    for (id, language, title, text) in [
        ("vitamin", "en", "Vitamin C in winter", "C and again C, says the doctor about vitamins."),
        ("language", "en", "Why we chose C++", "The compiler was a reason."),
        ("rail", "ko", "서울의 철도는 길다", "기차가 온다."),
        ("bridge", "de", "Die Eisenbahnbrücke", "Eine Brücke der Eisenbahn."),
        ("street", "de", "Straßenlärm", "Es ist laut."),
    ] {
        let front_matter = format!("---\nid: {id}\ntitle: {title}\nlanguage: {language}\ndate: 2026-03-01\n---\n");
        write(&format!("{id}.md"), &format!("{front_matter}{text}\n"));
    }
    let fixture = Fixture::of(content.path());
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    for (path, first) in [
        ("search/?q=C%2B%2B", "Why we chose C++"),
        ("search/?q=vitamin", "Vitamin C in winter"),
        ("ko/search/?q=서울 철도", "서울의 철도는 길다"),
        ("de/search/?q=strassenlarm", "Straßenlärm"),
        ("de/search/?q=brücke", "Die Eisenbahnbrücke"),
    ] {
        browser.goto(&format!("{}/{path}", server.address)).await;
        assert_eq!(results(&browser).await.first().map(String::as_str), Some(first), "{path}");
    }
    // Nothing has this word, but one letter away there is one.
    browser.goto(&format!("{}/search/?q=compilar", server.address)).await;
    assert_eq!(results(&browser).await, ["Why we chose C++"]);
    browser.see_text("#search-state", "Showing results for").await;
    browser.see_text("#search-state", "compiler").await;
}

async fn filters_narrow_the_results_and_are_kept_in_the_address() {
    let (_fixture, _server, browser) = open("search/?q=the").await;
    let all = results(&browser).await.len();
    browser.see("[name=section]").await;
    let choose = |name: &str, value: &str| {
        format!(
            "const select = document.querySelector('[name={name}]'); select.value = {value:?}; select.dispatchEvent(new Event('input', {{ bubbles: true }}))"
        )
    };
    browser.run(&choose("section", "industry")).await;
    browser.until("location.search === '?q=the&section=industry'").await;
    browser.until(&format!("document.querySelectorAll('.results li').length < {all}")).await;
    assert!(browser.texts(".results .kicker").await.iter().all(|name| name == "Industry"));
    browser.run(&choose("by", "day")).await;
    browser.until("location.search.endsWith('by=day')").await;
    browser
        .until(
            "[...document.querySelectorAll('.results time')].every((time, n, all) => !n || all[n - 1].dateTime >= time.dateTime)",
        )
        .await;
    browser.reload().await;
    results(&browser).await;
    assert_eq!(
        browser.get("[...document.querySelectorAll('select')].map(select => select.value).join()").await,
        "industry,,,,day"
    );
}

async fn a_query_without_results_can_be_extended_to_all_languages() {
    let (_fixture, _server, browser) = open("search/?q=GDP2023xyz").await;
    browser.see_text("#search-state", "No articles found.").await;
    browser.click(".results .none button").await;
    browser.until("location.search.includes('in=all')").await;
    browser
        .until("document.querySelector('[name=in]').value === 'all' && !document.querySelector('.results .none button')")
        .await;
}

async fn a_missing_or_corrupt_index_can_be_retried() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    for (fault, sentence) in [
        (Fault::Status(404), "no search index"),
        (Fault::Status(503), "cannot be reached"),
        (Fault::Instead("corrupt".to_owned()), "cannot be read"),
    ] {
        let browser = Browser::open().await;
        server.set_fault("search/en/index.bin", fault);
        browser.goto(&format!("{}/search/?q=batteries", server.address)).await;
        browser.see_text(".results [role=alert]", sentence).await;
        server.clear_faults();
        browser.click(".results [role=alert] button").await;
        assert!(!results(&browser).await.is_empty());
    }
}

async fn a_corrupt_shard_is_reported_and_the_others_answer() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    // The two words of the query are in different shards, one of which is corrupt.
    let shards = find(&fixture, "t");
    assert!(shards.len() > 2, "{shards:?}");
    let last = shards
        .iter()
        .max_by_key(|name| name.rsplit("/t").next().and_then(|n| n.trim_end_matches(".bin").parse::<u32>().ok()))
        .expect("a last one");
    server.set_fault(last, Fault::Instead("corrupt".to_owned()));
    browser.goto(&format!("{}/search/?q=batteries+year", server.address)).await;
    browser.see_text(".results [role=alert]", "articles may be missing").await;
    assert!(!results(&browser).await.is_empty());
    server.clear_faults();
    browser.click(".results [role=alert] button").await;
    browser.until("!document.querySelector('.results [role=alert]')").await;
    results(&browser).await;
}

async fn a_worker_that_fails_to_load_is_reported() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    server.set_fault(&fixture.find("search-", "_loader.js"), Fault::Status(404));
    browser.goto(&format!("{}/search/?q=batteries", server.address)).await;
    browser.see_text(".results [role=alert]", "could not start").await;
}
