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
    assert_eq!((count, output.status.code()), (3_110, Some(0)), "{messages}");
    assert!(messages.lines().count() < 100, "the press is brief:\n{messages}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("3110 articles, "));
}
