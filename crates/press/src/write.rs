//! Writes an edition into its folder so that a build that fails, or is killed, leaves the old one whole.
//!
//! Everything that changed is first written in full to a staging folder, then moved into place file by file, each in one step,
//! in an order in which no file ever names one that is not there yet: pictures, articles, list pages, list heads, pages, the rest;
//! what is no longer needed is removed last. A build that is
//! killed while it writes has changed nothing; one that is killed while it moves leaves every file whole,
//! old or new, and the next build finishes the work.

mod compress;
mod printed;
mod viewer_files;

use std::{collections::BTreeSet, fmt, path::Path};

use anyhow::{Context, Result};
use rayon::prelude::*;

use search::format::file;

use crate::{
    fault, files,
    output::{OutputFile, OutputFiles, Stamp, json},
    render::viewer::Viewer,
};
pub(crate) use printed::Printed;
use printed::PrintedFile;

/// What a build changed.
#[derive(Debug, Default)]
pub(crate) struct Change {
    pub(crate) written: usize,
    pub(crate) removed: usize,
    pub(crate) kept: usize,
    /// Bytes of the whole edition.
    pub(crate) bytes: u64,
    /// The files that changed, in the order in which a host should get them. With those of a build before that was interrupted.
    pub(crate) files: Vec<(FileChange, String)>,
}

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileChange {
    Added,
    Changed,
    Removed,
}

impl fmt::Display for FileChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FileChange::Added => "added",
            FileChange::Changed => "changed",
            FileChange::Removed => "removed",
        })
    }
}

/// The names of the files that the press wrote: what it may remove again.
const RECORD: &str = ".offprint.json";
const STAGING: &str = ".offprint-next";
/// The names of the files that a build is about to move or remove. A build that finds it knows that the one before was interrupted.
const UNFINISHED: &str = ".offprint-unfinished.json";

/// A file as it was staged.
struct Staged {
    name: String,
    length: u64,
    /// Whether it is to be moved into place.
    is_changed: bool,
    /// What is known of it for the next build.
    printed: Option<PrintedFile>,
}

/// Writes what changed. `precompress` adds compressed copies of the files that are worth it. `printed` is what the last build has printed;
/// afterwards it is what this one has.
///
/// # Errors
///
/// A file that cannot be read or written. What was written before is whole.
pub(crate) fn write(
    out: &Path,
    output: &mut OutputFiles,
    viewer: Option<&Viewer>,
    precompress: bool,
    printed: &mut Printed,
) -> Result<Change> {
    if let Some(viewer) = viewer {
        viewer_files::add(viewer, out, precompress, output);
    }
    let staging = out.join(STAGING);
    let unfinished = unfinished(out)?;
    files::remove_folder(&staging)?;
    let stager = Stager { out, staging: &staging, precompress, printed };
    let found: Vec<Vec<Staged>> = output.par_iter().map(|(name, file)| stager.stage(name, file)).collect::<Result<_>>()?;
    let found: Vec<Staged> = found.into_iter().flatten().collect();

    let mut changed: Vec<&str> = found.iter().filter(|file| file.is_changed).map(|file| file.name.as_str()).collect();
    let before = record(out)?;
    let now: BTreeSet<String> = found.iter().map(|file| file.name.clone()).collect();
    let gone: Vec<&String> = before.difference(&now).collect();
    let change = Change {
        written: changed.len(),
        removed: gone.len(),
        kept: found.len() - changed.len(),
        bytes: found.iter().map(|file| file.length).sum(),
        files: changes(&changed, &gone, &before, &now, &unfinished),
    };
    // Moving a file does not change when it was changed. Where this build ends before, the next one compares the bytes.
    printed.replace(found.iter().filter_map(|file| Some((file.name.clone(), file.printed?))));
    if changed.is_empty() && before == now {
        files::remove(&out.join(UNFINISHED))?;
        return Ok(change);
    }

    let moving: BTreeSet<String> =
        changed.iter().map(|name| (*name).to_owned()).chain(gone.iter().map(|name| (*name).clone())).chain(unfinished).collect();
    files::write(&staging.join(UNFINISHED), &json(&moving))?;
    files::rename(&staging.join(UNFINISHED), &out.join(UNFINISHED))?;
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
    files::remove(&out.join(UNFINISHED))?;
    files::remove_folder(&staging)?;
    Ok(change)
}

