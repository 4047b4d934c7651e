//! The viewer: renders an edition in the reader's browser.
//!
//! `views/` are pure functions of plain structs and render natively too (feature `print`); everything that
//! touches the browser (feature `browser`) is in the other rooms: `pages/` own the data, [`fetch`] is the
//! only place that does HTTP, `navigation` the only one that touches history, `reader/` the only one that
//! touches browser storage, `prose` the only one that builds nodes from article text, `search` the only
//! one that talks to the worker.

#[cfg(feature = "browser")]
mod navigation;
#[cfg(feature = "browser")]
mod pages;
#[cfg(feature = "browser")]
mod prose;
#[cfg(feature = "browser")]
mod reader;
#[cfg(feature = "browser")]
mod search;

/// The one place that does HTTP, and the ways in which it can fail.
pub mod fetch;
/// Days and numbers as a language writes them.
pub mod intl;
/// What a page is made of.
pub mod views;
/// What the interface says.
pub mod words;

#[cfg(feature = "browser")]
pub use pages::start;
