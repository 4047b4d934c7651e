//! Copies the viewer to where `include_dir!` embeds it: from the folder that the variable `OFFPRINT_VIEWER` names, else from `viewer/`, which
//! a published package has. Without either, the command embeds none.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-env-changed=OFFPRINT_VIEWER");
    println!("cargo::rerun-if-changed=build.rs");
    let set = |name: &str| env::var_os(name).map(PathBuf::from);
    let own = set("CARGO_MANIFEST_DIR").expect("cargo sets it").join("viewer");
    let out = set("OUT_DIR").expect("cargo sets it").join("viewer");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    match set("OFFPRINT_VIEWER").filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => copy(&folder, &out),
        None if own.is_dir() => copy(&own, &out),
        None => Ok(()),
    }
}

fn copy(folder: &Path, out: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), out.join(entry.file_name()))?;
        }
    }
    Ok(())
}
