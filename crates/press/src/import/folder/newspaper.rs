//! A newspaper of Offprint itself, such as an export: everything is taken over as it is.

use std::path::Path;

use anyhow::Result;
use walkdir::WalkDir;

use super::super::Publication;
use crate::{files, load::content};

/// Notes all files that the press would read.
///
/// # Errors
///
/// A folder that cannot be read.
pub(super) fn read(folder: &Path, publication: &mut Publication) -> Result<()> {
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(content::is_visible) {
        let entry = entry?;
        if let Ok(path) = entry.path().strip_prefix(folder)
            && entry.file_type().is_file()
        {
            publication.files.push((entry.path().to_owned(), files::shown(path)));
        }
    }
    Ok(())
}
