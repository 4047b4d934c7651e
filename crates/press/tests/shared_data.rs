//! Builds manuscripts that are not part of the repository; some machines have them in the folder `shared` next
//! to the project. Where they are missing the tests are reported as ignored, which libtest cannot decide at run time.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Output},
};

use libtest_mimic::{Arguments, Completion, Trial};
use serde_json::Value;
use tempfile::TempDir;

fn main() -> ExitCode {
    let tests = vec![
        test("the_seed_builds_unchanged", "seed", the_seed_builds_unchanged),
        test("the_corpora_build_completely", "corpora", the_corpora_build_completely),
        test("every_hostile_feed_is_imported_or_refused", "hostile/feeds", every_hostile_feed_is_imported_or_refused),
        test("every_case_is_read_or_reported", "cases", every_case_is_read_or_reported),
    ];
    libtest_mimic::run(&Arguments::from_args(), tests).exit_code()
}

/// A test that is ignored where `shared` does not contain a folder.
fn test(name: &str, folder: &'static str, run: fn(&Path)) -> Trial {
    Trial::ignorable_test(name, move || {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(folder);
        if !path.is_dir() {
            return Ok(Completion::ignored_with(format!("../shared/{folder} is not on this machine")));
        }
        run(&path);
        Ok(Completion::Completed)
    })
}

fn build(folder: &TempDir) -> Output {
    let mut press = Command::new(env!("CARGO_BIN_EXE_offprint"));
    press.current_dir(folder.path()).args(["build", "content", "--out", "out"]).output().expect("the press runs")
}

/// An empty folder of manuscripts in a temporary folder.
fn newsroom() -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a temporary folder");
    let content = folder.path().join("content");
    fs::create_dir(&content).expect("a folder can be created");
    (folder, content)
}

fn every_hostile_feed_is_imported_or_refused(feeds: &Path) {
    let mut count = 0;
    for entry in fs::read_dir(feeds).expect("a folder").flatten() {
        let folder = TempDir::new().expect("a temporary folder");
        let (path, content) = (entry.path(), folder.path().join("content"));
        let mut press = Command::new(env!("CARGO_BIN_EXE_offprint"));
        let output = press
            .args(["import".as_ref(), path.as_os_str(), "--to".as_ref(), content.as_os_str()])
            .output()
            .expect("the press runs");
        let messages = String::from_utf8_lossy(&output.stderr);
        match output.status.code() {
            Some(0) => {
                let output = build(&folder);
                assert!(output.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&output.stderr));
            }
            Some(1) => assert_eq!(messages.lines().count(), 1, "{}: {messages}", path.display()),
            other => panic!("{}: {other:?} {messages}", path.display()),
        }
        count += 1;
    }
    assert!(count > 40, "{count}");
}

fn the_seed_builds_unchanged(seed: &Path) {
    let (folder, content) = newsroom();
    for name in ["article.json", "site.json"] {
        fs::copy(seed.join(name), content.join(name)).expect("a file can be copied");
    }
    let output = build(&folder);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let path = folder.path().join("out/articles/2023-07-20-steady-recovery-of-industrial-production.json");
    let article: Value = serde_json::from_slice(&fs::read(path).expect("the article is printed")).expect("JSON");
    assert_eq!(article["date_published"], "2023-07-20T00:00:00+08:00");
    assert_eq!(article["_offprint"]["credits"][1]["role"], "responsible-editor");
}

