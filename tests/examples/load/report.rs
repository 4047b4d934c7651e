//! The tables in docs/bench/load.md.

use std::fmt::Write as _;

use crate::{
    Subject,
    goals::{self, Goal},
    measure::{Measured, Profile},
    navigation::Clicks,
};

/// Kilobytes of the viewer: WebAssembly, scripts and style, compressed.
const SIZE: f64 = 175.0;
/// The same for a viewer that loads its data with Leptos' resources.
const SIZE_WITH_RESOURCES: f64 = 190.0;
/// Milliseconds of one frame.
const FRAME: f64 = 16.7;
/// As fast as the other build, with room for noise.
const AS_FAST: f64 = 1.05;

const INTRODUCTION: &str = "Slow is 150 ms, 1.6 Mbps and a processor four times slower, by the browser's own \
throttling, which models no slow start. All are served by one nginx with brotli copies and measured turn by turn. All \
show the same 20 English articles. No one ships web fonts: VitePress is built with its theme without fonts \
(`vitepress/theme-without-fonts`; Inter would add 68 KB), and docsify's theme loses its import of Google's fonts; \
Docusaurus and ours have none.

- *KB before LCP*: responses that had arrived completely before the largest paint. *KB in all*: with what is prefetched.
- *Live*: from the start of the load until a click navigates within the application; ours is marked `data-live` by then.
- *Click before*: a click after the first frame with a link loads the linked page; from the click to that page's first paint. \
\"–\" where there is no printed page to load, or where the application was always faster.
- *Layout shift*: the worst of all loads.

";

pub(crate) struct Report<'a> {
    pub(crate) words: usize,
    pub(crate) loads: usize,
    pub(crate) subjects: &'a [Subject],
    /// How many of the subjects show the bench's articles; two builds of ours follow.
    pub(crate) peers: usize,
    pub(crate) profiles: &'a [(Profile, Vec<Measured>)],
    pub(crate) clicks: &'a [Clicks],
}

impl Report<'_> {
    pub(crate) fn text(&self) -> String {
        let mut text = format!(
            "# Loading, side by side\n\nPrinted by `cargo xtask bench load`: an article of {} words without picture, a \
             window of 412 × 823, {} loads each, medians. {INTRODUCTION}",
            self.words, self.loads
        );
        self.loads_table(&mut text, 0..self.peers, "plain", |_| 0);
        text.push_str("\n| from a list to an article: from the click until the article is in the document and laid out | p50, ms | p95, ms |\n| --- | ---: | ---: |\n");
        for clicks in self.clicks {
            let _ = writeln!(text, "| {} | {:.1} | {:.1} |", clicks.name, clicks.percentile(50), clicks.percentile(95));
        }
        if self.peers < self.subjects.len() {
            text.push_str("\n## This build against the other\n\nThe sample edition of each, printed by its own press.\n\n");
            self.loads_table(&mut text, self.peers..self.subjects.len(), "the other", |index| self.other(index));
        }
        text.push_str(&goals::table(&self.goals()));
        text.push_str("\n![Largest contentful paint](load.svg)\n");
        text
    }

    pub(crate) fn goals_met(&self) -> String {
        goals::count(&self.goals())
    }

    /// The subject with the same page of the other build; both follow each other.
    fn other(&self, index: usize) -> usize {
        if (index - self.peers).is_multiple_of(2) { index + 1 } else { index }
    }

    fn loads_table(&self, text: &mut String, rows: std::ops::Range<usize>, than: &str, base: impl Fn(usize) -> usize) {
        let _ = writeln!(
            text,
            "| profile | what | first paint, ms | LCP, ms | LCP against {than} | layout shift | KB before LCP | KB in all | KB of scripts, WebAssembly, style | live, ms | click before, ms |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
        );
        let kilobytes = |bytes: f64| bytes / 1000.0;
        let optional = |time: Option<f64>| time.map_or("–".to_owned(), |time| format!("{time:.0}"));
        for (profile, measured) in self.profiles {
            for index in rows.clone() {
                let (subject, row) = (&self.subjects[index], &measured[index]);
                let _ = writeln!(
                    text,
                    "| {} | {} | {:.0} | {:.0} | {:.2} | {:.4} | {:.1} | {:.1} | {:.1} | {} | {} |",
                    profile.name(),
                    subject.name,
                    row.first_paint,
                    row.lcp,
                    row.lcp / measured[base(index)].lcp,
                    row.shift,
                    kilobytes(row.bytes_before_lcp),
                    kilobytes(row.bytes),
                    kilobytes(row.code_bytes),
                    optional(row.navigates),
                    optional(row.early_click),
                );
            }
        }
    }

    fn goals(&self) -> Vec<Goal> {
        let size: Option<f64> = std::env::var("OFFPRINT_SIZE").ok().and_then(|size| size.parse().ok());
        let size_goal = format!("viewer: WebAssembly + scripts + style, KB ({SIZE_WITH_RESOURCES} with resources)");
        let mut goals = vec![Goal::at_most(size_goal, size.unwrap_or(f64::NAN) / 1000.0, SIZE)];
        for clicks in self.clicks.iter().filter(|clicks| clicks.is_prefetched_by_us) {
            goals.push(Goal::at_most(format!("list to article, {}, p95, ms", clicks.name), clicks.percentile(95), FRAME));
        }
        for (profile, measured) in self.profiles {
            for index in (self.peers..self.subjects.len()).step_by(2) {
                let (this, other) = (&measured[index], &measured[self.other(index)]);
                let name = format!("{}, {}", self.subjects[index].name, profile.name());
                goals.push(Goal::at_most(format!("{name}: LCP against the other build"), this.lcp / other.lcp, AS_FAST));
                goals.push(Goal::at_most(format!("{name}: layout shift, at most the other's"), this.shift, other.shift));
            }
        }
        goals
    }
}
