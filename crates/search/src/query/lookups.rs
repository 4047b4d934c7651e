//! The terms that cover a clause.

use super::TermLookup;
use crate::terms::{self, Unit};

/// Returns as few terms as cover all tokens of a clause: every word, and bigrams of adjacent characters.
pub(super) fn lookups(units: &[(Unit, u32)]) -> Vec<TermLookup> {
    let mut lookups = Vec::new();
    let bigram = |index: usize| {
        let (first, second) = (units.get(index)?, units.get(index + 1)?);
        if first.1 + 1 == second.1 { terms::bigram(&first.0, &second.0) } else { None }
    };
    let mut index = 0;
    while index < units.len() {
        let offset = units[index].1;
        let (term, offset, step) = match &units[index].0 {
            Unit::Word(word) => (word.clone(), offset, 1),
            Unit::Character(c) => match (bigram(index), index.checked_sub(1).and_then(bigram)) {
                (Some(bigram), _) => (bigram, offset, 2),
                // The last character of an odd number shares its bigram with the previous one.
                (None, Some(bigram)) => (bigram, offset - 1, 1),
                (None, None) => (c.clone(), offset, 1),
            },
        };
        lookups.push(TermLookup { term, offset });
        index += step;
    }
    lookups
}
