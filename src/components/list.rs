//! Sections, tags, and the pages of the archive.

pub mod neighbours;

use edition::{List, ListHead, ListPage, NewerLink, PageLink, PageSpan, Selection, Summary};
use leptos::prelude::*;

use super::summary::{Day, SummaryLine};
use crate::view_context::ViewContext;
use neighbours::ListNeighbours;

/// A list head or a list page, as its page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListView {
    /// The list.
    pub list: List,
    /// The name of the list, if it is a tag's.
    pub title: Option<String>,
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
        let (title, older) = (head.title.clone(), head.older.clone());
        ListView { list: list.clone(), title, summaries: unique(&head.summaries), newer: None, older }
    }

    /// Creates the view of a list page. Where nothing is known of newer articles, the link leads to the list head.
    pub fn of_page(list: &List, page: &ListPage, newer: Option<&NewerLink>) -> ListView {
        ListView {
            list: list.clone(),
            title: newer.and_then(|newer| newer.title.clone()),
            summaries: unique(&page.summaries),
            newer: newer.map_or_else(|| Some(PageLink::default()), |newer| newer.link.clone()),
            older: page.older.clone(),
        }
    }

    /// Returns the name of the list.
    pub fn name(&self, context: &ViewContext) -> String {
        match &self.list.selection {
            Selection::All => context.messages.archive.clone(),
            Selection::Section(id) => context.section_name(id).unwrap_or_else(|| id.clone()),
            Selection::Tag(id) => self.title.clone().unwrap_or_else(|| id.clone()),
        }
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

/// A section, a tag, or a page of one or of the archive.
#[component]
pub fn ListMain(
    /// The list page.
    page: ListView,
) -> impl IntoView {
    let context = ViewContext::expect();
    let description = match &page.list.selection {
        Selection::Section(id) => context.site.section(id).and_then(|section| section.description.as_ref()),
        _ => None,
    };
    let description = description.map(|text| view! { <p class="standfirst">{context.text(text)}</p> });
    let section = !matches!(page.list.selection, Selection::Section(_));
    let days = page.by_day().into_iter().map(|summaries| view! { <DaySummaries summaries=summaries.to_vec() section/> });
    let days = days.collect_view();
    view! {
        <header class="section-head">
            <h1 tabindex="-1">{page.name(&context)}</h1>
            {description}
        </header>
        <ListNeighbours page=page.clone()/>
        {days}
        <ListNeighbours page/>
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
