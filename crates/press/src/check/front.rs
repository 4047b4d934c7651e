//! What the newsroom arranges on the front page: whether it is there.

use std::collections::BTreeSet;

use edition::{Site, slug};
use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization;

use super::{authors::AuthorIndex, index::ArticleIndex};
use crate::{
    load::{
        front::{FrontArrangement, FrontChoice, LoadedFront},
        locate::Step,
    },
    problem::{Kind, Problems, Severity},
};

/// Returns the arrangement with addresses in place of ids, tags and authors. What is not there is reported and left out; an alert that is over is left out with a note.
pub(super) fn resolve(
    front: &LoadedFront,
    site: &Site,
    (articles, authors, tags): (&ArticleIndex, &AuthorIndex, &BTreeSet<String>),
    now: Option<Timestamp>,
    problems: &mut Problems,
    notes: &mut Vec<String>,
) -> FrontArrangement {
    let LoadedFront { arrangement, source } = front;
    let mut resolved = arrangement.clone();
    let FrontArrangement { lead, second, pinned, bands, alert } = &mut resolved;
    let mut warn = |kind: Kind, steps: &[Step], message: String| {
        problems.push(source.problem(Severity::Warning, kind, steps, message));
    };
    let nobody = |id: &str| format!("no article has the id “{id}”. Correct it or take it out.");
    let own = [(vec![key("lead")], lead), (vec![key("second")], second)];
    let bands = bands.iter_mut().enumerate().map(|(index, band)| (vec![key("bands"), Step::Index(index)], band));
    let address = |name: &str| slug(&name.nfc().collect::<String>());
    for (steps, choice) in own.into_iter().chain(bands) {
        let at = |field: &str| [&steps[..], &[key(field)]].concat();
        let FrontChoice { articles: ids, section, .. } = &mut *choice;
        let mut known = Vec::new();
        for (index, id) in ids.iter().enumerate() {
            match articles.by_id(id) {
                Some(id) => known.push(id.to_owned()),
                None => warn(Kind::UnknownArticle, &[at("articles"), vec![Step::Index(index)]].concat(), nobody(id)),
            }
        }
        *ids = known;
        if let Some(id) = section.take_if(|id| site.section(id).is_none()) {
            let known: Vec<&str> = site.sections.iter().map(|section| section.id.as_str()).collect();
            let message = format!("“{id}” is no section of the site. Its sections are: {}.", known.join(", "));
            warn(Kind::UnknownSection, &at("section"), message);
        }
        let (is_band, has_term) = (steps.len() > 1, choice.terms().next().is_some());
        if is_band && choice.articles.is_empty() && !has_term {
            warn(Kind::MissingField, &steps, "shows no article. Add articles, section, tag or author.".to_owned());
        } else if is_band && !has_term && choice.title.is_empty() {
            warn(Kind::MissingField, &at("title"), "is missing. Add the title of the band.".to_owned());
        }
        if steps == [key("lead")] && choice.articles.len() > 1 {
            warn(Kind::WrongValue, &at("articles"), "only the first of these leads. Write the others into second.".to_owned());
        }
        let FrontChoice { tag, author, .. } = choice;
        if let Some(id) = tag.take_if(|tag| !tags.contains(&address(tag))) {
            warn(Kind::Term, &at("tag"), format!("no article has the tag “{id}”. Correct it or take it out."));
        }
        [tag, &mut *author].into_iter().flatten().for_each(|name| *name = address(name));
        if let Some(id) = author.take_if(|id| !authors.has(id)) {
            warn(
                Kind::UnknownAuthor,
                &at("author"),
                format!("there is no author “{id}”. Add authors/{id}.md or correct the id."),
            );
        }
    }
    if let Some(id) = pinned {
        match articles.by_id(id) {
            Some(known) => *id = known.to_owned(),
            None => {
                warn(Kind::UnknownArticle, &[key("pinned")], nobody(id));
                *pinned = None;
            }
        }
    }
    let is_over = |end: Timestamp| now.is_some_and(|now| end <= now);
    if let Some(over) = alert.take_if(|alert| alert.end.is_some_and(is_over)) {
        notes.push(format!("the alert in {} is over: it ended on {}", source.file, over.until.unwrap_or_default()));
    }
    resolved
}

fn key(key: &str) -> Step {
    Step::Key(key.to_owned())
}
