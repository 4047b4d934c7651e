//! The list of an article's headings.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::view_context::ViewContext;

/// The id of the list, which a button opens where there is no room next to the text.
pub const CONTENTS_LIST: &str = "contents";

/// A heading of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentsEntry {
    /// The address of the heading.
    pub href: String,
    /// The text of the heading.
    pub text: String,
    /// Whether it belongs to the one before that is not nested.
    pub is_nested: bool,
}

/// The headings of an article as links. The style shows them next to the text where there is room, else behind a button.
#[component]
pub fn Contents(
    /// The headings in their order.
    entries: Vec<ContentsEntry>,
    /// The index of the heading under which the reader is.
    current: RwSignal<Option<usize>>,
) -> impl IntoView {
    let context = ViewContext::expect();
    let (language, title) = (context.language.clone(), context.messages.reading.contents.clone());
    let list = NodeRef::<leptos::html::Ol>::new();
    // The list lies over the text: it goes when it has done its work.
    let close = move |_| {
        if let Some(list) = list.get_untracked() {
            let _ = list.unchecked_ref::<HtmlElement>().hide_popover();
        }
    };
    let items = entries.into_iter().enumerate().map(|(index, entry)| {
        let is_current = move || (current.get() == Some(index)).then_some("location");
        view! {
            <li class:nested=entry.is_nested>
                <a href=entry.href aria-current=is_current on:click=close>{entry.text}</a>
            </li>
        }
    });
    let items = items.collect_view();
    let interface = (language.to_string(), language.dir());
    view! {
        <button type="button" popovertarget=CONTENTS_LIST aria-keyshortcuts="t" lang=interface.0 dir=interface.1>{title.clone()}</button>
        <ol id=CONTENTS_LIST popover="auto" class="panel" aria-label=title node_ref=list>{items}</ol>
    }
}
