//! The 20 English articles that every subject shows.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde_json::Value;

/// Fits on one list page of an edition.
const COUNT: usize = 20;
/// The measured article has about this many words.
const WORDS: usize = 800;

pub(crate) struct Article {
    pub(crate) id: String,
    pub(crate) title: String,
    /// Plain text without characters that mean something in Markdown or in a Vue template.
    pub(crate) paragraphs: Vec<String>,
}

impl Article {
    pub(crate) fn words(&self) -> usize {
        self.paragraphs.iter().map(|paragraph| paragraph.split_whitespace().count()).sum()
    }

    pub(crate) fn html(&self) -> String {
        self.paragraphs.iter().map(|paragraph| format!("<p>{}</p>\n", escape(paragraph))).collect()
    }
}

/// Returns the articles, the measured one first: real ones if the corpora are on this machine, else texts put together
/// from the sample edition.
pub(crate) fn read() -> Result<Vec<Article>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora/digitalgov.jsonl");
    let mut articles: Vec<Article> = match fs::read_to_string(&corpus) {
        Ok(lines) => lines.lines().take(400).filter_map(from_corpus).collect(),
        Err(_) => {
            eprintln!("==> the corpora are not on this machine: texts of the sample edition take their place");
            from_sample()?
        }
    };
    let first = (0..articles.len()).min_by_key(|index| articles[*index].words().abs_diff(WORDS));
    articles.swap(0, first.context("there are no articles")?);
    articles.truncate(COUNT);
    Ok(articles)
}

fn from_corpus(line: &str) -> Option<Article> {
    let item: Value = serde_json::from_str(line).ok()?;
    let html = item["content_html"].as_str()?;
    let paragraphs: Vec<String> = html
        .split("<p>")
        .skip(1)
        .filter_map(|rest| rest.split("</p>").next())
        .map(plain)
        .filter(|text| text.len() > 20)
        .collect();
    let id = item["id"].as_str()?.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let id = id.trim_matches('-').to_owned();
    (paragraphs.len() > 2).then(|| Article { id, title: plain(item["title"].as_str().unwrap_or_default()), paragraphs })
}

fn from_sample() -> Result<Vec<Article>> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    let mut paragraphs = Vec::new();
    collect_paragraphs(&content, &mut paragraphs)?;
    let texts = (0..COUNT).map(|index| Article {
        id: format!("text-{index}"),
        title: format!("A text of the sample edition, number {index}"),
        paragraphs: paragraphs.iter().cycle().skip(index).take(14).cloned().collect(),
    });
    Ok(texts.collect())
}

fn collect_paragraphs(folder: &Path, paragraphs: &mut Vec<String>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect_paragraphs(&path, paragraphs)?;
        } else if path.to_string_lossy().ends_with(".en.md") {
            let text = fs::read_to_string(&path)?;
            let body = text.splitn(3, "---").nth(2).unwrap_or_default();
            let texts = body.split("\n\n").map(plain);
            paragraphs.extend(texts.filter(|text| text.len() > 80 && text.starts_with(char::is_alphabetic)));
        }
    }
    Ok(())
}

/// Removes tags and whatever Markdown or a Vue template would read as more than text.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut is_inside_tag = false;
    for c in html.chars() {
        match c {
            '<' => is_inside_tag = true,
            '>' if is_inside_tag => is_inside_tag = false,
            _ if !is_inside_tag => text.push(c),
            _ => {}
        }
    }
    for (entity, character) in [("&quot;", "\""), ("&nbsp;", " "), ("&lt;", "‹"), ("&gt;", "›"), ("&amp;", "&")] {
        text = text.replace(entity, character);
    }
    let text = text.replace(['<', '>', '*', '_', '`', '#', '[', '{', '}'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
