//! Printed pages, feeds and files for hosts, as whole files.

use super::*;

/// A newsroom with a public address.
fn public() -> Newsroom {
    let site = json!({
        "title": { "en": "Paper", "zh-Hans": "报" }, "description": "News.", "url": "https://a.example/p", "language": "en",
        "languages": ["en", "zh-Hans"], "sections": [{ "id": "industry", "title": { "en": "Industry", "zh-Hans": "工业" } }],
    });
    Newsroom::new().write("site.json", &site.to_string())
}

impl Newsroom {
    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.out().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// Adds files that look like Trunk's output.
    fn viewer(self) -> Newsroom {
        let page = r#"<base href=/><script src=/loader-1.js></script><link href=/icon-2.svg rel=icon><link href=/offprint-3.css rel=stylesheet><link href=/viewer-4.js rel=modulepreload><link as=fetch href=/viewer-4_bg.wasm rel=preload>"#;
        fs::create_dir_all(self.folder.path().join("viewer")).expect("a folder");
        for (name, text) in [
            ("index.html", page),
            ("loader-1.js", "1"),
            ("icon-2.svg", SVG),
            ("offprint-3.css", "3"),
            ("viewer-4.js", "4"),
            ("viewer-4_bg.wasm", "5"),
        ] {
            fs::write(self.folder.path().join("viewer").join(name), text).expect("a file");
        }
        self
    }

