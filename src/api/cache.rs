use std::{any::Any, cell::RefCell, sync::Arc};

use js_sys::Date;

/// How long a file counts as fresh, in milliseconds.
pub(super) const CACHE_TTL: f64 = 300_000.0;

struct CacheEntry {
    file: String,
    /// When the file was loaded, in milliseconds since the epoch.
    loaded: f64,
    /// An `Arc` of the file's type.
    value: Box<dyn Any>,
}

/// The number of files that are kept.
const MAX_FILES: usize = 100;

thread_local! {
    /// The oldest first.
    static CACHE: RefCell<Vec<CacheEntry>> = const { RefCell::new(Vec::new()) };
}

/// Returns a file that was loaded at most `max_age` milliseconds ago.
pub(super) fn get<T: 'static>(file: &str, max_age: f64) -> Option<Arc<T>> {
    CACHE.with_borrow(|cache| {
        let entry = cache.iter().find(|entry| entry.file == file && Date::now() - entry.loaded < max_age)?;
        entry.value.downcast_ref().cloned()
    })
}

/// Adds a file that was loaded now.
pub(super) fn insert<T: 'static>(file: &str, value: &Arc<T>) {
    insert_loaded(file, value, Date::now());
}

/// Adds a file that was loaded at a time in milliseconds since the epoch.
pub(super) fn insert_loaded<T: 'static>(file: &str, value: &Arc<T>, loaded: f64) {
    let entry = CacheEntry { file: file.to_owned(), loaded, value: Box::new(value.clone()) };
    CACHE.with_borrow_mut(|cache| {
        cache.retain(|other| other.file != file);
        cache.push(entry);
        cache.drain(..cache.len().saturating_sub(MAX_FILES));
    });
}

/// Removes a file, so that it is requested again.
pub(crate) fn remove(file: &str) {
    CACHE.with_borrow_mut(|cache| cache.retain(|entry| entry.file != file));
}

/// Returns all files of one type that were loaded in this window, the oldest first.
pub(crate) fn all<T: 'static>() -> Vec<Arc<T>> {
    CACHE.with_borrow(|cache| cache.iter().filter_map(|entry| entry.value.downcast_ref().cloned()).collect())
}
