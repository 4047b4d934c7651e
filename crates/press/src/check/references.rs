//! What one manuscript says of others: its section, picks and translations.

use edition::{Address, Article, ByLanguage, Site};

use super::index::ArticleIndex;
use crate::{
    load::{locate::Step, manuscript::Manuscript},
    problem::{Kind, Problems, Severity},
};

/// Checks section, picks and translations, and turns ids into addresses. What leads nowhere is reported and left out.
pub(super) fn resolve(manuscript: &mut Manuscript, site: Option<&Site>, index: &ArticleIndex, problems: &mut Problems) {
    if manuscript.article.offprint.draft {
        return;
    }
    let (source, article) = (&manuscript.source, &mut manuscript.article);
    if let (Some(section), Some(site)) = (&article.offprint.section, site)
        && site.section(section).is_none()
    {
        let known: Vec<&str> = site.sections.iter().map(|section| section.id.as_str()).collect();
        let message = format!("“{section}” is no section of the site. Its sections are: {}.", known.join(", "));
        problems.push(source.error(Kind::UnknownSection, &["_offprint", "section"], message));
    }
    for (field, address) in addresses(article) {
        let is_domain = |path: &str| {
            path.split('/').next().is_some_and(|host| host.contains('.') && !host.starts_with('.') && !host.ends_with(".md"))
        };
        if address.is_relative() && is_domain(address.as_str()) {
            let message = format!("“{address}” leads to a page of this site. For another site, write https:// before it.");
            problems.push(source.warning(Kind::WrongValue, &field, message));
        }
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

/// Returns the fields of an article that lead to other sites.
fn addresses(article: &Article) -> Vec<(Vec<&'static str>, &Address)> {
    let mut addresses: Vec<(Vec<&'static str>, &Address)> = Vec::new();
    // The source may have been made of the other.
    match &article.external_url {
        Some(address) => addresses.push((vec!["external_url"], address)),
        None => {
            let source = article.offprint.source.as_ref().and_then(|source| source.url.as_ref());
            addresses.extend(source.map(|address| (vec!["_offprint", "source", "url"], address)));
        }
    }
    addresses.extend(article.authors.iter().filter_map(|author| Some((vec!["authors"], author.url.as_ref()?))));
    addresses
        .extend(article.offprint.credits.iter().filter_map(|credit| Some((vec!["_offprint", "credits"], credit.url.as_ref()?))));
    addresses
}
