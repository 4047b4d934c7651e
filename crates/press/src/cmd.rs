pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod join;
pub(crate) mod manual;
pub(crate) mod new;
pub(crate) mod schema;
pub(crate) mod serve;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;

use crate::{
    cache::Cache,
    compose::Effort,
    files,
    load::{content::Content, dates::Calendar},
    pictures::PictureStore,
    pipeline::{self, Edition, Options},
    problem::Problems,
    render::RenderOptions,
    report,
    write::Change,
};

/// Why a command did not do its work.
pub(crate) enum Failure {
    /// The manuscripts have problems, which were reported.
    Problems,
    /// The arguments make no sense.
    Usage(String),
    /// A disk is full, a folder cannot be read, and the like.
    Other(anyhow::Error),
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Failure::Other(error)
    }
}

/// Refuses a CONTENT that is no folder.
fn require_content(content: &Path) -> Result<(), Failure> {
    if content.is_dir() {
        return Ok(());
    }
    let shown = content.display();
    Err(Failure::Usage(format!("there is no folder {shown}: CONTENT is the folder with your manuscripts and the site")))
}

/// Refuses a folder that has something in it. That of a new repository counts as empty.
fn require_empty(dir: &Path) -> Result<(), Failure> {
    let shown = dir.display();
    match fs::read_dir(dir) {
        Ok(mut entries) => match entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == ".git")) {
            true => Ok(()),
            false => Err(Failure::Usage(format!("{shown} is not empty: name a folder that does not exist yet, or an empty one"))),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(Failure::Usage(format!("{shown} is a file: name a folder")))
        }
        Err(error) => Err(anyhow::Error::new(error).context(format!("cannot read {shown}")).into()),
    }
}

/// Returns whether `folder`, which may not exist yet, is `parent` or inside it.
fn is_inside(folder: &Path, parent: &Path) -> bool {
    let Ok(parent) = parent.canonicalize() else { return false };
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let known = absolute.ancestors().find_map(|ancestor| ancestor.canonicalize().ok());
    known.is_some_and(|known| known.starts_with(parent))
}

/// The arguments that `build` and `check` share.
#[derive(clap::Args)]
pub(crate) struct Manuscripts {
    /// The folder with the manuscripts and `site.json` or `site.toml`
    content: PathBuf,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// Show every warning, not only the first few of a kind
    #[arg(long)]
    verbose: bool,
    /// The moment to print for: articles that are dated later, or have expired by then, are left out [default: now]
    #[arg(long, value_name = "DATE", value_parser = moment)]
    date: Option<Timestamp>,
}

/// The argument for the list of what changed.
#[derive(clap::Args)]
pub(crate) struct ChangeList {
    /// Write to FILE which files of the edition were added, changed and removed, in the order for uploading
    #[arg(long, value_name = "FILE")]
    changes: Option<PathBuf>,
}

impl ChangeList {
    /// Creates the file, which must be in none of these folders, before anything is printed: the next run would not know what this one has
    /// changed.
    fn begin<'a>(&self, mut folders: impl Iterator<Item = &'a Path>) -> Result<(), Failure> {
        let Some(path) = &self.changes else { return Ok(()) };
        if let Some(folder) = folders.find(|folder| is_inside(path, folder)) {
            let message = format!("{} is inside {}: --changes names a file elsewhere", path.display(), folder.display());
            return Err(Failure::Usage(message));
        }
        Ok(files::write(path, b"")?)
    }

    /// Writes the list.
    fn write(&self, change: &Change) -> Result<(), Failure> {
        let Some(path) = &self.changes else { return Ok(()) };
        let lines: String = change.files.iter().map(|(kind, name)| format!("{kind}\t{name}\n")).collect();
        Ok(files::write(path, lines.as_bytes())?)
    }
}

/// Reads a date as articles have it, in UTC.
fn moment(text: &str) -> Result<Timestamp, String> {
    Calendar::default().read(text).map(|(_, moment)| moment)
}

impl Manuscripts {
    /// Opens the cache of the manuscripts.
    fn cache(&self) -> Result<Arc<Cache>, Failure> {
        require_content(&self.content)?;
        Ok(Arc::new(Cache::open(&self.content)?))
    }

    /// Reads and checks everything and renders the edition in memory. Reports every problem on the terminal.
    fn edition(
        &self,
        render: RenderOptions,
        effort: Effort,
        cache: &Arc<Cache>,
        pictures: Option<Arc<PictureStore>>,
    ) -> Result<Edition, Failure> {
        let (edition, problems) = self.read(render, effort, cache, pictures)?;
        report::problems(&problems, self.verbose);
        if problems.fail(self.strict) {
            report::line(&problems.verdict(self.strict));
            cache.keep()?;
            return Err(Failure::Problems);
        }
        report::notes(&edition.notes);
        Ok(edition)
    }

    /// Reads and checks everything and renders the edition in memory.
    fn read(
        &self,
        render: RenderOptions,
        effort: Effort,
        cache: &Arc<Cache>,
        pictures: Option<Arc<PictureStore>>,
    ) -> Result<(Edition, Problems), Failure> {
        let mut problems = Problems::default();
        let mut content = Content::find(&self.content)?;
        let now = self.date.unwrap_or_else(Timestamp::now);
        let options = Options { now, drafts: false, pictures, effort, render };
        let edition = pipeline::run(&mut content, options, cache, &mut problems)?;
        Ok((edition, problems))
    }
}
