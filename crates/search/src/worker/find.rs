//! Answers to [`FindRequest`]s.

use std::cell::Cell;

use search::{
    answer::Hit,
    correct::Correction,
    format::Card,
    markup,
    messages::{FailureReason, FindRequest, Response, SearchResult, TagOption},
    passage::Finder,
    query::{Filters, Query},
    sort,
};

use crate::{files, language::LanguageHits, respond::send};

thread_local! {
    /// The id of the latest request. All others are late.
    static LATEST: Cell<u32> = const { Cell::new(0) };
}

/// Answers a request, unless the next one arrives.
pub(crate) async fn answer(request: FindRequest) {
    LATEST.set(request.id);
    let mut search = Search { query: parse(&request.query, &request), request };
    if let Err(reason) = search.run().await
        && !search.is_late()
    {
        // A retry fetches everything again.
        files::clear();
        send(&Response::Failed { id: search.request.id, reason });
    }
}

struct Search {
    request: FindRequest,
    /// The query of the request, or the corrected one.
    query: Query,
}

/// A hit to be shown.
struct Candidate<'a> {
    language: &'a LanguageHits,
    hit: Hit,
    card: Card,
}

impl Search {
    fn is_late(&self) -> bool {
        self.request.id != LATEST.get()
    }

    async fn run(&mut self) -> Result<(), FailureReason> {
        let mut languages = self.find().await?;
        let mut corrected = None;
        if !has_hits(&languages)
            && let Some(query) = self.correction(&languages).await
        {
            self.query = parse(&query, &self.request);
            languages = self.find().await?;
            corrected = Some(query).filter(|_| has_hits(&languages));
        }
        if self.is_late() {
            return Ok(());
        }
        send(&self.options(&languages));
        let candidates = self.candidates(&languages).await?;
        if self.is_late() {
            return Ok(());
        }
        send(&self.results(&languages, &candidates, corrected));
        self.send_passages(&candidates).await;
        Ok(())
    }

    /// Returns the hits of all languages, or of none as soon as the request is late.
    async fn find(&self) -> Result<Vec<LanguageHits>, FailureReason> {
        let mut languages = Vec::new();
        for language in &self.request.languages {
            languages.push(LanguageHits::find(&self.query, &self.request.root, language.clone()).await?);
            if self.is_late() {
                return Ok(Vec::new());
            }
        }
        Ok(languages)
    }

    /// Returns the corrected query that matches most articles in one of the languages.
    async fn correction(&self, languages: &[LanguageHits]) -> Option<String> {
        let mut best: Option<Correction> = None;
        for language in languages {
            let correction = language.correction(&self.request.query, &self.query).await;
            let best_count = best.as_ref().map_or(0, |best| best.article_count);
            best = correction.filter(|correction| correction.article_count > best_count).or(best);
        }
        best.map(|best| best.query)
    }

    /// Returns the filter values of all languages.
    fn options(&self, languages: &[LanguageHits]) -> Response {
        let mut tags: Vec<TagOption> = Vec::new();
        let (mut first_year, mut last_year) = (u32::MAX, 0);
        for LanguageHits { index, .. } in languages {
            let (first, last) = index.years;
            (first_year, last_year) = (first_year.min(first), last_year.max(last));
            for (id, title) in &index.tags {
                if !tags.iter().any(|tag| tag.id == *id) {
                    tags.push(TagOption { id: id.clone(), title: title.clone() });
                }
            }
        }
        let years = (first_year <= last_year).then_some((first_year, last_year));
        Response::Options { id: self.request.id, tags, years }
    }

