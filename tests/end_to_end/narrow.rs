//! A window of 320 px, in wide fonts: nothing scrolls sideways but what is meant to (WCAG 1.4.10).

use std::path::Path;

use end_to_end::{Browser, Fixture, Server, Test, chromium, test};
use serde_json::{Value, json};

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(the_sample_edition_fits, needs chromium()),
        test!(short_names_fit, needs chromium()),
        test!(long_words_fit, needs chromium()),
        test!(wide_tables_scroll_within_the_page, needs chromium()),
    ]
}

/// A browser with a window that is as narrow as pages must support.
///
/// Other engines do not make a window this narrow.
async fn open_narrow() -> Browser {
    Browser::with(320, 800, "en-US").await
}

/// Lists the elements whose text is outside the window, where nothing scrolls them into it.
const OUTSIDE: &str = "
    const scrolls = node => node && (['auto', 'scroll'].includes(getComputedStyle(node).overflowX) || scrolls(node.parentElement));
    const isOutside = box => box.width > 1 && (box.left < -1 || box.right > innerWidth + 1);
    const name = node => node.parentElement === document.body ? '' : `${name(node.parentElement)} ${node.localName}${node.className && '.' + node.className}`;
    const range = document.createRange();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const { scrollWidth } = document.documentElement;
    const found = scrollWidth > innerWidth ? [`the page is ${scrollWidth} px wide`] : [];
    while (walker.nextNode()) {
        range.selectNodeContents(walker.currentNode);
        const parent = walker.currentNode.parentElement;
        if (!scrolls(parent) && !parent.closest('.hidden, .skip') && [...range.getClientRects()].some(isOutside)) found.push(name(parent));
    }
    return found.join(';');
";

/// Opens pages of an edition, search pages with their results. None may scroll sideways, or cut off text.
async fn assert_all_fit(fixture: &Fixture, paths: &[&str]) {
    let server = Server::start(fixture.path()).await;
    let browser = open_narrow().await;
    let mut failures = Vec::new();
    for path in paths {
        browser.read(&format!("{}/{path}", server.address)).await;
        if path.contains("?q=") {
            browser.until("document.querySelector('.results .passage')?.textContent.trim()").await;
        }
        assert_eq!(browser.get("innerWidth").await, 320);
        let outside = browser.run(OUTSIDE).await;
        if outside != "" {
            failures.push(format!("/{path}: {outside}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

async fn the_sample_edition_fits() {
    let paths = [
        "",
        "zh-Hans/",
        "ar/",
        "sections/science/",
        "zh-Hans/sections/industry/",
        "ar/sections/industry/",
        "tags/work/",
        "archive/1/",
        "authors/ma-lan/",
        "zh-Hans/about/",
        "articles/specimen-sheet/",
        "articles/battery-and-frost-zh/",
        "articles/crane-driver-ar/",
        "search/?q=the",
        "zh-Hans/search/?q=增加值",
        "ar/search/",
        "no/such/page/",
    ];
    assert_all_fit(&Fixture::sample(), &paths).await;
}

/// Names of one length in every script.
struct Names {
    en: String,
    zh: String,
    ar: String,
}

impl Names {
    /// Words of this many letters, without a space.
    fn of_length(letters: usize) -> Names {
        let word = |letter: &str| letter.repeat(letters);
        Names { en: word("W"), zh: word("鑫"), ar: word("ش") }
    }

    fn in_each_language(&self) -> Value {
        json!({ "en": self.en, "zh-Hans": self.zh, "ar": self.ar })
    }
}

/// Writes a publication in three languages in which every name is this long.
fn write_publication(folder: &Path, names: &Names) {
    let name = names.in_each_language();
    let address = format!("https://a.example/{}", "path".repeat(20));
    let site = json!({
        "title": name, "description": name, "language": "en", "languages": ["en", "zh-Hans", "ar"], "statement": name, "copyright": name,
        "sections": [{ "id": "long", "title": name, "description": name }, { "id": "other", "title": name }],
        "links": [{ "title": name, "url": address }], "contact": [{ "label": name, "value": address, "url": address }],
        "licences": [{ "text": names.en, "url": address }],
    });
    let write = |file: &str, value: Value| std::fs::write(folder.join(file), value.to_string()).expect("a file can be written");
    write("site.json", site);
    for (language, word) in [("en", &names.en), ("zh-Hans", &names.zh), ("ar", &names.ar)] {
        for n in 0..3 {
            let others: Vec<&str> = ["en", "zh-Hans", "ar"].into_iter().filter(|other| *other != language).collect();
            let translations: Value =
                others.iter().map(|other| ((*other).to_owned(), json!(format!("{other}-{n}").to_lowercase()))).collect();
            let body = format!(
                "<h2>{word}</h2><p>{word} <a href=\"{address}\">{address}</a> <code>{word}</code></p><ul><li>{word}</li></ul>\
                 <blockquote><p>{word}</p></blockquote><dl><dt>{word}</dt><dd>{word}</dd></dl>\
                 <details open><summary>{word}</summary><p>{word}</p></details>"
            );
            write(
                &format!("{language}-{n}.json"),
                json!({
                    "id": format!("{language}-{n}").to_lowercase(), "title": format!("{word} {n}"), "language": language,
                    "date_published": format!("2024-01-0{}", n + 1), "summary": word, "content_html": body, "tags": [word, "short"],
                    "_offprint": {
                        "section": "long", "translations": translations, "source": { "name": word, "url": address },
                        "credits": [{ "role": "author", "name": word }, { "role": "editor", "name": word }],
                        "corrections": [{ "date": "2024-01-05", "text": word }],
                    },
                }),
            );
        }
    }
}

async fn assert_names_fit(names: Names) {
    let content = tempfile::tempdir().expect("a temporary folder");
    write_publication(content.path(), &names);
    let fixture = Fixture::of(content.path());
    let tag = std::fs::read_dir(fixture.path().join("tags")).expect("there are tags").flatten();
    let tag = tag.map(|entry| entry.file_name().to_string_lossy().into_owned()).find(|name| name != "short").expect("a long tag");
    let searches =
        [format!("search/?q={}", names.en), format!("zh-Hans/search/?q={}", names.zh), format!("ar/search/?q={}", names.ar)];
    let mut paths =
        vec!["articles/en-1/".to_owned(), "articles/zh-hans-1/".into(), "articles/ar-1/".into(), format!("tags/{tag}/")];
    for language in ["", "zh-Hans/", "ar/"] {
        paths.extend(["", "sections/long/", "tags/short/", "archive/1/"].map(|page| format!("{language}{page}")));
    }
    paths.extend(searches);
    paths.push("no/such/page/".into());
    assert_all_fit(&fixture, &paths.iter().map(String::as_str).collect::<Vec<_>>()).await;
}

async fn short_names_fit() {
    assert_names_fit(Names::of_length(12)).await;
}

async fn long_words_fit() {
    assert_names_fit(Names::of_length(80)).await;
}

async fn wide_tables_scroll_within_the_page() {
    let fixture = Fixture::sample();
    let server = Server::start(fixture.path()).await;
    let browser = open_narrow().await;
    browser.read(&format!("{}/articles/specimen-sheet/", server.address)).await;
    assert!(
        browser.is("(t => t.scrollWidth > t.clientWidth && t.tabIndex === 0)(document.querySelector('.prose .table'))").await
    );
}
