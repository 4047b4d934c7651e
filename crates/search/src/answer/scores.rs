//! What the ranking of articles depends on, and the part of a score that each clause adds.

use super::matches::{ArticleMatch, ClauseMatches, SegmentMatches};
use crate::{format::Index, query::Query, sort};

/// The number of occurrences that give half of the maximum score, by the class of the body's length.
pub(super) const HALF_SATURATION: [f32; 4] = [0.6, 1.0, 1.6, 2.4];
/// The bonus for a match in the title, and the additional bonus divided by the title's length.
pub(super) const TITLE_BONUS: f32 = 1.0;
pub(super) const TITLE_SHARE_BONUS: f32 = 3.0;

/// What the ranking of an article depends on.
pub(super) struct Ranking<'a> {
    pub(super) query: &'a Query,
    /// The inverse document frequency of each clause.
    pub(super) idf: Vec<f32>,
    /// For each clause, whether the query has common words next to it.
    pub(super) has_context: Vec<bool>,
    /// The indices of the clauses that results should match.
    pub(super) wanted_clauses: Vec<usize>,
}

/// A clause that an article matches: its index, and the index of the article's match.
pub(super) type MatchedClause = (usize, usize);

impl Ranking<'_> {
    pub(super) fn new<'a>(query: &'a Query, index: &Index, segments: &[SegmentMatches]) -> Ranking<'a> {
        let article_count = index.article_count() as f32;
        let idf = |clause: usize| {
            let frequency =
                |segment: &SegmentMatches| segment.clauses[clause].articles.iter().filter(|found| found.is_complete()).count();
            let frequency = segments.iter().map(frequency).sum::<usize>() as f32;
            (1.0 + (article_count - frequency + 0.5).max(0.0) / (frequency + 0.5)).ln()
        };
        let has_context = query
            .clauses
            .iter()
            .map(|clause| clause.lookups.iter().any(|lookup| query.adjacent_common_words(clause, lookup, index) != [0; 4]));
        let wanted = query
            .clauses
            .iter()
            .enumerate()
            .filter(|(_, clause)| !clause.excluded && query.required_lookups(clause, index).next().is_some());
        Ranking {
            query,
            idf: (0..query.clauses.len()).map(idf).collect(),
            has_context: has_context.collect(),
            wanted_clauses: wanted.map(|(clause, _)| clause).collect(),
        }
    }

    /// Returns the articles that match any wanted clause, all facets and no excluded clause, in ascending order. Without wanted
    /// clauses, the facets alone decide.
    pub(super) fn candidates(&self, segment: &SegmentMatches, wanted: &[usize]) -> Vec<u32> {
        let articles: Vec<u32> = match (wanted, segment.facets.first()) {
            ([], Some(facet)) => facet.clone(),
            _ => {
                let matches = wanted.iter().flat_map(|clause| &segment.clauses[*clause].articles);
                matches.map(|found| found.article).collect()
            }
        };
        let mut articles = sort::sorted_by(&articles, |article| u64::from(*article));
        articles.dedup();
        let clauses = self.query.clauses.iter().zip(&segment.clauses);
        let excluded: Vec<&ClauseMatches> = clauses.filter(|(clause, _)| clause.excluded).map(|(_, matches)| matches).collect();
        articles.retain(|article| {
            *article < segment.size
                && segment.facets.iter().all(|facet| facet.binary_search(article).is_ok())
                && !excluded.iter().any(|matches| matches.matches_completely(*article))
        });
        articles
    }

    /// Returns the sum of the clauses' own scores, weighted by their inverse document frequency.
    pub(super) fn term_score(&self, segment: &SegmentMatches, matched: &[MatchedClause]) -> f32 {
        let clause_score = |(clause, index): &MatchedClause| {
            let ArticleMatch { count, form_weight, length_class, title_length, .. } = segment.clauses[*clause].articles[*index];
            let body = count / (count + HALF_SATURATION[usize::from(length_class & 3)]);
            let title = if title_length > 0 { TITLE_BONUS + TITLE_SHARE_BONUS / title_length as f32 } else { 0.0 };
            self.idf[*clause] * (body + form_weight * title)
        };
        matched.iter().map(clause_score).sum()
    }
}
