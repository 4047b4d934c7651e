//! `xtask/tools.toml`: which programs are installed, and from where.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

const MANIFEST: &str = include_str!("../../tools.toml");

/// A program that is installed, with what comes with it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Tool {
    #[serde(skip)]
    pub(crate) name: String,
    pub(crate) version: String,
    /// Its package on crates.io.
    pub(crate) package: String,
    pub(crate) programs: Vec<String>,
    #[serde(default = "yes")]
    pub(crate) default_features: bool,
    /// Whether it compiles with the versions of its own lock file.
    pub(crate) locked: bool,
    /// How long it takes to compile, on two cores.
    pub(crate) minutes: u32,
    #[serde(default)]
    pub(crate) archives: Vec<Archive>,
}

/// What the authors of a tool have compiled for a platform.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Archive {
    /// `linux-x86_64`, from the names that Rust has for systems and processors.
    pub(crate) platform: String,
    pub(crate) url: String,
    pub(crate) sha256: String,
}

fn yes() -> bool {
    true
}

impl Tool {
    /// Returns the tool with this name.
    pub(crate) fn find(name: &str) -> Result<Tool> {
        let tool = all()?.remove(name).with_context(|| format!("{name} is not in xtask/tools.toml"))?;
        Ok(Tool { name: name.to_owned(), ..tool })
    }

    /// Returns the archive for this computer.
    pub(crate) fn archive(&self) -> Option<&Archive> {
        let platform = format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH);
        self.archives.iter().find(|archive| archive.platform == platform)
    }
}

fn all() -> Result<BTreeMap<String, Tool>> {
    toml::from_str(MANIFEST).context("cannot understand xtask/tools.toml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_archive_has_a_checksum_and_is_of_the_version_of_its_tool() {
        for (name, tool) in all().expect("the file is valid") {
            for archive in &tool.archives {
                assert!(archive.sha256.len() == 64 && archive.sha256.chars().all(|digit| digit.is_ascii_hexdigit()), "{name}");
                assert!(archive.url.starts_with("https://") && archive.url.contains(&tool.version), "{}", archive.url);
            }
            let platforms: std::collections::BTreeSet<&str> =
                tool.archives.iter().map(|archive| archive.platform.as_str()).collect();
            assert_eq!(platforms.len(), tool.archives.len(), "{name}");
        }
    }
}
