//! The viewer that Trunk has built: its files, as its own page or a printed one names them.

use std::{
    cell::RefCell,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use include_dir::{Dir, include_dir};
use lol_html::{RewriteStrSettings, element, rewrite_str};

use crate::{files, look, output::OutputFile};

/// The viewer that this command carries; empty where it was built without one, see `build.rs`.
static EMBEDDED: Dir = include_dir!("$OUT_DIR/viewer");

/// Where the viewer's files are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum ViewerSource {
    /// In this command.
    #[default]
    Embedded,
    /// In a folder that Trunk, or the press before, has filled.
    Folder(PathBuf),
}

/// The names of the viewer's files.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Viewer {
    pub(crate) source: ViewerSource,
    pub(crate) loader: String,
    pub(crate) glue: String,
    pub(crate) wasm: String,
    pub(crate) style: String,
    /// The search worker: its script, which pages name, and its WebAssembly.
    pub(crate) search: Vec<String>,
    /// The icon of a publication that has none of its own, in several sizes.
    pub(crate) icons: Vec<String>,
}

/// The viewer's own page, or the front page of an edition.
const PAGE: &str = "index.html";

/// The name of the style sheet that the press writes if there is no viewer.
pub(crate) const STYLE: &str = "offprint.css";

impl Viewer {
    /// Returns the viewer in a folder, else the one that this command carries, if it was built with one.
    pub(crate) fn choose(folder: Option<&Path>) -> Result<Option<Viewer>> {
        match folder {
            Some(folder) => Viewer::find(folder).map(Some),
            None => EMBEDDED.get_file(PAGE).map(|page| Viewer::new(ViewerSource::Embedded, page.contents())).transpose(),
        }
    }

    /// Finds the viewer in a folder that Trunk, or the press before, has filled.
    fn find(folder: &Path) -> Result<Viewer> {
        let page = folder.join(PAGE);
        let text = files::read_if_there(&page)?.with_context(|| {
            format!("there is no {}: --viewer names the folder that `cargo xtask dist` fills", page.display())
        })?;
        Viewer::new(ViewerSource::Folder(folder.to_owned()), &text)
    }

    fn new(source: ViewerSource, page: &[u8]) -> Result<Viewer> {
        let files = source.names()?;
        let exists = |name: &String| files.contains(name);
        let viewer = Viewer { source, ..Viewer::named(&String::from_utf8_lossy(page)) };
        for (name, what) in
            [(&viewer.loader, "loader"), (&viewer.glue, "script"), (&viewer.wasm, "WebAssembly"), (&viewer.style, "style sheet")]
        {
            if !exists(name) {
                bail!("{PAGE} of the viewer names no {what} that exists: build the viewer again with `cargo xtask dist`");
            }
        }
        let icons = ["icon-180.png", "icon-192.png", "icon-512.png"].map(str::to_owned);
        let icons = viewer.icons.iter().cloned().chain(icons).filter(exists).collect();
        Ok(Viewer { icons, search: worker(&files, &viewer.search), ..viewer })
    }

    fn named(page: &str) -> Viewer {
        let found = RefCell::new(Viewer::default());
        let name = |address: Option<String>| {
            address.and_then(|address| address.rsplit('/').next().map(str::to_owned)).unwrap_or_default()
        };
        let links = element!("link", |link| {
            let mut found = found.borrow_mut();
            let href = name(link.get_attribute("href"));
            match link.get_attribute("rel").as_deref() {
                // That of a look is the publication's.
                Some("stylesheet") if !look::is_sheet(&href) => found.style = href,
                Some("modulepreload") => found.glue = href,
                Some("preload") if href.ends_with(".wasm") => found.wasm = href,
                Some("icon") if href.ends_with(".svg") => found.icons = vec![href],
                _ => {}
            }
            Ok(())
        });
        let scripts = element!("script[src]", |script| {
            let mut found = found.borrow_mut();
            found.loader = name(script.get_attribute("src"));
            // On a printed page the loader loads the rest.
            if let Some(glue) = script.get_attribute("data-viewer") {
                (found.glue, found.wasm) = (name(Some(glue)), name(script.get_attribute("data-wasm")));
                found.search = script.get_attribute("data-search").into_iter().collect();
            }
            Ok(())
        });
        let settings = RewriteStrSettings::new()
            .append_element_content_handler(links)
            .append_element_content_handler(scripts)
            .with_strict(false);
        // Only the handlers matter.
        let _ = rewrite_str(page, settings);
        found.into_inner()
    }

