//! The texts of a manuscript's file, read once more where a problem needs its location. To keep all of them would need too much memory.

use std::path::Path;

use super::{
    encoding::{self, without_invalid_characters},
    front_matter,
};
use crate::files;

/// The texts of a file. Both are the whole file where it is JSON.
#[derive(Debug, Default)]
pub(crate) struct SourceTexts {
    pub(crate) fields: String,
    pub(crate) body: String,
}

/// Reads a file by the path that messages call it. Empty texts if that is not possible any more.
pub(crate) fn read(file: &str) -> SourceTexts {
    let bytes = files::read(Path::new(file)).unwrap_or_default();
    let Ok(text) = encoding::decode(file, &bytes) else { return SourceTexts::default() };
    if files::has_extension(Path::new(file), &["json"]) {
        return SourceTexts { body: text.clone(), fields: text };
    }
    match front_matter::split(file, &text) {
        Ok(parts) => {
            let body = without_invalid_characters(&parts.body).0.into_owned();
            SourceTexts { fields: parts.front_matter, body }
        }
        Err(_) => SourceTexts::default(),
    }
}
