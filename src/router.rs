//! Follows links without reloading the page: the only module that uses the browser's history.
//!
//! Each history entry has a key, under which its scroll position is stored, and the list that the reader came from.
//! `docs/decisions/0005-own-router.md` says why this is not `leptos_router`.

use std::{cell::RefCell, rc::Rc};

use js_sys::Date;
use leptos::{
    ev,
    prelude::{document, window, window_event_listener, window_event_listener_untyped},
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent, ScrollRestoration, Url};

use crate::{
    reader::scroll_positions,
    scroll::{self, ScrollTarget},
};

/// What an entry of the browser's history contains.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct HistoryEntry {
    /// Names the entry in the storage of scroll positions.
    key: String,
    /// The list that the reader came from.
    #[serde(default)]
    list: Option<ListOrigin>,
}

/// A list that an article was opened from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct ListOrigin {
    /// The path of the list page, with its query.
    path: String,
    /// The key of its history entry.
    key: String,
}

/// A page that the reader navigates to.
#[derive(Clone, Debug)]
pub(crate) struct Navigation {
    /// The path from the edition's root.
    pub(crate) path: String,
    /// Whether it is the first page of this window.
    pub(crate) is_first: bool,
    /// Where the reader will be on the page.
    pub(crate) target: ScrollTarget,
    entry: HistoryEntry,
}

impl Navigation {
    /// Returns the path of the list that the reader came from.
    pub(crate) fn list_path(&self) -> Option<&str> {
        self.entry.list.as_ref().map(|list| list.path.as_str())
    }

    /// Returns whether the page is opened, as opposed to being returned to.
    pub(crate) fn is_new(&self) -> bool {
        self.target == ScrollTarget::Top
    }
}

type OnNavigate = Rc<dyn Fn(Navigation)>;

thread_local! {
    /// The entry of the page that is shown.
    static CURRENT: RefCell<HistoryEntry> = RefCell::default();
}

/// Starts following links, and navigates to the page that was opened. `on_prefetch` receives the path of a page that the
/// reader is likely to open.
pub(crate) fn start(on_navigate: impl Fn(Navigation) + 'static, on_prefetch: impl Fn(String) + Clone + 'static) {
    let on_navigate: OnNavigate = Rc::new(on_navigate);
    let _ = history().set_scroll_restoration(ScrollRestoration::Manual);
    let handler = on_navigate.clone();
    window_event_listener(ev::click, move |event| on_click(&event, &handler));
    let handler = on_navigate.clone();
    window_event_listener(ev::popstate, move |_| on_popstate(&handler));
    window_event_listener_untyped("pagehide", |_| {
        save_scroll(None);
        // A printed page is complete when it is opened again: the browser restores the position at once.
        let _ = history().set_scroll_restoration(ScrollRestoration::Auto);
    });
    // Returning to the page from the browser's memory.
    window_event_listener_untyped("pageshow", |_| drop(history().set_scroll_restoration(ScrollRestoration::Manual)));
    for event in ["pointerover", "pointerdown", "focusin"] {
        let on_prefetch = on_prefetch.clone();
        window_event_listener_untyped(event, move |event| {
            if let Some(path) = link_of(&event).as_ref().and_then(page_path) {
                on_prefetch(path);
            }
        });
    }
    let known = entry();
    let entry = known.clone().unwrap_or_else(new_entry);
    if known.is_none() {
        replace_state(&entry, None);
    }
    let target = ScrollTarget::saved(&entry.key);
    navigate(Navigation { path: current_path(), is_first: true, target, entry }, &on_navigate);
}

/// Replaces the address of the page that is shown. `path` is relative to the edition's root.
pub(crate) fn replace(path: &str) {
    CURRENT.with_borrow(|entry| replace_state(entry, Some(&format!("{}{path}", root()))));
}

/// Returns the path of the edition's root on its host: `/`, or `/a/b/`.
pub(crate) fn root() -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    let path = Url::new(&base).map(|url| url.pathname()).unwrap_or_default();
    path.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default()
}

/// Returns the path of the page that is shown, from the edition's root.
pub(crate) fn current_path() -> String {
    let path = window().location().pathname().unwrap_or_default();
    path.strip_prefix(&root()).unwrap_or(&path).to_owned()
}

/// Returns the path of the page that is shown with its query.
pub(crate) fn current_address() -> String {
    current_path() + &window().location().search().unwrap_or_default()
}

/// Returns a field of the query of the page that is shown.
pub(crate) fn query_field(name: &str) -> Option<String> {
    let query = window().location().search().unwrap_or_default();
    web_sys::UrlSearchParams::new_with_str(&query).ok()?.get(name)
}

/// Returns whether a click follows a link in the same window.
pub(crate) fn is_plain_click(event: &MouseEvent) -> bool {
    let is_modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    event.button() == 0 && !is_modified
}

