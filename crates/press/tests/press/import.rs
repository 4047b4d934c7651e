//! `offprint import`: feeds and exports become a newspaper that can be printed.

use super::*;

/// An empty desk, with the file to import.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
}

impl Desk {
    fn new(name: &str, text: &str) -> Desk {
        Desk::with(&[(name, text)])
    }

    /// With several files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Desk {
        let desk = Desk { folder: tempfile::tempdir().expect("a temporary folder") };
        for (name, text) in files {
            let path = desk.folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
            fs::write(path, text).expect("a file can be written");
        }
        desk
    }

    /// Returns a file as text.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String) {
        let output = run(self.folder.path(), arguments);
        let said = [output.stdout, output.stderr].map(|bytes| text(&bytes)).concat();
        (output.status.code().unwrap_or(-1), said)
    }

    /// Imports a file, and returns what was said.
    pub(crate) fn import(&self, name: &str) -> String {
        let (code, said) = self.run(&["import", name, "--to", "paper"]);
        assert_eq!(code, 0, "{said}");
        said
    }

    /// Prints what was imported.
    pub(crate) fn build(&self) -> String {
        let (code, said) = self.run(&["build", "paper", "--out", "out"]);
        assert_eq!(code, 0, "{said}");
        said
    }

    pub(crate) fn json(&self, name: &str) -> Value {
        let bytes = fs::read(self.folder.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        serde_json::from_slice(&bytes).expect("JSON")
    }

    pub(crate) fn files(&self) -> BTreeMap<String, (Vec<u8>, std::time::SystemTime)> {
        let mut files = BTreeMap::new();
        let paper = self.folder.path().join("paper");
        collect(&paper, &paper, &mut files);
        files
    }
}

const WORDPRESS: &str = r#"<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>The Harbour &amp; Quay</title><link>https://old.example</link><description>News of the port</description><language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login><![CDATA[ly]]></wp:author_login><wp:author_display_name><![CDATA[Lin Yao]]></wp:author_display_name></wp:author>
<item><title><![CDATA[The first ferry &#8211; on time]]></title><link>https://old.example/2019/05/first-ferry/</link><dc:creator><![CDATA[ly]]></dc:creator>
<content:encoded><![CDATA[It was on time.

[caption id="attachment_7" width="580"]<img src="https://old.example/f.jpg" alt="A ferry" /> The ferry[/caption]

<!--more-->Everybody was ]]]]><![CDATA[> surprised. [gallery ids="7"] [contact-form-7 id="3"]]]></content:encoded>
<excerpt:encoded><![CDATA[On time.]]></excerpt:encoded><wp:post_id>5</wp:post_id><wp:post_date>2019-05-04 10:00:00</wp:post_date><wp:post_date_gmt>2019-05-04 08:00:00</wp:post_date_gmt>
<wp:post_name>first-ferry</wp:post_name><wp:status>publish</wp:status><wp:post_parent>0</wp:post_parent><wp:post_type>post</wp:post_type><wp:post_password></wp:post_password>
<category domain="category" nicename="port"><![CDATA[Port]]></category><category domain="category" nicename="ships"><![CDATA[Ships &amp; boats]]></category><category domain="post_tag" nicename="ferries"><![CDATA[Ferries]]></category><category domain="category" nicename="uncategorized"><![CDATA[Uncategorized]]></category>
<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value><![CDATA[7]]></wp:meta_value></wp:postmeta></item>
<item><title>A draft</title><link>https://old.example/?p=6</link><content:encoded><![CDATA[<!-- wp:paragraph --><p>Later.</p><!-- /wp:paragraph -->]]></content:encoded><wp:post_id>6</wp:post_id><wp:post_date>2019-06-01 10:00:00</wp:post_date><wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt><wp:post_name></wp:post_name><wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Secret</title><content:encoded>For members.</content:encoded><wp:post_id>8</wp:post_id><wp:post_date_gmt>2019-06-02 10:00:00</wp:post_date_gmt><wp:post_name>secret</wp:post_name><wp:status>publish</wp:status><wp:post_password>pw</wp:post_password><wp:post_type>post</wp:post_type></item>
<item><title>Thrown away</title><content:encoded>x</content:encoded><wp:post_id>9</wp:post_id><wp:status>trash</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>About us</title><link>https://old.example/about/</link><content:encoded><![CDATA[We are three.]]></content:encoded><wp:post_id>10</wp:post_id><wp:post_date_gmt>2018-01-01 00:00:00</wp:post_date_gmt><wp:post_name>about</wp:post_name><wp:status>publish</wp:status><wp:post_type>page</wp:post_type></item>
<item><title>日本</title><link>https://old.example/2020/01/%e6%97%a5/</link><content:encoded>x</content:encoded><wp:post_id>11</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:post_name>%e6%97%a5%e6%9c%ac%e6</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>f</title><guid>https://old.example/f.jpg</guid><excerpt:encoded>The ferry</excerpt:encoded><wp:post_id>7</wp:post_id><wp:status>inherit</wp:status><wp:post_parent>5</wp:post_parent><wp:post_type>attachment</wp:post_type><wp:attachment_url>https://old.example/f.jpg
</wp:attachment_url><wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>A white ferry</wp:meta_value></wp:postmeta></item>
<item><title>Menu</title><wp:post_id>12</wp:post_id><wp:status>publish</wp:status><wp:post_type>nav_menu_item</wp:post_type></item>
</channel></rss>"#;