/// Returns the files that changed, for hosts that get them one by one: new ones in the order in which they are moved, then those that
/// are gone. Our own notes are not for hosts.
fn changes(
    changed: &[&str],
    gone: &[&String],
    before: &BTreeSet<String>,
    now: &BTreeSet<String>,
    unfinished: &BTreeSet<String>,
) -> Vec<(FileChange, String)> {
    let written = changed.iter().copied().chain(unfinished.intersection(now).map(String::as_str));
    let mut written: Vec<&str> = written.collect::<BTreeSet<_>>().into_iter().collect();
    written.sort_by_key(|name| moving_order(name));
    let kind = |name: &str| if before.contains(name) { FileChange::Changed } else { FileChange::Added };
    let removed: BTreeSet<&String> = gone.iter().copied().chain(unfinished.difference(now)).collect();
    let written = written.into_iter().map(|name| (kind(name), name.to_owned()));
    let all = written.chain(removed.into_iter().map(|name| (FileChange::Removed, name.clone())));
    all.filter(|(_, name)| !name.starts_with('.')).collect()
}

/// Returns whether the last build into a folder was interrupted while it moved its files.
pub(crate) fn is_unfinished(out: &Path) -> bool {
    out.join(UNFINISHED).exists()
}

/// Returns the files that a build before was about to move or remove when it was interrupted.
fn unfinished(out: &Path) -> Result<BTreeSet<String>> {
    let bytes = files::read_if_there(&out.join(UNFINISHED))?;
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
}

/// Writes files that changed to the staging folder.
struct Stager<'a> {
    out: &'a Path,
    staging: &'a Path,
    precompress: bool,
    printed: &'a Printed,
}

impl Stager<'_> {
    /// Writes a file that changed, with its compressed copies.
    fn stage(&self, name: &str, file: &OutputFile) -> Result<Vec<Staged>> {
        let key = file.key();
        let copies: Vec<(String, compress::Compress)> = match self.precompress && compress::is_worth_it(name) {
            true => compress::KINDS.map(|(extension, compress)| (format!("{name}.{extension}"), compress)).into(),
            false => Vec::new(),
        };
        let names = || std::iter::once(name).chain(copies.iter().map(|(copy, _)| copy.as_str()));
        let known: Option<Vec<Staged>> = names().map(|name| self.known(name, key)).collect();
        if let Some(known) = known {
            return Ok(known);
        }
        let bytes = file.bytes()?;
        let is_changed = files::read_if_there(&self.out.join(name))?.as_ref() != Some(&bytes);
        let mut staged = vec![self.put(name, key, &bytes, is_changed)?];
        for (copy, compress) in &copies {
            let is_there = !is_changed && self.out.join(copy).is_file();
            // The bytes of a copy that is right already are not needed.
            let bytes = if is_there { Vec::new() } else { compress(&bytes)? };
            staged.push(self.put(copy, key, &bytes, !is_there)?);
        }
        Ok(staged)
    }

    /// Returns a file that is there as the last build has printed it from the same key.
    fn known(&self, name: &str, key: u128) -> Option<Staged> {
        let printed = self.printed.find(name, key, stamp(&self.out.join(name)))?;
        Some(Staged { name: name.to_owned(), length: printed.stamp.length, is_changed: false, printed: Some(printed) })
    }

    /// Writes a file to the staging folder if it has changed.
    fn put(&self, name: &str, key: u128, bytes: &[u8], is_changed: bool) -> Result<Staged> {
        let path = if is_changed { self.staging.join(name) } else { self.out.join(name) };
        if is_changed {
            files::write(&path, bytes)?;
            fault::point("staged");
        }
        let stamp = stamp(&path);
        let length = stamp.map_or(bytes.len() as u64, |stamp| stamp.length);
        Ok(Staged { name: name.to_owned(), length, is_changed, printed: stamp.map(|stamp| PrintedFile { key, stamp }) })
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    std::fs::metadata(path).ok().as_ref().and_then(Stamp::of)
}

/// Returns the order in which files are moved. A compressed copy is moved before its file: if a kill left the old copy there, the
/// next build would take the unchanged file as a sign that its copies are right, too.
fn moving_order(name: &str) -> (u8, &str, bool) {
    let original = compress::KINDS.iter().find_map(|(ending, _)| name.strip_suffix(ending)?.strip_suffix('.'));
    (rank(original.unwrap_or(name)), original.unwrap_or(name), original.is_none())
}

/// Returns which files must be in place before which: no file names one of a higher rank.
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

/// Returns the names of the files that the press has written into a folder.
///
/// # Errors
///
/// A record that cannot be read.
pub(crate) fn record(out: &Path) -> Result<BTreeSet<String>> {
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
