//! What is kept from one edition to the next: results by what they were made from, and long texts, which would not all fit into memory.
//!
//! A database in one file, which no other version of this program reads. Without it, an edition takes longer and is the same.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
    sync::{
        LazyLock, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use anyhow::{Context, Result};
use redb::{Database, DatabaseError, Durability, ReadOnlyTable, ReadableDatabase, ReadableTable, TableDefinition};
use serde::{Serialize, de::DeserializeOwned};
use tempfile::TempDir;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::files;

/// The folder of the cache, in CONTENT.
const FOLDER: &str = ".offprint-cache";
const FILE: &str = "cache.redb";

/// Results and texts, by their keys.
const ENTRIES: TableDefinition<'_, u128, &[u8]> = TableDefinition::new("entries");
/// What is known of the cache itself.
const NOTES: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("notes");
/// The program that wrote the entries.
const PROGRAM: &str = "program";
/// The keys of all entries.
const KEYS: &str = "keys";

/// Bytes that are written at once.
const BATCH: usize = 16 << 20;

/// Memory for pages of the database. The system keeps more of them.
const MEMORY: usize = 64 << 20;

/// Results and texts by key.
pub(crate) struct Cache {
    /// Where it is, with room for files of others.
    pub(crate) folder: PathBuf,
    database: Database,
    /// The keys that were asked for since the last time that others were forgotten.
    used: Mutex<HashSet<u128>>,
    /// Removes the folder of a cache that ends with the process.
    _temporary: Option<TempDir>,
}

/// Reads and adds entries, on many threads. Those that are added can be read after [`Stage::finish`].
pub(crate) struct Stage<'a> {
    cache: &'a Cache,
    entries: ReadOnlyTable<u128, &'static [u8]>,
    /// Entries that are not written yet. Another stage can write in the meantime.
    pending: Mutex<Vec<(u128, Vec<u8>)>>,
    pending_bytes: AtomicUsize,
}

impl Cache {
    /// Opens the cache of a folder of manuscripts. Where that cannot be written, or is in use, the cache ends with the process.
    ///
    /// # Errors
    ///
    /// No file can be created anywhere.
    pub(crate) fn open(content: &Path) -> Result<Cache> {
        match Cache::open_in(&content.join(FOLDER)) {
            Some(cache) => Ok(cache),
            None => Cache::temporary(),
        }
    }

    /// Creates a cache that ends with the process.
    ///
    /// # Errors
    ///
    /// A file that cannot be created.
    pub(crate) fn temporary() -> Result<Cache> {
        let folder = tempfile::tempdir().context("cannot create a temporary folder")?;
        let database = Database::builder().set_cache_size(MEMORY).create(folder.path().join(FILE));
        let database = database.context("cannot create a temporary file")?;
        prepare(&database, b"")?;
        Ok(Cache { folder: folder.path().to_owned(), database, used: Mutex::default(), _temporary: Some(folder) })
    }

