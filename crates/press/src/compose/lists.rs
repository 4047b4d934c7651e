//! List heads and list pages.

use edition::{ListHead, ListPage, NewerLink, PAGE_SIZE, PageLink, PageSpan, Profile, Summary};

/// Returns the number of the page that the article at a position of a list is on, from 0.
pub(crate) fn page_number(position: usize) -> u32 {
    number(position / PAGE_SIZE + 1)
}

/// Returns a number of pages or articles as the files have it.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The articles of a list, oldest first, by their indexes in the edition.
#[derive(Debug, Default)]
pub(crate) struct ListMembers {
    /// The name of a term other than a section.
    pub(crate) title: Option<String>,
    pub(crate) articles: Vec<usize>,
}

/// A list, divided into pages. Head and pages are made when they are needed: together they would be as large as all summaries, several
/// times over.
#[derive(Debug)]
pub(crate) struct PagedList {
    /// The name of a term.
    pub(super) title: Option<String>,
    /// Who the author is, in the list of an author.
    pub(crate) profile: Option<Profile>,
    /// The indexes of its articles in the edition, oldest first.
    pub(crate) articles: Vec<usize>,
    /// The days that each page covers, the oldest first.
    pub(crate) spans: Vec<PageSpan>,
}

impl PagedList {
    /// Divides a list into pages.
    pub(super) fn new(members: ListMembers, profile: Option<Profile>, summaries: &[Summary]) -> PagedList {
        let ListMembers { title, articles } = members;
        let date = |index: Option<&usize>| index.map(|index| summaries[*index].date.clone()).unwrap_or_default();
        let span = |(n, part): (usize, &[usize])| PageSpan {
            page: page_number(n * PAGE_SIZE),
            from: date(part.first()),
            to: date(part.last()),
        };
        let spans = articles.chunks(PAGE_SIZE).enumerate().map(span).collect();
        PagedList { title, profile, articles, spans }
    }

    /// Returns the indexes of the articles in the head, oldest first: the unfinished page with the full one before it.
    pub(crate) fn head_articles(&self) -> &[usize] {
        &self.articles[self.first_of_head() * PAGE_SIZE..]
    }

    /// Returns the indexes of the articles on a page, oldest first. `n` counts pages from 0.
    pub(crate) fn page_articles(&self, n: usize) -> &[usize] {
        &self.articles[n * PAGE_SIZE..self.articles.len().min((n + 1) * PAGE_SIZE)]
    }

    /// Returns how many pages are not in the head.
    fn first_of_head(&self) -> usize {
        (self.articles.len() / PAGE_SIZE).saturating_sub(1)
    }

    /// Returns the head.
    pub(crate) fn head(&self, summaries: &[Summary]) -> ListHead {
        ListHead {
            title: self.title.clone(),
            profile: self.profile.clone(),
            front: None,
            pages: number(self.spans.len()),
            older: self.first_of_head().checked_sub(1).map(|before| self.spans[before].clone()),
            summaries: newest_first(self.head_articles(), summaries),
        }
    }

    /// Returns a page. `n` counts from 0.
    pub(crate) fn page(&self, n: usize, summaries: &[Summary]) -> ListPage {
        ListPage {
            span: self.spans[n].clone(),
            older: n.checked_sub(1).map(|before| self.spans[before].clone()),
            summaries: newest_first(self.page_articles(n), summaries),
        }
    }

    /// Returns the link from a page to later days. Unlike the viewer, the press has all pages at hand, and a page that is
    /// followed by a full one never changes.
    pub(crate) fn newer(&self, n: usize, head: &ListHead) -> NewerLink {
        let newer = head.newer(self.spans[n].page);
        let link = newer.link.map(|link| match link.page.and_then(|next| self.spans.get(next as usize - 1)) {
            Some(next) => PageLink { days: Some((next.from.clone(), next.to.clone())), ..link },
            None => link,
        });
        NewerLink { link, ..newer }
    }
}

fn newest_first(articles: &[usize], summaries: &[Summary]) -> Vec<Summary> {
    articles.iter().rev().map(|index| summaries[*index].clone()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use edition::{Date, List};

    use super::*;
    use crate::output::json;

    /// Returns the head of a list of so many articles, and its files.
    fn lists_of(count: usize) -> (ListHead, BTreeMap<String, Vec<u8>>) {
        let summaries: Vec<Summary> = (0..count)
            .map(|n| Summary { id: format!("a{n}"), date: Date::new(format!("{:010}", n)), ..Summary::default() })
            .collect();
        let members = ListMembers { title: None, articles: (0..count).collect() };
        let (list, paged) = (List::all("en".into()), PagedList::new(members, None, &summaries));
        let head = paged.head(&summaries);
        let pages = (0..paged.spans.len()).map(|n| (list.page_file(paged.spans[n].page), json(&paged.page(n, &summaries))));
        let files = pages.chain([(list.head_file(), json(&head))]).collect();
        (head, files)
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
