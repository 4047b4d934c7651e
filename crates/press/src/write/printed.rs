//! What the last build has printed into a folder, so that this one leaves alone what would be the same.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::{cache, files, output::Stamp};

/// The files of a folder, by name.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Printed(HashMap<String, PrintedFile>);

/// A file that was printed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct PrintedFile {
    /// The key of what it was rendered from.
    pub(super) key: u128,
    pub(super) stamp: Stamp,
}

impl Printed {
    /// Reads what is known of a folder. Nothing if there is no cache.
    pub(crate) fn read(cache: &Path, out: &Path) -> Printed {
        let bytes = fs::read(file(cache, out)).unwrap_or_default();
        postcard::from_bytes(&bytes).unwrap_or_default()
    }

    /// Writes it for the next build.
    ///
    /// # Errors
    ///
    /// A file that cannot be written.
    pub(crate) fn write(&self, cache: &Path, out: &Path) -> Result<()> {
        let (file, bytes) = (file(cache, out), postcard::to_allocvec(self).unwrap_or_default());
        // A part of it would be taken for all.
        let part = file.with_extension("part");
        files::write(&part, &bytes)?;
        files::rename(&part, &file)
    }

    /// Returns a file that is still there as it was printed from this key.
    pub(super) fn find(&self, name: &str, key: u128, now: Option<Stamp>) -> Option<PrintedFile> {
        self.0.get(name).filter(|printed| printed.key == key && Some(printed.stamp) == now).copied()
    }

    /// Keeps these files and forgets all others.
    pub(super) fn replace(&mut self, files: impl Iterator<Item = (String, PrintedFile)>) {
        self.0 = files.collect();
    }
}

/// The file for a folder. There may be several, a draft next to what is published.
fn file(cache: &Path, out: &Path) -> PathBuf {
    let absolute = out.canonicalize().unwrap_or_else(|_| out.to_owned());
    cache.join(format!("printed-{:016x}", cache::key(&[absolute.to_string_lossy().as_bytes()]) as u64))
}
