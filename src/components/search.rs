//! The search page: a form, the filters that the index offers, and the results of the worker.

/// The form.
pub mod form;
/// The results.
pub mod results;
mod state;

use leptos::prelude::*;

pub use state::{Outcome, SearchFailure, SearchOptions, SearchQuery, SearchState, SearchTrigger, ShownResult};

use form::SearchForm;
use results::{Results, StatusLine};

/// Results that are shown at first, and added by each click on "More results".
pub const PAGE_SIZE: usize = 10;

/// The main part of the search page.
#[component]
pub fn SearchMain(
    /// Its state.
    state: SearchState,
) -> impl IntoView {
    view! {
        <SearchForm state/>
        <div class="found">
            <StatusLine state/>
            <Results state/>
        </div>
    }
}
