//! Links to the previous and the next article.

use edition::{Neighbour, Neighbours};
use leptos::prelude::*;

use crate::view_context::ViewContext;

/// The previous article, the way back to the list, the next article.
#[component]
pub fn ArticleNeighbours(
    /// The neighbours, which may be loaded after the article.
    neighbours: RwSignal<Neighbours>,
) -> impl IntoView {
    let label = ViewContext::expect().messages.neighbours.clone();
    view! { <nav class="neighbours" aria-label=label><ArticleNeighboursContent neighbours/></nav> }
}

/// What is in the navigation: the viewer mounts it into the printed one.
#[component]
pub fn ArticleNeighboursContent(
    /// The neighbours, which may be loaded after the article.
    neighbours: RwSignal<Neighbours>,
) -> impl IntoView {
    let context = ViewContext::expect();
    let messages = context.messages.clone();
    let previous = move || neighbours.with(|neighbours| neighbours.previous.clone());
    let next = move || neighbours.with(|neighbours| neighbours.next.clone());
    let list = move || neighbours.with(|neighbours| neighbours.list.clone());
    view! {
        <div>{
            let (context, label) = (context.clone(), messages.previous.clone());
            move || previous().map(|neighbour| neighbour_link(&context, neighbour, "prev", label.clone()))
        }</div>
        <a class="return" href=list>{messages.return_to_list.clone()}</a>
        <div>{
            let label = messages.next.clone();
            move || next().map(|neighbour| neighbour_link(&context, neighbour, "next", label.clone()))
        }</div>
    }
}

/// A label and a link to an article. `data-list` names the list page that the article is on.
fn neighbour_link(context: &ViewContext, neighbour: Neighbour, rel: &'static str, label: String) -> impl IntoView + use<> {
    let (lang, dir) = context.lang_attrs(&neighbour.language);
    let class = if rel == "prev" { "label back" } else { "label on" };
    view! {
        <span class=class>{label}</span>
        <a href=context.article_href(&neighbour.id) lang=lang dir=dir rel=rel data-list=neighbour.list>{neighbour.title}</a>
    }
}
