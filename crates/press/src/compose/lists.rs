//! List heads and list pages.

use std::collections::BTreeMap;

use edition::{List, ListHead, ListPage, NewerLink, PAGE_SIZE, PageLink, PageSpan, Profile, Summary};

use crate::output::json;

/// Returns the number of the page that the article at a position of a list is on, from 0.
pub(crate) fn page_number(position: usize) -> u32 {
    number(position / PAGE_SIZE + 1)
}

/// Returns a number of pages or articles as the files have it.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A list with its head and all its pages.
#[derive(Debug)]
pub(crate) struct PagedList {
    pub(crate) head: ListHead,
    /// The oldest page first.
    pub(crate) pages: Vec<ListPage>,
}

impl PagedList {
    /// Divides a list into pages. `title` is the name of a term, `articles` the indexes of the members among all summaries, oldest
    /// first. `profile` says who an author is.
    pub(super) fn new(title: Option<&str>, profile: Option<Profile>, articles: &[usize], summaries: &[Summary]) -> PagedList {
        let all: Vec<&Summary> = articles.iter().map(|index| &summaries[*index]).collect();
        let parts: Vec<&[&Summary]> = all.chunks(PAGE_SIZE).collect();
        let spans: Vec<PageSpan> = parts.iter().enumerate().map(|(n, part)| span(n, part)).collect();
        let page = |(n, part): (usize, &&[&Summary])| ListPage {
            span: spans[n].clone(),
            older: n.checked_sub(1).map(|before| spans[before].clone()),
            summaries: newest_first(part),
        };
        // The unfinished page with the full one before it.
        let full = all.len() / PAGE_SIZE;
        let first = full.saturating_sub(1);
        let head = ListHead {
            title: title.map(str::to_owned),
            profile,
            pages: number(parts.len()),
            older: first.checked_sub(1).map(|before| spans[before].clone()),
            summaries: newest_first(&all[first * PAGE_SIZE..]),
        };
        PagedList { head, pages: parts.iter().enumerate().map(page).collect() }
    }

    /// Returns the link from a page to later days. Unlike the viewer, the press has all pages at hand, and a page that is
    /// followed by a full one never changes.
    pub(crate) fn newer(&self, page: &ListPage) -> NewerLink {
        let newer = self.head.newer(page.span.page);
        let link = newer.link.map(|link| match link.page.and_then(|next| self.pages.get(next as usize - 1)) {
            Some(next) => PageLink { days: Some((next.span.from.clone(), next.span.to.clone())), ..link },
            None => link,
        });
        NewerLink { link, ..newer }
    }

    /// Returns the files of the list that the viewer reads.
    pub(crate) fn files(&self, list: &List) -> BTreeMap<String, Vec<u8>> {
        let pages = self.pages.iter().map(|page| (list.page_file(page.span.page), json(page)));
        pages.chain([(list.head_file(), json(&self.head))]).collect()
    }
}

fn span(n: usize, summaries: &[&Summary]) -> PageSpan {
    let date = |summary: Option<&&Summary>| summary.map(|summary| summary.date.clone()).unwrap_or_default();
    PageSpan { page: page_number(n * PAGE_SIZE), from: date(summaries.first()), to: date(summaries.last()) }
}

fn newest_first(summaries: &[&Summary]) -> Vec<Summary> {
    summaries.iter().rev().map(|summary| (*summary).clone()).collect()
}

#[cfg(test)]
mod tests {
    use edition::Date;

    use super::*;

    fn lists_of(count: usize) -> (ListHead, BTreeMap<String, Vec<u8>>) {
        let summaries: Vec<Summary> = (0..count)
            .map(|n| Summary { id: format!("a{n}"), date: Date::new(format!("{:010}", n)), ..Summary::default() })
            .collect();
        let articles: Vec<usize> = (0..count).collect();
        let list = List::all("en".into());
        let files = PagedList::new(None, None, &articles, &summaries).files(&list);
        (serde_json::from_slice(&files[&list.head_file()]).expect("a head"), files)
    }

    #[test]
    fn a_head_is_the_unfinished_page_with_the_full_one_before_it() {
        for (count, summaries, pages, older) in [
            (0, 0, 0, None),
            (1, 1, 1, None),
            (24, 24, 1, None),
            (25, 25, 2, None),
            (47, 47, 2, None),
            (48, 24, 2, Some(1)),
            (71, 47, 3, Some(1)),
            (72, 24, 3, Some(2)),
        ] {
            let (head, _) = lists_of(count);
            let found = (head.summaries.len(), head.pages, head.older.as_ref().map(|span| span.page));
            assert_eq!(found, (summaries, pages, older), "{count} articles");
            assert_eq!(head.summaries.first().map(|first| first.id.clone()), count.checked_sub(1).map(|n| format!("a{n}")));
        }
    }

    #[test]
    fn the_newest_article_rewrites_the_tail_of_a_list_and_nothing_else() {
        let ((_, before), (_, after)) = (lists_of(100), lists_of(101));
        let changed: Vec<&String> =
            after.iter().filter(|(name, bytes)| before.get(*name) != Some(bytes)).map(|(name, _)| name).collect();
        assert_eq!(changed, ["lists/en/all/5.json", "lists/en/all/head.json"]);
    }
}
