//! Recommended reading, through the whole pool and round again.

use std::collections::BTreeSet;

use end_to_end::{Browser, Fixture, Server};
use fantoccini::key::Key;

const CARDS: &str = ".recommended .card h3";

async fn open() -> (Fixture, Server, Browser) {
    let fixture = Fixture::large();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/en-30/", server.address)).await;
    (fixture, server, browser)
}

#[tokio::test]
async fn none_comes_again_until_all_were_shown_then_round_again() {
    let (_fixture, _server, browser) = open().await;
    let first = browser.texts(CARDS).await;
    let mut seen: BTreeSet<String> = first.iter().cloned().collect();
    for range in ["shown 7–12 of 24", "shown 13–18 of 24", "shown 19–24 of 24"] {
        browser.click(".recommended button").await;
        browser.see_text(".recommended [role=status]", range).await;
        for title in browser.texts(CARDS).await {
            assert!(seen.insert(title.clone()), "{title} came twice");
        }
    }
    assert_eq!(seen.len(), 24);
    assert!(!seen.contains(&browser.text("main h1").await), "an article does not recommend itself");
    browser.click(".recommended button").await;
    browser.see_text(".recommended [role=status]", "shown 1–6 of 24").await;
    assert_eq!(browser.texts(CARDS).await, first);
}

#[tokio::test]
async fn the_focus_stays_on_the_button() {
    let (_fixture, _server, browser) = open().await;
    browser.run("document.querySelector('.recommended button').focus()").await;
    browser.press(Key::Enter).await;
    browser.see_text(".recommended [role=status]", "shown 7–12").await;
    browser.press(Key::Enter).await;
    browser.see_text(".recommended [role=status]", "shown 13–18").await;
    assert!(browser.is("document.activeElement === document.querySelector('.recommended button')").await);
}

#[tokio::test]
async fn what_was_read_comes_after_what_was_not() {
    let (_fixture, server, browser) = open().await;
    let first = browser.text(CARDS).await;
    browser.click(&format!("{CARDS} a")).await;
    browser.see_text("main h1", &first).await;
    browser.read(&format!("{}/articles/en-30/", server.address)).await;
    assert!(!browser.texts(CARDS).await.contains(&first));
    for _ in 0..3 {
        browser.click(".recommended button").await;
    }
    browser.see_text(".recommended [role=status]", "shown 19–24").await;
    let last = browser.texts(".recommended .card.read h3").await;
    assert_eq!(last, [first]);
    assert_eq!(browser.text(".recommended .card.read .state").await, "read");
}

#[tokio::test]
async fn a_pool_that_cannot_be_read_leaves_the_article_whole() {
    let fixture = Fixture::large_bare();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    fixture.edit("articles/en-31.json", |article| article["_offprint"]["recommended"] = "oops".into());
    browser.read(&format!("{}/articles/en-31/", server.address)).await;
    assert_eq!(browser.texts(".prose p").await.len(), 12);
    browser.see_text(".recommended", "cannot be shown").await;
    browser.click(".recommended a").await;
    browser.until("document.body.className === 'front-page'").await;
}
