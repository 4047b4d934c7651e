//! Optimizes the release edition's viewer: shortens the names that WebAssembly and script use for each other, minifies the scripts,
//! and names the worker's files after their content. Trunk's own minifier fails on the script that wasm-bindgen writes.

mod rename;
mod worker;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::project::{command, run as finish};

/// The WebAssembly features of the viewer. `index.html` names the same ones for Trunk.
pub(crate) const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// Optimizes the viewer in a folder. The names of its files do not change, except those of the worker.
pub(crate) fn run(folder: &Path) -> Result<()> {
    let script = find(folder, "viewer-", ".js")?;
    let names = rename::shorten_names(&find(folder, "viewer-", "_bg.wasm")?)?;
    let text = fs::read_to_string(&script).with_context(|| format!("cannot read {}", script.display()))?;
    fs::write(&script, names.apply(&text, "wasm")).with_context(|| format!("cannot write {}", script.display()))?;
    for script in [script, find(folder, "loader-", ".js")?, worker::bundle(folder)?] {
        let mut minify = command("esbuild", &["--minify", "--target=es2022", "--log-level=warning", "--allow-overwrite"]);
        finish(minify.arg(&script).arg(format!("--outfile={}", script.display())))?;
    }
    Ok(())
}

fn find(folder: &Path, prefix: &str, suffix: &str) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let file = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(prefix) && name.ends_with(suffix)
    });
    file.with_context(|| format!("there is no {prefix}…{suffix} in {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn index_html_names_the_same_features() {
        let page = fs::read_to_string(crate::project::root().join("index.html")).expect("index.html exists");
        assert!(page.contains(&FEATURES.join(" ")));
    }
}
