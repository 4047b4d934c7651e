use std::{collections::BTreeSet, sync::Arc};

use edition::{Chunk, Head, List, Route, Selection, Span, Summary};

use super::Page;
use crate::{
    fetch::{FetchError, Store},
    views::list::ListPage,
};

/// The head of a list: the front page, or the newest of a section or tag.
pub(super) async fn head(store: &Store, list: &List) -> Result<Page, FetchError> {
    let head = store.get::<Head>(&list.head_file()).await?;
    if list.selection == Selection::All {
        return Ok(Page::Front(head));
    }
    let page = ListPage {
        list: list.clone(),
        title: head.title.clone(),
        summaries: once(&head.summaries),
        newer: None,
        older: head.older.clone(),
    };
    Ok(Page::List(Arc::new(page)))
}

/// One part of a list. What is newer is known from the head; without it the way there is still open.
pub(super) async fn chunk(store: &Store, list: &List, number: u32) -> Result<Page, FetchError> {
    let chunk = store.get::<Chunk>(&list.chunk_file(number)).await?;
    let head = store.get::<Head>(&list.head_file()).await.ok();
    let page = ListPage {
        list: list.clone(),
        title: head.as_ref().and_then(|head| head.title.clone()),
        summaries: once(&chunk.summaries),
        newer: newer(list, number, head.as_deref()),
        older: chunk.older.clone(),
    };
    Ok(Page::List(Arc::new(page)))
}

fn newer(list: &List, number: u32, head: Option<&Head>) -> Option<(Route, Option<Span>)> {
    let newest = || Route::List(list.clone(), None);
    let Some(head) = head else { return Some((newest(), None)) };
    if number >= head.chunks {
        return None;
    }
    if number + 1 < head.first_chunk() {
        let known = head.older.clone().filter(|older| older.chunk == number + 1);
        return Some((Route::List(list.clone(), Some(number + 1)), known));
    }
    let (to, from) = (head.summaries.first()?, head.summaries.last()?);
    Some((newest(), Some(Span { chunk: head.first_chunk(), from: from.date.clone(), to: to.date.clone() })))
}

/// An article that was moved while the reader reads may stand in two files; it is shown once.
fn once(summaries: &[Summary]) -> Vec<Summary> {
    let mut seen = BTreeSet::new();
    summaries.iter().filter(|summary| seen.insert(summary.id.as_str())).cloned().collect()
}
