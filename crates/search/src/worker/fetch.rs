//! HTTP requests.

use js_sys::{ArrayBuffer, Uint8Array};
use search::messages::FailureReason;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableWritablePair, RequestCache, RequestInit, Response, WorkerGlobalScope};

#[wasm_bindgen]
extern "C" {
    /// In web-sys behind an unstable flag only.
    #[wasm_bindgen(extends = ReadableWritablePair)]
    type DecompressionStream;

    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;

    /// An article's file.
    type Article;

    #[wasm_bindgen(method, getter)]
    fn content_html(this: &Article) -> Option<String>;
}

/// A request that has been sent.
pub(crate) struct Fetch(JsFuture);

impl Fetch {
    /// Sends a request.
    pub(crate) fn start(address: &str, cache: RequestCache) -> Fetch {
        let options = RequestInit::new();
        options.set_cache(cache);
        let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
        Fetch(JsFuture::from(scope.fetch_with_str_and_init(address, &options)))
    }

    /// Returns the decompressed body of the response, a gzip file. A truncated file is an error.
    pub(crate) async fn decompressed(self) -> Result<Vec<u8>, FailureReason> {
        let response = self.response().await?;
        decompress(&response).await.map_err(|_| FailureReason::Corrupt)
    }

    /// Returns the HTML of an article's body; `None` if the article cannot be fetched.
    pub(crate) async fn article_body(self) -> Option<String> {
        let response = self.response().await.ok()?;
        let article: Article = JsFuture::from(response.json().ok()?).await.ok()?.unchecked_into();
        article.content_html()
    }

    async fn response(self) -> Result<Response, FailureReason> {
        let response: Response = self.0.await.map_err(|_| FailureReason::Unreachable)?.unchecked_into();
        match response.status() {
            200 => Ok(response),
            404 | 410 => Err(FailureReason::Missing),
            _ => Err(FailureReason::Unreachable),
        }
    }
}

async fn decompress(response: &Response) -> Result<Vec<u8>, JsValue> {
    let body = response.body().ok_or(JsValue::NULL)?;
    let gzip = DecompressionStream::new("gzip")?;
    let decompressed = body.pipe_through(&gzip);
    let response = Response::new_with_opt_readable_stream(Some(&decompressed))?;
    let buffer: ArrayBuffer = JsFuture::from(response.array_buffer()?).await?.unchecked_into();
    Ok(Uint8Array::new(&buffer).to_vec())
}
