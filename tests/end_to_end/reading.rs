//! How readers want a page: settings, the list of an article's headings, single keys, and paper.

use end_to_end::{Browser, Fault, Fixture, Server, Test, axe, chromium, test};
use fantoccini::key::Key;
use serde_json::json;

use crate::{
    access::{assert_no_violation, axe_script},
    looks::{edition, record_copies},
};

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(settings_are_seen_at_once_and_before_the_next_paint),
        test!(the_panel_is_in_the_language_of_the_page),
        test!(settings_that_make_no_sense_are_ignored),
        test!(axe_finds_no_violation_in_any_theme, needs chromium(), axe()),
        test!(the_headings_of_an_article_are_listed),
        test!(the_list_of_headings_is_behind_a_button_on_a_phone),
        test!(the_address_of_a_heading_is_copied),
        test!(keys_lead_through_lists_and_articles),
        test!(links_are_numbered_on_paper_and_their_addresses_are_at_the_end),
        test!(paper_is_white_in_every_theme, needs chromium()),
    ]
}

/// An article with headings, long enough to be scrolled.
fn with_headings() -> Fixture {
    let part = "Some words of a paragraph that is not short. ".repeat(60);
    let text: String =
        ["One", "Two", "Three"].map(|title| format!("## {title}\n\n{part}\n\n### More of {title}\n\n{part}\n\n")).concat();
    edition(json!({}), &text, &[])
}

const PANEL_IS_OPEN: &str = "document.querySelector('#reading-panel')?.matches(':popover-open')";

async fn settings_are_seen_at_once_and_before_the_next_paint() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/battery-and-frost/", server.address)).await;
    let size = "parseFloat(getComputedStyle(document.querySelector('.prose > p')).fontSize)";
    let usual = browser.get(size).await.as_f64().expect("a size");
    let set = |setting: &str, value: &str| {
        format!("document.querySelector('#reading-panel [name={setting}][value=\"{value}\"]').click()")
    };

    // By keyboard alone: a key opens the panel, Tab leads into it, arrows choose, Escape leads back.
    browser.press_on_page("a").await;
    browser.until(PANEL_IS_OPEN).await;
    browser.until("document.activeElement.matches('#reading-panel .close')").await;
    browser.press(Key::Tab).await;
    browser.until("document.activeElement.name === 'theme' && document.activeElement.value === 'system'").await;
    browser.press(Key::Down).await;
    browser.press(Key::Down).await;
    browser.until("document.documentElement.dataset.theme === 'sepia'").await;
    assert_eq!(browser.get("getComputedStyle(document.documentElement).backgroundColor").await, "rgb(244, 236, 216)");
    browser.press(Key::Escape).await;
    browser.until(&format!("!{PANEL_IS_OPEN}")).await;

    browser.click(".reading-button").await;
    browser.until(PANEL_IS_OPEN).await;
    for (setting, value) in [
        ("size", "6"),
        ("typeface", "sans"),
        ("leading", "loose"),
        ("measure", "narrow"),
        ("alignment", "justified"),
        ("paragraphs", "indented"),
    ] {
        browser.run(&set(setting, value)).await;
        browser.until(&format!("document.documentElement.dataset.{setting} === '{value}'")).await;
    }
    let larger = browser.get(size).await.as_f64().expect("a size");
    assert!((larger / usual - 1.45).abs() < 0.01, "{usual} became {larger}");
    let paragraph = "getComputedStyle(document.querySelector('.prose > p + p'))";
    assert!(browser.is(&format!("{paragraph}.textAlign === 'justify' && parseFloat({paragraph}.textIndent) > 10")).await);
    assert!(browser.is("getComputedStyle(document.querySelector('.article')).fontFamily.includes('sans-serif')").await);

    // Before the viewer starts on the next page, it looks as the reader wants.
    server.set_fault("site.json", Fault::Hold);
    browser.goto(&format!("{}/articles/battery-and-frost-zh/", server.address)).await;
    browser.until("document.documentElement.dataset.theme === 'sepia'").await;
    assert_eq!(browser.attribute("html", "data-size").await.as_deref(), Some("6"));
    assert_eq!(browser.get("getComputedStyle(document.documentElement).backgroundColor").await, "rgb(244, 236, 216)");
    server.clear_faults();

    // The switch in the masthead and the panel agree.
    browser.read(&format!("{}/", server.address)).await;
    browser.click(".theme-switch").await;
    browser.until("document.documentElement.dataset.theme === 'dark'").await;
    browser.click(".reading-button").await;
    browser.until("document.querySelector('#reading-panel [value=dark]').checked").await;
    browser.click("#reading-panel > button:not(.close)").await;
    browser
        .until("!document.documentElement.dataset.size && document.querySelector('#reading-panel [value=system]').checked")
        .await;
    assert_eq!(
        browser.get("JSON.parse(localStorage.getItem('offprint:/:settings.v1')).chosen?.theme ?? null").await,
        json!(null)
    );
}

