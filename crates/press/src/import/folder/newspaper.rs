//! A newspaper of Offprint itself, such as an export: everything is taken over as it is.

use std::path::Path;

use anyhow::Result;
use walkdir::WalkDir;

use super::super::{
    Publication,
    report::{Category, Report},
};
use crate::{files, load::content};

/// Notes all files that the press would read. Links are not followed, so that nothing outside of the folder is read.
///
/// # Errors
///
/// A folder that cannot be read.
pub(super) fn read(folder: &Path, publication: &mut Publication, report: &mut Report) -> Result<()> {
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(content::is_visible) {
        let entry = entry?;
        if entry.path_is_symlink() {
            report.add(Category::LeftOut, "links to other files and folders", entry.path().display().to_string());
        } else if let Ok(path) = entry.path().strip_prefix(folder)
            && entry.file_type().is_file()
        {
            publication.files.push((entry.path().to_owned(), files::shown(path)));
        }
    }
    Ok(())
}
