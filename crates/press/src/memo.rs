//! Results that are kept from one edition to the next, by what they were made from.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use xxhash_rust::xxh3::Xxh3;

/// Keeps what was worked out for single manuscripts. By default it keeps nothing: a command that makes one edition has no use for it.
pub(crate) struct Memo<V> {
    kept: Option<Mutex<HashMap<u128, Entry<V>>>>,
}

struct Entry<V> {
    value: Arc<V>,
    /// Whether the edition that is being made uses it.
    is_used: bool,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Memo { kept: None }
    }
}

impl<V> Memo<V> {
    /// Creates a memo that keeps what the last edition has used.
    pub(crate) fn keeping() -> Memo<V> {
        Memo { kept: Some(Mutex::default()) }
    }

    /// Returns the value for a key, and makes it if it is not known. The same key must mean the same value.
    pub(crate) fn get(&self, key: impl FnOnce() -> u128, make: impl FnOnce() -> V) -> Arc<V> {
        let Some(kept) = &self.kept else { return Arc::new(make()) };
        let key = key();
        let lock = || kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = lock().get_mut(&key) {
            entry.is_used = true;
            return entry.value.clone();
        }
        // Not while the lock is held: others make theirs at the same time.
        let value = Arc::new(make());
        lock().insert(key, Entry { value: value.clone(), is_used: true });
        value
    }

    /// Forgets what was not used since the last time.
    pub(crate) fn forget_unused(&self) {
        let Some(kept) = &self.kept else { return };
        kept.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, entry| std::mem::take(&mut entry.is_used));
    }
}

/// Returns the key of a value that is made from these parts.
pub(crate) fn key(parts: &[&[u8]]) -> u128 {
    let mut hasher = Xxh3::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.digest128()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_once_as_long_as_it_is_used() {
        let memo = Memo::keeping();
        let get = |made| *memo.get(|| key(&[b"a"]), || made);
        assert_eq!([get(1), get(2)], [1, 1]);
        memo.forget_unused();
        assert_eq!(get(3), 1);
        memo.forget_unused();
        memo.forget_unused();
        assert_eq!(get(4), 4);
    }

    #[test]
    fn a_memo_that_keeps_nothing_makes_every_value() {
        let memo = Memo::default();
        assert_eq!([*memo.get(|| 0, || 1), *memo.get(|| 0, || 2)], [1, 2]);
    }

    #[test]
    fn a_key_depends_on_where_parts_end() {
        assert_ne!(key(&[b"ab", b"c"]), key(&[b"a", b"bc"]));
    }
}
