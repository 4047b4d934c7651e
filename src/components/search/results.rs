use edition::Date;
use leptos::prelude::*;
use search::messages::{FailureReason, TextPiece};

use super::{Outcome, PAGE_SIZE, SearchFailure, SearchQuery, SearchState, SearchTrigger, ShownResult};
use crate::{
    components::{states::RetryButton, summary::Day},
    messages::SearchMessages,
    view_context::ViewContext,
};

/// How many articles were found, and for which query if it was corrected; or how to search.
#[component]
pub fn StatusLine(
    /// The state of the page.
    state: SearchState,
) -> impl IntoView {
    let context = ViewContext::expect();
    let status = move || {
        let messages = &context.messages.search;
        state.outcome.with(|outcome| match outcome {
            Outcome::Hint => messages.hint.clone(),
            Outcome::Found { count: 0, .. } => messages.none.clone(),
            Outcome::Found { count, corrected, .. } => {
                let count = messages.count.format(context.language.as_str(), *count);
                match corrected {
                    Some(query) => [&messages.showing_results_for.replace("{query}", query), " ", &count].concat(),
                    None => count,
                }
            }
            Outcome::Pending | Outcome::Failed(_) => String::new(),
        })
    };
    view! { <p id="search-state" role="status">{status}</p> }
}

/// The results, or why there are none.
#[component]
pub fn Results(
    /// The state of the page.
    state: SearchState,
) -> impl IntoView {
    let context = ViewContext::expect();
    let results = move || {
        // The results are built again for each outcome: their components need the context.
        provide_context(context.clone());
        match state.outcome.get() {
            Outcome::Pending | Outcome::Hint => ().into_any(),
            Outcome::Found { count: 0, incomplete, .. } => view! { <NothingFound state incomplete/> }.into_any(),
            Outcome::Found { count, incomplete, corrected, results } => {
                let shown = results.len();
                let query = corrected.unwrap_or_else(|| state.query.with_untracked(|query| query.text.clone()));
                let lines = results.into_iter().map(|result| view! { <ResultLine result query=query.clone()/> });
                let lines = lines.collect_view();
                view! {
                    <IncompleteNote state incomplete/>
                    <ol>{lines}</ol>
                    {(count > shown).then(|| view! { <MoreButton state shown/> })}
                }
                .into_any()
            }
            Outcome::Failed(failure) => view! { <Failure state failure/> }.into_any(),
        }
    };
    view! { <div class="results" id="search-results">{results}</div> }
}

#[component]
fn NothingFound(state: SearchState, incomplete: bool) -> impl IntoView {
    let context = ViewContext::expect();
    let messages = context.messages.search.clone();
    let can_widen = context.languages.count() > 1 && state.query.with_untracked(|query| query.language != "all");
    let widen = move |_| state.search(SearchTrigger::Now, |query| query.language = "all".to_owned());
    view! {
        <IncompleteNote state incomplete/>
        <p class="none">{messages.fewer_words}</p>
        {can_widen.then(|| view! {
            <p class="none"><button type="button" on:click=widen>{messages.all_languages}</button></p>
        })}
    }
}

#[component]
fn IncompleteNote(state: SearchState, incomplete: bool) -> impl IntoView {
    let text = ViewContext::expect().messages.search.incomplete.clone();
    incomplete.then(|| view! { <p class="note" role="alert">{text}" "<SearchAgain state/></p> })
}

#[component]
fn Failure(state: SearchState, failure: SearchFailure) -> impl IntoView {
    let text = failure_text(&ViewContext::expect().messages.search, failure).to_owned();
    view! { <div class="notice" role="alert"><p>{text}</p><SearchAgain state/></div> }
}

fn failure_text(messages: &SearchMessages, failure: SearchFailure) -> &str {
    match failure {
        SearchFailure::Worker => &messages.failed,
        SearchFailure::Index(FailureReason::Unreachable) => &messages.unreachable,
        SearchFailure::Index(FailureReason::Missing) => &messages.missing,
        SearchFailure::Index(FailureReason::Corrupt) => &messages.corrupt,
    }
}

/// Searches again.
#[component]
fn SearchAgain(state: SearchState) -> impl IntoView {
    let label = ViewContext::expect().messages.states.retry.clone();
    let retry = Callback::new(move |()| state.search(SearchTrigger::Now, |_| ()));
    view! { <RetryButton label retry/> }
}

#[component]
fn MoreButton(state: SearchState, shown: usize) -> impl IntoView {
    let label = ViewContext::expect().messages.search.more.clone();
    let more = move |_| state.search(SearchTrigger::More, |query: &mut SearchQuery| query.limit = Some(shown + PAGE_SIZE));
    view! { <button type="button" on:click=more>{label}</button> }
}

#[component]
fn ResultLine(result: ShownResult, query: String) -> impl IntoView {
    let context = ViewContext::expect();
    let (lang, dir) = context.lang_attrs(&result.language);
    let mut href = context.article_href(&result.id);
    if !query.is_empty() {
        // The article marks the matches of the query in its text.
        href = format!("{href}?q={}", edition::encode_query(&query));
    }
    let section = context.section_name(&result.section).map(|name| view! { <span class="kicker">{name}</span> });
    let passage = move || match result.passage.get() {
        // Keeps the line.
        pieces if pieces.is_empty() => "\u{a0}".into_any(),
        pieces => marked(pieces),
    };
    view! {
        <li class="summary" data-article=result.id>
            <div>
                {section}
                <h2><a href=href lang=lang.clone() dir=dir>{marked(result.title)}</a></h2>
                <p class="passage" lang=lang dir=dir>{passage}</p>
                <p class="facts"><Day date=Date::new(result.day)/></p>
            </div>
        </li>
    }
}

/// A text with its matches marked.
fn marked(pieces: Vec<TextPiece>) -> AnyView {
    let piece = |piece: TextPiece| match piece.is_match {
        true => view! { <mark>{piece.text}</mark> }.into_any(),
        false => piece.text.into_any(),
    };
    pieces.into_iter().map(piece).collect_view().into_any()
}
