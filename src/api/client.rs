use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::Arc,
};

use futures::{
    FutureExt,
    future::{LocalBoxFuture, Shared},
};
use gloo_timers::{callback::Timeout, future::TimeoutFuture};
use leptos::{
    prelude::{Set, WriteSignal, window},
    task::spawn_local,
};
use serde::de::DeserializeOwned;
use web_sys::AbortController;

use super::{
    FetchError,
    cache::{self, CACHE_TTL},
    embedded,
    request::get_text,
};
use crate::json;

/// How long one attempt may take, in milliseconds.
const REQUEST_TIMEOUT: u32 = 10_000;
/// The pauses before the second and the third attempt, in milliseconds.
const RETRY_PAUSES: [u32; 2] = [500, 2_000];

thread_local! {
    static PREFETCH: RefCell<Option<Prefetch>> = const { RefCell::new(None) };
}

/// A request for a file that the reader is likely to open next.
#[derive(Clone)]
struct Prefetch {
    file: String,
    controller: AbortController,
    text: Shared<LocalBoxFuture<'static, Result<String, FetchError>>>,
}

/// Requests a file once, before it is needed. A failure has no consequence.
pub(crate) fn prefetch<T: DeserializeOwned + 'static>(file: String) {
    let is_running = PREFETCH.with_borrow(|prefetch| prefetch.as_ref().is_some_and(|prefetch| prefetch.file == file));
    if is_running || cache::get::<T>(&file, CACHE_TTL).is_some() {
        return;
    }
    let controller = new_controller();
    let (name, signal) = (file.clone(), controller.signal());
    let text = async move { get_text(&name, &signal).await }.boxed_local().shared();
    let prefetch = Prefetch { file: file.clone(), controller, text: text.clone() };
    if let Some(other) = PREFETCH.replace(Some(prefetch)) {
        other.controller.abort();
    }
    spawn_local(async move {
        if let Ok(text) = text.await {
            let _ = parse::<T>(&file, &text);
        }
        PREFETCH.with_borrow_mut(|prefetch| drop(prefetch.take_if(|prefetch| prefetch.file == file)));
    });
}

fn new_controller() -> AbortController {
    AbortController::new().expect("every browser with WebAssembly has AbortController")
}

/// Loads files for one navigation.
#[derive(Clone)]
pub(crate) struct Client {
    /// Set when the first attempt was not enough.
    is_slow: WriteSignal<bool>,
    is_aborted: Rc<Cell<bool>>,
    /// Set when the page that the client loads for is complete.
    is_finished: Rc<Cell<bool>>,
    /// The attempts that are running.
    attempts: Rc<RefCell<Vec<AbortController>>>,
}

impl Client {
    /// Creates a client. `is_slow` tells whether loading takes longer than it should.
    pub(crate) fn new(is_slow: WriteSignal<bool>) -> Client {
        is_slow.set(false);
        Client { is_slow, is_aborted: Rc::default(), is_finished: Rc::default(), attempts: Rc::default() }
    }

    /// Ends what is running: the reader has navigated on.
    pub(crate) fn abort(&self) {
        self.is_aborted.set(true);
        self.attempts.borrow().iter().for_each(AbortController::abort);
    }

    /// Returns whether the client was aborted.
    pub(crate) fn is_aborted(&self) -> bool {
        self.is_aborted.get()
    }

    /// Notes that the page is complete.
    pub(crate) fn finish(&self) {
        self.is_finished.set(true);
    }

    /// Returns whether the page is complete, or nobody waits for it any more.
    pub(crate) fn is_finished(&self) -> bool {
        self.is_finished.get() || self.is_aborted()
    }

    /// Loads a file of the edition: from the cache, from the data of the printed page, or by up to three requests.
    pub(crate) async fn get<T: DeserializeOwned + 'static>(&self, file: &str) -> Result<Arc<T>, FetchError> {
        if cache::get::<T>(file, f64::INFINITY).is_none() {
            let _: Option<Arc<T>> = embedded(file);
        }
        if let Some(value) = cache::get(file, CACHE_TTL) {
            return Ok(value);
        }
        match self.get_text(file).await {
            Ok(text) => parse(file, &text),
            Err(FetchError::Missing) => Err(FetchError::Missing),
            // A stale file is better than none.
            Err(error) => cache::get(file, f64::INFINITY).ok_or(error),
        }
    }

    async fn get_text(&self, file: &str) -> Result<String, FetchError> {
        let mut pauses = RETRY_PAUSES.into_iter();
        loop {
            let error = match self.attempt(file).await {
                Ok(text) => return Ok(text),
                Err(error) => error,
            };
            let can_pass = matches!(error, FetchError::Unreachable | FetchError::Slow | FetchError::Server(500..));
            let Some(pause) = pauses.next().filter(|_| can_pass && !self.is_aborted()) else { return Err(error) };
            self.is_slow.set(true);
            TimeoutFuture::new(pause).await;
        }
    }

    /// Requests a file once. A prefetch that is running counts as the first attempt.
    async fn attempt(&self, file: &str) -> Result<String, FetchError> {
        if self.is_aborted() {
            return Err(FetchError::Unreachable);
        }
        let prefetch = PREFETCH.take();
        if let Some(other) = prefetch.as_ref().filter(|prefetch| prefetch.file != file) {
            other.controller.abort();
        }
        let prefetch = prefetch.filter(|prefetch| prefetch.file == file);
        let controller = prefetch.as_ref().map_or_else(new_controller, |prefetch| prefetch.controller.clone());
        self.attempts.borrow_mut().push(controller.clone());
        let has_timed_out = Rc::new(Cell::new(false));
        let timeout = {
            let (controller, has_timed_out) = (controller.clone(), has_timed_out.clone());
            Timeout::new(REQUEST_TIMEOUT, move || {
                has_timed_out.set(true);
                controller.abort();
            })
        };
        let result = match prefetch {
            Some(prefetch) => prefetch.text.await,
            None => get_text(file, &controller.signal()).await,
        };
        timeout.cancel();
        self.attempts.borrow_mut().retain(|other| *other != controller);
        result.map_err(|error| match error {
            FetchError::Unreachable if has_timed_out.get() => FetchError::Slow,
            FetchError::Unreachable if !window().navigator().on_line() => FetchError::Offline,
            error => error,
        })
    }
}

fn parse<T: DeserializeOwned + 'static>(file: &str, text: &str) -> Result<Arc<T>, FetchError> {
    let value = Arc::new(json::parse::<T>(text).map_err(FetchError::Malformed)?);
    cache::insert(file, &value);
    Ok(value)
}