async fn the_panel_is_in_the_language_of_the_page() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    for (path, title, direction) in
        [("", "Reading settings", "ltr"), ("zh-Hans/", "阅读设置", "ltr"), ("ar/", "إعدادات القراءة", "rtl")]
    {
        browser.read(&format!("{}/{path}", server.address)).await;
        browser.click(".reading-button").await;
        browser.until(PANEL_IS_OPEN).await;
        assert_eq!(browser.attribute("#reading-panel", "aria-label").await.as_deref(), Some(title));
        assert_eq!(browser.get("getComputedStyle(document.querySelector('#reading-panel')).direction").await, direction);
        assert!(browser.is("document.documentElement.scrollWidth <= innerWidth").await);
    }
    // A page of the application in another language gets its own.
    browser.run("document.querySelector('#reading-panel').hidePopover()").await;
    browser.click(".languages a[hreflang=en]").await;
    browser.until("document.documentElement.lang === 'en'").await;
    browser.click(".reading-button").await;
    browser.until("document.querySelector('#reading-panel')?.ariaLabel === 'Reading settings'").await;
    assert!(browser.is("document.querySelectorAll('#reading-panel').length === 1").await);
}

async fn settings_that_make_no_sense_are_ignored() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/battery-and-frost/", server.address)).await;
    for stored in [
        r#"{"chosen":{"theme":"neon","size":"99"}}"#,
        r#"{"chosen":{"theme":5}}"#,
        r#"{"chosen":"sepia"}"#,
        "[]",
        "null",
        "{",
        "7",
    ] {
        browser.run(&format!("localStorage.setItem('offprint:/:settings.v1', {})", json!(stored))).await;
        browser.reload().await;
        browser.until_started().await;
        assert_eq!(browser.attribute("html", "data-theme").await.as_deref(), Some("light"), "{stored}");
        browser.click(".reading-button").await;
        browser.until(PANEL_IS_OPEN).await;
        browser.until("document.querySelector('#reading-panel [name=size][value=\"3\"]').checked").await;
    }
}

async fn axe_finds_no_violation_in_any_theme() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let axe = axe_script();
    let browser = Browser::open().await;
    for theme in ["light", "sepia", "dark", "black"] {
        for path in ["", "articles/specimen-sheet/", "articles/battery-and-frost-zh/", "articles/crane-driver-ar/"] {
            browser.goto(&format!("{}/{path}", server.address)).await;
            browser
                .run(&format!("localStorage.setItem('offprint:/:settings.v1', '{{\"chosen\":{{\"theme\":\"{theme}\"}}}}')"))
                .await;
            browser.read(&format!("{}/{path}", server.address)).await;
            assert_no_violation(&browser, &axe, &format!("{path} in {theme}")).await;
            browser.click(".reading-button").await;
            browser.until(PANEL_IS_OPEN).await;
            assert_no_violation(&browser, &axe, &format!("the panel on {path} in {theme}")).await;
        }
        browser.press_on_page("?").await;
        browser.until("document.querySelector('#help-sheet').matches(':popover-open')").await;
        assert_no_violation(&browser, &axe, &format!("the keys in {theme}")).await;
    }
}

async fn the_headings_of_an_article_are_listed() {
    let fixture = with_headings();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    let listed = "[...document.querySelectorAll('.contents li')].map(li => li.className + li.innerText.trim()).join()";
    let expected = "One,nestedMore of One,Two,nestedMore of Two,Three,nestedMore of Three";
    browser.read(&format!("{}/articles/a/", server.address)).await;
    browser.until(&format!("{listed} === '{expected}'")).await;
    // The list is next to the text, which has not moved for it.
    assert!(
        browser
            .is("(([list, text]) => list.right <= text.left)(['.contents ol', '.prose > p'].map(s => document.querySelector(s).getBoundingClientRect()))")
            .await
    );
    let current = "document.querySelector('.contents [aria-current]')?.innerText";
    browser.run("document.querySelector('#text-two').scrollIntoView({ behavior: 'instant' })").await;
    browser.until(&format!("{current} === 'Two'")).await;
    browser.run("scrollBy({ top: -500, behavior: 'instant' })").await;
    browser.until(&format!("{current} === 'More of One'")).await;
    // A link leads there without another page.
    browser.run("window.sameDocument = true").await;
    browser.click(".contents li:nth-child(5) a").await;
    browser.until(&format!("location.hash === '#text-three' && window.sameDocument && {current} === 'Three'")).await;
    // Another article has none; the first has its own again, once.
    browser.click(".neighbours [rel=next], .neighbours [rel=prev]").await;
    browser.until("location.pathname === '/articles/b/' && !document.querySelector('.contents')").await;
    browser.back().await;
    browser.until(&format!("location.pathname === '/articles/a/' && {listed} === '{expected}'")).await;
    assert!(browser.is("document.querySelectorAll('.prose > h2:first-of-type .anchor').length === 1").await);
}

