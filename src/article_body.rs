//! Builds the nodes of an article's body.
//!
//! The text of an article is not trusted, not even when the press has sanitized it: it is parsed into an inert document,
//! from which only what [`edition::markup`] allows is built. Article text is never assigned to `innerHTML`.

mod marks;
mod parts;

use std::cell::RefCell;

use edition::{Address, Article, markup};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{DomParser, Element, HtmlFormElement, Node, SupportedType};

pub(crate) use marks::{mark, unmark};
use parts::PartialBody;

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// A body that was built, or printed, in this window.
struct Body {
    /// The id of the article.
    id: String,
    /// The text that it was built from; none for the body of the printed page.
    html: Option<String>,
    /// The element that contains its nodes.
    element: Element,
    /// The rest of a long text, as long as there is one.
    rest: Option<PartialBody>,
}

/// The number of bodies that are kept.
const MAX_BODIES: usize = 16;

thread_local! {
    /// Bodies are built once and then moved to where they are shown: what the reader opened stays open, and the body of
    /// a printed page, whose data leaves it out, can be shown again. The last one is the last that was shown.
    static BODIES: RefCell<Vec<Body>> = const { RefCell::new(Vec::new()) };
}

/// Keeps the body of the printed page.
pub(crate) fn keep_printed(id: &str, element: &Element) {
    add(Body { id: id.to_owned(), html: None, element: element.clone(), rest: None });
}

fn add(body: Body) {
    BODIES.with_borrow_mut(|bodies| {
        bodies.retain(|other| other.id != body.id);
        bodies.push(body);
        bodies.drain(..bodies.len().saturating_sub(MAX_BODIES));
    });
}

/// Returns the element that shows the body of an article.
pub(crate) fn element(id: &str) -> Option<Element> {
    BODIES.with_borrow(|bodies| bodies.iter().find(|body| body.id == id).map(|body| body.element.clone()))
}

/// Shows the body of an article in an empty element. Of a long text the beginning is there at once, the rest in parts.
pub(crate) fn show(element: &Element, article: &Article) {
    let html = article.content_html.as_ref();
    let known = BODIES.with_borrow_mut(|bodies| {
        let is_known = |body: &Body| body.id == article.id && (html.is_none() || body.html.as_ref() == html);
        let index = bodies.iter().position(is_known)?;
        Some(bodies.remove(index))
    });
    match (known, html) {
        (Some(mut body), _) => {
            if body.element != *element {
                while let Some(node) = body.element.first_child() {
                    let _ = element.append_child(&node);
                }
                body.element = element.clone();
            }
            add(body);
        }
        (None, Some(html)) => {
            let rest = if html.len() > parts::LONG { PartialBody::begin() } else { None };
            let is_partial = rest.is_some();
            if !is_partial {
                build(html, element);
            }
            add(Body { id: article.id.clone(), html: Some(html.clone()), element: element.clone(), rest });
            if is_partial {
                parts::build(&article.id);
            }
        }
        (None, None) => {}
    }
}

/// Calls an action once the whole body of an article is there, if it is still shown then.
pub(crate) fn when_complete(id: &str, action: impl FnOnce() + 'static) {
    let action: Box<dyn FnOnce()> = Box::new(action);
    let now =
        BODIES.with_borrow_mut(|bodies| match bodies.iter_mut().find(|body| body.id == id).and_then(|body| body.rest.as_mut()) {
            Some(rest) => {
                rest.waiting.push(action);
                None
            }
            None => Some(action),
        });
    if let Some(action) = now {
        action();
    }
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
        build_node(&child, to);
    }
}

fn build_node(from: &Node, to: &Node) {
    match from.dyn_ref::<Element>() {
        Some(element) => build_element(element, to),
        None if from.node_type() == Node::TEXT_NODE => {
            let text = document().create_text_node(&from.text_content().unwrap_or_default());
            let _ = to.append_child(&text);
        }
        None => {}
    }
}

fn build_element(from: &Element, to: &Node) {
    // A field may shadow any property of its form, `localName` too, so that a form is not even asked for its name.
    if from.is_instance_of::<HtmlFormElement>() {
        return;
    }
    let (name, namespace) = (from.local_name(), from.namespace_uri());
    let is_formula = namespace.as_deref() == Some(markup::MATHML);
    let allowed: Vec<_> = match is_formula {
        true => markup::MATH.contains(&name.as_str()).then_some(markup::MATH_ATTRIBUTES).into_iter().collect(),
        false => [markup::attributes(&name), markup::printed_attributes(&name)].into_iter().flatten().collect(),
    };
    if !is_formula && namespace.as_deref() != Some(XHTML) || allowed.is_empty() && markup::is_dropped(&name) {
        return;
    }
    if allowed.is_empty() {
        build_children(from, to);
        return;
    }
    let Ok(built) = document().create_element_ns(namespace.as_deref(), &name) else { return };
    for attribute in allowed.into_iter().flatten().chain(markup::COMMON) {
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
