//! Writes what search is measured with: queries with the expected results, an index of ours, pages for a peer to index, and the cost of
//! indexing. `cargo xtask bench search` runs it before the browser's part, `tests/examples/search.rs`.

#[path = "related/archive.rs"]
#[allow(dead_code, reason = "shared with the bench of recommended reading")]
mod archive;
#[path = "search/build.rs"]
mod build;
#[path = "search/queries.rs"]
mod queries;
#[path = "process/watch.rs"]
#[allow(dead_code, reason = "shared with the bench of builds")]
mod watch;

use std::{fs, path::Path};

use anyhow::{Context, Result};
use search::format::file;
use serde_json::json;

use crate::archive::Item;

/// The corpora, each with the language of its index and its pages.
const CORPORA: [(&str, &str); 3] = [("digitalgov", "en"), ("zh", "zh"), ("ar", "ar")];
/// Articles of each language, at most.
const MOST: usize = 2_000;

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let target = root.join("target/search");
    // Memory is measured in a separate process.
    if let Some(pages) = std::env::args().nth(1) {
        return build::ours(Path::new(&pages), &target.join("ours"));
    }
    let mut all = Vec::new();
    let mut costs = Vec::new();
    for folder in ["site", "pages"] {
        let _ = fs::remove_dir_all(target.join(folder));
    }
    for (name, language) in CORPORA {
        let Some(mut items) = archive::corpus(&root.join(format!("../shared/corpora/{name}.jsonl")))? else {
            println!("skipped: {name}, whose corpus is not on this machine");
            continue;
        };
        items.drain(..items.len().saturating_sub(MOST));
        eprintln!("==> {} articles, {language}", items.len());
        let folder = target.join("site").join(file::folder(language));
        build::write(&folder, build::index(language, &items))?;
        pages(&target, language, &items)?;
        all.extend(queries::queries(language, &items));
        costs.push(build::added(&target, language, &items)?);
    }
    save(&target.join("queries.json"), &json!(all))?;
    let many = build::many(&root, &target)?;
    save(&target.join("costs.json"), &json!({ "added": costs, "many": many }))
}

/// Writes the pages of a language, which have nothing but the article, and the files that passages come from.
fn pages(target: &Path, language: &str, items: &[Item]) -> Result<()> {
    for item in items {
        let page = target.join("pages").join(language).join(&item.id).join("index.html");
        save_text(&page, &build::page(item, language))?;
        save(&target.join("site/articles").join(format!("{}.json", item.id)), &json!({ "content_html": item.html }))?;
    }
    Ok(())
}

fn save(path: &Path, value: &serde_json::Value) -> Result<()> {
    save_text(path, &serde_json::to_string(value)?)
}

fn save_text(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
