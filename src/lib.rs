//! The viewer: a Leptos application that renders an edition in the reader's browser.
//!
//! WebAssembly means the browser, native means printing: natively only the [`components`] and what they need are
//! compiled, and the press renders them to HTML. `ARCHITECTURE.md` says which module does what.

pub mod api;
pub mod components;
pub mod intl;
pub mod json;
pub mod messages;
pub mod reader_settings;
pub mod theme;
pub mod view_context;

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
pub mod article_body;
#[cfg(target_arch = "wasm32")]
mod pages;
#[cfg(target_arch = "wasm32")]
mod reader;
#[cfg(target_arch = "wasm32")]
mod router;
#[cfg(target_arch = "wasm32")]
mod scroll;
#[cfg(target_arch = "wasm32")]
mod search_worker;

#[cfg(target_arch = "wasm32")]
pub use app::start;

/// The page that starts the viewer where nothing is printed.
#[cfg(not(target_arch = "wasm32"))]
pub const SHELL: &str = include_str!("../index.html");

/// The style sheet of every page.
#[cfg(not(target_arch = "wasm32"))]
pub const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/offprint.css"));
