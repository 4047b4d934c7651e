//! The part of a score that rewards words in the order of the query.

use super::{
    matches::{MatchPosition, SegmentMatches, has_position},
    scores::{MatchedClause, Ranking},
};

/// The bonus for words that are adjacent as in the query, relative to their inverse document frequency.
pub(super) const ADJACENCY_BONUS: f32 = 0.8;

/// Returns the score for clauses at the same distances as in the query, and for clauses next to the same common words. It doubles if
/// all clauses are at the distances of the query.
pub(super) fn proximity_score(ranking: &Ranking<'_>, segment: &SegmentMatches, matched: &[MatchedClause]) -> f32 {
    let with_positions: Vec<(usize, &[MatchPosition])> = matched
        .iter()
        .filter(|(clause, index)| !segment.clauses[*clause].articles[*index].lacks_positions)
        .map(|(clause, index)| (*clause, segment.clauses[*clause].positions(*index)))
        .collect();
    let mut score = 0.0;
    for (clause, positions) in &with_positions {
        if ranking.has_context[*clause] && positions.iter().any(|found| found.has_context) {
            score += ranking.idf[*clause] * ADJACENCY_BONUS;
        }
    }
    let Some((_, first)) = with_positions.first() else { return 0.0 };
    // The positions of the current clause at which all clauses so far are in sequence.
    let mut sequence: Vec<u32> = first.iter().filter(|found| found.has_context).map(|found| found.position).collect();
    for pair in with_positions.windows(2) {
        let ((clause, positions), (next_clause, next_positions)) = (pair[0], pair[1]);
        let distance = ranking.query.clauses[next_clause].position - ranking.query.clauses[clause].position;
        if positions.iter().any(|found| has_position(next_positions, found.position.saturating_add(distance), false)) {
            score += (ranking.idf[clause] + ranking.idf[next_clause]) * ADJACENCY_BONUS;
        }
        let next = sequence.iter().map(|position| position.saturating_add(distance));
        sequence = next.filter(|position| has_position(next_positions, *position, true)).collect();
    }
    if sequence.is_empty() { score } else { 2.0 * score }
}
