//! The web worker that searches: the only module that talks to it. It is started with the first request.
//!
//! The page and the worker exchange the types of [`search::messages`]. `docs/decisions/0007-search-worker.md` says why this
//! is not `gloo-worker`.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::document;
use search::messages::{Request, Response};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{MessageEvent, Worker};

/// The worker's script as Trunk names it, for pages that name no other.
const DEFAULT_SCRIPT: &str = "search_loader.js";

/// A worker that was started.
pub(crate) struct SearchWorker {
    worker: Worker,
    /// Requests that wait for the worker to listen; none when it does.
    waiting: Rc<RefCell<Option<Vec<JsValue>>>>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn()>,
}

impl SearchWorker {
    /// Starts the worker. `on_error` is called where its script cannot be loaded, or when it fails.
    pub(crate) fn start(on_response: impl Fn(Response) + 'static, on_error: impl Fn() + 'static) -> Option<SearchWorker> {
        let named = document().query_selector("script[data-search]").ok().flatten();
        let script = named.and_then(|script| script.get_attribute("data-search"));
        let worker = Worker::new(script.as_deref().unwrap_or(DEFAULT_SCRIPT)).ok()?;
        let waiting = Rc::new(RefCell::new(Some(Vec::new())));
        let on_message = {
            let (worker, waiting) = (worker.clone(), waiting.clone());
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| match serde_wasm_bindgen::from_value(event.data()) {
                Ok(Response::Ready) => {
                    for request in waiting.take().unwrap_or_default() {
                        let _ = worker.post_message(&request);
                    }
                }
                Ok(response) => on_response(response),
                Err(error) => leptos::logging::error!("search: {error}"),
            })
        };
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let on_error = Closure::<dyn Fn()>::new(on_error);
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(SearchWorker { worker, waiting, _on_message: on_message, _on_error: on_error })
    }

    /// Sends a request, or keeps it until the worker listens.
    pub(crate) fn send(&self, request: &Request) {
        let Ok(request) = serde_wasm_bindgen::to_value(request) else { return };
        match &mut *self.waiting.borrow_mut() {
            Some(waiting) => waiting.push(request),
            None => drop(self.worker.post_message(&request)),
        }
    }
}

impl Drop for SearchWorker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
