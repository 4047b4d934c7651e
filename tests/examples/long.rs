//! Measures long texts and long lists in Chromium: an article of 10 MB, 10,000 cards by way of older pages, fifty articles and back.
//! `cargo xtask bench long` builds what this needs and writes docs/bench/long.md.

#[allow(dead_code, reason = "this bench has no lower bounds")]
#[path = "../bench/goals.rs"]
mod goals;

use std::{env, fmt::Write as _, fs, path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use end_to_end::{Browser, Server};
use goals::Goal;
use serde_json::{Value, json};

/// Bytes of the long text.
const LONG: usize = 10_000_000;
/// Cards that are seen by way of older pages.
const CARDS: usize = 10_000;
/// Articles that are opened, one after the other, and how often that is done.
const OPENED: usize = 50;
const ROUNDS: usize = 6;
/// Chromium takes no more than 200 history entries in ten seconds.
const READING: std::time::Duration = std::time::Duration::from_millis(60);

/// Runs in every page before its own scripts: notes the longest task, and the first paint.
const WATCH: &str = "
    window.seen = { task: 0, paint: 0 };
    new PerformanceObserver(list => list.getEntries().forEach(entry => (seen.task = Math.max(seen.task, entry.duration)))).observe({ type: 'longtask', buffered: true });
    new PerformanceObserver(list => list.getEntries().forEach(entry => { if (entry.name === 'first-contentful-paint') seen.paint = entry.startTime; })).observe({ type: 'paint', buffered: true });
";

/// Scrolls down, a window in each frame, and returns the longest time between two frames, in milliseconds.
const SCROLL: &str = "return new Promise(done => {
    let last, longest = 0;
    const step = now => {
        if (last) longest = Math.max(longest, now - last);
        last = now;
        const before = scrollY;
        scrollBy({ top: innerHeight, behavior: 'instant' });
        scrollY > before ? requestAnimationFrame(step) : done(longest);
    };
    requestAnimationFrame(step);
})";

#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::tempdir().context("cannot make a folder")?;
    let edition = print(folder.path())?;
    let server = Server::start(edition).await;
    let browser = Browser::with(412, 823, "en-US").await;
    browser.devtools("Performance.enable", json!({})).await;
    browser.before_every_page(WATCH).await;
    let (text, text_goals) = long_text(&browser, &server).await;
    let (lists, list_goals) = long_list(&browser, &server).await;
    let (articles, article_goals) = many_articles(&browser, &server).await;
    let goals: Vec<Goal> = text_goals.into_iter().chain(list_goals).chain(article_goals).collect();
    let mut report = String::from(
        "# Long texts and long lists\n\nPrinted by `cargo xtask bench long`, in a window of 412 × 823 of Chromium, on two cores that are not slowed down.\n",
    );
    report.push_str(&text);
    report.push_str(&lists);
    report.push_str(&articles);
    report.push_str(&goals::table(&goals));
    let _ = writeln!(report, "\n{}", goals::count(&goals));
    println!("{report}");
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/bench");
    fs::write(docs.join("long.md"), report).context("cannot write docs/bench/long.md")
}

