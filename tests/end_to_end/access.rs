//! Accessibility: keyboard, screen reader, and both directions of writing.

use end_to_end::{Browser, Fixture, Server, Test, axe, chromium, test};
use fantoccini::key::Key;
use serde_json::Value;

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(axe_finds_no_violation_in_light_or_dark, needs chromium(), axe()),
        test!(the_skip_link_has_the_first_focus_and_leads_to_the_text),
        test!(the_keyboard_alone_leads_from_the_front_page_to_an_article_and_back),
        test!(every_element_of_an_article_is_shown),
        test!(an_arabic_article_is_right_to_left_within_a_chinese_page),
    ]
}

async fn open() -> (Fixture, Server, Browser) {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    (fixture, server, browser)
}

/// Returns the source of axe-core.
pub(crate) fn axe_script() -> String {
    axe().and_then(|path| std::fs::read_to_string(path).map_err(|error| error.to_string())).expect("axe-core can be read")
}

/// Fails if axe-core finds a violation on the page. `what` names it.
pub(crate) async fn assert_no_violation(browser: &Browser, axe: &str, what: &str) {
    browser.run(axe).await;
    browser.run("window.result = undefined; axe.run().then(result => { window.result = result; })").await;
    browser.until("window.result").await;
    let found = browser.get("window.result.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))").await;
    assert_eq!(found.as_array().map(Vec::len), Some(0), "{what}: {found:#}");
}

async fn axe_finds_no_violation_in_light_or_dark() {
    let (_fixture, server, browser) = open().await;
    let axe = axe_script();
    for scheme in ["light", "dark"] {
        browser.prefer(scheme).await;
        for path in [
            "",
            "zh-Hans/",
            "ar/",
            "sections/industry/",
            "tags/work/",
            "authors/ma-lan/",
            "ar/about/",
            "articles/specimen-sheet/",
            "articles/battery-and-frost-zh/",
            "articles/crane-driver-ar/",
            "search/?q=the",
            "zh-Hans/search/?q=增加值",
            "ar/search/",
            "no/such/page/",
        ] {
            browser.read(&format!("{}/{path}", server.address)).await;
            assert_no_violation(&browser, &axe, &format!("{path} in {scheme}")).await;
        }
    }
}

async fn the_skip_link_has_the_first_focus_and_leads_to_the_text() {
    let (_fixture, server, browser) = open().await;
    browser.read(&format!("{}/articles/print-shop/", server.address)).await;
    browser.press(Key::Tab).await;
    browser.until("document.activeElement.matches('.skip')").await;
    assert!(browser.is("document.activeElement.getBoundingClientRect().width > 50").await, "it is visible");
    browser.press(Key::Enter).await;
    browser.until("location.hash === '#text' && document.activeElement.id === 'text'").await;
    assert!(browser.is("location.pathname === '/articles/print-shop/'").await);
}

async fn the_keyboard_alone_leads_from_the_front_page_to_an_article_and_back() {
    let (_fixture, server, browser) = open().await;
    browser.read(&format!("{}/", server.address)).await;
    for _ in 0..40 {
        browser.press(Key::Tab).await;
        if browser.is("document.activeElement.matches('.lead h2 a')").await {
            break;
        }
    }
    assert!(browser.is("document.activeElement.matches('.lead h2 a')").await);
    let outline = "getComputedStyle(document.activeElement).outlineStyle";
    assert_eq!(browser.get(outline).await, "solid", "the focus is visible");
    browser.press(Key::Enter).await;
    browser.see(".article").await;
    browser.until("document.activeElement.matches('main h1')").await;
    for _ in 0..80 {
        browser.press(Key::Tab).await;
        if browser.is("document.activeElement.matches('.recommended button')").await {
            break;
        }
    }
    browser.press(Key::Space).await;
    browser.see_text(".recommended [role=status]", "shown 7–").await;
    browser.run("document.querySelector('.byline .return').focus()").await;
    browser.press(Key::Enter).await;
    browser.until("document.activeElement.matches('.lead h2 a')").await;
}

async fn every_element_of_an_article_is_shown() {
    let (_fixture, server, browser) = open().await;
    browser.read(&format!("{}/articles/specimen-sheet/", server.address)).await;
    let names = "h2 h3 h4 ul ol dl dt dd blockquote .pull-quote hr table pre code figure figcaption img audio video details summary aside ruby time em strong del kbd abbr sub sup mark ins q span[lang] .footnotes .footnote-ref a[href^=https]";
    for name in names.split(' ') {
        assert!(browser.is(&format!("document.querySelector('.prose {name}')")).await, "{name} is missing");
    }
    assert!(
        browser
            .is("[...document.querySelectorAll('.prose img')].every(image => image.width > 0 && image.hasAttribute('height'))")
            .await
    );
    assert_eq!(browser.get("document.querySelectorAll('h1').length").await, Value::from(1));
}

async fn an_arabic_article_is_right_to_left_within_a_chinese_page() {
    let (_fixture, server, browser) = open().await;
    browser.read(&format!("{}/", server.address)).await;
    browser.click(".languages a[hreflang=zh-Hans]").await;
    browser.until("document.documentElement.lang === 'zh-Hans'").await;
    // The interface stays in the chosen language around an article in another.
    browser.read(&format!("{}/articles/crane-driver-ar/", server.address)).await;
    browser.until("document.documentElement.lang === 'zh-Hans'").await;
    assert_eq!(browser.attribute("html", "dir").await.as_deref(), Some("ltr"));
    assert_eq!(browser.attribute(".article", "dir").await.as_deref(), Some("rtl"));
    assert_eq!(browser.attribute(".byline", "dir").await.as_deref(), Some("ltr"));
    browser.click(".languages a[hreflang=ar]").await;
    browser.until("document.documentElement.dir === 'rtl'").await;
    browser.see_text(".byline .return", "العودة إلى القائمة").await;
}
