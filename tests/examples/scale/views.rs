//! What a reader's views cost in Chromium.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result};
use end_to_end::{Browser, Server};
use serde_json::{Value, json};

/// Loads of each view.
const LOADS: usize = 7;
/// A query has at least that many results, and not many more.
const RESULTS: std::ops::RangeInclusive<u64> = 10..=20;
/// Queries that are tried until one has that many.
const TRIED: usize = 400;
/// After that long without an answer of the server, nothing more is loaded.
const QUIET: Duration = Duration::from_millis(300);

/// A view and its cost: medians.
pub(crate) struct View {
    pub(crate) name: &'static str,
    /// Without the viewer's code, which is the same for all, uncompressed.
    pub(crate) bytes: f64,
    pub(crate) requests: f64,
    /// How many articles a list shows; 0 where the view is none.
    pub(crate) cards: f64,
    pub(crate) milliseconds: f64,
    /// The heap of JavaScript after a garbage collection.
    pub(crate) heap_bytes: f64,
}

/// What is measured of a view.
enum Step {
    /// The largest paint of a page.
    Open,
    /// A page, until this is true.
    Wait(&'static str),
    /// From a click on this element until this is true.
    Click(&'static str, &'static str),
}

/// Runs in every page before its own scripts: notes the largest paint, and when a condition becomes true.
const WATCH: &str = r#"
    window.seen = { lcp: 0 };
    new PerformanceObserver(list => list.getEntries().forEach(entry => (seen.lcp = entry.startTime))).observe({ type: "largest-contentful-paint", buffered: true });
    window.begin = condition => {
        const start = performance.now();
        const look = () => {
            if (!condition()) return false;
            observer.disconnect();
            seen.time = performance.now() - start;
            seen.end = performance.now();
            return true;
        };
        const observer = new MutationObserver(look);
        if (!look()) observer.observe(document, { subtree: true, childList: true, characterData: true });
    };
"#;
const TEN_RESULTS: &str = "document.querySelectorAll('#search-results .summary').length >= 10";
const OTHER_CARDS: &str = "document.querySelector('.recommended .card')?.dataset.article !== window.first";

/// Measures every kind of view of an edition.
pub(crate) async fn measure(edition: &Path, articles: usize) -> Result<Vec<View>> {
    let server = Server::start(edition.to_owned()).await;
    let browser = Browser::open().await;
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    browser.devtools("Performance.enable", json!({})).await;
    let (id, words) =
        (articles / 2..articles).find_map(|number| english(edition, number)).context("there is an English article")?;
    let query = query(&browser, &server, &words).await?;
    browser.before_every_page(WATCH).await;
    let article = format!("articles/{id}/");
    let archive = format!("archive/{}/", pages(&edition.join("archive"))? / 2 + 1);
    let tag = format!("tags/{}/", largest(&edition.join("tags"))?);
    let search = format!("search/?q={query}");
    let mut views = Vec::new();
    for (name, path, step) in [
        ("front page", "", Step::Open),
        ("section", "sections/news/", Step::Open),
        ("article in the middle", &article, Step::Open),
        ("archive page in the middle", &archive, Step::Open),
        ("largest tag", &tag, Step::Open),
        ("search with ten results", &search, Step::Wait(TEN_RESULTS)),
        ("“Change it”", &article, Step::Click(".recommended button", OTHER_CARDS)),
    ] {
        let mut samples: [Vec<f64>; 5] = Default::default();
        for _ in 0..LOADS {
            let sample = load(&browser, &server, path, &step).await;
            samples.iter_mut().zip(sample).for_each(|(all, one)| all.push(one));
        }
        let [bytes, requests, milliseconds, heap_bytes, cards] = samples.map(median);
        views.push(View { name, bytes, requests, cards, milliseconds, heap_bytes });
    }
    Ok(views)
}

/// Loads a view once: bytes, requests, milliseconds, bytes of the heap, articles of the list.
async fn load(browser: &Browser, server: &Server, path: &str, step: &Step) -> [f64; 5] {
    browser.goto("about:blank").await;
    sent(server).await;
    browser.goto(&format!("{}/{path}", server.address)).await;
    let time = match step {
        Step::Open => {
            browser.until_started().await;
            "seen.lcp"
        }
        Step::Wait(condition) => {
            browser.run(&format!("begin(() => {condition})")).await;
            browser.until("seen.end").await;
            "seen.end"
        }
        Step::Click(selector, condition) => {
            browser.until_started().await;
            browser.see(selector).await;
            sent(server).await;
            // In a task of its own, as a reader's click is.
            browser
                .run(&format!(
                    "window.first = document.querySelector('.recommended .card')?.dataset.article;
                     setTimeout(() => {{ begin(() => {condition}); document.querySelector({}).click(); }})",
                    json!(selector)
                ))
                .await;
            browser.until("seen.end").await;
            "seen.time"
        }
    };
    let files = sent(server).await;
    let milliseconds = browser.get(time).await.as_f64().unwrap_or(f64::NAN);
    browser.devtools("HeapProfiler.collectGarbage", json!({})).await;
    let metrics = browser.devtools("Performance.getMetrics", json!({})).await;
    let heap = metrics["metrics"].as_array().into_iter().flatten().find(|metric| metric["name"] == "JSHeapUsedSize");
    let heap = heap.and_then(|metric| metric["value"].as_f64()).unwrap_or(f64::NAN);
    let is_code =
        |name: &str| !name.contains('/') && [".js", ".wasm", ".css", ".svg", ".png"].iter().any(|end| name.ends_with(end));
    let data: Vec<&(String, usize)> = files.iter().filter(|(name, _)| !is_code(name)).collect();
    let bytes: usize = data.iter().map(|(_, bytes)| *bytes).sum();
    let cards = browser.get("document.querySelectorAll('main .summary').length").await.as_f64().unwrap_or_default();
    [bytes as f64, data.len() as f64, milliseconds, heap, cards]
}

/// Waits until the server has nothing more to send, and returns what it has sent since the last time.
async fn sent(server: &Server) -> Vec<(String, usize)> {
    let mut all = Vec::new();
    loop {
        tokio::time::sleep(QUIET).await;
        let more = server.sent();
        if more.is_empty() {
            return all;
        }
        all.extend(more);
    }
}

/// Returns the id and the longer words of an article, if it is in English.
fn english(edition: &Path, number: usize) -> Option<(String, Vec<String>)> {
    let id = format!("a{number}");
    let article: Value = serde_json::from_slice(&fs::read(edition.join(format!("articles/{id}.json"))).ok()?).ok()?;
    let words = article["content_html"].as_str()?.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() >= 5);
    let words: Vec<String> = words.map(str::to_lowercase).collect::<BTreeSet<_>>().into_iter().collect();
    (article["language"] == "en" && words.len() > 50).then_some((id, words))
}

