use serde::{Deserialize, Serialize};

use super::storage::{self, StorageArea};

/// Where the reader was on a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct ScrollPosition {
    /// How far the page was scrolled, in CSS pixels.
    pub(crate) y: f64,
    /// A card in view. It leads to the right place even where something above it has changed its height since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) card: Option<CardPosition>,
}

/// Where a card was in the window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct CardPosition {
    /// The id of the card's article.
    pub(crate) id: String,
    /// The distance of its top from the window's, in CSS pixels.
    pub(crate) top: f64,
}

/// Returns the position on the page of a history entry.
pub(crate) fn get(entry: &str) -> Option<ScrollPosition> {
    storage::get(StorageArea::Session, &key(entry))
}

/// Remembers the position on the page of a history entry.
pub(crate) fn set(entry: &str, position: &ScrollPosition) {
    storage::set(StorageArea::Session, &key(entry), position);
}

fn key(entry: &str) -> String {
    format!("scroll.v1:{entry}")
}
