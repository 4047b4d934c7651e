//! From checked articles to what is published: lists, neighbours, recommended reading, the search index. In memory, and a pure
//! function of the articles.

mod finish;
mod front;
pub(crate) mod lists;
pub(crate) mod members;
pub(crate) mod recommended;
pub(crate) mod search_index;
pub(crate) mod standing;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Result;
use edition::{
    Article, Card, FrontPage, Language, Languages, List, ListHead, Neighbour, Neighbours, Reason, Recommended, Route, Selection,
    Site, Summary,
};
use jiff::Timestamp;
use rayon::prelude::*;
use related::{ArticleText, FeatureExtractor, Features};

use crate::{
    cache::{self, Cache},
    check::{Checked, FileUse, TextKeys},
    load::locales::Locales,
    output::json,
    pictures::{ConvertedPictures, headline},
    problem::plural,
    shard::Shard,
    timings::Timings,
};
use front::FrontSource;
use lists::{ListMembers, PagedList};
use recommended::{KnownPools, Pool, RelatedCache};
use search_index::SearchFiles;
use standing::{Authors, StandalonePage};

/// The newest articles of which headlines are drawn for shared links, which are rarely to others. A thousand take about ten seconds.
const DRAWN_HEADLINES: usize = 1_000;

/// Everything that is published, oldest first.
pub(crate) struct Composition {
    pub(crate) site: Site,
    pub(crate) languages: Languages,
    pub(crate) locales: Locales,
    /// Without their texts, and without what is recommended.
    pub(crate) articles: Vec<Article>,
    /// For each article a key that changes with it and its text, but not with what is recommended.
    pub(crate) article_keys: Vec<u128>,
    texts: Vec<TextKeys>,
    pools: Vec<Pool>,
    pub(crate) summaries: Vec<Summary>,
    pub(crate) lists: BTreeMap<List, PagedList>,
    /// The layout of the front page of each language.
    fronts: BTreeMap<Language, FrontPage>,
    pub(crate) pages: Vec<StandalonePage>,
    pub(crate) authors: Authors,
    /// Files of CONTENT that articles use.
    pub(crate) media: BTreeMap<PathBuf, FileUse>,
    /// Pictures among them that were converted.
    pub(crate) pictures: ConvertedPictures,
    /// What recommended reading has found, for the next build. None where nothing was searched.
    pub(crate) related_cache: Option<RelatedCache>,
    /// Locked while it is built, so that it is built once.
    search_index: Mutex<Option<Arc<SearchFiles>>>,
    /// Has the texts.
    pub(crate) cache: Arc<Cache>,
}

/// How much of the work that takes long is done at once.
pub(crate) struct Effort {
    /// The part of the edition that is wanted.
    pub(crate) shard: Shard,
    pub(crate) related: RelatedEffort,
    /// Whether there is a search index from the beginning. Else it is built when somebody asks for it.
    pub(crate) search: bool,
}

/// Where recommended reading comes from.
pub(crate) enum RelatedEffort {
    /// It is searched. The cache is what the last build has found.
    Find(RelatedCache),
    /// It is what is known of an earlier edition, else the newest.
    Known(Arc<KnownPools>),
}

impl Effort {
    /// Looks for recommended reading, and leaves the search index for later.
    pub(crate) fn related(known: RelatedCache) -> Effort {
        Effort { shard: Shard::WHOLE, related: RelatedEffort::Find(known), search: false }
    }

    /// Does nothing that takes long.
    pub(crate) fn preview(known: Arc<KnownPools>) -> Effort {
        Effort { shard: Shard::WHOLE, related: RelatedEffort::Known(known), search: false }
    }
}

