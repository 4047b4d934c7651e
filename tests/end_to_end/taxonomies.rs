//! Authors, series, and pages outside of the lists.

use end_to_end::{Browser, Fixture, Server, Test, test};

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(pages_and_authors_are_opened_within_the_application),
        test!(the_viewer_renders_what_is_printed),
        test!(the_way_back_from_an_author_leads_to_the_same_place),
    ]
}

async fn pages_and_authors_are_opened_within_the_application() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&server.address).await;
    browser.run("window.sameDocument = true").await;
    browser.click(".sections a[href='about/']").await;
    browser.see_text("main h1", "About us").await;
    assert_eq!(browser.texts(".sections [aria-current]").await, ["About us"]);
    assert_eq!(browser.get("document.title").await, "About us – Outlook New Era");
    assert_eq!(browser.get("document.body.className").await, "article-page");
    // In the other language it is the same page.
    browser.click(".languages [hreflang=zh-Hans]").await;
    browser.see_text("main h1", "关于本报").await;
    assert_eq!(browser.get("document.documentElement.lang").await, "zh-Hans");
    browser.click(".prose a[href='zh-Hans/authors/ma-lan/']").await;
    browser.see_text("main h1", "马岚").await;
    browser.see_text(".biography", "水化学").await;
    browser.click(".languages [hreflang=en]").await;
    browser.see_text("main h1", "Ma Lan").await;
    browser.until("document.querySelector('.profile img')?.naturalWidth > 0").await;
    // An article of the author leads back, by its credits and by its series.
    browser.click("[data-article=battery-and-frost] h3 a").await;
    browser.see_text(".part", "Part 2 of 2").await;
    assert_eq!(browser.get("document.querySelector('.credits a[rel=author]').getAttribute('href')").await, "authors/ma-lan/");
    browser.click(".part a").await;
    browser.see_text("main h1", "What the cold does").await;
    browser.see_text(".section-head .label", "Series").await;
    assert!(browser.is("window.sameDocument").await);
}

async fn the_viewer_renders_what_is_printed() {
    let (printed, bare) = (Fixture::sample(), Fixture::sample_bare());
    let printed = Server::start(printed.path()).await;
    let bare = Server::start(bare.path()).await;
    let browser = Browser::open().await;
    // Texts, links and pictures, in their order.
    let content = "[...document.querySelectorAll('.sections a, main h1, main p, main li, main a, main img, main dt, main dd, .colophon li')]
        .map(element => [element.localName, element.className.replace(/ ?read/, ''), element.getAttribute('href'), element.getAttribute('src'), element.textContent.trim()].join('|')).join('\\n')";
    for (path, seen) in [
        ("about/", ".prose"),
        ("ar/about/", ".prose"),
        ("authors/ma-lan/", ".summary"),
        ("zh-Hans/authors/ma-lan/", ".summary"),
        ("authors/ma-lan/1/", ".summary"),
        ("series/what-the-cold-does/", ".summary"),
    ] {
        browser.read(&format!("{}/{path}", printed.address)).await;
        let expected = browser.get(content).await;
        browser.read(&bare.address).await;
        // Nothing is at the address on a host without printed pages, so the reader comes from the front page.
        browser.see(".lead").await;
        browser
            .run(&format!(
                "const link = document.createElement('a'); link.href = '{path}'; document.body.append(link); link.click(); link.remove()"
            ))
            .await;
        browser.until(&format!("location.pathname === '/{path}'")).await;
        browser.see(&format!("main {seen}")).await;
        browser.until(&format!("document.querySelector('main h1') && ({content}) === {expected}")).await;
    }
}

async fn the_way_back_from_an_author_leads_to_the_same_place() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/authors/ma-lan/", server.address)).await;
    browser.click("[data-article=library-of-ice] h3 a").await;
    browser.see(".article").await;
    // The list that the reader came from.
    browser.until("document.querySelector('.return').getAttribute('href') === 'authors/ma-lan/'").await;
    browser.see_text(".neighbours [rel=prev], .neighbours a", "Why a battery minds the frost").await;
    browser.click(".return").await;
    browser.see_text("main h1", "Ma Lan").await;
    browser.back().await;
    browser.see(".article").await;
}
