//! A look of one's own: typefaces, the front page, the looks that come with the command, and what texts contain that needs the viewer.

use end_to_end::{Browser, Fault, Fixture, Server, Test, axe, chromium, font_file, press, test};
use serde_json::json;
use std::{path::Path, process::Command};

use crate::access::{assert_no_violation, axe_script};

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(nothing_moves_when_a_typeface_arrives, needs chromium()),
        test!(a_browser_fetches_the_slices_of_its_page, needs chromium()),
        test!(an_alert_ends_on_a_page_that_was_printed_before),
        test!(axe_finds_no_violation_in_any_look, needs chromium(), axe()),
        test!(a_player_is_loaded_by_a_click_only),
        test!(code_can_be_copied),
        test!(formulas_and_code_are_the_same_within_the_application),
    ]
}

fn write(content: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = content.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
    std::fs::write(path, bytes).expect("a file can be written");
}

/// Returns a font of the tests under another family name of the same length: a browser shows an installed font where a file with the same
/// family does not arrive.
fn renamed(file: &str, from: &str, to: &str) -> Vec<u8> {
    let mut bytes = std::fs::read(font_file(file).expect("a font of the tests")).expect("a font can be read");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    for (from, to) in [(wide(from), wide(to)), (from.into(), to.into())] {
        let found: Vec<usize> = (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(&from)).collect();
        found.into_iter().for_each(|at| bytes[at..at + to.len()].copy_from_slice(&to));
    }
    bytes
}

/// Records what the page copies as `window.copied`: a browser under test may not write to the clipboard.
pub(crate) async fn record_copies(browser: &Browser) {
    browser
        .run(
            "Object.defineProperty(navigator, 'clipboard', { value: { writeText: text => { window.copied = text; return Promise.resolve(); } } })",
        )
        .await;
}

/// Builds an edition of a site with these fields, and an article with this text.
pub(crate) fn edition(site: serde_json::Value, text: &str, more: &[(&str, Vec<u8>)]) -> Fixture {
    let content = tempfile::tempdir().expect("a temporary folder");
    let mut fields = json!({ "title": "Paper", "language": "en", "timezone": "UTC" });
    for (name, value) in site.as_object().expect("fields") {
        fields[name] = value.clone();
    }
    write(content.path(), "site.json", fields.to_string());
    write(content.path(), "a.md", format!("---\nid: a\ntitle: An article\ndate: 2026-03-01\nmath: true\n---\n\n{text}\n"));
    write(content.path(), "b.md", "---\nid: b\ntitle: Another\ndate: 2026-02-01\n---\n\nText.\n");
    more.iter().for_each(|(name, bytes)| write(content.path(), name, bytes));
    Fixture::of(content.path())
}

async fn nothing_moves_when_a_typeface_arrives() {
    let text = std::fs::read_to_string("../content/culture/print-shop.en.md").expect("an article of the sample");
    let text: String = text.lines().filter(|line| line.len() > 100).map(|line| format!("{line}\n\n")).collect();
    // It is a fifth wider than the typeface of the system.
    let font = renamed("DejaVuSansMono.ttf", "DejaVu Sans Mono", "Harbour Own Mono");
    let site = json!({ "look": { "fonts": { "text": ["Harbour Own Mono"] } } });
    let fixture = edition(site, &text, &[("fonts/own.ttf", font)]);
    let mut files = std::fs::read_dir(fixture.path().join("fonts")).expect("a folder of typefaces").flatten();
    let name = format!("fonts/{}", files.next().expect("a typeface").file_name().to_string_lossy());
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    let height = "document.querySelector('.article').getBoundingClientRect().height";
    let address = format!("{}/articles/a/", server.address);
    // A text without its typeface is laid out as one with it.
    server.set_fault(&name, Fault::Status(503));
    browser.read(&address).await;
    browser.until("[...document.fonts].some(font => font.status === 'error')").await;
    let without = browser.get(height).await.as_f64().expect("a height");
    server.clear_faults();
    browser.read(&address).await;
    browser.until("[...document.fonts].some(font => font.family.includes('Harbour Own Mono') && font.status === 'loaded')").await;
    let with = browser.get(height).await.as_f64().expect("a height");
    // One that is not stretched is shorter by an eighth.
    assert!((with - without).abs() / with < 0.03, "{without} without it, {with} with it");
}

async fn a_browser_fetches_the_slices_of_its_page() {
    let font = renamed("DejaVuSans.ttf", "DejaVu Sans", "Harbour Own");
    let site = json!({ "look": { "fonts": { "text": ["Harbour Own"] } } });
    let fixture = edition(
        site,
        "Text, and *Κείμενο*.",
        &[("fonts/own.ttf", font.clone()), ("c.md", b"---\nid: c\ntitle: Latin\ndate: 2026-01-01\n---\n\nText.\n".to_vec())],
    );
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    let mut fetched = Vec::new();
    for id in ["c", "a"] {
        browser.goto("about:blank").await;
        server.sent();
        browser.goto(&format!("{}/articles/{id}/", server.address)).await;
        browser.until("document.fonts.status === 'loaded' && document.documentElement.dataset.live === ''").await;
        let files: Vec<(String, usize)> = server.sent().into_iter().filter(|(name, _)| name.starts_with("fonts/")).collect();
        assert!(files.iter().all(|(_, size)| *size * 10 < font.len()), "{files:?}");
        fetched.push(files.len());
    }
    // Latin alone; then Greek, too, while Latin may be in the browser's cache.
    assert_eq!(fetched[0], 1);
    assert!((1..=2).contains(&fetched[1]), "{fetched:?}");
}

