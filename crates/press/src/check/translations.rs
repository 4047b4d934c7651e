//! Translations: that each leads to an article in its language, and back.

use std::collections::HashMap;

use edition::{Language, Site};
use offprint_viewer::intl::matching::{self, Match};

use crate::{
    load::{manuscript::Manuscript, standing::language_of_site},
    problem::{Kind, Problems},
};

/// Reports translations that lead to an article in another language, to the article itself, or that contradict each other.
pub(super) fn check(manuscripts: &[Manuscript], problems: &mut Problems) {
    let by_id: HashMap<&str, &Manuscript> =
        manuscripts.iter().map(|manuscript| (manuscript.article.id.as_str(), manuscript)).collect();
    for manuscript in manuscripts {
        let own = &manuscript.article;
        for (language, id) in own.offprint.translations.iter() {
            let Some(other) = by_id.get(id) else { continue };
            let theirs = &other.article;
            let back = theirs.offprint.translations.get(&own.language);
            let message = if id == own.id {
                "an article is no translation of itself. Take it out.".to_owned()
            } else if !is_same(language, &theirs.language) {
                format!(
                    "“{id}” is written in {}, not in {language} ({}). Correct one of them.",
                    theirs.language, other.source.file
                )
            } else if let Some(back) = back.filter(|back| *back != own.id) {
                format!(
                    "“{id}” says that its translation into {} is “{back}” ({}). Correct one of them.",
                    own.language, other.source.file
                )
            } else {
                continue;
            };
            problems.push(manuscript.source.warning(
                Kind::Translation,
                &["_offprint", "translations", language.as_str()],
                message,
            ));
        }
    }
}

/// Returns whether an article in `written` can be the translation into `wanted`: the same language in the same script.
fn is_same(wanted: &Language, written: &Language) -> bool {
    wanted == written || matching::compare(wanted.as_str(), written.as_str()).is_some_and(|quality| quality > Match::OtherScript)
}

/// Makes every translation one in both directions, and removes those that are wrong or lead to an article that is not published.
///
/// Afterwards each is named by the language of the site that it is in: `zh-Hant` for an article in `zh-TW`.
pub(super) fn complete(manuscripts: &mut [Manuscript], site: Option<&Site>) {
    // The language of the site that an article is in; its own where the site has none in this script.
    let listed = |own: &Language| site.and_then(|site| language_of_site(own.as_str(), site)).unwrap_or_else(|| own.clone());
    let published: HashMap<String, usize> =
        manuscripts.iter().enumerate().map(|(index, manuscript)| (manuscript.article.id.clone(), index)).collect();
    let languages: HashMap<String, Language> =
        manuscripts.iter().map(|manuscript| (manuscript.article.id.clone(), manuscript.article.language.clone())).collect();
    let said: HashMap<(String, Language), String> = manuscripts
        .iter()
        .flat_map(|manuscript| {
            let id = &manuscript.article.id;
            manuscript.article.offprint.translations.iter().map(|(language, to)| ((id.clone(), language.clone()), to.to_owned()))
        })
        .collect();
    for manuscript in manuscripts.iter_mut() {
        let own = manuscript.article.id.clone();
        let own_language = manuscript.article.language.clone();
        let mut right = edition::ByLanguage::default();
        for (language, id) in manuscript.article.offprint.translations.iter() {
            let back = said.get(&(id.to_owned(), own_language.clone()));
            let is_contradicted = back.is_some_and(|back| *back != own);
            if id != own && !is_contradicted && languages.get(id).is_some_and(|theirs| is_same(language, theirs)) {
                right.insert(listed(language), id.to_owned());
            }
        }
        manuscript.article.offprint.translations = right;
        manuscript.article.offprint.picks.retain(|id| published.contains_key(id) && *id != own);
    }
    let pairs: Vec<(usize, usize)> = manuscripts
        .iter()
        .enumerate()
        .flat_map(|(from, manuscript)| {
            let targets = manuscript.article.offprint.translations.iter().filter_map(|(_, id)| published.get(id));
            targets.map(move |to| (*to, from)).collect::<Vec<_>>()
        })
        .collect();
    for (to, from) in pairs {
        let (language, id) = (listed(&manuscripts[from].article.language), manuscripts[from].article.id.clone());
        let translations = &mut manuscripts[to].article.offprint.translations;
        if translations.get(&language).is_none() {
            translations.insert(language, id);
        }
    }
}