fn on_click(event: &MouseEvent, on_navigate: &OnNavigate) {
    if event.default_prevented() || !is_plain_click(event) {
        return;
    }
    let Some(link) = link_of(event) else { return };
    let opens_elsewhere = !matches!(link.target().as_str(), "" | "_self") || link.has_attribute("download");
    let Some(path) = page_path(&link).filter(|_| !opens_elsewhere) else { return };
    // The browser scrolls to a place on the same page by itself; `on_popstate` gives its entry a key.
    if path == current_path() && !link.hash().is_empty() {
        // A link to a place does not have the query of the page.
        if link.search() != window().location().search().unwrap_or_default() {
            event.prevent_default();
            let _ = window().location().set_hash(&link.hash());
        }
        return;
    }
    event.prevent_default();
    let current = CURRENT.with_borrow(Clone::clone);
    let address = format!("{path}{}", link.search());
    if address == current_address() {
        // The same page again, which needs no second entry.
        let navigation = Navigation { path, is_first: false, target: ScrollTarget::Top, entry: current };
        return navigate(navigation, on_navigate);
    }
    save_scroll(link.closest("[data-article]").ok().flatten().and_then(|card| card.get_attribute("data-article")));
    let entry = HistoryEntry { list: list_origin(&current, &path, &link), ..new_entry() };
    let target = match article_id(&current_path()).filter(|_| link.class_list().contains("return")) {
        Some(id) => ScrollTarget::Card { id, position: current.list.and_then(|list| scroll_positions::get(&list.key)) },
        None => ScrollTarget::Top,
    };
    push_state(&entry, &format!("{}{address}{}", root(), link.hash()));
    navigate(Navigation { path, is_first: false, target, entry }, on_navigate);
}

/// Returns the list that an article is opened from: the page that is shown, or the list of the article that is shown.
fn list_origin(current: &HistoryEntry, path: &str, link: &HtmlAnchorElement) -> Option<ListOrigin> {
    if !path.starts_with("articles/") {
        return None;
    }
    let mut list = match current_path().starts_with("articles/") {
        true => current.list.clone(),
        false => Some(ListOrigin { path: current_address(), key: current.key.clone() }),
    };
    // A neighbour may be on another page of the list.
    if let (Some(list), Some(page)) = (&mut list, link.get_attribute("data-list")) {
        list.path = page;
    }
    list
}

fn on_popstate(on_navigate: &OnNavigate) {
    save_scroll(None);
    let Some(entry) = entry() else {
        // The browser added an entry for a place on the same page: `#note`.
        let entry = HistoryEntry { key: new_entry().key, ..CURRENT.with_borrow(Clone::clone) };
        replace_state(&entry, None);
        CURRENT.set(entry);
        return;
    };
    let target = ScrollTarget::saved(&entry.key);
    navigate(Navigation { path: current_path(), is_first: false, target, entry }, on_navigate);
}

fn navigate(navigation: Navigation, on_navigate: &OnNavigate) {
    CURRENT.set(navigation.entry.clone());
    on_navigate(navigation);
}

/// Saves where the reader is on the page that is shown. `card` is the id of the card that was clicked.
fn save_scroll(card: Option<String>) {
    let position = scroll::current_position(card);
    CURRENT.with_borrow(|entry| scroll_positions::set(&entry.key, &position));
}

/// Returns the link that an event happened on.
fn link_of(event: &Event) -> Option<HtmlAnchorElement> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("a[href]").ok()??.dyn_into().ok()
}

/// Returns the path of the page of this edition that a link leads to; none for files and for other sites.
fn page_path(link: &HtmlAnchorElement) -> Option<String> {
    if window().location().origin().ok()? != link.origin() {
        return None;
    }
    let path = link.pathname().strip_prefix(&root())?.to_owned();
    (path.is_empty() || path.ends_with('/')).then_some(path)
}

fn article_id(path: &str) -> Option<String> {
    let name = path.strip_prefix("articles/")?.trim_end_matches('/');
    js_sys::decode_uri_component(name).ok()?.as_string()
}

fn history() -> web_sys::History {
    window().history().expect("a window has a history")
}

/// Returns the entry of the browser's history; none if the browser or another version of the viewer made it.
fn entry() -> Option<HistoryEntry> {
    serde_wasm_bindgen::from_value(history().state().ok()?).ok()
}

fn new_entry() -> HistoryEntry {
    // The random part tells apart two entries of one millisecond.
    let key = format!("{}-{}", Date::now() as u64, (js_sys::Math::random() * 1e6) as u32);
    HistoryEntry { key, list: None }
}

fn push_state(entry: &HistoryEntry, address: &str) {
    if let Ok(state) = serde_wasm_bindgen::to_value(entry) {
        let _ = history().push_state_with_url(&state, "", Some(address));
    }
}

fn replace_state(entry: &HistoryEntry, address: Option<&str>) {
    if let Ok(state) = serde_wasm_bindgen::to_value(entry) {
        let _ = history().replace_state_with_url(&state, "", address);
    }
}
