//! Feeds the pipeline and the import with files that nobody would write on purpose: nothing may panic, and nothing may hang.
//!
//! The tests run a few hundred files. `OFFPRINT_FUZZ_SECONDS=600 cargo test --release -p offprint fuzz -- --nocapture` runs for ten minutes
//! each, prints the slowest files, and fails if one of at most a megabyte takes longer than ten seconds.

mod imports;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use crate::{
    cache::Cache,
    load::content::Content,
    output::OutputFile,
    pipeline::{self, Options},
    problem::{Problems, Severity},
    render::RenderOptions,
};

#[rustfmt::skip]
const FRONT_MATTER: &[&str] = &[
    "title: ", "id: ", "date: ", "tags: ", "credits:", "series: ", "aliases: ", "2026-03-01", "2026-03-01T25:61:61+99:99", "a",
    "工业", "- ", "  ", "\n", "\n", "\r", "\t", "[", "]", "{", "}", ",", ": ", "\"", "'", "&a ", "*a", "<<: *a", "| \n", "> \n",
    "? ", "!!binary ", "!!str ", "#", " #", "---\n", "...\n", "+++\n", " = ", "'''", "\"\"\"", "[[x]]\n", "0x1F", "1e999",
    ".inf", "~", "null", "true", "\u{FEFF}", "\u{0}", "\u{2028}", "%YAML 1.2\n", "\\u", "\\x00", "：", "\u{202E}",
];

#[rustfmt::skip]
const MARKDOWN: &[&str] = &[
    "# ", "## A {#x}\n", "> ", "- ", "1. ", "\t", "    ", "\n", "\n\n", "```\n", "~~~", "`", "|a|b|\n|-|-|\n", "|", "[^1]",
    "[^1]: x\n", "[a](b)", "![a](b c.png)", "[", "](", ")", "[a]: b\n", "<div>", "</div>", "<p ", "a=1 ", ">", "<!--", "-->",
    "<![CDATA[", "<svg>", "<table><tr><td>", "<a href=\"", "\"", "&amp;", "&#0;", "$x$", "$$", "*", "**", "_", "~~", "\\",
    "{{< x >}}", "{% x %}", "[caption]", "https://a.b/c", "www.a.b", "工业", "，", "\u{AD}", "\u{200D}", "é", "e\u{301}",
    "\u{202E}", "\u{1F600}", "Term\n: Def\n", "<details><summary>", "<ruby>", "<h1>", "---\n", "    code\n", "<https://a>",
    "#x", "http://", "\u{0}", "\u{FFFE}",
];

#[rustfmt::skip]
const JSON: &[&str] = &[
    "{", "}", "[", "]", ":", ",", "\"", "\"id\"", "\"title\"", "\"content_html\"", "\"tags\"", "\"_offprint\"", "\"credits\"",
    "\"date_published\"", "\"2026-03-01\"", "\"a\"", "null", "true", "1", "-0", "1e999", "1.5", " ", "\n", "\\u0000", "\\ud800",
    "\\n", "\\", "//", "/*", "'", "<p>", "</p>", "<div>", "<img src=x>", "<a href=a>", "&lt;", "工业", "\u{FEFF}", "\u{2028}",
    "\"attachments\"", "\"authors\"", "\"name\"", "\"url\"", "\"series\"",
];

/// Some pieces, in any order, or a few of them over and over.
fn pieces(known: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop::sample::select(known);
    let mixed = prop::collection::vec(piece.clone(), 0..200).prop_map(|pieces| pieces.concat());
    let repeated = (prop::collection::vec(piece, 1..5), 1_usize..100_000).prop_map(|(pieces, times)| {
        let pattern = pieces.concat();
        pattern.repeat(times.min(MAX_BYTES / pattern.len().max(1)))
    });
    prop_oneof![3 => mixed, 1 => repeated]
}

/// The largest text, in bytes. Builds for debugging are slow.
const MAX_BYTES: usize = if cfg!(debug_assertions) { 20_000 } else { 1_000_000 };

/// What takes longer is said to hang. The parsers of Markdown and HTML take a few seconds for a megabyte without a line end.
const HANGS: Duration = Duration::from_secs(10);

/// How often a text is printed that seems to be the slowest so far. The fastest time counts.
const TRIES: usize = 3;

