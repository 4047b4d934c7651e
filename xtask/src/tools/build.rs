//! The tools that build the viewer.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use super::install::{from_cargo, from_npm};
use crate::project::{command, output, progress, root, run};

const TRUNK: &str = "0.21.14";
/// The npm package `binaryen` has `wasm-opt`. Trunk.toml names the same version.
const BINARYEN: &str = "132.0.0";
/// Bundles style sheets and minifies scripts.
const ESBUILD: &str = "0.28.2";

/// The installed tools.
pub(crate) struct Tools {
    /// The value of PATH for their commands.
    path: OsString,
}

impl Tools {
    /// Installs the tools that are missing.
    pub(crate) fn install() -> Result<Tools> {
        wasm_target()?;
        let wasm_bindgen = wasm_bindgen_version()?;
        let mut folders = Vec::new();
        folders.extend(from_cargo("trunk", TRUNK, &["--locked"], "7 to 15 minutes")?);
        // Not `--locked`: its lock file has versions that do not compile with every compiler.
        folders.extend(from_cargo("wasm-bindgen", &wasm_bindgen, &[], "3 minutes")?);
        let wasm_opt = format!("version {}", BINARYEN.split('.').next().unwrap_or_default());
        if !output("wasm-opt", &["--version"]).is_some_and(|version| version.contains(&wasm_opt)) {
            folders.push(from_npm("binaryen", BINARYEN)?.join(".bin"));
        }
        folders.push(from_npm("esbuild", ESBUILD)?.join(".bin"));
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(folders.into_iter().chain(std::env::split_paths(&inherited)));
        Ok(Tools { path: path.context("cannot set PATH")? })
    }

    /// Returns a command of Trunk, which finds its tools on PATH and downloads nothing.
    pub(crate) fn trunk(&self, arguments: &[&str]) -> Command {
        let mut command = self.command("trunk", arguments);
        // Trunk rejects `NO_COLOR=1`, which is a usual value.
        command.arg("--offline").env_remove("NO_COLOR");
        command.env(RUSTFLAGS, remap_registries());
        command
    }

    /// Returns a command of a tool.
    pub(crate) fn command(&self, tool: &str, arguments: &[&str]) -> Command {
        let mut command = command(&self.find(tool).display().to_string(), arguments);
        command.env("PATH", &self.path);
        command
    }

    /// Returns the path of a tool.
    pub(crate) fn find(&self, tool: &str) -> PathBuf {
        let mut paths = std::env::split_paths(&self.path).map(|folder| folder.join(tool));
        paths.find(|path| path.is_file()).unwrap_or_else(|| tool.into())
    }
}

/// The variable with the compiler flags for WebAssembly.
pub(crate) const RUSTFLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Returns compiler flags that remove the paths of cargo's registries from the WebAssembly, so that it has the same bytes on every
/// machine.
pub(crate) fn remap_registries() -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let registries = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok()).into_iter().flatten().flatten();
    let mut flags: Vec<String> =
        registries.map(|registry| format!("--remap-path-prefix={}=", registry.path().display())).collect();
    flags.sort();
    flags.join(" ")
}

/// Adds the WebAssembly target to the Rust toolchain if it is missing.
pub(crate) fn wasm_target() -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let library = output("rustc", &["--print", "target-libdir", "--target", TARGET]);
    if library.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    progress("adding the WebAssembly target to Rust (a few seconds)");
    run(&mut command("rustup", &["target", "add", TARGET]))
        .context("install Rust with rustup, or add the target wasm32-unknown-unknown yourself")
}

/// Returns the version of wasm-bindgen in Cargo.lock. Its command must have the same version.
fn wasm_bindgen_version() -> Result<String> {
    #[derive(serde::Deserialize)]
    struct Lock {
        package: Vec<Package>,
    }
    #[derive(serde::Deserialize)]
    struct Package {
        name: String,
        version: String,
    }
    let path = root().join("Cargo.lock");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let lock: Lock = toml::from_str(&text).with_context(|| format!("cannot parse {}", path.display()))?;
    let package = lock.package.into_iter().find(|package| package.name == "wasm-bindgen");
    package.map(|package| package.version).context("wasm-bindgen is not in Cargo.lock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trunk_toml_names_the_installed_version_of_wasm_opt() {
        let text = fs::read_to_string(root().join("Trunk.toml")).expect("Trunk.toml exists");
        let major = BINARYEN.split('.').next().expect("a version has a first number");
        assert!(text.contains(&format!("wasm_opt = \"version_{major}\"")));
    }

    #[test]
    fn the_lock_file_names_a_version_of_wasm_bindgen() {
        assert!(wasm_bindgen_version().expect("a version").starts_with("0.2."));
    }
}
