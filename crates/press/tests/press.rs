//! Runs the command `offprint` on folders of manuscripts and compares what it prints.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::{Value, json};
use tempfile::TempDir;

#[path = "press/commands.rs"]
mod commands;

#[path = "press/export.rs"]
mod export;

#[path = "press/guide.rs"]
mod guide;

#[path = "press/import.rs"]
mod import;

#[path = "press/import_folders.rs"]
mod import_folders;

#[path = "press/import_ghost.rs"]
mod import_ghost;

#[path = "press/killed.rs"]
mod killed;

#[path = "press/locales.rs"]
mod locales;

#[path = "press/look.rs"]
mod look;

#[path = "press/markup.rs"]
mod markup;

#[path = "press/pools.rs"]
mod pools;

#[path = "press/pages.rs"]
mod pages;

#[path = "press/parts.rs"]
mod parts;

#[path = "press/pictures.rs"]
mod pictures;

#[path = "press/reports.rs"]
mod reports;

#[path = "press/taxonomies.rs"]
mod taxonomies;

/// Runs the command in a folder.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_offprint")).current_dir(folder).args(arguments).output().expect("the press runs")
}

/// Returns what the command has said.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A newsroom: a folder of manuscripts and a folder to print into.
struct Newsroom {
    folder: TempDir,
}

impl Newsroom {
    /// With a site in English and Chinese that has one section.
    fn new() -> Newsroom {
        let newsroom = Newsroom { folder: tempfile::tempdir().expect("a temporary folder") };
        let site = json!({ "title": "Paper", "language": "en", "languages": ["en", "zh-Hans"], "timezone": "UTC", "sections": [{ "id": "industry", "title": "Industry" }] });
        newsroom.write("site.json", &site.to_string())
    }

    fn write(self, name: &str, text: &str) -> Newsroom {
        self.write_bytes(name, text.as_bytes())
    }

    fn write_bytes(self, name: &str, bytes: &[u8]) -> Newsroom {
        let path = self.content().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
        self
    }

    /// An article that is right, with some fields of its own.
    fn article(self, id: &str, fields: Value) -> Newsroom {
        let mut article = json!({ "id": id, "title": format!("About {id}"), "date_published": "2023-07-20T09:00:00+08:00", "content_html": "<p>Text.</p>" });
        for (name, value) in fields.as_object().into_iter().flatten() {
            article[name] = value.clone();
        }
        self.write(&format!("{id}.json"), &article.to_string())
    }

    fn content(&self) -> PathBuf {
        self.folder.path().join("content")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        run(self.folder.path(), arguments)
    }

    /// The folder in which builds keep results.
    fn cache(&self) -> PathBuf {
        self.folder.path().join("content/.offprint-cache")
    }

    fn build(&self) -> Output {
        self.run(&["build", "content", "--out", "out"])
    }

    /// Checks, and returns the exit code with the reported problems.
    fn check(&self, more: &[&str]) -> (i32, String) {
        let output = self.run(&[&["check", "content"], more].concat());
        (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    fn json(&self, file: &str) -> Value {
        let bytes = fs::read(self.out().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        serde_json::from_slice(&bytes).expect("JSON")
    }

    /// Every file that was printed, with what is in it and when it was written.
    fn files(&self) -> BTreeMap<String, (Vec<u8>, std::time::SystemTime)> {
        let mut files = BTreeMap::new();
        collect(&self.out(), &self.out(), &mut files);
        files
    }
}

fn collect(folder: &Path, root: &Path, files: &mut BTreeMap<String, (Vec<u8>, std::time::SystemTime)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, root, files);
        } else {
            let name = path.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
            let written = entry.metadata().and_then(|data| data.modified()).expect("a time");
            files.insert(name, (fs::read(&path).expect("a file"), written));
        }
    }
}

const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"/>"#;

