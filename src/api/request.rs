use gloo_net::http::Request;
use web_sys::AbortSignal;

use super::FetchError;

/// Requests a file of the edition once and returns its text.
pub(super) async fn get_text(file: &str, signal: &AbortSignal) -> Result<String, FetchError> {
    let request = Request::get(&edition::encode(file)).abort_signal(Some(signal));
    let response = request.send().await.map_err(|_| FetchError::Unreachable)?;
    match response.status() {
        200..300 => {}
        404 | 410 => return Err(FetchError::Missing),
        status => return Err(FetchError::Server(status)),
    }
    // Some hosts answer every unknown address with the page of the application.
    if response.headers().get("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
        return Err(FetchError::Missing);
    }
    response.text().await.map_err(|_| FetchError::Unreachable)
}