/// Prints an archive that has more cards than are seen, and a long text as its newest article.
fn print(folder: &Path) -> Result<std::path::PathBuf> {
    let (content, edition) = (folder.join("content"), folder.join("edition"));
    let variable = |name: &str| env::var_os(name).with_context(|| format!("{name} is not set: call `cargo xtask bench long`"));
    let mut write = Command::new(variable("OFFPRINT_ARCHIVE")?);
    let status = write.arg(&content).arg((CARDS + CARDS / 10).to_string()).arg("en").status();
    ensure!(status.context("cannot write an archive")?.success(), "the archive was not written");
    let paragraph = "A paragraph of a long text, which is as long as paragraphs of articles are: some sentences about harbours, winds and tides. ";
    let mut text = String::from("---\nid: long\ntitle: A long text\ndate: 2090-01-01\nlanguage: en\n---\n\n");
    for number in 0.. {
        if text.len() >= LONG {
            break;
        }
        let heading = if number % 20 == 0 { format!("## Part {}\n\n", number / 20) } else { String::new() };
        let _ = write!(text, "{heading}{number}. {}\n\n", paragraph.repeat(3));
    }
    fs::write(content.join("long.md"), text)?;
    let mut press = Command::new(variable("OFFPRINT_PRESS")?);
    press.arg("build").arg(&content).arg("--out").arg(&edition).arg("--viewer").arg(variable("OFFPRINT_VIEWER")?);
    let output = press.args(["--date", "2100-01-01"]).output().context("cannot run the press")?;
    ensure!(output.status.success(), "the press failed");
    Ok(edition)
}

