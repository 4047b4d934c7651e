//! Installs tools from crates.io, npm and the system's package manager.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, bail};

use crate::project::{cargo, command, on_path, output, progress, run};

/// Returns the folder with a tool from crates.io. None if PATH has the right version.
pub(crate) fn from_cargo(tool: &str, version: &str, options: &[&str], duration: &str) -> Result<Option<PathBuf>> {
    let has_version = |program: &str| {
        output(program, &["--version"]).is_some_and(|printed| printed.split_whitespace().any(|word| word == version))
    };
    if has_version(tool) {
        return Ok(None);
    }
    let folder = cache()?.join(format!("{tool}-{version}"));
    let bin = folder.join("bin");
    if !has_version(&bin.join(tool).display().to_string()) {
        progress(&format!("installing {tool} {version} (about {duration}, once)"));
        let package = if tool == "wasm-bindgen" { "wasm-bindgen-cli" } else { tool };
        let (package, folder) = (format!("{package}@{version}"), folder.display().to_string());
        let mut install = cargo(&["install", &package, "--root", &folder]);
        run(install.args(options).env_remove("CARGO_TARGET_DIR"))?;
    }
    Ok(Some(bin))
}

/// Returns the folder `node_modules` with a package from npm.
pub(crate) fn from_npm(package: &str, version: &str) -> Result<PathBuf> {
    from_npm_into(&format!("{package}-{version}"), &[(package, version)])
}

/// Returns the folder `node_modules` with several packages from npm.
pub(crate) fn from_npm_into(folder: &str, packages: &[(&str, &str)]) -> Result<PathBuf> {
    let folder = cache()?.join(folder);
    let modules = folder.join("node_modules");
    for (package, version) in packages {
        let manifest = fs::read_to_string(modules.join(package).join("package.json")).unwrap_or_default();
        if manifest.contains(&format!("\"version\": \"{version}\"")) {
            continue;
        }
        if on_path("npm").is_none() {
            bail!("{package} {version} is installed with npm, which is not on PATH: install Node.js and run this again");
        }
        progress(&format!("installing {package} {version} from npm (under a minute, once)"));
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        let (package, prefix) = (format!("{package}@{version}"), folder.display().to_string());
        run(&mut command("npm", &["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", &prefix, &package]))?;
    }
    Ok(modules)
}

/// Installs packages with apt-get, if this machine has it and the user is root. Otherwise does nothing.
pub(crate) fn from_system(name: &str, packages: &[&str]) -> Result<()> {
    if on_path("apt-get").is_none() || output("id", &["-u"]).as_deref() != Some("0") {
        return Ok(());
    }
    progress(&format!("installing {name} with apt-get (1 to 3 minutes)"));
    run(command("apt-get", &["update", "-q"]).env("DEBIAN_FRONTEND", "noninteractive"))?;
    let mut install = command("apt-get", &["install", "-y", "--no-install-recommends"]);
    run(install.args(packages).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Returns the folder of installed tools: OFFPRINT_TOOLS, or a folder in the user's cache.
fn cache() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os("OFFPRINT_TOOLS") {
        return Ok(folder.into());
    }
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let base = base.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    Ok(base.context("set OFFPRINT_TOOLS to a folder for tools")?.join("offprint/tools"))
}
