use serde::{Deserialize, Serialize};

use super::storage::{self, Kept};

/// Where the reader was on a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// How far it was scrolled, in CSS pixels.
    pub(crate) y: f64,
    /// A card near the reader's eye, and how far below the window's top it stood: right even where
    /// something above it has changed its height since.
    pub(crate) card: Option<(String, f64)>,
}

/// Where the reader left the page of this history entry.
pub(crate) fn get(entry: &str) -> Option<Place> {
    serde_json::from_str(&storage::get(Kept::Session, &name(entry))?).ok()
}

pub(crate) fn set(entry: &str, place: &Place) {
    if let Ok(text) = serde_json::to_string(place) {
        storage::set(Kept::Session, &name(entry), &text);
    }
}

fn name(entry: &str) -> String {
    format!("place:{entry}")
}