async fn the_list_of_headings_is_behind_a_button_on_a_phone() {
    let fixture = with_headings();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::with(390, 800, "en-US").await;
    browser.read(&format!("{}/articles/a/", server.address)).await;
    browser.click(".contents > button").await;
    browser.until("document.querySelector('.contents ol').matches(':popover-open')").await;
    browser.click(".contents li:nth-child(3) a").await;
    browser.until("location.hash === '#text-two' && !document.querySelector('.contents ol').matches(':popover-open')").await;
    browser.press_on_page("t").await;
    browser.until("document.querySelector('.contents ol').contains(document.activeElement)").await;
    assert!(browser.is("document.documentElement.scrollWidth <= innerWidth").await);
}

async fn the_address_of_a_heading_is_copied() {
    let fixture = with_headings();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/a/", server.address)).await;
    record_copies(&browser).await;
    browser.click("#text-two .anchor").await;
    browser.until("document.querySelector('#text-two .copied')").await;
    assert_eq!(browser.get("window.copied").await, format!("{}/articles/a/#text-two", server.address));
    // The heading still says only what was written.
    assert_eq!(browser.text("#text-two").await, "Two");
}

async fn keys_lead_through_lists_and_articles() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/sections/industry/", server.address)).await;
    let focused = "document.activeElement.closest('[data-article]')?.dataset.article";
    let first = browser.attribute("main [data-article]", "data-article").await.expect("a card");
    browser.press_on_page("j").await;
    browser.until(&format!("{focused} === '{first}'")).await;
    browser.type_text("j").await;
    browser.until(&format!("{focused} && {focused} !== '{first}'")).await;
    browser.type_text("k").await;
    browser.until(&format!("{focused} === '{first}'")).await;
    browser.type_text("o").await;
    browser.until(&format!("location.pathname === '/articles/{first}/'")).await;
    browser.see(".article").await;
    browser.press_on_page("j").await;
    browser.until(&format!("location.pathname !== '/articles/{first}/' && document.querySelector('.article')")).await;
    browser.press_on_page("k").await;
    browser.until(&format!("location.pathname === '/articles/{first}/'")).await;
    // In a field they are letters.
    browser.press_on_page("/").await;
    browser.see("main [type=search]").await;
    browser.until("document.activeElement.type === 'search'").await;
    browser.type_text("jata?").await;
    browser.until("document.activeElement.value === 'jata?'").await;
    assert!(!browser.is(PANEL_IS_OPEN).await);
    // The sheet lists them, and leads to where they are turned off.
    browser.run("document.activeElement.blur()").await;
    browser.press_on_page("?").await;
    browser.until("document.querySelector('#help-sheet').matches(':popover-open')").await;
    browser.click("#help-sheet > button:not(.close)").await;
    browser.until(PANEL_IS_OPEN).await;
    browser.run("document.querySelector('#reading-panel [name=shortcuts][value=off]').click()").await;
    browser.until("document.documentElement.dataset.shortcuts === 'off'").await;
    browser.read(&format!("{}/sections/industry/", server.address)).await;
    for key in ["a", "?", "/", "j"] {
        browser.press_on_page(key).await;
    }
    assert!(browser.is("!document.querySelector(':popover-open') && document.activeElement === document.body").await);
    assert!(browser.is("location.pathname === '/sections/industry/'").await);
}

async fn links_are_numbered_on_paper_and_their_addresses_are_at_the_end() {
    let text = "See [one](https://example.org/one) and [another](https://example.org/two?a=1&b=2), and [this](b.md).\n";
    let fixture = edition(json!({}), text, &[]);
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/a/", server.address)).await;
    browser.run("dispatchEvent(new Event('beforeprint'))").await;
    assert_eq!(browser.texts(".link-list li").await, ["https://example.org/one", "https://example.org/two?a=1&b=2"]);
    browser.run("dispatchEvent(new Event('afterprint'))").await;
    assert!(browser.texts(".link-list").await.is_empty());
}

async fn paper_is_white_in_every_theme() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    let address = format!("{}/articles/battery-and-frost/", server.address);
    browser.read(&address).await;
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    for theme in ["light", "sepia", "dark", "black"] {
        browser.run(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
        let colors = "[[document.documentElement, 'backgroundColor'], [document.querySelector('.prose > p'), 'color']].map(([element, name]) => getComputedStyle(element)[name])";
        assert_eq!(browser.get(colors).await, json!(["rgb(255, 255, 255)", "rgb(28, 27, 25)"]), "{theme}");
    }
}
