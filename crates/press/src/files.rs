//! File system calls whose errors name the path.

use std::{
    fs,
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

use anyhow::{Context, Result};

pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// The first bytes of a file: enough to see what it is.
pub(crate) fn read_start(path: &Path) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    fs::File::open(path)?.take(512).read_to_end(&mut start)?;
    Ok(start)
}

/// The file's bytes, or nothing where there is no such file.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Writes a file, with the folders above it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    create_parent(path)?;
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Copies a file, with the folders above it.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    create_parent(to)?;
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// Moves a file over another, in one step that nobody can see half done.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<()> {
    create_parent(to)?;
    fs::rename(from, to).with_context(|| format!("cannot move {} to {}", from.display(), to.display()))
}

/// Removes a file; one that is gone already is no error.
pub(crate) fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Removes a folder with all in it; one that is gone already is no error.
pub(crate) fn remove_folder(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Removes the folders above `path` that have become empty, up to but not including `root`.
pub(crate) fn remove_empty_parents(path: &Path, root: &Path) {
    let mut folder: Option<PathBuf> = path.parent().map(Path::to_owned);
    while let Some(current) = folder.filter(|folder| folder != root && folder.starts_with(root)) {
        if fs::remove_dir(&current).is_err() {
            return;
        }
        folder = current.parent().map(Path::to_owned);
    }
}

fn create_parent(path: &Path) -> Result<()> {
    let parent = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent).with_context(|| format!("cannot create the folder {}", parent.display()))
}

/// Returns a path as the edition writes it, with `/`.
pub(crate) fn shown(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// Returns the path from the top of what `path` means in a folder, or from the top if it begins with `/`. None if it leads out.
pub(crate) fn resolve(folder: &Path, path: &str) -> Option<PathBuf> {
    let from = if path.starts_with('/') { Path::new("") } else { folder };
    let mut resolved = PathBuf::new();
    for component in from.join(path.trim_start_matches('/')).components() {
        match component {
            Component::Normal(name) => resolved.push(name),
            Component::ParentDir if !resolved.pop() => return None,
            _ => {}
        }
    }
    Some(resolved)
}

/// Returns whether a path has one of some extensions, in lower or upper case.
pub(crate) fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().unwrap_or_default();
    extensions.iter().any(|known| extension.eq_ignore_ascii_case(known))
}
