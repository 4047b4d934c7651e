//! Measures articles with large bodies: a long text, many headings, many pictures, a large table, a word without an end. Each is built,
//! opened as a printed page and within the application, and scrolled to its end in Chromium.
//! `cargo xtask bench bodies` builds what this needs and writes docs/bench/bodies.md.

use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use end_to_end::{Browser, Server};
use serde_json::Value;

/// A sentence like those of articles.
const SENTENCE: &str = "The tide comes in twice a day, and the harbour master writes down how high it came. ";

/// Notes the longest task.
const WATCH: &str = "window.task = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => (task = Math.max(task, entry.duration)))).observe({ type: 'longtask', buffered: true });";

/// Scrolls down, four windows in each frame, and notes the longest time between two frames, in milliseconds.
const SCROLL: &str = "window.frame = undefined;
    let last, longest = 0;
    const step = now => {
        if (last) longest = Math.max(longest, now - last);
        last = now;
        const before = scrollY;
        scrollBy({ top: 4 * innerHeight, behavior: 'instant' });
        if (scrollY > before) requestAnimationFrame(step); else window.frame = longest;
    };
    requestAnimationFrame(step);";

/// How long is waited for something that may take minutes.
const PATIENCE: Duration = Duration::from_secs(300);

/// Waits until an expression has a value, and returns it as a number.
async fn wait_for(browser: &Browser, expression: &str) -> Result<f64> {
    let begin = Instant::now();
    loop {
        if let Some(value) = browser.get(expression).await.as_f64() {
            return Ok(value);
        }
        ensure!(begin.elapsed() < PATIENCE, "{expression} took longer than {} s", PATIENCE.as_secs());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Returns the bodies: what each is, and its text in Markdown.
fn bodies() -> Vec<(&'static str, String)> {
    let paragraphs = |bytes: usize| format!("{}\n\n", SENTENCE.repeat(5)).repeat(bytes / (5 * SENTENCE.len()));
    let row = |n: usize| format!("| {n} | harbour {n} | {} | north | 3.{} | {SENTENCE}|\n", n * 7, n % 10);
    let table: String = (0..2_000).map(row).collect();
    vec![
        ("an ordinary article, 5 KB", paragraphs(5_000)),
        ("10 MB of text", paragraphs(10_000_000)),
        ("10,000 headings", (0..10_000).map(|n| format!("## Part {n}\n\n{SENTENCE}\n\n")).collect()),
        ("5,000 pictures", (0..5_000).map(|n| format!("![Picture {n}](p{}.png)\n\n{SENTENCE}\n\n", n % 50)).collect()),
        ("a table of 2,000 rows", format!("| a | b | c | d | e | f |\n| --- | --- | ---: | --- | ---: | --- |\n{table}")),
        ("100,000 characters without a space", format!("{SENTENCE}\n\n{}\n\n{SENTENCE}", "abcdefghij".repeat(10_000))),
        (
            "100,000 Chinese characters without a mark",
            format!("{SENTENCE}\n\n{}\n\n{SENTENCE}", "工业和信息化发展情况".repeat(10_000)),
        ),
    ]
}

#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::tempdir().context("cannot make a folder")?;
    let browser = Browser::with(412, 823, "en-US").await;
    browser.before_every_page(WATCH).await;
    let mut report = String::from(
        "# Large bodies\n\nPrinted by `cargo xtask bench bodies`, in a window of 412 × 823 of Chromium, on two cores that are not slowed down. A build is that of a \
         site with this article and another, with nothing kept, pictures included. “Opened” is until the whole body is there; within the application from the \
         click on its headline. A frame is the longest of those while the page is scrolled four windows at a time to its end.\n\n\
         | article | HTML, KB | build, s | opened, printed, ms | opened, application, ms | longest task, ms | longest frame, ms |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for (n, (name, text)) in bodies().into_iter().enumerate() {
        eprintln!("==> {name}");
        let (edition, seconds) = build(&folder.path().join(n.to_string()), &text)?;
        let kilobytes = fs::metadata(edition.join("articles/a/index.html"))?.len() / 1_000;
        let server = Server::start(edition).await;
        browser.goto(&format!("{}/articles/a/", server.address)).await;
        browser.until_started().await;
        let printed =
            number(&browser.get("performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart").await);
        let elements = "document.querySelectorAll('.prose > *').length";
        let count = number(&browser.get(elements).await);
        browser.run(SCROLL).await;
        let frame = wait_for(&browser, "window.frame").await?;
        browser.goto(&format!("{}/", server.address)).await;
        browser.until_started().await;
        browser
            .run(&format!(
                "window.begin = performance.now(); task = 0;
                 new MutationObserver((_, observer) => {{
                     if ({elements} < {count}) return;
                     window.opened = performance.now() - begin;
                     observer.disconnect();
                 }}).observe(document, {{ subtree: true, childList: true }});
                 setTimeout(() => document.querySelector(\"main a[href='articles/a/']\").click());"
            ))
            .await;
        let opened = wait_for(&browser, "window.opened").await?;
        let task = number(&browser.get("task").await);
        let _ = writeln!(report, "| {name} | {kilobytes} | {seconds:.2} | {printed:.0} | {opened:.0} | {task:.0} | {frame:.0} |");
    }
    println!("{report}");
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/bench");
    fs::write(docs.join("bodies.md"), report).context("cannot write docs/bench/bodies.md")
}

/// Builds a site of two articles, the newer one with this text. Returns the edition and the seconds that it took.
fn build(folder: &Path, text: &str) -> Result<(PathBuf, f64)> {
    let (content, edition) = (folder.join("content"), folder.join("edition"));
    fs::create_dir_all(&content)?;
    fs::write(content.join("site.json"), r#"{ "title": "Paper", "language": "en", "timezone": "UTC" }"#)?;
    fs::write(content.join("a.md"), format!("---\nid: a\ntitle: A large article\ndate: 2026-03-02\n---\n\n{text}"))?;
    fs::write(content.join("b.md"), "---\nid: b\ntitle: Another\ndate: 2026-03-01\n---\n\nText.\n")?;
    for n in 0..50 {
        image::RgbImage::from_fn(900, 600, |x, y| image::Rgb([(x / 4) as u8, (y / 3) as u8, n]))
            .save(content.join(format!("p{n}.png")))?;
    }
    let variable = |name: &str| env::var_os(name).with_context(|| format!("{name} is not set: call `cargo xtask bench bodies`"));
    let mut press = Command::new(variable("OFFPRINT_PRESS")?);
    press.arg("build").arg(&content).arg("--out").arg(&edition).arg("--viewer").arg(variable("OFFPRINT_VIEWER")?);
    let begin = Instant::now();
    let output = press.output().context("cannot run the press")?;
    let seconds = begin.elapsed().as_secs_f64();
    ensure!(output.status.success(), "the press failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok((edition, seconds))
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}
