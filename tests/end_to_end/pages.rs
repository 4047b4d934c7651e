//! Printed pages: every address opened directly, on a server without rewrite rules.

use end_to_end::{Browser, Fault, Fixture, Server, Test, chromium, not_webkit, test, wait_until};

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(every_address_answers_with_a_printed_page, needs chromium()),
        test!(the_viewer_starts_on_a_printed_page_without_changing_it, needs chromium()),
        test!(what_the_reader_does_before_the_viewer_starts_is_kept),
        test!(cards_that_the_reader_has_reached_before_the_viewer_starts_are_kept),
        test!(what_depends_on_the_reader_shifts_nothing, needs chromium()),
        test!(an_old_link_to_a_place_in_an_article_still_leads_there),
        test!(closed_details_are_printed_open),
        test!(a_page_is_readable_without_scripts, needs chromium()),
        test!(
            a_page_is_readable_if_the_viewer_fails_to_load,
            needs not_webkit("WebKitWebDriver does not click on what content-visibility has skipped")
        ),
        test!(the_root_address_redirects_to_the_saved_language),
    ]
}

/// An address of every kind, with its headline and HTTP status.
const KINDS: [(&str, &str, u16); 9] = [
    ("", "The Large Paper", 200),
    ("zh-Hans/", "大报", 200),
    ("archive/1/", "Archive", 200),
    ("sections/north/", "North", 200),
    ("zh-Hans/sections/south/", "南方", 200),
    ("sections/north/1/", "North", 200),
    ("tags/subject-3/", "subject 3", 200),
    ("articles/zh-07/", "第07号报道", 200),
    ("no/such/page/", "There is no page here", 404),
];

/// Runs before a page's own scripts. Records layout shifts, mutations of visible nodes and violations of the content
/// security policy.
const RECORD: &str = "
    window.mutations = []; window.shift = 0; window.forbidden = [];
    addEventListener('securitypolicyviolation', event => forbidden.push(event.violatedDirective + ' ' + event.blockedURI));
    new PerformanceObserver(list => list.getEntries().forEach(entry => { shift += entry.value })).observe({ type: 'layout-shift', buffered: true });
    addEventListener('DOMContentLoaded', () => {
        new MutationObserver(records => records.forEach(record => {
            const element = record.target.nodeType === 1 ? record.target : record.target.parentElement;
            const box = element?.getBoundingClientRect();
            // The loader sets the theme before the first paint.
            const loader = element === document.documentElement && record.attributeName?.startsWith('data-');
            // What is mounted takes no place in the page.
            const added = [...record.addedNodes];
            const mounted = element?.closest('.contents') || added.length > 0 && added.every(node => node.matches?.('.contents, .anchor'));
            if (!loader && !mounted && box && box.top < innerHeight && box.bottom > 0) {
                mutations.push(record.type + ' ' + (record.attributeName ?? '') + ' ' + element.outerHTML.slice(0, 200));
            }
        })).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    });
";

async fn every_address_answers_with_a_printed_page() {
    let fixture = Fixture::large();
    for prefix in ["", "a/b/"] {
        // Except for 404.html, an edition works under any path.
        let server = Server::under(fixture.path(), prefix).await;
        let browser = Browser::open().await;
        browser.before_every_page(RECORD).await;
        for (path, headline, status) in KINDS {
            if prefix.is_empty() || status == 200 {
                browser.read(&format!("{}/{prefix}{path}", server.address)).await;
                assert!(browser.text("main h1").await.contains(headline), "{prefix}{path}");
                assert_eq!(browser.get("performance.getEntriesByType('navigation')[0].responseStatus").await, status, "{path}");
                assert_eq!(browser.get("window.forbidden").await, serde_json::json!([]), "{path}");
                // A link is followed within the application.
                browser.run("window.sameDocument = true; document.querySelector('.nameplate').click()").await;
                browser.until("document.body.className === 'front-page' && sameDocument").await;
                assert!(browser.is(&format!("location.pathname.startsWith('/{prefix}')")).await);
            }
        }
    }
}

async fn the_viewer_starts_on_a_printed_page_without_changing_it() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.before_every_page(RECORD).await;
    let articles = ["2023-07-20-half-year-industry", "2023-07-20-half-year-industry-zh", "crane-driver-ar", "specimen-sheet"];
    let pages = ["", "zh-Hans/", "ar/", "sections/industry/", "zh-Hans/archive/1/"].map(str::to_owned);
    for path in pages.into_iter().chain(articles.map(|id| format!("articles/{id}/"))) {
        browser.read(&format!("{}/{path}", server.address)).await;
        // The viewer does not set what is already right: it formats dates, numbers and messages as the press does.
        browser.run("return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))").await;
        assert_eq!(browser.get("mutations").await, serde_json::json!([]), "{path}");
        assert_eq!(browser.get("shift").await, 0, "{path}");
        assert_eq!(browser.get("forbidden").await, serde_json::json!([]), "{path}");
    }
    // The recording does notice a mutation.
    browser.run("document.querySelector('h1').textContent = 'x'").await;
    browser.until("mutations.length > 0").await;
    // Data that is embedded in the page is not fetched.
    for file in ["site.json", "articles/specimen-sheet.json", "lists/en/all/head.json", "lists/zh-Hans/all/1.json"] {
        assert_eq!(server.request_count(file), 0, "{file}");
    }
}

