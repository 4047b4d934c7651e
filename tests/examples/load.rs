//! How soon an article can be read and left for the next: our pages and our viewer beside plain HTML, docsify and
//! a Preact application, from one nginx, in one run. `cargo xtask bench load` brings all that it needs.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use end_to_end::{Browser, Nginx, brotli_copies, copy_folder};
use serde_json::{Value, json};

/// Loads of each kind, in each profile.
const LOADS: usize = 15;
/// From a list to an article, each way.
const TURNS: usize = 40;

/// What is compared: the folder, what it is, and the path of the article in it.
const PEERS: [(&str, &str); 5] = [
    ("a", "plain HTML"),
    ("b", "our printed page"),
    ("c", "our viewer, nothing printed"),
    ("d", "docsify 4.13"),
    ("e", "Preact application"),
];

/// An article as every peer shows it.
struct Text {
    id: String,
    title: String,
    paragraphs: Vec<String>,
}

/// Runs before the page's own scripts: paints, shifts, and the first click that leads on within the application.
const WATCH: &str = "
    window.seen = { fcp: 0, lcp: 0, shift: 0, turned: 0 };
    new PerformanceObserver(list => list.getEntries().forEach(e => { if (e.name === 'first-contentful-paint') seen.fcp = e.startTime })).observe({ type: 'paint', buffered: true });
    new PerformanceObserver(list => list.getEntries().forEach(e => { seen.lcp = e.startTime })).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver(list => list.getEntries().forEach(e => { seen.shift += e.value })).observe({ type: 'layout-shift', buffered: true });
";
const CLICK: &str = "
    addEventListener('DOMContentLoaded', () => {
        // A click that nobody in the page takes must not load another page.
        let taken = false;
        const guard = event => { taken = event.defaultPrevented || event.target.hash?.startsWith('#/'); if (!taken) event.preventDefault(); };
        const timer = setInterval(() => {
            const link = document.querySelector('main a[href*=\"/articles/\"], main a[href^=\"articles/\"], #main a[href^=\"#/\"], .content a[href^=\"#/\"]');
            if (!link) return;
            const now = performance.now();
            // Last of all, whoever listens by now.
            removeEventListener('click', guard);
            addEventListener('click', guard);
            link.click();
            if (taken) { seen.turned = now; clearInterval(timer); }
        }, 10);
    });
";

#[tokio::main]
async fn main() -> Result<()> {
    let texts = texts()?;
    let root = tempfile::tempdir().context("cannot make a folder")?;
    let words: usize = texts[0].paragraphs.iter().map(|paragraph| paragraph.split_whitespace().count()).sum();
    println!("The article has {words} words, no picture. {LOADS} loads each, medians in milliseconds.");
    lay_out(root.path(), &texts)?;
    brotli_copies(root.path())?;
    // The two that have no page for an address answer it with the one that they have.
    let fallback = "location /c/ { try_files $uri $uri/index.html /c/404.html; } location /e/ { try_files $uri $uri/index.html /e/index.html; }";
    let server = Nginx::start(root.path(), fallback)?;

    let mut table: BTreeMap<(&str, &str), Row> = BTreeMap::new();
    for profile in ["cold", "slow"] {
        for (peer, name) in PEERS {
            eprintln!("==> {profile}: {name}");
            table.insert((profile, peer), load(&server, profile, peer, &texts[0].id).await?);
        }
    }
    let mut turns = BTreeMap::new();
    for peer in ["b", "e"] {
        for ahead in [false, true] {
            eprintln!("==> list to article: {peer}, {}", if ahead { "fetched ahead" } else { "cold" });
            turns.insert((peer, ahead), turn(&server, peer, ahead).await?);
        }
    }
    report(&table, &turns, words)
}

/// What was measured of one peer in one profile.
#[derive(Default)]
struct Row {
    fcp: f64,
    lcp: f64,
    turned: Option<f64>,
    shift: f64,
    bytes: u64,
    requests: usize,
    /// Bytes of the document and what blocks its painting.
    waited_for: u64,
}

