//! The articles, which each generator gets as a copy.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use walkdir::{DirEntry, WalkDir};

/// Returns the number of articles in a folder.
pub(crate) fn count(archive: &Path) -> usize {
    manuscripts(archive).count()
}

/// Copies all articles, each as `edit` returns it.
pub(crate) fn copy(archive: &Path, to: &Path, edit: impl Fn(String) -> String) -> Result<()> {
    for entry in manuscripts(archive) {
        let text = fs::read_to_string(entry.path()).with_context(|| format!("cannot read {}", entry.path().display()))?;
        save(&to.join(entry.path().strip_prefix(archive)?), &edit(text))?;
    }
    Ok(())
}

/// Copies all files of a folder.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for entry in WalkDir::new(from) {
        let entry = entry.with_context(|| format!("cannot read {}", from.display()))?;
        if entry.file_type().is_file() {
            save(&to.join(entry.path().strip_prefix(from)?), &fs::read_to_string(entry.path())?)?;
        }
    }
    Ok(())
}

/// Adds the author as a field of its own: Hugo finds related content by fields that are a text or a list of texts.
pub(crate) fn with_authors(text: String) -> String {
    match text.split_once("name: \"").and_then(|(_, rest)| rest.split_once('"')) {
        Some((name, _)) => text.replacen("\ncredits:", &format!("\nauthors: [\"{name}\"]\ncredits:"), 1),
        None => text,
    }
}

fn manuscripts(archive: &Path) -> impl Iterator<Item = DirEntry> {
    let entries = WalkDir::new(archive).into_iter().flatten();
    entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "md"))
}

fn save(path: &Path, text: &str) -> Result<()> {
    fs::create_dir_all(path.parent().context("a file is in a folder")?)?;
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
