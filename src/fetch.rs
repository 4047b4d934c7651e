/// Why a file could not be had. Kept apart to the end, because each asks something else of the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// The browser has no connection.
    Offline,
    /// No answer came, though the browser thinks that it has a connection.
    Unreachable,
    /// No answer came in time, again and again.
    Slow,
    /// There is no such file.
    Missing,
    /// The server answered with this status.
    Server(u16),
    /// The file came and could not be read; says why, for the newsroom.
    Malformed(String),
}

#[cfg(feature = "browser")]
mod json;

#[cfg(feature = "browser")]
pub(crate) use browser::{Store, ahead, all_kept, sleep, spawn};

#[cfg(feature = "browser")]
mod browser {
    use std::{
        any::Any,
        cell::{Cell, RefCell},
        pin::Pin,
        rc::Rc,
        sync::Arc,
    };

    use js_sys::{Date, Function, JSON, Object, Promise, Reflect};
    use leptos::prelude::{Set, WriteSignal, document, window};
    use serde::de::DeserializeOwned;
    use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{AbortController, AbortSignal, RequestInit, Response};

    use super::{FetchError, json};

    /// How long one try may take, in milliseconds.
    const PATIENCE: i32 = 10_000;
    /// How long to wait before each further try.
    const BACK_OFF: [i32; 2] = [500, 2_000];
    /// How long a fetched file is taken for new.
    const FRESH: f64 = 300_000.0;

    thread_local! {
        static KEPT: RefCell<Vec<Kept>> = RefCell::default();
        static AHEAD: RefCell<Option<Ahead>> = const { RefCell::new(None) };
        /// The files that the page carries, by name.
        static EMBEDDED_DATA: Object = {
            let text = document().get_element_by_id(edition::EMBEDDED_DATA).and_then(|element| element.text_content());
            text.and_then(|text| JSON::parse(&text).ok()).and_then(|value| value.dyn_into().ok()).unwrap_or_default()
        };
    }

    /// A try to fetch a file that the reader is about to want.
    struct Ahead {
        file: String,
        /// Ends it: the reader is about to want another.
        controller: AbortController,
        /// Kept when its time is over: there is an answer, or none.
        over: Promise,
        answer: Rc<RefCell<Option<Result<String, FetchError>>>>,
    }