async fn long_text(browser: &Browser, server: &Server) -> (String, Vec<Goal>) {
    eprintln!("==> a text of 10 MB");
    // The printed page, over a line of 10 Mbps.
    browser.devtools("Network.enable", json!({})).await;
    let line =
        json!({ "offline": false, "latency": 20, "downloadThroughput": 10_000_000 / 8, "uploadThroughput": 10_000_000 / 8 });
    browser.devtools("Network.emulateNetworkConditions", line).await;
    // Returns once the page is complete.
    browser.goto(&format!("{}/articles/long/", server.address)).await;
    browser.until_started().await;
    let paint = number(&browser.get("seen.paint").await);
    let complete = number(&browser.get("performance.getEntriesByType('navigation')[0].responseEnd").await);
    let printed_task = number(&browser.get("seen.task").await);
    let fast = json!({ "offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    browser.devtools("Network.emulateNetworkConditions", fast).await;
    // Within the application.
    browser.goto(&format!("{}/", server.address)).await;
    browser.until_started().await;
    let paragraphs = number(&json!(LONG / 420)) * 0.9;
    browser
        .run(
            "window.begin = performance.now(); seen.task = 0;
             const link = document.querySelector(\"main a[href*='articles/long/']\");
             new MutationObserver((_, observer) => {
                 if (document.querySelector('.article h1')?.textContent !== 'A long text') return;
                 seen.headline ??= performance.now() - begin;
                 if (document.querySelector('.article .prose p')) { seen.text ??= performance.now() - begin; observer.disconnect(); }
             }).observe(document, { subtree: true, childList: true });
             setTimeout(() => link.click());",
        )
        .await;
    browser.until(&format!("document.querySelectorAll('.article .prose p').length > {paragraphs}")).await;
    let count = "document.querySelectorAll('.article .prose p').length";
    // Until no more paragraphs come.
    let mut before = -1.0;
    loop {
        let now = number(&browser.get(count).await);
        if now == before {
            break;
        }
        before = now;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    let readable = number(&browser.get("seen.text").await);
    let task = number(&browser.get("seen.task").await);
    let text = format!(
        "\n## An article of 10 MB\n\n| | ms |\n| --- | ---: |\n\
         | printed page, 10 Mbps: first paint | {paint:.0} |\n| printed page, 10 Mbps: the last byte | {complete:.0} |\n\
         | printed page: longest task | {printed_task:.0} |\n| within the application: from the click until its text can be read | {readable:.0} |\n\
         | within the application: longest task | {task:.0} |\n\nWithin the application the text is built in parts: {before:.0} paragraphs.\n"
    );
    let goals = vec![
        Goal::at_most("10 MB, printed: first paint, against the last byte", paint / complete, 0.5),
        Goal::at_most("10 MB, within the application: longest task, ms", task, 200.0),
    ];
    (text, goals)
}

async fn long_list(browser: &Browser, server: &Server) -> (String, Vec<Goal>) {
    eprintln!("==> {CARDS} cards");
    browser.read(&format!("{}/", server.address)).await;
    let (mut cards, mut pages, mut longest) = (0, 0, Vec::new());
    let mut heaps = Vec::new();
    while cards < CARDS {
        cards += number(&browser.get("document.querySelectorAll('main [data-article]').length").await) as usize;
        longest.push(number(&browser.run(SCROLL).await));
        if pages % 100 == 10 {
            heaps.push(heap(browser).await);
        }
        let path = browser.get("location.pathname").await;
        browser.run("setTimeout(() => document.querySelector(\"main a[rel='next']\").click())").await;
        browser.until(&format!("location.pathname !== {path} && document.querySelector(\"main a[rel='next']\")")).await;
        pages += 1;
    }
    longest.sort_by(f64::total_cmp);
    let most = longest.last().copied().unwrap_or_default();
    let middle = longest[longest.len() / 2];
    let (first, last) = (heaps.first().copied().unwrap_or_default(), heaps.last().copied().unwrap_or_default());
    let text = format!(
        "\n## {cards} cards\n\nA list is shown in pages; “older” leads from one to the next, {pages} times within the application.\n\n| | |\n| --- | ---: |\n\
         | longest frame while a page is scrolled, ms: median of all pages | {middle:.0} |\n| the longest of all, ms | {most:.0} |\n\
         | heap of JavaScript after 10 pages, MB | {:.1} |\n| at the end, MB | {:.1} |\n",
        first / 1e6,
        last / 1e6
    );
    let goals = vec![
        Goal::at_most("10,000 cards: longest frame while scrolling, ms", most, 50.0),
        Goal::at_most("10,000 cards: heap at the end, against after 10 pages", last / first, 1.5),
    ];
    (text, goals)
}

async fn many_articles(browser: &Browser, server: &Server) -> (String, Vec<Goal>) {
    eprintln!("==> {OPENED} articles and back");
    browser.read(&format!("{}/archive/100/", server.address)).await;
    let mut heaps = vec![heap(browser).await];
    for round in 0..ROUNDS {
        for number in 0..OPENED {
            // No article twice.
            open(browser, &format!("/articles/a{}/", 2_000 + round * OPENED + number)).await;
            tokio::time::sleep(READING).await;
        }
        open(browser, "/archive/100/").await;
        heaps.push(heap(browser).await);
    }
    let mut text = format!("\n## {OPENED} articles and back\n\n| articles opened | heap of JavaScript, MB |\n| ---: | ---: |\n");
    for (round, heap) in heaps.iter().enumerate() {
        let _ = writeln!(text, "| {} | {:.2} |", round * OPENED, heap / 1e6);
    }
    // By the middle the caches are full.
    let goal = format!("heap after {} articles, against after {}", ROUNDS * OPENED, ROUNDS * OPENED / 2);
    (text, vec![Goal::at_most(goal, heaps[ROUNDS] / heaps[ROUNDS / 2], 1.05)])
}

/// Clicks a link to a page of the application, and waits until it is shown.
async fn open(browser: &Browser, path: &str) {
    browser
        .run(&format!(
            "window.heading = document.querySelector('main h1');
             const link = document.querySelector('main').appendChild(document.createElement('a'));
             link.href = {};
             setTimeout(() => link.click())",
            json!(path)
        ))
        .await;
    let heading = "document.querySelector('main h1')";
    browser.until(&format!("location.pathname === {} && {heading} && {heading} !== window.heading", json!(path))).await;
}

/// Returns the bytes of the heap of JavaScript after a garbage collection.
async fn heap(browser: &Browser) -> f64 {
    browser.devtools("HeapProfiler.collectGarbage", json!({})).await;
    let metrics = browser.devtools("Performance.getMetrics", json!({})).await;
    let used = metrics["metrics"].as_array().into_iter().flatten().find(|metric| metric["name"] == "JSHeapUsedSize");
    used.map_or(f64::NAN, |metric| number(&metric["value"]))
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}
