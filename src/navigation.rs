//! The only place that touches history: follows links without reloading, and brings readers back to where
//! they were.

use std::{cell::RefCell, rc::Rc};

use js_sys::Date;
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{
    Element, Event, FocusOptions, HtmlAnchorElement, HtmlElement, MouseEvent, ScrollBehavior, ScrollRestoration, ScrollToOptions,
    Url,
};

use crate::reader::places::{self, Place};

/// What an entry of the browser's history carries.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Entry {
    /// Its name, under which its place is kept.
    key: String,
    /// The path of the list that the reader came from, and the key of its entry.
    list: Option<(String, String)>,
}

impl Visit {
    /// Whether the page is opened, and not come back to.
    pub(crate) fn is_new(&self) -> bool {
        matches!(self.landing, Landing::Start)
    }
}

impl Entry {
    /// The path of the list that the reader came from.
    pub(crate) fn list(&self) -> Option<&str> {
        self.list.as_ref().map(|(path, _)| path.as_str())
    }
}

/// A page that the reader wants to see.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    /// Its path from the edition's root.
    pub(crate) path: String,
    pub(crate) entry: Entry,
    /// Whether it is the first of this window.
    pub(crate) first: bool,
    /// Where in it to land.
    landing: Landing,
}

#[derive(Clone, Debug)]
enum Landing {
    /// At its beginning, or at the place that the fragment names.
    Start,
    /// Where it was left.
    Place(Place),
    /// At the card of this article; else where the list was left.
    Card(String, Option<Place>),
}

type OnVisit = Rc<dyn Fn(Visit)>;

thread_local! {
    /// The entry that is shown now.
    static NOW: RefCell<Entry> = RefCell::default();
    static ON_VISIT: RefCell<Option<OnVisit>> = RefCell::default();
}

/// The path of the edition's root on its host: `/`, or `/a/b/`.
pub(crate) fn root() -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    let path = Url::new(&base).map(|url| url.pathname()).unwrap_or_default();
    path.rsplit_once('/').map(|(folder, _)| [folder, "/"].concat()).unwrap_or_default()
}

/// Begins to follow links, and visits the page of the address that was opened. `on_ahead` is told the path
/// of a page that the reader is about to open.
pub(crate) fn start(on_visit: impl Fn(Visit) + 'static, on_ahead: impl Fn(String) + Clone + 'static) {
    ON_VISIT.set(Some(Rc::new(on_visit)));
    let history = window().history().expect("a window has a history");
    let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    listen("click", |event| {
        if let Some(event) = event.dyn_ref::<MouseEvent>() {
            on_click(event);
        }
    });
    listen("popstate", |_| on_pop());
    listen("searched", |_| on_searched());
    listen("pagehide", |_| {
        remember(None);
        // A printed page is whole when it comes again: the browser puts the reader back at once.
        let _ = self::history().set_scroll_restoration(ScrollRestoration::Auto);
    });
    for event in ["pointerover", "pointerdown", "focusin"] {
        let on_ahead = on_ahead.clone();
        listen(event, move |event| {
            if let Some(path) = anchor(&event).as_ref().and_then(page_path) {
                on_ahead(path);
            }
        });
    }
    let known = entry();
    let entry = known.clone().unwrap_or_else(new_entry);
    if known.is_none() {
        replace_state(&entry);
    }
    let landing = places::get(&entry.key).map_or(Landing::Start, Landing::Place);
    visit(Visit { path: path(), entry, first: true, landing });
}

/// Leads the entry that is shown now to another path.
pub(crate) fn replace(path: &str) {
    let _ = history().replace_state_with_url(&state(&NOW.with_borrow(Clone::clone)), "", Some(&format!("{}{path}", root())));
}

thread_local! {
    /// The visit whose page gets its results later.
    static UNFILLED: RefCell<Option<Visit>> = const { RefCell::new(None) };
}

/// The results of a search are there: the reader can be put back among them.
fn on_searched() {
    if let Some(visit) = UNFILLED.take() {
        land(&visit);
    }
}

