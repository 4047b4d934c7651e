use std::sync::Arc;

use edition::{
    Article, List, ListHead, ListPage, Neighbour, Neighbours, PAGE_CONTEXT, PageSpan, Route, Site, Summary, article_file,
};
use leptos::prelude::*;

use crate::{
    fetch::{FetchError, Store, spawn},
    navigation::Visit,
    views::{article::ArticlePage, page::Page},
};

/// An article. Its neighbours come after it, unless the page has them printed.
pub(super) async fn load(store: &Store, site: &Site, visit: &Visit, id: &str) -> Result<Page, FetchError> {
    let article = store.get::<Article>(&article_file(id)).await?;
    let languages = site.languages();
    // The results of a search are no list, but the way back to them is the same.
    let from = visit.entry.list();
    let came_from = from.map(|path| Route::parse(path.split('?').next().unwrap_or_default(), &languages));
    let results = from.filter(|_| matches!(came_from, Some(Route::Search(_))));
    let own = article.home_list();
    let came_from = match came_from {
        Some(Route::List(list, chunk)) => Some((list, chunk)),
        _ => None,
    };
    let list = match (&came_from, &own) {
        (Some((list, chunk)), _) => Route::List(list.clone(), *chunk),
        (None, Some((list, _))) => Route::List(list.clone(), None),
        (None, None) => Route::front(languages.first().clone()),
    };
    let list = match (results, list.path(&languages)) {
        (Some(results), _) => results.to_owned(),
        (None, path) if path.is_empty() => "./".to_owned(),
        (None, path) => path,
    };
    let page = ArticlePage::new(article.clone(), list);
    let neighbours = page.neighbours;
    if let Some(printed) = store.printed::<Neighbours>(PAGE_CONTEXT) {
        neighbours.update(|known| (known.previous, known.next) = (printed.previous.clone(), printed.next.clone()));
        if came_from.is_none() {
            return Ok(Page::Article(page));
        }
    }
    let store = store.clone();
    spawn(async move {
        for (list, chunk) in came_from.into_iter().chain(own.map(|(list, chunk)| (list, Some(chunk)))) {
            if let Some((previous, next)) = beside(&store, &list, chunk, &article.id).await {
                let neighbour = |found: Option<Found>| {
                    found.map(|(summary, chunk)| Neighbour {
                        id: summary.id,
                        title: summary.title,
                        language: summary.language,
                        list: Route::List(list.clone(), chunk).path(&languages),
                    })
                };
                let (previous, next) = (neighbour(previous), neighbour(next));
                if !store.is_aborted() {
                    neighbours.update(|neighbours| (neighbours.previous, neighbours.next) = (previous, next));
                }
                return;
            }
        }
    });
    Ok(Page::Article(page))
}

/// An article and the part of the list that it stands in.
type Found = (Summary, Option<u32>);

/// What stands before and after an article in a part of a list; nothing if it is not there.
async fn beside(store: &Store, list: &List, chunk: Option<u32>, id: &str) -> Option<(Option<Found>, Option<Found>)> {
    let (summaries, older): (Vec<Summary>, Option<PageSpan>) = match chunk {
        None => store.get::<ListHead>(&list.head_file()).await.ok().map(|head| (head.summaries.clone(), head.older.clone()))?,
        Some(number) => part(store, list, number).await.map(|part| (part.summaries.clone(), part.older.clone()))?,
    };
    let place = summaries.iter().position(|summary| summary.id == id)?;
    let previous = match (place.checked_sub(1), chunk) {
        (Some(above), _) => Some((summaries[above].clone(), chunk)),
        // Nothing is newer than a head.
        (None, None) => None,
        (None, Some(number)) => last(part(store, list, number + 1).await, number + 1),
    };
    let next = match (summaries.get(place + 1), older) {
        (Some(below), _) => Some((below.clone(), chunk)),
        (None, None) => None,
        (None, Some(older)) => {
            let part = part(store, list, older.page).await;
            part.and_then(|part| part.summaries.first().cloned()).map(|summary| (summary, Some(older.page)))
        }
    };
    // While the edition is printed anew an article may stand in two parts.
    let other = |found: &Found| found.0.id != id;
    Some((previous.filter(other), next.filter(other)))
}

fn last(part: Option<Arc<ListPage>>, number: u32) -> Option<Found> {
    part.and_then(|part| part.summaries.last().cloned()).map(|summary| (summary, Some(number)))
}

async fn part(store: &Store, list: &List, number: u32) -> Option<Arc<ListPage>> {
    store.get::<ListPage>(&list.page_file(number)).await.ok()
}
