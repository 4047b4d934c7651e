//! Components and the sanitizer in a real browser: `cargo test --package offprint-viewer --target wasm32-unknown-unknown`, with
//! `wasm-bindgen-test-runner`. Natively there is nothing to test.
#![cfg(target_arch = "wasm32")]

mod components;
mod sanitizer;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
