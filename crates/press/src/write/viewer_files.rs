//! Puts the viewer next to an edition.

use std::path::Path;

use super::compress;
use crate::{
    files,
    output::{OutputFile, OutputFiles},
    render::viewer::Viewer,
};

/// Adds the files of the viewer to an edition in `out`, unless they are there already. Then only their compressed copies are made.
pub(super) fn add(viewer: &Viewer, out: &Path, precompress: bool, output: &mut OutputFiles) {
    let is_here = viewer.folder.canonicalize().ok().is_some_and(|folder| out.canonicalize().is_ok_and(|out| out == folder));
    for name in viewer.files() {
        let file = viewer.folder.join(name);
        if !is_here {
            output.insert(name.to_owned(), OutputFile::Copy(file));
        } else if precompress && compress::is_worth_it(name) {
            for (extension, compress) in compress::KINDS {
                let file = file.clone();
                let compressed = move || files::read(&file).and_then(|bytes| compress(&bytes)).unwrap_or_default();
                output.insert(format!("{name}.{extension}"), OutputFile::render(compressed));
            }
        }
    }
}
