//! The list of an article's headings: built from the body, so that it is the same on a printed page and in the application.

use js_sys::Array;
use leptos::{
    mount::{UnmountHandle, mount_to},
    prelude::*,
    tachys::view::any_view::AnyViewState,
};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, HtmlElement, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

use super::{elements, set_attribute};
use crate::{
    components::contents::{Contents, ContentsEntry},
    view_context::ViewContext,
};

/// The headings from which on an article has a list of them.
const MIN_HEADINGS: usize = 3;
/// The part of the window in which a heading becomes the current one: its upper third.
const READING_AREA: &str = "0px 0px -66% 0px";

/// What the browser calls when headings enter or leave the reading area.
type OnChange = Closure<dyn Fn(Array)>;

/// A list of headings in the page.
pub(super) struct MountedContents {
    element: Element,
    observer: IntersectionObserver,
    #[allow(dead_code, reason = "both are dropped with this")]
    kept: (UnmountHandle<AnyViewState>, OnChange),
}

impl Drop for MountedContents {
    fn drop(&mut self) {
        self.observer.disconnect();
        self.element.remove();
    }
}

/// Adds to the headings of a body links to them and, from three headings on, a list to its article. `address` is that of the page.
pub(super) fn mount(body: &Element, address: &str, context: &ViewContext) -> Option<MountedContents> {
    let headings: Vec<Element> = elements(body.query_selector_all(":scope > :is(h2, h3, h4)[id]"));
    let href = |heading: &Element| format!("{address}#{}", heading.id());
    for heading in &headings {
        add_link(heading, &href(heading), &context.messages.reading.copy_link);
    }
    let listed: Vec<Element> = headings.into_iter().filter(|heading| heading.local_name() != "h4").collect();
    if listed.len() < MIN_HEADINGS {
        return None;
    }
    let entry = |heading: &Element| ContentsEntry {
        href: href(heading),
        text: heading.text_content().unwrap_or_default().trim().to_owned(),
        is_nested: heading.local_name() == "h3",
    };
    let entries = listed.iter().map(entry).collect();
    let element: HtmlElement = document().create_element("nav").ok()?.dyn_into().ok()?;
    set_attribute(&element, "class", "contents");
    set_attribute(&element, "aria-label", &context.messages.reading.contents);
    // The first in the article: what is next to what decides the distances of the parts that follow.
    body.parent_element()?.prepend_with_node_1(&element).ok()?;
    let current = RwSignal::new(None);
    let context = context.clone();
    let handle = mount_to(element.clone(), move || {
        provide_context(context);
        view! { <Contents entries current/> }.into_any()
    });
    let (observer, on_change) = observe(listed, current)?;
    Some(MountedContents { element: element.into(), observer, kept: (handle, on_change) })
}

/// Adds a link to a heading, unless it has one: bodies are kept. Its sign comes from the style, so that the heading says only what was
/// written.
fn add_link(heading: &Element, href: &str, label: &str) {
    let known = heading.query_selector(":scope > .anchor").ok().flatten();
    let Some(link) = known.or_else(|| document().create_element("a").ok()) else { return };
    for (name, value) in [("class", "anchor"), ("href", href), ("aria-label", label)] {
        set_attribute(&link, name, value);
    }
    let _ = heading.append_child(&link);
}

/// Keeps track of the heading under which the reader is, without asking where anything is.
fn observe(headings: Vec<Element>, current: RwSignal<Option<usize>>) -> Option<(IntersectionObserver, OnChange)> {
    let watched = headings.clone();
    let on_change = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
        for entry in entries.iter().filter_map(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok()) {
            let Some(index) = headings.iter().position(|heading| *heading == entry.target()) else { continue };
            let is_below = entry.root_bounds().is_some_and(|area| entry.bounding_client_rect().top() >= area.bottom());
            if entry.is_intersecting() {
                current.set(Some(index));
            } else if is_below && current.get_untracked() == Some(index) {
                // The reader went back to the part before.
                current.set(index.checked_sub(1));
            }
        }
    });
    let options = IntersectionObserverInit::new();
    options.set_root_margin(READING_AREA);
    let observer = IntersectionObserver::new_with_options(on_change.as_ref().unchecked_ref(), &options).ok()?;
    watched.iter().for_each(|heading| observer.observe(heading));
    Some((observer, on_change))
}
