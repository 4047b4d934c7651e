use std::fs;

use anyhow::{Context, Result};

use crate::project::root;

/// The style sheets in the order of their layers.
const SHEETS: [&str; 10] = ["tokens", "base", "frame", "front", "article", "list", "search", "states", "languages", "print"];

/// Puts the style sheets into one, which is one request instead of nine and weighs less.
pub(crate) fn run() -> Result<()> {
    let mut style = String::new();
    for sheet in SHEETS {
        let path = root().join(format!("style/{sheet}.css"));
        style.push_str(&fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?);
    }
    let path = root().join("target/offprint.css");
    // A file that is as it was is left alone, so that nobody who watches it is woken.
    if fs::read_to_string(&path).ok().as_ref() != Some(&style) {
        // With CARGO_TARGET_DIR, cargo does not create this folder.
        fs::create_dir_all(root().join("target")).context("cannot create the folder target")?;
        fs::write(&path, style).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_sheet_has_its_place() {
        let there = fs::read_dir(root().join("style")).expect("style/ is there").count();
        assert_eq!(there, SHEETS.len());
    }
}
