//! The tables in docs/bench/build.md.

use std::{fmt::Write as _, process::Command, thread};

use crate::{
    Measured, RUNS,
    generators::Kind,
    goals::{self, Goal},
};

/// How many times as long Hugo takes with related content as ours with everything.
const HUGO: f64 = 3.0;
/// How many times as long those take that run on Node.js.
const NODE: f64 = 10.0;
/// The share of Hugo's time without related content that ours may take without related reading and search.
const PAGES_ONLY: f64 = 1.0;

const INTRODUCTION: &str = "The articles are made of sentences of real ones, in six sections, with a few tags each. All get the same files; \
Hugo's copies have the name of the author in a field of its own as well, by which it finds related content. Each run writes into a new \
folder, and nothing is kept from the one before; memory is the peak of the largest process. What each prints:

- *Offprint*: pages of articles, of the front page and of lists of all articles, of each section and each tag, 24 on a page; each article \
and each list as JSON; feeds in Atom and in JSON of all, which reach back to the first article, and of the newest of each section; a sitemap. With \
everything: 24 recommended articles for each, chosen by their text; an index for search; the viewer, for which each page holds its data.
- *Hugo*, with a small theme of the bench: the same pages; each article as JSON; RSS of the newest 24 articles, of all and of each section; \
a sitemap. With related content: six articles for each, chosen by tags, date and author with Hugo's own weights and threshold.
- *Eleventy*, with small templates of the bench: the same as Hugo without related content.
- *VitePress*, with its own theme without fonts: pages of articles, one list of all, a sitemap, and each page as two scripts. Its metadata \
is in a file of its own (`metaChunk`), because each page would hold that of all pages otherwise. \
Node.js may use 8 GB.

";

/// Returns the text of docs/bench/build.md.
pub(crate) fn text(articles: usize, file_system: &str, all: &[Measured]) -> String {
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let mut text = format!(
        "# Building, side by side\n\nPrinted by `cargo xtask bench build`: {articles} articles, {RUNS} builds with each, turn by turn, medians, on \
         {cores} cores{}, on {file_system}. {INTRODUCTION}",
        node().map_or(String::new(), |version| format!(", Node.js {version}"))
    );
    text.push_str(
        "| generator | seconds | fastest and slowest | against ours with everything | processor seconds | peak memory, MiB | pages | files | MB |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let ours = seconds(all, Kind::Ours);
    for measured in all {
        let (runs, output) = (measured.seconds(), measured.output);
        let _ = writeln!(
            text,
            "| {} | {:.1} | {:.1} – {:.1} | {:.2} | {:.1} | {:.0} | {} | {} | {:.0} |",
            measured.generator.name,
            measured.median_seconds(),
            runs[0],
            runs[RUNS - 1],
            measured.median_seconds() / ours.unwrap_or(f64::NAN),
            measured.median_cpu_seconds(),
            measured.median_megabytes(),
            output.pages,
            output.files,
            output.bytes as f64 / 1e6,
        );
    }
    let goals = goals(all);
    text.push_str(&goals::table(&goals));
    let _ = writeln!(text, "\n{}", goals::count(&goals));
    text
}

/// The goals of what was measured. A missing row misses its goal.
fn goals(all: &[Measured]) -> Vec<Goal> {
    let ratio = |kind, to| Some(seconds(all, kind)? / seconds(all, to)?);
    let times = |kind| ratio(kind, Kind::Ours).unwrap_or(f64::NAN);
    vec![
        Goal::at_least("Hugo with related content, times ours with everything", times(Kind::HugoRelated), HUGO),
        Goal::at_least("VitePress, times ours with everything", times(Kind::VitePress), NODE),
        Goal::at_least("Eleventy, times ours with everything", times(Kind::Eleventy), NODE),
        Goal::at_most(
            "ours without related reading and search, times Hugo without related content",
            ratio(Kind::OursPagesOnly, Kind::Hugo).unwrap_or(f64::NAN),
            PAGES_ONLY,
        ),
    ]
}

fn seconds(all: &[Measured], kind: Kind) -> Option<f64> {
    all.iter().find(|measured| measured.generator.kind == kind).map(Measured::median_seconds)
}

fn node() -> Option<String> {
    let output = Command::new("node").arg("--version").output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().trim_start_matches('v').to_owned())
}
