//! Makes an edition, and makes it again after a change.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;
use jiff::Timestamp;
use rayon::ThreadPoolBuilder;
use tokio::sync::watch;

use super::watch::Changes;
use crate::{
    cache::Cache,
    compose::{
        Effort,
        recommended::{KnownPools, RelatedCache},
    },
    load::content::Content,
    pipeline::{self, Edition, Options},
    problem::Problems,
    render::{RenderOptions, viewer::Viewer},
    report::{self, ReportedProblem},
};

/// After this long without a change there is time for recommended reading.
const IDLE: Duration = Duration::from_secs(2);

/// Makes editions, and keeps the last good one.
pub(super) struct Workshop {
    content: PathBuf,
    drafts: bool,
    viewer: Option<Viewer>,
    /// The last edition without errors. None if there never was one.
    edition: RwLock<Option<Arc<Edition>>>,
    /// Ends with the command.
    cache: Arc<Cache>,
    /// What recommended reading has found in an edition before.
    pools: Mutex<Arc<KnownPools>>,
    /// One at a time looks for recommended reading, with what the one before has found.
    related_cache: Mutex<RelatedCache>,
    state: watch::Sender<State>,
}

/// What open pages are notified of.
#[derive(Default)]
pub(super) struct State {
    /// The number of editions since the start.
    editions: usize,
    /// What is wrong, by file and line.
    pub(super) problems: Vec<ReportedProblem>,
    /// Whether what is shown is older than the manuscripts, because they have errors.
    pub(super) is_old: bool,
}

impl State {
    /// Returns the name of the edition that is shown. No other edition has it, nor one of another start of the command.
    pub(super) fn edition(&self) -> String {
        format!("{}-{}", std::process::id(), self.editions)
    }
}

impl Workshop {
    pub(super) fn new(content: PathBuf, drafts: bool, viewer: Option<Viewer>, cache: Arc<Cache>) -> Workshop {
        Workshop {
            content,
            drafts,
            viewer,
            edition: RwLock::default(),
            cache,
            pools: Mutex::default(),
            related_cache: Mutex::default(),
            state: watch::channel(State::default()).0,
        }
    }

    /// Returns the last good edition.
    pub(super) fn edition(&self) -> Option<Arc<Edition>> {
        self.edition.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the state, now and after every change.
    pub(super) fn state(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// Makes an edition after each change, until nothing can change any more.
    pub(super) fn follow(self: &Arc<Self>, changes: &Changes) {
        loop {
            // Recommended reading takes longest, and nobody waits for it.
            let is_idle = !changes.wait_for(IDLE);
            if is_idle {
                let workshop = self.clone();
                thread::spawn(move || match ThreadPoolBuilder::new().num_threads(1).build() {
                    // On one core: the others are for the next change.
                    Ok(pool) => pool.install(|| workshop.recommend()),
                    Err(_) => workshop.recommend(),
                });
            }
            if is_idle && !changes.wait() {
                return;
            }
            self.make();
        }
    }

    /// Makes an edition and shows what is wrong.
    pub(super) fn make(&self) {
        let start = Instant::now();
        let pools = lock(&self.pools).clone();
        match self.run(Effort::preview(pools)) {
            Ok((edition, problems)) => {
                report::problems(&problems, false);
                let is_old = problems.fail(false);
                let before = if is_old {
                    report::line(&problems.verdict(false));
                    None
                } else {
                    report::made(&edition, start.elapsed());
                    self.show(edition)
                };
                self.notify(report::reported(&problems), is_old);
                // Nobody waits for this.
                drop(before);
                if let Err(error) = self.cache.forget_unused() {
                    report::line(&format!("offprint: {}", report::sentence(&error)));
                }
            }
            Err(error) => {
                let message = report::sentence(&error);
                report::line(&format!("offprint: {message}"));
                self.notify(vec![ReportedProblem::failure(&self.content, message)], true);
            }
        }
    }

    /// Looks for recommended reading. Pages have it when they are opened the next time.
    fn recommend(&self) {
        let mut cache = lock(&self.related_cache);
        let before = self.state.borrow().editions;
        let Ok((edition, problems)) = self.run(Effort::related(cache.clone())) else { return };
        let Some(composition) = edition.composition.as_ref().filter(|_| !problems.fail(false)) else { return };
        *lock(&self.pools) = Arc::new(composition.known_pools());
        // The next search repeats only what a change may have affected.
        *cache = composition.related_cache.clone().unwrap_or_default();
        if self.state.borrow().editions == before {
            self.show(edition);
        }
    }

    fn run(&self, effort: Effort) -> Result<(Edition, Problems)> {
        let mut problems = Problems::default();
        let mut content = Content::find(&self.content)?;
        let render = RenderOptions { viewer: self.viewer.clone(), base: "/".into(), ..RenderOptions::default() };
        let options = Options { now: Timestamp::now(), drafts: self.drafts, pictures: None, effort, render };
        let mut edition = pipeline::run(&mut content, options, &self.cache, &mut problems)?;
        edition.files.extend(self.viewer.iter().flat_map(Viewer::output_files));
        Ok((edition, problems))
    }

    /// Shows an edition, and returns the one before.
    fn show(&self, edition: Edition) -> Option<Arc<Edition>> {
        self.edition.write().unwrap_or_else(PoisonError::into_inner).replace(Arc::new(edition))
    }

    fn notify(&self, problems: Vec<ReportedProblem>, is_old: bool) {
        self.state.send_modify(|state| {
            let editions = state.editions + usize::from(!is_old);
            *state = State { editions, problems, is_old };
        });
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
