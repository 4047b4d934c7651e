//! Ranking of the articles that match a query.

use super::{
    Hit,
    matches::SegmentMatches,
    proximity::proximity_score,
    scores::{MatchedClause, Ranking},
};
use crate::{
    format::Index,
    query::{ClauseKind, Query},
    sort,
};

/// Partial matches are added if there are fewer complete ones.
pub(super) const FEW_COMPLETE_HITS: usize = 10;
/// The minimum coverage of a partial match.
pub(super) const MIN_COVERAGE: f32 = 0.5;
/// The factor on the coverage for each word that an article has only in other forms.
const OTHER_FORM_FACTOR: f32 = 0.6;

/// Returns the hits, best first.
pub(super) fn rank(query: &Query, index: &Index, segments: &[SegmentMatches]) -> Vec<Hit> {
    let ranking = Ranking::new(query, index, segments);
    let (mut complete, mut partial) = (Vec::new(), Vec::new());
    // Sorting is stable: of hits with equal scores those of newer segments come first.
    for (segment_index, segment) in segments.iter().enumerate().rev() {
        let wanted: Vec<usize> =
            ranking.wanted_clauses.iter().copied().filter(|clause| !segment.clauses[*clause].is_incomplete).collect();
        let total_idf: f32 = wanted.iter().map(|clause| ranking.idf[*clause]).sum();
        for article in ranking.candidates(segment, &wanted) {
            let matched: Vec<MatchedClause> =
                wanted.iter().filter_map(|clause| Some((*clause, segment.clauses[*clause].find(article)?))).collect();
            let is_phrase = |clause: &usize| query.clauses[*clause].kind == ClauseKind::Phrase;
            let matches_phrases = |clause: &usize| matched.iter().any(|(other, _)| other == clause);
            if !wanted.iter().filter(|clause| is_phrase(clause)).all(matches_phrases) {
                continue;
            }
            let found = |(clause, index): &MatchedClause| segment.clauses[*clause].articles[*index];
            let is_complete = matched.len() == wanted.len() && matched.iter().all(|clause| found(clause).is_complete());
            let matched_idf: f32 = matched.iter().map(|(clause, _)| ranking.idf[*clause]).sum();
            let coverage = if total_idf > 0.0 { matched_idf / total_idf } else { 1.0 };
            let other_forms = matched.iter().filter(|clause| found(clause).form_weight < 1.0).count();
            let coverage = coverage * OTHER_FORM_FACTOR.powi(other_forms as i32);
            let score = ranking.term_score(segment, &matched) + proximity_score(&ranking, segment, &matched);
            let hit = Hit { segment: segment_index, article, score: score * coverage * coverage, complete: is_complete };
            if is_complete {
                complete.push(hit);
            } else if coverage >= MIN_COVERAGE {
                partial.push(hit);
            }
        }
    }
    let best_first = |hits: Vec<Hit>| sort::sorted_by(&hits, |hit| sort::descending(hit.score));
    let needs_partial = complete.len() < FEW_COMPLETE_HITS;
    let mut hits = best_first(complete);
    if needs_partial {
        hits.extend(best_first(partial));
    }
    hits
}
