//! The tables in docs/bench/scale.md.

use std::fmt::Write as _;

use crate::{
    Measured,
    build::{Build, Edition},
    goals::{self, Goal},
};

/// What a view may cost in the largest archive, against the smallest.
const VIEW: f64 = 1.10;
const SEARCH: f64 = 1.5;
/// What a build after a small change may cost, against the whole build, from this many articles on.
const AGAIN: f64 = 0.05;
const LARGE: usize = 100_000;
/// Megabytes of a build of [`LARGE`] articles.
const MEMORY: f64 = 3_000.0;

pub(crate) struct Report<'a> {
    /// By size, the smallest first.
    pub(crate) measured: &'a [Measured],
}

impl Report<'_> {
    pub(crate) fn text(&self) -> String {
        let mut text = String::from(
            "# Archives of any size\n\nPrinted by `cargo xtask bench scale`. The archives are made up of sentences of real articles in English, Chinese and \
             Arabic; lengths, tags, authors, dates, sections and languages are distributed as there. Every build has pages for all addresses, feeds, \
             search and recommended reading. Two cores.\n\n## The first build\n\n| articles | seconds | peak memory, MB | files | folders | MB | MB on the disk | KB for an article | manuscripts, MB | cache, MB |\n\
             | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        );
        for Measured { articles, builds, .. } in self.measured {
            let Edition { files, folders, bytes, disk_bytes, manuscripts, cache } = builds.edition;
            let mega = |bytes: u64| bytes as f64 / 1e6;
            let _ = writeln!(
                text,
                "| {articles} | {:.1} | {:.0} | {files} | {folders} | {:.0} | {:.0} | {:.1} | {:.0} | {:.0} |",
                builds.whole.seconds(),
                builds.whole.megabytes(),
                mega(bytes),
                mega(disk_bytes),
                bytes as f64 / 1e3 / *articles as f64,
                mega(manuscripts),
                mega(cache),
            );
        }
        self.stages(&mut text);
        self.again(&mut text);
        self.views(&mut text);
        text.push_str(&goals::table(&self.goals()));
        text.push_str("\n![Seconds of the first build and of a build again, by number of articles](scale.svg)\n");
        let _ = writeln!(text, "\n{}", self.goals_met());
        text
    }

    pub(crate) fn goals_met(&self) -> String {
        goals::count(&self.goals())
    }

    fn stages(&self, text: &mut String) {
        text.push_str("\nSeconds of each stage, and the most memory until its end:\n\n| stage |");
        for measured in self.measured {
            let _ = write!(text, " {} articles |", measured.articles);
        }
        let _ = writeln!(text, "\n| --- |{}", " ---: |".repeat(self.measured.len()));
        let stages = self.measured.first().map_or(&[][..], |measured| &measured.builds.whole.stages);
        for (number, stage) in stages.iter().enumerate() {
            let _ = write!(text, "| {} |", stage.name);
            for measured in self.measured {
                let stage = &measured.builds.whole.stages[number];
                let _ = write!(text, " {:.2} s, {:.0} MB |", stage.seconds, stage.megabytes);
            }
            text.push('\n');
        }
    }

    fn again(&self, text: &mut String) {
        text.push_str(
            "\n## Again\n\nEach build follows the one above it. Files that were written and removed, of those of the edition.\n\n\
             | articles | change | seconds | of the first build | written | removed |\n| ---: | --- | ---: | ---: | ---: | ---: |\n",
        );
        for Measured { articles, builds, .. } in self.measured {
            for (change, build) in &builds.again {
                let share = 100.0 * build.seconds() / builds.whole.seconds();
                let Build { written, removed, .. } = build;
                let _ =
                    writeln!(text, "| {articles} | {change} | {:.1} | {share:.1} % | {written} | {removed} |", build.seconds());
            }
        }
    }

    fn views(&self, text: &mut String) {
        text.push_str(
            "\n## What a reader loads\n\nIn Chromium, nothing cached, 7 loads of each, medians. Bytes as they are in the files, before a host compresses \
             them; the viewer's code is left out, which is the same for all. Time: the largest paint of a page; until ten results are there; \
             from the click until other cards are there. Heap: of JavaScript, after a garbage collection. The query has two words and ten to \
             twenty results. A list has up to 47 articles on its first page, fewer in a small archive: there the goal is for each of them.\n\n\
             | view | articles | listed | KB | requests | ms | heap, MB |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        );
        let Some(first) = self.measured.first() else { return };
        for number in 0..first.views.len() {
            for Measured { articles, views, .. } in self.measured {
                let view = &views[number];
                let _ = writeln!(
                    text,
                    "| {} | {articles} | {:.0} | {:.1} | {:.0} | {:.0} | {:.1} |",
                    view.name,
                    view.cards,
                    view.bytes / 1e3,
                    view.requests,
                    view.milliseconds,
                    view.heap_bytes / 1e6
                );
            }
        }
    }

    fn goals(&self) -> Vec<Goal> {
        let mut goals = Vec::new();
        let (Some(first), Some(last)) = (self.measured.first(), self.measured.last()) else { return goals };
        // A view that loads nothing costs the same.
        let ratio = |one: f64, other: f64| if one == other { 1.0 } else { one / other };
        for (large, small) in last.views.iter().zip(&first.views) {
            let bound = if large.name.starts_with("search") { SEARCH } else { VIEW };
            let name = |what: &str| format!("{}, {what}: {} articles against {}", large.name, last.articles, first.articles);
            let (what, each) = if small.cards > 0.0 && large.cards > small.cards {
                ("bytes for each listed", small.cards / large.cards)
            } else {
                ("bytes", 1.0)
            };
            goals.push(Goal::at_most(name(what), ratio(large.bytes, small.bytes) * each, bound));
            goals.push(Goal::at_most(name("requests"), ratio(large.requests, small.requests), bound));
        }
        for Measured { articles, builds, .. } in self.measured.iter().filter(|measured| measured.articles >= LARGE) {
            for (change, build) in &builds.again {
                let share = build.seconds() / builds.whole.seconds();
                goals.push(Goal::at_most(format!("{articles} articles, {change}: time against the first build"), share, AGAIN));
            }
            if *articles == LARGE {
                goals.push(Goal::at_most(format!("{articles} articles: peak memory, MB"), builds.whole.megabytes(), MEMORY));
            }
        }
        goals
    }
}
