//! The responses to the page.

use search::messages::{Response, to_js};
use wasm_bindgen::{JsCast, throw_val};
use web_sys::DedicatedWorkerGlobalScope;

/// Sends a response to the page.
pub(crate) fn send(response: &Response) {
    if let Err(error) = to_js(response).and_then(|message| scope().post_message(&message)) {
        throw_val(error);
    }
}

/// Returns the worker, which sends and receives the messages.
pub(crate) fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