#[test]
fn a_folder_of_articles_becomes_an_edition() {
    let newsroom = Newsroom::new()
        .article("one", json!({ "tags": ["C++", "Ports"], "_offprint": { "section": "industry" } }))
        .write("deep/er/two.md", "---\nid: two\ntitle: Two\nlanguage: zh-Hans\ndate: 2023-07-21\ntranslations: { en: one }\n---\n**工业。**恢复\n\n![A](p.svg \"B\")\n")
        .write("deep/er/p.svg", SVG)
        .write("three.md", "+++\nid = 'three'\ntitle = 'Three'\ndate = 2023-07-19T08:00:00+08:00\npicks = ['one']\n+++\nText.\n");
    let output = newsroom.build();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names: Vec<String> = newsroom.files().into_keys().filter(|name| !name.ends_with(".html")).collect();
    // Folders of the index are named after what is in them.
    let (index, names): (Vec<String>, Vec<String>) = names.into_iter().partition(|name| name.starts_with("search/"));
    for name in ["search/en/index.bin", "search/zh-Hans/index.bin"] {
        assert!(index.iter().any(|known| known == name), "{index:?}");
    }
    assert_eq!(
        names,
        [
            ".offprint.json",
            "_headers",
            "articles/one.json",
            "articles/three.json",
            "articles/two.json",
            "en/feed.json",
            "feed.json",
            "lists/en/all/1.json",
            "lists/en/all/head.json",
            "lists/en/sections/industry/1.json",
            "lists/en/sections/industry/head.json",
            "lists/en/tags/c-plus-plus/1.json",
            "lists/en/tags/c-plus-plus/head.json",
            "lists/en/tags/ports/1.json",
            "lists/en/tags/ports/head.json",
            "lists/zh-Hans/all/1.json",
            "lists/zh-Hans/all/head.json",
            "lists/zh-Hans/sections/industry/head.json",
            "locales/en.json",
            "locales/zh-Hans.json",
            "manifest.webmanifest",
            "media/deep/er/p.svg",
            "offprint.css",
            "robots.txt",
            "sections/industry/feed.json",
            "site.json",
            "zh-Hans/feed.json",
            "zh-Hans/sections/industry/feed.json",
        ]
    );
    assert_eq!(
        newsroom.json("articles/one.json"),
        json!({
            "id": "one", "title": "About one", "language": "en", "date_published": "2023-07-20T09:00:00+08:00",
            "content_html": "<p>Text.</p>", "tags": ["C++", "Ports"],
            "_offprint": {
                "section": "industry", "translations": { "zh-Hans": "two" }, "minutes": 1,
                "terms": [{ "taxonomy": "tags", "id": "c-plus-plus", "title": "C++" }, { "taxonomy": "tags", "id": "ports", "title": "Ports" }],
                "pages": { "language": "en", "all": 1, "section": 1 },
                "recommended": [{ "id": "three", "title": "Three", "language": "en", "date": "2023-07-19T08:00:00+08:00", "minutes": 1, "reason": "new" }],
            },
        })
    );
    let two = newsroom.json("articles/two.json");
    let figure = r#"<figure><img src="media/deep/er/p.svg" alt="A" title="B" width="16" height="9" loading="lazy" decoding="async"><figcaption>B</figcaption></figure>"#;
    assert_eq!(
        two["content_html"].as_str().map(str::trim),
        Some(format!("<p><strong>工业。</strong>恢复</p>\n{figure}").as_str())
    );
    assert_eq!(newsroom.json("articles/three.json")["_offprint"]["recommended"][0]["reason"], "pick");
    let head = newsroom.json("lists/en/all/head.json");
    assert_eq!(
        head["summaries"].as_array().map(|list| list.iter().map(|summary| summary["id"].clone()).collect()),
        Some(vec![json!("one"), json!("three")])
    );
}

