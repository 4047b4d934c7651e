//! What is the reader's: it never leaves the browser.

/// What was read.
pub(crate) mod history;
/// Where pages were left.
pub(crate) mod places;
/// Theme and language.
pub(crate) mod settings;
mod storage;
