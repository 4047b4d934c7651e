//! Loads the data of each kind of page.

pub(crate) mod article;
pub(crate) mod list;
pub(crate) mod search;

use edition::{Article, Route, Site, page_file};

use crate::{
    api::{Client, FetchError},
    components::{page::Page, search::SearchState},
    router::Navigation,
};

/// Loads the page of a route.
pub(crate) async fn load_page(client: &Client, site: &Site, navigation: &Navigation, route: &Route) -> Result<Page, FetchError> {
    match route {
        Route::List(list, None) => list::load_head(client, list).await,
        Route::List(list, Some(number)) => list::load_page(client, navigation, list, *number).await,
        Route::Article(id) => article::load(client, site, navigation, id).await.map(Page::Article),
        Route::Page(language, id) => client.get::<Article>(&page_file(language, id)).await.map(Page::Standalone),
        Route::Search(_) => Ok(Page::Search(SearchState::default())),
        Route::NotFound => Err(FetchError::Missing),
    }
}