/// Composes the edition.
///
/// # Errors
///
/// The cache cannot be read or written.
pub(crate) fn compose(
    mut site: Site,
    locales: Locales,
    checked: Checked,
    effort: Effort,
    cache: &Arc<Cache>,
    notes: &mut Vec<String>,
    timings: &mut Timings,
) -> Result<Composition> {
    let languages = site.languages();
    site.language_names = locales.names();
    let Checked { articles: checked, pages, authors, pictures, front } = checked;
    let mut media: BTreeMap<PathBuf, FileUse> = BTreeMap::new();
    for (file, used) in checked.iter().chain(&pages).chain(&authors).flat_map(|article| &article.media) {
        media.entry(file.clone()).or_default().add(*used);
    }
    let pages = standing::pages(cache, pages)?;
    site.pages = standing::titles(&site, &pages);
    let authors = Authors::new(cache, authors, &site)?;
    let summaries: Vec<Summary> = checked.par_iter().map(finish::summary).collect();
    let (mut members, unlisted_languages) = members::sort_into_lists(&site, &authors, &checked);
    for ((own, nearest), count) in unlisted_languages {
        let count = plural(count, "article");
        notes.push(format!("{count} in {own}, which is not a language of the site: listed under {nearest}"));
    }
    let (mut articles, texts): (Vec<Article>, Vec<TextKeys>) = checked.into_par_iter().map(finish::finish).unzip();
    members::set_places(&mut articles, &site, &members);
    members::remove_unlisted(&site, &mut members);
    let paged = |(list, members): (List, ListMembers)| {
        let profile = authors.of_list(&list).map(|author| author.profile.clone());
        (list, PagedList::new(members, profile, &summaries))
    };
    let lists = members.into_iter().map(paged).collect();
    let front_source = FrontSource {
        site: &site,
        languages: &languages,
        locales: &locales,
        lists: &lists,
        summaries: &summaries,
        articles: &articles,
        arrangement: &front,
    };
    let fronts = front_source.front_pages();
    let article_key = |(article, text): (&Article, &TextKeys)| cache::key(&[&json(article), &text.html.to_le_bytes()]);
    let article_keys = articles.par_iter().zip(&texts).map(article_key).collect();
    let mut composition = Composition {
        site,
        languages,
        locales,
        articles,
        article_keys,
        texts,
        pools: Vec::new(),
        summaries,
        lists,
        fronts,
        pages,
        authors,
        media,
        pictures,
        related_cache: None,
        search_index: Mutex::default(),
        cache: cache.clone(),
    };
    timings.end("lists");
    match effort.related {
        RelatedEffort::Find(known) => {
            let keys = composition.feature_keys();
            let stage = cache.stage()?;
            composition.pools = stage.get_compact(composition.pools_key(&keys, effort.shard), || {
                let features = composition.features(&keys)?;
                timings.end("features");
                let (pools, known) = recommended::pools(&composition.articles, features, known, effort.shard);
                composition.related_cache = Some(known);
                Ok(pools)
            })?;
            keys.iter().for_each(|key| stage.use_key(*key));
            stage.finish()?;
        }
        RelatedEffort::Known(known) => composition.pools = recommended::keep_pools(&composition.articles, &known),
    }
    timings.end("recommended reading");
    if effort.search && effort.shard.is_first() {
        composition.search_index()?;
        timings.end("search index");
    }
    Ok(composition)
}

impl Composition {
    /// Returns the file that opens a list, with the layout of the front page if it is the list of all articles.
    pub(crate) fn head(&self, list: &List) -> ListHead {
        let front = (list.selection == Selection::All).then(|| self.fronts.get(&list.language).cloned()).flatten();
        ListHead { front, ..self.lists[list].head(&self.summaries) }
    }

    /// Returns whether shared links to an article show a picture of its headline: those to the newest, if they have none of their own.
    pub(crate) fn draws_headline(&self, index: usize) -> bool {
        let is_new = self.articles.len() - index <= DRAWN_HEADLINES;
        is_new
            && self.site.url.is_some()
            && self.summaries[index].picture.is_none()
            && headline::can_draw(&self.summaries[index].title)
    }

    /// Returns what is recommended next to an article.
    pub(crate) fn pool(&self, index: usize) -> &Pool {
        &self.pools[index]
    }

    /// Returns the card of an article as a pool has it.
    pub(crate) fn card(&self, index: usize, reason: Reason) -> Card {
        recommended::card(&self.articles[index], reason)
    }

    /// Returns an article as it is published, without its text.
    pub(crate) fn article(&self, index: usize) -> Article {
        let mut article = self.articles[index].clone();
        let cards = self.pools[index].iter().map(|(other, reason)| self.card(*other, reason.clone()));
        article.offprint.recommended = Recommended::Cards(cards.collect());
        article
    }

    /// Returns the text of an article as HTML.
    ///
    /// # Errors
    ///
    /// The cache cannot be read.
    pub(crate) fn html(&self, index: usize) -> Result<String> {
        self.cache.text(self.texts[index].html)
    }

