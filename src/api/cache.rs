use std::{any::Any, cell::RefCell, collections::HashMap, sync::Arc};

use js_sys::Date;

/// How long a file counts as fresh, in milliseconds.
pub(super) const CACHE_TTL: f64 = 300_000.0;

struct CacheEntry {
    /// When the file was loaded, in milliseconds since the epoch.
    loaded: f64,
    /// An `Arc` of the file's type.
    value: Box<dyn Any>,
}

thread_local! {
    static CACHE: RefCell<HashMap<String, CacheEntry>> = RefCell::default();
}

/// Returns a file that was loaded at most `max_age` milliseconds ago.
pub(super) fn get<T: 'static>(file: &str, max_age: f64) -> Option<Arc<T>> {
    CACHE.with_borrow(|cache| {
        let entry = cache.get(file).filter(|entry| Date::now() - entry.loaded < max_age)?;
        entry.value.downcast_ref().cloned()
    })
}

/// Adds a file.
pub(super) fn insert<T: 'static>(file: &str, value: &Arc<T>) {
    let entry = CacheEntry { loaded: Date::now(), value: Box::new(value.clone()) };
    CACHE.with_borrow_mut(|cache| cache.insert(file.to_owned(), entry));
}

/// Returns all files of one type that were loaded in this window, the oldest first.
pub(crate) fn all<T: 'static>() -> Vec<Arc<T>> {
    CACHE.with_borrow(|cache| {
        let mut entries: Vec<_> = cache.values().collect();
        entries.sort_by(|one, other| one.loaded.total_cmp(&other.loaded));
        entries.iter().filter_map(|entry| entry.value.downcast_ref().cloned()).collect()
    })
}
