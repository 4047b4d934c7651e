//! From checked articles to what is published: lists, neighbours, recommended reading, the search index. In memory, and a pure
//! function of the articles.

mod finish;
pub(crate) mod lists;
pub(crate) mod members;
pub(crate) mod recommended;
pub(crate) mod search_index;
pub(crate) mod standing;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use edition::{Article, Languages, List, Neighbour, Neighbours, Recommended, Route, Site, Summary};
use jiff::Timestamp;
use rayon::prelude::*;
use related::ArticleText;

use crate::{
    check::{Checked, CheckedArticle},
    load::{locales::Locales, standing::ManuscriptKind},
    problem::plural,
};
use lists::PagedList;
use members::ListMembers;
use recommended::RelatedCache;
use standing::{Authors, StandalonePage};

/// Everything that is published, oldest first.
pub(crate) struct Composition {
    pub(crate) site: Site,
    pub(crate) languages: Languages,
    pub(crate) locales: Locales,
    pub(crate) articles: Vec<Article>,
    pub(crate) summaries: Vec<Summary>,
    pub(crate) members: BTreeMap<List, ListMembers>,
    pub(crate) lists: BTreeMap<List, PagedList>,
    pub(crate) pages: Vec<StandalonePage>,
    pub(crate) authors: Authors,
    /// Files of CONTENT that articles use.
    pub(crate) media: BTreeSet<PathBuf>,
    /// The files of the search indexes.
    pub(crate) search_index: Vec<(String, Vec<u8>)>,
    pub(crate) related_cache: RelatedCache,
}

/// Composes the edition. `related_cache` is what the last build has found.
pub(crate) fn compose(
    mut site: Site,
    locales: Locales,
    checked: Checked,
    related_cache: RelatedCache,
    notes: &mut Vec<String>,
) -> Composition {
    let languages = site.languages();
    site.language_names = locales.names();
    let Checked { articles: checked, pages, authors } = checked;
    let media = checked.iter().chain(&pages).chain(&authors).flat_map(|article| article.media.clone()).collect();
    let pages = standing::pages(pages, &site, &locales);
    site.pages = standing::titles(&site, &pages);
    let authors = Authors::new(authors, &site, &locales);
    let summaries: Vec<Summary> = checked.iter().map(finish::summary).collect();
    let (mut members, unlisted_languages) = members::sort_into_lists(&site, &authors, &checked);
    for ((own, nearest), count) in unlisted_languages {
        let count = plural(count, "article");
        notes.push(format!("{count} in {own}, which is not a language of the site: listed under {nearest}"));
    }
    let finish = |article: CheckedArticle| {
        let page = ManuscriptKind::Article.route(&article.article).path(&languages);
        finish::finish(article, &page, &locales)
    };
    let (mut articles, texts): (Vec<Article>, Vec<String>) = checked.into_par_iter().map(finish).unzip();
    members::set_places(&mut articles, &site, &members);
    members::remove_unlisted(&site, &mut members);
    let (pools, related_cache) = recommended::pools(&articles, &compared(&articles, &texts), related_cache);
    let search_index = search_index::files(&articles, &texts, &members);
    for (article, pool) in articles.iter_mut().zip(pools) {
        article.offprint.recommended = Recommended::Cards(pool);
    }
    let paged = |list: &List, members: &ListMembers| {
        let profile = authors.of_list(list).map(|author| author.profile.clone());
        PagedList::new(members.title.as_deref(), profile, &members.articles, &summaries)
    };
    let lists = members.iter().map(|(list, members)| (list.clone(), paged(list, members))).collect();
    Composition {
        site,
        languages,
        locales,
        articles,
        summaries,
        members,
        lists,
        pages,
        authors,
        media,
        search_index,
        related_cache,
    }
}

/// Returns what recommended reading compares of the articles.
fn compared<'a>(articles: &'a [Article], texts: &'a [String]) -> Vec<ArticleText<'a>> {
    let compared = |(article, body): (&'a Article, &'a String)| ArticleText {
        language: article.language.as_str(),
        title: &article.title,
        standfirst: article.summary.as_deref().unwrap_or_default(),
        tags: &article.tags,
        body,
        // Every date was read before.
        timestamp: article.date_published.as_str().parse::<Timestamp>().map_or(0, |moment| moment.as_second()),
    };
    articles.iter().zip(texts).map(compared).collect()
}

impl Composition {
    /// Returns what is before and after an article in the list that it belongs to. `index` is that of the article.
    pub(crate) fn neighbours(&self, index: usize) -> Neighbours {
        let Some((list, _)) = self.articles[index].home_list() else { return Neighbours::default() };
        let members = &self.members[&list].articles;
        let Ok(position) = members.binary_search(&index) else { return Neighbours::default() };
        let neighbour = |position: usize| {
            let summary = &self.summaries[*members.get(position)?];
            let (id, title, language) = (summary.id.clone(), summary.title.clone(), summary.language.clone());
            let list = Route::List(list.clone(), Some(lists::page_number(position))).path(&self.languages);
            Some(Neighbour { id, title, language, list })
        };
        let front = Route::List(list.clone(), None).href(&self.languages);
        Neighbours { previous: neighbour(position + 1), next: position.checked_sub(1).and_then(neighbour), list: front }
    }
}
