//! HTTP requests.

use gloo_net::http::{Request, Response};
use js_sys::JSON;
use search::messages::FailureReason;
use wasm_bindgen::prelude::*;
use web_sys::{ReadableWritablePair, RequestCache};

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

/// Returns the decompressed content of a gzip file. A truncated file is an error.
pub(crate) async fn decompressed(address: &str, cache: RequestCache) -> Result<Vec<u8>, FailureReason> {
    let response = request(address, cache).await?;
    let decompressed = decompress(&response).map_err(|_| FailureReason::Corrupt)?;
    decompressed.binary().await.map_err(|_| FailureReason::Corrupt)
}

/// Returns the HTML of an article's body; `None` if the article cannot be fetched.
pub(crate) async fn article_body(address: &str) -> Option<String> {
    let text = request(address, RequestCache::Default).await.ok()?.text().await.ok()?;
    // The browser's parser costs no download.
    let article: Article = JSON::parse(&text).ok()?.unchecked_into();
    article.content_html()
}

async fn request(address: &str, cache: RequestCache) -> Result<Response, FailureReason> {
    let response = Request::get(address).cache(cache).send().await.map_err(|_| FailureReason::Unreachable)?;
    match response.status() {
        200 => Ok(response),
        404 | 410 => Err(FailureReason::Missing),
        _ => Err(FailureReason::Unreachable),
    }
}

fn decompress(response: &Response) -> Result<Response, JsValue> {
    let body = response.body().ok_or(JsValue::NULL)?;
    let gzip = DecompressionStream::new("gzip")?;
    let decompressed = body.pipe_through(&gzip);
    Ok(web_sys::Response::new_with_opt_readable_stream(Some(&decompressed))?.into())
}
