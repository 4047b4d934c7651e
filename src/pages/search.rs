//! Answers the search page, and marks what was searched for in an article.

use std::time::Duration;

use edition::{Article, Languages};
use leptos::prelude::*;
use search::messages::{FindRequest, MarkRequest, Request, Response, SearchResult};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, UrlSearchParams};

use crate::{
    article_body,
    components::search::{Outcome, SearchFailure, SearchOptions, SearchQuery, SearchState, SearchTrigger, ShownResult},
    router, scroll,
    search_worker::SearchWorker,
    view_context::ViewContext,
};

/// The pause after which a reader counts as having stopped typing.
const DEBOUNCE: Duration = Duration::from_millis(120);

/// Talks to the worker for the page that is shown.
#[derive(Clone, Copy)]
pub(crate) struct SearchClient {
    worker: StoredValue<Option<SearchWorker>, LocalStorage>,
    /// The search page that is shown.
    state: StoredValue<Option<SearchState>>,
    /// The article whose text is being marked.
    marked: StoredValue<Option<MarkedArticle>>,
    /// The id of the last request. Responses to any other are late.
    last_id: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// The index of the result that gets the focus.
    focused: StoredValue<Option<usize>>,
}

#[derive(Clone)]
struct MarkedArticle {
    id: String,
    /// Whether the first match is scrolled into view.
    scrolls: bool,
}

impl SearchClient {
    pub(crate) fn new() -> SearchClient {
        SearchClient {
            worker: StoredValue::new_local(None),
            state: StoredValue::new(None),
            marked: StoredValue::new(None),
            last_id: StoredValue::new(0),
            timer: StoredValue::new(None),
            focused: StoredValue::new(None),
        }
    }

    /// Starts a search page: the address says what is searched for. `typed` is what the reader typed before the start.
    pub(crate) fn open(self, state: SearchState, context: &ViewContext, typed: Option<String>) {
        let mut query = SearchQuery::from_fields(|name| router::query_field(name).unwrap_or_default());
        if let Some(typed) = typed.filter(|_| query.text.is_empty()) {
            query.text = typed;
        }
        state.query.set(query);
        self.state.set_value(Some(state));
        let context = context.clone();
        state.on_search.set_value(Some(Callback::new(move |trigger| self.on_search(state, &context, trigger))));
    }

    /// Answers the query of the page that was opened.
    pub(crate) fn search(self, state: SearchState, context: &ViewContext) {
        self.on_search(state, context, SearchTrigger::Now);
    }

    /// The search page is no longer shown.
    pub(crate) fn close(self) {
        self.cancel_timer();
        self.state.set_value(None);
    }

    /// Marks what was searched for in the article that is shown. A new page scrolls to the first match.
    pub(crate) fn mark_article(self, article: &Article, is_new: bool) {
        let Some(element) = article_body::element(&article.id) else { return };
        let text = article_body::unmark(&element);
        let Some(query) = router::query_field("q").filter(|query| !query.is_empty()) else { return };
        self.marked.set_value(Some(MarkedArticle { id: article.id.clone(), scrolls: is_new }));
        self.send(Request::Mark(MarkRequest {
            id: self.next_id(),
            root: router::root(),
            language: article.language.to_string(),
            query,
            text,
        }));
    }

    fn on_search(self, state: SearchState, context: &ViewContext, trigger: SearchTrigger) {
        // The form of a page that the reader has left is there until the next page is loaded.
        if self.state.get_value().is_none() {
            return;
        }
        self.cancel_timer();
        let focused = (trigger == SearchTrigger::More).then(|| shown_results(state));
        self.focused.set_value(focused);
        if trigger == SearchTrigger::Typing {
            let context = context.clone();
            self.timer.set_value(set_timeout_with_handle(move || self.find(state, &context), DEBOUNCE).ok());
        } else {
            self.find(state, context);
        }
    }