async fn browser(profile: &str) -> Browser {
    let browser = Browser::with(412, 823, "en-US").await;
    browser.devtools("Network.enable", json!({})).await;
    if profile == "slow" {
        let line =
            json!({ "offline": false, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8 });
        browser.devtools("Network.emulateNetworkConditions", line).await;
        browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    }
    browser.before_every_page(WATCH).await;
    browser
}

fn address(peer: &str, id: &str) -> String {
    match peer {
        "d" => format!("d/#/{id}"),
        peer => format!("{peer}/articles/{id}/"),
    }
}

async fn load(server: &Nginx, profile: &str, peer: &'static str, id: &str) -> Result<Row> {
    let url = format!("{}/{}", server.address, address(peer, id));
    let reading = browser(profile).await;
    let (mut fcp, mut lcp, mut shift) = (Vec::new(), Vec::new(), Vec::new());
    let mut row = Row::default();
    for _ in 0..LOADS {
        fresh(&reading).await;
        server.forget()?;
        reading.goto(&url).await;
        reading.until("document.readyState === 'complete' && document.querySelector('h1') && seen.lcp > 0").await;
        // What the page still fetches is counted, and paints that it still makes are seen.
        settled(&reading).await;
        let seen = reading.get("seen").await;
        fcp.push(number(&seen["fcp"]));
        lcp.push(number(&seen["lcp"]));
        shift.push(number(&seen["shift"]));
        let asked = server.asked()?;
        (row.bytes, row.requests) = (asked.iter().map(|(_, bytes)| bytes).sum(), asked.len());
        let blocks = |name: &str| name.ends_with('/') || name.ends_with(".css") || name.contains("/loader-");
        row.waited_for = asked.iter().filter(|(name, _)| blocks(name)).map(|(_, bytes)| bytes).sum();
    }
    drop(reading);
    (row.fcp, row.lcp, row.shift) = (median(&mut fcp), median(&mut lcp), shift.into_iter().fold(0.0, f64::max));
    if peer != "a" {
        let clicking = browser(profile).await;
        clicking.before_every_page(CLICK).await;
        let mut turned = Vec::new();
        for _ in 0..LOADS {
            fresh(&clicking).await;
            clicking.goto(&url).await;
            clicking.until("seen.turned > 0").await;
            turned.push(number(&clicking.get("seen.turned").await));
        }
        row.turned = Some(median(&mut turned));
    }
    Ok(row)
}

async fn fresh(browser: &Browser) {
    browser.goto("about:blank").await;
    browser.devtools("Network.clearBrowserCache", json!({})).await;
}

/// Until nothing more is fetched for half a second.
async fn settled(browser: &Browser) {
    browser
        .run("return new Promise(done => { let last = -1; const look = () => { const now = performance.getEntriesByType('resource').length; if (now === last) done(true); last = now; setTimeout(look, 500) }; look() })")
        .await;
}