    /// Returns the hits to be shown, in order, with their cards.
    ///
    /// Ranks only order the articles of one language. The newest articles of several languages are therefore merged by day, for
    /// which as many cards of each are fetched as are shown.
    async fn candidates<'a>(&self, languages: &'a [LanguageHits]) -> Result<Vec<Candidate<'a>>, FailureReason> {
        let limit = self.request.limit as usize;
        let mut lists = Vec::new();
        if self.request.newest_first {
            for language in languages {
                let hits = newest_first(language).await?;
                lists.push(hits.into_iter().take(limit).map(|hit| (language, hit)).collect());
            }
        } else {
            let mut hits = best_first(languages);
            hits.truncate(limit);
            lists.push(hits);
        }
        let mut packs: Vec<String> = Vec::new();
        for (language, hit) in lists.iter().flatten() {
            packs.extend(language.pack_address(*hit).filter(|pack| !packs.contains(pack)));
        }
        // Errors show when the cards are read.
        files::load_all(&packs).await;
        let mut candidates = Vec::new();
        for list in lists {
            let mut with_cards = Vec::new();
            for (language, hit) in list {
                with_cards.push(Candidate { language, hit, card: language.card(hit).await? });
            }
            candidates.push(with_cards);
        }
        let is_before = |one: &Candidate<'_>, other: &Candidate<'_>| {
            (one.hit.complete, &one.card.day) > (other.hit.complete, &other.card.day)
        };
        let mut candidates = sort::merge(candidates, is_before);
        candidates.truncate(limit);
        Ok(candidates)
    }

    fn results(&self, languages: &[LanguageHits], candidates: &[Candidate<'_>], corrected: Option<String>) -> Response {
        let result = |Candidate { language, card, .. }: &Candidate<'_>| SearchResult {
            language: language.language.clone(),
            id: card.id.clone(),
            title: self.finder(language).highlight(&card.title),
            day: card.day.clone(),
            section: card.section.clone(),
        };
        Response::Results {
            id: self.request.id,
            count: languages.iter().map(|language| language.hits.len() as u32).sum(),
            incomplete: languages.iter().any(|language| language.incomplete),
            corrected,
            results: candidates.iter().map(result).collect(),
        }
    }

    /// Sends the passages one by one, so that the first results have theirs first.
    async fn send_passages(&self, candidates: &[Candidate<'_>]) {
        for (index, Candidate { language, card, .. }) in (0..).zip(candidates) {
            if let Some(body) = files::article_body(&self.request.root, &card.id).await {
                if self.is_late() {
                    return;
                }
                let passage = self.finder(language).passage(&markup::text(&body));
                send(&Response::Passage { id: self.request.id, index, passage });
            }
        }
    }

    fn finder<'a>(&'a self, language: &'a LanguageHits) -> Finder<'a> {
        Finder::new(&self.query, &language.language, &language.index.common_words)
    }
}

/// Parses a query with the filters of a request.
fn parse(query: &str, request: &FindRequest) -> Query {
    Query::parse(query, Filters { section: &request.section, tag: &request.tag, year: &request.year })
}

fn has_hits(languages: &[LanguageHits]) -> bool {
    languages.iter().any(|language| !language.hits.is_empty())
}

/// Returns the hits of all languages, the complete ones first, then by score.
fn best_first(languages: &[LanguageHits]) -> Vec<(&LanguageHits, Hit)> {
    let hits: Vec<(&LanguageHits, Hit)> =
        languages.iter().flat_map(|language| language.hits.iter().map(move |hit| (language, *hit))).collect();
    sort::sorted_by(&hits, |(_, hit)| u64::from(!hit.complete) << 32 | sort::descending(hit.score))
}

/// Returns the hits of a language, the complete ones first, then by descending chronological rank.
async fn newest_first(language: &LanguageHits) -> Result<Vec<Hit>, FailureReason> {
    let mut ranks = Vec::new();
    for segment in &language.index.segments {
        ranks.push(language.chronological_ranks(segment).await?);
    }
    Ok(sort::sorted_by(&language.hits, |hit| {
        let rank = ranks[hit.segment].get(hit.article as usize).copied().unwrap_or_default();
        let age = (u64::MAX >> 1) - ((hit.segment as u64) << 32 | u64::from(rank));
        u64::from(!hit.complete) << 63 | age
    }))
}
