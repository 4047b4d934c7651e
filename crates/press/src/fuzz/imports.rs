//! Imports sources that are broken in all kinds of ways: each is read or refused with a sentence, nothing is written outside of the
//! newspaper, and what was imported can be printed.

use std::fs;

use proptest::prelude::*;

use super::{fuzz_with, pieces, print_folder};
use crate::{import, report};

const WORDPRESS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The harbour</title><link>https://old.example</link><language>en</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login>ly</wp:author_login><wp:author_display_name>Lin Yao</wp:author_display_name></wp:author>
<item><title>First ferry</title><link>https://old.example/2019/05/ferry/</link><dc:creator>ly</dc:creator><content:encoded><![CDATA[On time.

[caption id="a" width="5"]<img src="https://old.example/f.jpg" alt="x" /> The ferry[/caption]<!--more--> [gallery ids="7"] [audio mp3="a.mp3"] [code language="c"]x[/code]]]></content:encoded><excerpt:encoded>On time.</excerpt:encoded><wp:post_id>5</wp:post_id><wp:post_date_gmt>2019-05-04 08:00:00</wp:post_date_gmt><wp:post_name>ferry</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><category domain="category" nicename="port">Port</category><wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>7</wp:meta_value></wp:postmeta></item>
<item><title>f</title><wp:post_id>7</wp:post_id><wp:post_type>attachment</wp:post_type><wp:attachment_url>https://old.example/f.jpg</wp:attachment_url></item></channel></rss>"#;

const RSS: &str = r#"<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel><title>Journal</title><link>https://old.example/</link><item><title>Un &amp; deux</title><link>https://old.example/2020/un</link><guid>1</guid><pubDate>Wed, 01 Jan 2020 08:00:00 +0100</pubDate><description>&lt;p&gt;Texte&lt;/p&gt;</description><category>Mer</category><enclosure url="https://old.example/a.mp3" length="1" type="audio/mpeg"/></item></channel></rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Journal</title><id>x</id><updated>2020-01-01T00:00:00Z</updated><entry><id>tag:1</id><title type="html">A &lt;b&gt;B&lt;/b&gt;</title><link href="https://old.example/a-b/"/><published>2020-02-01T00:00:00Z</published><author><name>Lin</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Long</p></div></content></entry></feed>"#;

const JSON_FEED: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Paper", "home_page_url": "https://old.example", "language": "fr", "next_url": "feed-2.json", "items": [{"id": "1", "url": "https://old.example/posts/un.html", "title": "Un", "content_html": "<p>Un</p>", "date_published": "2020-01-01T00:00:00Z", "tags": ["a"], "authors": [{"name": "Lin"}], "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg"}], "image": "a.png"}, {"id": 7, "content_text": "Deux", "date_published": "2020-01-02"}]}"#;

const GHOST: &str = r#"{"db": [{"data": {"posts": [{"id": "p1", "title": "Ferry", "slug": "ferry", "lexical": "{\"root\": {\"children\": [{\"type\": \"paragraph\", \"children\": [{\"type\": \"text\", \"text\": \"On time\", \"format\": 3}]}, {\"type\": \"image\", \"src\": \"__GHOST_URL__/a.jpg\", \"alt\": \"x\"}, {\"type\": \"list\", \"children\": [{\"type\": \"listitem\", \"children\": []}]}]}}", "status": "published", "published_at": "2023-05-04T08:00:00.000Z"}, {"id": 2, "title": "B", "slug": "b", "mobiledoc": "{\"cards\": [[\"hr\", {}]], \"markups\": [[\"a\", [\"href\", \"x\"]]], \"atoms\": [[\"soft-return\", \"\", {}]], \"sections\": [[1, \"p\", [[0, [0], 1, \"x\"], [1, [], 0, 0]]], [10, 0], [3, \"ul\", [[[0, [], 0, \"y\"]]]]]}", "status": "draft"}], "tags": [{"id": "t", "name": "Port", "slug": "port"}], "posts_tags": [{"post_id": "p1", "tag_id": "t", "sort_order": 0}], "settings": [{"key": "title", "value": "Harbour"}]}}]}"#;

const HUGO: &str = "---\ntitle: \"The first ferry\"\ndate: 2019-05-04T10:00:00+02:00\ntags: [ferries]\naliases: [/ferry/, first]\ncover: { image: a.png }\n---\n\n{{< youtube id=\"abc\" >}} {{< figure src=\"/a.svg\" caption=\"A *ferry*\" >}} [x]({{< ref \"b\" >}})\n\n{{% notice %}}mind{{% /notice %}} {{< highlight go >}}x{{< /highlight >}}\n\n> [!NOTE]\n> A note\n\n## Results {#results .wide}\n\n- [ ] task\n";

