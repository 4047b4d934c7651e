//! Answers browsers.

use std::{convert::Infallible, sync::Arc};

use anyhow::{Context, Error, Result};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{
        IntoResponse, Redirect, Response, Sse,
        sse::{Event, KeepAlive},
    },
    routing::get,
};
use futures_util::{Stream, stream};
use percent_encoding::percent_decode_str;
use serde_json::json;
use tokio::net::TcpListener;
use tower::ServiceExt;
use tower_http::services::ServeFile;

use super::workshop::{self, Workshop};
use crate::{output::OutputFile, pipeline::Edition};

/// The script that loads a page again after a change and shows what is wrong.
const SCRIPT: &str = include_str!("live.js");
const SCRIPT_PATH: &str = "/.offprint/live.js";
const EVENTS_PATH: &str = "/.offprint/events";

/// What is shown until there is an edition.
const EMPTY_PAGE: &str = "<!doctype html><meta charset=utf-8><title>Offprint</title><body></body>";

/// Answers until the process ends.
pub(super) async fn run(listener: TcpListener, workshop: Arc<Workshop>) -> Result<()> {
    let script = || async { ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT) };
    let router = Router::new().route(SCRIPT_PATH, get(script)).route(EVENTS_PATH, get(events)).fallback(get(file));
    let router = router.layer(middleware::from_fn(only_this_computer)).with_state(workshop);
    axum::serve(listener, router).await.context("the server has stopped")
}

/// Refuses what was asked of another name. A page from elsewhere could otherwise read drafts, under a name that means this computer.
async fn only_this_computer(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if is_this_computer(host) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "This is shown on this computer alone: open http://127.0.0.1 with the port.\n").into_response()
}

/// Returns whether a host, with or without a port, means this computer under one of its own names.
fn is_this_computer(host: &str) -> bool {
    let name = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(name, _)| name);
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

/// Sends the state to a page, now and after every change.
async fn events(State(workshop): State<Arc<Workshop>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut state = workshop.state();
    // The state as it is counts as a change.
    state.mark_changed();
    let events = stream::unfold(state, |mut state| async {
        state.changed().await.ok()?;
        let event = event(&state.borrow_and_update());
        Some((Ok(event), state))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

fn event(state: &workshop::State) -> Event {
    let data = json!({ "edition": state.edition(), "isOld": state.is_old, "problems": state.problems });
    Event::default().data(data.to_string())
}

/// Answers with a file of the edition.
async fn file(State(workshop): State<Arc<Workshop>>, request: Request) -> Response {
    let path = percent_decode_str(request.uri().path()).decode_utf8_lossy().into_owned();
    let name = path.trim_start_matches('/').to_owned();
    let Some(edition) = workshop.edition() else {
        return html(&workshop, EMPTY_PAGE.as_bytes().to_vec(), StatusCode::SERVICE_UNAVAILABLE);
    };
    let index = if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name.clone() };
    if !edition.files.contains_key(&index) && edition.files.contains_key(&format!("{index}/index.html")) {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        // Another newspaper may be at this address tomorrow.
        let path = request.uri().path().trim_matches('/');
        return Redirect::temporary(&format!("/{path}/{query}")).into_response();
    }
    if let Some(OutputFile::Copy(from)) = edition.files.get(&index) {
        // With ranges, which players ask for.
        let mut response = ServeFile::new(from).oneshot(request).await.into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        return response;
    }
    // A page may take a while, above all the first search.
    let found = tokio::task::spawn_blocking(move || {
        if let Some(bytes) = bytes(&edition, &index)? {
            return Ok(Some((index, bytes, StatusCode::OK)));
        }
        let name = "404.html".to_owned();
        Ok::<_, Error>(bytes(&edition, &name)?.map(|bytes| (name, bytes, StatusCode::NOT_FOUND)))
    });
    match found.await {
        Ok(Ok(Some((name, bytes, status)))) if name.ends_with(".html") => html(&workshop, bytes, status),
        Ok(Ok(Some((name, bytes, _)))) => {
            let kind = mime_guess::from_path(&name).first_or_octet_stream();
            let kind = if kind.type_() == "text" { format!("{kind}; charset=utf-8") } else { kind.to_string() };
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache".to_owned())], bytes).into_response()
        }
        Ok(Ok(None)) => StatusCode::NOT_FOUND.into_response(),
        Ok(Err(_)) | Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Returns a file that is not on the disk; none if there is no such file. The search index is built for the first of its files.
fn bytes(edition: &Edition, name: &str) -> Result<Option<Vec<u8>>> {
    match edition.files.get(name) {
        Some(OutputFile::Copy(_)) => Ok(None),
        Some(file) => file.bytes().map(Some),
        None if name.starts_with("search/") => {
            let Some(composition) = &edition.composition else { return Ok(None) };
            composition.search_index()?.get(name).map(|key| composition.cache.bytes(*key)).transpose()
        }
        None => Ok(None),
    }
}

/// Answers with a page that follows changes.
fn html(workshop: &Workshop, bytes: Vec<u8>, status: StatusCode) -> Response {
    let page = String::from_utf8_lossy(&bytes);
    let script = format!("<script src=\"{SCRIPT_PATH}?{}\" defer></script>", workshop.state().borrow().edition());
    let end = page.rfind("</body>").unwrap_or(page.len());
    let page = format!("{}{script}{}", &page[..end], &page[end..]);
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, Body::from(page)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_names_of_this_computer_are_answered() {
        assert!(["127.0.0.1:8080", "localhost", "localhost:8080", "[::1]:8080", "[::1]"].into_iter().all(is_this_computer));
        assert!(
            !["", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example:80"].into_iter().any(is_this_computer)
        );
    }
}
