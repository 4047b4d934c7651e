use super::storage::{self, Kept};
use crate::views::Read;

/// Articles that are remembered as read, at most; the oldest are forgotten first.
const MOST: usize = 2_000;

/// Ids of the articles that the reader has read.
pub(crate) fn read() -> Read {
    Read::new(list())
}

/// Remembers that an article was read.
pub(crate) fn mark_read(id: &str) {
    let mut ids = list();
    ids.retain(|known| known != id);
    ids.push(id.to_owned());
    let first = ids.len().saturating_sub(MOST);
    // An id has no line end in it.
    storage::set(Kept::Always, "read", &ids[first..].join("\n"));
}

fn list() -> Vec<String> {
    let text = storage::get(Kept::Always, "read").unwrap_or_default();
    text.lines().filter(|id| !id.is_empty()).map(str::to_owned).collect()
}
