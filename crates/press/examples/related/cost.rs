//! Measures the cost of recommended reading for a large archive, and the recall that pruning loses.

use std::{collections::HashSet, fmt::Write as _, fs, path::Path, process::Command, time::Instant};

use anyhow::{Context, Result, bail};
use edition::POOL_SIZE;
use rayon::prelude::*;
use related::{ArticleText, MatchCache, Related, TopicCache};
use serde::{Deserialize, Serialize};

use crate::{
    archive::{self, Dice, Item},
    goals::Goal,
    watch,
};

/// Articles of 500 words.
const SIZES: [usize; 4] = [12_500, 25_000, 50_000, 100_000];
/// Articles that are compared with all others exhaustively.
const SAMPLE: usize = 1_000;

/// The cost of one archive.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Run {
    articles: usize,
    /// Seconds to build every pool with its reasons.
    seconds: f64,
    /// The peak memory of the process, articles included, in megabytes.
    megabytes: f64,
    /// The share of the exhaustive top [`POOL_SIZE`] that is in our pool.
    held: f64,
    /// The number of articles for which the index was queried.
    asked: usize,
}

/// The same archive with one more article, which reuses the cache.
const AGAIN: &str = "again";

/// The articles that others are generated from.
const CORPUS: &str = "../shared/corpora/digitalgov.jsonl";

