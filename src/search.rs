//! Brings what searches: a script with its worker, which no reader pays for who does not search.

use leptos::prelude::{document, window};
use web_sys::Event;

/// Search is on the screen, or an article, which may have been found. With `new` it was opened, and not come back to.
pub(crate) fn shown(searches: bool, new: bool) {
    let known = document().get_element_by_id("searches");
    let asks = || window().location().search().is_ok_and(|query| !query.is_empty());
    if known.is_none() && !searches && !asks() {
        return;
    }
    let Some(script) = known.clone().or_else(|| document().create_element("script").ok()) else { return };
    let set = |name: &str, value: &str| drop(script.set_attribute(name, value));
    set("data-new", if new { "1" } else { "" });
    if known.is_some() {
        if let Ok(event) = Event::new("look") {
            let _ = window().dispatch_event(&event);
        }
    } else if let Some(body) = document().body() {
        let loader = document().query_selector("[data-search]").ok().flatten();
        let named = loader.and_then(|loader| loader.get_attribute("data-search"));
        set("id", "searches");
        // While somebody writes, it has the name that Trunk gives it.
        set("src", named.as_deref().unwrap_or("search_page.js"));
        let _ = body.append_child(&script);
    }
}
