//! Stands in for the crate `wasm-streams`, which leptos takes in for server functions.
//!
//! An edition has no server, so nothing here is ever called. The real crate exports classes to JavaScript,
//! and what is exported cannot be left out by the linker: 4 KB (brotli) of WebAssembly and glue that no
//! reader needs. `[patch.crates-io]` in the root's `Cargo.toml` puts this in its place.

use futures_util::stream::{self, Stream};
use wasm_bindgen::JsValue;

/// A stream of bytes of a request or an answer.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// From the browser's own.
    pub fn from_raw(raw: web_sys::ReadableStream) -> ReadableStream {
        ReadableStream(raw)
    }

    /// Never called.
    ///
    /// # Panics
    /// Always.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> ReadableStream {
        unimplemented!("an edition has no server functions")
    }

    /// The browser's own.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// Nothing.
    pub fn into_stream(self) -> impl Stream<Item = Result<JsValue, JsValue>> {
        stream::empty()
    }
}
