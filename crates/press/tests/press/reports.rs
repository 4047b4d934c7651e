//! What the press reports about manuscripts: each snapshot is the output of `offprint check --verbose` for one folder.
//!
//! `INSTA_UPDATE=always cargo test -p offprint` writes the snapshots again.

use super::*;

/// An article in Markdown with these lines of front matter and this text.
fn markdown(newsroom: Newsroom, id: &str, fields: &str, text: &str) -> Newsroom {
    newsroom.write(&format!("{id}.md"), &format!("---\nid: {id}\ntitle: About {id}\ndate: 2026-03-01\n{fields}---\n{text}\n"))
}

fn report(newsroom: &Newsroom) -> String {
    let (code, said) = newsroom.check(&["--verbose"]);
    format!("exit code {code}\n{said}")
}

/// A JPEG of 8 × 4 pixels.
fn jpeg() -> Vec<u8> {
    [[0xFF, 0xD8].as_slice(), &[0xFF, 0xC0, 0, 11, 8, 0, 4, 0, 8, 1, 1, 0x11, 0], &[0xFF, 0xDA, 0, 2, 0xFF, 0xD9]].concat()
}

#[test]
fn front_matter_is_read_or_reported() {
    let newsroom = Newsroom::new()
        .write("bom.md", "\u{FEFF}---\nid: bom\ntitle: A\ndate: 2026-03-01\n---\nText.\n")
        .write("both.md", "---\nid: both\ntitle: A\ndate: 2026-03-01\ncontent_html: <p>B</p>\naliases: /old/\n---\nText.\n")
        .write("large.md", &format!("---\nid: large\ntitle: A\ndate: 2026-03-01\nsummary: {}\n---\nText.\n", "x".repeat(100_000)))
        .write("cr.md", "---\rid: cr\rtitle: A\rdate: 2026-03-01\r---\rText.\r")
        .write("crlf.md", "---\r\nid: crlf\r\ntitle: A\r\ndate: 2026-03-01\r\n---\r\nText.\r\n")
        .write("dots.md", "\n\n---\nid: dots\ntitle: A\ndate: 2026-03-01\n...\nText.\n\n---\n\nMore.\n")
        .write("toml.md", "+++\nid = \"toml\"\ntitle = \"A\"\ndate = 2026-03-01T08:00:00+08:00\n+++\nText.\n")
        .write("colon.md", "---\nid: colon\ntitle: Steel: a history\ndate: 2026-03-01\n---\nText.\n")
        .write("tab.md", "---\nid: tab\ntitle: A\ncredits:\n\t- name: B\n---\nText.\n")
        .write("end.md", "---\nid: end\ntitle: A\n\nText.\n")
        .write("twice.md", "---\nid: twice\ntitle: A\ndate: 2026-03-01\ntitle: B\n---\nText.\n")
        .write(
            "twice.json",
            r#"{"id": "twice2", "title": "A", "title": "B", "date_published": "2026-03-01", "content_text": "x"}"#,
        )
        .write("empty.md", "")
        .write("list.json", "[1, 2]")
        .write("data.json", r#"{"rows": [1, 2]}"#);
    let newsroom = newsroom.write_bytes("gbk.md", b"---\nid: gbk\ntitle: \xB9\xA4\xD2\xB5\n---\n");
    let utf16: Vec<u8> = "\u{FEFF}---\nid: utf16\ntitle: 工业\ndate: 2026-03-01\n---\n正文。\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let newsroom = newsroom.write_bytes("utf16.md", &utf16);
    insta::assert_snapshot!(report(&newsroom));
    for name in ["colon.md", "tab.md", "end.md", "twice.md", "twice.json", "gbk.md", "large.md"] {
        fs::remove_file(newsroom.content().join(name)).expect("the file is there");
    }
    assert!(newsroom.build().status.success());
    assert_eq!(newsroom.json("articles/utf16.json")["title"], "工业");
    let dots = newsroom.json("articles/dots.json")["content_html"].as_str().unwrap_or_default().to_owned();
    assert!(dots.contains("More."), "{dots}");
}

#[test]
fn fields_that_nobody_reads_are_reported() {
    let newsroom =
        markdown(Newsroom::new(), "a", "sumary: S\nlayout: post\n_mine: 1\nextra: { a: 1 }\nsection: industry\n", "Text.");
    let newsroom = markdown(newsroom, "b", "credits: [{ role: editor, nmae: B, name: B }]\nimage-alt: x\n", "Text.");
    let newsroom = newsroom
        .article("c", json!({ "sumary": "S", "_other": {}, "_offprint": { "sectoin": "industry", "source": { "name": "X", "link": "y" } } }))
        .write("site.json", r#"{ "title": "Paper", "language": "en", "languges": ["en"], "timezone": "UTC", "_mine": 1, "sections": [{ "id": "industry", "title": "Industry", "colour": "red" }] }"#);
    insta::assert_snapshot!(report(&newsroom));
}

#[test]
fn fields_of_other_tools_are_taken_over() {
    let newsroom = markdown(
        Newsroom::new(),
        "jekyll",
        "description: S\ncategories: [steel]\nauthor: Ann\nlast_modified_at: 2026-03-02 08:00:00 +0800\npublished: true\n",
        "Text.",
    );
    let newsroom = newsroom
        .write("hugo.md", "+++\ntitle = \"Hugo\"\nslug = \"hugo\"\npublishDate = 2026-03-01T08:00:00+08:00\nlastmod = \"2026-03-03\"\nkeywords = [\"a\"]\nfeatured_image = \"p.svg\"\nimage_alt = \"x\"\n+++\nText.\n")
        .write("zola.md", "+++\ntitle = \"Zola\"\nid = \"zola\"\ndate = 2026-03-01\nupdated = 2026-03-04\n[taxonomies]\ntags = [\"a\", \"b\"]\n[extra]\nx = 1\n+++\nText.\n")
        .write("ghost.json", r#"{ "id": "ghost", "title": "Ghost", "published_at": "2026-03-01T08:00:00.000+00:00", "html": "<p>x</p>", "custom_excerpt": "S", "status": "published", "feature_image": "p.svg", "feature_image_alt": "x" }"#)
        .write("feed.json", r#"{ "id": "feed", "title": "Feed", "date_published": "2026-03-01", "content_text": "x", "author": { "name": "Bo", "url": "https://b.example/", "avatar": "https://b.example/b.png" } }"#)
        .write("p.svg", SVG);
    insta::assert_snapshot!(report(&newsroom));
    assert!(newsroom.build().status.success());
    let jekyll = newsroom.json("articles/jekyll.json");
    assert_eq!(
        (&jekyll["summary"], &jekyll["tags"], &jekyll["authors"][0]["name"]),
        (&json!("S"), &json!(["steel"]), &json!("Ann"))
    );
    assert_eq!(newsroom.json("articles/zola.json")["tags"], json!(["a", "b"]));
    assert_eq!(newsroom.json("articles/hugo.json")["image"], "media/p.svg");
    assert_eq!(newsroom.json("articles/feed.json")["authors"][0]["avatar"], "https://b.example/b.png");
}

#[test]
fn a_text_stays_the_text_that_was_written() {
    let newsroom = Newsroom::new()
        .write("a.md", "---\nid: 007\ntitle: 2024\ntags: [1.10, true, 0x1F]\ndate: 2026-03-01\n---\nText.\n")
        .write("b.json", r#"{ "id": 12, "title": 1.50, "date_published": "2026-03-01", "content_text": "x" }"#)
        .write("c.md", "---\nid: 12:30\ntitle: No\ndate: 2026-03-01\n---\nText.\n");
    assert_eq!(newsroom.check(&["--strict"]), (0, String::new()));
    assert!(newsroom.build().status.success());
    assert_eq!(newsroom.json("articles/007.json")["tags"], json!(["1.10", "true", "0x1F"]));
    assert_eq!(newsroom.json("articles/12.json")["title"], "1.50");
    assert_eq!(newsroom.json("articles/12-30.json")["title"], "No");
}

#[test]
fn left_over_markup_is_reported() {
    let newsroom =
        markdown(Newsroom::new(), "spaces", "", "![Map](Screenshot at 17.33.png)\n\n[the minutes](minutes of march.pdf)");
    let newsroom = markdown(newsroom, "wordpress", "", "[caption id=\"1\"]A[/caption]\n\n[gallery ids=\"1,2\"]");
    let newsroom = markdown(newsroom, "hugo", "", "{{< figure src=\"a.png\" >}}\n\n{{% note %}}x{{% /note %}}");
    let newsroom = markdown(newsroom, "jekyll", "", "{% include x.html %} {{ page.title }}\n\nText\n{: .wide}\n\n[[Wiki page]]");
    let newsroom = markdown(newsroom, "tex", "", "An $x^2$ and\n\n$$\nE = mc^2\n$$\n\nbut $5 to $6.");
    let newsroom = markdown(newsroom, "fence", "", "Text.\n\n```rust\nlet x = 1;\n");
    let newsroom = markdown(newsroom, "code", "", "`{{ x }}` and\n\n```\n[caption] $x^2$\n```");
    let newsroom = newsroom.article(
        "title",
        json!({ "title": "Tom &amp; Ann&#8217;s <b>shop</b>", "content_html": "<p>A<math><mi>x</mi></math></p>" }),
    );
    insta::assert_snapshot!(report(&newsroom));
}

#[test]
fn dead_links_become_text_and_missing_pictures_their_alternative() {
    let newsroom = markdown(
        Newsroom::new(),
        "a",
        "image: gone.png\nimage_alt: x\n",
        "## Part one\n\n[old](/2019/05/old-piece/) [gone](gone.md) [part](#part-one) [no part](#part-two) [other](b.md#own) [no other](b.md#none) ![A *map*](gone.png) [up](../../x.md) [section](/sections/sport/) [tag](/tags/none/) [moved](/2018/moved/)",
    );
    let newsroom =
        markdown(newsroom, "b", "aliases: [/2018/moved/]\ndraft: false\n", "## B {#own}\n\n<a name=\"anchor\"></a>[me](#anchor)");
    insta::assert_snapshot!(report(&newsroom));
    assert_eq!(newsroom.check(&["--strict"]).0, 1);
    assert!(newsroom.build().status.success());
    insta::assert_snapshot!("dead_links_html", newsroom.json("articles/a.json")["content_html"].as_str().unwrap_or_default());
    let moved = fs::read_to_string(newsroom.out().join("2018/moved/index.html")).expect("a page at the old address");
    assert!(moved.contains(r#"content="0; url=../../articles/b/""#), "{moved}");
    assert_eq!(fs::read_to_string(newsroom.out().join("_redirects")).ok().as_deref(), Some("/2018/moved /articles/b/ 301\n"));
}

#[test]
fn pictures_that_no_browser_shows_are_not_published_as_pictures() {
    let newsroom = markdown(
        Newsroom::new(),
        "a",
        "image: lfs.png\nimage_alt: x\n",
        "![lfs](lfs.png) ![empty](empty.jpg) ![page](page.jpg) ![tiff](scan.tif) ![cut](cut.jpg) ![good](good.jpg) <img src=\"good.jpg\" alt=\"w\" width=\"16\">",
    );
    let newsroom = newsroom
        .write("lfs.png", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
        .write("empty.jpg", "")
        .write("page.jpg", "<!doctype html><html><body>404</body></html>")
        .write_bytes("scan.tif", b"II*\0\x08\0\0\0\0\0\0\0\xFF\xFE")
        .write_bytes("cut.jpg", &jpeg()[..jpeg().len() - 2])
        .write_bytes("good.jpg", &jpeg());
    insta::assert_snapshot!(report(&newsroom));
    assert!(newsroom.build().status.success());
    insta::assert_snapshot!("pictures_html", newsroom.json("articles/a.json")["content_html"].as_str().unwrap_or_default());
    assert!(!newsroom.out().join("media/lfs.png").exists() && newsroom.out().join("media/good.jpg").exists());
}

#[test]
fn file_names_are_found_in_any_form_and_those_that_cannot_be_told_apart_are_reported() {
    let newsroom = markdown(
        Newsroom::new(),
        "a",
        "",
        "![1](\u{DC}ber.svg) ![2](<a b.svg>) ![3](a%20b.svg) ![4](图.svg) ![5](🚢.svg) ![6](<50%.svg>) ![7](<Who?.svg>) ![8](<c#.svg>) ![9](MAP.svg)",
    );
    let names = ["U\u{308}ber.svg", "a b.svg", "图.svg", "🚢.svg", "50%.svg", "Who?.svg", "c#.svg", "map.svg", "X.svg", "x.svg"];
    let newsroom = names.iter().fold(newsroom, |newsroom, name| newsroom.write(name, SVG));
    insta::assert_snapshot!(report(&newsroom));
    assert!(newsroom.build().status.success());
    insta::assert_snapshot!("file_names_html", newsroom.json("articles/a.json")["content_html"].as_str().unwrap_or_default());
    assert!(newsroom.out().join("media/\u{DC}ber.svg").exists());
}

#[test]
fn what_is_no_article_stops_nothing() {
    let newsroom = markdown(Newsroom::new(), "a", "", "See [notes](notes.txt).")
        .write("README.md", "# Read me")
        .write("package.json", "{}")
        .write("_index.md", "x")
        .write("_drafts/b.md", "x")
        .write("page.mdx", "x")
        .write("letter.docx", "x")
        .write("notes.txt", "x")
        .write("plan.md", "# A plan")
        .write("old/c.md", "x");
    insta::assert_snapshot!(report(&newsroom));
    let newsroom = newsroom.write(
        "site.json",
        r#"{ "title": "Paper", "language": "en", "timezone": "UTC", "ignore": ["plan.md", "old", "*.docx", "*.mdx"] }"#,
    );
    assert_eq!(newsroom.check(&["--strict"]), (0, String::new()));
}

#[test]
fn translations_that_contradict_each_other_are_reported() {
    let newsroom = markdown(Newsroom::new(), "a", "translations: { zh-Hans: b }\n", "Text.");
    let newsroom = markdown(newsroom, "b", "", "Text.");
    let newsroom = markdown(newsroom, "c", "translations: { zh-Hans: d, ar: d }\n", "Text.");
    let newsroom = markdown(newsroom, "d", "language: zh-CN\ntranslations: { en: a }\n", "Text.");
    let newsroom = markdown(newsroom, "e", "translations: { en: e, zh-Hans: f }\n", "Text.");
    let newsroom = markdown(newsroom, "f", "language: zh-CN\n", "Text.");
    insta::assert_snapshot!(report(&newsroom));
    assert!(newsroom.build().status.success());
    assert_eq!(newsroom.json("articles/f.json")["_offprint"]["translations"], json!({ "en": "e" }), "a pair is completed");
    assert_eq!(newsroom.json("articles/b.json")["_offprint"]["translations"], Value::Null);
}

#[test]
fn the_day_of_the_newsroom_decides_what_is_published() {
    let newsroom = Newsroom::new().write("a.md", "---\nid: a\ntitle: A\ndate: 2026-03-01\n---\nText.\n");
    let site = |zone: &str| format!(r#"{{ "title": "Paper", "language": "en", "timezone": "{zone}" }}"#);
    let published = |newsroom: &Newsroom| {
        let output = newsroom.run(&["build", "content", "--out", "out", "--date", "2026-02-28T20:00:00Z"]);
        String::from_utf8_lossy(&output.stdout).contains("1 article, ")
    };
    let newsroom = newsroom.write("site.json", &site("Asia/Shanghai"));
    assert!(published(&newsroom), "it is the first of March there");
    assert_eq!(newsroom.json("articles/a.json")["date_published"], "2026-03-01T00:00:00+08:00");
    let newsroom = newsroom.write("site.json", &site("UTC"));
    assert!(!published(&newsroom));
    let newsroom = newsroom.write("site.json", &site("Mars/Base"));
    assert!(
        newsroom.check(&[]).1.contains("content/site.json:1:39: error: timezone: “Mars/Base” is no time zone."),
        "{}",
        newsroom.check(&[]).1
    );
}

#[test]
fn an_article_expires() {
    let newsroom = markdown(Newsroom::new(), "a", "expires: 2026-04-01\n", "Text.");
    let build = |date: &str| {
        let output = newsroom.run(&["build", "content", "--out", "out", "--date", date]);
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(build("2026-03-31T00:00:00Z").contains("1 article, "));
    assert!(build("2026-04-01T00:00:00Z").contains("not published: content/a.md (it expired on 2026-04-01"));
}

#[test]
fn attachments_have_a_player_and_are_in_both_feeds() {
    let site = r#"{ "title": "Paper", "language": "en", "timezone": "UTC", "url": "https://p.example/" }"#;
    let newsroom = Newsroom::new().write("site.json", site).write("talk.mp3", "ID3 sound").write("b.svg", SVG).article(
        "a",
        json!({
            "external_url": "https://www.elsewhere.example/x", "banner_image": "b.svg", "date_modified": "2026-03-02",
            "attachments": [
                { "url": "talk.mp3", "mime_type": "audio/mpeg", "title": "The talk", "duration_in_seconds": 60 },
                { "url": "gone.mp3", "mime_type": "audio/mpeg" },
            ],
        }),
    );
    insta::assert_snapshot!(report(&newsroom));
    assert!(newsroom.build().status.success());
    let article = newsroom.json("articles/a.json");
    let html = article["content_html"].as_str().unwrap_or_default();
    assert!(html.starts_with("<figure><audio src=\"media/talk.mp3\" controls=\"\" preload=\"metadata\"></audio>"), "{html}");
    assert_eq!(article["_offprint"]["source"], json!({ "name": "elsewhere.example", "url": "https://www.elsewhere.example/x" }));
    assert_eq!(article["image"], "media/b.svg");
    let item = &newsroom.json("feed.json")["items"][0];
    assert_eq!(
        item["attachments"],
        json!([{ "url": "https://p.example/media/talk.mp3", "mime_type": "audio/mpeg", "title": "The talk", "size_in_bytes": 9, "duration_in_seconds": 60.0 }])
    );
    let atom = feed_rs::parser::parse(fs::read(newsroom.out().join("feed.xml")).expect("a feed").as_slice()).expect("Atom");
    let enclosure = atom.entries[0].links.iter().find(|link| link.rel.as_deref() == Some("enclosure")).expect("an enclosure");
    assert_eq!((enclosure.href.as_str(), enclosure.length), ("https://p.example/media/talk.mp3", Some(9)));
    assert!(newsroom.out().join("media/talk.mp3").exists());
}

#[test]
fn languages_are_matched_by_script_and_region() {
    let newsroom = Newsroom::new().write(
        "site.json",
        r#"{ "title": "Paper", "language": "en", "languages": ["en", "zh-Hans", "zh-Hant", "pt_BR"], "timezone": "UTC" }"#,
    );
    let newsroom = ["zh-TW", "zh-HK", "zh-CN", "pt", "en_GB", "sr-Latn"]
        .iter()
        .fold(newsroom, |newsroom, tag| newsroom.article(&tag.to_lowercase().replace('_', "-"), json!({ "language": tag })));
    let output = newsroom.build();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed = |id: &str| newsroom.json(&format!("articles/{id}.json"))["_offprint"]["pages"]["language"].clone();
    assert_eq!(
        ["zh-tw", "zh-hk", "zh-cn", "pt", "en-gb", "sr-latn"].map(listed),
        ["zh-Hant", "zh-Hant", "zh-Hans", "pt-BR", "en", "en"].map(Value::from)
    );
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("1 article in sr-Latn, which is not a language of the site: listed under en"), "{said}");
    let page = fs::read_to_string(newsroom.out().join("articles/sr-latn/index.html")).expect("a page");
    assert!(page.contains("Not available in English."), "{page}");
    let page = fs::read_to_string(newsroom.out().join("articles/zh-tw/index.html")).expect("a page");
    assert!(!page.contains("language-notice"), "{page}");
}

#[test]
fn nothing_is_swallowed() {
    let newsroom = markdown(Newsroom::new(), "comment", "", "Before.\n\n<!-- note to the editor\n\nAfter.");
    let newsroom =
        markdown(newsroom, "player", "", "<audio src=\"talk.mp3\" />\n\nAfter.\n\n<iframe src=\"https://x.example/\">\n\nLast.");
    let newsroom =
        markdown(newsroom, "definitions", "", "[编者按]: 本文略有删节。\n\nText[^1] and [^2].\n\n[^1]: Used\n\n[^3]: Lost");
    let newsroom = markdown(newsroom, "table", "", "| a | b |\n| - | - |\n| 1 | 2 | 3 |\n\n气温10~20度，风力3~4级。");
    let newsroom = markdown(newsroom, "cut", "summary: Top #1 song\nsource: { name: x, url: www.example.org }\n", "Text.");
    let newsroom = markdown(newsroom, "dates", "created: 2024-01-01\nimage: \"\"\nexpires:\n", "Text.");
    let newsroom = markdown(
        newsroom,
        "links",
        "",
        "[a](/articles/cut/#nope) [b](/articles/CUT/) ![c](cut.md) [d](/feed.json) <img src=\"p.svg\" alt=\"\" width=\"50%\">",
    );
    let newsroom =
        markdown(newsroom, "moved", "aliases: [/feed.xml, /articles/cut/, \"/x?p=1\", /old%20one/]\n", "[old](/old%20one/)");
    let newsroom = newsroom
        .write("todo.md", "---\ntitle: Todo\ndraft: true\nsection: todo\nlanguage: not a language\n---\n")
        .write(
            "scheduled.json",
            r#"{ "id": "s", "title": "S", "status": "Scheduled", "date_published": "2026-03-01", "content_text": "x" }"#,
        )
        .write("license-plates.md", "---\nid: plates\ntitle: Plates\ndate: 2026-03-01 8:00\ntags: [~, 2024]\n---\nText.\n")
        .write("whole-feed.json", r#"{ "title": "A feed", "items": [{ "id": "1" }] }"#)
        .write("talk.mp3", "")
        .write("p.svg", SVG);
    insta::assert_snapshot!(report(&newsroom));
    let output = newsroom.build();
    assert!(output.status.success());
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("scheduled.json (it is a draft)") && said.contains("todo.md (it is a draft)"), "{said}");
    let html = |id: &str| newsroom.json(&format!("articles/{id}.json"))["content_html"].as_str().unwrap_or_default().to_owned();
    assert!(html("comment").contains("After."));
    assert!(html("player").contains("</audio>") && html("player").contains("After.") && html("player").contains("Last."));
    assert!(html("table").contains("气温10~20度，风力3~4级。"));
    assert!(
        html("links").contains("width=\"50%\"") && html("links").contains("href=\"articles/cut/\">b</a>"),
        "{}",
        html("links")
    );
    assert!(html("moved").contains("href=\"articles/moved/\""));
    assert_eq!(newsroom.json("articles/dates.json")["date_published"], "2026-03-01T00:00:00Z");
    assert_eq!(newsroom.json("articles/plates.json")["tags"], json!(["2024"]));
}

#[test]
fn a_section_can_be_a_podcast() {
    let site = r#"{ "title": "Paper", "description": "News.", "language": "en", "timezone": "UTC", "url": "https://p.example/", "icon": "p.svg", "sections": [{ "id": "talks", "title": "Talks", "podcast": true }] }"#;
    let episode = |id: &str, attachments: Value| {
        json!({
            "summary": format!("About {id} & more."), "authors": [{ "name": "Ann", "avatar": "p.svg" }],
            "attachments": attachments, "_offprint": { "section": "talks" }, "id": id,
        })
    };
    let newsroom = Newsroom::new()
        .write("site.json", site)
        .write("p.svg", SVG)
        .write("one.mp3", "ID3 sound")
        .article("one", episode("one", json!([{ "url": "one.mp3", "duration_in_seconds": 61.4 }])))
        .article("two", episode("two", json!([{ "url": "one.mp3", "mime_type": "audio/mpeg" }])))
        .article("text", episode("text", json!([])));
    let output = newsroom.build();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let podcast = fs::read(newsroom.out().join("sections/talks/podcast.xml")).expect("a podcast");
    let feed = feed_rs::parser::parse(podcast.as_slice()).expect("RSS");
    assert_eq!(feed.feed_type, feed_rs::model::FeedType::RSS2);
    assert_eq!(feed.entries.len(), 2, "an article without sound is no episode");
    let episode = feed.entries.iter().find(|entry| entry.title.as_ref().is_some_and(|title| title.content == "About one"));
    let media = &episode.expect("the episode").media;
    assert!(media.iter().any(|media| media.duration == Some(std::time::Duration::from_secs(61))));
    let sound = media.iter().flat_map(|media| &media.content).find(|content| content.url.is_some()).expect("an enclosure");
    assert_eq!(sound.url.as_ref().map(|url| url.as_str()), Some("https://p.example/media/one.mp3"));
    assert_eq!(sound.size, Some(9));
    insta::assert_snapshot!("podcast", String::from_utf8_lossy(&podcast));
    let page = fs::read_to_string(newsroom.out().join("sections/talks/index.html")).expect("a page");
    assert!(
        page.contains(r#"<link rel="alternate" type="application/rss+xml" title="Talks" href="sections/talks/podcast.xml">"#)
    );
    assert_eq!(newsroom.json("feed.json")["items"][0]["authors"][0]["avatar"], "https://p.example/media/p.svg");
}

#[test]
fn a_text_that_no_page_can_show_is_an_error() {
    let newsroom = Newsroom::new().article("one", json!({ "content_html": "<p>Word.</p>".repeat(1_400_000) }));
    let (code, said) = newsroom.check(&[]);
    assert_eq!(code, 1);
    assert!(
        said.contains("one.json: error: the text is 16 MB of HTML, which is too much for a page.")
            && said.contains("[too-large]"),
        "{said}"
    );
}