    /// Returns the words of an article.
    ///
    /// # Errors
    ///
    /// The cache cannot be read.
    fn words(&self, index: usize) -> Result<String> {
        Ok(search::markup::text(&self.cache.text(self.texts[index].words)?))
    }

    /// Returns a key that changes with everything that is published, and is the same on another machine.
    pub(crate) fn key(&self) -> u128 {
        let locales: Vec<(String, Vec<u8>)> = self.locales.files().collect();
        let articles = cache::joined(&self.article_keys);
        let lists: Vec<Vec<u8>> = self.lists.keys().map(|list| json(&self.head(list))).collect();
        let pages: Vec<Vec<u8>> = self.pages.iter().map(|page| json(&(&page.article, &page.description))).collect();
        cache::key(&[
            &json(&self.site),
            &json(&locales),
            &articles,
            &lists.concat(),
            &pages.concat(),
            format!("{:?}", self.media).as_bytes(),
        ])
    }

    /// Returns for each article a key that changes with what recommended reading compares.
    fn feature_keys(&self) -> Vec<u128> {
        let key = |index: usize| {
            let ArticleText { language, title, standfirst, tags, timestamp, .. } = self.compared(index, "");
            cache::key(&[
                b"features",
                &self.texts[index].words.to_le_bytes(),
                title.as_bytes(),
                standfirst.as_bytes(),
                language.as_bytes(),
                &timestamp.to_le_bytes(),
                format!("{tags:?}").as_bytes(),
            ])
        };
        (0..self.articles.len()).into_par_iter().map(key).collect()
    }

    /// Returns a key that changes with everything that pools depend on.
    fn pools_key(&self, feature_keys: &[u128], shard: Shard) -> u128 {
        let keys = [feature_keys, &self.article_keys].map(cache::joined);
        cache::key(&[b"pools", shard.to_string().as_bytes(), keys[0].as_slice(), keys[1].as_slice()])
    }

    /// Returns what recommended reading compares, with the words of the body.
    fn compared<'a>(&'a self, index: usize, body: &'a str) -> ArticleText<'a> {
        let article = &self.articles[index];
        ArticleText {
            language: article.language.as_str(),
            title: &article.title,
            standfirst: article.summary.as_deref().unwrap_or_default(),
            tags: &article.tags,
            body,
            // Every date was read before.
            timestamp: article.date_published.as_str().parse::<Timestamp>().map_or(0, |moment| moment.as_second()),
        }
    }

    /// Returns the features of all articles. `keys` are theirs.
    fn features(&self, keys: &[u128]) -> Result<Vec<Features>> {
        let stage = self.cache.stage()?;
        let features = |extractor: &mut FeatureExtractor, index: usize| {
            stage.get_compact(keys[index], || Ok(extractor.extract(&self.compared(index, &self.words(index)?))))
        };
        let indexes = (0..self.articles.len()).into_par_iter();
        let features: Vec<Features> = indexes.map_init(FeatureExtractor::default, features).collect::<Result<_>>()?;
        stage.finish()?;
        Ok(features)
    }

    /// Returns the search index, which is built when it is asked for the first time.
    ///
    /// # Errors
    ///
    /// The cache cannot be read or written.
    pub(crate) fn search_index(&self) -> Result<Arc<SearchFiles>> {
        let mut known = self.search_index.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(built) = &*known {
            return Ok(built.clone());
        }
        Ok(known.insert(Arc::new(search_index::files(self)?)).clone())
    }

    /// Returns the search index if it is there already.
    pub(crate) fn built_search_index(&self) -> Option<Arc<SearchFiles>> {
        self.search_index.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the recommended pools, for an edition that is made from this one.
    pub(crate) fn known_pools(&self) -> KnownPools {
        let id = |index: usize| self.articles[index].id.clone();
        let known = |pool: &Pool| pool.iter().map(|(other, reason)| (id(*other), reason.clone())).collect();
        self.pools.iter().enumerate().map(|(index, pool)| (id(index), known(pool))).collect()
    }

    /// Returns what is before and after an article in the list that it belongs to. `index` is that of the article.
    pub(crate) fn neighbours(&self, index: usize) -> Neighbours {
        let Some((list, _)) = self.articles[index].home_list() else { return Neighbours::default() };
        let members = &self.lists[&list].articles;
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
