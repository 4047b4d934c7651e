//! The texts of the interface: languages that Offprint ships, languages and labels that a site adds.

use super::*;

impl Newsroom {
    /// The site in other languages, the first of which has no prefix.
    fn languages(self, tags: &[&str]) -> Newsroom {
        let site = json!({ "title": "Paper", "language": tags[0], "languages": tags, "timezone": "UTC", "sections": [{ "id": "industry", "title": "Industry" }] });
        self.write("site.json", &site.to_string())
    }

    fn page(&self, file: &str) -> String {
        fs::read_to_string(self.out().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }
}

/// An article with a note, a table and an editor.
fn article(newsroom: Newsroom, id: &str, language: &str) -> Newsroom {
    let text = format!(
        "---\nid: {id}\ntitle: About {id}\nlanguage: {language}\ndate: 2023-07-20\nsection: industry\ncredits: [{{ role: editor, name: Ed }}]\nsource: {{ name: Agency }}\n---\nText[^1].\n\n| a |\n| --- |\n| b |\n\n[^1]: Note\n"
    );
    newsroom.write(&format!("{id}.md"), &text)
}

fn assert_contains(text: &str, expected: &[&str]) {
    for part in expected {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn a_site_adds_a_language_that_offprint_ships() {
    let newsroom = article(article(Newsroom::new().languages(&["en", "de"]), "one", "de"), "two", "de");
    assert_eq!(newsroom.check(&[]), (0, String::new()));
    assert!(newsroom.build().status.success());
    let front = newsroom.page("de/index.html");
    assert_contains(&front, &[r#"<html lang="de" dir="ltr">"#, "Zum Text springen", "20. Juli 2023", "1 Minute", "English"]);
    assert!(newsroom.page("index.html").contains(">Deutsch</a>"), "the language is offered under its own name");
    let page = newsroom.page("articles/one/index.html");
    assert_contains(&page, &["Redaktion:", "Quelle:", "Zurück zur Liste", "Leseempfehlungen", "<h2>Anmerkungen</h2>", "Tabelle"]);
    let printed = newsroom.json("locales/de.json");
    assert_eq!((&printed["language_name"], &printed["recommended"]["new"]), (&json!("Deutsch"), &json!("Neu")));
    assert_eq!(newsroom.json("site.json")["language_names"], json!({ "de": "Deutsch", "en": "English" }));
    assert!(!newsroom.out().join("locales/fr.json").exists(), "only the languages of the site are printed");
}

#[test]
fn a_site_adds_a_language_with_a_file_of_its_own() {
    let own = json!({
        "language_name": "Nederlands", "skip_to_text": "Naar de tekst", "roles": { "editor": "Redactie" },
        "body": { "footnotes": "Noten" }, "minutes": { "one": "{count} minuut", "other": "{count} minuten" },
    });
    let newsroom = article(Newsroom::new().languages(&["en", "nl"]), "een", "nl").write("locales/nl.json", &own.to_string());
    let (code, said) = newsroom.check(&[]);
    assert_eq!(code, 0);
    assert_contains(&said, &["content/locales/nl.json: warning: lacks 138 texts, shown in English: also_new, archive, "]);
    assert_eq!(said.matches("warning:").count(), 1, "{said}");
    assert_contains(&said, &["body.back_to_text", "search.count", "states.empty.title"]);
    assert!(!said.contains("minutes") && !said.contains("roles.editor"), "{said}");

    assert!(newsroom.build().status.success());
    let front = newsroom.page("nl/index.html");
    assert_contains(&front, &[r#"<html lang="nl" dir="ltr">"#, "Naar de tekst", "20 juli 2023", "1 minuut"]);
    assert!(newsroom.page("index.html").contains(">Nederlands</a>"));
    let page = newsroom.page("articles/een/index.html");
    assert_contains(&page, &["Redactie:", "<h2>Noten</h2>", "Return to list"]);
    let printed = newsroom.json("locales/nl.json");
    assert_eq!((&printed["roles"]["editor"], &printed["roles"]["author"]), (&json!("Redactie"), &json!("Author")));
    assert_eq!(printed["minutes"], json!({ "one": "{count} minuut", "other": "{count} minuten" }));
    assert_eq!(newsroom.json("site.json")["language_names"]["nl"], "Nederlands");
}

#[test]
fn a_language_without_any_texts_is_reported_and_named_by_its_tag() {
    let newsroom = article(Newsroom::new().languages(&["en", "he"]), "one", "he");
    let (code, said) = newsroom.check(&[]);
    assert_eq!(code, 0);
    let line =
        "content/site.json: warning: there are no texts of the interface in “he”, so they are English. Add locales/he.json.";
    assert_contains(&said, &[line]);
    assert_eq!(said.matches("warning:").count(), 1, "{said}");
    assert!(newsroom.build().status.success());
    assert_contains(&newsroom.page("he/index.html"), &[r#"<html lang="he" dir="rtl">"#, "Skip to the text"]);
    assert_eq!(newsroom.json("site.json")["language_names"]["he"], "he");
}

#[test]
fn a_site_changes_a_label() {
    // The button is printed where there are more recommended articles than are shown at a time.
    let others = (0..8).fold(Newsroom::new(), |newsroom, n| newsroom.article(&format!("a{n}"), json!({})));
    let newsroom = article(others, "one", "en");
    let own = r#"{ "roles": { "editor": "Edited by" }, "recommended": { "change": "Shuffle" } }"#;
    let newsroom = newsroom.write("locales/en.json", own);
    assert_eq!(newsroom.check(&["--strict"]), (0, String::new()));
    assert!(newsroom.build().status.success());
    let page = newsroom.page("articles/one/index.html");
    assert_contains(&page, &["Edited by:", ">Shuffle</button>", "Return to list"]);
    let printed = newsroom.json("locales/en.json");
    assert_eq!(printed["recommended"]["change"], "Shuffle");
    assert_eq!(printed["recommended"]["title"], "Recommended reading");
}

#[test]
fn an_article_in_another_language_has_body_labels_in_it() {
    let newsroom = article(article(article(Newsroom::new(), "un", "fr"), "huis", "nl"), "uk", "en-GB")
        .write("locales/en.json", r#"{ "body": { "footnotes": "Footnotes" } }"#);
    assert!(newsroom.build().status.success());
    let body = |id: &str| newsroom.json(&format!("articles/{id}.json"))["content_html"].as_str().unwrap_or_default().to_owned();
    assert_contains(&body("un"), &[r#"aria-label="Tableau""#, r#"aria-label="Retour au texte""#]);
    // Dutch is neither shipped nor a language of the site: English as shipped. British English is the site's English.
    assert_contains(&body("huis"), &["<h2>Notes</h2>"]);
    assert_contains(&body("uk"), &["<h2>Footnotes</h2>"]);
}

#[test]
fn problems_of_a_file_have_line_and_column() {
    let newsroom = Newsroom::new()
        .article("a", json!({}))
        .write("locales/en.json", "{\n  \"archive\": 7,\n  \"roles\": { \"edtor\": \"Edited by\" },\n  \"minutes\": { \"few\": \"{count} min\", \"lots\": \"x\" }\n}\n")
        .write("locales/zh-Hans.json", "{\n  \"archive\": \n}\n")
        .write("locales/fr.json", "{}")
        .write("locales/about.md", "---\nid: about\ntitle: About\ndate: 2023-07-20\n---\nText.\n");
    let (code, said) = newsroom.check(&["--verbose"]);
    assert_eq!(code, 1);
    for line in [
        "content/locales/en.json:2:3: error: archive: expected a text, found the number 7.",
        "content/locales/en.json:3:14: warning: roles.edtor: there is no text with this key, so it is not used. Did you mean roles.editor?",
        "content/locales/en.json:4:3: error: minutes: has no plural form “other”, which every language needs. Add it.",
        "content/locales/en.json:4:38: warning: minutes.lots: there is no such plural form, so it is not used. The forms are zero, one, two, few, many, other.",
        "content/locales/zh-Hans.json:3:1: error: this is not JSON: expected value",
        "content/locales/fr.json: warning: “fr” is not a language of the site, so this file is not used. The languages of the site are: en, zh-Hans.",
        "content/locales/about.md: warning: this file is not read, because locales/ is for texts of the interface.",
        "3 errors, 4 warnings: nothing was printed",
    ] {
        assert!(said.contains(line), "not reported: {line}\n{said}");
    }
    let list = newsroom.write("locales/en.json", "\n[]\n").check(&[]).1;
    assert_contains(&list, &["content/locales/en.json:2:1: error: expected a group of texts, found a list."]);
}
