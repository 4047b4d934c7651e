//! Recommended reading: the pool, its order, and what changes the order.

use std::collections::BTreeSet;

use end_to_end::{Browser, Fixture, Server, Test, test};
use fantoccini::key::Key;

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(no_card_repeats_until_all_were_shown),
        test!(the_focus_stays_on_the_button),
        test!(read_articles_come_after_unread_ones),
        test!(a_malformed_pool_does_not_affect_the_article),
        test!(every_card_gives_a_reason),
        test!(opened_articles_raise_similar_cards_until_this_is_switched_off_or_forgotten),
    ]
}

const CARDS: &str = ".recommended .card h3";

async fn open() -> (Fixture, Server, Browser) {
    let fixture = Fixture::large();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/en-30/", server.address)).await;
    (fixture, server, browser)
}

async fn no_card_repeats_until_all_were_shown() {
    let (_fixture, _server, browser) = open().await;
    let first = browser.texts(CARDS).await;
    let mut seen: BTreeSet<String> = first.iter().cloned().collect();
    for range in ["shown 7–12 of 24", "shown 13–18 of 24", "shown 19–24 of 24"] {
        browser.click(".recommended button").await;
        browser.see_text(".recommended [role=status]", range).await;
        for title in browser.texts(CARDS).await {
            assert!(seen.insert(title.clone()), "{title} is repeated");
        }
    }
    assert_eq!(seen.len(), 24);
    assert!(!seen.contains(&browser.text("main h1").await), "an article does not recommend itself");
    browser.click(".recommended button").await;
    browser.see_text(".recommended [role=status]", "shown 1–6 of 24").await;
    assert_eq!(browser.texts(CARDS).await, first);
}

async fn the_focus_stays_on_the_button() {
    let (_fixture, _server, browser) = open().await;
    browser.run("document.querySelector('.recommended button').focus()").await;
    browser.press(Key::Enter).await;
    browser.see_text(".recommended [role=status]", "shown 7–12").await;
    browser.press(Key::Enter).await;
    browser.see_text(".recommended [role=status]", "shown 13–18").await;
    assert!(browser.is("document.activeElement === document.querySelector('.recommended button')").await);
}

async fn read_articles_come_after_unread_ones() {
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

async fn a_malformed_pool_does_not_affect_the_article() {
    let fixture = Fixture::large_bare();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    fixture.edit("articles/en-31.json", |article| article["_offprint"]["recommended"] = "oops".into());
    browser.read(&format!("{}/articles/en-31/", server.address)).await;
    assert_eq!(browser.texts(".prose p").await.len(), 12);
    browser.see_text(".recommended", "is not available").await;
    browser.click(".recommended a").await;
    browser.until("document.body.className === 'front-page'").await;
}

/// The ids and sections of the cards in the pool of an article.
fn pool(fixture: &Fixture, id: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(fixture.path().join(format!("articles/{id}.json"))).expect("the article is there");
    let article: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let cards = article["_offprint"]["recommended"].as_array().expect("a pool").clone();
    let of = |card: &serde_json::Value, name: &str| card[name].as_str().unwrap_or_default().to_owned();
    cards.iter().map(|card| (of(card, "id"), of(card, "section"))).collect()
}

/// The ids of the cards that are shown.
async fn shown(browser: &Browser) -> Vec<String> {
    let ids = browser.run("return [...document.querySelectorAll('.recommended .card')].map(card => card.dataset.article)").await;
    ids.as_array().expect("a list").iter().filter_map(|id| id.as_str().map(str::to_owned)).collect()
}

async fn every_card_gives_a_reason() {
    let (_fixture, _server, browser) = open().await;
    assert_eq!(browser.texts(".recommended .card .reason").await.len(), 6);
    browser.see_text(".recommended .card .reason", "Also about “subject 2”").await;
}

async fn opened_articles_raise_similar_cards_until_this_is_switched_off_or_forgotten() {
    let (fixture, server, browser) = open().await;
    let pool = pool(&fixture, "en-30");
    let first: Vec<String> = pool.iter().take(6).map(|(id, _)| id.clone()).collect();
    assert_eq!(shown(&browser).await, first);

    // Opens five articles of the south that are not in the pool; similar cards move up.
    let others = (0..60).map(|n| format!("en-{n:02}")).filter(|id| id != "en-30" && !pool.iter().any(|(known, _)| known == id));
    let south: Vec<String> = others.filter(|id| id[3..].parse::<u32>().is_ok_and(|n| n % 2 == 1)).take(5).collect();
    for id in &south {
        browser.read(&format!("{}/articles/{id}/", server.address)).await;
        browser.until("Object.keys(localStorage).some(key => key.endsWith(':interests.v1'))").await;
    }
    browser.read(&format!("{}/articles/en-30/", server.address)).await;
    browser.until("document.querySelector('.recommended .order button')").await;
    let is_south = |id: &String| pool.iter().any(|(known, section)| known == id && section == "south");
    let raised = shown(&browser).await;
    let first_of_south = |ids: &[String]| ids.iter().position(is_south).expect("a card of the south is shown");
    assert!(first_of_south(&raised) < first_of_south(&first), "{raised:?} after {first:?}");
    browser.see_text(".recommended .order p", "stays on this device").await;

    browser.click(".recommended .order button").await;
    browser.see_text(".recommended .order button", "Order by what I read").await;
    assert_eq!(browser.text(".recommended .order p").await, "");
    assert_eq!(shown(&browser).await, first);
    // The setting applies to the next page too.
    browser.read(&format!("{}/articles/en-30/", server.address)).await;
    browser.see_text(".recommended .order button", "Order by what I read").await;
    assert_eq!(browser.text(".recommended .order p").await, "");
    assert_eq!(shown(&browser).await, first);

    browser.click(".recommended .order button").await;
    browser.see_text(".recommended .order p", "stays on this device").await;
    assert!(first_of_south(&shown(&browser).await) < first_of_south(&first));
    browser.click(".recommended .order button + button").await;
    browser.see_text(".recommended .order p", "Your reading history has been deleted.").await;
    assert_eq!(shown(&browser).await, first);
    assert!(
        browser.is("!Object.keys(localStorage).some(key => key.endsWith(':interests.v1') || key.endsWith(':read.v1'))").await
    );
}