const JEKYLL: &str = "---\nlayout: post\ntitle: The first ferry\ndate: 2019-05-04 10:00:00 +0800\ncategories: port ships\npermalink: /x/:y\n---\n\n[n]({% post_url 2019-05-04-a %}) {{ '/a.svg' | relative_url }} {% raw %}{{ x }}{% endraw %}\n{: .wide}\n\n* Contents\n{:toc}\n\n{% highlight ruby %}\nputs 1\n{% endhighlight %}\n{% include figure.html src=\"a.png\" caption=\"x\" %}\n";

const ZOLA: &str = "+++\ntitle = \"The first ferry\"\ndate = 2019-05-04\naliases = [\"old\"]\n[taxonomies]\ntags = [\"a\"]\n[extra]\nauthor = \"Lin\"\n+++\n\n[t](@/blog/a.md#end) {{ youtube(id=\"abc\") }} {% quote(author=\"L\") %}\nMind\n{% end %}\n";

const ELEVENTY: &str = "---json\n{ \"title\": \"Ferry\", \"tags\": [\"posts\", \"a\"], \"date\": \"2019-05-04\", \"permalink\": \"/a/index.html\" }\n---\n{{ title }} {% image './a.png', 'A boat' %} ![x](a%20b.png)\n";

const DOCUSAURUS: &str = "---\nslug: /start\nauthors: [{ name: Lin, url: https://x }]\nlast_update: { date: 2021-06-01 }\n---\nimport Tabs from '@theme/Tabs';\n\n# Getting started\n\n:::tip[Mind]\n\n::::note\nText\n::::\n\n:::\n\n<Tabs><TabItem label=\"A\">x</TabItem></Tabs> {/* c */} ![A](@site/static/a.svg)\n";

const OBSIDIAN: &str = "---\ntags: ferries, port\naliases: [One]\ncreated: 2019-05-04\n---\n[[a|the trip]] [[a#b]] ![[c.png|300]] [[#x]] #spring %%hidden%% ==marked== ^id\n\n> [!warning]- Ice\n> Mind\n\n- [ ] task `[[code]]`\n";

#[rustfmt::skip]
const PIECES: &[&str] = &[
    "<", ">", "</item>", "<item>", "]]>", "<![CDATA[", "&", "&nbsp;", "&#0;", "&x;", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "<wp:post_id>", "\"", "'", "{", "}", "[",
    "]", ",", ":", "null", "true", "-1", "1e999", "\\", "\\u0000", "\\ud800", "../", "../../../etc/passwd", "/", "C:\\", "\0", "\u{FEFF}", "\u{E000}", "\u{E000}0\u{E000}",
    "---\n", "+++\n", "{{", "}}", "{{<", ">}}", "{{% x %}}", "{%", "%}", "{% raw %}", "{% endraw %}", "{% end %}", "[[", "]]", "![[", ":::", ":::x\n", "```\n", "`", "> ", "\n",
    "\n\n", "\t", "  ", "- ", "*", "工业", "é", "\u{202E}", "title: ", "date: ", "draft: true\n", "id: ", "aliases: ", "permalink: ", "](", ")", "#", "|", "[caption]", "[gallery]", "[/caption]",
];

/// A text with some things taken out, doubled, put in or moved.
fn broken(text: &'static str) -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), 0_usize..60, 0_u8..4, prop::sample::select(PIECES));
    let changed = prop::collection::vec(change, 0..12).prop_map(move |changes| {
        let mut chars: Vec<char> = text.chars().collect();
        for (index, length, kind, piece) in changes {
            let start = if chars.is_empty() { 0 } else { index.index(chars.len()) };
            let end = (start + length).min(chars.len());
            match kind {
                0 => drop(chars.drain(start..end)),
                1 => {
                    let doubled = chars[start..end].to_vec();
                    chars.splice(start..start, doubled);
                }
                2 => drop(chars.splice(start..start, piece.chars()).count()),
                _ => drop(chars.splice(start..end, piece.chars()).count()),
            }
        }
        chars.into_iter().collect()
    });
    // Something over and over, after what a source begins with.
    let long = pieces(PIECES).prop_map(move |pieces| format!("{text}\n{pieces}"));
    prop_oneof![4 => changed, 1 => long]
}

