//! Recommended reading against links that editors set between articles.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
    fs,
    path::Path,
};

use anyhow::{Context, Result};
use related::Related;
use serde_json::{Value, json};

use crate::{
    archive::{self, Item},
    goals::Goal,
};

const DEPTH: usize = 10;
/// Corpus, and the goals for recall and nDCG in the first ten, before variety.
const CORPORA: [(&str, f64, f64); 2] = [("digitalgov", 0.54, 0.42), ("zh", 0.80, 0.63)];
/// The share of quality that diversification may cost.
const VARIETY: f64 = 0.02;

/// Recall in the first 5 and 10, mean reciprocal rank, nDCG in the first 10.
#[derive(Clone, Copy, Debug, Default)]
struct Score([f64; 4]);

/// The articles that an editor linked, by the index of the article that links.
type Gold = HashMap<usize, HashSet<usize>>;

pub(crate) fn measure(root: &Path, text: &mut String, goals: &mut Vec<Goal>) -> Result<()> {
    let folder = root.join("../shared/corpora");
    text.push_str("\n## How good\n\nLinks that editors set between articles; recall in the first 5 and 10, mean reciprocal rank, nDCG in the first 10.\n");
    for (name, recall, ndcg) in CORPORA {
        let Some(items) = archive::corpus(&folder.join(format!("{name}.jsonl")))? else {
            let _ = writeln!(text, "\nskipped: {name}, which is not on this machine (../shared/corpora)");
            continue;
        };
        let texts: Vec<_> = items.iter().map(Item::text).collect();
        let related = related::related(&texts);
        let gold = gold(&folder.join(format!("{name}.related.jsonl")), &items)?;
        let unnamed = unnamed(&items, &gold);
        let near = |article: usize| related.matches(article).iter().map(|found| found.article).collect::<Vec<_>>();
        let varied = |article: usize| related.diversify(article).iter().map(|found| found.article).collect::<Vec<_>>();
        let (before, after) = (score(&gold, near), score(&gold, varied));
        let _ = writeln!(text, "\n| {name} | recall@5 | recall@10 | MRR | nDCG@10 |\n| --- | ---: | ---: | ---: | ---: |");
        let mut row = |what: &str, score: Score| {
            let [a, b, c, d] = score.0;
            let _ = writeln!(text, "| {what} | {a:.3} | {b:.3} | {c:.3} | {d:.3} |");
        };
        for (what, score) in baselines(&folder.join("README.md"), name) {
            row(&format!("{what} (from the corpora's README)"), score);
        }
        row("ours, before variety", before);
        row("ours, with variety", after);
        row("ours, before variety, links left out whose article names the other's headline", score(&unnamed, near));
        goals.push(Goal::at_least(format!("{name}, recall@10"), before.0[1], recall));
        goals.push(Goal::at_least(format!("{name}, nDCG@10"), before.0[3], ndcg));
        goals.push(Goal::at_most(format!("{name}, recall@10 that variety costs"), before.0[1] - after.0[1], VARIETY));
        goals.push(Goal::at_most(format!("{name}, nDCG@10 that variety costs"), before.0[3] - after.0[3], VARIETY));
        write(root, name, &items, &related)?;
    }
    text.push_str("\nThe lists are in target/related/, for `related_eval.py`.\n");
    Ok(())
}

fn gold(path: &Path, items: &[Item]) -> Result<Gold> {
    let places: HashMap<&str, usize> = items.iter().enumerate().map(|(place, item)| (item.id.as_str(), place)).collect();
    let lines = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut gold = Gold::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let row: Value = serde_json::from_str(line).with_context(|| format!("cannot understand {}", path.display()))?;
        let place = |id: &Value| places.get(id.as_str()?).copied();
        let Some(own) = place(&row["id"]) else { continue };
        let wanted: HashSet<usize> =
            row["related"].as_array().into_iter().flatten().filter_map(place).filter(|other| *other != own).collect();
        if !wanted.is_empty() {
            gold.insert(own, wanted);
        }
    }
    Ok(gold)
}

/// Removes the links whose article contains the other's headline word for word, which is often the text of the link itself.
fn unnamed(items: &[Item], gold: &Gold) -> Gold {
    let flat = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut left = Gold::new();
    for (article, wanted) in gold {
        let body = flat(&items[*article].body);
        let wanted: HashSet<usize> = wanted.iter().copied().filter(|other| !body.contains(&flat(&items[*other].title))).collect();
        if !wanted.is_empty() {
            left.insert(*article, wanted);
        }
    }
    left
}

/// Computes the metrics as `related_eval.py` does.
fn score(gold: &Gold, ranked: impl Fn(usize) -> Vec<usize>) -> Score {
    let mut sum = [0.0; 4];
    for (article, wanted) in gold {
        let hits: Vec<bool> = ranked(*article).iter().take(DEPTH).map(|other| wanted.contains(other)).collect();
        let share = |most: usize| hits.iter().take(most).filter(|hit| **hit).count() as f64 / wanted.len() as f64;
        let gain = |n: usize| 1.0 / (n as f64 + 2.0).log2();
        let ideal: f64 = (0..wanted.len().min(DEPTH)).map(gain).sum();
        let found: f64 = (0..hits.len()).filter(|n| hits[*n]).map(gain).sum();
        let first = hits.iter().position(|hit| *hit).map_or(0.0, |n| 1.0 / (n as f64 + 1.0));
        for (sum, one) in sum.iter_mut().zip([share(5), share(10), first, found / ideal]) {
            *sum += one;
        }
    }
    Score(sum.map(|sum| sum / gold.len().max(1) as f64))
}

/// Formats the table of baselines: each cell has four numbers, for digitalgov and zh.
fn baselines(readme: &Path, name: &str) -> Vec<(String, Score)> {
    let text = fs::read_to_string(readme).unwrap_or_default();
    let column = 1 + CORPORA.iter().position(|(known, ..)| *known == name).unwrap_or_default();
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let numbers: Vec<f64> = cells.get(column)?.replace('*', "").split('/').filter_map(|number| number.parse().ok()).collect();
        Some((cells[0].to_owned(), Score(numbers.try_into().ok()?)))
    };
    text.lines().filter(|line| line.starts_with('|')).filter_map(row).collect()
}

/// Writes the lists as `related_eval.py` reads them.
fn write(root: &Path, name: &str, items: &[Item], related: &Related) -> Result<()> {
    let folder = root.join("target/related");
    fs::create_dir_all(&folder).context("cannot make target/related")?;
    let line = |article: usize| {
        let ids: Vec<&str> = related.matches(article).iter().take(DEPTH).map(|found| items[found.article].id.as_str()).collect();
        json!({ "id": items[article].id, "related": ids }).to_string() + "\n"
    };
    let lines: String = (0..items.len()).map(line).collect();
    fs::write(folder.join(format!("{name}.jsonl")), lines).context("cannot write target/related")
}
