use std::{fs, path::PathBuf};

use anyhow::Context;
use clap_complete::{Shell, generate_to};

use super::Failure;

/// Writes the completions of shells and the man pages, for a release.
#[derive(clap::Args)]
pub(crate) struct Manual {
    /// The folder to write to; it gets the folders `completions` and `man`
    dir: PathBuf,
}

const SHELLS: [Shell; 5] = [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh];

impl Manual {
    /// `command` is the whole command.
    pub(crate) fn run(self, mut command: clap::Command) -> Result<(), Failure> {
        let [completions, man] = ["completions", "man"].map(|name| self.dir.join(name));
        for folder in [&completions, &man] {
            fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        }
        for shell in SHELLS {
            generate_to(shell, &mut command, "offprint", &completions)
                .with_context(|| format!("cannot write to {}", completions.display()))?;
        }
        clap_mangen::generate_to(command, &man).with_context(|| format!("cannot write to {}", man.display()))?;
        Ok(())
    }
}
