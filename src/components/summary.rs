//! A headline with its facts, as lists show it.

use edition::{CardFact, Date, Language, Summary};
use leptos::prelude::*;

use super::picture::{Image, PicturePosition};

use crate::view_context::ViewContext;

/// Which parts of a summary a list shows besides the headline and the standfirst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SummaryParts {
    /// The section.
    pub section: bool,
    /// The day.
    pub day: bool,
    /// The picture.
    pub picture: bool,
}

/// The headline as a link to the article.
#[component]
pub fn Headline(
    /// The id of the article.
    id: String,
    /// The headline.
    title: String,
    /// The language of the article.
    language: Language,
) -> impl IntoView {
    let context = ViewContext::expect();
    let (lang, dir) = context.lang_attrs(&language);
    view! { <a href=context.article_href(&id) lang=lang dir=dir>{title}</a> }
}

/// The standfirst of a summary, unless it is empty.
#[component]
pub fn Standfirst(
    /// The summary.
    summary: Summary,
    /// Whether it is set as large as on the article's own page.
    #[prop(optional)]
    is_large: bool,
) -> impl IntoView {
    let context = ViewContext::expect();
    let (lang, dir) = context.lang_attrs(&summary.language);
    let text = Some(summary.standfirst).filter(|text| !text.is_empty() && context.site.look.shows(CardFact::Summary));
    // An empty class would be printed too.
    text.map(|text| match is_large {
        true => view! { <p class="standfirst" lang=lang dir=dir>{text}</p> }.into_any(),
        false => view! { <p lang=lang dir=dir>{text}</p> }.into_any(),
    })
}

/// The section as a link, above a headline.
#[component]
pub fn Kicker(
    /// The id of the section.
    section: Option<String>,
    /// Whether the headline is that of a card, which may leave it out.
    #[prop(optional, default = true)]
    is_card: bool,
) -> impl IntoView {
    let context = ViewContext::expect();
    let section = section.filter(|_| !is_card || context.site.look.shows(CardFact::Section));
    let section = section.and_then(|id| Some((context.section_href(&id), context.section_name(&id)?)));
    section.map(|(href, name)| view! { <a class="kicker" href=href>{name}</a> })
}

/// A day as a `<time>` element.
#[component]
pub fn Day(
    /// The date of which the day is shown.
    date: Date,
    /// Whether it is written with the day of the week.
    #[prop(optional)]
    is_full: bool,
) -> impl IntoView {
    let text = ViewContext::expect().day(&date, is_full);
    view! { <time datetime=date.day().to_owned()>{text}</time> }
}

/// The minutes that it takes to read an article, unless they are unknown (0).
#[component]
pub fn Minutes(
    /// The minutes.
    minutes: u32,
) -> impl IntoView {
    let text = (minutes > 0).then(|| ViewContext::expect().minutes(minutes));
    text.map(|text| view! { <span class="minutes">{text}</span> })
}

/// The word that marks an article as read. It always takes its room; the style shows it on cards with the class `read`.
#[component]
pub fn ReadMark() -> impl IntoView {
    view! { <span class="state">{ViewContext::expect().messages.read.clone()}</span> }
}

/// Day, source, minutes, and whether the article was read.
#[component]
pub fn Facts(
    /// The summary.
    summary: Summary,
    /// Whether the day is shown.
    day: bool,
) -> impl IntoView {
    let look = &ViewContext::expect().site.look;
    let source = summary.source.filter(|_| look.shows(CardFact::Source));
    let minutes = look.shows(CardFact::Minutes).then_some(summary.minutes);
    view! {
        <p class="facts">
            {(day && look.shows(CardFact::Day)).then(|| view! { <Day date=summary.date/> })}
            {source.map(|source| view! { <span class="source">{source}</span> })}
            <Minutes minutes=minutes.unwrap_or_default()/>
            <ReadMark/>
        </p>
    }
}

/// A teaser of the front page.
#[component]
pub fn Teaser(
    /// The summary.
    summary: Summary,
    /// What it shows.
    parts: SummaryParts,
) -> impl IntoView {
    let id = summary.id.clone();
    let is_read = ViewContext::expect().is_read(&id);
    view! {
        <article class="teaser" class:read=is_read data-article=id>
            {summary.picture.clone().filter(|_| parts.picture).map(|picture| view! { <Image picture position=PicturePosition::Teaser/> })}
            <Kicker section=summary.section.clone().filter(|_| parts.section)/>
            <h3><Headline id=summary.id.clone() title=summary.title.clone() language=summary.language.clone()/></h3>
            <Standfirst summary=summary.clone()/>
            <Facts summary day=parts.day/>
        </article>
    }
}

/// A line of a list.
#[component]
pub fn SummaryLine(
    /// The summary.
    summary: Summary,
    /// Whether its section is shown.
    section: bool,
) -> impl IntoView {
    let id = summary.id.clone();
    let is_read = ViewContext::expect().is_read(&id);
    let picture = summary.picture.clone().map(|picture| view! { <Image picture position=PicturePosition::Line/> });
    view! {
        <li class="summary" class:read=is_read data-article=id>
            <div>
                <Kicker section=summary.section.clone().filter(|_| section)/>
                <h3><Headline id=summary.id.clone() title=summary.title.clone() language=summary.language.clone()/></h3>
                <Standfirst summary=summary.clone()/>
                <Facts summary day=false/>
            </div>
            {picture}
        </li>
    }
}