#[test]
fn every_problem_of_every_file_is_reported_in_one_run() {
    let newsroom = Newsroom::new()
        .write("a.json", "{\"id\": \"a\",\n  \"title\": ")
        .write("b.json", "{\n  \"id\": \"b\",\n  \"title\": 7,\n  \"tags\": \"x\",\n  \"date_published\": \"yesterday\"\n}")
        .write("c.md", "---\ntitle: C\ndate: 2023-07-20\nsection: sport\npicks: [nobody]\ntranslations:\n  zh-Hans: nobody\n---\nText ![](missing.svg) and ![x](../../outside.svg).\n")
        .article("d", json!({}))
        .write("e/d.json", r#"{"id": "D", "title": "D", "date_published": "2023-07-20", "content_text": "x"}"#)
        .write("f.md", "no front matter");
    let (code, said) = newsroom.check(&[]);
    assert_eq!(code, 1);
    insta::assert_snapshot!(said);
}

#[test]
fn warnings_are_reported_and_strict_makes_them_errors() {
    let newsroom = Newsroom::new().write("p.svg", SVG).write(
        "a.md",
        "---\nid: a\ntitle: A\ndate: 2023-07-20\n---\nText <img src=\"p.svg\"> and\n<iframe src=\"https://example.org\"></iframe> <b onclick=\"x()\">b</b>\n",
    );
    let (code, said) = newsroom.check(&[]);
    assert_eq!(code, 0);
    assert!(said.contains("content/a.md:6:16: warning: a picture has no text alternative."), "{said}");
    assert!(said.contains("content/a.md:7:1: warning: removed, because an article may not have it: <iframe>"), "{said}");
    assert!(said.contains("content/a.md:7:45: warning: removed, because an article may not have it: onclick on <b>"), "{said}");
    assert_eq!(newsroom.check(&["--strict"]).0, 1);
}

#[test]
fn tags_that_would_share_an_address_are_an_error_that_names_both() {
    let newsroom = Newsroom::new().article("a", json!({ "tags": ["R+D"] })).article("b", json!({ "tags": ["R plus D"] }));
    let (code, said) = newsroom.check(&[]);
    assert_eq!(code, 1);
    assert!(said.contains("“R plus D” and “R+D” (content/a.json) would share the address tags/r-plus-d/"), "{said}");
    let same = Newsroom::new().article("a", json!({ "tags": ["Open data"] })).article("b", json!({ "tags": ["open-data"] }));
    assert_eq!(same.check(&[]).0, 0, "spelled otherwise it is the same tag");
}

#[test]
fn usage_that_makes_no_sense_exits_with_2() {
    let newsroom = Newsroom::new().article("a", json!({}));
    assert_eq!(newsroom.run(&["print"]).status.code(), Some(2));
    assert_eq!(newsroom.run(&["build", "content"]).status.code(), Some(2));
    assert_eq!(newsroom.run(&["build", "nowhere", "--out", "out"]).status.code(), Some(2));
    assert_eq!(newsroom.run(&["build", "content", "--out", "content/out"]).status.code(), Some(2));
    assert!(!newsroom.out().exists());
}

#[test]
fn drafts_and_articles_of_the_future_are_left_out_and_reported() {
    let newsroom = Newsroom::new()
        .article("draft", json!({ "_offprint": { "draft": true } }))
        .article("later", json!({ "date_published": "2999-01-01T00:00:00Z" }))
        .article("now", json!({ "_offprint": { "picks": ["later"], "translations": { "zh-Hans": "draft" } } }));
    let output = newsroom.build();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success());
    assert!(said.contains("not published: content/draft.json (it is a draft)"), "{said}");
    assert!(said.contains("not published: content/later.json (it is dated 2999-01-01T00:00:00Z)"), "{said}");
    assert!(said.contains("1 article, "), "{said}");
    let offprint = &newsroom.json("articles/now.json")["_offprint"];
    assert_eq!(
        (&offprint["picks"], &offprint["translations"]),
        (&Value::Null, &Value::Null),
        "nothing leads to what is not published"
    );
    assert!(newsroom.run(&["build", "content", "--out", "out", "--date", "3000-01-01T00:00:00Z"]).status.success());
    assert_eq!(newsroom.json("articles/later.json")["id"], "later");
}

