use std::cell::RefCell;

use leptos::prelude::window;
use web_sys::Storage;

use crate::navigation;

/// How long something is kept.
#[derive(Clone, Copy)]
pub(super) enum Kept {
    /// As long as the window.
    Session,
    /// Until the reader clears it.
    Always,
}

thread_local! {
    /// Stands in where the browser keeps nothing: private windows, storage that is full or forbidden.
    static INSTEAD: RefCell<Vec<(String, String)>> = RefCell::default();
}

pub(super) fn get(kept: Kept, name: &str) -> Option<String> {
    let name = full(name);
    let found = storage(kept).and_then(|storage| storage.get_item(&name).ok().flatten());
    found.or_else(|| {
        INSTEAD.with_borrow(|instead| instead.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()))
    })
}

pub(super) fn set(kept: Kept, name: &str, value: &str) {
    let name = full(name);
    let done = storage(kept).is_some_and(|storage| storage.set_item(&name, value).is_ok());
    if !done {
        INSTEAD.with_borrow_mut(|instead| {
            instead.retain(|(known, _)| *known != name);
            instead.push((name, value.to_owned()));
        });
    }
}

/// Two papers on one host do not share what is the reader's. `index.html` knows this name too.
fn full(name: &str) -> String {
    format!("offprint:{}:{name}", navigation::root())
}

fn storage(kept: Kept) -> Option<Storage> {
    match kept {
        Kept::Session => window().session_storage(),
        Kept::Always => window().local_storage(),
    }
    .ok()
    .flatten()
}