fn the_corpora_build_completely(corpora: &Path) {
    let (folder, content) = newsroom();
    let site = r#"{ "title": "Paper", "language": "en", "languages": ["en", "zh-Hans"], "sections": [{ "id": "industry", "title": "Industry" }] }"#;
    fs::write(content.join("site.json"), site).expect("a file can be written");
    let mut count = 0;
    for (file, language) in [("digitalgov", "en"), ("zh", "zh-Hans"), ("ar", "ar")] {
        let text = fs::read_to_string(corpora.join(format!("{file}.jsonl"))).expect("a corpus");
        for line in text.lines() {
            let mut article: Value = serde_json::from_str(line).expect("JSON");
            article["id"] = format!("{language}-{}", article["id"].as_str().unwrap_or_default()).into();
            fs::write(content.join(format!("{count}.json")), article.to_string()).expect("a file can be written");
            count += 1;
        }
    }
    let output = build(&folder);
    let messages = String::from_utf8_lossy(&output.stderr);
    let mut press = Command::new(env!("CARGO_BIN_EXE_offprint"));
    let exported =
        press.current_dir(folder.path()).args(["export", "content", "--to", "export"]).output().expect("the press runs");
    assert!(exported.status.success(), "{}", String::from_utf8_lossy(&exported.stderr));
    let mut press = Command::new(env!("CARGO_BIN_EXE_offprint"));
    let again = press.current_dir(folder.path()).args(["build", "export", "--out", "again"]).output().expect("the press runs");
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
    for index in ["out/articles", "out/search"] {
        let (one, two) = (folder.path().join(index), folder.path().join(index.replace("out", "again")));
        for entry in fs::read_dir(one).expect("a folder").flatten().filter(|entry| entry.path().is_file()) {
            let other =
                fs::read(two.join(entry.file_name())).unwrap_or_else(|error| panic!("{}: {error}", entry.path().display()));
            assert!(
                fs::read(entry.path()).expect("a file") == other,
                "{} is not the same after an export",
                entry.path().display()
            );
        }
    }
    assert_eq!((count, output.status.code()), (3_110, Some(0)), "{messages}");
    assert!(messages.lines().count() < 100, "the press is brief:\n{messages}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("3110 articles, "));
}

/// Kinds of warnings, and how often each is reported.
type Warnings = &'static [(&'static str, usize)];

/// The cases that need the press alone, with the number of errors and the warnings.
const CASES: [(&str, usize, Warnings); 16] = [
    ("05-jekyll-date", 5, &[]),
    ("06-nfd-media", 0, &[]),
    ("06b-nfd-media", 0, &[]),
    ("06c-nfd-front", 0, &[]),
    ("08-exif-orientation", 0, &[]),
    ("09-image-with-spaces", 0, &[("leftover-markup", 2)]),
    ("12-search-symbols", 0, &[]),
    ("14-readme-in-content", 0, &[("not-an-article", 1)]),
    ("15-broken-link-blocks", 0, &[("dead-link", 2)]),
    ("16-search-scripts", 0, &[("locale", 4)]),
    ("20-fragment-prefix", 0, &[]),
    ("22-leading-zero-id", 0, &[]),
    ("24-json-feed", 0, &[("missing-file", 1)]),
    ("51-wordpress", 0, &[("leftover-markup", 6), ("missing-alternative", 1), ("removed-markup", 4)]),
    ("52-narrow", 0, &[]),
    ("53-translations", 0, &[("translation", 4)]),
];

fn every_case_is_read_or_reported(cases: &Path) {
    for (case, errors, warnings) in CASES {
        let folder = TempDir::new().expect("a temporary folder");
        let mut press = Command::new(env!("CARGO_BIN_EXE_offprint"));
        let output =
            press.arg("build").arg(cases.join(case).join("paper")).arg("--verbose").arg("--out").arg(folder.path()).output();
        let output = output.expect("the press runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let count = |what: &str| said.lines().filter(|line| !line.starts_with(' ') && line.contains(what)).count();
        assert_eq!(count(": error: "), errors, "{case}:\n{said}");
        assert_eq!(output.status.success(), errors == 0, "{case}");
        for (kind, times) in warnings {
            assert_eq!(count(&format!("[{kind}]")), *times, "{case}, {kind}:\n{said}");
        }
        assert_eq!(count(": warning: "), warnings.iter().map(|(_, times)| times).sum::<usize>(), "{case}:\n{said}");
        let article = |id: &str| fs::read_to_string(folder.path().join(format!("articles/{id}.json"))).expect("an article");
        match case {
            "08-exif-orientation" => {
                let texts: String = ids(folder.path()).iter().map(|id| article(id)).collect();
                assert!(texts.contains(r#"width=\"400\" height=\"800\""#) || texts.contains(r#"[400,800]"#), "{texts}");
            }
            "20-fragment-prefix" => {
                let text = article("law");
                assert_eq!(text.matches(r#"id=\"text-1\""#).count(), 1, "{text}");
            }
            "22-leading-zero-id" => assert!(ids(folder.path()).contains(&"007".to_owned())),
            "24-json-feed" => assert!(ids(folder.path()).iter().any(|id| article(id).contains("<audio"))),
            _ => {}
        }
    }
}

/// The ids of the articles of an edition.
fn ids(edition: &Path) -> Vec<String> {
    let entries = fs::read_dir(edition.join("articles")).expect("articles").flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect()
}
