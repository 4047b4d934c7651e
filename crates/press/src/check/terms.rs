//! The terms of taxonomies, such as tags, and their addresses.

use std::collections::{BTreeMap, HashMap, HashSet};

use edition::{Site, TAGS, Taxonomy, Term, slug};
use unicode_normalization::UnicodeNormalization;

use crate::{
    load::{locate::Step, manuscript::Manuscript},
    problem::{Kind, Problems, Severity},
};

/// A term: the ids of its taxonomy and of itself.
type TermKey = (String, String);

/// Gives every term its address. Two terms of a taxonomy with one address are an error that names both; terms that differ only in case,
/// spaces and hyphens are one, spelled as most articles spell it.
pub(super) fn resolve(manuscripts: &mut [Manuscript], site: &Site, problems: &mut Problems) {
    let mut spellings: BTreeMap<TermKey, BTreeMap<String, usize>> = BTreeMap::new();
    let mut first: HashMap<TermKey, (String, String, String)> = HashMap::new();
    for manuscript in manuscripts.iter_mut() {
        let tags = std::mem::take(&mut manuscript.article.tags);
        let tags = tags.into_iter().map(|title| Term { taxonomy: TAGS.to_owned(), id: String::new(), title, part: None });
        manuscript.article.offprint.terms.splice(0..0, tags);
        let mut counts: HashMap<String, usize> = HashMap::new();
        for term in &mut manuscript.article.offprint.terms {
            let index = counts.entry(term.taxonomy.clone()).or_default();
            let field = site.taxonomy(&term.taxonomy).map_or(TAGS, Taxonomy::field);
            let mut steps = vec![Step::Key(field.to_owned()), Step::Index(*index)];
            *index += 1;
            if term.taxonomy != TAGS {
                steps.insert(0, Step::Key("_offprint".into()));
            }
            let mut report = |severity, message: String| {
                problems.push(manuscript.source.problem(severity, Kind::Term, &steps, message));
            };
            term.title = term.title.trim().nfc().collect();
            term.id = slug(&term.title);
            let (title, key) = (&term.title, (term.taxonomy.clone(), term.id.clone()));
            if term.id.is_empty() {
                let message = format!("“{title}” has no letter or digit, so no page can be named after it. It is left out.");
                report(Severity::Warning, message);
                continue;
            }
            let folded = fold(title);
            let (known, other, file) =
                first.entry(key.clone()).or_insert_with(|| (folded.clone(), title.clone(), manuscript.source.file.clone()));
            if *known != folded {
                let (taxonomy, id) = &key;
                let message =
                    format!("“{title}” and “{other}” ({file}) would share the address {taxonomy}/{id}/. Rename one of them.");
                report(Severity::Error, message);
            }
            *spellings.entry(key).or_default().entry(title.clone()).or_default() += 1;
        }
    }
    for manuscript in manuscripts {
        let terms = std::mem::take(&mut manuscript.article.offprint.terms);
        let mut seen = HashSet::new();
        for mut term in terms {
            let key = (term.taxonomy.clone(), term.id.clone());
            let spelled = spellings.get(&key).and_then(|titles| titles.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))));
            if let Some((title, _)) = spelled
                && seen.insert(key)
            {
                term.title = title.clone();
                manuscript.article.offprint.terms.push(term);
            }
        }
        let tags = manuscript.article.offprint.terms_of(TAGS).map(|tag| tag.title.clone());
        manuscript.article.tags = tags.collect();
    }
}

fn fold(term: &str) -> String {
    term.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}