#[test]
fn a_second_build_writes_no_file_and_one_article_more_only_what_it_must() {
    let newsroom = Newsroom::new();
    let newsroom = (0..30).fold(newsroom, |newsroom, n| {
        newsroom.article(&format!("a{n:02}"), json!({ "date_published": format!("2023-06-{:02}", n + 1) }))
    });
    assert!(newsroom.build().status.success());
    let before = newsroom.files();
    let output = newsroom.build();
    assert!(String::from_utf8_lossy(&output.stdout).contains(": 0 written, 0 removed, "));
    assert_eq!(newsroom.files(), before);
    let newsroom = newsroom.article("new", json!({}));
    assert!(newsroom.build().status.success());
    let after = newsroom.files();
    assert_eq!(after["lists/en/all/1.json"], before["lists/en/all/1.json"], "a full chunk stays");
    assert_ne!(after["lists/en/all/2.json"].0, before["lists/en/all/2.json"].0);
}

#[test]
fn with_an_error_nothing_changes_and_files_of_others_stay() {
    let newsroom = Newsroom::new().article("a", json!({})).article("b", json!({}));
    fs::create_dir_all(newsroom.out().join("articles")).expect("a folder");
    fs::write(newsroom.out().join("articles/mine.txt"), "mine").expect("a file");
    assert!(newsroom.build().status.success());
    let before = newsroom.files();
    let newsroom = newsroom.write("c.json", "{").article("a", json!({ "title": "Changed" }));
    assert_eq!(newsroom.build().status.code(), Some(1));
    assert_eq!(newsroom.files(), before);
    fs::remove_file(newsroom.content().join("c.json")).expect("gone");
    fs::remove_file(newsroom.content().join("b.json")).expect("gone");
    let output = newsroom.build();
    assert!(output.status.success());
    let after = newsroom.files();
    assert!(!after.contains_key("articles/b.json") && !after.contains_key("articles/b/index.html"));
    assert!(after.contains_key("articles/mine.txt"));
    let segments: std::collections::BTreeSet<_> =
        after.keys().filter_map(|name| name.strip_prefix("search/en/")?.split_once('/')).map(|(name, _)| name).collect();
    assert_eq!(segments.len(), 1, "the old index is gone: {segments:?}");
}

#[test]
fn the_same_manuscripts_give_the_same_bytes_on_any_number_of_cores() {
    let newsroom = Newsroom::new();
    let newsroom = (0..50).fold(newsroom, |newsroom, n| {
        newsroom.article(
            &format!("a{n}"),
            json!({ "content_text": format!("Words about {} and {}", n % 5, n % 7), "content_html": null }),
        )
    });
    let build = |threads: &str, out: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
        let status = command
            .current_dir(newsroom.folder.path())
            .env("RAYON_NUM_THREADS", threads)
            .args(["build", "content", "--out", out])
            .output();
        assert!(status.expect("the press runs").status.success());
        let (mut files, root) = (BTreeMap::new(), newsroom.folder.path().join(out));
        collect(&root, &root, &mut files);
        files.into_iter().map(|(name, (bytes, _))| (name, bytes)).collect::<Vec<_>>()
    };
    assert_eq!(build("1", "one"), build("4", "four"));
}

