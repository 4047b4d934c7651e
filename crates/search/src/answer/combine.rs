//! Combination of posting lists into the matches of a clause.

use super::matches::{ArticleMatch, ClauseMatches, MatchPosition, PARTIAL_RUN, has_position};
use crate::{
    format::{AdjacentCommonWords, Posting, PostingList, TITLE_END},
    sort,
};

/// Merges the posting lists of a word's forms, each with its weight. `context` has the common words that are adjacent in the query.
pub(super) fn merge_forms(forms: &[(f32, PostingList)], context: AdjacentCommonWords) -> ClauseMatches {
    let postings = forms.iter().enumerate().flat_map(|(form, (_, list))| {
        list.postings.iter().enumerate().map(move |(index, posting)| (posting.article, form, index))
    });
    let postings = sort::sorted_by(&postings.collect::<Vec<_>>(), |(article, ..)| u64::from(*article));
    let mut matches = ClauseMatches::default();
    for group in postings.chunk_by(|one, other| one.0 == other.0) {
        let positions_start = matches.positions.len();
        let mut merged = ArticleMatch {
            article: group[0].0,
            count: 0.0,
            form_weight: 0.0,
            length_class: 0,
            title_length: 0,
            lacks_positions: false,
            positions_end: 0,
        };
        for (_, form, index) in group {
            let (weight, list) = &forms[*form];
            let Posting { length_class, title_length, count, .. } = list.postings[*index];
            let range = list.positions_range(*index);
            merged.count += weight * count as f32;
            merged.form_weight = merged.form_weight.max(*weight);
            merged.length_class = length_class;
            merged.title_length = merged.title_length.max(title_length);
            merged.lacks_positions |= list.omits_body_positions && count as usize > range.len();
            let fits = |codes: &AdjacentCommonWords| {
                context.iter().zip(codes).all(|(expected, actual)| *expected == 0 || expected == actual)
            };
            matches.positions.extend(range.map(|index| MatchPosition {
                position: list.positions[index],
                has_context: list.adjacent.get(index).is_none_or(fits),
            }));
        }
        if group.len() > 1 {
            let positions = matches.positions.split_off(positions_start);
            matches.positions.extend(sort::sorted_by(&positions, |found| u64::from(found.position)));
        }
        merged.positions_end = matches.positions.len();
        matches.articles.push(merged);
    }
    matches
}

/// A term of a sequence in one article: its offset in the sequence, its matches, and the index of the article's match.
type SequenceTerm<'a> = (u32, &'a ClauseMatches, usize);

/// Returns where terms occur at their offsets from each other. With `allow_partial`, articles with some of the terms match too, with
/// a lower weight.
pub(super) fn match_sequence(terms: &[(u32, ClauseMatches)], allow_partial: bool) -> ClauseMatches {
    let articles: Vec<u32> = terms.iter().flat_map(|(_, matches)| matches.articles.iter().map(|found| found.article)).collect();
    let articles = sort::sorted_by(&articles, |article| u64::from(*article));
    let groups = articles.chunk_by(|one, other| one == other).filter(|group| allow_partial || group.len() == terms.len());
    let mut sequence = ClauseMatches::default();
    for group in groups {
        let (article, term_count) = (group[0], group.len());
        let found: Vec<SequenceTerm<'_>> =
            terms.iter().filter_map(|(offset, matches)| Some((*offset, matches, matches.find(article)?))).collect();
        let (_, first, first_index) = found[0];
        let mut merged = ArticleMatch {
            article,
            count: 0.0,
            form_weight: 0.0,
            length_class: first.articles[first_index].length_class,
            title_length: 0,
            lacks_positions: false,
            positions_end: 0,
        };
        if term_count == terms.len() {
            let positions_start = sequence.positions.len();
            merged.lacks_positions = !push_sequence_positions(&found, &mut sequence.positions);
            let positions = &sequence.positions[positions_start..];
            merged.count = positions.len().max(usize::from(merged.lacks_positions)) as f32;
            merged.form_weight = f32::from(u8::from(merged.count > 0.0));
            if positions.first().is_some_and(|found| found.position < TITLE_END) {
                let title_lengths = found.iter().map(|(_, matches, index)| matches.articles[*index].title_length);
                merged.title_length = title_lengths.max().unwrap_or_default();
            }
        }
        if merged.form_weight == 0.0 && allow_partial {
            (merged.count, merged.form_weight) = (1.0, PARTIAL_RUN * term_count as f32 / terms.len() as f32);
        }
        merged.positions_end = sequence.positions.len();
        if merged.form_weight > 0.0 {
            sequence.articles.push(merged);
        }
    }
    sequence
}

/// Appends the positions at which the sequence starts. Returns false if no term has positions: then it may start anywhere.
fn push_sequence_positions(terms: &[SequenceTerm<'_>], positions: &mut Vec<MatchPosition>) -> bool {
    let with_positions = terms.iter().filter(|(_, matches, index)| !matches.articles[*index].lacks_positions);
    let rarest = with_positions.clone().min_by_key(|(_, matches, index)| matches.positions(*index).len());
    let Some((offset, matches, index)) = rarest else { return false };
    let starts = matches.positions(*index).iter().filter_map(|found| found.position.checked_sub(*offset));
    let starts = starts.filter(|start| {
        with_positions
            .clone()
            .all(|(offset, matches, index)| has_position(matches.positions(*index), start.saturating_add(*offset), true))
    });
    positions.extend(starts.map(|position| MatchPosition { position, has_context: true }));
    true
}
