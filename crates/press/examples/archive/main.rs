//! Writes a made-up archive of any size to build with: sentences of real articles in a new order.
//!
//! `cargo run --release -p offprint --example archive -- FOLDER ARTICLES [LANGUAGE...]` writes the articles of these languages, all that
//! the corpora have if there is none. The same numbers give the same bytes. `cargo xtask bench scale` uses it.

#[path = "../related/archive.rs"]
#[allow(dead_code, reason = "shared with the bench of recommended reading")]
mod archive;
mod author;
mod corpus;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use rayon::prelude::*;

use author::Author;
use corpus::Corpus;

/// Articles that are held in memory at the same time.
const BATCH: usize = 4096;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().context("the first argument is the folder to write to")?);
    let count: usize = arguments.next().context("the second argument is the number of articles")?.parse().context("a number")?;
    let corpora = Corpus::load(&arguments.collect::<Vec<_>>())?;
    save(&folder.join("site.toml"), &author::site(&corpora))?;
    let author = Author::new(&corpora, count);
    for first in (0..count).step_by(BATCH) {
        (first..count.min(first + BATCH)).into_par_iter().try_for_each(|number| {
            let manuscript = author.write(number);
            save(&folder.join(manuscript.path), &manuscript.text)
        })?;
    }
    Ok(())
}

fn save(path: &Path, text: &str) -> Result<()> {
    fs::create_dir_all(path.parent().context("a file is in a folder")?)?;
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
