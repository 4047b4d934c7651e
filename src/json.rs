//! JSON into serde types: through `JSON.parse` in the browser, which saves the WebAssembly a parser of its own
//! (see `docs/decisions/0003-json-by-the-browser.md`), and with `serde_json` natively.

use serde::de::DeserializeOwned;

/// Parses a JSON text.
///
/// # Errors
///
/// Returns what is wrong with the text, in the words of the parser.
#[cfg(target_arch = "wasm32")]
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let value = js_sys::JSON::parse(text).map_err(|error| String::from(js_sys::Error::from(error).message()))?;
    from_value(value)
}

/// Converts a parsed JSON value.
#[cfg(target_arch = "wasm32")]
pub(crate) fn from_value<T: DeserializeOwned>(value: wasm_bindgen::JsValue) -> Result<T, String> {
    serde_wasm_bindgen::from_value(value).map_err(|error| error.to_string())
}

/// Parses a JSON text.
///
/// # Errors
///
/// Returns what is wrong with the text, in the words of the parser.
#[cfg(not(target_arch = "wasm32"))]
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}
