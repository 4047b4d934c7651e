use leptos::prelude::{document, window};
use search::messages::TextRange;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node, Text};

const CLASS: &str = "match";

/// Removes the marks from a body and returns its text, with a paragraph separator after each block.
pub(crate) fn unmark(body: &Element) -> String {
    if let Ok(marks) = body.query_selector_all(&format!("mark.{CLASS}")) {
        for mark in marks.values().into_iter().flatten().filter_map(|mark| mark.dyn_into::<Element>().ok()) {
            while let (Some(parent), Some(child)) = (mark.parent_node(), mark.first_child()) {
                let _ = parent.insert_before(&child, Some(&mark));
            }
            mark.remove();
        }
    }
    body.normalize();
    let mut content = Content::default();
    content.collect(body);
    content.text
}

/// Marks ranges of the text that [`unmark`] returned, and returns the first mark.
pub(crate) fn mark(body: &Element, ranges: &[TextRange]) -> Option<Element> {
    let mut content = Content::default();
    content.collect(body);
    let mut first = None;
    for (node, start) in content.nodes {
        let end = start + node.length();
        // From the last to the first, so that splitting a node does not move the ranges before it.
        for (index, range) in ranges.iter().enumerate().rev() {
            let (from, to) = (range.start.max(start), range.end.min(end));
            if from < to
                && let Some(mark) = mark_node(&node, from - start, to - from)
                && index == 0
            {
                first.get_or_insert(mark);
            }
        }
    }
    first
}

fn mark_node(node: &Text, offset: u32, length: u32) -> Option<Element> {
    let inside = node.split_text(offset).ok()?;
    let _ = inside.split_text(length);
    let mark = document().create_element("mark").ok()?;
    mark.set_class_name(CLASS);
    inside.parent_node()?.replace_child(&mark, &inside).ok()?;
    let _ = mark.append_child(&inside);
    Some(mark)
}

/// The text of a body and its text nodes with their offsets, in UTF-16 code units.
#[derive(Default)]
struct Content {
    text: String,
    nodes: Vec<(Text, u32)>,
    length: u32,
}

impl Content {
    fn collect(&mut self, parent: &Node) {
        let mut next = parent.first_child();
        while let Some(child) = next {
            next = child.next_sibling();
            if let Some(node) = child.dyn_ref::<Text>() {
                self.text.push_str(&node.data());
                self.nodes.push((node.clone(), self.length));
                self.length += node.length();
            } else if let Some(element) = child.dyn_ref::<Element>() {
                self.collect(element);
                if !is_inline(element) {
                    self.text.push('\u{2029}');
                    self.length += 1;
                }
            }
        }
    }
}

fn is_inline(element: &Element) -> bool {
    let style = window().get_computed_style(element).ok().flatten();
    style.and_then(|style| style.get_property_value("display").ok()).is_some_and(|display| display == "inline")
}
