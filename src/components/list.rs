//! Sections, tags, authors and other terms, and the pages of the archive.

pub mod neighbours;

use edition::{List, ListHead, ListPage, NewerLink, PageLink, PageSpan, Profile, SECTIONS, Selection, Summary};
use leptos::prelude::*;

use super::{
    article::MarkupText,
    picture::{Image, PicturePosition},
    summary::{Day, SummaryLine},
};
use crate::view_context::ViewContext;
use neighbours::ListNeighbours;

/// A list head or a list page, as its page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListView {
    /// The list.
    pub list: List,
    /// The name of the list, if it is a term's other than a section.
    pub title: Option<String>,
    /// Who the author is, in the head of an author's list.
    pub profile: Option<Profile>,
    /// The summaries, newest first.
    pub summaries: Vec<Summary>,
    /// The link to newer articles.
    pub newer: Option<PageLink>,
    /// The list page with older articles.
    pub older: Option<PageSpan>,
}

impl ListView {
    /// Creates the view of a list head.
    pub fn of_head(list: &List, head: &ListHead) -> ListView {
        let (title, profile, older) = (head.title.clone(), head.profile.clone(), head.older.clone());
        ListView { list: list.clone(), title, profile, summaries: unique(&head.summaries), newer: None, older }
    }

    /// Creates the view of a list page. Where nothing is known of newer articles, the link leads to the list head.
    pub fn of_page(list: &List, page: &ListPage, newer: Option<&NewerLink>) -> ListView {
        ListView {
            list: list.clone(),
            title: newer.and_then(|newer| newer.title.clone()),
            profile: None,
            summaries: unique(&page.summaries),
            newer: newer.map_or_else(|| Some(PageLink::default()), |newer| newer.link.clone()),
            older: page.older.clone(),
        }
    }

    /// Returns the name of the list.
    pub fn name(&self, context: &ViewContext) -> String {
        match &self.list.selection {
            Selection::All => context.messages.archive.clone(),
            Selection::Term { taxonomy, id } => {
                let section = if taxonomy == SECTIONS { context.section_name(id) } else { None };
                section.or_else(|| self.title.clone()).unwrap_or_else(|| id.clone())
            }
        }
    }

    /// Returns the description of the list, if it is a section's.
    pub fn description(&self, context: &ViewContext) -> Option<String> {
        let section = context.site.section(self.list.selection.term_of(SECTIONS)?)?;
        section.description.as_ref().map(|text| context.text(text))
    }

    /// Returns what the site calls the taxonomy of the list.
    fn taxonomy_name(&self, context: &ViewContext) -> Option<String> {
        let Selection::Term { taxonomy, .. } = &self.list.selection else { return None };
        let title = &context.site.taxonomy(taxonomy)?.title;
        (!title.is_empty()).then(|| context.text(title))
    }

    /// Returns the days that the page covers, unless it is empty.
    pub fn days(&self, context: &ViewContext) -> Option<String> {
        let (newest, oldest) = (self.summaries.first()?, self.summaries.last()?);
        Some(context.day_range(&oldest.date, &newest.date))
    }

    /// Returns the summaries grouped by day, in their order.
    fn by_day(&self) -> Vec<&[Summary]> {
        self.summaries.chunk_by(|one, other| one.date.day() == other.date.day()).collect()
    }
}

/// Leaves out repetitions: an article that was moved between two fetches may be in the head and in a page.
fn unique(summaries: &[Summary]) -> Vec<Summary> {
    let is_first = |(index, summary): &(usize, &Summary)| !summaries[..*index].iter().any(|before| before.id == summary.id);
    summaries.iter().enumerate().filter(is_first).map(|(_, summary)| summary.clone()).collect()
}

/// The list of a term, or a page of one or of the archive.
#[component]
pub fn ListMain(
    /// The list page.
    page: ListView,
) -> impl IntoView {
    let context = ViewContext::expect();
    let taxonomy = page.taxonomy_name(&context).map(|name| view! { <p class="label">{name}</p> });
    let description = page.description(&context).map(|text| view! { <p class="standfirst">{text}</p> });
    let profile = page.profile.clone().map(|profile| view! { <ProfileOfAuthor profile/> });
    let section = page.list.selection.term_of(SECTIONS).is_none();
    let days = page.by_day().into_iter().map(|summaries| view! { <DaySummaries summaries=summaries.to_vec() section/> });
    let days = days.collect_view();
    view! {
        <header class="section-head">
            {taxonomy}
            <h1 tabindex="-1">{page.name(&context)}</h1>
            {description}
            {profile}
        </header>
        <ListNeighbours page=page.clone()/>
        {days}
        <ListNeighbours page/>
    }
}

/// The portrait and the biography of an author, with a link to a page of their own.
#[component]
fn ProfileOfAuthor(profile: Profile) -> impl IntoView {
    let picture = profile.picture.map(|picture| view! { <Image picture position=PicturePosition::Portrait/> });
    let link = profile.url.map(|url| {
        let shown = url.as_str().split("://").last().unwrap_or_default().trim_end_matches('/').to_owned();
        view! { <p class="label"><a rel="me" href=url.to_string()><bdi>{shown}</bdi></a></p> }
    });
    let (lang, dir) = ViewContext::expect().lang_attrs(&profile.language);
    view! {
        <div class="profile">
            {picture}
            <div lang=lang dir=dir><MarkupText html=profile.content_html class="biography"/>{link}</div>
        </div>
    }
}

/// The summaries of one day.
#[component]
fn DaySummaries(summaries: Vec<Summary>, section: bool) -> impl IntoView {
    let date = summaries.first().map(|summary| summary.date.clone()).unwrap_or_default();
    let lines = summaries.into_iter().map(|summary| view! { <SummaryLine summary section/> }).collect_view();
    view! {
        <section class="day">
            <h2><Day date/></h2>
            <ul>{lines}</ul>
        </section>
    }
}
