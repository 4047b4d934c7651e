//! Says when a file of the newspaper has changed.

use std::{
    path::Path,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::Duration,
};

use anyhow::{Context, Result};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// Editors write a file in several steps. This long after the last of them a change is complete.
const QUIET: Duration = Duration::from_millis(40);

/// How often files are compared where the system does not say what changed.
const POLL: Duration = Duration::from_secs(1);

/// Changes to the files of a folder.
pub(super) struct Changes {
    events: Receiver<()>,
    _watcher: Box<dyn Watcher + Send>,
}

/// Watches a folder with all that is in it, but not hidden files.
pub(super) fn watch(folder: &Path) -> Result<Changes> {
    let root = folder.canonicalize().with_context(|| format!("cannot read {}", folder.display()))?;
    let (sender, events) = channel();
    let handler = |sender: Sender<()>, root: std::path::PathBuf| {
        move |event: notify::Result<Event>| {
            // An error may mean that events were lost.
            if event.map_or(true, |event| matters(&event, &root)) {
                let _ = sender.send(());
            }
        }
    };
    let native = RecommendedWatcher::new(handler(sender.clone(), root.clone()), Config::default());
    let native = native.and_then(|mut watcher| watcher.watch(&root, RecursiveMode::Recursive).map(|()| watcher));
    let watcher: Box<dyn Watcher + Send> = match native {
        Ok(watcher) => Box::new(watcher),
        // The system's limit is reached, or the folder is on a network drive.
        Err(_) => {
            let config = Config::default().with_poll_interval(POLL);
            let mut watcher = PollWatcher::new(handler(sender, root.clone()), config).context("cannot watch files")?;
            watcher.watch(&root, RecursiveMode::Recursive).with_context(|| format!("cannot watch {}", folder.display()))?;
            Box::new(watcher)
        }
    };
    Ok(Changes { events, _watcher: watcher })
}

impl Changes {
    /// Waits until something has changed, and then until nothing changes any more. False once nothing can change.
    pub(super) fn wait(&self) -> bool {
        self.events.recv().is_ok() && self.settle()
    }

    /// The same, but gives up after a time without a change: false then, too.
    pub(super) fn wait_for(&self, time: Duration) -> bool {
        self.events.recv_timeout(time).is_ok() && self.settle()
    }

    fn settle(&self) -> bool {
        loop {
            match self.events.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }
}

fn matters(event: &Event, root: &Path) -> bool {
    let is_hidden = |path: &Path| {
        let path = path.strip_prefix(root).unwrap_or(path);
        path.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
    };
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|path| !is_hidden(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_file_is_a_change_and_a_hidden_one_is_not() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir(folder.path().join("articles")).expect("a folder");
        let changes = watch(folder.path()).expect("the folder can be watched");
        std::fs::write(folder.path().join(".a.md.swp"), "a").expect("a file");
        std::fs::write(folder.path().join("articles/a.md"), "a").expect("a file");
        assert!(changes.wait());
        std::fs::write(folder.path().join("b.md"), "b").expect("a file");
        assert!(changes.wait());
    }

    #[test]
    fn hidden_files_and_reading_do_not_matter() {
        use notify::event::{AccessKind, ModifyKind};
        let root = Path::new("/home/.me/paper");
        let event = |kind, path: &str| Event::new(kind).add_path(path.into());
        assert!(matters(&event(EventKind::Modify(ModifyKind::Any), "/home/.me/paper/a.md"), root));
        assert!(!matters(&event(EventKind::Modify(ModifyKind::Any), "/home/.me/paper/.git/index"), root));
        assert!(!matters(&event(EventKind::Access(AccessKind::Any), "/home/.me/paper/a.md"), root));
    }
}
