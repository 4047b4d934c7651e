//! Manuscripts that are no articles: pages outside of the lists, and authors. Both stand in a folder of their own, with one file for
//! each language.

use std::path::Path;

use edition::{Article, Language, Site, slug};
use offprint_viewer::intl::matching::{self, Match};
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

use super::{
    fields::{FieldSource, keys},
    kind::{AUTHOR_NAMES, ManuscriptKind},
    known_fields::{self, AUTHOR, PAGE},
};
use crate::{
    files,
    problem::{Kind, Problem, Severity},
};

/// Takes out the fields that a page or an author does not have, with a warning, and gives the others the names that they have in
/// an article.
pub(super) fn shape_fields(
    kind: ManuscriptKind,
    fields: &mut Map<String, Value>,
    source: &FieldSource,
    problems: &mut Vec<Problem>,
) {
    let (known, what) = match kind {
        ManuscriptKind::Article => return,
        ManuscriptKind::Page => (PAGE, "a page"),
        ManuscriptKind::Author => (AUTHOR, "an author"),
    };
    let mut take_out = |group: &mut Map<String, Value>, path: &[&str]| {
        group.retain(|name, _| {
            let is_kept = known.contains(&name.as_str()) || known_fields::is_namespaced(name);
            if !is_kept {
                let mut steps = keys(path);
                steps.extend(keys(&[name]));
                let advice = known_fields::advice(known_fields::closest_of(name, known));
                let message = format!("nobody reads this field of {what}. {advice}");
                problems.push(source.problem(Severity::Warning, Kind::UnknownField, &steps, message));
            }
            is_kept
        });
    };
    if let Some(Value::Object(offprint)) = fields.get_mut("_offprint") {
        take_out(offprint, &["_offprint"]);
    }
    take_out(fields, &[]);
    if kind == ManuscriptKind::Author {
        for (name, written) in AUTHOR_NAMES {
            // `title` and `image`, which are read as well, keep their names.
            if let Some(value) = fields.remove(*written) {
                fields.insert((*name).to_owned(), value);
            }
        }
    }
}

/// Returns the id and the language that the name of a file says: `about.zh-Hans.md` is `about` in `zh-Hans`.
pub(super) fn id_and_language(path: &Path) -> (String, Option<Language>) {
    let stem = files::shown(Path::new(path.file_stem().unwrap_or_default()));
    let named = stem.rsplit_once('.').filter(|(_, tag)| matching::is_known(tag));
    let (id, language) = named.map_or((stem.as_str(), None), |(id, tag)| (id, Some(tag.into())));
    (slug(&id.nfc().collect::<String>()), language)
}

/// Brings the language of a page or an author into the form that the site has; the first language of the site if there is none. One that
/// the site does not have is reported.
pub(super) fn set_language(
    article: &mut Article,
    named: Option<Language>,
    site: &Site,
    source: &FieldSource,
    problems: &mut Vec<Problem>,
) {
    if article.language.as_str().is_empty() {
        article.language = named.unwrap_or_else(|| site.languages().first().clone());
    }
    match language_of_site(article.language.as_str(), site) {
        Some(language) => article.language = language,
        None => {
            let known: Vec<String> = site.languages().iter().map(Language::to_string).collect();
            let message = format!(
                "“{}” is not a language of the site, so no reader would find this. The languages of the site are: {}.",
                article.language,
                known.join(", ")
            );
            problems.push(source.error(Kind::Language, &["language"], message));
        }
    }
}

/// Returns the language of the site that is closest to a tag, if it is at least in the same script.
pub(crate) fn language_of_site(tag: &str, site: &Site) -> Option<Language> {
    let languages = site.languages();
    let (found, quality) = matching::closest(tag, languages.iter().map(Language::as_str))?;
    if quality > Match::OtherScript { languages.find(found).cloned() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_says_the_id_and_the_language() {
        let read = |name: &str| {
            let (id, language) = id_and_language(Path::new(name));
            (id, language.map(|language| language.to_string()))
        };
        assert_eq!(read("pages/about.md"), ("about".into(), None));
        assert_eq!(read("pages/About us.zh-CN.md"), ("about-us".into(), Some("zh-CN".into())));
        assert_eq!(read("authors/j.smith.md"), ("j-smith".into(), None));
        assert_eq!(read("pages/v1.2.md"), ("v1-2".into(), None));
    }
}
