//! Recommended reading: six cards at a time, ordered by what the reader has opened.

mod interests;
mod state;

use edition::{Card, CardFact, Reason, Recommended as Pool};
use leptos::prelude::*;

pub use interests::{Interest, Interests};
pub use state::{RecommendationAction, RecommendedState};

use super::summary::{Day, Headline, Kicker, Minutes, ReadMark};
use crate::view_context::ViewContext;

/// Cards shown at a time.
pub const SHOWN: usize = 6;

/// Recommended reading, a sentence where it cannot be read, or nothing where there is none.
#[component]
pub fn Recommended(
    /// Its state.
    state: RecommendedState,
) -> impl IntoView {
    let is_malformed = state.article().offprint.recommended == Pool::Malformed;
    (is_malformed || state.count() > 0).then(|| {
        view! { <section class="recommended" aria-labelledby="recommended"><RecommendedContent state/></section> }
    })
}

/// What is in the section: the viewer mounts it into the printed one.
#[component]
pub fn RecommendedContent(
    /// The state of recommended reading.
    state: RecommendedState,
) -> impl IntoView {
    let context = ViewContext::expect();
    let messages = context.messages.recommended.clone();
    let is_malformed = state.article().offprint.recommended == Pool::Malformed;
    let content = if is_malformed {
        let front = view! { <a href=context.front_href()>{context.messages.front_page.clone()}</a> };
        view! { <p class="label">{messages.unavailable}" "{front}</p> }.into_any()
    } else {
        view! { <Cards state/><OrderControls state/> }.into_any()
    };
    view! {
        <header>
            <h2 id="recommended">{messages.title}</h2>
            {(!is_malformed).then(|| view! { <Shown state/> })}
        </header>
        {content}
    }
}

/// Which cards are shown, and the button for the next ones.
#[component]
fn Shown(state: RecommendedState) -> impl IntoView {
    let context = ViewContext::expect();
    let count = state.count();
    let change = (count > SHOWN).then(|| {
        let label = context.messages.recommended.change.clone();
        view! { <button type="button" on:click=move |_| state.show_next()>{label}</button> }
    });
    let shown = move || {
        let range = state.shown();
        let text = context.messages.recommended.shown.replace("{from}", &context.number(range.start + 1));
        text.replace("{to}", &context.number(range.end)).replace("{count}", &context.number(count))
    };
    view! { <span class="label" role="status">{shown}</span>{change} }
}

#[component]
fn Cards(state: RecommendedState) -> impl IntoView {
    let context = ViewContext::expect();
    let cards = move || {
        // The cards are built again for each range: their components need the context.
        provide_context(context.clone());
        state.cards().into_iter().map(|card| view! { <RecommendedCard card/> }).collect_view()
    };
    view! { <ul>{cards}</ul> }
}

#[component]
fn RecommendedCard(card: Card) -> impl IntoView {
    let context = ViewContext::expect();
    let is_read = context.is_read(&card.id);
    let look = &context.site.look;
    let minutes = look.shows(CardFact::Minutes).then_some(card.minutes);
    view! {
        <li class="card" class:read=is_read data-article=card.id.clone()>
            <Kicker section=card.section.clone()/>
            <h3><Headline id=card.id.clone() title=card.title.clone() language=card.language.clone()/></h3>
            <CardReason card=card.clone()/>
            <p class="facts">
                {look.shows(CardFact::Day).then(|| view! { <Day date=card.date/> })}
                <Minutes minutes=minutes.unwrap_or_default()/>
                <ReadMark/>
            </p>
        </li>
    }
}

/// Why the article is recommended.
#[component]
fn CardReason(card: Card) -> impl IntoView {
    let context = ViewContext::expect();
    let messages = &context.messages.recommended;
    let text = match &card.reason {
        Reason::Topic(topic) => {
            // The topic is in the language of the other headline, which may have another direction.
            let (lang, dir) = context.lang_attrs(&card.language);
            let template = messages.topic.replace("{topic}", &context.messages.quoted);
            let (before, after) = template.split_once("{text}").unwrap_or((&template, ""));
            let (before, after) = (before.to_owned(), after.to_owned());
            return view! { <p class="reason">{before}<bdi lang=lang dir=dir>{topic.clone()}</bdi>{after}</p> }.into_any();
        }
        Reason::Pick => &messages.editors_pick,
        Reason::Author => &messages.same_author,
        Reason::Alike => &messages.related_topic,
        Reason::Section => &messages.same_section,
        Reason::New => &messages.new,
    };
    view! { <p class="reason">{text.clone()}</p> }.into_any()
}

/// What orders the cards, and the buttons that change it.
#[component]
fn OrderControls(state: RecommendedState) -> impl IntoView {
    let messages = ViewContext::expect().messages.recommended.clone();
    let forget = messages.forget.clone();
    let switch = {
        let (by_editors, by_reading) = (messages.by_editors, messages.by_reading);
        move || if state.is_by_reading() { by_editors.clone() } else { by_reading.clone() }
    };
    let note = {
        let (forgotten, by_reading_note) = (messages.forgotten, messages.by_reading_note);
        move || match state.is_forgotten() {
            true => forgotten.clone(),
            false if state.is_by_reading() => by_reading_note.clone(),
            false => String::new(),
        }
    };
    let toggle = move |_| state.dispatch(RecommendationAction::OrderByReading(!state.is_by_reading_untracked()));
    view! {
        <div class="order label">
            <p role="status">{note}</p>
            <button type="button" on:click=toggle>{switch}</button>
            <button type="button" on:click=move |_| state.dispatch(RecommendationAction::Forget)>{forget}</button>
        </div>
    }
}
