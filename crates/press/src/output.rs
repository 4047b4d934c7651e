//! The files of an edition before they are written.

use std::{collections::BTreeMap, path::PathBuf};

/// A file of the edition, by where its bytes are.
pub(crate) enum OutputFile {
    /// In memory.
    Bytes(Vec<u8>),
    /// In a file of the newsroom, to be copied as it is.
    Copy(PathBuf),
    /// Rendered when they are written: a page, a feed. All of them at once would need too much memory.
    Render(Box<dyn Fn() -> Vec<u8> + Send + Sync>),
}

impl OutputFile {
    /// Creates a file that is rendered when it is written.
    pub(crate) fn render(render: impl Fn() -> Vec<u8> + Send + Sync + 'static) -> OutputFile {
        OutputFile::Render(Box::new(render))
    }
}

/// The files of an edition by name: UTF-8, with `/`, from its root.
pub(crate) type OutputFiles = BTreeMap<String, OutputFile>;

/// Returns a value of the edition as JSON. The types have text keys only, so this cannot fail.
pub(crate) fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("a type of the edition is JSON")
}
