//! Builds an index from the same pages, ours and the peer's.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use rayon::prelude::*;
use search::{
    format::Card,
    write::{self, Document, Files},
};
use serde_json::{Value, json};

use crate::{
    archive::{self, Item},
    save_text,
    watch::{Cost, watched},
};

/// Articles of 500 words of the archive whose index is timed.
const MANY: usize = 10_000;

/// Returns the index of articles of a language, oldest first.
pub(crate) fn index(language: &str, items: &[Item]) -> Files {
    let documents: Vec<Document<'_>> = items.iter().map(document).collect();
    write::index(language, &documents[..])
}

fn document(item: &Item) -> Document<'_> {
    let day = jiff::Timestamp::from_second(item.moment).map_or(String::new(), |moment| moment.to_string()[..10].to_owned());
    Document {
        card: Card { id: item.id.clone(), title: item.title.clone(), day, section: String::new() },
        metadata: vec![&item.standfirst],
        body: (&item.body).into(),
        tags: item.tags.iter().map(|tag| (tag.as_str(), tag.as_str())).collect(),
    }
}

/// Writes the files of an index.
pub(crate) fn write(folder: &Path, files: Files) -> Result<()> {
    let _ = fs::remove_dir_all(folder);
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Renders an article as a page.
pub(crate) fn page(item: &Item, language: &str) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body><main data-pagefind-body>\
         <h1>{title}</h1><p>{standfirst}</p>{body}</main></body></html>",
        title = escape(&item.title),
        standfirst = escape(&item.standfirst),
        body = if item.html.is_empty() { format!("<p>{}</p>", escape(&item.body)) } else { item.html.clone() },
    )
}

/// Measures what one more article changes in both indexes.
pub(crate) fn added(target: &Path, language: &str, items: &[Item]) -> Result<Value> {
    let before: BTreeMap<String, Vec<u8>> = index(language, &items[..items.len() - 1]).into_iter().collect();
    let now: BTreeMap<String, Vec<u8>> = index(language, items).into_iter().collect();
    let is_shard = |name: &String| name.contains("/t");
    let changed = |name: &&String| before.get(*name) != now.get(*name);
    let (shards, all) = (now.keys().filter(|name| is_shard(name)), now.keys());
    let bytes: usize = now.values().map(Vec::len).sum();
    let ours = json!({
        "shards": shards.clone().count(), "changed": shards.filter(changed).count(),
        "files": all.clone().count(), "files changed": all.filter(changed).count(), "bytes": bytes,
    });
    let Some(pagefind) = pagefind() else {
        return Ok(json!({ "language": language, "articles": items.len(), "ours": ours }));
    };
    let pages = target.join("pages").join(language);
    let newest = pages.join(&items[items.len() - 1].id);
    let (aside, site) = (target.join("aside"), target.join("site/pagefind").join(language));
    let _ = fs::remove_dir_all(&aside);
    fs::rename(&newest, &aside)?;
    run_pagefind(&pagefind, &pages, &site)?;
    let names = |folder: &str| -> Result<Vec<String>> {
        let entries = fs::read_dir(site.join(folder)).with_context(|| format!("there is no {folder} in Pagefind's index"))?;
        Ok(entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
    };
    let before = names("index")?;
    fs::rename(&aside, &newest)?;
    run_pagefind(&pagefind, &pages, &site)?;
    let now = names("index")?;
    let changed = now.iter().filter(|name| !before.contains(name)).count();
    let all: Vec<u64> = walkdir::WalkDir::new(&site)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .filter(|data| data.is_file())
        .map(|data| data.len())
        .collect();
    let peer = json!({ "shards": now.len(), "changed": changed, "files": all.len(), "bytes": all.iter().sum::<u64>() });
    Ok(json!({ "language": language, "articles": items.len(), "ours": ours, "pagefind": peer }))
}

/// Measures seconds and memory for many articles, from pages to files, in separate processes.
pub(crate) fn many(root: &Path, target: &Path) -> Result<Value> {
    let from = match archive::corpus(&root.join("../shared/corpora/digitalgov.jsonl"))? {
        Some(items) => items,
        None => archive::own(&root.join("content"))?,
    };
    let pages = target.join("many");
    let _ = fs::remove_dir_all(&pages);
    for item in archive::made(&from, MANY) {
        save_text(&pages.join(&item.id).join("index.html"), &page(&item, "en"))?;
    }
    eprintln!("==> {MANY} articles");
    let program = std::env::current_exe().context("where is this program?")?;
    let mut runs = json!({ "articles": MANY, "ours": [], "pagefind": [] });
    for _ in 0..3 {
        let ours = watched(Command::new(&program).arg(&pages))?;
        runs["ours"].as_array_mut().context("a list")?.push(run(ours));
        if let Some(pagefind) = pagefind() {
            let mut command = Command::new(pagefind);
            command.arg("--site").arg(&pages).arg("--output-path").arg(target.join("theirs"));
            runs["pagefind"].as_array_mut().context("a list")?.push(run(watched(&mut command)?));
        }
    }
    Ok(runs)
}

fn run(Cost { seconds, megabytes, .. }: Cost) -> Value {
    json!({ "seconds": seconds, "megabytes": megabytes })
}

/// Reads pages and writes our index of them.
pub(crate) fn ours(pages: &Path, out: &Path) -> Result<()> {
    let mut names: Vec<PathBuf> = fs::read_dir(pages)?.flatten().map(|entry| entry.path()).collect();
    names.sort_unstable();
    let items: Vec<Item> = names
        .into_par_iter()
        .map(|folder| {
            let page = fs::read_to_string(folder.join("index.html"))?;
            let (title, body) = page.split_once("<h1>").and_then(|(_, rest)| rest.split_once("</h1>")).context("a title")?;
            let id = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Ok(Item { id, title: press::text(title), body: press::text(body), ..Item::default() })
        })
        .collect::<Result<_>>()?;
    write(out, index("en", &items))
}

/// Returns Pagefind's program, if the bench has installed it.
fn pagefind() -> Option<PathBuf> {
    std::env::var_os("OFFPRINT_PAGEFIND").map(PathBuf::from)
}

fn run_pagefind(program: &Path, pages: &Path, out: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(out);
    watched(Command::new(program).arg("--site").arg(pages).arg("--output-path").arg(out)).map(drop)
}
