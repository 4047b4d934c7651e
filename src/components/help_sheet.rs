//! The list of keys that do something.

use leptos::prelude::*;

use super::{panel::Panel, reading_panel::READING_PANEL};
use crate::view_context::ViewContext;

/// The id of the sheet.
pub const HELP_SHEET: &str = "help-sheet";

/// The sheet. It leads to the reading panel, where the keys can be turned off.
#[component]
pub fn HelpSheet() -> impl IntoView {
    let context = ViewContext::expect();
    let (messages, reading) = (&context.messages, &context.messages.reading);
    let keys = [
        ("j", &reading.key_next),
        ("k", &reading.key_previous),
        ("o", &reading.key_open),
        ("/", &messages.search.title),
        ("a", &reading.title),
        ("t", &reading.contents),
        ("?", &reading.keys),
    ];
    let keys = keys.map(|(key, name)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{name.clone()}</dd></div> });
    let content = view! {
        <h2>{reading.keys.clone()}</h2>
        <dl>{keys.collect_view()}</dl>
        <button type="button" popovertarget=READING_PANEL>{reading.title.clone()}</button>
    };
    view! { <Panel id=HELP_SHEET title=reading.keys.clone() content=content.into_any()/> }
}
