//! What a first visit costs a reader, by the kind of page.

use std::collections::HashMap;

use end_to_end::{Browser, Fixture, Server, Test, brotli, chromium, test};

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![test!(a_first_visit_stays_within_its_budget, needs chromium())]
}

/// A page of each kind, what is there when it is complete, and the most bytes that a visitor with an empty cache may load: everything that is
/// sent until then, compressed with brotli 11. About 228,000 are the viewer, of which nothing is needed to read.
const BUDGETS: [(&str, &str, &str, usize); 6] = [
    ("front page", "", "main [data-article]", 254_000),
    ("article", "articles/battery-and-frost/", ".recommended .card", 255_000),
    ("article with pictures", "articles/specimen-sheet/", ".recommended .card", 268_000),
    ("list", "sections/science/", "main [data-article]", 254_000),
    ("page outside of lists", "about/", "main h1", 253_000),
    ("search with results", "search/?q=battery", ".results .passage", 335_000),
];

async fn a_first_visit_stays_within_its_budget() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::with(412, 823, "en-US").await;
    let mut sizes: HashMap<String, usize> = HashMap::new();
    let mut beyond = Vec::new();
    for (kind, path, complete, budget) in BUDGETS {
        browser.goto("about:blank").await;
        server.sent();
        browser.read(&format!("{}/{path}", server.address)).await;
        browser.see(complete).await;
        browser.until("[...document.images].every(image => image.complete || image.loading === 'lazy')").await;
        let size = |name: String| *sizes.entry(name).or_insert_with_key(|name| compressed(&fixture, name));
        let bytes: usize = server.sent().into_iter().map(|(name, _)| name).map(size).sum();
        println!("{kind}: {bytes} of {budget} bytes");
        if bytes > budget {
            beyond.push(format!("{kind}: {bytes} bytes"));
        }
    }
    assert!(beyond.is_empty(), "beyond their budgets: {beyond:?}");
}

/// Returns the size of a file as a host sends it.
fn compressed(fixture: &Fixture, name: &str) -> usize {
    let bytes = std::fs::read(fixture.path().join(name)).expect("the file was sent");
    let is_compressed = [".bin", ".png", ".jpg", ".webp", ".avif", ".woff2"].iter().any(|end| name.ends_with(end));
    if is_compressed { bytes.len() } else { brotli(&bytes).len() }
}
