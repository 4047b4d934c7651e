//! The tools that build the viewer.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use super::{install::Steps, manifest::Tool, npm::Group};
use crate::project::{cargo, command, output, root, run};

/// `wasm-opt`, and what bundles style sheets and minifies scripts.
const NPM: Group = Group { name: "build", what: "binaryen and esbuild from npm (under a minute, once)" };

/// The tools that build the viewer.
pub(crate) struct Tools {
    /// The value of PATH for their commands.
    path: OsString,
}

impl Tools {
    /// Installs what is missing.
    pub(crate) fn install() -> Result<Tools> {
        Tools::install_and(Steps::default())
    }

    /// Installs what is missing, and then does some more.
    pub(crate) fn install_and(more: Steps<'_>) -> Result<Tools> {
        let tools = [Tool::find("trunk")?, wasm_bindgen()?];
        let mut steps = Steps::default();
        if !has_wasm_target() {
            steps.add("the WebAssembly target of Rust (a few seconds)", add_wasm_target);
        }
        for tool in &tools {
            if !tool.is_installed()? {
                steps.add(tool.step(), || tool.install());
            }
        }
        if !NPM.is_installed()? {
            steps.add(NPM.what, || NPM.install());
        }
        steps.append(more);
        steps.run()?;
        let mut folders = Vec::new();
        for tool in &tools {
            folders.extend(tool.folder()?);
        }
        folders.push(NPM.modules()?.join(".bin"));
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

const WASM: &str = "wasm32-unknown-unknown";

fn has_wasm_target() -> bool {
    let library = output("rustc", &["--print", "target-libdir", "--target", WASM]);
    library.is_some_and(|folder| Path::new(&folder).is_dir())
}

fn add_wasm_target() -> Result<()> {
    run(&mut command("rustup", &["target", "add", WASM]))
        .context("install Rust with rustup, or add the target wasm32-unknown-unknown yourself")
}

/// Adds the WebAssembly target to the Rust toolchain if it is missing.
pub(crate) fn wasm_target() -> Result<()> {
    if has_wasm_target() { Ok(()) } else { add_wasm_target() }
}

/// Compiles the press that Trunk's hook runs, so that Trunk does not wait for it.
pub(crate) fn press() -> Result<()> {
    run(&mut cargo(&["build", "--quiet", "--package", "offprint", "--bin", "offprint"]))
}

/// Returns the command of wasm-bindgen. It must have the version of the library.
fn wasm_bindgen() -> Result<Tool> {
    let (tool, library) = (Tool::find("wasm-bindgen")?, locked_version("wasm-bindgen")?);
    if tool.version != library {
        bail!("xtask/tools.toml has wasm-bindgen {}, and Cargo.lock {library}: make them the same", tool.version);
    }
    Ok(tool)
}

/// Returns the version of a package in Cargo.lock.
fn locked_version(name: &str) -> Result<String> {
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
    let package = lock.package.into_iter().find(|package| package.name == name);
    package.map(|package| package.version).with_context(|| format!("{name} is not in Cargo.lock"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trunk_toml_names_the_installed_version_of_wasm_opt() {
        let read = |name: &str| fs::read_to_string(root().join(name)).expect("a file of the project");
        let packages: serde_json::Value = serde_json::from_str(&read("xtask/npm/build/package.json")).expect("JSON");
        let version = packages["dependencies"]["binaryen"].as_str().expect("a version");
        let major = version.split('.').next().expect("a version has a first number");
        assert!(read("Trunk.toml").contains(&format!("wasm_opt = \"version_{major}\"")));
    }

    #[test]
    fn the_command_of_wasm_bindgen_has_the_version_of_the_library() {
        assert!(wasm_bindgen().is_ok());
    }
}
