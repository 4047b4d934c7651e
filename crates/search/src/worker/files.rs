//! The edition's files, kept in memory once they are fetched.

use std::{cell::RefCell, rc::Rc};

use edition::{article_file, encode};
use futures::future::join_all;
use search::{
    format::{Index, file},
    messages::FailureReason,
};
use web_sys::RequestCache;

use crate::fetch;

/// The decompressed bytes of a file.
pub(crate) type Bytes = Rc<Vec<u8>>;

thread_local! {
    /// By address.
    static FILES: RefCell<Vec<(String, Bytes)>> = RefCell::default();
    /// By language.
    static INDEXES: RefCell<Vec<(String, Rc<Index>)>> = RefCell::default();
}

/// Returns compressed files of an index, which are fetched in parallel.
pub(crate) async fn load_all(addresses: &[String]) -> Vec<Result<Bytes, FailureReason>> {
    join_all(addresses.iter().map(|address| load(address))).await
}

/// Returns a compressed file of an index.
pub(crate) async fn load(address: &str) -> Result<Bytes, FailureReason> {
    if let Some(bytes) = FILES.with_borrow(|files| find(files, address)) {
        return Ok(bytes);
    }
    let bytes = Rc::new(fetch::decompressed(address, RequestCache::Default).await?);
    FILES.with_borrow_mut(|files| files.push((address.to_owned(), Rc::clone(&bytes))));
    Ok(bytes)
}

/// Returns the index of a language. `reload` bypasses all caches, for an index whose files are gone.
pub(crate) async fn index(root: &str, language: &str, reload: bool) -> Result<Rc<Index>, FailureReason> {
    if let Some(index) = INDEXES.with_borrow(|indexes| find(indexes, language)).filter(|_| !reload) {
        return Ok(index);
    }
    let address = [root, &file::folder(language), file::INDEX].concat();
    // The index has the names of all other files, so the browser's copy is revalidated.
    let cache = if reload { RequestCache::Reload } else { RequestCache::NoCache };
    let bytes = fetch::decompressed(&address, cache).await?;
    let index = Rc::new(Index::read(&bytes).map_err(|_| FailureReason::Corrupt)?);
    INDEXES.with_borrow_mut(|indexes| {
        indexes.retain(|(other, _)| other != language);
        indexes.push((language.to_owned(), Rc::clone(&index)));
    });
    Ok(index)
}

/// Returns the HTML of an article's body; `None` if the article cannot be fetched.
pub(crate) async fn article_body(root: &str, id: &str) -> Option<String> {
    let address = [root, &encode(&article_file(id))].concat();
    fetch::article_body(&address).await
}

/// Forgets all files.
pub(crate) fn clear() {
    INDEXES.take();
    FILES.take();
}

fn find<T>(entries: &[(String, Rc<T>)], key: &str) -> Option<Rc<T>> {
    entries.iter().find(|(other, _)| other == key).map(|(_, value)| Rc::clone(value))
}
