use leptos::prelude::*;

use super::{
    Paper,
    element::{Part, el},
};
use crate::{fetch::FetchError, words::Words};

/// What stands where a page will be, in its shape and at least as high as the window.
pub fn placeholder(words: &'static Words, list: bool, slow: RwSignal<bool>) -> Part {
    let kinds: &[&str] = if list {
        &["head", "title", "", "end", "title", "", "end", "title", "", "end", "title", "", "end"]
    } else {
        &["head", "head end", "", "", "end", "", "", "", "", "end", "", "", "", "", "end"]
    };
    let lines: Vec<_> = kinds.iter().map(|kind| el("i").class(*kind)).collect();
    let sentence = move || if slow.get() { words.still_loading } else { words.loading };
    el("div")
        .class("waiting")
        .attr("aria-busy", "true")
        .child(el("p").class("label").attr("role", "status").live(sentence))
        .child(el("div").class("placeholder").attr("aria-hidden", "true").child(lines))
        .part()
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
pub fn notice(words: &'static Words, paper: Option<&Paper>, notice: Notice) -> Part {
    let (heading, sentence) = notice.text;
    let alert = notice.retry.is_some().then_some("alert");
    let kept: Vec<_> = notice
        .kept
        .iter()
        .map(|(href, title)| el("li").child(el("a").attr("href", href.as_str()).child(title.as_str())))
        .collect();
    let kept = (!kept.is_empty()).then(|| vec![el("p").child(words.kept), el("ul").child(kept)]);
    let retry = notice.retry.map(|retry| el("button").attr("type", "button").on_click(move |_| retry.run(())).child(words.retry));
    let links = paper.map(|paper| {
        let front = el("a").class("back").attr("href", paper.front()).child(words.front_page);
        let section =
            |section: &edition::Section| el("a").attr("href", paper.section_href(&section.id)).child(paper.text(&section.title));
        [front].into_iter().chain(paper.site.sections.iter().take(2).map(section)).collect::<Vec<_>>()
    });
    let notice = el("div")
        .class("notice")
        .attr("role", alert)
        .child(el("h1").attr("tabindex", "-1").child(heading))
        .child(el("p").child(sentence))
        .child(kept)
        .child(el("div").class("actions").child(retry).child(links));
    el("div").class("section-head").child(notice).part()
}
