use std::sync::Arc;

use edition::{
    Article, Languages, List, ListHead, ListPage, Neighbour, Neighbours, PAGE_CONTEXT, Route, Site, Summary, article_file,
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{self, Client, FetchError, embedded},
    article_body,
    components::article::ArticlePage,
    router::Navigation,
};

/// Loads an article. Its neighbours are loaded after it, unless the printed page contains them.
pub(super) async fn load(client: &Client, site: &Site, navigation: &Navigation, id: &str) -> Result<ArticlePage, FetchError> {
    let mut article = client.get::<Article>(&article_file(id)).await?;
    // The data of a printed page leaves out the body, which is kept once the viewer has started on the page.
    if !navigation.is_first && article.content_html.is_none() && article_body::element(id).is_none() {
        api::remove_cached(&article_file(id));
        article = client.get::<Article>(&article_file(id)).await?;
    }
    let languages = site.languages();
    let origin = Origin::of(navigation, &languages);
    let home = article.home_list();
    let href = match (&origin, &home) {
        (Origin::SearchResults(path), _) => path.clone(),
        (Origin::List(list, page), _) => Route::List(list.clone(), *page).href(&languages),
        (Origin::Elsewhere, Some((list, _))) => Route::List(list.clone(), None).href(&languages),
        (Origin::Elsewhere, None) => Route::front(languages.first().clone()).href(&languages),
    };
    let page = ArticlePage::new(article.clone(), href);
    let neighbours = page.neighbours;
    let printed = if navigation.is_first { embedded::<Neighbours>(PAGE_CONTEXT) } else { None };
    if let Some(printed) = printed {
        neighbours.update(|known| (known.previous, known.next) = (printed.previous.clone(), printed.next.clone()));
        if !matches!(origin, Origin::List(..)) {
            return Ok(page);
        }
    }
    let lists = match origin {
        Origin::List(list, page) => vec![(list, page)],
        _ => Vec::new(),
    };
    let lists = lists.into_iter().chain(home.map(|(list, page)| (list, Some(page))));
    let client = client.clone();
    spawn_local(async move {
        for (list, page) in lists {
            if let Some((previous, next)) = find_neighbours(&client, &list, page, &article.id).await {
                if !client.is_aborted() {
                    neighbours.update(|known| {
                        known.previous = previous.map(|found| found.into_neighbour(&list, &languages));
                        known.next = next.map(|found| found.into_neighbour(&list, &languages));
                    });
                }
                return;
            }
        }
    });
    Ok(page)
}

/// Where the reader opened an article.
enum Origin {
    /// A list, or one of its pages.
    List(List, Option<u32>),
    /// The search results at this address.
    SearchResults(String),
    /// Another place, such as a link from another site.
    Elsewhere,
}

impl Origin {
    fn of(navigation: &Navigation, languages: &Languages) -> Origin {
        let Some(path) = navigation.list_path() else { return Origin::Elsewhere };
        match Route::parse(path.split('?').next().unwrap_or_default(), languages) {
            Route::List(list, page) => Origin::List(list, page),
            Route::Search(_) => Origin::SearchResults(path.to_owned()),
            _ => Origin::Elsewhere,
        }
    }
}

/// A neighbour and the list page that it is on; none for the list head.
struct FoundNeighbour {
    summary: Summary,
    page: Option<u32>,
}

impl FoundNeighbour {
    fn into_neighbour(self, list: &List, languages: &Languages) -> Neighbour {
        let Summary { id, title, language, .. } = self.summary;
        Neighbour { id, title, language, list: Route::List(list.clone(), self.page).path(languages) }
    }
}

type NeighbourPair = (Option<FoundNeighbour>, Option<FoundNeighbour>);

/// Finds the articles before and after one in a list; none if it is not on that page of the list.
async fn find_neighbours(client: &Client, list: &List, page: Option<u32>, id: &str) -> Option<NeighbourPair> {
    let (summaries, older) = match page {
        None => {
            let head = client.get::<ListHead>(&list.head_file()).await.ok()?;
            (head.summaries.clone(), head.older.clone())
        }
        Some(number) => {
            let page = load_list_page(client, list, number).await?;
            (page.summaries.clone(), page.older.clone())
        }
    };
    let index = summaries.iter().position(|summary| summary.id == id)?;
    let previous = match (index.checked_sub(1), page) {
        (Some(above), _) => Some(FoundNeighbour { summary: summaries[above].clone(), page }),
        // Nothing is newer than a list head.
        (None, None) => None,
        (None, Some(number)) => oldest_of_newer_page(client, list, number).await,
    };
    let next = match (summaries.get(index + 1), older) {
        (Some(below), _) => Some(FoundNeighbour { summary: below.clone(), page }),
        (None, None) => None,
        (None, Some(older)) => {
            let summary = load_list_page(client, list, older.page).await.and_then(|page| page.summaries.first().cloned());
            summary.map(|summary| FoundNeighbour { summary, page: Some(older.page) })
        }
    };
    // While a new edition is uploaded, an article may be on two pages.
    let is_other = |found: &FoundNeighbour| found.summary.id != id;
    Some((previous.filter(is_other), next.filter(is_other)))
}

/// Finds the article before the first one of a list page. The head tells whether there is a newer page.
async fn oldest_of_newer_page(client: &Client, list: &List, number: u32) -> Option<FoundNeighbour> {
    let newer = number + 1;
    let head = client.get::<ListHead>(&list.head_file()).await.ok()?;
    if head.pages < newer {
        return None;
    }
    let summary = load_list_page(client, list, newer).await?.summaries.last().cloned()?;
    Some(FoundNeighbour { summary, page: Some(newer) })
}

async fn load_list_page(client: &Client, list: &List, number: u32) -> Option<Arc<ListPage>> {
    client.get::<ListPage>(&list.page_file(number)).await.ok()
}
