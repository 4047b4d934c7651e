//! Builds the nodes of an article's body.
//!
//! The text of an article is not trusted, not even when the press has sanitized it: it is parsed into an inert document,
//! from which only what [`edition::markup`] allows is built. Article text is never assigned to `innerHTML`.

mod marks;

use std::cell::RefCell;

use edition::{Address, Article, markup};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{DomParser, Element, HtmlFormElement, Node, SupportedType};

pub(crate) use marks::{mark, unmark};

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// A body that was built, or printed, in this window.
struct Body {
    /// The id of the article.
    id: String,
    /// The text that it was built from; none for the body of the printed page.
    html: Option<String>,
    /// The element that contains its nodes.
    element: Element,
}

thread_local! {
    /// Bodies are built once and then moved to where they are shown: what the reader opened stays open, and the body of
    /// a printed page, whose data leaves it out, can be shown again.
    static BODIES: RefCell<Vec<Body>> = const { RefCell::new(Vec::new()) };
}

/// Keeps the body of the printed page.
pub(crate) fn keep_printed(id: &str, element: &Element) {
    let body = Body { id: id.to_owned(), html: None, element: element.clone() };
    BODIES.with_borrow_mut(|bodies| bodies.push(body));
}

/// Returns the element that shows the body of an article.
pub(crate) fn element(id: &str) -> Option<Element> {
    BODIES.with_borrow(|bodies| bodies.iter().find(|body| body.id == id).map(|body| body.element.clone()))
}

/// Shows the body of an article in an empty element.
pub(crate) fn show(element: &Element, article: &Article) {
    BODIES.with_borrow_mut(|bodies| {
        let html = article.content_html.as_ref();
        let known = bodies.iter_mut().find(|body| body.id == article.id);
        if let Some(body) = known.filter(|body| html.is_none() || body.html.as_ref() == html) {
            if body.element == *element {
                return;
            }
            while let Some(node) = body.element.first_child() {
                let _ = element.append_child(&node);
            }
            body.element = element.clone();
        } else if let Some(html) = html {
            build(html, element);
            bodies.retain(|body| body.id != article.id);
            bodies.push(Body { id: article.id.clone(), html: Some(html.clone()), element: element.clone() });
        }
    });
}

/// Builds what the allowlist allows of a text.
pub fn build(html: &str, to: &Element) {
    let parsed = DomParser::new().and_then(|parser| parser.parse_from_string(html, SupportedType::TextHtml));
    if let Some(body) = parsed.ok().and_then(|document| document.body()) {
        build_children(&body, to);
    }
}

fn build_children(from: &Node, to: &Node) {
    let mut next = from.first_child();
    while let Some(child) = next {
        next = child.next_sibling();
        match child.dyn_ref::<Element>() {
            Some(child) => build_element(child, to),
            None if child.node_type() == Node::TEXT_NODE => {
                let text = document().create_text_node(&child.text_content().unwrap_or_default());
                let _ = to.append_child(&text);
            }
            None => {}
        }
    }
}

fn build_element(from: &Element, to: &Node) {
    // A field may shadow any property of its form, `localName` too, so that a form is not even asked for its name.
    if from.is_instance_of::<HtmlFormElement>() {
        return;
    }
    let name = from.local_name();
    if from.namespace_uri().as_deref() != Some(XHTML) || markup::is_dropped(&name) {
        return;
    }
    let Some(allowed) = markup::attributes(&name) else {
        build_children(from, to);
        return;
    };
    let Ok(built) = document().create_element(&name) else { return };
    for attribute in allowed.iter().chain(markup::COMMON) {
        if let Some(value) = from.get_attribute(attribute).and_then(|value| allowed_value(attribute, value)) {
            let _ = built.set_attribute(attribute, &value);
        }
    }
    let classes = from.class_list();
    for class in markup::CLASSES.iter().filter(|class| classes.contains(class)) {
        let _ = built.class_list().add_1(class);
    }
    build_children(from, &built);
    let _ = to.append_child(&built);
}

/// Returns the value that an attribute may have, if any.
fn allowed_value(attribute: &str, value: String) -> Option<String> {
    match attribute {
        "id" => Some(markup::prefixed(&value)),
        _ if markup::ADDRESSES.contains(&attribute) => Address::parse(&value).map(|address| address.to_string()),
        _ => Some(value).filter(|value| markup::is_value(attribute, value)),
    }
}
