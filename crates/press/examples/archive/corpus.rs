//! Real articles, taken apart.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::archive;

/// The articles of one language, oldest first.
pub(crate) struct Corpus {
    pub(crate) language: String,
    pub(crate) articles: Vec<Source>,
}

/// What is reused of a real article.
pub(crate) struct Source {
    pub(crate) title: String,
    pub(crate) tags: Vec<String>,
    pub(crate) authors: Vec<String>,
    /// Seconds since 1970.
    pub(crate) moment: i64,
    pub(crate) sentences: Vec<String>,
}

impl Corpus {
    /// Reads the corpora of these languages, or all if none is named. Where there are none, the articles of the sample edition, which
    /// are English.
    pub(crate) fn load(languages: &[String]) -> Result<Vec<Corpus>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut corpora = Vec::new();
        for (language, file) in [("en", "digitalgov.jsonl"), ("zh-Hans", "zh.jsonl"), ("ar", "ar.jsonl")] {
            if !languages.is_empty() && !languages.iter().any(|wanted| wanted == language) {
                continue;
            }
            let path = root.join("../shared/corpora").join(file);
            let Ok(lines) = std::fs::read_to_string(&path) else { continue };
            let articles = lines.lines().map(Source::read).collect::<Result<Vec<_>>>();
            let articles = articles.with_context(|| format!("cannot understand {}", path.display()))?;
            corpora.push(Corpus::new(language, articles));
        }
        if corpora.is_empty() {
            let own = archive::own(&root.join("content"))?.into_iter().map(|item| Source {
                title: sentences(&item.body).next().unwrap_or_default(),
                tags: Vec::new(),
                authors: vec!["Ann Example".into()],
                moment: 1_700_000_000,
                sentences: sentences(&item.body).collect(),
            });
            corpora.push(Corpus::new("en", own.collect()));
        }
        Ok(corpora)
    }

    fn new(language: &str, mut articles: Vec<Source>) -> Corpus {
        articles.retain(|source| !source.sentences.is_empty());
        articles.sort_by(|a, b| a.moment.cmp(&b.moment).then_with(|| a.title.cmp(&b.title)));
        Corpus { language: language.into(), articles }
    }
}

impl Source {
    fn read(line: &str) -> Result<Source> {
        let item: Value = serde_json::from_str(line)?;
        let text = |field: &str| item[field].as_str().unwrap_or_default().to_owned();
        let list = |field: &str| item[field].as_array().cloned().unwrap_or_default();
        let moment: jiff::Timestamp = text("date_published").parse().context("a date")?;
        let html = text("content_html");
        let blocks = html.split("</p>").flat_map(|block| block.split("</li>")).flat_map(|block| block.split("</h"));
        Ok(Source {
            title: plain(&text("title")),
            tags: list("tags").iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            authors: list("authors").iter().filter_map(|author| author["name"].as_str()).map(plain).collect(),
            moment: moment.as_second(),
            sentences: blocks.flat_map(|block| sentences(&press::text(block)).collect::<Vec<_>>()).collect(),
        })
    }
}

/// Returns the sentences of a text that are long enough to be some.
fn sentences(text: &str) -> impl Iterator<Item = String> {
    let marked = text.replace(". ", ".\n").replace(['。', '！', '？'], "。\n").replace("؟ ", "؟\n");
    let sentences: Vec<String> = marked.lines().map(plain).filter(|sentence| sentence.chars().count() >= 12).collect();
    sentences.into_iter()
}

/// Returns a text without the characters that Markdown or front matter would take for markup.
fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|letter| !"\"\\<>[]{}$|`*_#~^:=!&".contains(*letter)).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.trim_start_matches(|letter: char| !letter.is_alphabetic()).to_owned()
}