    fn print(&self, more: &[&str]) -> Output {
        let output = self.run(&[&["build", "content", "--out", "out"], more].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output
    }
}

/// Three articles, two of which are translations of each other.
fn filled() -> Newsroom {
    public()
        .write("content.svg", SVG)
        .write("one.md", "---\nid: one\ntitle: One & <only>\ndate: 2023-07-20T09:00:00+08:00\nsection: industry\nsummary: In \"short\".\ntags: [Ports]\nimage: content.svg\nimage_alt: A line\nsource: { name: Agency, url: https://agency.example/1 }\ncredits: [{ role: author, name: Ann }, { role: editor, name: Ed }]\ntranslations: { zh-Hans: two }\n---\n# Head\n\nText[^1] </script>.\n\n| a |\n| --- |\n| b |\n\n[^1]: Note\n")
        .article("two", json!({ "language": "zh-Hans", "title": "二" }))
        .article("three", json!({ "date_published": "2023-07-19", "_offprint": { "section": "industry" } }))
        .viewer()
}

#[test]
fn the_page_of_an_article_is_whole() {
    let newsroom = filled();
    newsroom.print(&["--viewer", "viewer"]);
    let page = newsroom.text("articles/one/index.html");
    let (head, rest) = page.split_once("</head>\n").expect("a head");
    let expected = r#"<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<base href="../../">
<link rel="stylesheet" href="offprint-3.css">
<script src="loader-1.js" async="" blocking="render" data-viewer="viewer-4.js" data-wasm="viewer-4_bg.wasm" data-messages="locales/en.json"></script>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'">
<title>One &amp; &lt;only&gt; – Paper</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="icon-2.svg">
<link rel="manifest" href="manifest.webmanifest">
<meta name="description" content="In &quot;short&quot;.">
<link rel="canonical" href="https://a.example/p/articles/one/">
<link rel="alternate" hreflang="en" href="https://a.example/p/articles/one/">
<link rel="alternate" hreflang="zh-Hans" href="https://a.example/p/articles/two/">
<link rel="alternate" type="application/feed+json" title="Paper" href="en/feed.json">
<link rel="alternate" type="application/atom+xml" title="Paper" href="en/feed.xml">
<meta property="og:type" content="article">
<meta property="og:title" content="One &amp; <only>">
<meta property="og:site_name" content="Paper">
<meta property="og:description" content="In &quot;short&quot;.">
<meta property="og:url" content="https://a.example/p/articles/one/">
<meta property="og:image" content="https://a.example/p/media/content.svg.shared.jpg">
<meta property="og:image:width" content="1120">
<meta property="og:image:height" content="630">
<meta property="og:image:alt" content="A line">
<meta property="og:locale" content="en_US">
<meta property="og:locale:alternate" content="zh_CN">
<meta property="article:published_time" content="2023-07-20T09:00:00+08:00">
<meta property="article:section" content="Industry">
<meta property="article:tag" content="Ports">
<meta name="twitter:card" content="summary_large_image">
"#;
    assert!(head.starts_with(expected), "{head}");
    let data = head
        .split_once("<script type=\"application/ld+json\">")
        .and_then(|(_, data)| data.split_once("</script>"))
        .expect("linked data");
    assert_eq!(
        serde_json::from_str::<Value>(data.0).expect("JSON"),
        json!({
            "@context": "https://schema.org", "@type": "NewsArticle", "headline": "One & <only>", "description": "In \"short\".",
            "url": "https://a.example/p/articles/one/", "mainEntityOfPage": "https://a.example/p/articles/one/", "inLanguage": "en",
            "datePublished": "2023-07-20T09:00:00+08:00", "dateModified": "2023-07-20T09:00:00+08:00",
            "author": [{ "@type": "Person", "name": "Ann" }], "editor": [{ "@type": "Person", "name": "Ed" }],
            "image": { "@type": "ImageObject", "url": "https://a.example/p/media/content.svg", "width": 16, "height": 9 },
            "isBasedOn": { "@type": "CreativeWork", "name": "Agency", "url": "https://agency.example/1" },
            "publisher": { "@type": "NewsMediaOrganization", "name": "Paper", "url": "https://a.example/p/" },
            "articleSection": "Industry", "keywords": ["Ports"], "timeRequired": "PT1M",
        })
    );
    for part in [
        r#"<a href="articles/one/#text" class="skip">Skip to the text</a>"#,
        r#"<h1 tabindex="-1">One &amp; &lt;only&gt;</h1>"#,
        r#"<time datetime="2023-07-20">20 July 2023</time>"#,
        r#"<h2 id="text-head">Head</h2>"#,
        r#"<a href="articles/one/#text-fn-1" id="text-fnref-1" aria-label="Notes 1">1</a>"#,
        r#"<div class="table" role="region" tabindex="0" aria-label="Table"><table>"#,
        r#"<section class="footnotes" aria-label="Notes"><h2>Notes</h2>"#,
        r#"<a href="articles/three/" rel="next" data-list="sections/industry/1/">About three</a>"#,
        r#"<script type="application/json" id="embedded-data">{"site.json":{"title":{"en":"Paper","zh-Hans":"报"},"#,
        r#""articles/one.json":{"id":"one","title":"One & \u003conly>""#,
    ] {
        assert!(rest.contains(part), "{part} is not in {rest}");
    }
    // The text is in the page once, and its data cannot end the script element.
    assert_eq!((rest.matches("Head</h2>").count(), rest.matches("</script>").count()), (1, 1));
    assert!(!page.contains("<!>") && !page.contains("style="));
}

#[test]
fn every_address_has_a_page_and_the_base_leads_back_to_the_root() {
    let newsroom = filled();
    newsroom.print(&["--viewer", "viewer", "--base", "/p/"]);
    for (file, base, title) in [
        ("index.html", "./", "Paper"),
        ("zh-Hans/index.html", "../", "报"),
        ("archive/1/index.html", "../../", "Archive, 19 July 2023 – 20 July 2023 – Paper"),
        ("sections/industry/index.html", "../../", "Industry, 19 July 2023 – 20 July 2023 – Paper"),
        ("zh-Hans/sections/industry/index.html", "../../../", "工业 – 报"),
        ("tags/ports/1/index.html", "../../../", "Ports, 20 July 2023 – Paper"),
        ("articles/two/index.html", "../../", "二 – 报"),
        ("404.html", "/p/", "There is no page here – Paper"),
    ] {
        let page = newsroom.text(file);
        assert!(page.contains(&format!("<base href=\"{base}\">")), "{file}");
        assert!(page.contains(&format!("<title>{title}</title>")), "{file}: {page}");
    }
    assert!(newsroom.text("index.html").contains(r#" data-fronts="zh-Hans=zh-Hans/""#));
    let section = newsroom.text("sections/industry/index.html");
    assert!(section.contains(r#""@type":"CollectionPage""#) && section.contains(r#"href="sections/industry/feed.json""#));
    assert!(newsroom.text("_headers").starts_with("/p/*\n  Content-Security-Policy: default-src 'none';"));
    assert!(newsroom.text("_headers").contains("/p/viewer-4_bg.wasm\n  Cache-Control: public, max-age=31536000, immutable\n"));
    for file in ["loader-1.js", "viewer-4.js", "viewer-4_bg.wasm", "offprint-3.css", "icon-2.svg"] {
        newsroom.text(file);
    }
}

#[test]
fn pages_can_be_left_out() {
    let newsroom = filled();
    let pages = |newsroom: &Newsroom| newsroom.files().into_keys().filter(|name| name.ends_with(".html")).collect::<Vec<_>>();
    newsroom.print(&["--viewer", "viewer", "--pages", "none"]);
    assert_eq!(pages(&newsroom), ["404.html", "index.html"]);
    assert!(newsroom.text("404.html").contains("<base href=\"/\">") && newsroom.text("404.html").contains("id=\"too-old\""));
    newsroom.print(&["--viewer", "viewer", "--pages", "articles"]);
    assert_eq!(
        pages(&newsroom),
        ["404.html", "articles/one/index.html", "articles/three/index.html", "articles/two/index.html", "index.html"]
    );
    let said = newsroom.print(&[]);
    assert!(String::from_utf8_lossy(&said.stdout).contains("pages are printed without scripts"));
    let page = newsroom.text("articles/one/index.html");
    assert!(page.contains("href=\"offprint.css\"") && !page.contains("id=\"printed\"") && !page.contains("<script src"));
    let wrong = newsroom.run(&["build", "content", "--out", "out", "--viewer", "content"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("--viewer names the folder that `cargo xtask dist` fills"));
    assert_eq!(newsroom.run(&["build", "content", "--out", "out", "--base", "p"]).status.code(), Some(2));
}

#[test]
fn without_a_public_address_the_press_says_what_is_left_out() {
    let newsroom = Newsroom::new().article("one", json!({}));
    let said = newsroom.print(&[]);
    assert!(String::from_utf8_lossy(&said.stdout).contains("the site has no url, its public address: left out are feed.xml"));
    assert!(!newsroom.text("articles/one/index.html").contains("canonical"));
    assert!(!newsroom.out().join("feed.xml").exists() && !newsroom.out().join("sitemap.xml").exists());
    let newsroom = newsroom
        .write("site.json", r#"{ "title": "P", "language": "en", "url": "a.example", "media": ["images"], "icon": "x.svg" }"#);
    let (code, said) = newsroom.check(&[]);
    assert_eq!(code, 1);
    for message in ["url: “a.example” is no public address", "media[0]: “images” is no origin", "icon: there is no file x.svg"]
    {
        assert!(said.contains(message), "{message}: {said}");
    }
}

#[test]
fn what_the_policy_forbids_is_told() {
    let newsroom = Newsroom::new().article("one", json!({ "content_html": "<p><img alt='' src='https://b.example/x.png'></p>" }));
    let (code, said) = newsroom.check(&[]);
    assert_eq!(code, 0);
    assert!(said.contains("one.json:1:") && said.contains("may not load anything from https://b.example"), "{said}");
    let site = r#"{ "title": "P", "language": "en", "media": ["https://b.example"] }"#;
    let newsroom = newsroom.write("site.json", site);
    assert_eq!(newsroom.check(&[]), (0, String::new()));
    newsroom.print(&[]);
    assert!(
        newsroom
            .text("articles/one/index.html")
            .contains("img-src 'self' https://b.example; media-src 'self' https://b.example;")
    );
}

/// 60 articles on 60 days.
fn many(newsroom: Newsroom, count: usize) -> Newsroom {
    (0..count).fold(newsroom, |newsroom, n| {
        let date = format!("2023-{:02}-{:02}T00:00:00Z", 1 + n / 28, 1 + n % 28);
        newsroom.article(&format!("a{n:03}"), json!({ "date_published": date, "_offprint": { "section": "industry" }, "content_html": format!("<p>Text {n} <a href='articles/a000/'>x</a></p>") }))
    })
}

#[test]
fn feeds_are_read_by_others_and_full_archives_stay() {
    let newsroom = many(public(), 75);
    newsroom.print(&[]);
    // The publication, its languages, its section. Each article is in one archive: that of its language.
    for (folder, entries) in [("", 27), ("en/", 75), ("sections/industry/", 27)] {
        let mut ids = Vec::new();
        let mut next = Some(format!("{folder}feed.json"));
        while let Some(name) = next {
            let text = newsroom.text(&name);
            let feed = feed_rs::parser::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(feed.feed_type, feed_rs::model::FeedType::JSON);
            ids.extend(feed.entries.iter().map(|entry| entry.id.clone()));
            let value: Value = serde_json::from_str(&text).expect("JSON");
            assert!(value["feed_url"] == format!("https://a.example/p/{name}"));
            assert!(value["items"][0]["url"].as_str().is_some_and(|url| url.starts_with("https://a.example/p/articles/")));
            assert!(text.contains("href=\\\"https://a.example/p/articles/a000/\\\""), "links are whole");
            next = value["next_url"].as_str().and_then(|url| url.strip_prefix("https://a.example/p/")).map(str::to_owned);
        }
        assert_eq!(ids, (75 - entries..75).rev().map(|n| format!("a{n:03}")).collect::<Vec<_>>(), "{folder}");

        let (mut count, mut next) = (0, Some(format!("{folder}feed.xml")));
        while let Some(name) = next {
            let text = newsroom.text(&name);
            let feed = feed_rs::parser::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(feed.feed_type, feed_rs::model::FeedType::Atom);
            assert!(
                feed.updated.is_some() && feed.entries.iter().all(|entry| entry.updated.is_some() && !entry.authors.is_empty())
            );
            assert_eq!(feed.id, format!("https://a.example/p/{folder}feed.xml"), "its parts are one feed");
            assert_eq!(text.contains("<fh:archive"), name.contains("feed/"), "{name}");
            count += feed.entries.len();
            let older = feed.links.iter().find(|link| link.rel.as_deref() == Some("prev-archive"));
            next = older.and_then(|link| link.href.strip_prefix("https://a.example/p/")).map(str::to_owned);
        }
        assert_eq!(count, entries, "{folder}");
    }
}

#[test]
fn a_new_article_changes_the_tail_of_pages_and_feeds() {
    let newsroom = many(public(), 150);
    newsroom.print(&[]);
    let before = newsroom.files();
    let newsroom = newsroom.article("new", json!({ "date_published": "2024-01-01", "_offprint": { "section": "industry" } }));
    newsroom.print(&[]);
    let after = newsroom.files();
    let stayed = |name: &str| before.get(name).is_some_and(|(bytes, _)| after[name].0 == *bytes);
    for name in
        ["archive/1/index.html", "archive/4/index.html", "sections/industry/2/index.html", "en/feed/1.json", "en/feed/5.xml"]
    {
        assert!(stayed(name), "{name}");
    }
    for name in ["index.html", "archive/7/index.html", "feed.json", "feed.xml", "sitemap.xml", "articles/a149/index.html"] {
        assert!(!stayed(name), "{name}");
    }
    // Step by step or at once, every byte is the same.
    let at_once = many(public(), 150);
    let at_once = at_once.article("new", json!({ "date_published": "2024-01-01", "_offprint": { "section": "industry" } }));
    at_once.print(&[]);
    let at_once = at_once.files();
    assert!(at_once.keys().eq(after.keys()));
    for (name, (bytes, _)) in &at_once {
        assert!(after[name].0 == *bytes, "{name}");
    }
}

/// A change of each kind of thing that a file is rendered from: what is kept of the build before must not show.
#[test]
fn after_every_change_the_edition_is_that_of_a_first_build() {
    const SITE: &str = r#"{ "title": "Paper", "language": "en", "timezone": "UTC", "url": "https://a.example/", "sections": [{ "id": "industry", "title": "Industry" }] }"#;
    let in_industry = |fields: Value| {
        let mut fields = fields;
        fields["_offprint"]["section"] = "industry".into();
        fields
    };
    let text = "<p>Text[1] <a href='articles/a01/'>one</a> <a href='#x'>x</a></p><h2 id='x'>X</h2><img src='p.svg' alt='P'>";
    let mut newsroom = Newsroom::new().write("site.json", SITE).write("p.svg", SVG);
    for n in 0..30 {
        let date = format!("2023-07-{:02}", n + 1);
        // Copies would not be recommended.
        let words: String = (0..40).map(|word| format!("word{}n{n} ferry{word} ", word % 30)).collect();
        let fields = json!({ "date_published": date, "tags": ["Ferries"], "content_html": format!("<p>{words}</p>") });
        newsroom = newsroom.article(&format!("a{n:02}"), in_industry(fields));
    }
    newsroom = newsroom.article("a05", in_industry(json!({ "date_published": "2023-07-06", "content_html": text })));
    type Change<'a> = (&'a str, &'a [&'a str], Box<dyn Fn(Newsroom) -> Newsroom + 'a>);
    let changes: Vec<Change<'_>> = vec![
        ("nothing", &[], Box::new(|newsroom| newsroom)),
        (
            "a headline",
            &[],
            Box::new(|newsroom| {
                newsroom
                    .article("a01", in_industry(json!({ "title": "New", "date_published": "2023-07-02", "tags": ["Ferries"] })))
            }),
        ),
        ("a picture", &[], Box::new(|newsroom| newsroom.write("p.svg", &SVG.replace("16", "32")))),
        ("an author", &[], Box::new(|newsroom| newsroom.write("authors/lin.md", "---\nname: Lin\n---\nWrites.\n"))),
        (
            "a credit",
            &[],
            Box::new(|newsroom| {
                let credits = json!({ "credits": [{ "role": "author", "name": "Lin" }] });
                newsroom.article("a09", in_industry(json!({ "date_published": "2023-07-10", "_offprint": credits })))
            }),
        ),
        ("a page", &[], Box::new(|newsroom| newsroom.write("pages/about.md", "---\ntitle: About\n---\nUs.\n"))),
        ("a label", &[], Box::new(|newsroom| newsroom.write("locales/en.json", "{ \"archive\": \"All of them\" }"))),
        ("the site", &[], Box::new(|newsroom| newsroom.write("site.json", &SITE.replace("Paper", "Gazette")))),
        (
            "a removed article",
            &[],
            Box::new(|newsroom| {
                fs::remove_file(newsroom.content().join("a01.json")).expect("an article");
                newsroom
            }),
        ),
        ("the path", &["--base", "/p/"], Box::new(|newsroom| newsroom)),
        ("fewer pages", &["--pages", "articles"], Box::new(|newsroom| newsroom)),
        ("copies", &["--precompress"], Box::new(|newsroom| newsroom)),
    ];
    for (what, options, change) in changes {
        newsroom = change(newsroom);
        newsroom.print(options);
        let aside = newsroom.folder.path().join("aside");
        fs::rename(newsroom.cache(), &aside).expect("a cache");
        let first = newsroom.run(&[&["build", "content", "--out", "first"], options].concat());
        assert!(first.status.success(), "{what}");
        fs::remove_dir_all(newsroom.cache()).expect("a cache");
        fs::rename(&aside, newsroom.cache()).expect("a cache");
        let mut first = BTreeMap::new();
        collect(&newsroom.folder.path().join("first"), &newsroom.folder.path().join("first"), &mut first);
        let now = newsroom.files();
        assert!(now.keys().eq(first.keys()), "{what}");
        for (name, (bytes, _)) in first {
            assert!(now[&name].0 == bytes, "{what}: {name}");
        }
        fs::remove_dir_all(newsroom.folder.path().join("first")).expect("an edition");
    }
}

#[test]
fn the_sitemap_names_every_page_once() {
    let newsroom = filled();
    newsroom.print(&[]);
    let text = newsroom.text("sitemap.xml");
    let sitemap = roxmltree::Document::parse(&text).expect("XML");
    let mut found: Vec<&str> = sitemap
        .descendants()
        .filter(|node| node.tag_name().name() == "loc" && node.parent().is_some_and(|parent| parent.tag_name().name() == "url"))
        .filter_map(|node| node.text())
        .collect();
    found.sort_unstable();
    let pages = newsroom.files().into_keys().filter(|name| name.ends_with("/index.html") || name == "index.html");
    // An empty section is not in the sitemap.
    let pages = pages.filter(|name| name != "zh-Hans/sections/industry/index.html" && !name.ends_with("search/index.html"));
    let mut expected: Vec<String> =
        pages.map(|name| format!("https://a.example/p/{}", name.trim_end_matches("index.html"))).collect();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert!(text.contains("<image:loc>https://a.example/p/media/content.svg</image:loc>"));
    assert!(text.contains("<lastmod>2023-07-20T09:00:00+08:00</lastmod>"));
    assert_eq!(newsroom.text("robots.txt"), "User-agent: *\nAllow: /\n\nSitemap: https://a.example/p/sitemap.xml\n");
    let manifest = newsroom.json("manifest.webmanifest");
    assert_eq!((&manifest["name"], &manifest["start_url"]), (&json!("Paper"), &json!("./")));
}

#[test]
fn smaller_copies_follow_their_files() {
    let newsroom = filled();
    newsroom.print(&["--viewer", "viewer", "--precompress"]);
    let first = newsroom.files();
    for name in ["index.html.br", "articles/one.json.gz", "viewer-4_bg.wasm.br", "feed.xml.br"] {
        assert!(first.contains_key(name), "{name}");
    }
    newsroom.print(&["--viewer", "viewer", "--precompress"]);
    assert_eq!(newsroom.files(), first, "nothing is written again");
    let newsroom = newsroom.article("three", json!({ "title": "Three changed", "date_published": "2023-07-19" }));
    newsroom.print(&["--viewer", "viewer", "--precompress"]);
    let second = newsroom.files();
    assert_ne!(second["articles/three.json.br"].0, first["articles/three.json.br"].0);
    newsroom.print(&["--viewer", "viewer"]);
    assert!(newsroom.files().keys().all(|name| !name.ends_with(".br") && !name.ends_with(".gz")));
}

/// The pages as a whole, without the data for the viewer. `INSTA_UPDATE=always cargo test -p offprint` writes the snapshots again.
#[test]
fn pages_are_as_they_were() {
    let newsroom = filled();
    newsroom.print(&["--viewer", "viewer"]);
    for (name, file) in [
        ("front", "index.html"),
        ("article", "articles/one/index.html"),
        ("list", "zh-Hans/sections/industry/index.html"),
        ("list_page", "archive/1/index.html"),
        ("search", "search/index.html"),
        ("not_found", "404.html"),
    ] {
        let page = newsroom.text(file);
        let data = page.find("<script type=\"application/json\"").expect("data for the viewer");
        // One element a line.
        insta::assert_snapshot!(format!("page_{name}"), page[..data].replace("><", ">\n<"));
    }
    insta::assert_snapshot!("feed_xml", newsroom.text("feed.xml"));
    insta::assert_snapshot!("sitemap_xml", newsroom.text("sitemap.xml"));
}
