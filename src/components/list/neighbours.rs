//! Links to the newer and the older list page.

use edition::Route;
use leptos::prelude::*;

use super::ListView;
use crate::view_context::ViewContext;

/// The newer list page, the days of this one, the older list page.
#[component]
pub fn ListNeighbours(
    /// The list page.
    page: ListView,
) -> impl IntoView {
    let context = ViewContext::expect();
    let messages = context.messages.clone();
    if page.newer.is_none() && page.older.is_none() {
        return None;
    }
    let list = page.list.clone();
    let newer = page.newer.as_ref().map(|newer| {
        let days = newer.days.as_ref().map(|(from, to)| context.day_range(from, to));
        let href = context.href(&Route::List(list.clone(), newer.page));
        view! {
            <span class="label back">{messages.newer.clone()}</span>
            <a rel="prev" href=href>{days.unwrap_or_else(|| messages.newer.clone())}</a>
        }
    });
    let older = page.older.as_ref().map(|older| {
        let href = context.href(&Route::List(list.clone(), Some(older.page)));
        view! {
            <span class="label on">{messages.older.clone()}</span>
            <a rel="next" href=href>{context.day_range(&older.from, &older.to)}</a>
        }
    });
    Some(view! {
        <nav class="neighbours" aria-label=messages.list_pages.clone()>
            <div>{newer}</div>
            <span class="label">{page.days(&context)}</span>
            <div>{older}</div>
        </nav>
    })
}
