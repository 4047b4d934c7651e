//! Loads the files of an edition: the only module that makes HTTP requests.

#[cfg(target_arch = "wasm32")]
mod cache;
#[cfg(target_arch = "wasm32")]
mod client;
#[cfg(target_arch = "wasm32")]
mod embedded;
#[cfg(target_arch = "wasm32")]
mod request;

#[cfg(target_arch = "wasm32")]
pub(crate) use cache::{all as all_cached, remove as remove_cached};
#[cfg(target_arch = "wasm32")]
pub(crate) use client::{Client, prefetch};
#[cfg(target_arch = "wasm32")]
pub(crate) use embedded::embedded;

/// Why a file could not be loaded. Each variant asks something else of the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// The browser has no connection.
    Offline,
    /// No answer came, though the browser reports a connection.
    Unreachable,
    /// No answer came in time, on any attempt.
    Slow,
    /// The file does not exist.
    Missing,
    /// The server answered with this status.
    Server(u16),
    /// The file was loaded and could not be read: the parser's message, for the newsroom.
    Malformed(String),
}
