//! Puts an edition into its folder so that a build that fails, or is killed, leaves the old one whole.
//!
//! Everything that changed is first written in full to a folder beside the files, then moved into
//! place file by file, each in one step, in an order in which no file ever names one that is not there
//! yet: pictures, articles, chunks, heads, the rest; what is no longer needed goes last. A build that is
//! killed while it writes has changed nothing; one that is killed while it moves leaves every file whole,
//! old or new, and the next build finishes the work.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::files;

/// A file of the edition, by where its bytes are.
#[derive(Debug)]
pub(crate) enum Print {
    /// In memory.
    Bytes(Vec<u8>),
    /// In a file of the newsroom, to be copied as it is.
    Copy(PathBuf),
}

/// The files of an edition by name: UTF-8, with `/`, from its root.
pub(crate) type Prints = BTreeMap<String, Print>;

/// What a build changed.
#[derive(Debug, Default)]
pub(crate) struct Change {
    pub(crate) written: usize,
    pub(crate) removed: usize,
    pub(crate) kept: usize,
    /// Bytes of the whole edition.
    pub(crate) bytes: u64,
}

/// The names of the files that the press wrote: what it may remove again.
const RECORD: &str = ".offprint.json";
const STAGING: &str = ".offprint-next";

pub(crate) fn write(out: &Path, prints: &Prints) -> Result<Change> {
    let staging = out.join(STAGING);
    files::remove_folder(&staging)?;

    let mut change = Change::default();
    let mut changed: Vec<&str> = Vec::new();
    for (name, print) in prints {
        let new = match print {
            Print::Bytes(bytes) => bytes.clone(),
            Print::Copy(from) => files::read(from)?,
        };
        change.bytes += new.len() as u64;
        if files::read_if_there(&out.join(name))?.as_ref() == Some(&new) {
            change.kept += 1;
        } else {
            files::write(&staging.join(name), &new)?;
            changed.push(name);
        }
    }
    change.written = changed.len();

    let before = record(out)?;
    let now: BTreeSet<String> = prints.keys().cloned().collect();
    let gone: Vec<&String> = before.difference(&now).collect();
    change.removed = gone.len();
    if changed.is_empty() && before == now {
        return Ok(change);
    }

    // From here on the record names every file that may be ours, so that a later build can remove it.
    write_record(out, &staging, &before.union(&now).cloned().collect())?;
    changed.sort_by_key(|name| (rank(name), *name));
    for name in changed {
        files::rename(&staging.join(name), &out.join(name))?;
    }
    for name in gone {
        let path = out.join(name);
        files::remove(&path)?;
        files::remove_empty_parents(&path, out);
    }
    write_record(out, &staging, &now)?;
    files::remove_folder(&staging)?;
    Ok(change)
}

/// What must be in place before what: nothing names a file of a higher rank.
fn rank(name: &str) -> u8 {
    match name {
        _ if name.starts_with("media/") => 0,
        _ if name.starts_with("articles/") => 1,
        _ if name.ends_with("/head.json") => 3,
        _ if name.starts_with("lists/") => 2,
        _ => 4,
    }
}

fn record(out: &Path) -> Result<BTreeSet<String>> {
    let path = out.join(RECORD);
    match files::read_if_there(&path)? {
        None => Ok(BTreeSet::new()),
        Some(bytes) => serde_json::from_slice(&bytes).with_context(|| {
            format!("cannot understand {}: remove it, and the files of the old edition with it, and build again", path.display())
        }),
    }
}

fn write_record(out: &Path, staging: &Path, names: &BTreeSet<String>) -> Result<()> {
    let bytes = serde_json::to_vec(names).context("cannot write the record of the edition")?;
    files::write(&staging.join(RECORD), &bytes)?;
    files::rename(&staging.join(RECORD), &out.join(RECORD))
}