#[test]
fn an_export_of_wordpress_becomes_a_newspaper() {
    let desk = Desk::new("export.xml", WORDPRESS);
    let said = desk.import("export.xml");
    for line in [
        "4  articles",
        "1  pages",
        "posts with a password, now drafts (Secret)",
        "posts from the bin (Thrown away)",
        "[contact-form-7]",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let ferry = desk.json("paper/articles/2019/first-ferry.json");
    assert_eq!(ferry["title"], "The first ferry – on time");
    assert_eq!((&ferry["date_published"], &ferry["summary"]), (&json!("2019-05-04T08:00:00Z"), &json!("On time.")));
    assert_eq!((&ferry["tags"], &ferry["image"]), (&json!(["Ships & boats", "Ferries"]), &json!("https://old.example/f.jpg")));
    let own = &ferry["_offprint"];
    assert_eq!((&own["section"], &own["aliases"]), (&json!("port"), &json!(["/2019/05/first-ferry/"])));
    assert_eq!((&own["credits"][0]["name"], &own["image_alt"]), (&json!("Lin Yao"), &json!("A white ferry")));
    let html = ferry["content_html"].as_str().expect("a text");
    assert!(html.starts_with("<p>It was on time.</p>") && html.contains("Everybody was ]]> surprised."), "{html}");
    assert_eq!(html.matches("<figcaption>The ferry</figcaption>").count(), 2, "{html}");
    assert!(!html.contains("[gallery") && !html.contains("<!--"), "{html}");
    assert_eq!(desk.json("paper/articles/2019/a-draft.json")["_offprint"]["draft"], true);
    assert_eq!(desk.json("paper/articles/2020/日本.json")["id"], "日本");
    assert_eq!(desk.json("paper/authors/lin-yao.json"), json!({ "name": "Lin Yao" }));
    let site = desk.json("paper/site.json");
    assert_eq!(
        (&site["title"], &site["url"], &site["language"]),
        (&json!("The Harbour & Quay"), &json!("https://old.example/"), &json!("en-GB"))
    );
    assert_eq!(
        (&site["sections"], &site["media"]),
        (&json!([{ "id": "port", "title": "Port" }]), &json!(["https://old.example"]))
    );
    assert!(said.contains("wget --input-file paper/.offprint/pictures.txt --directory-prefix paper/pictures"), "{said}");
    let pictures = fs::read_to_string(desk.folder.path().join("paper/.offprint/pictures.txt")).expect("a list");
    assert_eq!(pictures, "https://old.example/f.jpg\n");
    let said = desk.build();
    assert!(said.contains("2 articles,"), "{said}");
    assert!(desk.folder.path().join("out/about/index.html").is_file());
    assert!(desk.folder.path().join("out/authors/lin-yao/index.html").is_file());
    assert!(desk.folder.path().join("out/2019/05/first-ferry/index.html").is_file());
}

#[test]
fn a_second_import_changes_nothing_and_keeps_what_was_edited() {
    let desk = Desk::new("export.xml", WORDPRESS);
    desk.import("export.xml");
    let before = desk.files();
    let said = desk.import("export.xml");
    assert!(said.contains("7  files that are as they were"), "{said}");
    let after = desk.files();
    assert!(before.iter().all(|(name, (bytes, _))| after[name].0 == *bytes) && before.len() == after.len());

    let path = desk.folder.path().join("paper/articles/2019/first-ferry.json");
    let edited = fs::read_to_string(&path).expect("a file").replace("On time.", "Edited.");
    fs::write(&path, &edited).expect("a file can be written");
    fs::remove_file(desk.folder.path().join("paper/articles/2019/secret.json")).expect("a file");
    fs::write(desk.folder.path().join("export.xml"), WORDPRESS.replace("We are three.", "We are four.")).expect("a file");
    let said = desk.import("export.xml");
    assert!(said.contains("files that were changed here since, and stay (articles/2019/first-ferry.json)"), "{said}");
    assert!(said.contains("files that were removed here since (articles/2019/secret.json)"), "{said}");
    assert_eq!(fs::read_to_string(&path).expect("a file"), edited);
    assert!(desk.json("paper/pages/about.json")["content_html"].as_str().is_some_and(|text| text.contains("We are four.")));
}

#[test]
fn a_json_feed_and_its_pages_become_a_newspaper() {
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "Paper", "home_page_url": "https://old.example", "language": "fr",
        "next_url": "https://old.example/feed-2.json",
        "items": [{ "id": "https://old.example/posts/un.html", "url": "https://old.example/posts/un.html", "title": "Un", "content_html": "<p>Un</p>",
            "date_published": "2020-01-01T00:00:00Z", "tags": ["a"], "authors": [{ "name": "Lin Yao" }], "_other": 1 }, { "summary": "S" }]
    });
    let desk = Desk::new("feed.json", &feed.to_string());
    let second = json!({ "version": "https://jsonfeed.org/version/1.1", "title": "Paper", "items": [{ "id": 7, "content_text": "Deux", "date_published": "2020-01-02" }] });
    fs::write(desk.folder.path().join("feed-2.json"), second.to_string()).expect("a file");
    let said = desk.import("feed.json");
    assert!(said.contains("2  articles") && said.contains("items without an id and an address"), "{said}");
    let un = desk.json("paper/articles/2020/un.json");
    assert_eq!((&un["title"], &un["_offprint"]["aliases"]), (&json!("Un"), &json!(["/posts/un.html"])));
    assert!(un.get("_other").is_none());
    assert_eq!(desk.json("paper/articles/2020/7.json")["content_text"], "Deux");
    desk.build();
}

