//! Authors: who they are, and which credits are theirs.

use std::collections::{BTreeMap, HashMap};

use edition::Language;
use unicode_normalization::UnicodeNormalization;

use crate::{
    load::{locate::Step, manuscript::Manuscript},
    problem::{Kind, Problems, Severity},
};

/// Finds the author whom a credit names.
pub(super) struct AuthorIndex {
    /// By name, folded; none for a name that two authors share.
    by_name: HashMap<String, Option<String>>,
    /// The names of each author by language, by id.
    names: BTreeMap<String, BTreeMap<Language, String>>,
}

impl AuthorIndex {
    /// Indexes the manuscripts of authors.
    pub(super) fn new(authors: &[Manuscript]) -> AuthorIndex {
        let mut index = AuthorIndex { by_name: HashMap::new(), names: BTreeMap::new() };
        for author in authors.iter().map(|author| &author.article) {
            let same = index.by_name.entry(fold(&author.title)).or_insert_with(|| Some(author.id.clone()));
            if same.as_ref() != Some(&author.id) {
                *same = None;
            }
            index.names.entry(author.id.clone()).or_default().insert(author.language.clone(), author.title.clone());
        }
        index
    }

    /// Returns the ids of all authors.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.names.keys().map(String::as_str)
    }

    /// Returns whether there is an author with this id.
    fn has(&self, id: &str) -> bool {
        self.names.contains_key(id)
    }

    /// Notes in every credit of an article whose it is. A credit names the author by name, in any language, or by id.
    pub(super) fn resolve(&self, manuscript: &mut Manuscript, problems: &mut Problems) {
        let article = &mut manuscript.article;
        for (index, credit) in article.offprint.credits.iter_mut().enumerate() {
            let known = self.by_name.get(&fold(&credit.name)).cloned().flatten();
            credit.author = match credit.author.take() {
                Some(id) if self.has(id.trim()) => Some(id.trim().to_owned()),
                Some(id) => {
                    let steps = [
                        Step::Key("_offprint".into()),
                        Step::Key("credits".into()),
                        Step::Index(index),
                        Step::Key("author".into()),
                    ];
                    let message = format!("there is no author “{id}”. Add authors/{id}.md or correct the id.");
                    problems.push(manuscript.source.problem(Severity::Warning, Kind::UnknownAuthor, &steps, message));
                    known
                }
                None => known.or_else(|| Some(credit.name.trim().to_owned()).filter(|name| self.has(name))),
            };
            // A credit that says the id shows the name.
            if let Some(names) = credit.author.as_ref().and_then(|id| self.names.get(id)).filter(|_| self.has(credit.name.trim()))
            {
                let name = names.get(&article.language).or_else(|| names.values().next());
                credit.name = name.cloned().unwrap_or_default();
            }
        }
    }
}

fn fold(name: &str) -> String {
    name.nfc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}
