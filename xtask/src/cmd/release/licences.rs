//! The licences of everything that the command consists of.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::project::cargo;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    manifest_path: PathBuf,
    source: Option<String>,
}

/// Returns the names and licences of all packages that the command and the viewer depend on, with the texts of their licences, each
/// once.
pub(super) fn text(target: &str) -> Result<String> {
    let mut packages = BTreeMap::new();
    for platform in [target, "wasm32-unknown-unknown"] {
        for package in packages_for(platform)?.into_iter().filter(|package| package.source.is_some()) {
            packages.insert((package.name.clone(), package.version.clone()), package);
        }
    }
    let mut list = String::new();
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages.values() {
        let name = format!("{} {}", package.name, package.version);
        list += &format!("{name}: {}\n", package.license.as_deref().unwrap_or("see its text"));
        for text in licence_files(&package.manifest_path)? {
            texts.entry(text).or_default().insert(name.clone());
        }
    }
    let mut all = format!("Offprint consists of these packages besides its own.\n\n{list}");
    for (text, names) in texts {
        let names: Vec<String> = names.into_iter().collect();
        all += &format!("\n{}\n{}\n\n{}\n", "-".repeat(80), names.join(", "), text.trim());
    }
    Ok(all)
}

fn packages_for(platform: &str) -> Result<Vec<Package>> {
    let mut metadata = cargo(&["metadata", "--format-version", "1", "--locked", "--filter-platform", platform]);
    let output = metadata.output().context("cannot run cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let metadata: Metadata = serde_json::from_slice(&output.stdout).context("cannot understand what cargo metadata prints")?;
    Ok(metadata.packages)
}

/// Returns the texts of the licences next to a manifest.
fn licence_files(manifest: &Path) -> Result<Vec<String>> {
    let folder = manifest.parent().context("a manifest is in a folder")?;
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let is_licence = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        ["license", "licence", "copying", "notice", "unlicense"].iter().any(|begin| name.starts_with(begin)) && path.is_file()
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_licence).collect();
    paths.sort_unstable();
    Ok(paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect())
}
