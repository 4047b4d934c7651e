//! Parts of texts.

use std::slice::SliceIndex;

/// Returns the part of a text in a range, or an empty text if the range does not have whole characters.
///
/// Indexing would panic, and the code of its message costs 2 KB in the worker, compressed.
pub(crate) fn slice(text: &str, range: impl SliceIndex<str, Output = str>) -> &str {
    text.get(range).unwrap_or_default()
}