#[test]
fn rss_and_atom_become_a_newspaper() {
    let rss = r#"<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel><title>Journal</title><link>https://old.example/</link><language>fr</language>
        <item><title>Premi&#232;re &amp;amp; suite</title><link>https://old.example/2020/premiere</link><guid isPermaLink="false">1</guid><pubDate>Wed, 01 Jan 2020 08:00:00 +0100</pubDate><description>&lt;p&gt;Texte&lt;/p&gt;</description><category>Mer</category><enclosure url="https://old.example/a.mp3" length="1" type="audio/mpeg"/></item></channel></rss>"#;
    let desk = Desk::new("feed.xml", rss);
    desk.import("feed.xml");
    let item = desk.json("paper/articles/2020/premiere.json");
    assert_eq!(
        (&item["title"], &item["content_html"], &item["tags"]),
        (&json!("Première & suite"), &json!("<p>Texte</p>"), &json!(["Mer"]))
    );
    assert_eq!(
        (&item["attachments"][0]["url"], &item["_offprint"]["aliases"][0]),
        (&json!("https://old.example/a.mp3"), &json!("/2020/premiere"))
    );
    desk.build();

    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Journal</title><id>x</id><updated>2020-01-01T00:00:00Z</updated><link href="https://old.example/"/>
        <entry><id>tag:1</id><title type="html">A &lt;b&gt;B&lt;/b&gt;</title><link href="https://old.example/a-b/"/><published>2020-02-01T00:00:00Z</published><updated>2020-03-01T00:00:00Z</updated><author><name>Lin Yao</name></author><summary>Short</summary><content type="html">&lt;p&gt;Long&lt;/p&gt;</content></entry></feed>"#;
    let desk = Desk::new("atom.xml", atom);
    desk.import("atom.xml");
    let item = desk.json("paper/articles/2020/a-b.json");
    assert_eq!(
        (&item["title"], &item["summary"], &item["content_html"]),
        (&json!("A B"), &json!("Short"), &json!("<p>Long</p>"))
    );
    assert_eq!(item["date_modified"], "2020-03-01T00:00:00+00:00");
    desk.build();
}

