//! Authors: who they are, and which credits are theirs.

use std::collections::{BTreeMap, HashMap};

use edition::{Language, slug};
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
    pub(super) fn has(&self, id: &str) -> bool {
        self.names.contains_key(id)
    }

    /// Notes in every credit of an article whose it is. A credit names the author by name, in any language, or by id.
    pub(super) fn resolve(&self, manuscript: &mut Manuscript, problems: &mut Problems) {
        let Manuscript { article, source, .. } = manuscript;
        for (index, credit) in article.offprint.credits.iter_mut().enumerate() {
            let mut report = |field: Option<&str>, message: String| {
                let mut steps = vec![Step::Key("_offprint".into()), Step::Key("credits".into()), Step::Index(index)];
                steps.extend(field.map(|field| Step::Key(field.into())));
                problems.push(source.problem(Severity::Warning, Kind::UnknownAuthor, &steps, message));
            };
            let known = self.by_name.get(&fold(&credit.name));
            if let Some(written) = credit.author.take() {
                let id = slug(&written.nfc().collect::<String>());
                if self.has(&id) {
                    credit.author = Some(id);
                    continue;
                }
                report(Some("author"), format!("there is no author “{written}”. Add authors/{id}.md or correct the id."));
            } else if known == Some(&None) {
                let message = format!(
                    "several authors are called “{}”, so the credit leads to none of them. Add `author` with the id of one.",
                    credit.name
                );
                report(None, message);
            }
            credit.author = known.cloned().flatten();
            // A credit that says the id shows the name.
            if let Some(names) =
                self.names.get(&credit.name).filter(|_| credit.author.as_ref().is_none_or(|id| *id == credit.name))
            {
                let id = credit.name.clone();
                let name = names.get(&article.language).or_else(|| names.values().next()).cloned().unwrap_or_default();
                for author in article.authors.iter_mut().filter(|author| author.name == id) {
                    author.name = name.clone();
                }
                (credit.name, credit.author) = (name, Some(id));
            }
        }
    }
}

fn fold(name: &str) -> String {
    name.nfc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}
