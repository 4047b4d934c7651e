//! Addresses that articles had before.

use std::collections::{HashMap, HashSet};

use edition::{Languages, Route, Selection, Site};
use percent_encoding::percent_decode_str;

use crate::{
    load::{kind::ManuscriptKind, locate::Step, manuscript::Manuscript},
    problem::{Kind, Problem, Problems, Severity},
};

/// The longest name of a folder that common file systems store, in bytes.
const MAX_PART: usize = 255;

/// Decodes the aliases of every article and page. One that cannot be a page of its own is reported and left out.
pub(super) fn resolve(manuscripts: &mut [Manuscript], site: &Site, problems: &mut Problems) {
    let is_page = |manuscript: &&Manuscript| manuscript.kind == ManuscriptKind::Page;
    let pages = manuscripts.iter().filter(is_page).map(|page| page.article.id.clone()).collect();
    let own = OwnAddresses { languages: site.languages(), site, pages };
    let mut taken: HashMap<String, String> = HashMap::new();
    for manuscript in manuscripts {
        let written = std::mem::take(&mut manuscript.article.offprint.aliases);
        for (index, alias) in written.into_iter().enumerate() {
            let path = path_of(&alias);
            let objection = objection_to(&path, &own).or_else(|| {
                let other = taken.get(&path).filter(|other| **other != manuscript.source.file)?;
                Some(format!("is an alias in {other}, too. Keep one of them."))
            });
            match objection {
                None => {
                    taken.insert(path.clone(), manuscript.source.file.clone());
                    manuscript.article.offprint.aliases.push(path);
                }
                Some(objection) => problems.push(report(manuscript, index, format!("“{alias}” {objection}"))),
            }
        }
    }
}

fn report(manuscript: &Manuscript, index: usize, message: String) -> Problem {
    let steps = [Step::Key("_offprint".into()), Step::Key("aliases".into()), Step::Index(index)];
    manuscript.source.problem(Severity::Warning, Kind::Alias, &steps, message)
}

/// Returns the decoded path of an address, without the slashes at its ends. That of the own site may be written whole.
fn path_of(alias: &str) -> String {
    let path = alias.split_once("://").map_or(alias, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    percent_decode_str(path.trim_matches('/')).decode_utf8_lossy().into_owned()
}

/// What the addresses of the edition are made of.
struct OwnAddresses<'a> {
    languages: Languages,
    site: &'a Site,
    /// The ids of the pages outside of the lists.
    pages: HashSet<String>,
}

impl OwnAddresses<'_> {
    fn has(&self, path: &str) -> bool {
        match Route::parse(path, &self.languages) {
            Route::NotFound => false,
            Route::Page(_, id) => self.pages.contains(&id),
            Route::List(list, _) => match &list.selection {
                Selection::All => true,
                Selection::Term { taxonomy, .. } => self.site.taxonomy(taxonomy).is_some(),
            },
            Route::Article(_) | Route::Search(_) => true,
        }
    }
}

fn objection_to(path: &str, own: &OwnAddresses<'_>) -> Option<String> {
    let parts: Vec<&str> = path.split('/').collect();
    let is_page = |name: &str| name.ends_with(".html") || name.ends_with(".htm");
    let objection = match () {
        () if path.is_empty() => "is the front page, which no article can have.",
        () if path.contains(['?', '#']) => "has a query or a fragment, which a host without a program cannot redirect.",
        () if parts.iter().any(|part| matches!(*part, "" | "." | "..")) => "is not an address. Write it like /2019/05/old-slug/.",
        () if parts.iter().any(|part| part.len() > MAX_PART) => "has a part that is too long for a folder.",
        () if parts[..parts.len() - 1].iter().any(|part| part.contains('.')) || is_file(parts[parts.len() - 1], is_page) => {
            "is the address of a file, not of a page. Write it like /2019/05/old-slug/."
        }
        () if own.has(path) => "is an address of the edition itself.",
        () => return None,
    };
    Some(objection.to_owned())
}

fn is_file(name: &str, is_page: impl Fn(&str) -> bool) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    name.starts_with(['.', '_'])
        || (!is_page(name) && matches!(extension, "json" | "xml" | "txt" | "js" | "css" | "wasm" | "webmanifest"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_a_page_that_the_edition_does_not_have() {
        let site = Site { taxonomies: edition::Taxonomy::built_in().into(), ..Site::default() };
        let languages = Languages::new(["en", "zh-Hans"]);
        let own = OwnAddresses { languages, site: &site, pages: HashSet::from(["about".to_owned()]) };
        let is_accepted = |alias: &str| objection_to(&path_of(alias), &own).is_none();
        for alias in [
            "/2019/05/old-slug/",
            "/2019/05/",
            "/blog/old-slug/",
            "/old-slug/",
            "old.html",
            "/旧%20x/",
            "https://old.example/2019/x/",
            "/a.b/",
        ] {
            assert!(is_accepted(alias), "{alias}");
        }
        for alias in [
            "/",
            "",
            "../up/",
            "/x?p=123",
            "/feed.xml",
            "/site.json",
            "/_headers",
            "/en/feed.json/",
            "/x.html/y",
            "/articles/b/",
            "/sections/news/",
            "/tags/news/2/",
            "/zh-Hans/about/",
            "/zh-Hans/archive/2/",
        ] {
            assert!(!is_accepted(alias), "{alias}");
        }
        assert_eq!(path_of("/旧%20x/"), "旧 x");
    }
}
