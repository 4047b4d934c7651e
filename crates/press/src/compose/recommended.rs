//! The recommended pool of an article: the editor's picks, then the most similar articles, then the newest.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
};

use anyhow::Result;
use edition::{Article, Card, Language, POOL_SIZE, Reason, Role, Term};
use rayon::prelude::*;
use related::{Features, MatchCache, Related, TopicCache, TopicFinder};
use serde::{Deserialize, Serialize};

use crate::{files, shard::Shard};

/// Two articles with a lower similarity share little more than the language.
const MIN_SIMILARITY: f32 = 0.02;

/// The similar articles that a build has found, by the language of the lists. The next build searches again only for what a change
/// may have touched.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct RelatedCache {
    /// The version of the press that wrote it. Another one finds other articles.
    version: String,
    found: BTreeMap<Language, MatchCache>,
    topics: BTreeMap<Language, TopicCache>,
}

impl RelatedCache {
    /// Reads what a build has written. Empty if it was another version, or if it cannot be read.
    pub(crate) fn read(path: &Path) -> RelatedCache {
        let bytes = std::fs::read(path).unwrap_or_default();
        let intact = bytes.split_last_chunk().filter(|(cache, check)| checksum(cache) == **check);
        let cache = intact.and_then(|(cache, _)| postcard::from_bytes::<RelatedCache>(cache).ok());
        cache.filter(|cache| cache.version == VERSION).unwrap_or_default()
    }

    /// Writes it for the next build.
    ///
    /// # Errors
    ///
    /// A file that cannot be written.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let mut bytes = postcard::to_allocvec(self).unwrap_or_default();
        bytes.extend(checksum(&bytes));
        files::write(path, &bytes)
    }
}

/// What is recommended next to an article: the indexes of articles with the reasons, best first. The cards would need much memory.
pub(crate) type Pool = Vec<(usize, Reason)>;

/// The pools of an earlier edition, by the ids of their articles: ids with the reasons.
pub(crate) type KnownPools = HashMap<String, Vec<(String, Reason)>>;

/// Returns the pool of each article as far as it is known, without what is gone. An article that is not known gets the newest.
pub(crate) fn keep_pools(articles: &[Article], known: &KnownPools) -> Vec<Pool> {
    let by_id: HashMap<&str, usize> = articles.iter().enumerate().map(|(index, article)| (article.id.as_str(), index)).collect();
    // One more than a pool has, because no article is in its own.
    let mut newest: HashMap<&Language, Vec<usize>> = HashMap::new();
    for (index, article) in articles.iter().enumerate().rev() {
        let newest = newest.entry(article.list_language()).or_default();
        if newest.len() <= POOL_SIZE {
            newest.push(index);
        }
    }
    let pool = |article: &Article| match known.get(&article.id) {
        Some(known) => known.iter().filter_map(|(id, reason)| Some((*by_id.get(id.as_str())?, reason.clone()))).collect(),
        None => {
            let others = newest.get(article.list_language()).into_iter().flatten();
            let others = others.filter(|other| articles[**other].id != article.id);
            others.take(POOL_SIZE).map(|other| (*other, Reason::New)).collect()
        }
    };
    articles.par_iter().map(pool).collect()
}

/// Returns the card of an article.
pub(super) fn card(article: &Article, reason: Reason) -> Card {
    Card {
        id: article.id.clone(),
        title: article.title.clone(),
        language: article.language.clone(),
        date: article.date_published.clone(),
        section: article.offprint.section.clone(),
        minutes: article.offprint.minutes,
        reason,
    }
}

fn checksum(bytes: &[u8]) -> [u8; 4] {
    let mut sum = flate2::Crc::new();
    sum.update(bytes);
    sum.sum().to_le_bytes()
}

/// Changes with whatever changes the pools.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), ", ", related::version!());

