//! The work of the press from the folder of manuscripts to the files of an edition: load, check, compose, render.

use std::sync::Arc;

use anyhow::Result;
use jiff::Timestamp;

use crate::{
    cache::Cache,
    check::{self, Tools},
    compose::{self, Composition, Effort},
    load::{self, LoadedSite, content::Content},
    look::Look,
    output::OutputFiles,
    pictures::PictureStore,
    problem::Problems,
    render::{self, RenderOptions},
    timings::Timings,
};

/// How an edition is made.
pub(crate) struct Options {
    /// The moment that it is printed for.
    pub(crate) now: Timestamp,
    /// Whether drafts, and articles that are not published at that moment, are in it, too.
    pub(crate) drafts: bool,
    /// Converts pictures. Without it they are published as they are.
    pub(crate) pictures: Option<Arc<PictureStore>>,
    pub(crate) effort: Effort,
    pub(crate) render: RenderOptions,
}

/// An edition that is ready to be written.
#[derive(Default)]
pub(crate) struct Edition {
    /// How many articles it has.
    pub(crate) articles: usize,
    pub(crate) files: OutputFiles,
    /// What it was made from. None where there are errors.
    pub(crate) composition: Option<Arc<Composition>>,
    /// What the newsroom should know although nothing is wrong.
    pub(crate) notes: Vec<String>,
    pub(crate) timings: Timings,
}

/// Returns the edition of CONTENT. What is wrong goes to `problems`; with an error among them the edition is empty.
///
/// # Errors
///
/// A file that cannot be read.
pub(crate) fn run(content: &mut Content, options: Options, cache: &Arc<Cache>, problems: &mut Problems) -> Result<Edition> {
    let mut edition = Edition::default();
    let timings = &mut edition.timings;
    let mut loaded = load::load(content, cache, problems)?;
    timings.end("load");
    let tools = Tools { cache, pictures: options.pictures.as_deref() };
    let checked = check::check(content, &mut loaded, options.published_at(), tools, problems, &mut edition.notes)?;
    timings.end("check");
    let look = loaded.site.as_mut().map(|loaded| Look::read(content, loaded, problems)).transpose()?.unwrap_or_default();
    let Some(LoadedSite { site, locales, .. }) = loaded.site.filter(|_| !problems.fail(false)) else { return Ok(edition) };
    edition.articles = checked.articles.len();
    let composition = Arc::new(compose::compose(site, locales, checked, options.effort, cache, &mut edition.notes, timings)?);
    edition.files = render::render(content, composition.clone(), &look, options.render, &mut edition.notes)?;
    timings.end("list files");
    edition.composition = Some(composition);
    Ok(edition)
}

impl Options {
    /// Returns the options of a build at this moment that knows of no other.
    #[cfg(test)]
    pub(crate) fn now(render: RenderOptions) -> Options {
        let effort = Effort { search: true, ..Effort::related(compose::recommended::RelatedCache::default()) };
        Options { now: Timestamp::now(), drafts: false, pictures: None, effort, render }
    }

    /// Returns the moment at which an article must be published to be in the edition. None if that does not matter.
    fn published_at(&self) -> Option<Timestamp> {
        (!self.drafts).then_some(self.now)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::output::OutputFile;

    fn cache() -> Arc<Cache> {
        Arc::new(Cache::temporary().expect("a temporary folder"))
    }

    /// Builds the edition of one article with these texts, and returns its files.
    fn edition(title: &str, text: &str, tag: &str, markdown: bool) -> (Vec<(String, Vec<u8>)>, Problems) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let site = json!({ "title": "Paper", "language": "en", "timezone": "UTC", "url": "https://p.example/", "statement": title, "sections": [{ "id": "s", "title": "S", "podcast": true }] });
        std::fs::write(folder.path().join("site.json"), site.to_string()).expect("a file can be written");
        if markdown {
            let front_matter = json!({ "id": "a", "title": title, "tags": [tag], "date": "2026-03-01", "summary": title, "section": "s", "attachments": [{ "url": "https://p.example/a.mp3" }] });
            // YAML contains JSON.
            std::fs::write(folder.path().join("a.md"), format!("---\n{front_matter}\n---\n{text}\n"))
                .expect("a file can be written");
        } else {
            let article = json!({
                "id": "a", "title": title, "tags": [tag], "date_published": "2026-03-01", "summary": text, "content_html": text, "attachments": [{ "url": "https://p.example/a.mp3", "title": text }],
                "_offprint": { "section": "s", "credits": [{ "role": title, "name": tag }], "corrections": [{ "date": "2026-03-02", "text": text }] },
            });
            std::fs::write(folder.path().join("a.json"), article.to_string()).expect("a file can be written");
        }
        let mut problems = Problems::default();
        let mut content = Content::find(folder.path()).expect("the folder can be read");
        let options = RenderOptions { base: "/".into(), ..RenderOptions::default() };
        let edition = run(&mut content, Options::now(options), &cache(), &mut problems).expect("the files can be read");
        let files = edition.files.into_iter().filter_map(|(name, file)| match file {
            OutputFile::Bytes(bytes) => Some((name, bytes)),
            OutputFile::Render { render, .. } => Some((name, render().expect("a file"))),
            OutputFile::Copy(_) => None,
        });
        (files.collect(), problems)
    }

