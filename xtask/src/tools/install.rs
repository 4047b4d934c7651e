//! Installs programs, step by step.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

use super::{archive, manifest::Tool};
use crate::project::{cargo, command, on_path, output, progress, run};

/// Where `cargo binstall` and the archives come from.
const RELEASES: &str = "https://github.com/";

/// How a tool is compiled: as soon as possible, because it runs for seconds only. Trunk asks for link-time optimization in one
/// codegen unit, which doubles the time.
const COMPILED_SOON: [(&str, &str); 5] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "false"),
    ("CARGO_PROFILE_RELEASE_INCREMENTAL", "false"),
];

/// What is to be done, in order.
#[derive(Default)]
pub(crate) struct Steps<'a>(Vec<Step<'a>>);

struct Step<'a> {
    /// What it does and how long that takes.
    what: String,
    run: Box<dyn FnOnce() -> Result<()> + 'a>,
}

impl<'a> Steps<'a> {
    pub(crate) fn add(&mut self, what: impl Into<String>, run: impl FnOnce() -> Result<()> + 'a) {
        self.0.push(Step { what: what.into(), run: Box::new(run) });
    }

    /// Adds further steps.
    pub(super) fn append(&mut self, more: Steps<'a>) {
        self.0.extend(more.0);
    }

    /// Does everything, and says of each step which it is and how long it took.
    pub(crate) fn run(self) -> Result<()> {
        let count = self.0.len();
        for (n, step) in self.0.into_iter().enumerate() {
            progress(&format!("step {} of {count}: {}", n + 1, step.what));
            let begin = Instant::now();
            (step.run)()?;
            progress(&format!("step {} of {count} took {}", n + 1, duration(begin.elapsed())));
        }
        Ok(())
    }
}

/// Returns `1 min 5 s`.
fn duration(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

impl Tool {
    /// Returns the folder of its programs in the cache. None if PATH has the right version.
    pub(super) fn folder(&self) -> Result<Option<PathBuf>> {
        if self.programs.iter().all(|program| self.is_version_of(program)) { Ok(None) } else { self.bin().map(Some) }
    }

    /// Returns whether it is on PATH or in the cache, in the right version.
    pub(super) fn is_installed(&self) -> Result<bool> {
        let bin = self.bin()?;
        let installed = |program: &String| self.is_version_of(&bin.join(program).display().to_string());
        Ok(self.folder()?.is_none() || self.programs.iter().all(installed))
    }

    /// Returns what to tell before it is installed.
    pub(super) fn step(&self) -> String {
        format!("{} {} (seconds where it can be downloaded, else about {} minutes; once)", self.name, self.version, self.minutes)
    }

    /// Installs it into the cache: from elsewhere if possible, else it is compiled.
    pub(super) fn install(&self) -> Result<()> {
        for (way, install) in [("cargo binstall", Tool::binstall as fn(&Tool) -> Result<()>), ("its archive", Tool::unpack)] {
            match install(self) {
                Ok(()) if self.is_installed()? => return Ok(()),
                Ok(()) => {}
                Err(error) => progress(&format!("{} cannot be installed with {way}: {error:#}", self.name)),
            }
        }
        self.compile()
    }

    fn binstall(&self) -> Result<()> {
        if on_path("cargo-binstall").is_none() || !archive::answers(RELEASES) {
            return Ok(());
        }
        let root = self.root()?;
        let package = format!("{}@{}", self.package, self.version);
        let mut binstall = cargo(&["binstall", "--no-confirm", "--disable-telemetry", "--log-level=warn"]);
        run(binstall.args(["--strategies", "crate-meta-data", "--root"]).arg(root).arg(package))
    }

    fn unpack(&self) -> Result<()> {
        match self.archive().filter(|_| archive::is_online()) {
            Some(archive) => archive::install(archive, &self.programs, &self.bin()?),
            None => Ok(()),
        }
    }

    fn compile(&self) -> Result<()> {
        progress(&format!("{} is compiled, which takes about {} minutes", self.name, self.minutes));
        let package = format!("{}@{}", self.package, self.version);
        let mut install = cargo(&["install", "--quiet", &package, "--root"]);
        install.arg(self.root()?).envs(COMPILED_SOON).env_remove("CARGO_TARGET_DIR");
        if !self.default_features {
            install.arg("--no-default-features");
        }
        if self.locked {
            install.arg("--locked");
        }
        run(&mut install)
    }

    fn is_version_of(&self, program: &str) -> bool {
        output(program, &["--version"]).is_some_and(|printed| printed.split_whitespace().any(|word| word == self.version))
    }

    fn bin(&self) -> Result<PathBuf> {
        Ok(self.root()?.join("bin"))
    }

    fn root(&self) -> Result<PathBuf> {
        Ok(cache()?.join(format!("{}-{}", self.name, self.version)))
    }
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
pub(super) fn cache() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os("OFFPRINT_TOOLS") {
        return Ok(folder.into());
    }
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let base = base.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    Ok(base.context("set OFFPRINT_TOOLS to a folder for tools")?.join("offprint/tools"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_end_with_the_first_that_fails() {
        let done = std::cell::RefCell::new(Vec::new());
        let mut steps = Steps::default();
        steps.add("one", || {
            done.borrow_mut().push(1);
            Ok(())
        });
        steps.add("two", || anyhow::bail!("no"));
        steps.add("three", || {
            done.borrow_mut().push(3);
            Ok(())
        });
        assert!(steps.run().is_err());
        assert_eq!(done.into_inner(), [1]);
    }

    #[test]
    fn a_time_is_said_in_minutes_and_seconds() {
        assert_eq!([duration(Duration::from_millis(1500)), duration(Duration::from_secs(65))], ["1 s", "1 min 5 s"]);
    }
}
