//! Keeps what was made of pictures, by their content: converting one takes a second or two.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fs,
    path::{Path, PathBuf},
    sync::{Condvar, Mutex, PoisonError},
};

use anyhow::{Context, Result};
use edition::SHARED_PICTURE;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::convert::{self, Conversion, Copies};
use crate::{cache, files, load, output::json};

/// Changes with everything that changes what is made of a picture.
const VERSION: &[u8] = b"1";

/// The folder of the store, next to the rest of what is kept.
const FOLDER: &str = "pictures";

/// Pixels that are converted at the same time, unless one picture alone has more. Each needs about 10 bytes.
const MAX_PIXELS_AT_ONCE: u64 = 50_000_000;

/// Pictures by their path in CONTENT: what was made of each, or the reason why it cannot be converted.
pub(crate) type ConvertedPictures = BTreeMap<PathBuf, Result<Converted, String>>;

/// Converted pictures, in a folder. A file has the key of the picture as its name, and an ending.
pub(crate) struct PictureStore {
    folder: PathBuf,
    used: Mutex<HashSet<u128>>,
}

/// A picture that was converted.
#[derive(Clone, Debug)]
pub(crate) struct Converted {
    pub(crate) copies: Copies,
    /// Where each file is, by the ending of its name.
    files: Vec<(String, PathBuf)>,
}

/// What is kept of a conversion.
#[derive(Serialize, Deserialize)]
struct Record {
    /// What there is, or the reason why the picture cannot be converted.
    copies: Result<Copies, String>,
    endings: Vec<String>,
}

impl PictureStore {
    /// Opens the store in the folder of a cache.
    pub(crate) fn new(cache_folder: &Path) -> PictureStore {
        PictureStore { folder: cache_folder.join(FOLDER), used: Mutex::default() }
    }

    /// Converts pictures on all cores. `root` is the folder that their paths are in. Returns each, or the reason why it cannot be converted.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or written.
    pub(crate) fn convert(&self, root: &Path, pictures: &BTreeSet<PathBuf>) -> Result<ConvertedPictures> {
        let bar = load::progress(pictures.len(), "pictures");
        let budget = Budget::default();
        let convert = |path: &PathBuf| {
            let converted = self.convert_one(&root.join(path), &budget)?;
            bar.inc(1);
            Ok((path.clone(), converted))
        };
        let converted = pictures.par_iter().map(convert).collect();
        bar.finish_and_clear();
        converted
    }

    fn convert_one(&self, path: &Path, budget: &Budget) -> Result<Result<Converted, String>> {
        let bytes = files::read(path)?;
        let key = cache::key(&[b"picture", VERSION, &bytes]);
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(key);
        let record_path = self.file(key, ".json");
        let known = files::read_if_there(&record_path)?.and_then(|record| serde_json::from_slice::<Record>(&record).ok());
        let known = known.filter(|record| record.endings.iter().all(|ending| self.file(key, ending).is_file()));
        let record = match known {
            Some(record) => record,
            None => {
                let _pixels = budget.take(imagesize::blob_size(&bytes).map_or(0, |size| size.width as u64 * size.height as u64));
                let record = match convert::convert(&bytes) {
                    Ok(Conversion { copies, files }) => {
                        for (ending, bytes) in &files {
                            self.put(&self.file(key, ending), bytes)?;
                        }
                        Record { copies: Ok(copies), endings: files.into_iter().map(|(ending, _)| ending).collect() }
                    }
                    Err(why) => Record { copies: Err(why), endings: Vec::new() },
                };
                // The last, so that what it names is there even after a kill.
                self.put(&record_path, &json(&record))?;
                record
            }
        };
        let files = record.endings.into_iter().map(|ending| (ending.clone(), self.file(key, &ending))).collect();
        Ok(record.copies.map(|copies| Converted { copies, files }))
    }

    fn file(&self, key: u128, ending: &str) -> PathBuf {
        self.folder.join(format!("{key:032x}{ending}"))
    }

    /// Writes a file in one step: another build may do the same.
    fn put(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let with_path = || format!("cannot write {}", path.display());
        fs::create_dir_all(&self.folder).with_context(with_path)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder).with_context(with_path)?;
        std::io::Write::write_all(&mut file, bytes).with_context(with_path)?;
        file.persist(path).with_context(with_path)?;
        Ok(())
    }

    /// Removes what was not used since the store was opened.
    ///
    /// # Errors
    ///
    /// A file that cannot be removed.
    pub(crate) fn forget_unused(&self) -> Result<()> {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(entries) = fs::read_dir(&self.folder) else { return Ok(()) };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let key = name.get(..32).and_then(|key| u128::from_str_radix(key, 16).ok());
            if key.is_none_or(|key| !used.contains(&key)) {
                files::remove(&entry.path())?;
            }
        }
        Ok(())
    }
}

impl Converted {
    /// Returns the files that are published of the picture that is `name` in the edition: the name of each, and where it is. Only a main
    /// picture has one for shared links.
    pub(crate) fn published(&self, name: &str, is_main: bool) -> impl Iterator<Item = (String, &Path)> {
        let files = self.files.iter().filter(move |(ending, _)| is_main || ending != SHARED_PICTURE);
        files.map(move |(ending, path)| (format!("{name}{ending}"), path.as_path()))
    }
}

/// Bounds the pixels that are converted at the same time.
#[derive(Default)]
struct Budget {
    taken: Mutex<u64>,
    returned: Condvar,
}

/// Pixels that are taken from a [`Budget`] until this is dropped.
struct Pixels<'a> {
    budget: &'a Budget,
    count: u64,
}

impl Budget {
    /// Waits until there is room for a picture.
    fn take(&self, count: u64) -> Pixels<'_> {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |taken: &mut u64| *taken > 0 && *taken + count > MAX_PIXELS_AT_ONCE;
        let mut taken = self.returned.wait_while(taken, is_full).unwrap_or_else(PoisonError::into_inner);
        *taken += count;
        Pixels { budget: self, count }
    }
}

impl Drop for Pixels<'_> {
    fn drop(&mut self) {
        *self.budget.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.count;
        self.budget.returned.notify_all();
    }
}
