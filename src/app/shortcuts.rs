//! Single keys. They do nothing in fields, and the reader can turn them off.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::{App, elements, reading};
use crate::{
    components::{contents::CONTENTS_LIST, help_sheet::HELP_SHEET},
    reader::settings,
    reader_settings::Setting,
};

/// The links of the cards that `j` and `k` go through.
const CARD_LINKS: &str = "main [data-article] :is(h2, h3, h4) a";

/// Starts listening.
pub(super) fn listen(app: App) {
    window_event_listener(ev::keydown, move |event| {
        let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_modifier || event.is_composing() || event.default_prevented() || is_field(&event) {
            return;
        }
        if settings::get().get(Setting::Shortcuts) == "on" && handle(app, &key(&event)) {
            event.prevent_default();
        }
    });
}

/// Returns the key by its letter or, where the keyboard writes another script, by its place.
fn key(event: &KeyboardEvent) -> String {
    let key = event.key();
    if key.is_ascii() { key } else { event.code().trim_start_matches("Key").to_ascii_lowercase() }
}

fn is_field(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let fields = "input:not([type=radio]), textarea, select, [contenteditable]";
    target.is_some_and(|target| target.closest(fields).ok().flatten().is_some())
}

/// Does what a key is for. Returns whether it is for anything here.
fn handle(app: App, key: &str) -> bool {
    match key {
        "a" => click(".reading-button"),
        "t" => show_contents(),
        "j" => click(".neighbours [rel=next]") || focus_card(1),
        "k" => click(".neighbours [rel=prev]") || focus_card(-1),
        "o" => open_card(),
        "?" => {
            reading::mount_panel(app);
            find(&format!("#{HELP_SHEET}")).is_some_and(|sheet| sheet.show_popover().is_ok())
        }
        _ => false,
    }
}

fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

fn click(selector: &str) -> bool {
    find(selector).inspect(HtmlElement::click).is_some()
}

/// Opens the list of headings or, where it is always open, sets the focus on it.
fn show_contents() -> bool {
    let Some(list) = find(&format!("#{CONTENTS_LIST}")) else { return false };
    if list.client_height() == 0 {
        let _ = list.show_popover();
    }
    find(&format!("#{CONTENTS_LIST} a")).is_some_and(|link| link.focus().is_ok())
}

/// Sets the focus on the next card or the one before.
fn focus_card(step: isize) -> bool {
    let links: Vec<HtmlElement> = elements(document().query_selector_all(CARD_LINKS));
    let focused = document().active_element();
    let current = links.iter().position(|link| focused.as_ref() == Some(link.as_ref()));
    let next = match current {
        Some(current) => current.checked_add_signed(step),
        None => Some(0),
    };
    next.and_then(|next| links.get(next)).is_some_and(|link| link.focus().is_ok())
}

/// Opens the card that has the focus.
fn open_card() -> bool {
    let link = document().active_element().filter(|element| element.matches(CARD_LINKS).unwrap_or_default());
    link.and_then(|link| link.dyn_into::<HtmlElement>().ok()).inspect(HtmlElement::click).is_some()
}
