//! Pages outside of the lists, and the files of authors: that each is there once, and where links to them lead.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};

use edition::{AUTHORS, Article, ByLanguage, Language, Languages, List, Route, Site, is_free};

use crate::{
    load::{fields::FieldSource, locate::Step, manuscript::Manuscript, standing::ManuscriptKind},
    problem::{Kind, Problems, Severity},
};

/// Where links to pages and authors lead.
#[derive(Debug, Default)]
pub(super) struct PageIndex {
    files: HashMap<PathBuf, Route>,
    /// By an old address, without the slashes at its ends.
    aliases: HashMap<String, Route>,
    /// The ids inside the bodies, by the address.
    ids: HashMap<String, HashSet<String>>,
}

/// Returns the address of a page, or of the list of an author.
pub(super) fn route(kind: ManuscriptKind, article: &Article) -> Route {
    let (language, id) = (article.language.clone(), article.id.clone());
    match kind {
        ManuscriptKind::Article => Route::Article(id),
        ManuscriptKind::Page => Route::Page(language, id),
        ManuscriptKind::Author => Route::List(List::term(language, AUTHORS, &id), None),
    }
}

/// Checks the ids of pages and authors. Two of one kind with one id and language are an error that names both. Notes in each page in which
/// other languages it is there.
pub(super) fn check(standing: &mut [Manuscript], site: Option<&Site>, problems: &mut Problems) {
    let mut first: HashMap<(bool, String, String), &Manuscript> = HashMap::new();
    for manuscript in standing.iter() {
        let (article, is_page) = (&manuscript.article, manuscript.kind == ManuscriptKind::Page);
        let (id, language) = (&article.id, article.language.to_string());
        let languages = site.map(Site::languages);
        let mut languages = languages.iter().flat_map(Languages::iter);
        let is_language = languages.any(|language| language.as_str().eq_ignore_ascii_case(id));
        if is_page && !id.is_empty() && (!is_free(id) || is_language) {
            let message = format!("“{id}” is taken: addresses that begin so lead elsewhere. Give the page another id.");
            problems.push(manuscript.source.error(Kind::WrongValue, &["id"], message));
        }
        if let Some(other) = first.insert((is_page, id.clone(), language.clone()), manuscript) {
            let message =
                format!("“{id}” in {language} is in {}, too. Give one of them another id or language.", other.source.file);
            problems.push(manuscript.source.error(Kind::DuplicateId, &["id"], message));
        }
    }
    let languages: Vec<(ManuscriptKind, String, Language)> =
        standing.iter().map(|page| (page.kind, page.article.id.clone(), page.article.language.clone())).collect();
    for page in standing {
        let mut translations = ByLanguage::default();
        for (_, id, language) in languages.iter().filter(|(kind, id, _)| *kind == page.kind && *id == page.article.id) {
            if *language != page.article.language {
                translations.insert(language.clone(), id.clone());
            }
        }
        page.article.offprint.translations = translations;
    }
}

/// Reports pages in the navigation or the foot of the site that are not there.
pub(super) fn check_menus(standing: &[Manuscript], site: &Site, source: &FieldSource, problems: &mut Problems) {
    for (field, ids) in [("nav", &site.nav), ("footer", &site.footer)] {
        for (index, id) in ids.iter().enumerate() {
            if !standing.iter().any(|page| page.kind == ManuscriptKind::Page && page.article.id == *id) {
                let steps = [Step::Key(field.into()), Step::Index(index)];
                let message = format!("there is no page “{id}”, so it is left out. Add pages/{id}.md or correct the id.");
                problems.push(source.problem(Severity::Warning, Kind::UnknownPage, &steps, message));
            }
        }
    }
}

impl PageIndex {
    /// Indexes pages and authors with the ids inside their bodies.
    pub(super) fn new<'a>(
        languages: &Languages,
        standing: impl Iterator<Item = (&'a Manuscript, &'a HashSet<String>)>,
    ) -> PageIndex {
        let mut index = PageIndex::default();
        for (manuscript, ids) in standing {
            let route = route(manuscript.kind, &manuscript.article);
            index.ids.insert(route.path(languages), ids.clone());
            for alias in &manuscript.article.offprint.aliases {
                index.aliases.insert(alias.clone(), route.clone());
            }
            index.files.insert(manuscript.path.clone(), route);
        }
        index
    }

    /// Returns the address of the page or author in this file, from CONTENT.
    pub(super) fn by_file(&self, file: &Path) -> Option<&Route> {
        self.files.get(file)
    }

    /// Returns the address of the page that had this address before.
    pub(super) fn by_alias(&self, path: &str) -> Option<&Route> {
        self.aliases.get(path.trim_matches('/'))
    }

    /// Returns the ids inside the body of the page with this address; none if there is no such page.
    pub(super) fn ids_in(&self, path: &str) -> Option<&HashSet<String>> {
        self.ids.get(path)
    }
}
