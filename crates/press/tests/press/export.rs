//! `offprint export`: everything becomes Markdown, and an import of it gives the same edition.

use super::{import::Desk, *};

/// Returns the files of a folder of the desk.
fn files(desk: &Desk, name: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let folder = desk.folder.path().join(name);
    collect(&folder, &folder, &mut files);
    files.into_iter().map(|(name, (bytes, _))| (name, bytes)).collect()
}

fn build(desk: &Desk, content: &str, out: &str) {
    let (code, said) = desk.run(&["build", content, "--out", out, "--date", "2026-06-01T00:00:00Z"]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn an_import_of_an_export_gives_the_same_edition() {
    let ferry = json!({ "id": 7, "title": "Steel: a \"history\"", "date_published": "2026-03-01T08:00:00+01:00", "tags": ["a", "b: c"], "language": "en",
        "content_html": "<p>One <em>two</em>, see <a href=\"notes/plain.json#x\">this</a>.</p>\n\n<pre><code>a\n\n    b *c*\n</code></pre>\n\n# no heading\n<img src=\"pictures/a.svg\" alt=\"A\">",
        "authors": [{ "name": "Lin Yao", "url": "https://lin.example" }], "summary": "On time.", "_offprint": { "section": "news", "credits": [{ "role": "editor", "name": "Ann" }], "aliases": ["/old/"], "expires": "2030-01-01" }, "_other": { "x": [1, 2.5, true] } });
    let plain = json!({ "id": "plain", "title": "Plain", "date_published": "2026-03-02", "content_text": "First *line*\nsecond\n\n<b>Third</b>" });
    let inline = json!({ "id": "inline", "title": "Inline", "date_published": "2026-03-03", "content_html": "Only <b>words</b>, *as* they are\n\nand_more_", "attachments": [{ "url": "https://x.example/a.mp3", "mime_type": "audio/mpeg" }] });
    let site = json!({ "title": "Paper", "language": "en", "timezone": "UTC", "url": "https://p.example/", "sections": [{ "id": "news", "title": "News" }] });
    let desk = Desk::with(&[
        ("content/site.json", &site.to_string()),
        ("content/ferry.json", &ferry.to_string()),
        ("content/notes/plain.json", &plain.to_string()),
        ("content/inline.json", &inline.to_string()),
        (
            "content/notes/own.md",
            "---\nid: own\ntitle: Own\ndate: 2026-03-04\n---\nSee [the ferry](../ferry.json) and `[x](../ferry.json)`.\n",
        ),
        ("content/pages/about.json", &json!({ "title": "About", "content_html": "<p>We.</p>" }).to_string()),
        ("content/authors/lin.json", &json!({ "name": "Lin Yao", "content_text": "Writes." }).to_string()),
        ("content/pictures/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"></svg>"),
        ("content/data.json", "[1, 2]"),
    ]);
    let (code, said) = desk.run(&["export", "content", "--to", "export"]);
    assert_eq!(code, 0, "{said}");
    for line in ["     1  texts in Markdown", "     5  texts in JSON, now Markdown", "     3  other files"] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let exported = files(&desk, "export");
    let names: Vec<&str> = exported.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "authors/lin.md",
            "data.json",
            "ferry.md",
            "inline.md",
            "notes/own.md",
            "notes/plain.md",
            "pages/about.md",
            "pictures/a.svg",
            "site.json"
        ]
    );
    let text = text(&exported["ferry.md"]);
    assert!(
        text.starts_with("---\nid: \"7\"\ntitle: \"Steel: a \\\"history\\\"\"\ndate: \"2026-03-01T08:00:00+01:00\"\n"),
        "{text}"
    );
    assert!(text.contains("href=\"notes/plain.md#x\""), "{text}");
    let (code, said) = desk.run(&["import", "export", "--to", "again"]);
    assert_eq!(code, 0, "{said}");
    build(&desk, "content", "one");
    build(&desk, "export", "two");
    build(&desk, "again", "three");
    let (one, two, three) = (files(&desk, "one"), files(&desk, "two"), files(&desk, "three"));
    for (name, bytes) in &one {
        assert!(
            two.get(name) == Some(bytes),
            "{name}:\n{}\n{}",
            super::text(bytes),
            two.get(name).map(|bytes| super::text(bytes)).unwrap_or_default()
        );
    }
    assert_eq!((one.len(), one), (two.len(), three));
}

#[test]
fn an_export_goes_into_an_empty_folder_elsewhere() {
    let desk = Desk::with(&[
        ("content/site.json", "{ \"title\": \"T\", \"language\": \"en\" }"),
        ("full/x", ""),
        ("content/wrong.json", "{"),
    ]);
    let (code, said) = desk.run(&["export", "content", "--to", "full"]);
    assert!(code == 2 && said.contains("full is not empty"), "{code} {said}");
    let (code, said) = desk.run(&["export", "content", "--to", "content/export"]);
    assert!(code == 2 && said.contains("is inside of content"), "{code} {said}");
    let (code, said) = desk.run(&["export", "content", "--to", "out"]);
    assert!(code == 0 && said.contains("stays JSON: content/wrong.json:1:"), "{code} {said}");
}