/// From the click to the first frame with the headline in the document.
async fn turn(server: &Nginx, peer: &str, ahead: bool) -> Result<Vec<f64>> {
    let browser = browser("cold").await;
    let mut times = Vec::new();
    for n in 0..TURNS {
        browser.goto("about:blank").await;
        browser.goto(&format!("{}/{peer}/", server.address)).await;
        let link = format!("[...document.querySelectorAll('main a')].filter(a => a.pathname.includes('/articles/'))[{}]", n % 20);
        browser.until(&link).await;
        settled(&browser).await;
        if ahead {
            browser.run(&format!("{link}.dispatchEvent(new PointerEvent('pointerover', {{ bubbles: true }}))")).await;
            browser.until(&format!("performance.getEntriesByType('resource').some(e => e.responseEnd > 0 && e.name.endsWith({link}.pathname.split('/').at(-2) + '.json'))")).await;
            settled(&browser).await;
        }
        let time = browser
            .run(&format!(
                "return new Promise(done => {{ const link = {link}; const title = link.textContent; const begin = performance.now(); link.click(); const look = now => document.querySelector('h1')?.textContent === title ? done(Math.max(0, now - begin)) : requestAnimationFrame(look); requestAnimationFrame(look) }})"
            ))
            .await;
        times.push(number(&time));
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

fn report(table: &BTreeMap<(&str, &str), Row>, turns: &BTreeMap<(&str, bool), Vec<f64>>, words: usize) -> Result<()> {
    let mut text = format!(
        "# Loading, side by side\n\nPrinted by `cargo xtask bench load`: an article of {words} words without picture, a window of 412 × 823, {LOADS} loads each, medians. Slow is 150 ms, 1.6 Mbps and a processor four times slower, by the browser's own throttling, which models no slow start.\n\n"
    );
    text.push_str("| profile | what | first paint, ms | LCP, ms | against plain | a click navigates, ms | layout shift | KB | requests |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for profile in ["cold", "slow"] {
        for (peer, name) in PEERS {
            let row = &table[&(profile, peer)];
            let ratio = row.lcp / table[&(profile, "a")].lcp;
            let turned = row.turned.map_or("–".to_owned(), |turned| format!("{turned:.0}"));
            text.push_str(&format!(
                "| {profile} | ({peer}) {name} | {:.0} | {:.0} | {ratio:.2} | {turned} | {:.4} | {:.1} | {} |\n",
                row.fcp,
                row.lcp,
                row.shift,
                row.bytes as f64 / 1000.0,
                row.requests
            ));
        }
    }
    text.push_str(
        "\n| from a list to an article, click to the frame with the headline | median, ms | p95, ms |\n| --- | ---: | ---: |\n",
    );
    let p95 = |times: &[f64]| times[(times.len() * 95).div_ceil(100) - 1];
    for ((peer, ahead), times) in turns {
        let how = if *ahead { "fetched ahead" } else { "cold" };
        text.push_str(&format!("| ({peer}) {how} | {:.1} | {:.1} |\n", times[times.len() / 2], p95(times)));
    }
    let lcp = |profile, peer| table[&(profile, peer)].lcp;
    let (ours, theirs) = (p95(&turns[&("b", true)]), p95(&turns[&("e", true)]));
    let turned = |peer| table[&("slow", peer)].turned.unwrap_or(f64::NAN);
    let viewer: f64 = std::env::var("OFFPRINT_SIZE").ok().and_then(|size| size.parse().ok()).unwrap_or(f64::NAN);
    let shift = table.iter().filter(|((_, peer), _)| matches!(*peer, "b" | "c")).map(|(_, row)| row.shift).fold(0.0, f64::max);
    let goals = [
        ("(b) LCP against (a), cold", lcp("cold", "b") / lcp("cold", "a"), 1.10),
        ("(b) LCP against (a), slow", lcp("slow", "b") / lcp("slow", "a"), 1.10),
        ("(b) bytes that LCP waits for, KB", table[&("cold", "b")].waited_for as f64 / 1000.0, 14.6),
        ("(c) LCP, slow, against (d)", lcp("slow", "c") / lcp("slow", "d"), 0.75),
        ("(b) until a click navigates, slow, against (d)", turned("b") / turned("d"), 0.8),
        ("list to article fetched ahead, p95, ms", ours, 16.7),
        ("the same, against that of (e), ms", ours, theirs),
        ("layout shift of (b) and (c)", shift, 0.0),
        ("viewer: WebAssembly + scripts + style, KB", viewer / 1000.0, 90.0),
    ];
    text.push_str("\n| goal | measured | at most | |\n| --- | ---: | ---: | --- |\n");
    let mut met = 0;
    for (name, measured, most) in goals {
        let is_met = measured <= most;
        met += usize::from(is_met);
        text.push_str(&format!("| {name} | {measured:.2} | {most:.2} | {} |\n", if is_met { "met" } else { "missed" }));
    }
    text.push_str("\n![Largest contentful paint](load.svg)\n");
    println!("{text}");
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    fs::write(docs.join("load.md"), text).context("cannot write docs/load.md")?;
    fs::write(docs.join("load.svg"), plot(table)).context("cannot write docs/load.svg")?;
    println!("goals met: {met} of {}", goals.len());
    Ok(())
}

/// Bars: the largest contentful paint, and the click that navigates.
fn plot(table: &BTreeMap<(&str, &str), Row>) -> String {
    let most = table.values().map(|row| row.turned.unwrap_or(0.0).max(row.lcp)).fold(1.0, f64::max);
    let mut bars = String::new();
    let mut y = 30;
    for profile in ["cold", "slow"] {
        bars.push_str(&format!("<text x=\"10\" y=\"{}\" font-weight=\"bold\">{profile}</text>", y + 4));
        y += 14;
        for (peer, name) in PEERS {
            let row = &table[&(profile, peer)];
            let width = |value: f64| value / most * 420.0;
            bars.push_str(&format!("<text x=\"10\" y=\"{}\">({peer}) {name}</text>", y + 11));
            if let Some(turned) = row.turned {
                bars.push_str(&format!(
                    "<rect x=\"210\" y=\"{}\" width=\"{:.0}\" height=\"5\" fill=\"#8b867d\"/>",
                    y + 9,
                    width(turned)
                ));
            }
            bars.push_str(&format!("<rect x=\"210\" y=\"{y}\" width=\"{:.0}\" height=\"8\" fill=\"#971b12\"/><text x=\"{:.0}\" y=\"{}\">{:.0}</text>", width(row.lcp), 216.0 + width(row.lcp), y + 9, row.lcp));
            y += 22;
        }
        y += 16;
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 700 {y}\" font-family=\"sans-serif\" font-size=\"11\"><rect width=\"700\" height=\"{y}\" fill=\"#fdfdfb\"/><text x=\"10\" y=\"14\">red: largest contentful paint; grey: until a click navigates; milliseconds, medians</text>{bars}</svg>\n"
    )
}

/// Real articles where they are at hand, the longest-known length first, else our own.
fn texts() -> Result<Vec<Text>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora/digitalgov.jsonl");
    let mut texts: Vec<Text> = match fs::read_to_string(&corpus) {
        Ok(lines) => lines.lines().take(400).filter_map(of_corpus).collect(),
        Err(_) => {
            println!("skipped: the corpora are not on this machine; the sample's own text stands in");
            own()?
        }
    };
    let length = |text: &Text| text.paragraphs.iter().map(|paragraph| paragraph.split_whitespace().count()).sum::<usize>();
    let first = (0..texts.len()).min_by_key(|n| length(&texts[*n]).abs_diff(800)).context("there are no articles")?;
    let first = texts.remove(first);
    texts.truncate(47);
    texts.insert(0, first);
    Ok(texts)
}

fn of_corpus(line: &str) -> Option<Text> {
    let item: Value = serde_json::from_str(line).ok()?;
    let html = item["content_html"].as_str()?;
    let paragraphs: Vec<String> = html
        .split("<p>")
        .skip(1)
        .filter_map(|rest| rest.split("</p>").next())
        .map(plain)
        .filter(|text| text.len() > 20)
        .collect();
    let id = item["id"].as_str()?.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    (paragraphs.len() > 2).then(|| Text {
        id: id.trim_matches('-').to_owned(),
        title: plain(item["title"].as_str().unwrap_or_default()),
        paragraphs,
    })
}

fn own() -> Result<Vec<Text>> {
    let mut paragraphs = Vec::new();
    for folder in ["industry", "science", "culture", "countryside"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content").join(folder);
        for entry in fs::read_dir(folder)?.flatten().filter(|entry| entry.file_name().to_string_lossy().ends_with(".en.md")) {
            let text = fs::read_to_string(entry.path())?;
            let body = text.splitn(3, "---").nth(2).unwrap_or_default().to_owned();
            paragraphs
                .extend(body.split("\n\n").map(plain).filter(|text| text.len() > 80 && text.starts_with(char::is_alphabetic)));
        }
    }
    let rotated = |n: usize| paragraphs.iter().cycle().skip(n).take(14).cloned().collect();
    Ok((0..48)
        .map(|n| Text {
            id: format!("text-{n}"),
            title: format!("A text of the sample edition, number {n}"),
            paragraphs: rotated(n),
        })
        .collect())
}

/// Text without its marks.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    text.replace("&amp;", "&")
        .replace("&quot;", "\"")
        .replace("&nbsp;", " ")
        .replace("&lt;", "‹")
        .replace("&gt;", "›")
        .replace(['<', '>', '*', '_', '`', '#', '['], "")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn variable(name: &str) -> Result<PathBuf> {
    std::env::var_os(name).map(PathBuf::from).with_context(|| format!("{name} is not set: call `cargo xtask bench load`"))
}

/// One folder for each peer.
fn lay_out(root: &Path, texts: &[Text]) -> Result<()> {
    let content = tempfile::tempdir()?;
    fs::write(content.path().join("site.json"), json!({ "title": "The Bench", "language": "en", "url": "https://bench.example/", "sections": [{ "id": "news", "title": "News" }] }).to_string())?;
    for (n, text) in texts.iter().enumerate() {
        let html: String = text.paragraphs.iter().map(|paragraph| format!("<p>{}</p>\n", escape(paragraph))).collect();
        // The one that is measured is the newest.
        let date = format!("2024-{:02}-{:02}T08:00:00Z", 3 - n / 24, 28 - n % 24);
        let article = json!({ "id": text.id, "title": text.title, "date_published": date, "content_html": html, "_offprint": { "section": "news" } });
        fs::write(content.path().join(format!("{n:03}.json")), article.to_string())?;
    }
    let dist = variable("OFFPRINT_DIST")?;
    for (folder, pages) in [("b", "all"), ("c", "none")] {
        let mut press = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
        press.args(["run", "--quiet", "--release", "--package", "press", "--bin", "offprint", "--", "build"]).arg(content.path());
        press.arg("--out").arg(root.join(folder)).arg("--viewer").arg(&dist).args([
            "--pages",
            pages,
            "--base",
            &format!("/{folder}/"),
        ]);
        if !press.status()?.success() {
            bail!("the press failed");
        }
    }
    let text = &texts[0];
    let style = fs::read_dir(root.join("b"))?
        .flatten()
        .find(|entry| entry.file_name().to_string_lossy().ends_with(".css"))
        .context("there is no style")?;
    fs::copy(style.path(), root.join("style.css"))?;
    let paragraphs: String = text.paragraphs.iter().map(|paragraph| format!("<p>{}</p>\n", escape(paragraph))).collect();
    let plain = format!(
        "<!doctype html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{0}</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body class=\"article-page\"><main><article class=\"article\" lang=\"en\" dir=\"ltr\"><header class=\"headline\"><h1>{0}</h1></header><div class=\"prose\">{paragraphs}</div></article></main></body>\n</html>\n",
        escape(&text.title)
    );
    write(&root.join(format!("a/articles/{}/index.html", text.id)), &plain)?;
    // docsify as its own quick start has it.
    let modules = variable("OFFPRINT_NODE_MODULES")?;
    write(
        &root.join("d/index.html"),
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>docsify</title>\n<link rel=\"stylesheet\" href=\"vue.css\">\n</head>\n<body>\n<div id=\"app\"></div>\n<script>window.$docsify = { name: 'The Bench' }</script>\n<script src=\"docsify.min.js\"></script>\n</body>\n</html>\n",
    )?;
    fs::copy(modules.join("docsify/lib/docsify.min.js"), root.join("d/docsify.min.js"))?;
    fs::copy(modules.join("docsify/lib/themes/vue.css"), root.join("d/vue.css"))?;
    for (n, text) in texts.iter().enumerate() {
        let next = &texts[(n + 1) % texts.len()];
        let markdown = format!("# {}\n\n{}\n\n[{}](/{})\n", text.title, text.paragraphs.join("\n\n"), next.title, next.id);
        write(&root.join(format!("d/{}.md", text.id)), &markdown)?;
    }
    // The Preact application with the same data.
    copy_folder(&variable("OFFPRINT_PREACT")?, &root.join("e"))?;
    for folder in ["articles", "lists"] {
        copy_folder(&root.join("c").join(folder), &root.join("e").join(folder))?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
