use edition::{Article, Card};

use super::storage::{self, Kept};
use crate::views::recommended::Interests;

/// Lines that are kept, at most; the oldest are forgotten first.
const MOST: usize = 200;

/// What the reader opened, for the order of recommended reading; nothing if that is left to the paper.
pub(crate) fn read() -> Interests {
    Interests::new(if is_on() { list() } else { Vec::new() })
}

/// Remembers what an article that was opened is about, and the card that it was opened from, if it was one.
pub(crate) fn note(article: &Article, card: Option<&Card>) {
    let mut opened = list();
    opened.extend(Interests::lines(article, card));
    let first = opened.len().saturating_sub(MOST);
    storage::set(Kept::Always, NAME, &opened[first..].join("\n"));
}

/// Forgets it all.
pub(crate) fn forget() {
    storage::remove(NAME);
}

/// Whether the reader's own reading orders what is recommended.
pub(crate) fn is_on() -> bool {
    storage::get(Kept::Always, SWITCH).is_none()
}

/// Turns that on or off.
pub(crate) fn turn(on: bool) {
    if on { storage::remove(SWITCH) } else { storage::set(Kept::Always, SWITCH, "off") }
}

const NAME: &str = "interests";
const SWITCH: &str = "order";

fn list() -> Vec<String> {
    storage::get(Kept::Always, NAME).unwrap_or_default().lines().map(str::to_owned).collect()
}