async fn what_the_reader_does_before_the_viewer_starts_is_kept() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let wasm = fixture.find("viewer-", "_bg.wasm");
    server.set_fault(&wasm, Fault::Hold);
    let browser = Browser::open().await;
    browser.goto(&format!("{}/articles/specimen-sheet/", server.address)).await;
    browser.see("details summary").await;
    browser.run("document.querySelector('details summary').scrollIntoView({ block: 'center' })").await;
    browser.click("details summary").await;
    browser
        .run("window.node = document.querySelector('.prose p'); getSelection().selectAllChildren(node); window.y = scrollY")
        .await;
    assert!(browser.is("y > 0 && document.querySelector('details').open && document.activeElement.matches('summary')").await);
    server.clear_faults();
    browser.until_started().await;
    assert!(browser.is("node.isConnected && document.querySelector('details').open").await);
    assert!(browser.is("document.activeElement.matches('summary') && scrollY === y").await);
    assert_eq!(browser.get("getSelection().getRangeAt(0).toString().trim()").await, browser.get("node.textContent.trim()").await);
    // Another interface language keeps the nodes of the text.
    browser.run("document.querySelector('.languages a[hreflang=ar]').click()").await;
    browser.until("document.documentElement.lang === 'ar'").await;
    assert!(browser.is("node.isConnected && document.querySelector('details').open").await);
}

async fn cards_that_the_reader_has_reached_before_the_viewer_starts_are_kept() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    server.set_fault(&fixture.find("viewer-", "_bg.wasm"), Fault::Hold);
    let browser = Browser::open().await;
    browser.goto(&format!("{}/articles/2023-07-20-half-year-industry/", server.address)).await;
    browser.see(".recommended .card h3 a").await;
    browser.run("window.card = document.querySelector('.recommended .card h3 a'); card.scrollIntoView({ block: 'center' }); card.focus()").await;
    server.clear_faults();
    browser.until_started().await;
    assert!(browser.is("card.isConnected && document.activeElement === card").await);
}

async fn what_depends_on_the_reader_shifts_nothing() {
    let fixture = Fixture::large();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    let address = |path: &str| format!("{}/{path}", server.address);
    // The reader has read the first two cards and chosen the dark theme, then Chinese.
    browser.read(&address("articles/en-31/")).await;
    let cards: Vec<String> = browser.texts(".card h3 a").await;
    let read = "JSON.stringify([...document.querySelectorAll('[data-article]')].slice(0, 2).map(card => card.dataset.article))";
    browser.run(&format!("localStorage.setItem('offprint:/:read.v1', {read})")).await;
    browser.run("localStorage.setItem('offprint:/:settings.v1', '{\"chosen\":{\"theme\":\"dark\"}}')").await;
    browser.before_every_page(RECORD).await;
    browser.read(&address("articles/en-31/")).await;
    browser.until("document.querySelector('.recommended .card')").await;
    assert_eq!(browser.get("shift").await, 0);
    assert_eq!(browser.get("getComputedStyle(document.documentElement).backgroundColor").await, "rgb(20, 19, 18)");
    // Cards below the window may be replaced.
    let now = browser.texts(".card h3 a").await;
    assert!(!now.contains(&cards[0]) && !now.contains(&cards[1]), "{now:?}");
    browser.run("localStorage.setItem('offprint:/:settings.v1', '{\"language\":\"zh-Hans\"}')").await;
    browser.read(&address("articles/en-31/")).await;
    browser.see_text(".recommended h2", "推荐阅读").await;
    assert_eq!(browser.text("main h1").await, "Report number 31 about subject 3");
    // A list marks read articles; the space for the mark is reserved.
    browser
        .run("localStorage.setItem('offprint:/:settings.v1', '{\"language\":\"en\"}'); localStorage.setItem('offprint:/:read.v1', '[\"en-58\"]')")
        .await;
    browser.read(&address("sections/north/")).await;
    browser.see("[data-article=en-58].read").await;
    assert_eq!(browser.get("shift").await, 0);
    assert_eq!(
        browser.get("getComputedStyle(document.querySelector('[data-article=en-58] .state')).visibility").await,
        "visible"
    );
    assert_eq!(browser.get("getComputedStyle(document.querySelector('[data-article=en-56] .state')).visibility").await, "hidden");
}

