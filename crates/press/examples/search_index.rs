//! What search is measured with: queries and what they should find, an index of ours and pages for a peer to index, and what making
//! an index costs. `cargo xtask bench search` runs it before the browser's part, `tests/examples/search.rs`.

#[path = "related/archive.rs"]
#[allow(dead_code, reason = "shared with the bench of recommended reading")]
mod archive;
#[path = "search/build.rs"]
mod build;
#[path = "search/queries.rs"]
mod queries;

use std::{fs, path::Path};

use anyhow::{Context, Result};
use search::format::file;
use serde_json::json;

use crate::archive::Item;

/// What is searched: the corpus, and the language that its index and its pages have.
const CORPORA: [(&str, &str); 3] = [("digitalgov", "en"), ("zh", "zh"), ("ar", "ar")];
/// Articles of each language, at most.
const MOST: usize = 2_000;

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let target = root.join("target/search");
    // A measurement that needs a process of its own, for its memory.
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

/// The pages of a language: nothing but the article, so that nothing else is indexed; and the files that passages come from.
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