/// Returns the pool of each article of a part of the edition, and the cache for the next build. The pools of others are empty.
pub(crate) fn pools(
    articles: &[Article],
    features: Vec<Features>,
    mut cache: RelatedCache,
    shard: Shard,
) -> (Vec<Pool>, RelatedCache) {
    let mut features: Vec<Option<Features>> = features.into_iter().map(Some).collect();
    let mut languages: BTreeMap<Language, Vec<usize>> = BTreeMap::new();
    for (index, article) in articles.iter().enumerate() {
        let language = article.offprint.pages.as_ref().map(|pages| pages.language.clone());
        languages.entry(language.unwrap_or_default()).or_default().push(index);
    }
    let indexes: HashMap<&str, usize> =
        articles.iter().enumerate().map(|(index, article)| (article.id.as_str(), index)).collect();
    let mut tagged: HashMap<(&str, &str), usize> = HashMap::new();
    for term in articles.iter().flat_map(|article| &article.offprint.terms) {
        *tagged.entry(key(term)).or_default() += 1;
    }
    let mut pools: Vec<Pool> = vec![Pool::new(); articles.len()];
    let mut now = RelatedCache { version: VERSION.into(), ..RelatedCache::default() };
    for (language, members) in languages {
        let own: Vec<Features> = members.iter().filter_map(|index| features[*index].take()).collect();
        let ids: Vec<&str> = members.iter().map(|index| articles[*index].id.as_str()).collect();
        let is_wanted = |n: usize| shard.has_article(ids[n]);
        let related = related::related_with_cache(own, &ids, cache.found.remove(&language).unwrap_or_default(), is_wanted);
        let archive = Archive { articles, members: &members, related: &related, indexes: &indexes, tagged: &tagged };
        let known = cache.topics.remove(&language).unwrap_or_default();
        let make = |topics: &mut TopicFinder<'_>, n: usize| match is_wanted(n) {
            true => (archive.pool(n, topics), topics.take_found()),
            false => Default::default(),
        };
        let made: Vec<_> = (0..members.len()).into_par_iter().map_init(|| related.topic_finder(&known), make).collect();
        let mut topics = Vec::new();
        for (index, (pool, found)) in members.iter().zip(made) {
            pools[*index] = pool;
            topics.extend(found);
        }
        now.topics.insert(language.clone(), TopicCache::new(topics));
        now.found.insert(language, related.into_cache(ids.into_iter().map(str::to_owned)));
    }
    (pools, now)
}

/// The articles of one language's lists, oldest first, and what is known of them.
struct Archive<'a> {
    /// Those of all languages.
    articles: &'a [Article],
    /// The indexes of this language's articles among them.
    members: &'a [usize],
    related: &'a Related,
    /// By id.
    indexes: &'a HashMap<&'a str, usize>,
    /// How many articles have a tag, or a term of another taxonomy.
    tagged: &'a HashMap<(&'a str, &'a str), usize>,
}

