//! Scrolls to where the reader was, or to where a link leads, and sets the focus.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{
    Element, FocusOptions, HtmlElement, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition, ScrollToOptions,
};

use crate::reader::scroll_positions::{self, CardPosition, ScrollPosition};

/// The link of a card that gets the focus: its headline, not the section above it.
const CARD_LINK: &str = "h2 a, h3 a, time + a";

/// Where the reader will be on a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ScrollTarget {
    /// At the top, or at the place that the fragment of the address names.
    Top,
    /// Where the reader left the page.
    Position(ScrollPosition),
    /// At the card of an article.
    Card {
        /// The id of the article.
        id: String,
        /// Where the reader left the list.
        position: Option<ScrollPosition>,
    },
}

impl ScrollTarget {
    /// Returns the position where the page of a history entry was left, else the top.
    pub(crate) fn saved(entry: &str) -> ScrollTarget {
        scroll_positions::get(entry).map_or(ScrollTarget::Top, ScrollTarget::Position)
    }
}

/// Scrolls to the target of a navigation and sets the focus. Its page must be in the document. `is_first` says whether it is the first
/// page of this window.
pub(crate) fn restore_scroll(target: &ScrollTarget, is_first: bool) {
    let focus = match target {
        ScrollTarget::Position(position) => {
            scroll_to_position(position);
            // The browser loses the focus when it goes back.
            position.card.as_ref().filter(|_| !is_first).and_then(|position| card(&position.id))
        }
        ScrollTarget::Card { id, position } => scroll_to_card(id, position.as_ref()),
        ScrollTarget::Top => scroll_to_top(is_first),
    };
    let Some(element) = focus else { return };
    let link = element.has_attribute("data-article").then(|| element.query_selector(CARD_LINK).ok().flatten()).flatten();
    if let Ok(element) = link.unwrap_or(element).dyn_into::<HtmlElement>() {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Returns whether a target may be anywhere on a page, so that all of the page must be there.
pub(crate) fn is_deep(target: &ScrollTarget) -> bool {
    *target != ScrollTarget::Top || window().location().hash().is_ok_and(|fragment| !fragment.is_empty())
}

/// Restores the position on a printed page if the browser has not: Firefox does not after a reload. Where the reader has scrolled
/// already, nothing happens.
pub(crate) fn restore_if_unscrolled(target: &ScrollTarget) {
    let is_at_top = window().scroll_y().is_ok_and(|y| y == 0.0);
    if is_at_top && matches!(target, ScrollTarget::Position(_)) {
        restore_scroll(target, true);
    }
}

/// Returns where the reader is on the page. `chosen` is the id of a card that was clicked.
pub(crate) fn current_position(chosen: Option<String>) -> ScrollPosition {
    let element = chosen.as_deref().map_or_else(first_visible_card, card);
    let card = element.and_then(|element| {
        let id = element.get_attribute("data-article")?;
        Some(CardPosition { id, top: top_of(&element) })
    });
    ScrollPosition { y: window().scroll_y().unwrap_or_default(), card }
}

/// Returns whether an element is in view or above it.
pub(crate) fn is_reached(element: &Element) -> bool {
    top_of(element) < window_height()
}

/// Scrolls an element to the middle of the window.
pub(crate) fn scroll_to_middle(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Center);
    options.set_behavior(ScrollBehavior::Instant);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Scrolls to a distance from the top of the page, in CSS pixels.
pub(crate) fn scroll_to(y: f64) {
    let options = ScrollToOptions::new();
    options.set_top(y);
    options.set_behavior(ScrollBehavior::Instant);
    window().scroll_to_with_scroll_to_options(&options);
}

/// Scrolls to the place that the fragment names, else to the top. The first page is where the browser has put it.
fn scroll_to_top(is_first: bool) -> Option<Element> {
    let place = fragment_target();
    match &place {
        Some(place) => place.scroll_into_view(),
        None if !is_first => scroll_to(0.0),
        None => {}
    }
    let heading = || document().query_selector("main [type=search], main h1:not(.search h1)").ok().flatten();
    if is_first { None } else { place.or_else(heading) }
}

fn scroll_to_position(position: &ScrollPosition) {
    scroll_to(position.y);
    if let Some(CardPosition { id, top }) = &position.card
        && let Some(card) = card(id)
    {
        scroll_by(top_of(&card) - top);
    }
}

/// Scrolls to the card of an article: to where it was in the window, if that is known, else into view.
fn scroll_to_card(id: &str, position: Option<&ScrollPosition>) -> Option<Element> {
    if let Some(position) = position {
        scroll_to_position(position);
    }
    let card = card(id)?;
    let top = top_of(&card);
    let known = position.and_then(|position| position.card.as_ref()).filter(|known| known.id == id);
    match known {
        Some(known) => scroll_by(top - known.top),
        None if top < 0.0 || top > 0.8 * window_height() => scroll_by(top - window_height() / 3.0),
        None => {}
    }
    Some(card)
}

/// Returns the element that the fragment of the address names.
fn fragment_target() -> Option<Element> {
    let fragment = window().location().hash().ok()?;
    let name = fragment.strip_prefix('#').filter(|name| !name.is_empty())?;
    let decoded = js_sys::decode_uri_component(name).ok().and_then(|name| name.as_string());
    // An article's ids have a prefix, which links from elsewhere may not have.
    let prefixed = decoded.as_deref().map(edition::markup::prefixed);
    let ids = [Some(name.to_owned()), decoded, prefixed];
    ids.into_iter().flatten().find_map(|id| document().get_element_by_id(&id))
}

/// Returns the first card in view; none on an article, where the text is what the reader looks at.
fn first_visible_card() -> Option<Element> {
    if document().query_selector("main > .article").ok().flatten().is_some() {
        return None;
    }
    cards().into_iter().find(|card| top_of(card) >= 0.0)
}

fn card(id: &str) -> Option<Element> {
    cards().into_iter().find(|card| card.get_attribute("data-article").as_deref() == Some(id))
}

fn cards() -> Vec<Element> {
    let cards = document().query_selector_all("main [data-article]");
    cards.map(|cards| cards.values().into_iter().flatten().filter_map(|card| card.dyn_into().ok()).collect()).unwrap_or_default()
}

/// Returns the distance of an element's top from the window's, in CSS pixels.
fn top_of(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

fn scroll_by(y: f64) {
    scroll_to(window().scroll_y().unwrap_or_default() + y);
}

fn window_height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}
