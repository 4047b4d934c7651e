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
    sync::{Arc, OnceLock},
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
pub(crate) use finish::FinishMemos;
use lists::PagedList;
use members::ListMembers;
use recommended::{KnownPools, RelatedCache};
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
    /// What recommended reading has found, for the next build. None where nothing was searched.
    pub(crate) related_cache: Option<RelatedCache>,
    /// The words of the bodies, as long as there is no search index.
    texts: Vec<Arc<str>>,
    search_index: OnceLock<SearchFiles>,
}

/// The files of the search indexes, by their names.
pub(crate) type SearchFiles = BTreeMap<String, Vec<u8>>;

/// How much of the work that takes long is done at once.
pub(crate) enum Effort {
    /// All of it. The cache is what the last build has found.
    Full(RelatedCache),
    /// All but the search index, which is built when somebody asks for it.
    Recommend(RelatedCache),
    /// Recommended reading, too, is only what is known of an earlier edition.
    Preview(Arc<KnownPools>),
}

/// Composes the edition.
pub(crate) fn compose(
    mut site: Site,
    locales: Locales,
    checked: Checked,
    effort: Effort,
    memos: &FinishMemos,
    notes: &mut Vec<String>,
) -> Composition {
    let languages = site.languages();
    site.language_names = locales.names();
    let Checked { articles: checked, pages, authors } = checked;
    let media = checked.iter().chain(&pages).chain(&authors).flat_map(|article| article.media.clone()).collect();
    let pages = standing::pages(memos, pages, &site, &locales);
    site.pages = standing::titles(&site, &pages);
    let authors = Authors::new(memos, authors, &site, &locales);
    let summaries: Vec<Summary> = checked.par_iter().map(|article| finish::summary(memos, article)).collect();
    let (mut members, unlisted_languages) = members::sort_into_lists(&site, &authors, &checked);
    for ((own, nearest), count) in unlisted_languages {
        let count = plural(count, "article");
        notes.push(format!("{count} in {own}, which is not a language of the site: listed under {nearest}"));
    }
    let finish = |article: CheckedArticle| {
        let page = ManuscriptKind::Article.route(&article.article).path(&languages);
        finish::finish(memos, article, &page, &locales)
    };
    let (mut articles, texts): (Vec<Article>, Vec<Arc<str>>) = checked.into_par_iter().map(finish).unzip();
    members::set_places(&mut articles, &site, &members);
    members::remove_unlisted(&site, &mut members);
    let is_full = matches!(effort, Effort::Full(_));
    let (pools, related_cache) = match effort {
        Effort::Full(cache) | Effort::Recommend(cache) => {
            let (pools, cache) = recommended::pools(&articles, &compared(&articles, &texts), cache);
            (pools, Some(cache))
        }
        Effort::Preview(known) => (recommended::keep_pools(&articles, &known), None),
    };
    for (article, pool) in articles.iter_mut().zip(pools) {
        article.offprint.recommended = Recommended::Cards(pool);
    }
    let paged = |list: &List, members: &ListMembers| {
        let profile = authors.of_list(list).map(|author| author.profile.clone());
        PagedList::new(members.title.as_deref(), profile, &members.articles, &summaries)
    };
    let lists = members.iter().map(|(list, members)| (list.clone(), paged(list, members))).collect();
    let mut composition = Composition {
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
        related_cache,
        texts,
        search_index: OnceLock::new(),
    };
    if is_full {
        composition.search_index();
        // They are of no use any more, and large.
        composition.texts = Vec::new();
    }
    composition
}

/// Returns what recommended reading compares of the articles.
fn compared<'a>(articles: &'a [Article], texts: &'a [Arc<str>]) -> Vec<ArticleText<'a>> {
    let compared = |(article, body): (&'a Article, &'a Arc<str>)| ArticleText {
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
    /// Returns the search index, which is built when it is asked for the first time.
    pub(crate) fn search_index(&self) -> &SearchFiles {
        self.search_index.get_or_init(|| search_index::files(&self.articles, &self.texts, &self.members))
    }

    /// Returns the search index if it is there already.
    pub(crate) fn built_search_index(&self) -> Option<&SearchFiles> {
        self.search_index.get()
    }

    /// Returns the recommended pools, for an edition that is made from this one.
    pub(crate) fn known_pools(&self) -> KnownPools {
        let pool = |article: &Article| Some((article.id.clone(), article.offprint.recommended.cards()?.to_vec()));
        self.articles.iter().filter_map(pool).collect()
    }

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