    fn cancel_timer(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// Sends the query to the worker, and puts it into the address, so that the reader can return to it.
    fn find(self, state: SearchState, context: &ViewContext) {
        let query = state.query.get_untracked();
        replace_address(&query);
        let languages = languages_of(&query, context);
        let (newest_first, limit) = (query.order == "day", query.limit() as u32);
        let SearchQuery { text, section, tag, year, .. } = query;
        let (id, root) = (self.next_id(), router::root());
        self.send(Request::Find(FindRequest { id, root, languages, query: text, section, tag, year, newest_first, limit }));
    }

    fn next_id(self) -> u32 {
        self.last_id.update_value(|id| *id += 1);
        self.last_id.get_value()
    }

    fn send(self, request: Request) {
        if self.worker.with_value(Option::is_none) {
            let worker = SearchWorker::start(move |response| self.on_response(response), move || self.on_worker_error());
            self.worker.set_value(worker);
        }
        let is_sent = self.worker.with_value(|worker| worker.as_ref().map(|worker| worker.send(&request)).is_some());
        if !is_sent {
            self.on_worker_error();
        }
    }

    /// The worker could not be loaded, or failed. The next request starts another.
    fn on_worker_error(self) {
        // Not at once: this is called by a closure that the worker owns.
        set_timeout(move || drop(self.worker.try_update_value(Option::take)), Duration::ZERO);
        if let Some(state) = self.state.get_value() {
            state.outcome.set(Outcome::Failed(SearchFailure::Worker));
        }
    }

    fn on_response(self, response: Response) {
        let is_late = |id: u32| id != self.last_id.get_value();
        match (response, self.state.get_value()) {
            (Response::Marks { id, ranges }, _) if !is_late(id) => {
                let Some(marked) = self.marked.get_value() else { return };
                let first = article_body::element(&marked.id).and_then(|element| article_body::mark(&element, &ranges));
                if let Some(first) = first.filter(|_| marked.scrolls) {
                    scroll::scroll_to_middle(&first);
                }
            }
            (Response::Options { id, tags, years }, Some(state)) if !is_late(id) => {
                let options = Some(SearchOptions { tags, years });
                // The lists on the screen stay while the index offers the same.
                if state.options.with_untracked(|known| *known != options) {
                    state.options.set(options);
                }
            }
            (Response::Results { id, count, incomplete, corrected, results }, Some(state)) if !is_late(id) => {
                self.show_results(state, count as usize, incomplete, corrected, results);
            }
            (Response::Passage { id, index, passage }, Some(state)) if !is_late(id) => {
                let shown = state.outcome.with_untracked(|outcome| match outcome {
                    Outcome::Found { results, .. } => results.get(index as usize).map(|result| result.passage.clone()),
                    _ => None,
                });
                if let Some(shown) = shown {
                    shown.set(passage);
                }
            }
            (Response::Failed { id, reason }, Some(state)) if !is_late(id) => {
                state.outcome.set(Outcome::Failed(SearchFailure::Index(reason)));
            }
            _ => {}
        }
    }

    fn show_results(
        self,
        state: SearchState,
        count: usize,
        incomplete: bool,
        corrected: Option<String>,
        results: Vec<SearchResult>,
    ) {
        if state.query.with_untracked(SearchQuery::is_empty) {
            state.outcome.set(Outcome::Hint);
            return;
        }
        let results = results.into_iter().map(|result| ShownResult {
            id: result.id,
            language: result.language.as_str().into(),
            title: result.title,
            day: result.day,
            section: result.section,
            passage: ArcRwSignal::new(Vec::new()),
        });
        state.outcome.set(Outcome::Found { count, incomplete, corrected, results: results.collect() });
        if let Some(index) = self.focused.try_update_value(Option::take).flatten() {
            request_animation_frame(move || focus_result(index));
        }
    }
}

fn shown_results(state: SearchState) -> usize {
    state.outcome.with_untracked(|outcome| match outcome {
        Outcome::Found { results, .. } => results.len(),
        _ => 0,
    })
}

fn focus_result(index: usize) {
    let links = document().query_selector_all("#search-results li h2 a").ok();
    let link = links.and_then(|links| links.item(index as u32)?.dyn_into::<HtmlElement>().ok());
    if let Some(link) = link {
        let _ = link.focus();
    }
}

/// Puts the query into the address of the page.
fn replace_address(query: &SearchQuery) {
    let Ok(fields) = UrlSearchParams::new() else { return };
    for name in SearchQuery::FIELDS {
        let value = query.get(name);
        if !value.is_empty() {
            fields.append(name, value);
        }
    }
    if let Some(limit) = query.limit {
        fields.append("n", &limit.to_string());
    }
    let fields = String::from(fields.to_string());
    let path = router::current_path();
    let address = if fields.is_empty() { path } else { format!("{path}?{fields}") };
    if address != router::current_address() {
        router::replace(&address);
    }
}

/// Returns the languages whose indexes are searched: the chosen ones, those of the query's script, or the interface's.
fn languages_of(query: &SearchQuery, context: &ViewContext) -> Vec<String> {
    let tags = |languages: &Languages, is_meant: &dyn Fn(&edition::Language) -> bool| -> Vec<String> {
        languages.iter().filter(|language| is_meant(language)).map(ToString::to_string).collect()
    };
    match query.language.as_str() {
        "" => {}
        "all" => return tags(&context.languages, &|_| true),
        chosen => return tags(&context.languages, &|language| language.as_str() == chosen),
    }
    let own = context.language.to_string();
    let primary = edition::languages_of_script(&query.text);
    let by_script = tags(&context.languages, &|language| primary.contains(&language.primary()));
    if by_script.is_empty() || by_script.contains(&own) { vec![own] } else { by_script }
}
