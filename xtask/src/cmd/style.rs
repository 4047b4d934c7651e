use std::fs;

use anyhow::{Context, Result};

use crate::project::{command, root, run as finish};

/// Bundles the style sheets that `style/main.css` imports into the one that `index.html` names.
pub(crate) fn run() -> Result<()> {
    let (bundle, new) = (root().join("target/offprint.css"), root().join("target/offprint.new.css"));
    // With CARGO_TARGET_DIR, cargo does not create this folder.
    fs::create_dir_all(root().join("target")).context("cannot create the folder target")?;
    let mut esbuild = command("esbuild", &["--bundle", "--log-level=warning", "style/main.css"]);
    finish(esbuild.arg(format!("--outfile={}", new.display())))?;
    let read = |path| fs::read(path).unwrap_or_default();
    // An unchanged file is not written, so that file watchers do not fire.
    if read(&bundle) == read(&new) {
        return fs::remove_file(&new).with_context(|| format!("cannot remove {}", new.display()));
    }
    fs::rename(&new, &bundle).with_context(|| format!("cannot write {}", bundle.display()))
}