async fn an_old_link_to_a_place_in_an_article_still_leads_there() {
    for printed in [true, false] {
        let content = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str, text: &str| std::fs::write(content.path().join(name), text).expect("a file can be written");
        write("site.json", r#"{ "title": "P", "language": "en" }"#);
        let filler = "Text.\n\n".repeat(100);
        write(
            "law.md",
            &format!("---\nid: law\ntitle: Law\ndate: 2026-03-01\n---\n[down](#部分-9)\n\n{filler}## 部分 9\n\n{filler}"),
        );
        let fixture = if printed { Fixture::of(content.path()) } else { Fixture::bare(content.path()) };
        let server = Server::start(fixture.path()).await;
        let browser = Browser::open().await;
        let at_heading = "Math.abs(document.querySelector('.prose h2')?.getBoundingClientRect().top) < 200 && scrollY > 500";
        for fragment in ["%E9%83%A8%E5%88%86-9", "text-%E9%83%A8%E5%88%86-9"] {
            browser.goto("about:blank").await;
            browser.goto(&format!("{}/articles/law/#{fragment}", server.address)).await;
            browser.until(at_heading).await;
        }
        // Within the article.
        browser.goto("about:blank").await;
        browser.read(&format!("{}/articles/law/", server.address)).await;
        browser.click(".prose a").await;
        browser.until(at_heading).await;
    }
}

async fn closed_details_are_printed_open() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/specimen-sheet/", server.address)).await;
    let is_open = "document.querySelector('.prose details').open";
    assert!(!browser.is(is_open).await);
    browser.run("dispatchEvent(new Event('beforeprint'))").await;
    assert!(browser.is(is_open).await);
    browser.run("dispatchEvent(new Event('afterprint'))").await;
    assert!(!browser.is(is_open).await);
}

async fn a_page_is_readable_without_scripts() {
    let fixture = Fixture::sample();
    let server = Server::under(fixture.path(), "a/b/").await;
    let browser = Browser::open().await;
    browser.devtools("Emulation.setScriptExecutionDisabled", serde_json::json!({ "value": true })).await;
    let address = format!("{}/a/b/articles/2023-07-20-half-year-industry/", server.address);
    browser.goto(&address).await;
    for part in
        [".headline h1", ".prose p", ".credits dt", ".statement a", ".neighbours [rel]", ".recommended .card", ".colophon dd"]
    {
        browser.see(part).await;
    }
    // Controls that need scripts are hidden.
    assert!(
        browser.is("[...document.querySelectorAll('button, .order')].every(dead => dead.getClientRects().length === 0)").await
    );
    // Footnotes, the skip link, the next article and the list are ordinary links.
    browser.click_without_scripts(".footnote-ref a").await;
    browser.until("location.hash.startsWith('#text-fn-') && scrollY > 0").await;
    assert!(browser.is(&format!("location.href.startsWith('{address}')")).await);
    browser.click_without_scripts(".neighbours .return").await;
    browser.until("location.pathname === '/a/b/sections/industry/'").await;
    browser.click_without_scripts(".summary h3 a").await;
    browser.until("location.pathname.startsWith('/a/b/articles/')").await;
    assert!(!browser.is("history.state").await);
    assert_eq!(browser.attribute(".skip", "href").await.map(|href| href.ends_with("/#text")), Some(true));
}

async fn a_page_is_readable_if_the_viewer_fails_to_load() {
    let fixture = Fixture::large();
    let server = Server::start(fixture.path()).await;
    server.set_fault(&fixture.find("viewer-", "_bg.wasm"), Fault::Status(500));
    let browser = Browser::open().await;
    browser.goto(&format!("{}/articles/en-31/", server.address)).await;
    browser.until("!('scripts' in document.documentElement.dataset)").await;
    assert!(browser.is("document.querySelector('button').getClientRects().length === 0").await);
    browser.click(".card h3 a").await;
    wait_until("the next page", || browser.is("!location.pathname.endsWith('/en-31/')")).await;
    browser.see(".prose p").await;
}

async fn the_root_address_redirects_to_the_saved_language() {
    let fixture = Fixture::large();
    let server = Server::start(fixture.path()).await;
    // The loader redirects, before the viewer has loaded.
    server.set_fault(&fixture.find("viewer-", "_bg.wasm"), Fault::Hold);
    let browser = Browser::open().await;
    browser.goto(&format!("{}/", server.address)).await;
    browser.see_text(".nameplate", "The Large Paper").await;
    browser.click(".languages a").await;
    browser.see_text(".nameplate", "大报").await;
    browser.goto(&format!("{}/", server.address)).await;
    browser.until("location.pathname === '/zh-Hans/'").await;
    browser.click(".languages a").await;
    browser.see_text(".nameplate", "The Large Paper").await;
    assert!(browser.is("location.pathname === '/'").await);
}
