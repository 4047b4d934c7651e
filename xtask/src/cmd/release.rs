//! Makes the archive of a release: the command with the viewer in it, completions, man pages, licences and a checksum.

mod licences;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

use super::dist;
use crate::project::{cargo, command, empty_folder, files, output, progress, remove_folder, root, run as finish, sha256, viewer};

/// Makes the archive, and tries it without Rust and Node.js.
pub(crate) fn run() -> Result<()> {
    dist::build("/")?;
    let archive = package()?;
    progress(&format!("the archive is {}", archive.display()));
    Ok(())
}

/// Makes the archive of the viewer that is built, and tries it. Returns its path.
pub(crate) fn package() -> Result<PathBuf> {
    progress("building the command offprint with the viewer in it (1 to 6 minutes)");
    finish(cargo(&["build", "--release", "--quiet", "--package", "offprint"]).env("OFFPRINT_VIEWER", viewer()))?;
    let target = host()?;
    let name = format!("offprint-{}-{target}", env!("CARGO_PKG_VERSION"));
    let folder = root().join("target/release-archive");
    let content = folder.join(&name);
    remove_folder(&folder)?;
    empty_folder(&content)?;
    let program = format!("offprint{}", std::env::consts::EXE_SUFFIX);
    copy(&root().join("target/release").join(&program), &content.join(&program))?;
    for name in ["LICENSE-APACHE", "LICENSE-MIT", "CHANGELOG.md"] {
        copy(&root().join(name), &content.join(name))?;
    }
    copy(&root().join("docs/release.md"), &content.join("README.md"))?;
    let path = content.join("THIRD-PARTY-LICENSES.txt");
    fs::write(&path, licences::text(&target)?).with_context(|| format!("cannot write {}", path.display()))?;
    finish(command(&content.join(&program).display().to_string(), &["manual"]).arg(&content))?;

    let archive = folder.join(format!("{name}.tar.gz"));
    compress(&content, &name, &archive)?;
    let bytes = fs::read(&archive).with_context(|| format!("cannot read {}", archive.display()))?;
    let path = folder.join(format!("{name}.tar.gz.sha256"));
    fs::write(&path, format!("{}  {name}.tar.gz\n", sha256(&bytes)))
        .with_context(|| format!("cannot write {}", path.display()))?;
    if cfg!(unix) {
        progress("trying the archive without Rust and Node.js");
        finish(command("sh", &["tests/release.sh"]).arg(&archive))?;
    }
    Ok(archive)
}

/// Returns the target of this toolchain, such as `x86_64-unknown-linux-gnu`.
fn host() -> Result<String> {
    let version = output("rustc", &["-vV"]).context("cannot run rustc")?;
    let line = version.lines().find_map(|line| line.strip_prefix("host: "));
    line.map(str::to_owned).context("rustc does not say for which platform it compiles")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).map(drop).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}

/// Compresses a folder. The archive depends on nothing but what is in the files.
fn compress(folder: &Path, name: &str, archive: &Path) -> Result<()> {
    let file = File::create(archive).with_context(|| format!("cannot create {}", archive.display()))?;
    let mut tar = tar::Builder::new(GzEncoder::new(file, Compression::best()));
    tar.mode(tar::HeaderMode::Deterministic);
    for path in files(folder)? {
        let inside = Path::new(name).join(path.strip_prefix(folder).context("a file is outside of its folder")?);
        tar.append_path_with_name(&path, inside).with_context(|| format!("cannot add {} to the archive", path.display()))?;
    }
    tar.into_inner().and_then(GzEncoder::finish).context("cannot finish the archive")?;
    Ok(())
}
