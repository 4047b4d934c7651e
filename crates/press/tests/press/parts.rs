//! Editions that are printed in parts, on several machines.

use super::*;

/// A newspaper with everything that has files of its own.
fn newspaper() -> Newsroom {
    let site = json!({
        "title": "Paper", "language": "en", "languages": ["en", "zh-Hans"], "timezone": "UTC", "url": "https://p.example/",
        "sections": [{ "id": "industry", "title": "Industry" }],
    });
    let mut newsroom = Newsroom::new()
        .write("site.json", &site.to_string())
        .write("pages/about.md", "---\ntitle: About us\n---\nText.\n")
        .write("authors/ann.md", "---\ntitle: Ann\n---\nText.\n")
        .write("a.svg", r#"<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>"#);
    for n in 0..40 {
        let words: String = (0..40).map(|word| format!("subject{}word{} ", n % 5, (word * 7 + n) % 50)).collect();
        let fields = json!({
            "title": format!("Subject {} and harbour {n}", n % 5),
            "content_html": format!("<p>{words}</p><p><img src=\"a.svg\" alt=\"A\"></p>"),
            "date_published": format!("2023-{:02}-{:02}", 1 + n / 28, 1 + n % 28),
            "language": if n % 3 == 0 { "zh-Hans" } else { "en" },
            "tags": [format!("tag {}", n % 7)],
            "_offprint": { "section": "industry", "credits": [{ "role": "author", "name": "Ann" }] },
        });
        newsroom = newsroom.article(&format!("a{n:02}"), fields);
    }
    newsroom
}

/// Prints a part as a machine of its own would do.
fn print(part: u64, of: u64, more: &[&str]) -> Newsroom {
    let newsroom = newspaper();
    let output = newsroom.run(&[&["build", "content", "--out", "out", "--shard", &format!("{part}/{of}")], more].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    newsroom
}

/// Joins parts into a folder, which is returned with what was said.
fn join(parts: &[&Newsroom]) -> (TempDir, Output) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let parts: Vec<String> = parts.iter().map(|part| part.out().to_string_lossy().into_owned()).collect();
    let arguments: Vec<&str> =
        ["join", "--out", "whole", "--changes", "changes.txt"].into_iter().chain(parts.iter().map(String::as_str)).collect();
    let output = run(folder.path(), &arguments);
    (folder, output)
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder").flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => {
                    let name = path.strip_prefix(folder).expect("it is inside").to_string_lossy().into_owned();
                    found.insert(name, fs::read(path).expect("a file"));
                }
            }
        }
    }
    found
}

#[test]
fn joined_parts_are_the_edition_that_is_printed_as_a_whole() {
    for (of, more) in [(1, &[][..]), (2, &["--pages", "articles", "--precompress"]), (4, &[])] {
        let newsroom = newspaper();
        assert!(newsroom.run(&[&["build", "content", "--out", "out"], more].concat()).status.success());
        let whole = files(&newsroom.out());
        assert!(whole.contains_key("search/en/index.bin") && whole.contains_key("lists/en/authors/ann/head.json"));
        let parts: Vec<Newsroom> = (1..=of).map(|part| print(part, of, more)).collect();
        // In any order.
        let (folder, output) = join(&parts.iter().rev().collect::<Vec<_>>());
        let changes = fs::read_to_string(folder.path().join("changes.txt")).expect("a list");
        assert!(changes.lines().all(|line| line.starts_with("added\t")) && changes.contains("added\tsite.json\n"));
        assert!(output.status.success(), "{}", text(&output.stderr));
        let said = text(&output.stdout);
        assert!(said.starts_with("40 articles, "), "{said}");
        let joined = files(&folder.path().join("whole"));
        assert!(joined.keys().eq(whole.keys()), "{of} parts");
        for (name, bytes) in &joined {
            assert!(whole[name] == *bytes, "{name} of {of} parts");
        }
        let articles = |part: &Newsroom| {
            files(&part.out()).keys().filter(|name| name.ends_with(".json") && name.starts_with("articles/")).count()
        };
        let most = parts.iter().map(articles).max().unwrap_or_default();
        assert!(of == 1 || most < 40 * 3 / 4, "one of {of} parts has {most} of 40 articles");
    }
}

#[test]
fn what_cannot_be_joined_is_refused_with_a_sentence() {
    let [one, two] = [1, 2].map(|part| print(part, 2, &[]));
    let said = |parts: &[&Newsroom]| {
        let (folder, output) = join(parts);
        assert_eq!((output.status.code(), folder.path().join("whole").exists()), (Some(2), false));
        text(&output.stderr)
    };
    assert!(said(&[&two]).contains("part 1/2 is missing"));
    assert!(said(&[&one, &one]).contains("are both part 1/2"));
    let other = newspaper().article("a07", json!({ "content_html": "<p>Another text.</p>" }));
    assert!(other.run(&["build", "content", "--out", "out", "--shard", "2/2"]).status.success());
    assert!(said(&[&one, &other]).contains("parts of different editions"));
    // A whole edition is no part, also where a part was before.
    assert!(two.run(&["build", "content", "--out", "out"]).status.success());
    assert!(said(&[&one, &two]).contains("is no part of an edition"));
    fs::remove_file(one.out().join(".offprint.json")).expect("there is a record");
    assert!(said(&[&one]).contains("is not whole"));
}

#[test]
fn a_part_that_lost_a_file_is_not_joined() {
    let [one, two] = [1, 2].map(|part| print(part, 2, &[]));
    let names = files(&one.out());
    let lost = names.keys().find(|name| name.starts_with("articles/")).expect("an article");
    fs::remove_file(one.out().join(lost)).expect("it is there");
    let (folder, output) = join(&[&one, &two]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains(lost), "{}", text(&output.stderr));
    assert!(!folder.path().join("whole/site.json").exists());
}

#[test]
fn a_part_is_named_by_two_numbers() {
    let output = newspaper().run(&["build", "content", "--out", "out", "--shard", "3/2"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("1/4, 2/4, 3/4 and 4/4 make a whole"));
}