#[test]
fn what_cannot_be_imported_is_a_sentence_and_nothing_is_written() {
    let bomb = "<!DOCTYPE lolz [<!ENTITY a \"aaaaaaaaaa\">]><rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><wp:wxr_version>1.2</wp:wxr_version></channel></rss>";
    let cut = &WORDPRESS[..WORDPRESS.find("<wp:post_id>10").expect("a place")];
    for (name, text, message) in [
        ("empty.xml", "", "is empty"),
        ("note.txt", "Hello", "is neither a feed nor an export"),
        ("data.json", "{\"a\": 1}", "is no JSON Feed: it has no items"),
        ("broken.json", "{\"items\": [", "is not JSON"),
        ("ghost.json", "{\"db\": [{\"data\": {\"posts\": []}}]}", "export of Ghost without a post"),
        ("page.html", "<!doctype html><p>a</p>", "no feed that can be read"),
        ("bomb.xml", bomb, "has no document type"),
        ("cut.xml", cut, "ends in the middle"),
        ("wrong.xml", &WORDPRESS.replace("</wp:author>", "</wp:autor>"), "not well-formed XML"),
        ("code.xml", "<?xml version='1.0' encoding='klingon'?><rss/>", "is in the encoding “klingon”"),
    ] {
        let desk = Desk::new(name, text);
        let (code, said) = desk.run(&["import", name, "--to", "paper"]);
        assert_eq!(code, 1, "{name}: {said}");
        assert!(said.contains(message) && said.lines().count() == 1, "{name}: {said}");
        assert!(!desk.folder.path().join("paper").exists(), "{name}");
    }
    let desk = Desk::new("a.json", "{}");
    assert_eq!(desk.run(&["import", "none.xml", "--to", "paper"]).0, 2);
    assert_eq!(desk.run(&["import", "a.json", "--to", "a.json"]).0, 2);
}

#[test]
fn what_lacks_a_date_or_a_text_becomes_a_draft() {
    let items = json!([{ "id": "a", "title": "A", "content_text": "x" }, { "id": "b", "title": "B", "date_published": "2020-01-01" },
        { "id": "c", "title": "C", "content_text": "x", "date_published": "the other day" }, { "id": "d", "title": "D", "content_text": "x", "date_published": "2020-01-01" }]);
    let desk =
        Desk::new("feed.json", &json!({ "version": "https://jsonfeed.org/version/1", "title": "T", "items": items }).to_string());
    let said = desk.import("feed.json");
    assert!(said.contains("2  articles without a date that can be read, now drafts (A, C)"), "{said}");
    assert!(said.contains("1  items without a text, now drafts (B)"), "{said}");
    assert!(desk.build().contains("1 article,"));
}

#[test]
fn names_of_files_stay_inside_of_the_newspaper() {
    let items: Vec<Value> = ["../../../etc/passwd", "..", "/", "C:\\x", "a/../../b", "CON", "\u{202E}x"]
        .iter()
        .map(|id| json!({ "id": id, "title": id, "content_text": "x", "date_published": "../../2020" }))
        .collect();
    let desk =
        Desk::new("feed.json", &json!({ "version": "https://jsonfeed.org/version/1", "title": "T", "items": items }).to_string());
    desk.import("feed.json");
    let outside: Vec<_> = fs::read_dir(desk.folder.path()).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(outside.len(), 2, "{outside:?}");
    assert!(
        desk.files()
            .keys()
            .all(|name| name.starts_with("articles/undated/") || name.starts_with("site.") || name.starts_with(".offprint/"))
    );
}

/// An export of WordPress with these items.
fn wordpress(items: &str) -> String {
    let (start, end) = (WORDPRESS.find("<item>").expect("an item"), WORDPRESS.rfind("</channel>").expect("an end"));
    format!("{}{items}{}", &WORDPRESS[..start], &WORDPRESS[end..])
}

