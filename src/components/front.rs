//! The front page, in the layout that the press has made.

use edition::{BandStyle, FrontBand, FrontPage, List, ListHead, PageSpan, Route, Summary};
use leptos::prelude::*;

use super::{
    picture::{Image, PicturePosition},
    summary::{Day, Facts, Headline, Kicker, Standfirst, SummaryParts, Teaser},
};
use crate::view_context::ViewContext;

/// The front page.
#[component]
pub fn FrontMain(
    /// The head of the list of all articles.
    head: ListHead,
) -> impl IntoView {
    let context = ViewContext::expect();
    let ListHead { front, summaries, older, .. } = head;
    // A head that another version of the press has written has no layout.
    let mut front = front.unwrap_or_else(|| FrontPage::plain(summaries.len(), context.messages.latest.clone()));
    let bands = std::mem::take(&mut front.bands);
    let lead = front.lead.and_then(|index| front.article(&summaries, index)).cloned();
    let band = |band: FrontBand| {
        let articles = band.articles.iter().filter_map(|index| front.article(&summaries, *index)).cloned().collect();
        view! { <Band band articles older=older.clone()/> }
    };
    view! {
        <h1 class="hidden" tabindex="-1">{context.site_name()}</h1>
        {lead.map(|summary| view! { <Lead summary/> })}
        {bands.into_iter().map(band).collect_view()}
    }
}

/// A part of the page below the lead.
#[component]
fn Band(band: FrontBand, articles: Vec<Summary>, older: Option<PageSpan>) -> impl IntoView {
    let has_pictures = ViewContext::expect().site.look.has_large_pictures();
    let FrontBand { style, title, url, .. } = band;
    let title = match url {
        Some(url) => view! { <a href=url>{title}</a> }.into_any(),
        None => title.into_any(),
    };
    let articles = match style {
        BandStyle::Row => {
            view! { <Teasers summaries=articles parts=SummaryParts { section: true, day: true, picture: has_pictures }/> }
                .into_any()
        }
        BandStyle::Columns if has_pictures => {
            view! { <Teasers summaries=articles parts=SummaryParts { section: false, day: true, picture: true }/> }.into_any()
        }
        BandStyle::Columns => view! { <Columns summaries=articles/> }.into_any(),
        BandStyle::Lines => view! {
            <div>
                <Lines summaries=articles/>
                {older.map(|older| view! { <OlderLink older/> })}
            </div>
        }
        .into_any(),
    };
    view! {
        <section class="band">
            <h2>{title}</h2>
            {articles}
        </section>
    }
}

/// The article that the page opens with.
#[component]
fn Lead(summary: Summary) -> impl IntoView {
    let id = summary.id.clone();
    let context = ViewContext::expect();
    let is_read = context.is_read(&id);
    let (class, position) = match context.site.look.has_large_pictures() {
        true => ("lead wide", PicturePosition::FrontWide),
        false => ("lead", PicturePosition::Front),
    };
    let picture = summary.picture.clone().map(|picture| view! { <Image picture position/> });
    view! {
        <article class=class class:read=is_read data-article=id>
            <div>
                <Kicker section=summary.section.clone()/>
                <h2><Headline id=summary.id.clone() title=summary.title.clone() language=summary.language.clone()/></h2>
                <Standfirst summary=summary.clone() is_large=true/>
                <Facts summary day=true/>
            </div>
            {picture}
        </article>
    }
}

/// One with a picture first, the others in a column of their own.
#[component]
fn Columns(mut summaries: Vec<Summary>) -> impl IntoView {
    let parts = SummaryParts { section: false, day: true, picture: true };
    match summaries.iter().position(|summary| summary.picture.is_some()) {
        Some(first) if summaries.len() > 2 => {
            let summary = summaries.remove(first);
            let others = SummaryParts { picture: false, ..parts };
            view! { <div class="columns"><Teaser summary parts/><Teasers summaries parts=others/></div> }.into_any()
        }
        _ => view! { <Teasers summaries parts/> }.into_any(),
    }
}

#[component]
fn Teasers(summaries: Vec<Summary>, parts: SummaryParts) -> impl IntoView {
    let teasers = summaries.into_iter().map(|summary| view! { <Teaser summary parts/> }).collect_view();
    view! { <div class="columns">{teasers}</div> }
}

/// A line for each.
#[component]
fn Lines(summaries: Vec<Summary>) -> impl IntoView {
    let context = ViewContext::expect();
    let lines: Vec<_> = summaries
        .into_iter()
        .map(|summary| {
            let id = summary.id.clone();
            let is_read = context.is_read(&id);
            view! {
                <li class="line" class:read=is_read data-article=id>
                    <Day date=summary.date/>
                    <Headline id=summary.id title=summary.title language=summary.language/>
                </li>
            }
        })
        .collect();
    (!lines.is_empty()).then(|| view! { <ol class="latest">{lines}</ol> })
}

#[component]
fn OlderLink(older: PageSpan) -> impl IntoView {
    let context = ViewContext::expect();
    let href = context.href(&Route::List(List::all(context.language.clone()), Some(older.page)));
    let days = context.day_range(&older.from, &older.to);
    view! {
        <p class="more"><a class="on" rel="next" href=href>{format!("{}: {days}", context.messages.older)}</a></p>
    }
}
