//! The look of a publication, and what its front page shows.

use std::collections::BTreeSet;

use super::*;

/// A site with a look, and some articles in two sections.
fn newsroom(look: Value) -> Newsroom {
    let site = json!({ "title": "Paper", "language": "en", "languages": ["en", "zh-Hans"], "timezone": "UTC", "look": look,
        "sections": [{ "id": "industry", "title": "Industry" }, { "id": "science", "title": "Science" }] });
    let mut newsroom = Newsroom::new().write("site.json", &site.to_string());
    for (n, section) in ["industry", "science", "industry", "science", "industry", "science", "industry"].iter().enumerate() {
        let fields =
            json!({ "date_published": format!("2026-03-0{}", n + 1), "tags": ["Tea"], "_offprint": { "section": section } });
        newsroom = newsroom.article(&format!("a{n}"), fields);
    }
    newsroom
}

fn read(newsroom: &Newsroom, file: &str) -> String {
    fs::read_to_string(newsroom.out().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Builds, and returns the style sheet of the look with its name.
fn sheet(newsroom: &Newsroom) -> (String, String) {
    let output = newsroom.build();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let name = newsroom.files().into_keys().find(|name| name.starts_with("look-")).expect("a style sheet");
    let sheet = read(newsroom, &name);
    (name, sheet)
}

#[test]
fn a_look_is_a_style_sheet_after_that_of_the_viewer() {
    let newsroom = newsroom(json!({ "accent": "#0b5fa5", "density": "compact" }))
        .write("custom.css", ".lead { background: url(paper.svg) }\n\n.a { mask: url('nowhere.png') }\n")
        .write("paper.svg", SVG);
    let (name, sheet) = sheet(&newsroom);
    assert!(sheet.starts_with("@layer look{:root{--rubric:light-dark(#0b5fa5,#"), "{sheet}");
    assert!(sheet.contains("--s5:") && sheet.contains("@layer custom{.lead{background:url(media/paper.svg)}"), "{sheet}");
    let page = read(&newsroom, "articles/a1/index.html");
    let (viewer, look) = (page.find("href=\"offprint.css\""), page.find(&format!("href=\"{name}\"")));
    assert!(viewer.is_some() && viewer < look, "{page}");
    assert!(newsroom.out().join("media/paper.svg").is_file());
    assert!(read(&newsroom, "_headers").contains(&format!("/{name}\n  Cache-Control: public, max-age=31536000, immutable")));
    let (_, problems) = newsroom.check(&[]);
    assert!(problems.contains("content/custom.css:3:1: warning: there is no file nowhere.png"), "{problems}");
    // The viewer needs nothing of it.
    assert!(!read(&newsroom, "site.json").contains("accent"));
}

#[test]
fn a_publication_without_a_look_has_no_style_sheet_of_its_own() {
    let newsroom = newsroom(json!({}));
    assert!(newsroom.build().status.success());
    assert!(newsroom.files().into_keys().all(|name| !name.starts_with("look-")));
}

#[test]
fn what_cannot_be_used_is_reported_with_its_line() {
    let look = json!({ "accent": "pink", "logo": "missing.svg", "bands": ["second", "sport"], "density": "tight", "fonts": { "text": ["Garamond"] } });
    let (code, problems) =
        newsroom(look).write("custom.css", "a { color: red }\n}\n").write("fonts/broken.ttf", "no font").check(&[]);
    assert_eq!(code, 1);
    for expected in [
        "look.accent: pink has a contrast of",
        "look.logo: there is no file missing.svg",
        "look.bands[1]: “sport” is no band",
        "look.density: “tight” is none of: comfortable, compact.",
        "look.fonts.text[0]: no file in the folder fonts has the typeface “Garamond”",
        "error: this is not CSS: ",
        "content/fonts/broken.ttf: warning: this typeface is left out, because it is not a typeface in TTF, OTF or WOFF2.",
    ] {
        assert!(problems.contains(expected), "{expected}\n{problems}");
    }
}

#[test]
fn a_logo_is_shown_in_place_of_the_name() {
    let newsroom = newsroom(json!({ "logo": "logo.svg", "logo_dark": "dark.svg", "card": ["day"], "date": "short" }))
        .write("logo.svg", SVG)
        .write("dark.svg", SVG);
    assert!(newsroom.build().status.success());
    let page = read(&newsroom, "index.html");
    assert!(
        page.contains("<img src=\"media/logo.svg\" alt=\"Paper\" width=\"16\" height=\"9\" class=\"logo on-light\">"),
        "{page}"
    );
    assert!(page.contains("<img src=\"media/dark.svg\""), "{page}");
    assert!(page.contains(">07/03/2026</time>") && !page.contains("class=\"kicker\""), "{page}");
    assert!(newsroom.out().join("media/dark.svg").is_file());
}

/// Returns the ids of the lead and of each band with its title.
fn front(newsroom: &Newsroom) -> (String, Vec<(String, Vec<String>)>) {
    let output = newsroom.build();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let head: Value = serde_json::from_str(&read(newsroom, "lists/en/all/head.json")).expect("JSON");
    let newest = head["summaries"].as_array().cloned().unwrap_or_default();
    let others = head["front"]["others"].as_array().cloned().unwrap_or_default();
    let id = |index: &Value| {
        let index = index.as_u64().expect("an index") as usize;
        let summary = newest.get(index).unwrap_or_else(|| &others[index - newest.len()]);
        summary["id"].as_str().unwrap_or_default().to_owned()
    };
    let band = |band: &Value| {
        let articles = band["articles"].as_array().expect("articles").iter().map(id).collect();
        (band["title"].as_str().unwrap_or_default().to_owned(), articles)
    };
    let bands = head["front"]["bands"].as_array().expect("bands").iter().map(band).collect();
    (id(&head["front"]["lead"]), bands)
}

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn a_front_page_is_filled_with_the_newest() {
    let (lead, bands) = front(&newsroom(json!({})));
    assert_eq!(lead, "a6");
    assert_eq!(
        bands,
        [
            ("Also new".to_owned(), ids(&["a5", "a4", "a3"])),
            ("Industry".to_owned(), ids(&["a2", "a0"])),
            ("Latest".to_owned(), ids(&["a1"]))
        ]
    );
    let (_, bands) = front(&newsroom(json!({ "bands": ["science", "second"] })));
    let titles: Vec<&str> = bands.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles, ["Also new", "Latest"], "a single article makes no band");
}

#[test]
fn a_front_page_can_be_arranged() {
    let arranged = "pinned = \"a0\"\n[lead]\narticles = [\"a1\"]\n[second]\nsection = \"science\"\n[[bands]]\ntag = \"Tea\"\ncount = 2\n[[bands]]\narticles = [\"a4\"]\ntitle = { en = \"By hand\" }\n[alert]\ntext = \"Closed\"\nurl = \"articles/a0/\"\nuntil = 2999-01-01\n";
    let newsroom = newsroom(json!({})).write("front.toml", arranged);
    let (lead, bands) = front(&newsroom);
    assert_eq!(lead, "a1");
    assert_eq!(
        bands,
        [
            ("Also new".to_owned(), ids(&["a0", "a3", "a2"])),
            ("Tea".to_owned(), ids(&["a6", "a5"])),
            ("By hand".to_owned(), ids(&["a4"])),
        ]
    );
    let page = read(&newsroom, "index.html");
    assert!(
        page.contains("<p data-until=\"2999-01-01T00:00:00Z\" class=\"alert\"><a href=\"articles/a0/\">Closed</a></p>"),
        "{page}"
    );
    assert!(!read(&newsroom, "articles/a1/index.html").contains("class=\"alert\""));
}

#[test]
fn an_article_that_is_old_can_lead() {
    let mut newsroom = newsroom(json!({}));
    for n in 10..70 {
        newsroom = newsroom
            .article(&format!("b{n}"), json!({ "date_published": format!("2026-04-{:02}T{:02}:00:00Z", n % 28 + 1, n % 24) }));
    }
    let (lead, _) = front(&newsroom.write("front.toml", "[lead]\narticles = [\"a0\"]\n"));
    assert_eq!(lead, "a0");
}

#[test]
fn what_is_arranged_but_not_there_is_reported() {
    let arranged = "pinned = \"nobody\"\n[lead]\narticles = [\"a9\"]\nsections = \"x\"\n[[bands]]\nsection = \"sport\"\n[[bands]]\nauthor = \"ghost\"\n[alert]\nuntil = \"soon\"\n";
    let (code, problems) = newsroom(json!({})).write("front.toml", arranged).check(&[]);
    assert_eq!(code, 1);
    for expected in [
        "content/front.toml:1:1: warning: pinned: no article has the id “nobody”.",
        "lead.articles[0]: no article has the id “a9”.",
        "lead.sections: nobody reads this field. Did you mean section?",
        "bands[0].section: “sport” is no section of the site.",
        "bands[1].author: there is no author “ghost”.",
        "alert.text: is missing.",
        "alert.until: “soon” is not a date.",
    ] {
        assert!(problems.contains(expected), "{expected}\n{problems}");
    }
    let over = newsroom(json!({})).write("front.toml", "[alert]\ntext = \"Over\"\nuntil = 2020-01-01\n");
    let output = over.build();
    assert!(
        text(&output.stdout).contains("the alert in content/front.toml is over: it ended on 2020-01-01T00:00:00Z"),
        "{output:?}"
    );
    assert!(!read(&over, "index.html").contains("class=\"alert\""));
}

/// What the guide promises to keep is in the style of the viewer.
#[test]
fn the_properties_and_classes_of_the_guide_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let guide = fs::read_to_string(root.join("docs/guide/look.md")).expect("the guide");
    let promised = guide.split_once("stay from version to version").expect("a promise").1;
    let promised = promised.split_once("## The front page").expect("an end").0;
    let names: BTreeSet<&str> =
        promised.split('`').skip(1).step_by(2).filter(|name| name.starts_with("--") || name.starts_with('.')).collect();
    assert!(names.len() > 50, "{names:?}");
    let styles = fs::read_dir(root.join("style")).expect("styles").flatten();
    let style: String = styles.map(|file| fs::read_to_string(file.path()).expect("a style sheet")).collect();
    // A kind of page without rules of its own has its class in the viewer alone.
    let viewer = fs::read_to_string(root.join("src/components/page.rs")).expect("the components");
    for name in names {
        let is_there = match name.strip_prefix('.') {
            None => style.contains(&format!("{name}:")),
            Some(class) => {
                let has = |text: &str, name: &str| {
                    text.match_indices(name)
                        .any(|(at, _)| !text[at + name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-'))
                };
                has(&style, name) || has(&viewer, class)
            }
        };
        assert!(is_there, "{name} is not in style/");
    }
}
