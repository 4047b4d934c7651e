//! The size of the release edition's viewer and search worker.

mod crates;

use std::{
    cmp::Reverse,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use flate2::{Compression, write::GzEncoder};

use crate::project::dist;

/// The bound of the viewer: WebAssembly, scripts and style sheet, in bytes, compressed with brotli 11.
const VIEWER_BOUND: usize = 246_000;
/// The bound of the search worker, which is loaded on the first search: script and WebAssembly.
const WORKER_BOUND: usize = 73_000;

/// Prints the size of the viewer in `dist/`, in total and by crate. Fails if viewer or worker is over its bound.
pub(crate) fn run() -> Result<()> {
    let viewer = print_viewer()?;
    let worker = brotli_size(&worker_files()?)?;
    println!("{:<44} {:>29}", "search worker, loaded on the first search", worker);
    print_crates()?;
    println!("\nviewer: {viewer} of {VIEWER_BOUND} bytes");
    for (name, size, bound) in [("viewer", viewer, VIEWER_BOUND), ("worker", worker, WORKER_BOUND)] {
        if size > bound {
            bail!("the {name} is {} bytes over its bound of {bound}", size - bound);
        }
    }
    Ok(())
}

/// Returns the size of the viewer in `dist/`, compressed with brotli.
pub(crate) fn viewer_size() -> Result<usize> {
    brotli_size(&viewer_files()?)
}

/// Prints the size of each file of the viewer. Returns the total, compressed with brotli.
fn print_viewer() -> Result<usize> {
    let mut files = viewer_files()?;
    files.sort_by_key(|path| (extension(path).to_owned(), path.clone()));
    if files.is_empty() {
        bail!("there is no viewer in dist/: run `cargo xtask dist` first");
    }
    let print = |name: &str, row: [usize; 3]| println!("{name:<44} {:>9} {:>9} {:>9}", row[0], row[1], row[2]);
    println!("{:<44} {:>9} {:>9} {:>9}", "file", "raw", "gzip", "brotli");
    let mut total = [0; 3];
    for path in files {
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let row = [bytes.len(), gzip(&bytes)?, brotli(&bytes)?];
        print(&name(&path), row);
        total = [0, 1, 2].map(|column| total[column] + row[column]);
    }
    print("total", total);
    Ok(total[2])
}

/// Prints the share of each crate in the viewer's WebAssembly.
fn print_crates() -> Result<()> {
    println!("\nbytes of the WebAssembly by crate, uncompressed (for details run `twiggy` on {}):", crates::folder().display());
    let mut rows: Vec<(String, usize)> = crates::size_by_crate()?.into_iter().collect();
    rows.sort_by_key(|(_, bytes)| Reverse(*bytes));
    let total: usize = rows.iter().map(|(_, bytes)| bytes).sum();
    for (name, bytes) in rows {
        println!("{name:<44} {bytes:>9} {:>8.1} %", 100.0 * bytes as f64 / total as f64);
    }
    Ok(())
}

fn brotli_size(files: &[PathBuf]) -> Result<usize> {
    files.iter().map(|path| brotli(&fs::read(path).with_context(|| format!("cannot read {}", path.display()))?)).sum()
}

fn viewer_files() -> Result<Vec<PathBuf>> {
    Ok(code_files()?.into_iter().filter(|path| !name(path).starts_with("search-")).collect())
}

fn worker_files() -> Result<Vec<PathBuf>> {
    Ok(code_files()?.into_iter().filter(|path| name(path).starts_with("search-")).collect())
}

/// Returns the WebAssembly, scripts and style sheets in `dist/`.
fn code_files() -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(dist()).context("cannot read dist/: run `cargo xtask dist` first")?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    Ok(paths.filter(|path| matches!(extension(path), "wasm" | "js" | "css")).collect())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn extension(path: &Path) -> &str {
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
