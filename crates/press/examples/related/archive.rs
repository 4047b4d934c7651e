//! Articles to measure with.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use related::ArticleText;
use serde_json::Value;

/// The fields of an article that are compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) language: String,
    pub(crate) title: String,
    pub(crate) standfirst: String,
    pub(crate) tags: Vec<String>,
    pub(crate) body: String,
    /// The body as it was written; empty for a generated article.
    pub(crate) html: String,
    pub(crate) moment: i64,
}

impl Item {
    pub(crate) fn text(&self) -> ArticleText<'_> {
        ArticleText {
            language: &self.language,
            title: &self.title,
            standfirst: &self.standfirst,
            tags: &self.tags,
            body: &self.body,
            timestamp: self.moment,
        }
    }
}

/// Reads a file of JSON Feed items, one on each line, oldest first. None if there is no such file.
pub(crate) fn corpus(path: &Path) -> Result<Option<Vec<Item>>> {
    let Ok(lines) = fs::read_to_string(path) else { return Ok(None) };
    let item = |line: &str| -> Result<Item> {
        let value: Value = serde_json::from_str(line).with_context(|| format!("cannot understand {}", path.display()))?;
        let of = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let moment: jiff::Timestamp = of("date_published").parse().context("a date")?;
        let tags = value["tags"].as_array().into_iter().flatten().filter_map(|tag| tag.as_str().map(str::to_owned)).collect();
        Ok(Item {
            id: of("id"),
            language: of("language"),
            title: of("title"),
            standfirst: of("summary"),
            tags,
            body: press::text(&of("content_html")),
            html: of("content_html"),
            moment: moment.as_second(),
        })
    };
    let mut items: Vec<Item> = lines.lines().filter(|line| !line.trim().is_empty()).map(item).collect::<Result<_>>()?;
    items.sort_by(|a, b| a.moment.cmp(&b.moment).then_with(|| a.id.cmp(&b.id)));
    Ok(Some(items))
}

/// Returns the articles of the sample edition, for machines without the corpora.
pub(crate) fn own(content: &Path) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    let folders = fs::read_dir(content).with_context(|| format!("cannot read {}", content.display()))?;
    for folder in folders.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()) {
        let mut files: Vec<_> = fs::read_dir(&folder)?.flatten().map(|entry| entry.path()).collect();
        files.sort();
        for file in files.iter().filter(|file| file.to_string_lossy().ends_with(".en.md")) {
            let body = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
            items.push(Item { language: "en".into(), body, ..Item::default() });
        }
    }
    Ok(items)
}

/// Generates `articles` articles of 500 words. Each follows a Markov chain of the words of a few real articles that are close in time, so
/// that words, pairs of words and topics are about as frequent as in real text. Deterministic.
pub(crate) fn made(from: &[Item], articles: usize) -> Vec<Item> {
    const WORDS: usize = 500;
    const NEAR: usize = 6;
    let texts: Vec<Vec<&str>> = from.iter().map(|item| item.body.split_whitespace().collect()).collect();
    let texts: Vec<&Vec<&str>> = texts.iter().filter(|words| words.len() > 50).collect();
    let mut dice = Dice(articles as u64);
    (0..articles)
        .map(|n| {
            // Articles that are close in time are close in topic, too; one sequence of words in seven comes from anywhere.
            let first = dice.below(texts.len().saturating_sub(NEAR));
            let mut walk = |words: usize| {
                let mut said: Vec<&str> = Vec::with_capacity(words);
                let (mut text, mut at) = (texts[first], 0);
                for step in 0..words {
                    if step % 8 == 0 || at >= text.len() {
                        let anywhere = dice.below(7) == 0;
                        text = texts[if anywhere { dice.below(texts.len()) } else { (first + dice.below(NEAR)) % texts.len() }];
                        at = dice.below(text.len());
                    }
                    said.push(text[at]);
                    at += 1;
                }
                said.join(" ")
            };
            Item {
                id: format!("made-{n}"),
                language: "en".into(),
                title: walk(9),
                standfirst: walk(20),
                tags: vec![from[first % from.len()].tags.first().cloned().unwrap_or_default()],
                body: walk(WORDS),
                html: String::new(),
                moment: n as i64 * 3 * 60 * 60,
            }
        })
        .collect()
}

/// A xorshift generator: repeatable, which is all that is needed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % most.max(1) as u64) as usize
    }
}
