//! The frame of every page: skip link, masthead, main part, colophon, live region.

use leptos::prelude::*;

use crate::view_context::ViewContext;

/// The skip link to the main part.
#[component]
pub fn SkipLink(
    /// The address of the page, relative to the edition's root, with its query.
    path: String,
) -> impl IntoView {
    let text = ViewContext::expect().messages.skip_to_text.clone();
    let label = text.clone();
    // With a base element, a fragment needs the address of the page before it.
    view! { <nav aria-label=label><a class="skip" href=format!("{path}#text")>{text}</a></nav> }
}

/// The parts of a page in their order.
pub struct FrameParts {
    /// The skip link.
    pub skip: AnyView,
    /// The masthead.
    pub masthead: AnyView,
    /// The main part.
    pub main: AnyView,
    /// The colophon.
    pub colophon: AnyView,
    /// The text that screen readers announce.
    pub announcement: RwSignal<String>,
}

/// The frame of every page.
#[component]
pub fn Frame(
    /// What is in it.
    parts: FrameParts,
) -> impl IntoView {
    view! {
        <div class="paper">
            {parts.skip}
            <div>{parts.masthead}</div>
            <main id="text" tabindex="-1">{parts.main}</main>
            <div>{parts.colophon}</div>
            <p class="hidden" role="status" aria-live="polite">{parts.announcement}</p>
        </div>
    }
}
