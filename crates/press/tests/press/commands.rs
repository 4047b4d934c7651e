//! `offprint new`, `schema` and `check --format`.

use super::*;

/// An empty folder to work in.
fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn a_new_newspaper_has_no_problem_in_any_language() {
    for languages in ["en", "zh-Hans,en", "ar,de,es,fr,ja,zh-Hant", "zh_TW", "en,en-GB"] {
        let folder = folder();
        let made = run(folder.path(), &["new", "paper", "--title", "L\u{2019}\u{e9}cho \"du\" port", "--language", languages]);
        assert!(made.status.success(), "{}", text(&made.stderr));
        let built = run(folder.path(), &["build", "paper", "--out", "out", "--strict"]);
        assert!(built.status.success(), "{languages}: {}", text(&built.stderr));
        let count = languages.split(',').count();
        assert!(text(&built.stdout).contains(&format!("{} articles", 3 * count)), "{languages}: {}", text(&built.stdout));
        let front = fs::read_to_string(folder.path().join("out/index.html")).expect("a front page");
        assert!(front.contains("L\u{2019}\u{e9}cho \"du\" port"), "{languages}");
        assert!(folder.path().join("out/about/index.html").is_file());
        assert!(folder.path().join("out/media/pictures/harbour.svg").is_file());
        let schema = fs::read(folder.path().join("paper/.offprint/site.schema.json")).expect("a schema");
        assert!(serde_json::from_slice::<Value>(&schema).is_ok());
    }
}

#[test]
fn a_new_newspaper_is_named_after_its_folder_and_in_english() {
    let folder = folder();
    assert!(run(folder.path(), &["new", "harbour-gazette"]).status.success());
    let site = fs::read_to_string(folder.path().join("harbour-gazette/site.toml")).expect("a site");
    assert!(site.contains("title = \"harbour gazette\"") && site.contains("language = \"en\""), "{site}");
}

#[test]
fn a_language_without_texts_to_begin_with_is_said() {
    let folder = folder();
    let made = run(folder.path(), &["new", "paper", "--language", "ko,en"]);
    assert!(made.status.success());
    assert!(text(&made.stdout).contains("There are no texts in ko to begin with"), "{}", text(&made.stdout));
    assert!(run(folder.path(), &["check", "paper", "--date", "2030-01-01"]).status.success());
    // Its front page is not empty.
    let welcome = fs::read_to_string(folder.path().join("paper/articles/welcome.md")).expect("an article");
    assert!(welcome.contains("language: ko\n"), "{welcome}");
    let checked = run(folder.path(), &["check", "paper", "--date", "someday"]);
    assert!(
        checked.status.code() == Some(2) && text(&checked.stderr).contains("“someday” is not a date"),
        "{}",
        text(&checked.stderr)
    );
}

#[test]
fn nothing_is_made_where_something_is_or_of_a_language_that_does_not_exist() {
    let folder = folder();
    fs::create_dir(folder.path().join("full")).expect("a folder");
    fs::write(folder.path().join("full/a.md"), "mine").expect("a file");
    for (arguments, message) in [
        (vec!["new", "full"], "full is not empty"),
        (vec!["new", "full/a.md"], "is a file: name a folder"),
        (vec!["new", "paper", "--language", "english please"], "this is not a language tag"),
    ] {
        let made = run(folder.path(), &arguments);
        assert_eq!(made.status.code(), Some(2));
        assert!(text(&made.stderr).contains(message), "{}", text(&made.stderr));
    }
    assert!(!folder.path().join("paper").exists());
    let names: Vec<_> = fs::read_dir(folder.path().join("full")).expect("a folder").collect();
    assert_eq!(names.len(), 1);
    // A new repository is empty.
    fs::create_dir_all(folder.path().join("empty/.git")).expect("a folder");
    assert!(run(folder.path(), &["new", "empty"]).status.success());
}