/// Imports a source whose file `name` has this text. `others` are the further files of the source, which is their first folder.
fn import_and_print(name: &str, text: &str, others: &[(&str, &str)]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in others.iter().chain(&[(name, text)]) {
        let path = folder.path().join("source").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    let source = folder.path().join("source");
    let source = if others.is_empty() { source.join(name) } else { source };
    let paper = folder.path().join("room/paper");
    match import::import(&source, &paper) {
        Ok(_) => {
            assert_eq!(print_folder(&paper), [""; 0], "what was imported cannot be printed");
            let before = written(&paper);
            import::import(&source, &paper).expect("the second import");
            assert_eq!(before, written(&paper));
        }
        Err(error) => {
            let message = report::sentence(&error);
            assert!(!message.contains('\n') && !paper.exists(), "{message}");
        }
    }
    let count = |folder: &std::path::Path| fs::read_dir(folder).map_or(0, Iterator::count);
    assert!(count(folder.path()) <= 2 && count(&folder.path().join("room")) <= 1, "something was written elsewhere");
}

/// Returns the files of a folder with what is in them.
fn written(folder: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let files =
        walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten().filter(|entry| entry.file_type().is_file());
    files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).expect("a file"))).collect()
}

#[test]
fn wordpress() {
    fuzz_with("export.xml", broken(WORDPRESS), |text| import_and_print("export.xml", text, &[]));
}

#[test]
fn rss_and_atom() {
    fuzz_with("feed.xml", prop_oneof![broken(RSS), broken(ATOM)], |text| import_and_print("feed.xml", text, &[]));
}

#[test]
fn json_feed_and_ghost() {
    fuzz_with("feed.json", prop_oneof![broken(JSON_FEED), broken(GHOST)], |text| import_and_print("feed.json", text, &[]));
}

#[test]
fn hugo() {
    let others =
        [("hugo.toml", "title = 'T'"), ("static/a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"), ("content/b.md", "b")];
    fuzz_with("content/posts/a.md", broken(HUGO), |text| import_and_print("content/posts/a.md", text, &others));
}

#[test]
fn jekyll() {
    let others = [("_config.yml", "title: T"), ("_posts/2019-05-03-b.md", "b")];
    fuzz_with("_posts/2019-05-04-a.md", broken(JEKYLL), |text| import_and_print("_posts/2019-05-04-a.md", text, &others));
}

#[test]
fn zola_and_eleventy() {
    let others = [("zola.toml", "base_url = 'https://x'"), ("content/blog/b.md", "+++\n+++\nb")];
    fuzz_with("content/blog/a.md", broken(ZOLA), |text| import_and_print("content/blog/a.md", text, &others));
    let others = [(".eleventy.js", ""), ("posts/posts.json", "{ \"tags\": \"posts\" }")];
    fuzz_with("posts/a.md", broken(ELEVENTY), |text| import_and_print("posts/a.md", text, &others));
}

#[test]
fn docusaurus_and_obsidian() {
    let others = [("docusaurus.config.js", "title: 'T'"), ("docs/b.md", "# B\n")];
    fuzz_with("docs/a.mdx", broken(DOCUSAURUS), |text| import_and_print("docs/a.mdx", text, &others));
    let others = [(".obsidian/app.json", "{}"), ("c.png", "x")];
    fuzz_with("a.md", broken(OBSIDIAN), |text| import_and_print("a.md", text, &others));
}

#[test]
fn the_settings_of_a_generator() {
    let others = [("content/blog/b.md", "+++\ntitle = 'B'\ndate = 2020-01-01\n+++\nb"), ("_posts/2019-05-03-b.md", "b")];
    const SETTINGS: &str = "base_url = 'https://x'\nbaseURL = 'https://x'\ntitle = 'T'\nlanguageCode = 'en-GB'\ntimeZone = 'Europe/Berlin'\n[permalinks]\nblog = '/:year/:slug/'\n[languages.de]\ncontentDir = 'content/de'\n[[module.mounts]]\nsource = 'content'\ntarget = 'content'\n";
    fuzz_with("hugo.toml", broken(SETTINGS), |text| import_and_print("hugo.toml", text, &others));
    const JEKYLL: &str = "title: T\nurl: https://x\npermalink: /:categories/:title.html\ncollections: { docs: { permalink: /:path/ } }\ndefaults:\n  - scope: { path: '' }\n    values: { author: L }\ntimezone: Asia/Shanghai\nlang: zh_CN\n";
    fuzz_with("_config.yml", broken(JEKYLL), |text| import_and_print("_config.yml", text, &others));
}