impl<'a> Archive<'a> {
    /// The nth article of the language.
    fn article(&self, n: usize) -> &'a Article {
        &self.articles[self.members[n]]
    }

    /// The pool of the article that is the nth of its language, best first: never itself, never its translations, nothing twice,
    /// and but for picks no copy of what is there.
    fn pool(&self, n: usize, topics: &mut TopicFinder<'_>) -> Pool {
        let article = self.article(n);
        let mut pool = GrowingPool {
            articles: self.articles,
            related: self.related,
            entries: Pool::new(),
            members: vec![n],
            taken: HashSet::from([article.id.as_str()]),
        };
        pool.taken.extend(article.offprint.translations.iter().map(|(_, id)| id));
        for pick in article.offprint.picks.iter().filter_map(|id| self.indexes.get(id.as_str())) {
            pool.add(*pick, self.members.binary_search(pick).ok(), true, || Some(Reason::Pick));
        }
        topics.select(n);
        for found in self.related.diversify(n) {
            let other = self.article(found.article);
            pool.add(self.members[found.article], Some(found.article), false, || {
                let known = self.in_common(article, other);
                let known = known
                    .or_else(|| topics.shared_topic(found.article, &other.title).map(|topic| Reason::Topic(topic.to_owned())));
                known.or_else(|| (found.similarity >= MIN_SIMILARITY).then_some(Reason::Alike))
            });
        }
        // The rest of the pool: the newest of the section, then the newest.
        let newest = || (0..self.members.len()).rev();
        if let Some(section) = &article.offprint.section {
            for other in newest().take(POOL_SIZE * 8) {
                let same = || (self.article(other).offprint.section.as_ref() == Some(section)).then_some(Reason::Section);
                pool.add(self.members[other], Some(other), false, same);
            }
        }
        for other in newest().take(POOL_SIZE * 2) {
            pool.add(self.members[other], Some(other), false, || Some(Reason::New));
        }
        pool.entries
    }

    /// What the newsroom itself says that two articles have in common: the rarest tag or other term, else an author.
    fn in_common(&self, article: &'a Article, other: &'a Article) -> Option<Reason> {
        let has = |term: &&Term| other.offprint.terms.iter().any(|theirs| key(theirs) == key(term));
        let shared = article.offprint.terms.iter().filter(has);
        let rarest = shared.min_by_key(|term| (self.tagged.get(&key(term)).copied(), &term.id));
        let authors = |article: &'a Article| article.offprint.credits.iter().filter(|credit| credit.role == Role::Author);
        let wrote = |name: &str| authors(other).any(|author| author.name == name);
        let author = || authors(article).any(|author| wrote(&author.name)).then_some(Reason::Author);
        rarest.map(|tag| Reason::Topic(tag.title.clone())).or_else(author)
    }
}

fn key(term: &Term) -> (&str, &str) {
    (&term.taxonomy, &term.id)
}

/// A pool that is being filled.
struct GrowingPool<'a> {
    articles: &'a [Article],
    related: &'a Related,
    entries: Pool,
    /// Which of the language's articles are in it; the article itself too.
    members: Vec<usize>,
    /// Ids that it may not have, or has.
    taken: HashSet<&'a str>,
}

impl<'a> GrowingPool<'a> {
    /// Adds an article by its index, if there is room and a reason. `member` is the article's number in the language, if it is in
    /// that language. Copies of what is there are added only where `copies` is true.
    fn add(&mut self, index: usize, member: Option<usize>, copies: bool, reason: impl FnOnce() -> Option<Reason>) {
        let id = self.articles[index].id.as_str();
        if self.entries.len() >= POOL_SIZE || self.taken.contains(id) {
            return;
        }
        let is_copy = |member| self.members.iter().any(|there| self.related.are_near_duplicates(*there, member));
        if !copies && member.is_some_and(is_copy) {
            return;
        }
        let Some(reason) = reason() else { return };
        self.taken.insert(id);
        self.members.extend(member);
        self.entries.push((index, reason));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(id: usize, language: &str) -> Article {
        Article { id: id.to_string(), title: format!("About {id}"), language: language.into(), ..Article::default() }
    }

    #[test]
    fn a_pool_is_kept_without_what_is_gone_and_a_new_article_gets_the_newest_of_its_language() {
        let articles: Vec<Article> = (0..40).map(|id| article(id, if id % 2 == 0 { "en" } else { "ar" })).collect();
        let known = KnownPools::from([("0".to_owned(), vec![("99".to_owned(), Reason::Author), ("2".to_owned(), Reason::Pick)])]);
        let pools = keep_pools(&articles, &known);
        let ids = |pool: &Pool| pool.iter().map(|(index, _)| *index).collect::<Vec<usize>>();
        assert_eq!((ids(&pools[0]), &pools[0][0].1), (vec![2], &Reason::Pick));
        let newest =
            |except: usize| (0..40).rev().filter(|id| id % 2 == except % 2 && *id != except).take(POOL_SIZE).collect::<Vec<_>>();
        assert_eq!((ids(&pools[39]), ids(&pools[4])), (newest(39), newest(4)));
    }
}
