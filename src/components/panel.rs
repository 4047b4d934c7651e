//! What lies over a page until the reader is done with it.

use leptos::prelude::*;

use crate::view_context::ViewContext;

/// A panel over the page, in the language of the interface. Buttons open and close it by its id, and Escape or a click next to it close it.
#[component]
pub fn Panel(
    /// The id.
    id: &'static str,
    /// What screen readers call it.
    title: String,
    /// What is in it.
    content: AnyView,
) -> impl IntoView {
    let context = ViewContext::expect();
    let close = context.messages.reading.close.clone();
    view! {
        <div
            class="panel"
            id=id
            popover="auto"
            role="dialog"
            aria-label=title
            lang=context.language.to_string()
            dir=context.language.dir()
        >
            // It has the focus first: Firefox leads from a focused panel out of it.
            <button class="close" type="button" autofocus=true popovertarget=id popovertargetaction="hide">{close}</button>
            {content}
        </div>
    }
}