async fn an_alert_ends_on_a_page_that_was_printed_before() {
    let content = tempfile::tempdir().expect("a temporary folder");
    write(content.path(), "site.json", json!({ "title": "Paper", "language": "en", "timezone": "UTC" }).to_string());
    write(content.path(), "a.md", "---\nid: a\ntitle: An article\ndate: 2020-03-01\n---\n\nText.\n");
    for (day, is_shown) in [("2020-03-03", false), ("2999-01-01", true)] {
        write(content.path(), "front.toml", format!("[alert]\ntext = \"The harbour is closed.\"\nuntil = {day}\n"));
        let fixture = Fixture::print(content.path(), &["--date", "2020-03-02"]);
        assert!(fixture.read("index.html").contains("The harbour is closed."));
        let server = Server::start(fixture.path()).await;
        let browser = Browser::open().await;
        browser.read(&format!("{}/", server.address)).await;
        let shown = "document.querySelector('.alert')?.checkVisibility() ?? false";
        browser.until(&format!("({shown}) === {is_shown}")).await;
        // Within the application as well.
        browser.click("a[href='articles/a/']").await;
        browser.until("document.querySelector('.article h1')").await;
        browser.click(".nameplate").await;
        browser.until("document.querySelector('.lead h2')").await;
        assert_eq!(browser.get(shown).await, is_shown, "{day}");
    }
}

async fn axe_finds_no_violation_in_any_look() {
    let axe = axe_script();
    for look in ["broadsheet", "magazine", "gazette"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let content = folder.path().join("paper");
        let made = Command::new(press()).arg("new").arg(&content).args(["--look", look, "--language", "en,zh-Hans,ar"]).output();
        assert!(made.is_ok_and(|made| made.status.success()), "{look}");
        let fixture = Fixture::of(&content);
        let server = Server::start(fixture.path()).await;
        let browser = Browser::open().await;
        for scheme in ["light", "dark"] {
            browser.prefer(scheme).await;
            for path in ["", "zh-Hans/", "ar/", "sections/news/", "articles/welcome/", "ar/about/"] {
                browser.read(&format!("{}/{path}", server.address)).await;
                assert_no_violation(&browser, &axe, &format!("{look}, {path} in {scheme}")).await;
            }
        }
    }
}

async fn a_player_is_loaded_by_a_click_only() {
    let site = json!({ "embeds": ["https://tube.example"] });
    let fixture = edition(site, "Before.\n\nhttps://tube.example/w/aB9\n\nhttps://other.example/w/aB9\n", &[]);
    assert!(fixture.read("_headers").contains("frame-src https://tube.example"), "the policy names it");
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    for is_printed in [true, false] {
        match is_printed {
            true => browser.read(&format!("{}/articles/a/", server.address)).await,
            false => {
                browser.read(&format!("{}/", server.address)).await;
                browser.click("a[href='articles/a/']").await;
                browser.until("document.querySelector('.prose .embed')").await;
            }
        }
        assert!(browser.is("document.querySelectorAll('.embed').length === 1").await, "only of what the site names");
        assert!(browser.is("document.querySelector('iframe') === null").await);
        let foreign = "performance.getEntriesByType('resource').filter(entry => !entry.name.startsWith(location.origin)).length";
        assert_eq!(browser.get(foreign).await, 0, "nothing is asked of another origin");
        let height = browser.get("document.querySelector('.embed').getBoundingClientRect().height").await;
        browser.click(".embed .play").await;
        browser.until("document.querySelector('.embed iframe')?.src === 'https://tube.example/videos/embed/aB9'").await;
        assert_eq!(browser.get("document.querySelector('.embed').getBoundingClientRect().height").await, height);
        assert!(browser.is("document.querySelector('.embed iframe').title === 'https://tube.example/w/aB9'").await);
    }
}

async fn code_can_be_copied() {
    let fixture = edition(json!({}), "```rust {1} numbers\nfn main() {}\nlet x = 1;\n```", &[]);
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/a/", server.address)).await;
    record_copies(&browser).await;
    browser.click(".code .copy").await;
    browser.until("document.querySelector('.copy').textContent === 'Copied'").await;
    assert_eq!(browser.get("window.copied").await, "fn main() {}\nlet x = 1;\n");
}

async fn formulas_and_code_are_the_same_within_the_application() {
    let text = "A formula, $\\frac{a}{b}$, and {漢字|かんじ}.\n\n$$\\sum_{i=1}^n x_i$$\n\n```rust\nfn main() {}\n```\n";
    let fixture = edition(json!({}), text, &[]);
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    let elements =
        "[...document.querySelectorAll('.prose *')].map(element => [element.namespaceURI.split('/').pop(), element.localName,
        ...[...element.attributes].map(({ name, value }) => name + '=' + value).sort()].join(' ')).join('\\n')";
    let body = "document.querySelector('.prose').textContent.trim()";
    browser.read(&format!("{}/articles/a/", server.address)).await;
    let printed = (browser.get(body).await, browser.get(elements).await);
    assert!(browser.is("document.querySelector('mfrac').getBoundingClientRect().height > 10").await, "the formula is laid out");
    browser.read(&format!("{}/", server.address)).await;
    browser.click("a[href='articles/a/']").await;
    browser.until("document.querySelector('.prose .code')").await;
    assert_eq!((browser.get(body).await, browser.get(elements).await), printed);
}
