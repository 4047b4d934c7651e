//! Heads and chunks.

use std::collections::BTreeMap;

use edition::{List, ListHead, ListPage, NewerLink, PAGE_SIZE, PageLink, PageSpan, Summary};

/// A list in the making: its articles, oldest first, by their place in the edition.
#[derive(Debug, Default)]
pub(crate) struct Members {
    /// The name of a tag.
    pub(crate) title: Option<String>,
    pub(crate) articles: Vec<usize>,
}

/// The number of the chunk that the `n`th article of a list, from 0, stands in.
pub(crate) fn page_number(n: usize) -> u32 {
    u32::try_from(n / PAGE_SIZE + 1).unwrap_or(u32::MAX)
}

/// A list in all its parts.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) head: ListHead,
    /// The oldest first.
    pub(crate) chunks: Vec<ListPage>,
}

impl Parts {
    pub(crate) fn new(members: &Members, summaries: &[Summary]) -> Parts {
        let all: Vec<&Summary> = members.articles.iter().map(|index| &summaries[*index]).collect();
        let parts: Vec<&[&Summary]> = all.chunks(PAGE_SIZE).collect();
        let spans: Vec<PageSpan> = parts.iter().enumerate().map(|(n, part)| span(n, part)).collect();
        let chunk = |(n, part): (usize, &&[&Summary])| ListPage {
            span: spans[n].clone(),
            older: n.checked_sub(1).map(|before| spans[before].clone()),
            summaries: newest_first(part),
        };
        // The unfinished chunk with the full one before it.
        let full = all.len() / PAGE_SIZE;
        let first = full.saturating_sub(1);
        let head = ListHead {
            title: members.title.clone(),
            pages: u32::try_from(parts.len()).unwrap_or(u32::MAX),
            older: first.checked_sub(1).map(|before| spans[before].clone()),
            summaries: newest_first(&all[first * PAGE_SIZE..]),
        };
        Parts { head, chunks: parts.iter().enumerate().map(chunk).collect() }
    }

    /// The way from a chunk to later days. Unlike the viewer the press has all of them at hand, and the page of a
    /// chunk that is followed by a full one never changes.
    pub(crate) fn newer(&self, chunk: &ListPage) -> NewerLink {
        let newer = self.head.newer(chunk.span.page);
        let link = newer.link.map(|link| match link.page.and_then(|next| self.chunks.get(next as usize - 1)) {
            Some(next) => PageLink { days: Some((next.span.from.clone(), next.span.to.clone())), ..link },
            None => link,
        });
        NewerLink { link, ..newer }
    }

    /// The files of the list for the viewer.
    pub(crate) fn files(&self, list: &List) -> BTreeMap<String, Vec<u8>> {
        let chunks = self.chunks.iter().map(|chunk| (list.page_file(chunk.span.page), json(chunk)));
        chunks.chain([(list.head_file(), json(&self.head))]).collect()
    }
}

fn span(n: usize, chunk: &[&Summary]) -> PageSpan {
    let date = |summary: Option<&&Summary>| summary.map(|summary| summary.date.clone()).unwrap_or_default();
    PageSpan { page: page_number(n * PAGE_SIZE), from: date(chunk.first()), to: date(chunk.last()) }
}

fn newest_first(summaries: &[&Summary]) -> Vec<Summary> {
    summaries.iter().rev().map(|summary| (*summary).clone()).collect()
}

/// JSON as the edition writes it. Our types have text keys only, so nothing can go wrong.
pub(crate) fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("a type of the edition is JSON")
}

#[cfg(test)]
mod tests {
    use edition::Date;

    use super::*;

    fn print(count: usize) -> (ListHead, BTreeMap<String, Vec<u8>>) {
        let summaries: Vec<Summary> = (0..count)
            .map(|n| Summary { id: format!("a{n}"), date: Date::new(format!("{:010}", n)), ..Summary::default() })
            .collect();
        let members = Members { title: None, articles: (0..count).collect() };
        let list = List::all("en".into());
        let files = Parts::new(&members, &summaries).files(&list);
        (serde_json::from_slice(&files[&list.head_file()]).expect("a head"), files)
    }

    #[test]
    fn a_head_is_the_unfinished_chunk_with_the_full_one_before_it() {
        for (count, summaries, chunks, older) in [
            (0, 0, 0, None),
            (1, 1, 1, None),
            (24, 24, 1, None),
            (25, 25, 2, None),
            (47, 47, 2, None),
            (48, 24, 2, Some(1)),
            (71, 47, 3, Some(1)),
            (72, 24, 3, Some(2)),
        ] {
            let (head, _) = print(count);
            let found = (head.summaries.len(), head.pages, head.older.as_ref().map(|span| span.page));
            assert_eq!(found, (summaries, chunks, older), "{count} articles");
            assert_eq!(head.summaries.first().map(|first| first.id.clone()), count.checked_sub(1).map(|n| format!("a{n}")));
        }
    }

    #[test]
    fn the_newest_article_rewrites_the_tail_of_a_list_and_nothing_else() {
        let ((_, before), (_, after)) = (print(100), print(101));
        let changed: Vec<&String> =
            after.iter().filter(|(name, bytes)| before.get(*name) != Some(bytes)).map(|(name, _)| name).collect();
        assert_eq!(changed, ["lists/en/all/5.json", "lists/en/all/head.json"]);
    }
}
