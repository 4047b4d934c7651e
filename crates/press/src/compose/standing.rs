//! Pages outside of the lists, and who the authors are.

use std::collections::BTreeMap;

use anyhow::Result;
use edition::{AUTHORS, Article, ByLanguage, Language, List, PageTitles, Picture, Profile, Route, Site, Summary};

use super::finish;
use crate::{cache::Cache, check::CheckedArticle, load::kind::ManuscriptKind};

/// A page outside of the lists.
pub(crate) struct StandalonePage {
    pub(crate) article: Article,
    /// For search engines: its summary, or the beginning of its text.
    pub(crate) description: String,
    /// Its main picture, which may be in its text.
    pub(crate) picture: Option<Picture>,
}

impl StandalonePage {
    /// Returns the address of the page.
    pub(crate) fn route(&self) -> Route {
        ManuscriptKind::Page.route(&self.article)
    }
}

/// Returns the pages as they are published.
///
/// # Errors
///
/// A text that cannot be read from the cache.
pub(super) fn pages(cache: &Cache, checked: Vec<CheckedArticle>) -> Result<Vec<StandalonePage>> {
    let page = |checked: CheckedArticle| {
        let Summary { standfirst: description, picture, .. } = finish::summary(&checked);
        Ok(StandalonePage { article: with_text(cache, checked)?, description, picture })
    };
    checked.into_iter().map(page).collect()
}

fn with_text(cache: &Cache, checked: CheckedArticle) -> Result<Article> {
    let (article, text) = finish::finish(checked);
    Ok(Article { content_html: Some(cache.text(text.html)?), ..article })
}

/// Returns the titles of the pages that the navigation and the foot of the site show.
pub(super) fn titles(site: &Site, pages: &[StandalonePage]) -> Vec<PageTitles> {
    let mut titles: BTreeMap<&str, ByLanguage> = BTreeMap::new();
    for page in
        pages.iter().map(|page| &page.article).filter(|page| site.nav.contains(&page.id) || site.footer.contains(&page.id))
    {
        titles.entry(&page.id).or_default().insert(page.language.clone(), page.title.clone());
    }
    titles.into_iter().map(|(id, titles)| PageTitles { id: id.to_owned(), titles }).collect()
}

/// Who the authors are.
pub(crate) struct Authors {
    /// By id and language.
    known: BTreeMap<String, BTreeMap<Language, Author>>,
    /// The first language of the site.
    first: Language,
}

/// Who an author is, in one language.
pub(crate) struct Author {
    pub(crate) name: String,
    /// The beginning of the biography, for search engines.
    pub(crate) description: String,
    pub(crate) profile: Profile,
}

impl Authors {
    /// # Errors
    ///
    /// A text that cannot be read from the cache.
    pub(super) fn new(cache: &Cache, checked: Vec<CheckedArticle>, site: &Site) -> Result<Authors> {
        let languages = site.languages();
        let mut authors = Authors { known: BTreeMap::new(), first: languages.first().clone() };
        for checked in checked {
            let description = finish::summary(&checked).standfirst;
            let article = with_text(cache, checked)?;
            let profile = Profile {
                picture: article.offprint.picture,
                language: article.language.clone(),
                url: article.external_url,
                content_html: article.content_html.unwrap_or_default(),
            };
            let author = Author { name: article.title, description, profile };
            authors.known.entry(article.id).or_default().insert(article.language, author);
        }
        Ok(authors)
    }

    /// Returns the ids of all authors.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.known.keys().map(String::as_str)
    }

    /// Returns whose list this is, in its language, else in the first language of the site, else in any. None for another list.
    pub(crate) fn of_list(&self, list: &List) -> Option<&Author> {
        let by_language = self.known.get(list.selection.term_of(AUTHORS)?)?;
        by_language.get(&list.language).or_else(|| by_language.get(&self.first)).or_else(|| by_language.values().next())
    }
}
