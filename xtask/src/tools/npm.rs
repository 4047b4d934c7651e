//! Installs the packages of npm that a folder in `xtask/npm/` names, in the versions of its lock file.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, bail};

use super::install::cache;
use crate::project::{command, on_path, root, run, sha256};

/// Packages that are installed together.
#[derive(Clone, Copy)]
pub(crate) struct Group {
    /// The name of the folder in `xtask/npm/`.
    pub(crate) name: &'static str,
    /// What is in it, and how long it takes to install.
    pub(crate) what: &'static str,
}

/// Names the versions of all packages of a group.
const LOCK: &str = "package-lock.json";

/// Written when everything is installed.
const COMPLETE: &str = "complete";

impl Group {
    /// Returns whether it is installed.
    pub(super) fn is_installed(self) -> Result<bool> {
        Ok(self.folder()?.join(COMPLETE).is_file())
    }

    /// Returns the folder `node_modules`.
    pub(super) fn modules(self) -> Result<PathBuf> {
        Ok(self.folder()?.join("node_modules"))
    }

    pub(super) fn install(self) -> Result<()> {
        if on_path("npm").is_none() {
            bail!("{} are installed with npm, which is not on PATH: install Node.js and run this again", self.what);
        }
        let folder = self.folder()?;
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        for name in ["package.json", LOCK] {
            fs::copy(self.source().join(name), folder.join(name)).with_context(|| format!("cannot copy {name}"))?;
        }
        let prefix = folder.display().to_string();
        run(&mut command("npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", &prefix]))?;
        let complete = folder.join(COMPLETE);
        fs::write(&complete, "").with_context(|| format!("cannot write {}", complete.display()))
    }

    fn source(self) -> PathBuf {
        root().join("xtask/npm").join(self.name)
    }

    /// Returns the folder in the cache, which depends on the versions.
    fn folder(self) -> Result<PathBuf> {
        let lock = self.source().join(LOCK);
        let versions = sha256(&fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?);
        Ok(cache()?.join(format!("npm-{}-{}", self.name, &versions[..12])))
    }
}
