//! Puts an edition into its folder so that a build that fails, or is killed, leaves the old one whole.
//!
//! Everything that changed is first written in full to a folder beside the files, then moved into
//! place file by file, each in one step, in an order in which no file ever names one that is not there
//! yet: pictures, articles, chunks, heads, pages, the rest; what is no longer needed goes last. A build that is
//! killed while it writes has changed nothing; one that is killed while it moves leaves every file whole,
//! old or new, and the next build finishes the work.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use rayon::prelude::*;

use search::format::file;

use crate::{compress, fault, files};

/// A file of the edition, by where its bytes are.
pub(crate) enum Print {
    /// In memory.
    Bytes(Vec<u8>),
    /// In a file of the newsroom, to be copied as it is.
    Copy(PathBuf),
    /// Made when they are written: a page, a feed. All of them at once would need too much memory.
    Make(Box<dyn Fn() -> Vec<u8> + Send + Sync>),
}

impl Print {
    /// Made when it is written.
    pub(crate) fn make(make: impl Fn() -> Vec<u8> + Send + Sync + 'static) -> Print {
        Print::Make(Box::new(make))
    }
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

/// A file as it was found: its name, its bytes, whether it is to be put into place.
type Found = (String, u64, bool);

/// Writes what changed. `precompress` puts smaller copies beside the files that are worth it.
pub(crate) fn write(out: &Path, prints: &Prints, precompress: bool) -> Result<Change> {
    let staging = out.join(STAGING);
    files::remove_folder(&staging)?;
    let found: Vec<Vec<Found>> =
        prints.par_iter().map(|(name, print)| stage(out, &staging, name, print, precompress)).collect::<Result<_>>()?;
    let found: Vec<Found> = found.into_iter().flatten().collect();

    let mut changed: Vec<&str> = found.iter().filter(|(.., changed)| *changed).map(|(name, ..)| name.as_str()).collect();
    let before = record(out)?;
    let now: BTreeSet<String> = found.iter().map(|(name, ..)| name.clone()).collect();
    let gone: Vec<&String> = before.difference(&now).collect();
    let change = Change {
        written: changed.len(),
        removed: gone.len(),
        kept: found.len() - changed.len(),
        bytes: found.iter().map(|(_, bytes, _)| bytes).sum(),
    };
    if changed.is_empty() && before == now {
        return Ok(change);
    }

    // From here on the record names every file that may be ours, so that a later build can remove it.
    write_record(out, &staging, &before.union(&now).cloned().collect())?;
    changed.sort_by_key(|name| moving_order(name));
    for name in changed {
        files::rename(&staging.join(name), &out.join(name))?;
        fault::point("moved");
    }
    for name in gone {
        let path = out.join(name);
        files::remove(&path)?;
        files::remove_empty_parents(&path, out);
        fault::point("removed");
    }
    write_record(out, &staging, &now)?;
    files::remove_folder(&staging)?;
    Ok(change)
}

/// Puts a file that changed beside its place, with its smaller copies.
fn stage(out: &Path, staging: &Path, name: &str, print: &Print, precompress: bool) -> Result<Vec<Found>> {
    let bytes = match print {
        Print::Bytes(bytes) => bytes,
        Print::Copy(from) => &files::read(from)?,
        Print::Make(make) => &make(),
    };
    let changed = files::read_if_there(&out.join(name))?.as_ref() != Some(bytes);
    if changed {
        files::write(&staging.join(name), bytes)?;
        fault::point("staged");
    }
    let mut found = vec![(name.to_owned(), bytes.len() as u64, changed)];
    if precompress && compress::is_worth_it(name) {
        for (ending, compress) in compress::KINDS {
            let smaller = format!("{name}.{ending}");
            let there = std::fs::metadata(out.join(&smaller)).ok().filter(|_| !changed);
            let length = match &there {
                Some(there) => there.len(),
                None => {
                    let compressed = compress(bytes)?;
                    files::write(&staging.join(&smaller), &compressed)?;
                    fault::point("staged");
                    compressed.len() as u64
                }
            };
            found.push((smaller, length, there.is_none()));
        }
    }
    Ok(found)
}

/// The order in which files are moved. A smaller copy goes before the file that it is made of: were it left behind by
/// a kill, the next build would take the unchanged file as a sign that its copies are right too.
fn moving_order(name: &str) -> (u8, &str, bool) {
    let original = compress::KINDS.iter().find_map(|(ending, _)| name.strip_suffix(ending)?.strip_suffix('.'));
    (rank(original.unwrap_or(name)), original.unwrap_or(name), original.is_none())
}

/// What must be in place before what: nothing names a file of a higher rank.
fn rank(name: &str) -> u8 {
    match name {
        _ if name.starts_with("media/") || !name.contains(['/', '.']) => 0,
        _ if name.ends_with("index.html") => {
            if name.starts_with("articles/") {
                4
            } else {
                5
            }
        }
        _ if name.starts_with("articles/") => 1,
        _ if name.contains("/head.json") => 3,
        _ if name.starts_with("lists/") || name.starts_with("locales/") => 2,
        _ if name.starts_with("search/") && name.ends_with(".bin") => {
            if name.ends_with(file::INDEX) {
                3
            } else {
                2
            }
        }
        _ if matches!(name.rsplit('.').next(), Some("js" | "wasm" | "css" | "svg" | "png")) => 0,
        _ => 6,
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
    fault::point("record staged");
    files::rename(&staging.join(RECORD), &out.join(RECORD))?;
    fault::point("record moved");
    Ok(())
}
