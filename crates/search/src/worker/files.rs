//! Files of the edition: fetched once, uncompressed by the browser.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, ArrayBuffer, Function, JSON, Object, Promise, Reflect, Uint8Array, global};
use search::format::{Index, Torn, file};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableWritablePair, Response};

/// Why a file could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// No answer came.
    Unreachable,
    /// There is none.
    Missing,
    /// It can't be read.
    Torn,
}

/// The bytes of a file.
pub(crate) type Bytes = Rc<Vec<u8>>;

thread_local! {
    static KEPT: RefCell<Vec<(String, Bytes)>> = RefCell::default();
    static INDEXES: RefCell<Vec<(String, Rc<Index>)>> = RefCell::default();
}

/// A compressed file, by its address.
pub(crate) async fn get(address: &str) -> Result<Bytes, Problem> {
    if let Some(kept) = KEPT.with_borrow(|kept| at(kept, address)) {
        return Ok(kept);
    }
    let bytes = Rc::new(unpacked(fetch(address, "default").await?).await?);
    KEPT.with_borrow_mut(|kept| kept.push((address.to_owned(), Rc::clone(&bytes))));
    Ok(bytes)
}

/// The index of a language. `anew` asks the server even where a copy is at hand, for when it names files that are gone.
pub(crate) async fn index(root: &str, language: &str, anew: bool) -> Result<Rc<Index>, Problem> {
    if let Some(known) = INDEXES.with_borrow(|known| at(known, language)).filter(|_| !anew) {
        return Ok(known);
    }
    let address = [root, &file::folder(language), file::INDEX].concat();
    // It says what all others are called: a copy is shown to the server first.
    let bytes = unpacked(fetch(&address, if anew { "reload" } else { "no-cache" }).await?).await?;
    let index = Rc::new(Index::read(&bytes).map_err(|_: Torn| Problem::Torn)?);
    INDEXES.with_borrow_mut(|known| {
        known.retain(|(other, _)| other != language);
        known.push((language.to_owned(), Rc::clone(&index)));
    });
    Ok(index)
}

/// Forgets what is at hand: it may be of an index that is gone.
pub(crate) fn forget() {
    INDEXES.take();
    KEPT.take();
}

fn at<T>(known: &[(String, Rc<T>)], name: &str) -> Option<Rc<T>> {
    known.iter().find(|(other, _)| other == name).map(|(_, value)| Rc::clone(value))
}

/// A field of an article.
pub(crate) async fn body(address: &str) -> Option<String> {
    let text = JsFuture::from(fetch(address, "default").await.ok()?.text().ok()?).await.ok()?;
    let article = JSON::parse(&text.as_string()?).ok()?;
    Reflect::get(&article, &"content_html".into()).ok()?.as_string()
}

async fn fetch(address: &str, cache: &str) -> Result<Response, Problem> {
    let options = Object::new();
    let _ = Reflect::set(&options, &"cache".into(), &cache.into());
    let promise = Reflect::get(&global(), &"fetch".into()).ok().and_then(|fetch| fetch.dyn_into::<Function>().ok());
    let promise = promise.and_then(|fetch| fetch.call2(&JsValue::UNDEFINED, &address.into(), &options).ok());
    let promise: Promise = promise.ok_or(Problem::Unreachable)?.unchecked_into();
    let response = JsFuture::from(promise).await.map_err(|_| Problem::Unreachable)?.unchecked_into::<Response>();
    match response.status() {
        200 => Ok(response),
        404 | 410 => Err(Problem::Missing),
        _ => Err(Problem::Unreachable),
    }
}

/// The bytes that were compressed. What is not whole fails.
async fn unpacked(response: Response) -> Result<Vec<u8>, Problem> {
    let torn = |_: JsValue| Problem::Torn;
    let stream = Reflect::get(&global(), &"DecompressionStream".into()).map_err(torn)?.dyn_into::<Function>().map_err(torn)?;
    let pair: ReadableWritablePair = Reflect::construct(&stream, &Array::of1(&"gzip".into())).map_err(torn)?.unchecked_into();
    let body = response.body().ok_or(Problem::Torn)?.pipe_through(&pair);
    let promise = Response::new_with_opt_readable_stream(Some(&body)).and_then(|plain| plain.array_buffer()).map_err(torn)?;
    let buffer = JsFuture::from(promise).await.map_err(torn)?;
    Ok(Uint8Array::new(&buffer.unchecked_into::<ArrayBuffer>()).to_vec())
}