/// Puts the reader where the visit meant them to be. To be called when its page is in the document.
pub(crate) fn land(visit: &Visit) {
    UNFILLED.take();
    let results = document().get_element_by_id("search-results");
    if results.is_some_and(|results| !results.has_child_nodes()) && !matches!(visit.landing, Landing::Start) {
        UNFILLED.set(Some(visit.clone()));
        return;
    }
    let focused = match &visit.landing {
        Landing::Place(place) => {
            scroll_to_place(place);
            // The browser forgets the focus when it goes back.
            place.card.as_ref().filter(|_| !visit.first).and_then(|(id, _)| card(id))
        }
        Landing::Card(id, place) => {
            if let Some(place) = place {
                scroll_to_place(place);
            }
            let card = card(id);
            if let Some(card) = &card {
                let inside = |top: f64| top >= 0.0 && top < inner_height() * 0.8;
                let top = card.get_bounding_client_rect().top();
                let meant = place
                    .as_ref()
                    .and_then(|place| place.card.as_ref())
                    .filter(|(known, _)| known == id)
                    .map(|(_, top)| f64::from(*top));
                match meant {
                    Some(meant) => scroll_by(top - meant),
                    None if !inside(top) => scroll_by(top - inner_height() / 3.0),
                    None => {}
                }
            }
            card
        }
        Landing::Start => {
            let target = target();
            match &target {
                Some(target) => target.scroll_into_view(),
                None if !visit.first => scroll_to(0.0),
                None => {}
            }
            if visit.first {
                None
            } else {
                target.or_else(|| document().query_selector("main [type=search], main h1:not(.search h1)").ok().flatten())
            }
        }
    };
    if let Some(element) = focused {
        // The headline of a card, not the section above it.
        let headline = element.has_attribute("data-article").then_some("h2 a, h3 a, time + a");
        let link = headline.and_then(|headline| element.query_selector(headline).ok().flatten());
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        if let Ok(element) = link.unwrap_or(element).dyn_into::<HtmlElement>() {
            let _ = element.focus_with_options(&options);
        }
    }
}

fn on_click(event: &MouseEvent) {
    let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return;
    }
    let Some(anchor) = anchor(event) else { return };
    let elsewhere = !matches!(anchor.target().as_str(), "" | "_self") || anchor.has_attribute("download");
    let Some(path) = page_path(&anchor).filter(|_| !elsewhere) else { return };
    // A place on this page is the browser's own business; `on_pop` gives its entry a name.
    if path == self::path() && !anchor.hash().is_empty() {
        // A link to a place knows nothing of a query.
        if anchor.search() != window().location().search().unwrap_or_default() {
            event.prevent_default();
            let _ = window().location().set_hash(&anchor.hash());
        }
        return;
    }
    event.prevent_default();

    let now = NOW.with_borrow(Clone::clone);
    let here = self::path();
    let card = anchor.closest("[data-article]").ok().flatten().and_then(|card| card.get_attribute("data-article"));
    remember(card);
    let mut entry = new_entry();
    if path.starts_with("articles/") {
        entry.list = if here.starts_with("articles/") { now.list.clone() } else { Some((self::here(), now.key.clone())) };
        // The neighbour may stand in another part of the list.
        if let (Some(list), Some(part)) = (&mut entry.list, anchor.get_attribute("data-list")) {
            list.0 = part;
        }
    }
    let landing = match anchor.class_list().contains("return").then(|| article_of(&self::path())).flatten() {
        Some(article) => Landing::Card(article, now.list.and_then(|(_, key)| places::get(&key))),
        None => Landing::Start,
    };
    let address = format!("{}{path}{}{}", root(), anchor.search(), anchor.hash());
    let _ = history().push_state_with_url(&state(&entry), "", Some(&address));
    visit(Visit { path, entry, first: false, landing });
}

/// The link that an event happened on.
fn anchor(event: &Event) -> Option<HtmlAnchorElement> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("a[href]").ok()??.dyn_into().ok()
}

/// Whether any of an element can be seen without scrolling.
pub(crate) fn in_view(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    found.is_some_and(|found| found.get_bounding_client_rect().top() < inner_height())
}

/// The path of a page of this edition that a link leads to; none for files and for other sites.
fn page_path(anchor: &HtmlAnchorElement) -> Option<String> {
    let location = window().location();
    if location.origin().ok()? != anchor.origin() {
        return None;
    }
    let path = anchor.pathname().strip_prefix(&root())?.to_owned();
    (path.is_empty() || path.ends_with('/')).then_some(path)
}

fn on_pop() {
    remember(None);
    let known = entry();
    // The browser made an entry of its own for a place on this page: `#note`.
    let Some(entry) = known else {
        let entry = Entry { key: new_entry().key, ..NOW.with_borrow(Clone::clone) };
        replace_state(&entry);
        NOW.set(entry);
        return;
    };
    let landing = places::get(&entry.key).map_or(Landing::Start, Landing::Place);
    visit(Visit { path: path(), entry, first: false, landing });
}

