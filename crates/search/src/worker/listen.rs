//! The requests of the page.

use search::messages::{Request, Response, from_js};
use wasm_bindgen::{JsCast, prelude::Closure, throw_str};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

use crate::{
    find, mark,
    respond::{scope, send},
};

/// Answers requests from now on.
pub(crate) fn listen() {
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        match from_js(event.data()) {
            Ok(Request::Find(request)) => spawn_local(find::answer(request)),
            Ok(Request::Mark(request)) => spawn_local(mark::answer(request)),
            // The page receives an `error` event.
            Err(error) => throw_str(&error.to_string()),
        }
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    on_message.forget();
    send(&Response::Ready);
}
