//! What this bench knows of the pages that it measures.

use end_to_end::{Browser, Nginx, STARTED};
use serde_json::{Value, json};

use crate::{editions, measure::Profile};

/// Links to articles, in our pages and in those of every peer.
const LINKS: &str = "main a[href*='articles/']";
/// The data of the article with this id, as our viewer fetches it.
pub(crate) fn article_file(id: &str) -> String {
    format!("/articles/{id}.json")
}

const WATCH: &str = include_str!("../../bench/load/watch.js");
/// Probes for the time until a click navigates within the application.
pub(crate) const NAVIGATES: &str = include_str!("../../bench/load/navigates.js");
/// Clicks before the application has started.
pub(crate) const EARLY_CLICK: &str = include_str!("../../bench/load/early_click.js");
/// Clicks half a second after the largest paint.
pub(crate) const LATER_CLICK: &str = include_str!("../../bench/load/later_click.js");
const LIST_TO_ARTICLE: &str = include_str!("../../bench/load/list_to_article.js");

/// A body that clicks on a link of a list and returns the milliseconds until the article is there.
pub(crate) fn list_to_article(index: usize) -> String {
    LIST_TO_ARTICLE.replace("INDEX", &index.to_string())
}

/// Opens a telephone's window in which every page is watched.
pub(crate) async fn open(profile: Profile) -> Browser {
    let browser = Browser::with(412, 823, "en-US").await;
    browser.devtools("Network.enable", json!({})).await;
    if profile == Profile::Slow {
        let line =
            json!({ "offline": false, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8 });
        browser.devtools("Network.emulateNetworkConditions", line).await;
        browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    }
    let watch = WATCH.replace("OURS", &json!(editions::FOLDERS).to_string()).replace("STARTED", STARTED);
    browser.before_every_page(&watch.replace("LINKS", &json!(LINKS).to_string())).await;
    browser
}

/// Leaves the page and forgets all that was stored.
pub(crate) async fn forget(browser: &Browser, server: &Nginx) {
    browser.goto("about:blank").await;
    browser.devtools("Network.clearBrowserCache", json!({})).await;
    let stored = json!({ "origin": server.address, "storageTypes": "local_storage,indexeddb,cache_storage,service_workers" });
    browser.devtools("Storage.clearDataForOrigin", stored).await;
}

/// Waits until nothing more was fetched for a while.
pub(crate) async fn settle(browser: &Browser, profile: Profile) {
    let pause = if profile == Profile::Slow { 1000 } else { 500 };
    let script = "return new Promise((done) => {
        let last = -1;
        const look = () => {
            const now = performance.getEntriesByType('resource').length;
            if (now === last) done(true);
            last = now;
            setTimeout(look, PAUSE);
        };
        look();
    })";
    browser.run(&script.replace("PAUSE", &pause.to_string())).await;
}

pub(crate) fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}
