//! Puts the viewer next to an edition.

use std::path::{Path, PathBuf};

use super::compress;
use crate::{
    files,
    output::{OutputFile, OutputFiles},
    render::viewer::{Viewer, ViewerSource},
};

/// Adds the files of the viewer to an edition in `out`, unless they are there already. Then only their compressed copies are made.
pub(super) fn add(viewer: &Viewer, out: &Path, precompress: bool, output: &mut OutputFiles) {
    let is_out = |folder: &&PathBuf| folder.canonicalize().is_ok_and(|from| out.canonicalize().is_ok_and(|out| out == from));
    let here = match &viewer.source {
        ViewerSource::Folder(folder) => Some(folder).filter(is_out),
        ViewerSource::Embedded => None,
    };
    let Some(folder) = here else { return output.extend(viewer.output_files()) };
    for name in viewer.files().into_iter().filter(|name| precompress && compress::is_worth_it(name)) {
        for (extension, compress) in compress::KINDS {
            let file = folder.join(name);
            let key = OutputFile::Copy(file.clone()).key();
            let compressed = move || files::read(&file).and_then(|bytes| compress(&bytes));
            output.insert(format!("{name}.{extension}"), OutputFile::render(key, compressed));
        }
    }
}
