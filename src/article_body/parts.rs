//! Builds a long text in parts, so that its beginning can be read and the page answers while the rest is built.

use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::document, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDocument, Node};

use super::{BODIES, build_node};

/// A text with more bytes is built in parts.
pub(super) const LONG: usize = 400_000;
/// The bytes of a part: about as many as a slow phone builds in a frame or two.
const PART: usize = 100_000;

/// The rest of a text.
pub(super) struct PartialBody {
    /// An inert document, to which the text is written part by part.
    parsed: HtmlDocument,
    /// How many bytes of the text are written.
    written: usize,
    /// What is done when everything is built.
    pub(super) waiting: Vec<Box<dyn FnOnce()>>,
}

impl PartialBody {
    /// Begins with a text. None where the browser cannot.
    pub(super) fn begin() -> Option<PartialBody> {
        let parsed = document().implementation().ok()?.create_html_document_with_title("").ok()?;
        Some(PartialBody { parsed: parsed.dyn_into().ok()?, written: 0, waiting: Vec::new() })
    }
}

/// Builds the body of an article: its first part at once, each further one in a task of its own.
pub(super) fn build(id: &str) {
    if !build_next(id) {
        return;
    }
    let id = id.to_owned();
    spawn_local(async move {
        loop {
            TimeoutFuture::new(0).await;
            if !build_next(&id) {
                return;
            }
        }
    });
}

/// Builds the next part. Returns whether there are more.
fn build_next(id: &str) -> bool {
    let waiting = BODIES.with_borrow_mut(|bodies| {
        let body = bodies.iter_mut().find(|body| body.id == id)?;
        let (html, rest) = (body.html.as_ref()?, body.rest.as_mut()?);
        let end = (rest.written + PART..html.len()).find(|end| html.is_char_boundary(*end)).unwrap_or(html.len());
        rest.parsed.write_1(&html[rest.written..end]).ok()?;
        rest.written = end;
        let is_last = end == html.len();
        move_nodes(&rest.parsed, &body.element, is_last);
        Some(if is_last { body.rest.take().map(|rest| (rest.waiting, body.element.clone())) } else { None })
    });
    match waiting {
        None => false,
        Some(None) => true,
        Some(Some((waiting, element))) => {
            // The reader may have gone on.
            if element.is_connected() {
                waiting.into_iter().for_each(|action| action());
            }
            false
        }
    }
}

/// Builds the nodes that are complete, and removes them from the parsed document. The last one may still grow.
fn move_nodes(parsed: &HtmlDocument, to: &Element, with_last: bool) {
    let Some(body) = parsed.body() else { return };
    let is_complete = |node: &Node| with_last || node.next_sibling().is_some();
    while let Some(node) = body.first_child().filter(is_complete) {
        build_node(&node, to);
        let _ = body.remove_child(&node);
    }
}
