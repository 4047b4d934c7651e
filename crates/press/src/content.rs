//! The folder of manuscripts: which files it has and what each of them is.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use walkdir::WalkDir;

use crate::locales;

/// What lies in CONTENT.
#[derive(Debug)]
pub(crate) struct Content {
    /// The folder, as the command named it.
    pub(crate) root: PathBuf,
    /// The same without links, to tell what lies inside.
    pub(crate) canonical: PathBuf,
    /// `site.json` or `site.toml`, from the folder.
    pub(crate) site: Vec<PathBuf>,
    /// What lies in the folder `locales/`: the site's own texts of the interface, never manuscripts.
    pub(crate) locales: Vec<PathBuf>,
    /// Manuscripts, from the folder, in the order of their names.
    pub(crate) manuscripts: Vec<PathBuf>,
}

impl Content {
    pub(crate) fn find(root: &Path) -> Result<Content> {
        let canonical = root.canonicalize().with_context(|| format!("cannot read {}", root.display()))?;
        let mut content =
            Content { root: root.to_owned(), canonical, site: Vec::new(), locales: Vec::new(), manuscripts: Vec::new() };
        // Hidden files and folders are not the newsroom's: .git, .DS_Store.
        let visible = |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
        for entry in WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter().filter_entry(visible) {
            let entry = match entry {
                Ok(entry) => entry,
                // A link that leads nowhere, or in a circle, is no manuscript; editors leave such behind.
                Err(error) if error.path().is_some_and(|path| path != root && path.is_symlink()) => continue,
                Err(error) => return Err(error).with_context(|| format!("cannot read the folder {}", root.display())),
            };
            let Ok(path) = entry.path().strip_prefix(root) else { continue };
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
            if !entry.file_type().is_file() {
                continue;
            } else if path == Path::new("site.json") || path == Path::new("site.toml") {
                content.site.push(path.to_owned());
            } else if !matches!(extension.as_str(), "json" | "md" | "markdown") {
                continue;
            } else if path.starts_with(locales::FOLDER) {
                content.locales.push(path.to_owned());
            } else {
                content.manuscripts.push(path.to_owned());
            }
        }
        Ok(content)
    }

    /// A file as messages name it: a path that can be opened from where the command was called.
    pub(crate) fn shown(&self, path: &Path) -> String {
        self.root.join(path).display().to_string()
    }
}
