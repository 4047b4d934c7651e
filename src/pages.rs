//! Loads the data of each kind of page.

pub(crate) mod article;
pub(crate) mod list;
pub(crate) mod search;

use edition::{Route, Site};

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
        Route::Search(_) => Ok(Page::Search(SearchState::default())),
        Route::NotFound => Err(FetchError::Missing),
    }
}