    fn open_in(folder: &Path) -> Option<Cache> {
        fs::create_dir_all(folder).ok()?;
        // Nobody needs it in a repository.
        let ignore = folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(ignore, "*\n").ok()?;
        }
        let path = folder.join(FILE);
        let open = || Database::builder().set_cache_size(MEMORY).create(&path);
        let database = match open() {
            Ok(database) if is_of_this_program(&database) => database,
            // Another build uses it.
            Err(DatabaseError::DatabaseAlreadyOpen) => return None,
            other => {
                drop(other);
                // With what others have kept next to it.
                // Pictures have a version of their own.
                let is_file = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_file());
                let others = fs::read_dir(folder).ok()?.flatten().filter(|entry| entry.file_name() != ".gitignore");
                for entry in others.filter(is_file) {
                    fs::remove_file(entry.path()).ok()?;
                }
                open().ok()?
            }
        };
        prepare(&database, fingerprint()).ok()?;
        Some(Cache { folder: folder.to_owned(), database, used: Mutex::default(), _temporary: None })
    }

    /// Begins a stage.
    ///
    /// # Errors
    ///
    /// The database cannot be read.
    pub(crate) fn stage(&self) -> Result<Stage<'_>> {
        let begin = || -> Result<Stage<'_>, redb::Error> {
            let entries = self.database.begin_read()?.open_table(ENTRIES)?;
            Ok(Stage { cache: self, entries, pending: Mutex::default(), pending_bytes: AtomicUsize::new(0) })
        };
        begin().context("cannot read the cache")
    }

    /// Returns a text.
    ///
    /// # Errors
    ///
    /// The database cannot be read, or has no such text.
    pub(crate) fn text(&self, key: u128) -> Result<String> {
        text(self.bytes(key)?)
    }

    /// Returns an entry.
    ///
    /// # Errors
    ///
    /// The database cannot be read, or has no such entry.
    pub(crate) fn bytes(&self, key: u128) -> Result<Vec<u8>> {
        let read = || -> Result<Option<Vec<u8>>, redb::Error> {
            let entries = self.database.begin_read()?.open_table(ENTRIES)?;
            Ok(entries.get(key)?.map(|bytes| bytes.value().to_vec()))
        };
        read().context("cannot read the cache")?.context("an entry of the cache is missing")
    }

    /// Forgets what was not used since the last time, and makes the rest last.
    ///
    /// # Errors
    ///
    /// The database cannot be written.
    pub(crate) fn forget_unused(&self) -> Result<()> {
        self.keep_entries(false)
    }

    /// Makes everything last, also what was not used: a command that makes only a part of an edition has no use for the rest.
    ///
    /// # Errors
    ///
    /// The database cannot be written.
    pub(crate) fn keep(&self) -> Result<()> {
        self.keep_entries(true)
    }

    fn keep_entries(&self, unused: bool) -> Result<()> {
        let mut used = std::mem::take(&mut *self.used.lock().unwrap_or_else(PoisonError::into_inner));
        let forget = || -> Result<(), redb::Error> {
            let writing = self.database.begin_write()?;
            {
                let (mut entries, mut notes) = (writing.open_table(ENTRIES)?, writing.open_table(NOTES)?);
                let known = notes.get(KEYS)?.map(|keys| keys.value().to_vec()).unwrap_or_default();
                for key in known.as_chunks::<16>().0.iter().map(|key| u128::from_le_bytes(*key)) {
                    if unused {
                        used.insert(key);
                    } else if !used.contains(&key) {
                        entries.remove(key)?;
                    }
                }
                let mut keys: Vec<u128> = used.into_iter().collect();
                keys.sort_unstable();
                let keys: Vec<u8> = keys.into_iter().flat_map(u128::to_le_bytes).collect();
                notes.insert(KEYS, &*keys)?;
            }
            writing.commit()?;
            Ok(())
        };
        forget().context("cannot write the cache")
    }
}

