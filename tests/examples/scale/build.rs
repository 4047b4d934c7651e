//! Builds an archive: whole, and again after small changes.

use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};

use crate::path;

/// A made-up archive and its edition.
pub(crate) struct Archive {
    content: PathBuf,
    pub(crate) out: PathBuf,
}

/// All builds of an archive.
pub(crate) struct Builds {
    pub(crate) edition: Edition,
    pub(crate) whole: Build,
    /// Nothing has changed; one article was added; an old one was edited; one of the newest was edited.
    pub(crate) again: [(&'static str, Build); 4],
}

/// One build, as the press reports it.
#[derive(Clone)]
pub(crate) struct Build {
    pub(crate) stages: Vec<Stage>,
    pub(crate) written: usize,
    pub(crate) removed: usize,
}

#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) name: String,
    pub(crate) seconds: f64,
    /// The most memory until its end.
    pub(crate) megabytes: f64,
}

/// What an edition needs on a disk.
#[derive(Clone, Default)]
pub(crate) struct Edition {
    pub(crate) files: usize,
    pub(crate) folders: usize,
    pub(crate) bytes: u64,
    /// With what the file system rounds up.
    pub(crate) disk_bytes: u64,
    /// Bytes of the manuscripts, and of the cache next to them.
    pub(crate) manuscripts: u64,
    pub(crate) cache: u64,
}

impl Build {
    pub(crate) fn seconds(&self) -> f64 {
        self.stages.iter().map(|stage| stage.seconds).sum()
    }

    pub(crate) fn megabytes(&self) -> f64 {
        self.stages.iter().map(|stage| stage.megabytes).fold(0.0, f64::max)
    }
}

impl Archive {
    /// Writes the manuscripts.
    pub(crate) fn write(folder: &Path, articles: usize) -> Result<Archive> {
        let archive = Archive { content: folder.join("content"), out: folder.join("out") };
        let mut write = Command::new(path("OFFPRINT_ARCHIVE")?);
        write.arg(&archive.content).arg(articles.to_string());
        ensure!(write.status().context("cannot write an archive")?.success(), "the archive was not written");
        Ok(archive)
    }

    /// Builds the edition for the first time.
    pub(crate) fn build_whole(&self) -> Result<(Edition, Build)> {
        let build = self.build()?;
        let mut edition = weigh(&self.out)?;
        let cache = self.content.join(".offprint-cache");
        edition.cache = weigh(&cache)?.bytes;
        edition.manuscripts = weigh(&self.content)?.bytes - edition.cache;
        Ok((edition, build))
    }

    /// Builds it again, after each of a few changes.
    pub(crate) fn build_again(&self, (edition, whole): (Edition, Build)) -> Result<Builds> {
        let mut articles = Vec::new();
        collect(&self.content.join("articles"), &mut articles)?;
        articles.sort();
        let same = self.build()?;
        // The newest is copied, so that the new one has sentences like others.
        let newest = articles.last().context("there are articles")?;
        let text = fs::read_to_string(newest)?;
        let id = text.lines().find_map(|line| line.strip_prefix("id: ")).context("an article has an id")?;
        let text = text.replacen(&format!("id: {id}"), "id: added", 1).replacen("title: \"", "title: \"Added: ", 1);
        fs::write(newest.with_file_name("added.md"), text)?;
        let added = self.build()?;
        let edit = |path: &Path| -> Result<Build> {
            let text = fs::read_to_string(path)?;
            fs::write(path, text + "\nA sentence about harbours was added.\n")?;
            self.build()
        };
        let old = edit(&articles[articles.len() / 3])?;
        let new = edit(&articles[articles.len() - 3])?;
        let again =
            [("nothing changed", same), ("one article added", added), ("an old article edited", old), ("a new one edited", new)];
        Ok(Builds { edition, whole, again })
    }

    fn build(&self) -> Result<Build> {
        let mut press = Command::new(path("OFFPRINT_PRESS")?);
        press.arg("build").arg(&self.content).arg("--out").arg(&self.out).arg("--timings");
        // Articles of the corpora may be dated later than this machine.
        press.arg("--viewer").arg(path("OFFPRINT_VIEWER")?).args(["--date", "2100-01-01"]);
        let output = press.output().context("cannot run the press")?;
        if !output.status.success() {
            bail!("the press failed: {}", String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or_default());
        }
        read(&String::from_utf8_lossy(&output.stdout)).context("cannot understand what the press says")
    }
}

/// Reads what a build has printed.
fn read(said: &str) -> Option<Build> {
    let (summary, table) = said.split_once(" written, ")?;
    let written = summary.rsplit(' ').next()?.parse().ok()?;
    let removed = table.split(' ').next()?.parse().ok()?;
    // load                   27.30 s     736 MB
    let stage = |line: &str| {
        let (rest, megabytes) = line.strip_suffix(" MB")?.rsplit_once(' ')?;
        let (name, seconds) = rest.trim_end().strip_suffix(" s")?.rsplit_once(' ')?;
        Some(Stage { name: name.trim_end().to_owned(), seconds: seconds.parse().ok()?, megabytes: megabytes.parse().ok()? })
    };
    let stages: Vec<Stage> = table.lines().skip(1).filter_map(stage).collect();
    (!stages.is_empty()).then_some(Build { stages, written, removed })
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() { collect(&path, found)? } else { found.push(path) }
    }
    Ok(())
}

/// Counts what is in a folder.
fn weigh(folder: &Path) -> Result<Edition> {
    /// The unit of `blocks`, whatever the file system's own is.
    const BLOCK: u64 = 512;
    let mut edition = Edition::default();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("cannot read {}", next.display()))? {
            let entry = entry?;
            let data = entry.metadata()?;
            edition.disk_bytes += data.blocks() * BLOCK;
            if data.is_dir() {
                edition.folders += 1;
                folders.push(entry.path());
            } else {
                edition.files += 1;
                edition.bytes += data.len();
            }
        }
    }
    Ok(edition)
}