/// Prints the edition of a folder, with every page and feed. Returns its errors.
fn print_folder(folder: &Path) -> Vec<String> {
    let mut content = Content::find(folder).expect("the folder can be read");
    let options = RenderOptions { base: "/".into(), ..RenderOptions::default() };
    let mut problems = Problems::default();
    let edition = pipeline::run(
        &mut content,
        Options::now(options),
        &Cache::temporary().expect("a temporary folder").into(),
        &mut problems,
    );
    for file in edition.expect("the files can be read").files.into_values() {
        if let OutputFile::Render { render, .. } = file {
            render().expect("the cache can be read");
        }
    }
    let errors = problems.sorted().into_iter().filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| problem.to_string()).collect()
}

/// Prints the edition of one manuscript.
fn print(name: &str, text: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = r#"{ "title": "Paper", "language": "en", "timezone": "UTC", "url": "https://p.example/", "taxonomies": [{ "id": "series", "title": "S", "ordered": true }] }"#;
    std::fs::write(folder.path().join("site.json"), site).expect("a file can be written");
    std::fs::write(folder.path().join(name), text).expect("a file can be written");
    print_folder(folder.path());
}

/// Prints manuscripts.
fn fuzz(name: &'static str, text: impl Strategy<Value = String>) {
    fuzz_with(name, text, |text| print(name, text));
}

/// Does something with texts until the time is over, and prints the one with which it fails.
fn fuzz_with(name: &'static str, text: impl Strategy<Value = String>, work: impl Fn(&str)) {
    let seconds: u64 = std::env::var("OFFPRINT_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let seed = Timestamp::now().as_nanosecond().to_le_bytes();
    let rng = if seconds == 0 {
        TestRng::deterministic_rng(RngAlgorithm::ChaCha)
    } else {
        TestRng::from_seed(RngAlgorithm::ChaCha, &[seed, seed].concat())
    };
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let (start, mut count, mut slowest) = (Instant::now(), 0, (Duration::ZERO, String::new()));
    while if seconds == 0 { count < 200 } else { start.elapsed().as_secs() < seconds } {
        let text = text.new_tree(&mut runner).expect("a text").current();
        let mut time = Duration::MAX;
        // Something else may have kept the processor busy.
        for _ in 0..TRIES {
            let begin = Instant::now();
            if catch_unwind(AssertUnwindSafe(|| work(&text))).is_err() {
                panic!("{name} makes the press panic: {text:?}");
            }
            time = time.min(begin.elapsed());
            if time < slowest.0 {
                break;
            }
        }
        count += 1;
        slowest = slowest.max((time, text));
    }
    let (time, text) = slowest;
    let beginning: String = text.chars().take(300).collect();
    eprintln!("{name}: {count} files; the slowest took {time:?} for {} bytes: {beginning:?}", text.len());
    assert!(seconds == 0 || time < HANGS, "{name}: it takes longer than {HANGS:?}");
}

#[test]
fn front_matter() {
    fuzz(
        "a.md",
        pieces(FRONT_MATTER).prop_map(|fields| format!("---\nid: a\ntitle: A\ndate: 2026-03-01\n{fields}\n---\nText.\n")),
    );
}

#[test]
fn front_matter_in_toml() {
    fuzz(
        "a.markdown",
        pieces(FRONT_MATTER).prop_map(|fields| format!("+++\nid = 'a'\ntitle = 'A'\ndate = 2026-03-01\n{fields}\n+++\nText.\n")),
    );
}

#[test]
fn markdown() {
    fuzz("b.md", pieces(MARKDOWN).prop_map(|text| format!("---\nid: a\ntitle: A\ndate: 2026-03-01\n---\n{text}\n")));
}

#[test]
fn json() {
    fuzz(
        "a.json",
        pieces(JSON).prop_map(|fields| {
            format!(r#"{{"id": "a", "title": "A", "date_published": "2026-03-01", "content_html": "x", "x": {fields}}}"#)
        }),
    );
}

#[test]
fn html() {
    let quoted = |html: String| serde_json::Value::from(html);
    fuzz(
        "b.json",
        pieces(MARKDOWN).prop_map(move |html| {
            format!(r#"{{"id": "a", "title": "A", "date_published": "2026-03-01", "content_html": {}}}"#, quoted(html))
        }),
    );
}