    /// Fetches a file of the edition before it is asked for: once, without a word if it fails.
    pub(crate) fn ahead<T: DeserializeOwned + 'static>(file: String) {
        let under_way = AHEAD.with_borrow(|ahead| ahead.as_ref().is_some_and(|ahead| ahead.file == file));
        if under_way || kept::<T>(&file, FRESH).is_some() {
            return;
        }
        let (mut resolve, answer) = (None, Rc::default());
        let over = Promise::new(&mut |function, _| resolve = Some(function));
        let ahead = Ahead { file: file.clone(), controller: controller(), over, answer: Rc::clone(&answer) };
        let signal = ahead.controller.signal();
        if let Some(before) = AHEAD.replace(Some(ahead)) {
            before.controller.abort();
        }
        spawn(async move {
            let text = self::answer(&file, &signal).await;
            if let Ok(text) = &text {
                let _ = read::<T>(&file, json::parse(text));
            }
            answer.replace(Some(text));
            let _ = resolve.map(|resolve: Function| resolve.call0(&JsValue::UNDEFINED));
            AHEAD.with_borrow_mut(|ahead| drop(ahead.take_if(|ahead| ahead.file == file)));
        });
    }

    fn controller() -> AbortController {
        AbortController::new().expect("every browser has AbortController")
    }

    /// Fetches files of the edition for one visit to a page, and keeps what was fetched for the next.
    #[derive(Clone)]
    pub(crate) struct Store {
        controller: AbortController,
        /// Becomes true when the first try was not enough.
        slow: WriteSignal<bool>,
        /// Whether the page that it fetched for is on the screen.
        done: Rc<Cell<bool>>,
    }

    impl Store {
        pub(crate) fn new(slow: WriteSignal<bool>) -> Store {
            slow.set(false);
            Store { controller: controller(), slow, done: Rc::default() }
        }

        /// Drops what is under way: the reader is elsewhere by now.
        pub(crate) fn abort(&self) {
            self.controller.abort();
        }

        /// The page is on the screen.
        pub(crate) fn done(&self) {
            self.done.set(true);
        }

        pub(crate) fn is_done(&self) -> bool {
            self.done.get()
        }

        pub(crate) fn is_aborted(&self) -> bool {
            self.controller.signal().aborted()
        }

        /// A file of the edition by its name. 10 seconds and two more tries where the line is at fault.
        pub(crate) async fn get<T: DeserializeOwned + 'static>(&self, file: &str) -> Result<Arc<T>, FetchError> {
            if let Some(kept) = kept(file, FRESH).or_else(|| self.printed(file)) {
                return Ok(kept);
            }
            match self.text(file).await {
                Ok(text) => read(file, json::parse(&text)),
                Err(FetchError::Missing) => Err(FetchError::Missing),
                // Better an old one than none.
                Err(error) => kept(file, f64::INFINITY).ok_or(error),
            }
        }

        /// A file that the page carries. Once it was read it is one that was fetched.
        pub(crate) fn printed<T: DeserializeOwned + 'static>(&self, file: &str) -> Option<Arc<T>> {
            let value = EMBEDDED_DATA.with(|printed| {
                let value = Reflect::get(printed, &file.into()).ok().filter(JsValue::is_object)?;
                let _ = Reflect::delete_property(printed, &file.into());
                Some(value)
            })?;
            read(file, json::from_value(value)).ok()
        }

        async fn text(&self, file: &str) -> Result<String, FetchError> {
            let mut pauses = BACK_OFF.iter();
            loop {
                let error = match self.once(file).await {
                    Ok(text) => return Ok(text),
                    Err(error) => error,
                };
                let worth_another = matches!(error, FetchError::Unreachable | FetchError::Slow | FetchError::Server(500..));
                let Some(pause) = pauses.next().filter(|_| worth_another && !self.is_aborted()) else { return Err(error) };
                self.slow.set(true);
                sleep(*pause).await;
            }
        }

        async fn once(&self, file: &str) -> Result<String, FetchError> {
            // A signal that has been given is not given again.
            if self.is_aborted() {
                return Err(FetchError::Unreachable);
            }
            // What was begun ahead is the first try.
            let ahead = AHEAD.take();
            if let Some(other) = ahead.as_ref().filter(|ahead| ahead.file != file) {
                other.controller.abort();
            }
            let ahead = ahead.filter(|ahead| ahead.file == file);
            let attempt = ahead.as_ref().map_or_else(controller, |ahead| ahead.controller.clone());
            let timer = Timer::new(PATIENCE, &attempt);
            let follow = on_abort(&self.controller.signal(), &attempt);
            let result = match ahead {
                Some(ahead) => {
                    let _ = JsFuture::from(ahead.over).await;
                    ahead.answer.take().unwrap_or(Err(FetchError::Unreachable))
                }
                None => answer(file, &attempt.signal()).await,
            };
            drop(follow);
            result.map_err(|error| match error {
                FetchError::Unreachable if timer.is_over() => FetchError::Slow,
                FetchError::Unreachable if !window().navigator().on_line() => FetchError::Offline,
                error => error,
            })
        }
    }

    async fn answer(file: &str, signal: &AbortSignal) -> Result<String, FetchError> {
        let options = RequestInit::new();
        options.set_signal(Some(signal));
        let fetched = window().fetch_with_str_and_init(&edition::encode(file), &options);
        let response: Response = JsFuture::from(fetched).await.map_err(|_| FetchError::Unreachable)?.into();
        match response.status() {
            200..300 => {}
            404 | 410 => return Err(FetchError::Missing),
            status => return Err(FetchError::Server(status)),
        }
        // A host that answers every address with the shell means that there is no such file.
        if response.headers().get("content-type").ok().flatten().is_some_and(|kind| kind.starts_with("text/html")) {
            return Err(FetchError::Missing);
        }
        let text = response.text().map_err(|_| FetchError::Unreachable)?;
        let text = JsFuture::from(text).await.map_err(|_| FetchError::Unreachable)?;
        Ok(text.as_string().unwrap_or_default())
    }

    /// Apart from the fetching, which is the same for every type.
    #[inline(never)]
    fn read<T: DeserializeOwned + 'static>(file: &str, read: Result<T, String>) -> Result<Arc<T>, FetchError> {
        let value: Arc<T> = Arc::new(read.map_err(FetchError::Malformed)?);
        keep(file, Box::new(value.clone()));
        Ok(value)
    }

    /// A file that was fetched.
    struct Kept {
        file: String,
        since: f64,
        /// An `Arc` of its type.
        value: Box<dyn Any>,
    }

    fn kept<T: 'static>(file: &str, age: f64) -> Option<Arc<T>> {
        KEPT.with_borrow(|all| {
            let kept = all.iter().find(|kept| kept.file == file && Date::now() - kept.since < age)?;
            kept.value.downcast_ref().cloned()
        })
    }

    fn keep(file: &str, value: Box<dyn Any>) {
        KEPT.with_borrow_mut(|all| {
            all.retain(|kept| kept.file != file);
            all.push(Kept { file: file.to_owned(), since: Date::now(), value });
        });
    }

    /// Everything of one kind that was fetched in this window and is still at hand.
    pub(crate) fn all_kept<T: 'static>() -> Vec<Arc<T>> {
        KEPT.with_borrow(|all| all.iter().filter_map(|kept| kept.value.downcast_ref().cloned()).collect())
    }

    /// Runs a future beside everything else. Boxed, so that the code to run one is there once.
    pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) {
        let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
        spawn_local(future);
    }

    /// Waits for so many milliseconds.
    pub(crate) async fn sleep(milliseconds: i32) {
        let promise = Promise::new(&mut |resolve: Function, _| {
            let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        });
        let _: Result<JsValue, JsValue> = JsFuture::from(promise).await;
    }

    /// Ends a try when its time is over.
    struct Timer {
        handle: i32,
        controller: AbortController,
        _callback: Closure<dyn FnMut()>,
    }

    impl Timer {
        fn new(milliseconds: i32, controller: &AbortController) -> Timer {
            let ended = controller.clone();
            let callback = Closure::new(move || ended.abort());
            let function = callback.as_ref().unchecked_ref();
            let handle =
                window().set_timeout_with_callback_and_timeout_and_arguments_0(function, milliseconds).unwrap_or_default();
            Timer { handle, controller: controller.clone(), _callback: callback }
        }

        fn is_over(&self) -> bool {
            self.controller.signal().aborted()
        }
    }

    impl Drop for Timer {
        fn drop(&mut self) {
            window().clear_timeout_with_handle(self.handle);
        }
    }

    /// Aborts `attempt` when `signal` is; stops listening when dropped.
    fn on_abort(signal: &AbortSignal, attempt: &AbortController) -> impl Drop + use<> {
        struct Listening(AbortSignal, Closure<dyn FnMut()>);

        impl Drop for Listening {
            fn drop(&mut self) {
                let _ = self.0.remove_event_listener_with_callback("abort", self.1.as_ref().unchecked_ref());
            }
        }

        let attempt = attempt.clone();
        let callback = Closure::new(move || attempt.abort());
        let _ = signal.add_event_listener_with_callback("abort", callback.as_ref().unchecked_ref());
        Listening(signal.clone(), callback)
    }
}
