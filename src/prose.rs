//! Builds the nodes of an article's body. The text of an article is not trusted, not even the press's: it
//! is parsed into an inert document, and what [`edition::markup`] allows is built anew from it. Nothing of
//! it ever goes through `innerHTML`.

use std::cell::RefCell;

use edition::{Address, markup};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{DomParser, Element, HtmlFormElement, Node, SupportedType};

const XHTML: &str = "http://www.w3.org/1999/xhtml";

thread_local! {
    /// The body that was printed in the page. Its nodes are moved where they are shown again.
    static EMBEDDED_DATA: RefCell<Option<Element>> = const { RefCell::new(None) };
}

/// Fills an element with a body. Without HTML it is the one that was printed in the page.
pub(crate) fn fill(prose: &Element, html: Option<&str>, printed: bool) {
    if printed {
        EMBEDDED_DATA.set(Some(prose.clone()));
    } else if let Some(html) = html {
        let parsed = DomParser::new().and_then(|parser| parser.parse_from_string(html, SupportedType::TextHtml));
        if let Some(body) = parsed.ok().and_then(|document| document.body()) {
            children(&body, prose);
        }
    } else if let Some(before) = EMBEDDED_DATA.replace(Some(prose.clone())) {
        while let Some(node) = before.first_child() {
            let _ = prose.append_child(&node);
        }
    }
}

fn children(from: &Node, to: &Node) {
    let mut next = from.first_child();
    while let Some(child) = next {
        next = child.next_sibling();
        match child.dyn_ref::<Element>() {
            Some(child) => element(child, to),
            None if child.node_type() == Node::TEXT_NODE => {
                let text = document().create_text_node(&child.text_content().unwrap_or_default());
                let _ = to.append_child(&text);
            }
            None => {}
        }
    }
}

fn element(from: &Element, to: &Node) {
    // A field of a form may bear the name of any property of the form, `localName` too: it is not even
    // asked for its name.
    if from.is_instance_of::<HtmlFormElement>() {
        return;
    }
    let name = from.local_name();
    if from.namespace_uri().as_deref() != Some(XHTML) || markup::is_dropped(&name) {
        return;
    }
    let Some(allowed) = markup::attributes(&name) else {
        children(from, to);
        return;
    };
    let Ok(built) = document().create_element(&name) else { return };
    for attribute in allowed.iter().chain(markup::COMMON) {
        if let Some(value) = from.get_attribute(attribute).and_then(|value| value_of(attribute, value)) {
            let _ = built.set_attribute(attribute, &value);
        }
    }
    let classes = from.class_list();
    for class in markup::CLASSES.iter().filter(|class| classes.contains(class)) {
        let _ = built.class_list().add_1(class);
    }
    children(from, &built);
    let _ = to.append_child(&built);
}

/// The value that an attribute may have, if any.
fn value_of(attribute: &str, value: String) -> Option<String> {
    match attribute {
        "id" => Some(markup::prefixed(&value)),
        _ if markup::ADDRESSES.contains(&attribute) => Address::parse(&value).map(|address| address.to_string()),
        _ => Some(value).filter(|value| markup::is_value(attribute, value)),
    }
}
