//! Loading, empty, not found, failed.

use std::sync::Arc;

use edition::Article;
use leptos::prelude::*;

use super::summary::Headline;
use crate::{
    api::FetchError,
    messages::{Messages, Notice},
    view_context::ViewContext,
};

/// Fills the main part with the shape of the page that is loading, at least as high as the window.
#[component]
pub fn Placeholder(
    /// The texts of the interface: the publication's facts may not be loaded yet.
    messages: Arc<Messages>,
    /// Whether a list is loading.
    is_list: bool,
    /// Whether loading takes longer than it should.
    is_slow: RwSignal<bool>,
) -> impl IntoView {
    let sentence = move || match is_slow.get() {
        true => messages.states.still_loading.clone(),
        false => messages.states.loading.clone(),
    };
    let lines: &[&str] = if is_list {
        &["head", "title", "", "end", "title", "", "end", "title", "", "end", "title", "", "end"]
    } else {
        &["head", "head end", "", "", "end", "", "", "", "", "end", "", "", "", "", "end"]
    };
    let lines = lines.iter().map(|class| view! { <i class=*class></i> }).collect_view();
    view! {
        <div class="waiting" aria-busy="true">
            <p class="label" role="status">{sentence}</p>
            <div class="placeholder" aria-hidden="true">{lines}</div>
        </div>
    }
}

/// A page that has nothing to show, and what the reader can do.
#[component]
pub fn EmptyPage() -> impl IntoView {
    let notice = ViewContext::expect().messages.states.empty.clone();
    view! { <NoticePage notice><SiteLinks/></NoticePage> }
}

/// What the reader can do about a page that could not be loaded.
#[derive(Clone, Debug, Default)]
pub struct Recovery {
    /// Loads the page again. Not offered for a page that does not exist.
    pub retry: Option<Callback<()>>,
    /// Articles that were loaded before and can still be read.
    pub available: Vec<Arc<Article>>,
}

/// Why a page cannot be shown, and what the reader can do.
#[component]
pub fn FailurePage(
    /// The reason.
    error: FetchError,
    /// The ways on.
    recovery: Recovery,
) -> impl IntoView {
    let context = ViewContext::expect();
    let messages = context.messages.clone();
    let notice = messages.failure(&error).clone();
    let recovery = if error == FetchError::Missing { Recovery::default() } else { recovery };
    let available: Vec<_> = recovery
        .available
        .iter()
        .map(|article| {
            let (id, title, language) = (article.id.clone(), article.title.clone(), article.language.clone());
            view! { <li><Headline id title language/></li> }
        })
        .collect();
    let available = (!available.is_empty())
        .then(|| view! { <p>{messages.states.still_available.clone()}</p><ul>{available}</ul> }.into_any());
    let retry = recovery.retry;
    view! {
        <NoticePage notice is_alert=retry.is_some() body=available>
            {retry.map(|retry| view! { <RetryButton label=messages.states.retry.clone() retry/> })}
            <SiteLinks/>
        </NoticePage>
    }
}

/// Why nothing can be shown at all: the publication's own facts could not be loaded.
#[component]
pub fn SiteFailure(
    /// The reason.
    notice: Notice,
    /// The label of the button.
    label: String,
    /// Loads the page again.
    retry: Callback<()>,
) -> impl IntoView {
    view! { <NoticePage notice is_alert=true><RetryButton label retry/></NoticePage> }
}

#[component]
fn NoticePage(
    notice: Notice,
    #[prop(optional)] is_alert: bool,
    #[prop(optional_no_strip)] body: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="section-head">
            <div class="notice" role=is_alert.then_some("alert")>
                <h1 tabindex="-1">{notice.title}</h1>
                <p>{notice.text}</p>
                {body}
                <div class="actions">{children()}</div>
            </div>
        </div>
    }
}

/// The button that tries again.
#[component]
pub fn RetryButton(
    /// Its label: the publication's facts may not be loaded yet.
    label: String,
    /// What it does.
    retry: Callback<()>,
) -> impl IntoView {
    view! { <button type="button" on:click=move |_| retry.run(())>{label}</button> }
}

/// Links to the front page and the first sections.
#[component]
fn SiteLinks() -> impl IntoView {
    let context = ViewContext::expect();
    let section = |section: &edition::Section| {
        view! { <a href=context.section_href(&section.id)>{context.text(&section.title)}</a> }
    };
    let sections = context.site.sections.iter().take(2).map(section).collect_view();
    view! {
        <a class="back" href=context.front_href()>{context.messages.front_page.clone()}</a>
        {sections}
    }
}