impl Stage<'_> {
    /// Returns the result with a key, and makes it if it is not known. The same key must mean the same result.
    ///
    /// # Errors
    ///
    /// The database cannot be read or written, or `make` fails.
    pub(crate) fn get<V: Serialize + DeserializeOwned>(&self, key: u128, make: impl FnOnce() -> Result<V>) -> Result<V> {
        self.get_encoded(key, |bytes| serde_json::from_slice(bytes).ok(), |value| serde_json::to_vec(value).ok(), make)
    }

    /// The same for a type whose fields are always all written. Numbers need less room.
    ///
    /// # Errors
    ///
    /// The database cannot be read or written, or `make` fails.
    pub(crate) fn get_compact<V: Serialize + DeserializeOwned>(&self, key: u128, make: impl FnOnce() -> Result<V>) -> Result<V> {
        self.get_encoded(key, |bytes| postcard::from_bytes(bytes).ok(), |value| postcard::to_allocvec(value).ok(), make)
    }

    fn get_encoded<V>(
        &self,
        key: u128,
        decode: impl FnOnce(&[u8]) -> Option<V>,
        encode: impl FnOnce(&V) -> Option<Vec<u8>>,
        make: impl FnOnce() -> Result<V>,
    ) -> Result<V> {
        self.use_key(key);
        let known = self.entries.get(key).context("cannot read the cache")?;
        if let Some(known) = known.and_then(|bytes| decode(bytes.value())) {
            return Ok(known);
        }
        let value = make()?;
        if let Some(bytes) = encode(&value) {
            self.add(key, bytes)?;
        }
        Ok(value)
    }

    /// Returns a text that an earlier stage has added.
    ///
    /// # Errors
    ///
    /// The database cannot be read, or has no such text.
    pub(crate) fn text(&self, key: u128) -> Result<String> {
        let bytes = self.entries.get(key).context("cannot read the cache")?;
        text(bytes.context("an entry of the cache is missing")?.value().to_vec())
    }

    /// Notes that an entry is used, so that it is not forgotten.
    pub(crate) fn use_key(&self, key: u128) {
        self.cache.used.lock().unwrap_or_else(PoisonError::into_inner).insert(key);
    }

    /// Adds an entry.
    ///
    /// # Errors
    ///
    /// The database cannot be written.
    pub(crate) fn add(&self, key: u128, bytes: Vec<u8>) -> Result<()> {
        self.use_key(key);
        let length = bytes.len();
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        pending.push((key, bytes));
        if self.pending_bytes.fetch_add(length, Ordering::Relaxed) + length < BATCH {
            return Ok(());
        }
        self.pending_bytes.store(0, Ordering::Relaxed);
        let batch = std::mem::take(&mut *pending);
        // Others go on meanwhile.
        drop(pending);
        self.write(batch)
    }

    fn write(&self, mut batch: Vec<(u128, Vec<u8>)>) -> Result<()> {
        batch.sort_unstable_by_key(|(key, _)| *key);
        let write = || -> Result<(), redb::Error> {
            let mut writing = self.cache.database.begin_write()?;
            writing.set_durability(Durability::None)?;
            {
                let mut entries = writing.open_table(ENTRIES)?;
                for (key, bytes) in &batch {
                    entries.insert(key, &**bytes)?;
                }
            }
            writing.commit()?;
            Ok(())
        };
        write().context("cannot write the cache")
    }

    /// Ends the stage.
    ///
    /// # Errors
    ///
    /// The database cannot be written.
    pub(crate) fn finish(self) -> Result<()> {
        self.write(std::mem::take(&mut *self.pending.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

fn text(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).context("a text of the cache is damaged")
}

/// Returns the key of what is made from these parts.
pub(crate) fn key(parts: &[&[u8]]) -> u128 {
    let mut hasher = Xxh3::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.digest128()
}

/// Returns keys as a part of another key.
pub(crate) fn joined(keys: &[u128]) -> Vec<u8> {
    keys.iter().flat_map(|key| key.to_le_bytes()).collect()
}

/// Returns whether this program has written the entries, or nobody.
fn is_of_this_program(database: &Database) -> bool {
    let read = || -> Result<Vec<u8>, redb::Error> {
        let notes = database.begin_read()?.open_table(NOTES)?;
        Ok(notes.get(PROGRAM)?.map(|program| program.value().to_vec()).unwrap_or_default())
    };
    match read() {
        Ok(program) => program == fingerprint(),
        Err(redb::Error::TableDoesNotExist(_)) => true,
        Err(_) => false,
    }
}

/// Creates the tables and notes whose entries they are.
fn prepare(database: &Database, program: &[u8]) -> Result<()> {
    let prepare = || -> Result<(), redb::Error> {
        let mut writing = database.begin_write()?;
        writing.set_durability(Durability::None)?;
        writing.open_table(ENTRIES)?;
        writing.open_table(NOTES)?.insert(PROGRAM, program)?;
        writing.commit()?;
        Ok(())
    };
    prepare().context("cannot write the cache")
}

/// Changes with this program, whatever changes in it.
fn fingerprint() -> &'static [u8] {
    static FINGERPRINT: LazyLock<[u8; 16]> = LazyLock::new(|| {
        let program = std::env::current_exe().ok().and_then(|path| files::read(&path).ok()).unwrap_or_default();
        xxh3_128(&program).to_le_bytes()
    });
    &*FINGERPRINT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(cache: &Cache, key: u128, value: u32) -> u32 {
        let stage = cache.stage().expect("a stage");
        let got = stage.get(key, || Ok(value)).expect("a value");
        stage.finish().expect("it is written");
        got
    }

    #[test]
    fn a_result_is_made_once_as_long_as_it_is_used() {
        let cache = Cache::temporary().expect("a cache");
        assert_eq!([get(&cache, 1, 10), get(&cache, 1, 11), get(&cache, 2, 20)], [10, 10, 20]);
        cache.forget_unused().expect("it is written");
        assert_eq!(get(&cache, 1, 12), 10);
        cache.forget_unused().expect("it is written");
        assert_eq!([get(&cache, 1, 13), get(&cache, 2, 21)], [10, 21]);
        cache.forget_unused().expect("it is written");
        cache.keep().expect("it is written");
        assert_eq!(get(&cache, 1, 14), 10);
    }

    #[test]
    fn a_cache_is_kept_and_only_one_process_has_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::open(folder.path()).expect("a cache");
        get(&cache, 1, 10);
        cache.forget_unused().expect("it is written");
        let other = Cache::open(folder.path()).expect("another cache");
        assert_eq!(get(&other, 1, 11), 11);
        drop(cache);
        assert_eq!(get(&Cache::open(folder.path()).expect("a cache"), 1, 12), 10);
    }

    #[test]
    fn a_text_is_there_when_the_stage_has_ended() {
        let cache = Cache::temporary().expect("a cache");
        let stage = cache.stage().expect("a stage");
        stage.add(1, "工业".into()).expect("it is written");
        stage.finish().expect("it is written");
        assert_eq!(cache.text(1).expect("a text"), "工业");
        assert!(cache.text(2).is_err());
    }

    #[test]
    fn a_key_depends_on_where_parts_end() {
        assert_ne!(key(&[b"ab", b"c"]), key(&[b"a", b"bc"]));
    }
}