fn post(name: &str, more: &str, text: &str) -> String {
    format!(
        "<item><title>{name}</title><content:encoded><![CDATA[{text}]]></content:encoded><wp:post_id>1</wp:post_id><wp:post_name>{name}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>{more}</item>"
    )
}

const DATED: &str = "<wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt>";

#[test]
fn exports_in_several_files_add_up() {
    let section = |name: &str| format!("{DATED}<category domain=\"category\" nicename=\"{name}\">{name}</category>");
    let desk = Desk::with(&[
        ("1.xml", &wordpress(&post("a", &section("port"), "x"))),
        ("2.xml", &wordpress(&post("b", &section("ships"), "y"))),
    ]);
    desk.import("1.xml");
    let said = desk.import("2.xml");
    assert!(said.contains("files that the source has no more: remove them if they should go (articles/2020/a.json)"), "{said}");
    let sections = desk.json("paper/site.json")["sections"].to_string();
    assert!(sections.contains("port") && sections.contains("ships"), "{sections}");
    assert!(desk.build().contains("2 articles,"));
}

#[test]
fn a_draft_that_was_published_since_keeps_its_file() {
    let draft = post("a", "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>", "x").replace("publish", "draft");
    let desk = Desk::new("export.xml", &wordpress(&draft));
    desk.import("export.xml");
    fs::write(desk.folder.path().join("export.xml"), wordpress(&post("a", DATED, "x"))).expect("a file can be written");
    desk.import("export.xml");
    assert!(desk.build().contains("1 article,"));
    assert_eq!(desk.json("paper/articles/undated/a.json")["date_published"], "2020-01-01T00:00:00Z");
}

#[test]
fn another_source_overwrites_nothing() {
    let feed = json!({ "version": "https://jsonfeed.org/version/1.1", "title": "Other", "items": [{ "id": "a", "content_text": "mine", "date_published": "2020-01-01" }] });
    let desk = Desk::with(&[("feed.json", &feed.to_string()), ("export.xml", &wordpress(&post("a", DATED, "x")))]);
    desk.import("feed.json");
    let said = desk.import("export.xml");
    assert!(said.contains("files with a name that is taken here, which stay (articles/2020/a.json)"), "{said}");
    assert_eq!(desk.json("paper/articles/2020/a.json")["content_text"], "mine");
    // A page of the editor stays, too.
    fs::create_dir_all(desk.folder.path().join("paper/pages")).expect("a folder can be made");
    fs::write(desk.folder.path().join("paper/pages/about.md"), "---\ntitle: About\n---\nOurs.\n").expect("a file can be written");
    let page = post("about", "", "theirs").replace("<wp:post_type>post", "<wp:post_type>page");
    fs::write(desk.folder.path().join("export.xml"), wordpress(&page)).expect("a file can be written");
    let said = desk.import("export.xml");
    assert!(said.contains("texts with an id that another file has, which stays (pages/about.md)"), "{said}");
    desk.build();
}

#[test]
fn documents_footnotes_code_and_embeds_of_wordpress_are_taken_over() {
    let notes = "<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value><![CDATA[[{\"content\":\"The note\",\"id\":\"n1\"}]]]></wp:meta_value></wp:postmeta>";
    let text = "<a href=\"https://old.example/wp-content/uploads/2020/d.pdf\">D</a> [code language=\"c\"]\nif (a < b)\n\n  c();\n[/code]\n\n<figure class=\"wp-block-embed\"><div class=\"wp-block-embed__wrapper\">\nhttps://video.example/1\n</div></figure>";
    let desk = Desk::with(&[
        ("export.xml", &wordpress(&post("a", &format!("{DATED}{notes}"), text))),
        ("wp-content/uploads/2020/d.pdf", "%PDF-1.4"),
    ]);
    desk.import("export.xml");
    let html = desk.json("paper/articles/2020/a.json")["content_html"].as_str().expect("a text").to_owned();
    for part in [
        "href=\"/pictures/wp-content/uploads/2020/d.pdf\"",
        "<pre><code class=\"language-c\">if (a &lt; b)\n\n  c();</code></pre>",
        "<a href=\"https://video.example/1\">https://video.example/1</a>",
        "<section class=\"footnotes\"><ol><li id=\"n1\">The note ",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    desk.build();
}
