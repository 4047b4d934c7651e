//! The files of an edition before they are written.

use std::{collections::BTreeMap, fs, path::PathBuf, time::UNIX_EPOCH};

use anyhow::{Result, anyhow};

use crate::{cache, files, pictures};

/// A file of the edition, by where its bytes are.
pub(crate) enum OutputFile {
    /// In memory.
    Bytes(Vec<u8>),
    /// In a file of the newsroom, to be copied as it is.
    Copy(PathBuf),
    /// Rendered when they are written: a page, a feed. All of them at once would need too much memory.
    Render {
        /// Changes with everything that the file is rendered from.
        key: u128,
        render: Box<dyn Fn() -> Result<Vec<u8>> + Send + Sync>,
    },
}

impl OutputFile {
    /// Creates a file that is rendered when it is written. `key` changes with everything that it is rendered from.
    pub(crate) fn render(key: u128, render: impl Fn() -> Result<Vec<u8>> + Send + Sync + 'static) -> OutputFile {
        OutputFile::Render { key, render: Box::new(render) }
    }

    /// Creates a file of the newsroom without what cameras and programs have written into it.
    pub(crate) fn clean(from: PathBuf) -> OutputFile {
        let key = cache::key(&[b"clean", &OutputFile::Copy(from.clone()).key().to_le_bytes()]);
        OutputFile::render(key, move || {
            let clean = pictures::clean(files::read(&from)?);
            clean.map_err(|why| anyhow!("{} cannot be published, because {why}", from.display()))
        })
    }

    /// Returns a key that changes with the file.
    pub(crate) fn key(&self) -> u128 {
        match self {
            OutputFile::Bytes(bytes) => cache::key(&[b"bytes", bytes]),
            OutputFile::Copy(from) => {
                let stamp = fs::metadata(from).ok().and_then(|data| Stamp::of(&data));
                cache::key(&[b"copy", files::shown(from).as_bytes(), format!("{stamp:?}").as_bytes()])
            }
            OutputFile::Render { key, .. } => *key,
        }
    }

    /// Returns the bytes.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>> {
        match self {
            OutputFile::Bytes(bytes) => Ok(bytes.clone()),
            OutputFile::Copy(from) => files::read(from),
            OutputFile::Render { render, .. } => render(),
        }
    }
}

/// By what a file is recognized that has not changed: its length, and when it was changed, in nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Stamp {
    pub(crate) length: u64,
    changed: u128,
}

impl Stamp {
    /// Returns the stamp of a file. None if the system does not say when it was changed.
    pub(crate) fn of(data: &fs::Metadata) -> Option<Stamp> {
        let changed = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        data.is_file().then_some(Stamp { length: data.len(), changed })
    }
}

/// The files of an edition by name: UTF-8, with `/`, from its root.
pub(crate) type OutputFiles = BTreeMap<String, OutputFile>;

/// Returns a value of the edition as JSON. The types have text keys only, so this cannot fail.
pub(crate) fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("a type of the edition is JSON")
}
