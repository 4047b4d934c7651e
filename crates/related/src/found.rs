//! The lists of a whole archive, and what of them the next build can keep.

use std::collections::HashMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    Match, Text,
    ask::{Answer, Asker, Reverse},
    index::Index,
};

/// For every article of an archive the others that are most like it.
pub struct Related {
    pub(crate) answers: Vec<Answer>,
    pub(crate) index: Index,
    asked: usize,
}

/// What was found for an archive, to be kept until the next build.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    ids: Vec<String>,
    marks: Vec<u64>,
    answers: Vec<Answer>,
}

/// Finds for each text, oldest first, the others that are most like it.
pub fn related(texts: &[Text<'_>]) -> Related {
    let index = Index::new(texts);
    let everything = vec![None; index.len()];
    answer(index, everything)
}

/// The same, with what was `found` before for an archive that has much in common with this one. `ids` name the texts.
/// The outcome is that of [`related`].
pub fn related_since(texts: &[Text<'_>], ids: &[&str], found: Found) -> Related {
    let index = Index::new(texts);
    let kept = keep(&index, ids, found);
    answer(index, kept)
}

/// Asks for all that have no answer yet.
fn answer(index: Index, kept: Vec<Option<Answer>>) -> Related {
    let asked = kept.iter().filter(|answer| answer.is_none()).count();
    let answers = kept
        .into_par_iter()
        .enumerate()
        // Each thread sets up what it asks with once for many.
        .map_init(
            || None,
            |asker: &mut Option<Asker<'_>>, (article, kept)| {
                kept.unwrap_or_else(|| asker.get_or_insert_with(|| Asker::new(&index)).ask(article))
            },
        )
        .collect();
    Related { answers, index, asked }
}

/// The answers of articles that nothing has touched, at their new places.
fn keep(index: &Index, ids: &[&str], found: Found) -> Vec<Option<Answer>> {
    let before: HashMap<&str, usize> = found.ids.iter().enumerate().map(|(place, id)| (id.as_str(), place)).collect();
    let same =
        |now: usize| before.get(ids[now]).copied().filter(|then| found.marks.get(*then) == Some(&index.articles[now].mark));
    let before: Vec<Option<usize>> = (0..index.len()).map(same).collect();
    let changed: Vec<usize> = (0..index.len()).filter(|place| before[*place].is_none()).collect();
    // With many changed it is quicker to ask for all.
    if changed.len() > index.len() / 8 {
        return vec![None; index.len()];
    }
    let mut now: Vec<Option<u32>> = vec![None; found.ids.len()];
    for (place, then) in before.iter().enumerate() {
        if let Some(then) = then {
            now[*then] = Some(place as u32);
        }
    }
    let mut kept: Vec<Option<Answer>> = before
        .iter()
        .map(|then| {
            let answer = found.answers.get((*then)?)?;
            let place = |then: u32| now.get(then as usize).copied().flatten();
            let candidates = answer.candidates.iter().map(|then| place(*then)).collect::<Option<_>>()?;
            let list = answer.list.iter().map(|found| Some(Match { article: place(found.article as u32)? as usize, ..*found }));
            Some(Answer { list: list.collect::<Option<_>>()?, candidates, gate: answer.gate })
        })
        .collect();
    let gates: Vec<f32> = kept.iter().map(|answer| answer.as_ref().map_or(0.0, |answer| answer.gate)).collect();
    let reverse = Reverse::new(index);
    let mut touched = vec![false; index.len()];
    changed.iter().for_each(|changed| reverse.touched(*changed, &gates, &mut touched));
    for (answer, touched) in kept.iter_mut().zip(touched) {
        if touched {
            *answer = None;
        }
    }
    kept
}

impl Related {
    /// The others that are most like an article, best first, at most [`crate::KEPT`].
    pub fn list(&self, article: usize) -> &[Match] {
        &self.answers[article].list
    }

    /// What [`Related::list`] would be if every other article were compared over all features, one by one: slow, and
    /// for measuring what the budget leaves out.
    pub fn exhaustive(&self, article: usize) -> Vec<Match> {
        Asker::new(&self.index).ask_all(article)
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// For how many articles the archive was asked; for the others what was found before still held.
    pub fn asked(&self) -> usize {
        self.asked
    }

    /// What the next build can keep. `ids` name the texts.
    pub fn into_found(self, ids: impl IntoIterator<Item = String>) -> Found {
        Found {
            ids: ids.into_iter().collect(),
            marks: self.index.articles.iter().map(|article| article.mark).collect(),
            answers: self.answers,
        }
    }
}