/// A newsroom with an error, a warning and a note.
fn troubled() -> Newsroom {
    Newsroom::new()
        .article("one", json!({ "sumary": "S" }))
        .write("two.md", "---\nid: two\ntitle: Two\ndate: yesterday\ndescription: D\n---\nText.\n")
}

#[test]
fn a_check_for_programs_lists_every_problem_as_its_schema_says() {
    let newsroom = troubled();
    let output = newsroom.run(&["check", "content", "--format", "json"]);
    assert_eq!((output.status.code(), output.stderr.len()), (Some(1), 0));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&report["ready"], &report["articles"]), (&json!(false), &json!(0)));
    let problems = report["problems"].as_array().expect("problems");
    let date = problems.iter().find(|problem| problem["severity"] == "error").expect("an error");
    assert_eq!(date["file"], "content/two.md");
    assert_eq!((&date["line"], &date["kind"], &date["field"]), (&json!(4), &json!("date"), &json!("date")));
    for severity in ["error", "warning", "note"] {
        assert!(problems.iter().any(|problem| problem["severity"] == severity), "{severity}: {report:#}");
    }
    let schema = newsroom.run(&["schema", "report"]);
    let schema: Value = serde_json::from_slice(&schema.stdout).expect("JSON");
    let described = schema["$defs"]["ReportedProblem"]["properties"].as_object().expect("an object");
    assert_eq!(described.keys().collect::<Vec<_>>(), date.as_object().expect("an object").keys().collect::<Vec<_>>());
}

#[test]
fn a_check_for_github_annotates_lines() {
    let newsroom = troubled();
    let output = newsroom.run(&["check", "content", "--format", "github"]);
    assert_eq!(output.status.code(), Some(1));
    let lines = text(&output.stdout);
    assert!(lines.contains("::error file=content/two.md,title=date,line=4,col="), "{lines}");
    assert!(lines.contains("::warning file=content/one.json,") && lines.contains("::notice file=content/two.md,"), "{lines}");
    assert!(lines.lines().all(|line| line.starts_with("::")), "{lines}");
}

#[test]
fn a_check_without_problems_is_ready() {
    let output = Newsroom::new().article("one", json!({})).run(&["check", "content", "--format", "json"]);
    assert!(output.status.success());
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&report["ready"], &report["articles"], &report["problems"]), (&json!(true), &json!(1), &json!([])));
}

#[test]
fn the_changes_of_a_build_are_listed_for_uploading() {
    let newsroom = Newsroom::new().article("one", json!({})).article("two", json!({}));
    let changes = |newsroom: &Newsroom| {
        let output = newsroom.run(&["build", "content", "--out", "out", "--changes", "lists/changes.txt"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        fs::read_to_string(newsroom.folder.path().join("lists/changes.txt")).expect("a list")
    };
    let first = changes(&newsroom);
    assert!(first.lines().all(|line| line.starts_with("added\t") && !line.contains("\t.offprint")), "{first}");
    let place = |name: &str| first.lines().position(|line| line == format!("added\t{name}")).expect("a file");
    assert!(place("articles/one.json") < place("articles/one/index.html"));
    assert!(place("articles/one/index.html") < place("index.html"), "no file names one that is uploaded later");
    assert_eq!(changes(&newsroom), "");

    for file in ["content/site.json", "out/index.html", "content"] {
        let refused = newsroom.run(&["build", "content", "--out", "out", "--changes", file]);
        assert_eq!(refused.status.code(), Some(2), "{file}");
    }
    assert!(!fs::read(newsroom.content().join("site.json")).expect("the site").is_empty());

    fs::remove_file(newsroom.content().join("two.json")).expect("a manuscript");
    let newsroom = newsroom.article("one", json!({ "title": "Changed" })).article("three", json!({}));
    let second = changes(&newsroom);
    for line in ["changed\tarticles/one.json", "added\tarticles/three.json", "removed\tarticles/two.json", "changed\tindex.html"]
    {
        assert!(second.lines().any(|known| known == line), "{line}: {second}");
    }
}