/// Returns two of these words that together have ten results or a few more.
async fn query(browser: &Browser, server: &Server, words: &[String]) -> Result<String> {
    browser.goto(&format!("{}/search/", server.address)).await;
    browser.until_started().await;
    browser.see("#search-state").await;
    let hint = browser.text("#search-state").await;
    let answered =
        format!("![undefined, '', {}].includes(document.querySelector('#search-state')?.textContent.trim())", json!(hint));
    for n in 0..TRIED {
        // Pairs in an order that has nothing to do with the words.
        let (one, other) = (n * 7 % words.len(), (n * 31 + n / words.len() + 1) % words.len());
        let query = format!("{}+{}", words[one], words[other]);
        browser.goto(&format!("{}/search/?q={query}", server.address)).await;
        browser.until(&answered).await;
        let state = browser.text("#search-state").await;
        let count: Option<u64> = state.split_whitespace().find_map(|word| word.replace([',', '.'], "").parse().ok());
        if count.is_some_and(|count| RESULTS.contains(&count)) {
            return Ok(query);
        }
    }
    anyhow::bail!("no query of {TRIED} has ten results")
}

/// Returns how many pages a list has.
fn pages(folder: &Path) -> Result<usize> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?.flatten();
    Ok(entries.filter(|entry| entry.file_name().to_string_lossy().parse::<u32>().is_ok()).count())
}

/// Returns the name of the term with the most pages; of several, the first.
fn largest(folder: &Path) -> Result<String> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?.flatten();
    let mut terms: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    terms.sort();
    let mut best = (0, String::new());
    for term in terms {
        let count = pages(&term)?;
        if count > best.0 {
            best = (count, term.file_name().unwrap_or_default().to_string_lossy().into_owned());
        }
    }
    Ok(best.1)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
