use edition::{Date, List, ListHead, ListPage, NewerLink, PageLink, PageSpan, Selection, Summary};

use super::{
    Paper,
    element::{El, Part, all, el},
    neighbours, summary,
};
use crate::intl::Day;

/// A part of a list, as its page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListView {
    /// Which list.
    pub list: List,
    /// Its name, if it is a tag's.
    pub title: Option<String>,
    /// The summaries, newest first.
    pub summaries: Vec<Summary>,
    /// The way to later days.
    pub newer: Option<PageLink>,
    /// The way to earlier days.
    pub older: Option<PageSpan>,
}

impl ListView {
    /// The newest of a list.
    pub fn of_head(list: &List, head: &ListHead) -> ListView {
        let (title, older) = (head.title.clone(), head.older.clone());
        ListView { list: list.clone(), title, summaries: once(&head.summaries), newer: None, older }
    }

    /// One part of a list. Where nothing is known of what is newer the way there is still open.
    pub fn of_page(list: &List, chunk: &ListPage, newer: Option<&NewerLink>) -> ListView {
        ListView {
            list: list.clone(),
            title: newer.and_then(|newer| newer.title.clone()),
            summaries: once(&chunk.summaries),
            newer: newer.map_or_else(|| Some(PageLink::default()), |newer| newer.link.clone()),
            older: chunk.older.clone(),
        }
    }

    /// The name of the list.
    pub fn name(&self, paper: &Paper) -> String {
        match &self.list.selection {
            Selection::All => paper.words.archive.to_owned(),
            Selection::Section(id) => paper.section(id).unwrap_or_else(|| id.clone()),
            Selection::Tag(id) => self.title.clone().unwrap_or_else(|| id.clone()),
        }
    }

    /// The days that it covers.
    pub fn days(&self, paper: &Paper) -> Option<String> {
        let (newest, oldest) = (self.summaries.first()?, self.summaries.last()?);
        Some(paper.span(&oldest.date, &newest.date))
    }
}

/// An article that was moved while the reader reads may stand in two files; it is shown once.
fn once(summaries: &[Summary]) -> Vec<Summary> {
    let first = |n: usize| !summaries[..n].iter().any(|before| before.id == summaries[n].id);
    (0..summaries.len()).filter(|n| first(*n)).map(|n| summaries[n].clone()).collect()
}

/// A section, a tag, or a part of one or of the archive.
pub fn list(paper: &Paper, page: &ListView) -> Part {
    let description = match &page.list.selection {
        Selection::Section(id) => {
            paper.site.section(id).and_then(|section| section.description.as_ref()).map(|text| paper.text(text))
        }
        _ => None,
    };
    let with_section = !matches!(page.list.selection, Selection::Section(_));
    let head = el("header")
        .class("section-head")
        .child(el("h1").attr("tabindex", "-1").child(page.name(paper)))
        .child(description.map(|text| el("p").class("standfirst").child(text)));
    let mut parts = vec![head.part()];
    parts.extend(neighbours::of_list(paper, page).map(El::part));
    parts
        .extend(by_day(&page.summaries).into_iter().map(|(day, summaries)| one_day(paper, day, &summaries, with_section).part()));
    parts.extend(neighbours::of_list(paper, page).map(El::part));
    all(parts)
}

fn one_day(paper: &Paper, day: &Date, summaries: &[&Summary], with_section: bool) -> El {
    let lines: Vec<_> = summaries.iter().map(|summary| summary::line(paper, summary, with_section)).collect();
    let time = el("time").attr("datetime", day.day()).child(paper.day(day, Day::Full));
    el("section").class("day").child(el("h2").child(time)).child(el("ul").child(lines))
}

fn by_day(summaries: &[Summary]) -> Vec<(&Date, Vec<&Summary>)> {
    let mut days: Vec<(&Date, Vec<&Summary>)> = Vec::new();
    for summary in summaries {
        match days.last_mut() {
            Some((day, list)) if day.day() == summary.date.day() => list.push(summary),
            _ => days.push((&summary.date, vec![summary])),
        }
    }
    days
}
