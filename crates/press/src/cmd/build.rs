use std::{path::PathBuf, sync::Arc, time::Instant};

use super::{ChangeList, Failure, Manuscripts, is_inside, join::PartNote};
use crate::{
    compose::{Effort, RelatedEffort, recommended::RelatedCache},
    pictures::PictureStore,
    render::{Pages, RenderOptions, viewer::Viewer},
    report,
    shard::Shard,
    write::{self, Printed},
};

/// The file of the cache with the [`RelatedCache`].
const RELATED_CACHE: &str = "related";

#[derive(clap::Args)]
pub(crate) struct Build {
    #[command(flatten)]
    manuscripts: Manuscripts,
    /// The folder to print into; files there that the press did not write stay
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// A folder with the viewer, as `cargo xtask dist` builds it, in place of the one that this command carries
    #[arg(long, value_name = "DIR")]
    viewer: Option<PathBuf>,
    /// The pages to print, in addition to the files that the viewer reads
    #[arg(long, value_enum, default_value_t = Pages::All)]
    pages: Pages,
    /// Leave out what takes long, for a draft: recommended reading is then the newest, and search finds nothing
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PART")]
    without: Vec<Part>,
    /// Publish pictures as they are, without their metadata: sooner for a draft, but larger for readers
    #[arg(long)]
    no_pictures: bool,
    /// Print the Kth of N parts, which `offprint join` makes an edition of: 1/4, 2/4, 3/4 and 4/4 on a machine each
    #[arg(long, value_name = "K/N", conflicts_with = "changes")]
    shard: Option<Shard>,
    /// The path of the edition on its host; only 404.html and _redirects need it
    #[arg(long, value_name = "PATH", default_value = "/")]
    base: String,
    /// Write compressed copies (.br, .gz) of the files, for hosts that serve them
    #[arg(long)]
    precompress: bool,
    /// Print how long each stage takes, and the most memory until its end
    #[arg(long)]
    timings: bool,
    #[command(flatten)]
    changes: ChangeList,
}

/// What a draft can do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Recommended reading by similarity
    Related,
    /// The search index
    Search,
}

impl Build {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let start = Instant::now();
        if self.out.exists() && !self.out.is_dir() {
            return Err(Failure::Usage(format!("{} is not a folder: --out names the folder to print into", self.out.display())));
        }
        if !self.base.starts_with('/') || !self.base.ends_with('/') {
            let message = format!("--base {} is not a path: it begins and ends with a /, like /paper/", self.base);
            return Err(Failure::Usage(message));
        }
        if is_inside(&self.out, &self.manuscripts.content) {
            return Err(Failure::Usage(format!(
                "{} is inside {}: print into a folder of its own, or the next build would read what this one wrote",
                self.out.display(),
                self.manuscripts.content.display()
            )));
        }
        self.changes.begin([&*self.manuscripts.content, &self.out].into_iter())?;
        let viewer = Viewer::choose(self.viewer.as_deref())?;
        let cache = self.manuscripts.cache()?;
        let related = cache.folder.join(RELATED_CACHE);
        let shard = self.shard.unwrap_or(Shard::WHOLE);
        let effort = Effort {
            shard,
            related: match self.without.contains(&Part::Related) {
                true => RelatedEffort::Known(Arc::default()),
                false => RelatedEffort::Find(RelatedCache::read(&related)),
            },
            search: !self.without.contains(&Part::Search),
        };
        let options = RenderOptions { pages: self.pages, viewer: viewer.clone(), base: self.base.clone() };
        let pictures = (!self.no_pictures).then(|| Arc::new(PictureStore::new(&cache.folder)));
        let mut edition = self.manuscripts.edition(options, effort, &cache, pictures.clone())?;
        let found = edition.composition.as_ref().and_then(|composition| composition.related_cache.as_ref());
        found.map(|found| found.write(&related)).transpose()?;
        edition.timings.end("keep what is related");
        if let (Some(shard), Some(composition)) = (self.shard, &edition.composition) {
            edition.files.retain(|name, _| shard.has_file(name));
            let viewer = viewer.as_ref().map(Viewer::files).unwrap_or_default();
            let settings =
                format!("{:?} {:?} {viewer:?} {} {} {}", self.pages, self.without, self.base, self.precompress, self.no_pictures);
            PartNote::new(shard, composition, &settings).add(&mut edition.files);
        }
        let viewer = viewer.as_ref().filter(|_| shard.is_first());
        let mut printed = Printed::read(&cache.folder, &self.out);
        let change = write::write(&self.out, &mut edition.files, viewer, self.precompress, &mut printed)?;
        printed.write(&cache.folder, &self.out)?;
        edition.timings.end("write");
        cache.forget_unused()?;
        pictures.map(|pictures| pictures.forget_unused()).transpose()?;
        edition.timings.end("keep the cache");
        self.changes.write(&change)?;
        report::summary(edition.articles, edition.files.len(), &change, start.elapsed());
        if self.timings {
            report::say(edition.timings.table().trim_end());
        }
        Ok(())
    }
}
