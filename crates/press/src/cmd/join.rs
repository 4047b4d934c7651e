use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::{ChangeList, Failure, is_inside};
use crate::{
    compose::Composition,
    files,
    output::{OutputFile, OutputFiles, json},
    report,
    shard::Shard,
    write::{self, Printed},
};

/// The file of a part that says which one it is. There may be compressed copies of it.
const NOTE: &str = ".offprint-part.json";

#[derive(clap::Args)]
pub(crate) struct Join {
    /// The folders that `offprint build --shard` has printed, in any order
    #[arg(required = true, value_name = "DIR")]
    parts: Vec<PathBuf>,
    /// The folder to print into; files there that the press did not write stay
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    changes: ChangeList,
}

/// What a part says of itself.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PartNote {
    part: Shard,
    /// The same in all parts of an edition.
    edition: String,
    articles: usize,
}

impl PartNote {
    /// The note of a part that is printed with these settings.
    pub(super) fn new(part: Shard, composition: &Composition, settings: &str) -> PartNote {
        let edition = format!("{} {:032x} {settings}", env!("CARGO_PKG_VERSION"), composition.key());
        PartNote { part, edition, articles: composition.articles.len() }
    }

    /// Adds the note to the files of the part.
    pub(super) fn add(&self, files: &mut OutputFiles) {
        files.insert(NOTE.to_owned(), OutputFile::Bytes(json(self)));
    }

    /// Reads the note of a folder.
    fn read(folder: &Path) -> Result<PartNote, Failure> {
        let shown = folder.display();
        let Some(bytes) = files::read_if_there(&folder.join(NOTE))? else {
            return Err(Failure::Usage(format!("{shown} is no part of an edition: print one with offprint build --shard")));
        };
        if write::is_unfinished(folder) || !write::record(folder)?.contains(NOTE) {
            return Err(Failure::Usage(format!(
                "{shown} is not whole: print it again, or copy all of it, with the files that begin with a dot"
            )));
        }
        Ok(serde_json::from_slice(&bytes).with_context(|| format!("cannot understand {shown}/{NOTE}: print the part again"))?)
    }
}

impl Join {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let start = Instant::now();
        if let Some(part) = self.parts.iter().find(|part| is_inside(&self.out, part) || is_inside(part, &self.out)) {
            let message =
                format!("{} and {} are inside each other: join into a folder elsewhere", self.out.display(), part.display());
            return Err(Failure::Usage(message));
        }
        let articles = self.check()?;
        self.changes.begin(self.parts.iter().chain([&self.out]).map(PathBuf::as_path))?;
        let mut output = OutputFiles::new();
        for part in &self.parts {
            let names = write::record(part)?.into_iter().filter(|name| !name.starts_with(NOTE));
            output.extend(names.map(|name| (name.clone(), OutputFile::Copy(part.join(name)))));
        }
        let change = write::write(&self.out, &mut output, None, false, &mut Printed::default())?;
        self.changes.write(&change)?;
        report::summary(articles, output.len(), &change, start.elapsed());
        Ok(())
    }

    /// Checks that the folders are all parts of one edition, and returns how many articles it has.
    fn check(&self) -> Result<usize, Failure> {
        let mut found: BTreeMap<Shard, &PathBuf> = BTreeMap::new();
        let mut first: Option<(PartNote, &PathBuf)> = None;
        for folder in &self.parts {
            let note = PartNote::read(folder)?;
            let shown = folder.display();
            if let Some((other, there)) = &first
                && (other.edition != note.edition || other.part.count != note.part.count)
            {
                return Err(Failure::Usage(format!(
                    "{} and {shown} are parts of different editions: print all parts from the same manuscripts, with the same options, \
                     the same --date and the same offprint",
                    there.display()
                )));
            }
            if let Some(there) = found.insert(note.part, folder) {
                return Err(Failure::Usage(format!(
                    "{} and {shown} are both part {}: name each part once",
                    there.display(),
                    note.part
                )));
            }
            first.get_or_insert((note, folder));
        }
        let Some((PartNote { part: Shard { count, .. }, articles, .. }, _)) = first else { return Ok(0) };
        let is_missing = |number: &u64| !found.contains_key(&Shard { number: *number, count });
        if let Some(number) = (1..=count).find(is_missing) {
            return Err(Failure::Usage(format!("part {number}/{count} is missing: name the folder of every part")));
        }
        Ok(articles)
    }
}
