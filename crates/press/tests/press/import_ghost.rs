//! `offprint import` of an export of Ghost.

use super::{import::Desk, *};

fn export() -> Value {
    let lexical = |children: Value| json!({ "root": { "children": children } }).to_string();
    let paragraph =
        |text: &str| json!({ "type": "paragraph", "children": [{ "type": "extended-text", "text": text, "format": 0 }] });
    let image = json!({ "type": "image", "src": "__GHOST_URL__/content/images/2023/05/a.svg", "alt": "A ferry", "caption": "The <b>ferry</b>" });
    let remote = json!({ "type": "bookmark", "url": "https://x.example/", "metadata": { "title": "X & Y", "description": "d" } });
    let mobiledoc = json!({ "version": "0.3.1", "atoms": [], "cards": [["markdown", { "markdown": "Some *Markdown*" }]], "markups": [], "sections": [[10, 0], [1, "p", [[0, [], 0, "End"]]]] });
    let old = json!({ "version": "0.3.1", "atoms": [], "cards": [["card-markdown", { "markdown": "Only *Markdown*" }]], "markups": [], "sections": [[10, 0]] });
    json!({ "db": [{ "meta": { "version": "5.80.0" }, "data": {
        "posts": [
            { "id": "p1", "title": "The first ferry", "slug": "first-ferry", "lexical": lexical(json!([paragraph("It was on time."), image, remote, { "type": "quux" }, { "type": "paywall" }, paragraph("For members")])),
              "feature_image": "__GHOST_URL__/content/images/2023/05/a.svg", "type": "post", "status": "published", "visibility": "public",
              "published_at": "2023-05-04T08:00:00.000Z", "updated_at": "2023-05-05T08:00:00.000Z", "custom_excerpt": "On time." },
            { "id": "p2", "title": "For members", "slug": "members", "mobiledoc": mobiledoc.to_string(), "type": "post", "status": "published", "visibility": "paid", "published_at": "2023-05-06T08:00:00.000Z" },
            { "id": "p3", "title": "A draft", "slug": "draft", "html": "<!--kg-card-begin: html--><p>Draft</p><!--kg-card-end: html-->", "status": "draft", "updated_at": "2023-05-06 08:00:00" },
            { "id": "p4", "title": "Old", "slug": "old", "mobiledoc": old.to_string(), "status": "published", "published_at": 1_600_000_000_000_u64, "author_id": 1 },
            { "id": "p5", "title": "About us", "slug": "about", "html": "<p>We are three.</p>", "type": "page", "status": "published", "published_at": "2020-01-01T00:00:00.000Z" },
            { "id": "p6", "title": "Mail", "slug": "mail", "html": "<p>x</p>", "status": "sent", "published_at": "2020-01-01T00:00:00.000Z" }
        ],
        "users": [{ "id": "u1", "name": "Lin Yao", "slug": "lin", "email": "lin@x.example", "password": "$2a$secret", "bio": "Writes.", "website": "https://lin.example" }, { "id": 1, "name": "Ann", "slug": "ann" }],
        "posts_authors": [{ "post_id": "p1", "author_id": "u1", "sort_order": 0 }],
        "tags": [{ "id": "t1", "name": "Port", "slug": "port", "visibility": "public" }, { "id": "t2", "name": "#zh", "slug": "hash-zh", "visibility": "internal" }, { "id": "t3", "name": "Ships & boats", "slug": "ships" }],
        "posts_tags": [{ "post_id": "p1", "tag_id": "t3", "sort_order": 2 }, { "post_id": "p1", "tag_id": "t2", "sort_order": 0 }, { "post_id": "p1", "tag_id": "t1", "sort_order": 1 }],
        "posts_meta": [{ "post_id": "p1", "feature_image_alt": "A white ferry" }],
        "settings": [{ "key": "title", "value": "The harbour" }, { "key": "timezone", "value": "Europe/Berlin" }, { "key": "locale", "value": "en" }]
    } }] })
}

#[test]
fn an_export_of_ghost_becomes_a_newspaper_with_the_pictures_next_to_it() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"></svg>";
    let desk = Desk::with(&[("ghost.json", &export().to_string()), ("content/images/2023/05/a.svg", svg)]);
    let said = desk.import("ghost.json");
    for line in [
        "5  articles",
        "1  pages",
        "2  authors",
        "posts for members, now drafts (For members)",
        "newsletters, now drafts (Mail)",
        "cards “quux”, which are not known",
        "what is behind a paywall (first-ferry)",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let ferry = desk.json("paper/articles/2023/first-ferry.json");
    assert_eq!(
        ferry["content_html"],
        "<p>It was on time.</p>\n<figure><img src=\"/pictures/content/images/2023/05/a.svg\" alt=\"A ferry\"><figcaption>The <b>ferry</b></figcaption></figure>\n<p><a href=\"https://x.example/\">X &amp; Y</a>: d</p>\n"
    );
    assert_eq!(
        (&ferry["image"], &ferry["tags"], &ferry["summary"]),
        (&json!("/pictures/content/images/2023/05/a.svg"), &json!(["Ships & boats"]), &json!("On time."))
    );
    let own = &ferry["_offprint"];
    assert_eq!(
        (&own["section"], &own["image_alt"], &own["aliases"]),
        (&json!("port"), &json!("A white ferry"), &json!(["/first-ferry/"]))
    );
    assert_eq!(own["credits"], json!([{ "role": "author", "name": "Lin Yao" }]));
    let old = desk.read("paper/articles/2020/old.md");
    assert!(old.contains("Only *Markdown*") && old.contains("name: Ann"), "{old}");
    assert_eq!(desk.json("paper/articles/undated/draft.json")["content_html"], "<p>Draft</p>");
    assert_eq!(desk.json("paper/site.json")["timezone"], "Europe/Berlin");
    let all: String = desk.files().values().map(|(bytes, _)| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(!all.contains("$2a$secret") && !all.contains("lin@x.example") && !all.contains("GHOST_URL"));
    let said = desk.build();
    assert!(said.contains("2 articles,"), "{said}");
    assert!(desk.folder.path().join("out/first-ferry/index.html").is_file());
}

#[test]
fn an_old_export_without_its_frame_is_read_too() {
    let posts = json!([{ "id": 1, "title": "A", "slug": "a", "markdown": "*a*", "status": "published", "page": 0, "published_at": 1_500_000_000_000_u64 }]);
    let desk = Desk::with(&[(
        "ghost.json",
        &json!({ "meta": { "version": "003" }, "data": { "posts": posts, "tags": null } }).to_string(),
    )]);
    desk.import("ghost.json");
    assert!(desk.read("paper/articles/2017/a.md").contains("*a*"));
    desk.build();
}