    /// Text with characters that markup, XML and HTML treat in their own way.
    fn any_text() -> impl Strategy<Value = String> {
        let special = prop_oneof![
            Just("<"),
            Just("&"),
            Just("]]>"),
            Just("</script>"),
            Just("<!--"),
            Just("&#0;"),
            Just("&#x1F;"),
            Just("\u{0}"),
            Just("\u{B}"),
            Just("\u{FFFE}"),
            Just("\u{1F}"),
            Just("\u{85}"),
            Just("\u{2028}"),
            Just("<p>"),
            Just("![a](b c)"),
            Just("{{"),
            Just("$x_1$"),
            Just("工业\n经济"),
            Just("\u{202E}"),
            Just("<svg><title>"),
            Just("\u{1FFFF}"),
            Just("[a](#b)"),
        ];
        let piece = prop_oneof![special.prop_map(str::to_owned), any::<String>()];
        prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn no_manuscript_makes_a_file_that_its_parser_refuses(title in any_text(), text in any_text(), tag in any_text(), markdown: bool) {
            let (files, _) = edition(&format!("A{title}"), &format!("B{text}"), &tag, markdown);
            for (name, bytes) in files {
                let extension = name.rsplit('.').next().unwrap_or_default();
                if !matches!(extension, "xml" | "json" | "html" | "webmanifest") {
                    continue;
                }
                let text = String::from_utf8(bytes).expect("UTF-8");
                let (_, invalid) = crate::load::encoding::without_invalid_characters(&text);
                prop_assert_eq!(invalid, 0, "{} has a character that it cannot carry", name);
                match extension {
                    "xml" => prop_assert!(roxmltree::Document::parse(&text).is_ok(), "{name}: {text}"),
                    "json" | "webmanifest" => prop_assert!(serde_json::from_str::<Value>(&text).is_ok(), "{name}: {text}"),
                    _ => prop_assert!(text.matches("</body>").count() == 1 && text.ends_with("</html>\n"), "{name}: {text}"),
                }
            }
        }
    }

    /// What could take long: none of it may take more than a second for a megabyte, and nothing panics.
    #[test]
    fn large_and_deep_manuscripts_take_no_more_than_a_moment() {
        let levels = 20_000;
        for (what, text, markdown) in [
            ("headings", "## A\n\nb\n\n".repeat(10_000), true),
            ("quotes", format!("{}a", "> ".repeat(levels)), true),
            ("lists", (0..2_000).map(|level| format!("{}- a\n", "  ".repeat(level % 100))).collect(), true),
            ("brackets", "[".repeat(levels), true),
            ("emphasis", "*a **b ".repeat(levels), true),
            ("links", "[a](b ".repeat(levels), true),
            ("braces", "{{ ".repeat(levels), true),
            ("dollars", "$a ".repeat(levels), true),
            ("cjk", "工业\n".repeat(50_000), true),
            ("elements", format!("{}a", "<div>".repeat(levels)), false),
            ("spans", format!("{}a", "<span>".repeat(levels)), false),
            ("attributes", format!("<p {}>a</p>", "a=1 ".repeat(levels)), false),
            ("entities", "&amp;".repeat(100_000), false),
        ] {
            let start = std::time::Instant::now();
            let (files, _) = edition("A", &text, "t", markdown);
            assert!(!files.is_empty(), "{what}");
            eprintln!("{what}: {:?}", start.elapsed());
        }
    }

    #[test]
    fn bombs_in_fields_are_reported() {
        let bomb = (1..12).fold("a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned(), |bomb, level| {
            let before = level - 1;
            bomb + &format!("a{level}: &a{level} [{}]\n", vec![format!("*a{before}"); 9].join(","))
        });
        for (name, text) in [
            ("a.md", format!("---\nid: a\n{bomb}---\nText.\n")),
            ("b.json", format!("{}1{}", "{\"a\":".repeat(20_000), "}".repeat(20_000))),
            ("c.md", format!("---\nid: {}\n---\n", "[".repeat(20_000))),
            ("d.md", format!("+++\na = {}\n+++\n", "[".repeat(20_000))),
        ] {
            let folder = tempfile::tempdir().expect("a temporary folder");
            std::fs::write(folder.path().join("site.json"), r#"{ "title": "P", "language": "en" }"#).expect("a file");
            std::fs::write(folder.path().join(name), text).expect("a file can be written");
            let mut problems = Problems::default();
            let mut content = Content::find(folder.path()).expect("the folder can be read");
            let edition = run(&mut content, Options::now(RenderOptions::default()), &cache(), &mut problems);
            assert!(edition.is_ok() && problems.fail(false), "{name}");
        }
    }
}
