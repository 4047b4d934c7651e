//! Builds the nodes of an article's body. The text of an article is not trusted, not even the press's: it
//! is parsed into an inert document, and what [`edition::markup`] allows is built anew from it. Nothing of
//! it ever goes through `innerHTML`.

use edition::{Address, Language, markup};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{DomParser, Element, HtmlFormElement, Node, SupportedType};

use crate::{navigation, words::Words};

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// Builds the body of one article.
pub(crate) struct Builder {
    /// The path of the article, before a fragment: with a base, `#note` alone points at the base.
    page: String,
    words: &'static Words,
}

impl Builder {
    /// For the article that is shown, in its language.
    pub(crate) fn new(language: &Language) -> Builder {
        Builder { page: navigation::here(), words: Words::of(language) }
    }

    /// Fills an element with the body.
    pub(crate) fn fill(&self, prose: &Node, html: &str) {
        let parsed = DomParser::new().and_then(|parser| parser.parse_from_string(html, SupportedType::TextHtml));
        if let Some(body) = parsed.ok().and_then(|document| document.body()) {
            self.children(&body, prose);
        }
    }

    fn children(&self, from: &Node, to: &Node) {
        let children = from.child_nodes();
        for n in 0..children.length() {
            if let Some(child) = children.item(n) {
                self.node(&child, to);
            }
        }
    }

    fn node(&self, from: &Node, to: &Node) {
        match from.dyn_ref::<Element>() {
            Some(element) => self.element(element, to),
            None if from.node_type() == Node::TEXT_NODE => {
                let text = document().create_text_node(&from.text_content().unwrap_or_default());
                let _ = to.append_child(&text);
            }
            None => {}
        }
    }

    fn element(&self, from: &Element, to: &Node) {
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
            self.children(from, to);
            return;
        };
        // The headline is the page's only heading of the first rank.
        let made = if name == "h1" { "h2" } else { &name };
        let Ok(built) = document().create_element(made) else { return };
        for attribute in allowed.iter().chain(markup::COMMON) {
            if let Some(value) = from.get_attribute(attribute).and_then(|value| self.value(attribute, value)) {
                let _ = built.set_attribute(attribute, &value);
            }
        }
        let classes = from.class_list();
        for class in markup::CLASSES.iter().filter(|class| classes.contains(class)) {
            let _ = built.class_list().add_1(class);
        }
        self.children(from, &built);
        self.finish(&name, &built);
        let built = if name == "table" { self.scroller(&built) } else { built };
        let _ = to.append_child(&built);
    }

    /// The value that an attribute may have, if any.
    fn value(&self, attribute: &str, value: String) -> Option<String> {
        match attribute {
            "id" => Some(markup::prefixed(&value)),
            "href" if value.starts_with('#') => Some(format!("{}#{}", self.page, markup::prefixed(&value[1..]))),
            _ if markup::ADDRESSES.contains(&attribute) => Address::parse(&value).map(|address| address.to_string()),
            _ => Some(value),
        }
    }

    /// What a page needs beyond what an article says.
    fn finish(&self, name: &str, built: &Element) {
        let set = |attribute: &str, value: &str| {
            let _ = built.set_attribute(attribute, value);
        };
        let classes = built.class_list();
        match name {
            "img" => {
                set("loading", "lazy");
                set("decoding", "async");
                if !built.has_attribute("alt") {
                    set("alt", "");
                }
            }
            "audio" | "video" => {
                set("controls", "");
                set("preload", "metadata");
            }
            "pre" => {
                set("tabindex", "0");
                set("role", "region");
                set("aria-label", self.words.code);
            }
            "a" => {
                // An old way to name a place.
                if let Some(name) = built.get_attribute("name") {
                    let _ = built.remove_attribute("name");
                    if !built.has_attribute("id") {
                        set("id", &markup::prefixed(&name));
                    }
                }
                if classes.contains("footnote-backref") {
                    set("aria-label", self.words.back_to_text);
                } else if built.get_attribute("href").is_some_and(|href| href.starts_with(&format!("{}#text-fn-", self.page))) {
                    set("aria-label", &format!("{} {}", self.words.notes, built.text_content().unwrap_or_default()));
                }
            }
            "section" if classes.contains("footnotes") => {
                set("aria-label", self.words.notes);
                if let Ok(heading) = document().create_element("h2") {
                    heading.set_text_content(Some(self.words.notes));
                    let _ = built.insert_before(&heading, built.first_child().as_ref());
                }
            }
            _ => {}
        }
    }

    /// A table scrolls by itself where it is wider than the page.
    fn scroller(&self, table: &Element) -> Element {
        let caption = table.query_selector("caption").ok().flatten().and_then(|caption| caption.text_content());
        let Ok(scroller) = document().create_element("div") else { return table.clone() };
        let name = caption.unwrap_or_else(|| self.words.table.to_owned());
        for (attribute, value) in [("class", "table"), ("role", "region"), ("tabindex", "0"), ("aria-label", &name)] {
            let _ = scroller.set_attribute(attribute, value);
        }
        let _ = scroller.append_child(table);
        scroller
    }
}