pub(crate) fn measure(root: &Path, text: &mut String, goals: &mut Vec<Goal>) -> Result<Vec<Run>> {
    text.push_str("\n## What it costs\n\nArticles of 500 words, made from real ones; every pool with its reasons; each archive in a process of its own; ");
    let _ = writeln!(text, "{} cores.\n", std::thread::available_parallelism().map_or(1, usize::from));
    if !root.join(CORPUS).exists() {
        text.push_str("skipped: articles made from real ones, whose corpus is not on this machine; the sample's few stand in, and are all alike.\n\n");
    }
    text.push_str("| articles | seconds | ms each | peak memory, MB, articles included | of the exhaustive pools, held | one article more, seconds | of that, pools made anew | peak memory with it, MB |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    let mut runs = Vec::new();
    for articles in SIZES {
        eprintln!("==> {articles} articles");
        let run = in_a_process(root, &[&articles.to_string()])?;
        let more = in_a_process(root, &[&articles.to_string(), AGAIN])?;
        let each = run.seconds * 1000.0 / run.articles as f64;
        let Run { articles, seconds, megabytes, held, .. } = &run;
        let Run { seconds: again, asked, megabytes: most, .. } = &more;
        let _ = writeln!(
            text,
            "| {articles} | {seconds:.1} | {each:.2} | {megabytes:.0} | {held:.3} | {again:.1} | {asked} | {most:.0} |"
        );
        runs.push(Run { megabytes: megabytes.max(*most), ..run });
    }
    if let (Some(first), Some(last)) = (runs.first(), runs.last()) {
        goals.push(Goal::at_most("100,000 articles, seconds", last.seconds, 60.0));
        goals.push(Goal::at_most("100,000 articles, peak memory in MB", last.megabytes, 2_000.0));
        goals.push(Goal::at_least("100,000 articles, of the exhaustive pools, held", last.held, 0.95));
        let growth = (last.seconds / first.seconds).ln() / (last.articles as f64 / first.articles as f64).ln();
        goals.push(Goal::at_most("growth, as a power of the number of articles", growth, 1.25));
    }
    Ok(runs)
}

fn in_a_process(root: &Path, arguments: &[&str]) -> Result<Run> {
    let program = std::env::current_exe().context("where is this program?")?;
    let output = Command::new(program).args(arguments).current_dir(root).output().context("cannot start it again")?;
    if !output.status.success() {
        bail!("the run of {arguments:?} failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("cannot understand the run")
}

/// Measures one archive and prints the result as JSON; `again` reuses the cache of the last run.
pub(crate) fn one(articles: usize, again: bool) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let from = match archive::corpus(&root.join(CORPUS))? {
        Some(items) => items,
        None => archive::own(&root.join("content"))?,
    };
    let mut items = archive::made(&from, articles + 1);
    drop(from);
    items.truncate(articles + usize::from(again));
    let kept = root.join(format!("target/related/found-{articles}"));
    let names: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    let texts: Vec<ArticleText<'_>> = items.iter().map(Item::text).collect();

    let start = Instant::now();
    let found = if again { postcard::from_bytes(&fs::read(&kept)?)? } else { MatchCache::default() };
    let related = pools(related::related_with_cache(related::features(&texts), &names, found, |_| true), &items);
    let seconds = start.elapsed().as_secs_f64();
    let megabytes = peak()?;
    let mut run = Run { articles, seconds, megabytes, held: 1.0, asked: related.query_count() };
    if !again {
        let mut dice = Dice(1);
        let sample: HashSet<usize> = std::iter::repeat_with(|| dice.below(articles)).take(SAMPLE).collect();
        run.held = sample.par_iter().map(|article| held(&related, *article)).sum::<f64>() / sample.len() as f64;
        let found = related.into_cache(names.iter().map(|name| (*name).to_owned()));
        fs::create_dir_all(root.join("target/related"))?;
        fs::write(&kept, postcard::to_allocvec(&found)?).context("cannot write target/related")?;
    }
    println!("{}", serde_json::to_string(&run)?);
    Ok(())
}

/// Builds every pool, diversified and with topics: what the press does, except for picks, tags and authors.
fn pools(related: Related, items: &[Item]) -> Related {
    let articles = related.len();
    let known = TopicCache::default();
    let reasons: usize = (0..articles)
        .into_par_iter()
        .map_init(
            || related.topic_finder(&known),
            |topics, article| {
                topics.select(article);
                let pool = related.diversify(article);
                pool.iter()
                    .take(POOL_SIZE)
                    .filter(|found| topics.shared_topic(found.article, &items[found.article].title).is_some())
                    .count()
            },
        )
        .sum();
    eprintln!("{:.1} reasons for each article", reasons as f64 / articles as f64);
    related
}

fn held(related: &Related, article: usize) -> f64 {
    let all = related.exhaustive_matches(article);
    let wanted: HashSet<usize> = all.iter().take(POOL_SIZE).map(|found| found.article).collect();
    let ours = related.matches(article).iter().take(POOL_SIZE).filter(|found| wanted.contains(&found.article)).count();
    ours as f64 / wanted.len().max(1) as f64
}

/// Returns the peak memory of this process so far, in megabytes.
fn peak() -> Result<f64> {
    match watch::peak(std::process::id()) {
        0 => bail!("the memory is measured on Linux only"),
        kilobytes => Ok(kilobytes as f64 / 1000.0),
    }
}

/// Plots seconds by number of articles, with a straight line to compare.
pub(crate) fn plot(runs: &[Run]) -> String {
    let (Some(last), mut marks) = (runs.last(), String::new()) else { return String::new() };
    let x = |articles: usize| 60.0 + articles as f64 / last.articles as f64 * 480.0;
    let most = last.seconds.max(1.0) * 1.1;
    let y = |seconds: f64| 270.0 - seconds / most * 240.0;
    let mut path = String::from("M60,270");
    for run in runs {
        let (x, y) = (x(run.articles), y(run.seconds));
        let _ = write!(path, " L{x:.0},{y:.0}");
        let _ = write!(
            marks,
            "<circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"4\" fill=\"#971b12\"/><text x=\"{x:.0}\" y=\"{:.0}\" text-anchor=\"end\">{:.1} s</text><text x=\"{x:.0}\" y=\"288\" text-anchor=\"middle\">{}</text>",
            y - 8.0,
            run.seconds,
            run.articles
        );
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 300\" font-family=\"sans-serif\" font-size=\"11\"><rect width=\"600\" height=\"300\" fill=\"#fdfdfb\"/><text x=\"10\" y=\"16\">seconds to make every pool, by number of articles; grey: in proportion</text><path d=\"M60,30 V270 H560\" fill=\"none\" stroke=\"#1c1b19\"/><path d=\"M60,270 L{:.0},{:.0}\" stroke=\"#8b867d\" fill=\"none\"/><path d=\"{path}\" stroke=\"#971b12\" fill=\"none\"/>{marks}</svg>\n",
        x(last.articles),
        y(last.seconds)
    )
}
