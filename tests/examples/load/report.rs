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
/// Subjects, by how their names begin.
const PLAIN: &str = "plain HTML";
const PRINTED: &str = "ours, printed";
const BARE: &str = "ours, no printed pages";
const PEERS: [&str; 3] = ["VitePress", "Docusaurus", "docsify"];
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
- *Click later*: a click half a second after the largest paint, whether the application has started or not, until the next headline is painted.
- *Warm*: the page was loaded before; what the host lets a browser keep is kept.
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
        let _ = writeln!(text, "\n{}", self.goals_met());
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
            "| profile | what | first paint, ms | LCP, ms | LCP against {than} | layout shift | KB before LCP | KB in all | KB of scripts, WebAssembly, style | live, ms | click before, ms | click later, ms |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
        );
        let kilobytes = |bytes: f64| bytes / 1000.0;
        let optional = |time: Option<f64>| time.map_or("–".to_owned(), |time| format!("{time:.0}"));
        for (profile, measured) in self.profiles {
            for index in rows.clone() {
                let (subject, row) = (&self.subjects[index], &measured[index]);
                let _ = writeln!(
                    text,
                    "| {} | {} | {:.0} | {:.0} | {:.2} | {:.4} | {:.1} | {:.1} | {:.1} | {} | {} | {} |",
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
                    optional(row.later_click),
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
        self.add_peer_goals(&mut goals);
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

    /// Adds what is asked of our pages next to plain HTML and the peers.
    fn add_peer_goals(&self, goals: &mut Vec<Goal>) {
        let of = |profile: Profile, name: &str| {
            let (_, measured) = self.profiles.iter().find(|(other, _)| *other == profile)?;
            let index = self.subjects[..self.peers].iter().position(|subject| subject.name.starts_with(name))?;
            Some(&measured[index])
        };
        let lcp = |profile: Profile, name: &str| of(profile, name).map_or(f64::NAN, |row| row.lcp);
        let best = |profile: Profile| PEERS.iter().map(|peer| lcp(profile, peer)).fold(f64::INFINITY, f64::min);
        let (cold, slow, warm) = (Profile::Cold, Profile::Slow, Profile::Warm);
        let bytes = |name: &str| of(cold, name).map_or(f64::NAN, |row| row.bytes);
        let live = |name: &str| of(slow, name).and_then(|row| row.navigates).unwrap_or(f64::NAN);
        let later = |name: &str| of(slow, name).and_then(|row| row.later_click).unwrap_or(f64::NAN);
        let mut at_most = |what: &str, measured: f64, bound: f64| goals.push(Goal::at_most(what, measured, bound));
        at_most("cold: LCP against plain HTML", lcp(cold, PRINTED) / lcp(cold, PLAIN), 1.10);
        at_most("slow: LCP against plain HTML", lcp(slow, PRINTED) / lcp(slow, PLAIN), 1.10);
        at_most("cold: LCP against the best of the peers", lcp(cold, PRINTED) / best(cold), 0.80);
        at_most("slow: LCP against the best of the peers", lcp(slow, PRINTED) / best(slow), 0.70);
        at_most("slow: until live, against VitePress", live(PRINTED) / live("VitePress"), 1.0);
        at_most("slow: a click half a second after LCP, against VitePress", later(PRINTED) / later("VitePress"), 1.0);
        at_most("slow, no printed pages: LCP against docsify", lcp(slow, BARE) / lcp(slow, "docsify"), 1.0);
        at_most("all bytes of a first visit, against VitePress without fonts", bytes(PRINTED) / bytes("VitePress"), 1.2);
        at_most("all bytes of a first visit, against Docusaurus", bytes(PRINTED) / bytes("Docusaurus"), 0.7);
        at_most("warm: LCP against plain HTML", lcp(warm, PRINTED) / lcp(warm, PLAIN), 1.10);
    }
}