fn visit(visit: Visit) {
    NOW.set(visit.entry.clone());
    if let Some(on_visit) = ON_VISIT.with_borrow(Clone::clone) {
        on_visit(visit);
    }
}

/// Keeps where the reader is on the page that is shown now.
fn remember(chosen: Option<String>) {
    let chosen = chosen.or_else(first_visible_card);
    let top = |id: &String| card(id).map(|card| card.get_bounding_client_rect().top() as i32);
    let place =
        Place { y: window().scroll_y().unwrap_or_default() as i32, card: chosen.and_then(|id| top(&id).map(|top| (id, top))) };
    NOW.with_borrow(|now| places::set(&now.key, &place));
}

fn first_visible_card() -> Option<String> {
    // On an article the text is what the reader looks at. The address may be that of the next page already.
    if document().query_selector("main > .article").ok().flatten().is_some() {
        return None;
    }
    let cards = document().query_selector_all("main [data-article]").ok()?;
    (0..cards.length())
        .filter_map(|n| cards.item(n)?.dyn_into::<Element>().ok())
        .find(|card| card.get_bounding_client_rect().top() >= 0.0)
        .and_then(|card| card.get_attribute("data-article"))
}

fn scroll_to_place(place: &Place) {
    scroll_to(place.y.into());
    if let Some((id, meant)) = &place.card
        && let Some(card) = card(id)
    {
        scroll_by(card.get_bounding_client_rect().top() - f64::from(*meant));
    }
}

fn card(id: &str) -> Option<Element> {
    let cards = document().query_selector_all("main [data-article]").ok()?;
    (0..cards.length())
        .filter_map(|n| cards.item(n)?.dyn_into::<Element>().ok())
        .find(|card| card.get_attribute("data-article").as_deref() == Some(id))
}

/// The element that the address's fragment names.
fn target() -> Option<Element> {
    let hash = window().location().hash().ok()?;
    let name = hash.strip_prefix('#').filter(|name| !name.is_empty())?;
    let decoded = js_sys::decode_uri_component(name).ok().and_then(|name| name.as_string());
    document().get_element_by_id(name).or_else(|| document().get_element_by_id(&decoded?))
}

fn article_of(path: &str) -> Option<String> {
    let name = path.strip_prefix("articles/")?.trim_end_matches('/');
    js_sys::decode_uri_component(name).ok()?.as_string()
}

fn scroll_to(y: f64) {
    let options = ScrollToOptions::new();
    options.set_top(y);
    options.set_behavior(ScrollBehavior::Instant);
    window().scroll_to_with_scroll_to_options(&options);
}

fn scroll_by(y: f64) {
    scroll_to(window().scroll_y().unwrap_or_default() + y);
}

fn inner_height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}

/// The path and the query of the page that is shown: what stands before a fragment of it.
pub(crate) fn here() -> String {
    [path(), window().location().search().unwrap_or_default()].concat()
}

/// The path of the page that is shown, from the edition's root.
pub(crate) fn path() -> String {
    let path = window().location().pathname().unwrap_or_default();
    path.strip_prefix(&root()).unwrap_or(&path).to_owned()
}

fn history() -> web_sys::History {
    window().history().expect("a window has a history")
}

fn entry() -> Option<Entry> {
    let state = history().state().ok()?.as_string()?;
    let mut lines = state.lines().map(str::to_owned);
    let key = lines.next()?;
    Some(Entry { key, list: lines.next().zip(lines.next()) })
}

fn new_entry() -> Entry {
    // Two entries within a millisecond have different random parts.
    Entry { key: format!("{}-{}", Date::now() as u64, (js_sys::Math::random() * 1e6) as u32), list: None }
}

fn replace_state(entry: &Entry) {
    let _ = history().replace_state(&state(entry), "");
}

fn state(entry: &Entry) -> JsValue {
    // Neither a path nor a key has a line end in it.
    match &entry.list {
        Some((path, key)) => format!("{}\n{path}\n{key}", entry.key).into(),
        None => entry.key.as_str().into(),
    }
}

fn listen(event: &str, handle: impl Fn(Event) + 'static) {
    let callback = Closure::<dyn Fn(Event)>::new(handle);
    let _ = window().add_event_listener_with_callback(event, callback.as_ref().unchecked_ref());
    // As long as the window.
    callback.forget();
}
