//! Sections, tags, authors, series, and pages outside of the lists.

use super::*;

const SITE: &str = r#"{
  "title": "Paper", "language": "en", "languages": ["en", "zh-Hans"], "timezone": "UTC", "url": "https://p.example/",
  "sections": [{ "id": "industry", "title": "Industry" }], "nav": ["about"], "footer": ["about", "imprint"],
  "taxonomies": [
    { "id": "series", "title": { "en": "Series", "zh-Hans": "系列" }, "ordered": true, "feeds": true },
    { "id": "places", "title": "Places", "field": "place" },
    { "id": "moods", "title": "Moods", "pages": false }
  ]
}"#;

/// A newsroom with two authors, a series of three parts in English and one in Chinese, and pages in both languages.
fn newsroom() -> Newsroom {
    Newsroom::new()
        .write("site.json", SITE)
        .write("lin.svg", SVG)
        .write("authors/lin.md", "---\nname: Lin Yao\navatar: ../lin.svg\nurl: https://lin.example/\n---\nWrites about **ports**. See [us](../pages/about.md#who).\n")
        .write("authors/lin.zh.md", "---\nname: 林瑶\n---\n写港口。\n")
        .write("authors/ed.md", "---\nname: Ed\n---\n")
        .write("one.md", "---\nid: one\ntitle: One\ndate: 2026-03-01\nseries: The harbour\nplace: [Port, Quay 7]\nmoods: calm\ncredits: [{ role: author, name: Lin Yao }, { role: editor, name: ed }]\n---\nBy [Lin](authors/lin.md). [About](/about/#who), [old](/contact-us/), [series](/series/the-harbour/), [nobody](/authors/nobody/) [page](/archive/1/) [no page](/archive/2/) [no part](/series/the-harbour/2/)\n")
        .write("two.md", "---\nid: two\ntitle: Two\ndate: 2026-03-02\nseries: the Harbour\ncredits: [{ role: author, name: Somebody, author: lin }]\n---\nText.\n")
        .write("three.json", r#"{ "id": "three", "title": "Three", "date_published": "2026-03-03", "content_text": "Text.", "authors": [{ "name": "LIN YAO" }], "_offprint": { "series": ["The harbour"], "place": 7 } }"#)
        .write("four.md", "---\nid: four\ntitle: 四\nlanguage: zh-Hans\ndate: 2026-03-04\nseries: 海港\ncredits: [{ role: author, name: 林瑶 }, { role: author, name: Else, url: https://else.example/ }]\n---\n文字。\n")
        .write("pages/about.md", "---\ntitle: About us\nsummary: Who we are.\naliases: [/contact-us/]\ndate_modified: 2026-03-05\n---\n## Who\n\nWe are [Ed](../authors/ed.md) and others.\n")
        .write("pages/about.zh-CN.md", "---\ntitle: 关于我们\n---\n我们。\n")
        .write("pages/imprint.md", "---\ntitle: Imprint\n---\nText.\n")
        .write("pages/later.md", "---\ntitle: Later\ndraft: true\n---\nText.\n")
}

fn text(newsroom: &Newsroom, file: &str) -> String {
    fs::read_to_string(newsroom.out().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn build(newsroom: &Newsroom) -> String {
    let output = newsroom.build();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

fn ids(list: &Value) -> Vec<&str> {
    list["summaries"].as_array().into_iter().flatten().filter_map(|summary| summary["id"].as_str()).collect()
}

#[test]
fn an_author_has_a_page_in_every_language_with_all_that_credits_the_author() {
    let newsroom = newsroom();
    build(&newsroom);
    let head = newsroom.json("lists/en/authors/lin/head.json");
    assert_eq!(ids(&head), ["three", "two", "one"]);
    assert_eq!(head["title"], "Lin Yao");
    assert_eq!(
        head["profile"]["picture"],
        json!({ "url": "media/lin.svg", "alt": "Lin Yao", "size": [16, 9], "shared": [1120, 630] })
    );
    assert_eq!(
        head["profile"]["content_html"],
        "<p>Writes about <strong>ports</strong>. See <a href=\"about/#text-who\">us</a>.</p>"
    );
    let chinese = newsroom.json("lists/zh-Hans/authors/lin/head.json");
    assert_eq!((ids(&chinese), &chinese["title"]), (vec!["four"], &json!("林瑶")));
    assert_eq!(ids(&newsroom.json("lists/en/authors/ed/head.json")), ["one"]);
    let page = text(&newsroom, "authors/lin/index.html");
    for expected in [
        "<h1 tabindex=\"-1\">Lin Yao</h1>",
        "<img src=\"media/lin.svg\" alt=\"Lin Yao\" width=\"16\" height=\"9\"",
        "<a rel=\"me\" href=\"https://lin.example/\"><bdi>lin.example</bdi></a>",
        "<meta property=\"og:type\" content=\"profile\">",
        "<meta name=\"description\" content=\"Writes about ports. See us.\">",
        "hreflang=\"zh-Hans\" href=\"https://p.example/zh-Hans/authors/lin/\"",
        "title=\"Lin Yao – Paper\" href=\"authors/lin/feed.json\"",
        r#""mainEntity":{"@type":"Person","description":"Writes about ports. See us.","image":"https://p.example/media/lin.svg","name":"Lin Yao","sameAs":"https://lin.example/","url":"https://p.example/authors/lin/"}"#,
    ] {
        assert!(page.contains(expected), "{expected} is not in {page}");
    }
    let feed = newsroom.json("authors/lin/feed.json");
    assert_eq!(feed["items"].as_array().map(Vec::len), Some(3));
    assert_eq!(feed["items"][0]["authors"], json!([{ "name": "LIN YAO", "url": "https://p.example/authors/lin/" }]));
}

#[test]
fn credits_of_known_authors_link_to_them() {
    let newsroom = newsroom();
    build(&newsroom);
    let credits = |id: &str| newsroom.json(&format!("articles/{id}.json"))["_offprint"]["credits"].clone();
    assert_eq!(
        credits("one"),
        json!([{ "role": "author", "name": "Lin Yao", "url": "authors/lin/" }, { "role": "editor", "name": "Ed", "url": "authors/ed/" }])
    );
    assert_eq!(credits("two"), json!([{ "role": "author", "name": "Somebody", "url": "authors/lin/" }]));
    assert_eq!(credits("three")[0]["url"], "authors/lin/");
    // In the language of the article; an address that was written stays.
    assert_eq!(credits("four")[0]["url"], "zh-Hans/authors/lin/");
    assert_eq!(credits("four")[1]["url"], "https://else.example/");
    let page = text(&newsroom, "articles/one/index.html");
    assert!(page.contains("<a rel=\"author\" href=\"authors/lin/\"><bdi>Lin Yao</bdi></a>"), "{page}");
    assert!(page.contains("<a href=\"authors/ed/\"><bdi>Ed</bdi></a>"), "{page}");
    assert!(page.contains(r#""author":[{"@type":"Person","name":"Lin Yao","url":"https://p.example/authors/lin/"}]"#), "{page}");
}

#[test]
fn a_series_counts_its_parts_and_a_taxonomy_without_pages_has_none() {
    let newsroom = newsroom();
    build(&newsroom);
    let terms = |id: &str| newsroom.json(&format!("articles/{id}.json"))["_offprint"]["terms"].clone();
    assert_eq!(
        terms("one"),
        json!([
            { "taxonomy": "series", "id": "the-harbour", "title": "The harbour", "part": [1, 3] },
            { "taxonomy": "places", "id": "port", "title": "Port" },
            { "taxonomy": "places", "id": "quay-7", "title": "Quay 7" },
            { "taxonomy": "moods", "id": "calm", "title": "calm" },
        ])
    );
    // One spelling, the commonest; a number is the text that was written.
    assert_eq!(terms("two")[0], json!({ "taxonomy": "series", "id": "the-harbour", "title": "The harbour", "part": [2, 3] }));
    assert_eq!(terms("three")[1], json!({ "taxonomy": "places", "id": "7", "title": "7" }));
    assert_eq!(terms("four")[0]["part"], json!([1, 1]));
    assert_eq!(ids(&newsroom.json("lists/en/series/the-harbour/head.json")), ["three", "two", "one"]);
    assert!(newsroom.out().join("series/the-harbour/feed.xml").is_file());
    assert!(newsroom.out().join("places/quay-7/index.html").is_file() && !newsroom.out().join("places/quay-7/feed.xml").exists());
    assert!(!newsroom.out().join("moods").exists() && !newsroom.out().join("lists/en/moods").exists());
    let page = text(&newsroom, "articles/one/index.html");
    for expected in [
        "<p class=\"part\"><span lang=\"en\" dir=\"ltr\" class=\"label\">Part 1 of 3</span>",
        "<a href=\"series/the-harbour/\"><bdi>The harbour</bdi></a>",
        "<dt>Places:</dt>",
        "<a href=\"places/quay-7/\"><bdi>Quay 7</bdi></a>",
        "<dt>Moods:</dt><dd><span><bdi>calm</bdi></span></dd>",
        r#""isPartOf":[{"@type":"CreativeWorkSeries","name":"The harbour","position":"1","url":"https://p.example/series/the-harbour/"}]"#,
    ] {
        assert!(page.contains(expected), "{expected} is not in {page}");
    }
    let list = text(&newsroom, "zh-Hans/series/海港/index.html");
    assert!(list.contains("<p class=\"label\">系列</p><h1 tabindex=\"-1\">海港</h1>"), "{list}");
    let site = newsroom.json("site.json");
    assert_eq!(
        site["taxonomies"],
        json!([
            { "id": "series", "title": { "en": "Series", "zh-Hans": "系列" }, "ordered": true },
            { "id": "places", "title": "Places" },
            { "id": "moods", "title": "Moods", "pages": false },
        ])
    );
}

#[test]
fn a_page_is_outside_of_lists_and_feeds_but_in_navigation_and_sitemap() {
    let newsroom = newsroom();
    let said = build(&newsroom);
    assert!(said.contains("not published: content/pages/later.md (it is a draft)"), "{said}");
    assert!(!newsroom.out().join("later").exists());
    let page = text(&newsroom, "about/index.html");
    for expected in [
        "<base href=\"../\">",
        "<title>About us – Paper</title>",
        "<meta name=\"description\" content=\"Who we are.\">",
        "<link rel=\"canonical\" href=\"https://p.example/about/\">",
        "hreflang=\"zh-Hans\" href=\"https://p.example/zh-Hans/about/\"",
        "<h2 id=\"text-who\">Who</h2>",
        "<a href=\"authors/ed/\">Ed</a>",
        "<a href=\"about/\" aria-current=\"true\">About us</a>",
        "<a href=\"zh-Hans/about/\" lang=\"zh-Hans\" hreflang=\"zh-Hans\">",
    ] {
        assert!(page.contains(expected), "{expected} is not in {page}");
    }
    assert!(!page.contains("class=\"recommended\"") && !page.contains("class=\"byline\""));
    // The imprint is written in English alone.
    let chinese = text(&newsroom, "zh-Hans/index.html");
    assert!(chinese.contains("<a href=\"zh-Hans/about/\">关于我们</a>"), "{chinese}");
    assert!(chinese.contains("<a href=\"imprint/\" lang=\"en\" dir=\"ltr\">Imprint</a>"), "{chinese}");
    let article = newsroom.json("articles/one.json")["content_html"].to_string();
    for expected in ["authors/lin/", "about/#text-who", "href=\\\"about/\\\">old", "series/the-harbour/"] {
        assert!(article.contains(expected), "{expected} is not in {article}");
    }
    assert!(said.contains("content/one.md:10:111: warning: there is no file /authors/nobody/."), "{said}");
    for gone in ["/archive/2/", "/series/the-harbour/2/"] {
        assert!(said.contains(&format!("there is no file {gone}.")), "{said}");
    }
    let sitemap = text(&newsroom, "sitemap.xml");
    assert!(sitemap.contains("<loc>https://p.example/about/</loc>\n  <lastmod>2026-03-05T00:00:00Z</lastmod>"), "{sitemap}");
    assert!(
        sitemap.contains("<loc>https://p.example/zh-Hans/about/</loc>")
            && sitemap.contains("<loc>https://p.example/authors/lin/</loc>")
    );
    assert_eq!(newsroom.json("pages/zh-Hans/about.json")["_offprint"]["translations"], json!({ "en": "about" }));
    assert!(text(&newsroom, "contact-us/index.html").contains("href=\"../about/\""));
    assert!(
        text(&newsroom, "_redirects").contains("/contact-us/ /about/ 301")
            || text(&newsroom, "_redirects").contains("/contact-us /about/ 301")
    );
    for file in newsroom.files().keys().filter(|name| name.starts_with("lists/") || name.ends_with("feed.json")) {
        assert!(!text(&newsroom, file).contains("About us"), "{file} has a page");
    }
}

#[test]
fn an_author_without_articles_in_a_language_is_shown_all_the_same() {
    let newsroom = newsroom().write("authors/none.md", "---\nname: Nobody Yet\n---\nWill write.\n");
    build(&newsroom);
    let page = text(&newsroom, "zh-Hans/authors/none/index.html");
    assert!(page.contains("<h1 tabindex=\"-1\">Nobody Yet</h1>") && page.contains("Will write."), "{page}");
    // The biography is in another language than the page.
    assert!(page.contains("<div lang=\"en\" dir=\"ltr\"><div class=\"biography\">"), "{page}");
    assert!(text(&newsroom, "sitemap.xml").contains("<loc>https://p.example/authors/none/</loc>"));
}

#[test]
fn what_is_not_published_is_not_copied_either() {
    let newsroom = newsroom()
        .write("authors/draft.md", "---\nname: D\ndraft: true\n---\nSecret.\n")
        .write("five.md", "---\nid: five\ntitle: Five\ndate: 2026-03-01\n---\n[later](pages/later.md) [d](authors/draft.md)\n");
    let said = build(&newsroom);
    for link in ["pages/later.md", "authors/draft.md"] {
        assert!(said.contains(&format!("the link {link} leads to a page that is not published")), "{said}");
    }
    assert!(!newsroom.files().keys().any(|name| name.starts_with("media/") && name.ends_with(".md")));
}

#[test]
fn feeds_of_terms_in_any_script_are_next_to_their_pages() {
    let newsroom = newsroom().write("authors/林.md", "---\nname: 林\n---\n");
    build(&newsroom);
    for folder in ["zh-Hans/series/海港", "authors/林", "zh-Hans/authors/林"] {
        for file in ["index.html", "feed.json", "feed.xml"] {
            assert!(newsroom.out().join(folder).join(file).is_file(), "{folder}/{file}");
        }
    }
    assert!(newsroom.files().keys().all(|name| !name.contains('%')));
}

#[test]
fn a_taxonomy_may_have_the_name_of_a_field_of_another_tool() {
    let site = SITE.replace(r#""id": "moods", "title": "Moods", "pages": false"#, r#""id": "category", "title": "Category""#);
    let newsroom = newsroom()
        .write("site.json", &site)
        .write("six.md", "---\nid: six\ntitle: Six\ndate: 2026-03-01\ncategory: Sport\nauthors: [ed]\n---\nText.\n");
    build(&newsroom);
    let article = newsroom.json("articles/six.json");
    assert_eq!(article["_offprint"]["terms"], json!([{ "taxonomy": "category", "id": "sport", "title": "Sport" }]));
    assert_eq!(article["authors"], json!([{ "name": "Ed", "url": "authors/ed/" }]));
    assert!(newsroom.out().join("category/sport/index.html").is_file());
}

/// What is wrong with pages, authors and taxonomies. `INSTA_UPDATE=always cargo test -p offprint` writes the snapshot again.
#[test]
fn mistakes_in_pages_authors_and_taxonomies_are_reported() {
    let site = SITE
        .replace(r#""imprint"]"#, r#""missing"]"#)
        .replace(r#""field": "place""#, r#""field": "summary""#)
        .replace(r#"{ "id": "moods""#, r#"{ "id": "search", "title": "S" }, { "id": "Über", "title": "U" }, { "id": "series" }, { "id": "sections", "ordered": true }, { "id": "moods""#);
    let (code, taxonomies) = Newsroom::new().write("site.json", &site).check(&["--verbose"]);
    assert_eq!(code, 1);
    let (_, said) = Newsroom::new()
        .write("site.json", &SITE.replace(r#""imprint"]"#, r#""missing"]"#))
        .write("pages/about.md", "---\ntitle: About\ntags: [a]\nsumary: S\n---\nText.\n")
        .write("pages/us.md", "---\nid: about\ntitle: Us\n---\nText.\n")
        .write("pages/archive.md", "---\ntitle: Archive\n---\nText.\n")
        .write("pages/fr.fr.md", "---\ntitle: Fr\nlanguage: fr\n---\nText.\n")
        .write("pages/about.fr.md", "---\ntitle: À propos\n---\nTexte.\n")
        .write("authors/lin2.md", "---\nname: Lin\nurl: /x/\n---\n")
        .write("c.md", "---\nid: c\ntitle: C\ndate: 2026-03-01\nauthors: [Lin]\n---\nText.\n")
        .write("pages/empty.md", "---\ntitle: Empty\n---\n")
        .write("authors/lin.md", "---\nname: Lin\navatar: no.png\nemail: a@b.c\n---\n[dead](x.md)\n")
        .write("authors/none.md", "---\nurl: https://a.example/\n---\n")
        .write("a.md", "---\nid: a\ntitle: A\ndate: 2026-03-01\nseries: { title: X }\nplace: [\"?\", A B, A-B, AB]\ncredits: [{ role: author, name: Lin, author: li }]\n---\nText.\n")
        .write("b.md", "---\nid: b\ntitle: B\ndate: 2026-03-01\nplace: A.B\nserie: X\naliases: [/series/x/, /about/, /places/]\n---\nText.\n")
        .check(&["--verbose"]);
    insta::assert_snapshot!(format!("{taxonomies}\n---\n{said}"));
}
