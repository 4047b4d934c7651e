//! What texts may contain, from the manuscript to the page.

use super::*;

/// Builds a newsroom with an article of this text, and returns its page.
fn page(newsroom: Newsroom, text_of_article: &str) -> (Newsroom, String) {
    let newsroom =
        newsroom.write("a.md", &format!("---\nid: a\ntitle: A \"title\"\ndate: 2026-03-01\n---\n\n{text_of_article}\n"));
    let output = newsroom.build();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let page = fs::read_to_string(newsroom.out().join("articles/a/index.html")).expect("a page");
    (newsroom, page)
}

fn site(more: Value) -> Newsroom {
    let mut site = json!({ "title": "Paper", "language": "en", "timezone": "UTC", "url": "https://p.example/" });
    for (name, value) in more.as_object().into_iter().flatten() {
        site[name] = value.clone();
    }
    Newsroom::new().write("site.json", &site.to_string())
}

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(16, 9).write_to(&mut bytes, image::ImageFormat::Png).expect("a PNG");
    bytes.into_inner()
}

#[test]
fn a_file_of_a_spreadsheet_is_a_table() {
    let newsroom = Newsroom::new().write("prices.csv", "Tea;Price\nGreen;12\n");
    let (newsroom, page) = page(newsroom, "Before.\n\n![Prices](prices.csv \"Not shown\")\n\nIn ![a line](prices.csv).");
    assert!(page.contains("aria-label=\"Prices\"><table><caption>Prices</caption>"), "{page}");
    assert!(page.contains("<th class=\"number\">Price</th>") && !page.contains("<figure>"), "{page}");
    assert!(page.contains("In <a href=\"media/prices.csv\">a line</a>."), "{page}");
    assert!(newsroom.out().join("media/prices.csv").is_file());
    // It is made again when the data changes.
    let newsroom = newsroom.write("prices.csv", "Tea;Price\nGreen;13\n");
    assert!(newsroom.build().status.success());
    assert!(fs::read_to_string(newsroom.out().join("articles/a/index.html")).expect("a page").contains(">13</td>"));
    let (_, problems) = newsroom.write("prices.csv", "Tea;Price\nGreen;1;2\n").check(&[]);
    assert!(
        problems.contains("prices.csv cannot be shown as a table, because line 2 has 3 values, and the first line 2."),
        "{problems}"
    );
}

#[test]
fn a_film_has_the_picture_and_the_captions_that_are_next_to_it() {
    let site = json!({ "title": "Paper", "language": "en", "languages": ["en", "zh-Hans"], "timezone": "UTC" });
    let newsroom = Newsroom::new()
        .write("site.json", &site.to_string())
        .write("talk.mp4", "a film")
        .write_bytes("talk.png", &png())
        .write("talk.vtt", "WEBVTT\n")
        .write("talk.zh-Hans.vtt", "WEBVTT\n")
        .write(
            "b.json",
            r#"{ "id": "b", "title": "B", "date_published": "2026-03-01", "attachments": [{ "url": "talk.mp4" }] }"#,
        );
    let (newsroom, page) = page(newsroom, "![A talk](talk.mp4)");
    let tracks = "<track kind=\"captions\" src=\"media/talk.vtt\" srclang=\"en\" label=\"English\" default=\"\"><track kind=\"captions\" src=\"media/talk.zh-Hans.vtt\" srclang=\"zh-Hans\" label=\"中文\">";
    for page in [page, fs::read_to_string(newsroom.out().join("articles/b/index.html")).expect("a page")] {
        assert!(page.contains("poster=\"media/talk.png\""), "{page}");
        assert!(page.contains(tracks), "{page}");
    }
    for name in ["talk.mp4", "talk.png", "talk.vtt", "talk.zh-Hans.vtt"] {
        assert!(newsroom.out().join("media").join(name).is_file(), "{name}");
    }
}

#[test]
fn a_player_needs_its_site() {
    let (newsroom, page_with) = page(site(json!({ "embeds": ["youtube"] })), "https://youtu.be/aB9\n");
    assert!(page_with.contains("data-player=\"https://www.youtube-nocookie.com/embed/aB9\""), "{page_with}");
    assert!(
        page_with.contains("<button type=\"button\" class=\"play\">Play here (loads from www.youtube-nocookie.com)</button>"),
        "{page_with}"
    );
    assert!(page_with.contains("form-action 'none'; frame-src https://www.youtube-nocookie.com"), "{page_with}");
    let feed = fs::read_to_string(newsroom.out().join("feed.json")).expect("a feed");
    assert!(feed.contains("https://youtu.be/aB9") && !feed.contains("data-player") && !feed.contains("<button"), "{feed}");
    let (_, page_without) = page(site(json!({})), "https://youtu.be/aB9\n");
    assert!(!page_without.contains("data-player") && !page_without.contains("frame-src"), "{page_without}");
    let (code, problems) = site(json!({ "embeds": ["myspace"] })).check(&[]);
    assert!(code == 1 && problems.contains("embeds[0]: “myspace” is no site with players."), "{problems}");
}

#[test]
fn punctuation_is_that_of_the_language_where_the_site_says_so() {
    let (_, plain) = page(site(json!({})), "\"One\" -- two");
    assert!(plain.contains("<p>\"One\" -- two</p>") && plain.contains("A \"title\"</h1>"), "{plain}");
    let (_, smart) = page(site(json!({ "smart_punctuation": true })), "\"One\" -- `\"two\"`");
    assert!(smart.contains("<p>“One” – <code>\"two\"</code></p>") && smart.contains("A “title”</h1>"), "{smart}");
}

#[test]
fn formulas_are_read_where_an_article_or_the_site_says_so() {
    let (newsroom, page) = page(site(json!({ "math": true })), "$x^2$ costs\n\nand $\\nonsense$");
    assert!(page.contains("<math><msup><mi>x</mi><mn>2</mn></msup></math> costs"), "{page}");
    let (_, problems) = newsroom.check(&[]);
    assert!(problems.contains("content/a.md:9:6: warning: this formula cannot be read:"), "{problems}");
    assert!(page.contains("<code>$\\nonsense$</code>"), "{page}");
}
