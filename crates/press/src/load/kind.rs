//! What manuscripts there are, and what their fields are called.

use std::path::Path;

use edition::{Article, List, Route};
use serde::{Deserialize, Serialize};

/// What a manuscript is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum ManuscriptKind {
    Article,
    /// A page outside of the lists, from the folder `pages`.
    Page,
    /// Who an author is, from the folder `authors`.
    Author,
}

/// The names that the fields of an author have in an article, with those that an editor writes, which are those of JSON Feed.
pub(super) const AUTHOR_NAMES: &[(&str, &str)] = &[("title", "name"), ("image", "avatar"), ("external_url", "url")];

/// The names of fields in JSON Feed, with those of front matter.
const FRONT_MATTER_NAMES: &[(&str, &str)] = &[("date_published", "date")];

impl ManuscriptKind {
    /// Returns what the manuscript in a file is. The path begins in CONTENT.
    pub(crate) fn of(path: &Path) -> ManuscriptKind {
        let folder = path.parent().and_then(|parent| parent.iter().next()).unwrap_or_default();
        match folder.to_str() {
            Some("pages") => ManuscriptKind::Page,
            Some("authors") => ManuscriptKind::Author,
            _ => ManuscriptKind::Article,
        }
    }

    /// Returns the address of what a manuscript of this kind becomes.
    pub(crate) fn route(self, article: &Article) -> Route {
        let (language, id) = (article.language.clone(), article.id.clone());
        match self {
            ManuscriptKind::Article => Route::Article(id),
            ManuscriptKind::Page => Route::Page(language, id),
            ManuscriptKind::Author => Route::List(List::author(language, &id), None),
        }
    }

    /// Returns the names of fields that an editor writes differently, with those that they are written as.
    pub(crate) fn written_names(self, is_front_matter: bool) -> &'static [(&'static str, &'static str)] {
        match (self, is_front_matter) {
            (ManuscriptKind::Author, _) => AUTHOR_NAMES,
            (_, true) => FRONT_MATTER_NAMES,
            (_, false) => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_says_what_a_manuscript_is() {
        let kind = |path: &str| ManuscriptKind::of(Path::new(path));
        assert_eq!(kind("pages/legal/imprint.md"), ManuscriptKind::Page);
        assert_eq!(kind("authors/lin.json"), ManuscriptKind::Author);
        assert_eq!([kind("authors.md"), kind("news/pages/a.md"), kind("a.md")], [ManuscriptKind::Article; 3]);
    }
}