    /// Returns the files that every page needs, in the order of their names.
    pub(crate) fn files(&self) -> Vec<&str> {
        let mut names = vec![self.loader.as_str(), &self.glue, &self.wasm, &self.style];
        names.extend(self.icons.iter().chain(&self.search).map(String::as_str));
        names.sort_unstable();
        names
    }

    /// Returns these files, to be put next to an edition.
    pub(crate) fn output_files(&self) -> impl Iterator<Item = (String, OutputFile)> {
        self.files().into_iter().map(|name| (name.to_owned(), self.source.file(name)))
    }

    /// Returns the files that have a fingerprint in their name, and so never change.
    pub(crate) fn immutable_files(&self) -> impl Iterator<Item = &str> {
        self.files().into_iter().filter(|name| !name.ends_with(".png"))
    }
}

impl ViewerSource {
    /// Returns the names of all files there, in their order.
    fn names(&self) -> Result<Vec<String>> {
        let mut names: Vec<String> = match self {
            ViewerSource::Embedded => EMBEDDED.files().filter_map(|file| file.path().to_str().map(str::to_owned)).collect(),
            ViewerSource::Folder(folder) => {
                let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
                let files = entries.flatten().filter(|entry| entry.path().is_file());
                files.filter_map(|entry| entry.file_name().into_string().ok()).collect()
            }
        };
        names.sort_unstable();
        Ok(names)
    }

    fn file(&self, name: &str) -> OutputFile {
        match self {
            ViewerSource::Embedded => {
                OutputFile::Bytes(EMBEDDED.get_file(name).map(|file| file.contents().to_vec()).unwrap_or_default())
            }
            ViewerSource::Folder(folder) => OutputFile::Copy(folder.join(name)),
        }
    }
}

/// Returns the files of the search worker: those of the script that a printed page names, else of the one that is there. None if
/// there is no worker.
fn worker(files: &[String], named: &[String]) -> Vec<String> {
    const SCRIPT: &str = "_loader.js";
    let is_script = |name: &&String| match named {
        [] => name.starts_with("search-") && name.ends_with(SCRIPT),
        _ => named.contains(name),
    };
    let script = files.iter().find(is_script);
    script.into_iter().flat_map(|script| [SCRIPT, "_bg.wasm"].map(|end| script.replace(SCRIPT, end))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_found_in_trunks_page_as_in_a_printed_one() {
        let trunk = r#"<base href=/><script src=/loader-1.js></script><link href=/icon-2.svg rel=icon><link href=/offprint-3.css rel=stylesheet><script type=module>x</script><link href=/viewer-4.js rel=modulepreload><link as=fetch href=/viewer-4_bg.wasm rel=preload>"#;
        let printed = r#"<base href="../../"><script src="loader-1.js" data-viewer="viewer-4.js" data-wasm="viewer-4_bg.wasm"></script><link rel="icon" href="icon-2.svg"><link rel="stylesheet" href="offprint-3.css">"#;
        let viewer = Viewer::named(trunk);
        assert_eq!(viewer, Viewer::named(printed));
        assert_eq!(viewer.files(), ["icon-2.svg", "loader-1.js", "offprint-3.css", "viewer-4.js", "viewer-4_bg.wasm"]);
    }
}
