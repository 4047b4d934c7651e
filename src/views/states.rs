use leptos::prelude::*;

use super::Paper;
use crate::{fetch::FetchError, words::Words};

/// What stands where a page will be, in its shape and at least as high as the window.
pub fn placeholder(words: &'static Words, list: bool, slow: Signal<bool>) -> AnyView {
    let kinds: &[&str] = if list {
        &["head", "title", "", "end", "title", "", "end", "title", "", "end", "title", "", "end"]
    } else {
        &["head", "head end", "", "", "end", "", "", "", "", "end", "", "", "", "", "end"]
    };
    let lines: Vec<_> = kinds.iter().map(|kind| view! { <i class=(!kind.is_empty()).then_some(*kind)></i> }).collect();
    view! {
        <div class="waiting" aria-busy="true">
            <p class="label" role="status">{move || if slow.get() { words.still_loading } else { words.loading }}</p>
            <div class="placeholder" aria-hidden="true">{lines}</div>
        </div>
    }
    .into_any()
}

/// Why a page can't be shown, and the ways on.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Heading and sentence.
    pub text: (&'static str, &'static str),
    /// Articles that can be read all the same: address and headline.
    pub kept: Vec<(String, String)>,
    /// What trying again does, where it makes sense.
    pub retry: Option<Callback<()>>,
}

impl Notice {
    /// For a failure to fetch.
    pub fn failure(words: &'static Words, error: &FetchError, kept: Vec<(String, String)>, retry: Callback<()>) -> Notice {
        let retry = (*error != FetchError::Missing).then_some(retry);
        let kept = if *error == FetchError::Missing { Vec::new() } else { kept };
        Notice { text: words.failure(error), kept, retry }
    }
}

/// A page that says why there is none. Without a paper (its own facts can't be fetched) it has no links.
pub fn notice(words: &'static Words, paper: Option<&Paper>, notice: Notice) -> AnyView {
    let (heading, sentence) = notice.text;
    let alert = notice.retry.is_some().then_some("alert");
    let kept: Vec<_> = notice.kept.into_iter().map(|(href, title)| view! { <li><a href=href>{title}</a></li> }).collect();
    let kept = (!kept.is_empty()).then(|| view! { <p>{words.kept}</p><ul>{kept}</ul> });
    let retry = notice.retry.map(|retry| view! { <button type="button" on:click=move |_| retry.run(())>{words.retry}</button> });
    let links = paper.map(|paper| {
        let sections = paper.site.sections.iter().take(2);
        let sections: Vec<_> =
            sections.map(|section| view! { <a href=paper.section_href(&section.id)>{paper.text(&section.title)}</a> }).collect();
        view! { <a class="back" href=paper.front()>{words.front_page}</a>{sections} }
    });
    view! {
        <div class="section-head">
            <div class="notice" role=alert>
                <h1 tabindex="-1">{heading}</h1>
                <p>{sentence}</p>
                {kept}
                <div class="actions">{retry}{links}</div>
            </div>
        </div>
    }
    .into_any()
}
