//! Reads the packages of the workspace.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde::Deserialize;
use walkdir::WalkDir;

use crate::modules::Sources;

/// The sources of all packages. Paths are relative to the workspace's folder.
pub(crate) struct Workspace {
    pub(crate) sources: Sources,
    /// The root files of libraries and binaries.
    pub(crate) roots: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    manifest_path: PathBuf,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
    src_path: PathBuf,
}

/// Reads all files in the folders `src` of the workspace's packages.
pub(crate) fn read() -> Workspace {
    let metadata = metadata();
    let relative = |path: &Path| path.strip_prefix(&metadata.workspace_root).expect("a file in the workspace").to_owned();
    let mut workspace = Workspace { sources: Sources::new(), roots: Vec::new() };
    for package in &metadata.packages {
        let targets = package.targets.iter().filter(|target| target.kind.iter().any(|kind| kind == "lib" || kind == "bin"));
        workspace.roots.extend(targets.map(|target| relative(&target.src_path)));
        let files = WalkDir::new(package.manifest_path.with_file_name("src")).into_iter();
        for file in files.map(|entry| entry.expect("src can be read").into_path()) {
            if file.extension().is_some_and(|extension| extension == "rs") {
                workspace.sources.insert(relative(&file), fs::read_to_string(&file).expect("a source file can be read"));
            }
        }
    }
    workspace
}

fn metadata() -> Metadata {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo prints JSON")
}
