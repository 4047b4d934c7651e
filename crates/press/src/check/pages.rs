//! Pages outside of the lists, and the files of authors: that each is there once, and where links to them lead.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
};

use edition::{ByLanguage, Language, Languages, Site, is_free};

use crate::{
    load::{fields::FieldSource, kind::ManuscriptKind, locate::Step, manuscript::Manuscript},
    problem::{Kind, Problems, Severity},
};

/// Where links to pages and authors lead.
#[derive(Debug, Default)]
pub(super) struct PageIndex {
    /// From a file of CONTENT to the address.
    files: HashMap<PathBuf, String>,
    /// From an old address, without the slashes at its ends, to the address.
    aliases: HashMap<String, String>,
    /// The ids inside the bodies, by the address.
    ids: HashMap<String, BTreeSet<String>>,
}

/// Checks the ids of pages and authors. Two of one kind with one id and language are an error that names both. Notes in each page in which
/// other languages it is there.
pub(super) fn check(standing: &mut [Manuscript], languages: &Languages, problems: &mut Problems) {
    /// The languages of a page with the files that they are in.
    type Versions = Vec<(Language, String)>;
    let mut versions: HashMap<(ManuscriptKind, String), Versions> = HashMap::new();
    for manuscript in standing.iter() {
        let Manuscript { kind, source, article, .. } = manuscript;
        let (id, language) = (&article.id, &article.language);
        if *kind == ManuscriptKind::Page && !id.is_empty() && !is_free(id, languages) {
            let message = format!("“{id}” is taken: addresses that begin so lead elsewhere. Give the page another id.");
            problems.push(source.error(Kind::WrongValue, &["id"], message));
        }
        let known = versions.entry((*kind, id.clone())).or_default();
        if let Some((_, other)) = known.iter().rfind(|(other, _)| other == language) {
            let message = format!("“{id}” in {language} is in {other}, too. Give one of them another id or language.");
            problems.push(source.error(Kind::DuplicateId, &["id"], message));
        }
        known.push((language.clone(), source.file.clone()));
    }
    for Manuscript { kind, article, .. } in standing {
        let mut translations = ByLanguage::default();
        for (language, _) in &versions[&(*kind, article.id.clone())] {
            if *language != article.language {
                translations.insert(language.clone(), article.id.clone());
            }
        }
        article.offprint.translations = translations;
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
    pub(super) fn new<'a>(languages: &Languages, standing: impl Iterator<Item = &'a Manuscript>) -> PageIndex {
        let mut index = PageIndex::default();
        for Manuscript { path, kind, article, body, .. } in standing {
            let page = kind.route(article).path(languages);
            index.aliases.extend(article.offprint.aliases.iter().map(|alias| (alias.clone(), page.clone())));
            index.files.insert(path.clone(), page.clone());
            index.ids.insert(page, body.ids.clone());
        }
        index
    }

    /// Returns the address of the page or author in this file, from CONTENT.
    pub(super) fn by_file(&self, file: &Path) -> Option<&str> {
        self.files.get(file).map(String::as_str)
    }

    /// Returns the address of the page that had this address before.
    pub(super) fn by_alias(&self, path: &str) -> Option<&str> {
        self.aliases.get(path.trim_matches('/')).map(String::as_str)
    }

    /// Returns the ids inside the body of the page with this address; none if there is no such page.
    pub(super) fn ids_in(&self, page: &str) -> Option<&BTreeSet<String>> {
        self.ids.get(page)
    }
}
