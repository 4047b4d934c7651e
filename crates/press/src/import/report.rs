//! What an import has done, one line for each kind of thing.

use std::collections::BTreeMap;

/// How often something was done, with a few examples.
#[derive(Debug, Default)]
pub(crate) struct Report {
    lines: BTreeMap<(Category, String), Line>,
}

#[derive(Debug, Default)]
struct Line {
    count: usize,
    examples: Vec<String>,
}

/// What was done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Category {
    TakenOver,
    Changed,
    LeftOut,
    /// To be done by hand.
    ToDo,
}

/// How many examples are shown, unless all are asked for.
const SHOWN: usize = 3;

impl Report {
    /// Notes that something was done. `what` is the same for all of its kind, `example` is one of them; it may be empty.
    pub(crate) fn add(&mut self, category: Category, what: &str, example: impl Into<String>) {
        let line = self.lines.entry((category, what.to_owned())).or_default();
        line.count += 1;
        let example = example.into();
        if !example.is_empty() && line.examples.last() != Some(&example) {
            line.examples.push(example);
        }
    }

    /// Returns how often something was done.
    #[cfg(test)]
    pub(crate) fn count(&self, what: &str) -> usize {
        self.lines.iter().filter(|((_, known), _)| known == what).map(|(_, line)| line.count).sum()
    }

    /// Returns the report as lines of text, with the first examples of a kind, or with all of them.
    pub(crate) fn lines(&self, all: bool) -> Vec<String> {
        let mut lines = Vec::new();
        let mut last = None;
        for ((category, what), line) in &self.lines {
            if last != Some(category) {
                lines.push(category.title().to_owned());
                last = Some(category);
            }
            let shown = if all { line.examples.len() } else { SHOWN.min(line.examples.len()) };
            let more = if shown < line.examples.len() { ", …" } else { "" };
            let examples = line.examples[..shown].join(", ");
            let examples = if shown == 0 { examples } else { format!(" ({examples}{more})") };
            lines.push(format!("  {:>6}  {what}{examples}", line.count));
        }
        lines
    }
}

impl Category {
    fn title(self) -> &'static str {
        match self {
            Category::TakenOver => "Taken over:",
            Category::Changed => "Changed:",
            Category::LeftOut => "Left out:",
            Category::ToDo => "To do:",
        }
    }
}