#[test]
fn links_between_manuscripts_become_addresses_of_articles() {
    let newsroom = Newsroom::new()
        .write("x/a.md", "---\nid: 工业\ntitle: A\ndate: 2023-07-20\n---\n[b](../b.md#part), [lost](../b.md#gone), [file](note.pdf), [list](/sections/industry/), [out](https://example.org/b.md)\n")
        .write("x/note.pdf", "pdf")
        .write("b.md", "---\nid: b\ntitle: B\ndate: 2023-07-20\n---\n## Part\n[a](x/a.md) [nowhere](gone.md)\n");
    let (code, said) = newsroom.check(&[]);
    assert_eq!(code, 0);
    assert!(said.contains("content/x/a.md:6:27: warning: ../b.md#gone leads to no place in that article"), "{said}");
    assert!(said.contains("content/b.md:7:23: warning: there is no file gone.md."), "{said}");
    let newsroom = newsroom.write("b.md", "---\nid: b\ntitle: B\ndate: 2023-07-20\n---\n## Part\n[a](x/a.md)\n");
    assert!(newsroom.build().status.success());
    let a = newsroom.json("articles/工业.json");
    let html = a["content_html"].as_str().unwrap_or_default();
    for address in [
        "href=\"articles/b/#text-part\"",
        "href=\"media/x/note.pdf\"",
        "href=\"sections/industry/\"",
        "href=\"https://example.org/b.md\"",
    ] {
        assert!(html.contains(address), "{address} is not in {html}");
    }
    assert!(
        newsroom.json("articles/b.json")["content_html"]
            .as_str()
            .unwrap_or_default()
            .contains("href=\"articles/%E5%B7%A5%E4%B8%9A/\"")
    );
}

#[test]
fn names_of_files_may_have_any_letters_and_are_shown_as_people_write_them() {
    let newsroom = Newsroom::new()
        .write("a & b.svg", SVG)
        .write("图.svg", SVG)
        .write("A.MD", "---\nid: a\ntitle: A\ndate: 2023-07-20\n---\n![x](<a & b.svg>) ![y](图.svg)\n");
    assert!(newsroom.build().status.success());
    let a = newsroom.json("articles/a.json");
    let html = a["content_html"].as_str().unwrap_or_default();
    assert!(html.contains("src=\"media/a%20&amp;%20b.svg\"") && html.contains("src=\"media/%E5%9B%BE.svg\""), "{html}");
    let newsroom = newsroom.write("b.md", "---\nid: b\ntitle: B\ndate: 2023-07-20\n---\nText.\n\n![y](没有.png)\n");
    assert!(newsroom.check(&[]).1.contains("content/b.md:8:6: warning: there is no file 没有.png."), "{}", newsroom.check(&[]).1);
}

#[test]
#[cfg(unix)]
fn links_of_the_file_system_that_lead_nowhere_are_no_manuscripts() {
    let newsroom = Newsroom::new().article("a", json!({}));
    std::os::unix::fs::symlink("nowhere", newsroom.content().join(".#a.md")).expect("a link");
    std::os::unix::fs::symlink(".", newsroom.content().join("loop")).expect("a link");
    assert_eq!(newsroom.check(&[]), (0, String::new()));
}

#[test]
fn an_unfinished_draft_stops_nothing() {
    let newsroom = Newsroom::new()
        .write("draft.md", "---\nid: draft\ntitle: Draft\ndraft: true\n---\n")
        .write("a.md", "---\nid: a\ntitle: A\ndate: 2023-07-20\n---\nSee [it](draft.md).\n");
    let (code, said) = newsroom.check(&[]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("content/a.md:6:10: warning: the link draft.md leads to an article that is not published"), "{said}");
}

#[test]
fn the_feed_is_a_json_feed_with_the_newest_first() {
    let newsroom = Newsroom::new();
    let newsroom = (0..30).fold(newsroom, |newsroom, n| {
        newsroom.article(&format!("a{n:02}"), json!({ "date_published": format!("2023-06-{:02}T00:00:00Z", n + 1) }))
    });
    assert!(newsroom.build().status.success());
    let feed = newsroom.json("feed.json");
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["title"], "Paper");
    let items = feed["items"].as_array().expect("items");
    assert_eq!((items.len(), &items[0]["id"]), (30, &json!("a29")));
    for item in items {
        assert!(item["id"].is_string() && item["content_html"].is_string() && item["date_published"].is_string());
        assert!(item["_offprint"].get("recommended").is_none());
    }
}
