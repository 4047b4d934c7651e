//! What one manuscript says of others: its section, picks and translations.

use edition::{ByLanguage, Site};

use super::index::ArticleIndex;
use crate::{
    load::{locate::Step, manuscript::Manuscript},
    problem::{Kind, Problems, Severity},
};

/// Checks section, picks and translations, and turns ids into addresses. What leads nowhere is reported and left out.
pub(super) fn resolve(manuscript: &mut Manuscript, site: Option<&Site>, index: &ArticleIndex, problems: &mut Problems) {
    let (source, article) = (&manuscript.source, &mut manuscript.article);
    if let (Some(section), Some(site)) = (&article.offprint.section, site)
        && site.section(section).is_none()
    {
        let known: Vec<&str> = site.sections.iter().map(|section| section.id.as_str()).collect();
        let message = format!("“{section}” is no section of the site. Its sections are: {}.", known.join(", "));
        problems.push(source.error(Kind::UnknownSection, &["_offprint", "section"], message));
    }
    let nobody = |id: &str| format!("no article has the id “{id}”. Correct it or take it out.");
    let mut picks = Vec::new();
    for (position, pick) in article.offprint.picks.iter().enumerate() {
        match index.by_id(pick) {
            Some(id) => picks.push(id.to_owned()),
            None => {
                let steps = [Step::Key("_offprint".into()), Step::Key("picks".into()), Step::Index(position)];
                problems.push(source.problem(Severity::Warning, Kind::UnknownArticle, &steps, nobody(pick)));
            }
        }
    }
    article.offprint.picks = picks;
    let mut translations = ByLanguage::default();
    for (language, translation) in article.offprint.translations.iter() {
        match index.by_id(translation) {
            Some(id) => translations.insert(language.clone(), id.to_owned()),
            None => {
                let field = ["_offprint", "translations", language.as_str()];
                problems.push(source.warning(Kind::UnknownArticle, &field, nobody(translation)));
            }
        }
    }
    article.offprint.translations = translations;
}
