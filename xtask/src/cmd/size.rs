use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use flate2::{Compression, write::GzEncoder};

use super::weigh;
use crate::project::dist;

/// The bound for the viewer: WebAssembly, its script, the loader and the style sheet, in bytes, compressed with brotli 11.
const BUDGET: usize = 210_000;
/// The bound for the search worker, script and WebAssembly. It is loaded with the first search.
const WORKER: usize = 64_000;

/// Shows what the viewer in `dist/` weighs.
pub(crate) fn run() -> Result<()> {
    let mut files = viewer_files(&dist())?;
    files.sort_by_key(|path| (kind(path).to_owned(), path.clone()));
    if files.is_empty() {
        bail!("there is no viewer in dist/: run `cargo xtask dist` first");
    }
    println!("{:<44} {:>9} {:>9} {:>9}", "file", "raw", "gzip", "brotli");
    let mut sum = [0; 3];
    for path in files {
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let row = [bytes.len(), gzip(&bytes)?, brotli(&bytes)?];
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        println!("{name:<44} {:>9} {:>9} {:>9}", row[0], row[1], row[2]);
        sum = [0, 1, 2].map(|n| sum[n] + row[n]);
    }
    println!("{:<44} {:>9} {:>9} {:>9}", "together", sum[0], sum[1], sum[2]);
    let worker = weight(&worker_files()?)?;
    println!("{:<44} {:>29}", "beside it, when search is opened: the worker", worker);
    println!("\nbytes in the WebAssembly, before compression, by crate (`twiggy` on {} tells more):", weigh::folder().display());
    let weights = weigh::weigh()?;
    let mut rows: Vec<_> = weights.iter().collect();
    rows.sort_by_key(|(_, bytes)| std::cmp::Reverse(**bytes));
    let whole: usize = weights.values().sum();
    for (name, bytes) in rows {
        println!("{name:<44} {bytes:>9} {:>8.1} %", 100.0 * *bytes as f64 / whole as f64);
    }
    println!("\nbudget: {} of {BUDGET} bytes", sum[2]);
    if sum[2] > BUDGET {
        bail!("the viewer is {} bytes over its budget of {BUDGET}", sum[2] - BUDGET);
    }
    if worker > WORKER {
        bail!("the worker is {} bytes over its budget of {WORKER}", worker - WORKER);
    }
    Ok(())
}

/// What the viewer in `dist/` weighs together, compressed.
pub(crate) fn together() -> Result<usize> {
    weight(&viewer_files(&dist())?)
}

fn weight(files: &[PathBuf]) -> Result<usize> {
    files.iter().map(|path| brotli(&fs::read(path)?)).sum()
}

fn viewer_files(folder: &Path) -> Result<Vec<PathBuf>> {
    Ok(code(folder)?.into_iter().filter(|path| !name(path).starts_with("search-")).collect())
}

fn worker_files() -> Result<Vec<PathBuf>> {
    Ok(code(&dist())?.into_iter().filter(|path| name(path).starts_with("search-")).collect())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn code(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}: run `cargo xtask dist` first", folder.display()))?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    Ok(paths.filter(|path| matches!(kind(path), "wasm" | "js" | "css")).collect())
}

fn kind(path: &Path) -> &str {
    path.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)?;
    Ok(compressed.len())
}
