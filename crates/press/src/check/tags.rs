//! Tags and their addresses.

use std::collections::{BTreeMap, HashMap, HashSet};

use edition::{Tag, slug};
use unicode_normalization::UnicodeNormalization;

use crate::{
    load::{locate::Step, manuscript::Manuscript},
    problem::{Kind, Problems, Severity},
};

/// Gives every tag its address. Two tags with one address are an error that names both; tags that differ only in case, spaces and
/// hyphens are one, spelled as most articles spell it.
pub(super) fn resolve(manuscripts: &mut [Manuscript], problems: &mut Problems) {
    let mut spellings: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let mut first: HashMap<String, (String, String, String)> = HashMap::new();
    for manuscript in manuscripts.iter() {
        for (index, tag) in manuscript.article.tags.iter().enumerate() {
            let tag: String = tag.trim().nfc().collect();
            let id = slug(&tag);
            let mut report = |severity, message: String| {
                let steps = [Step::Key("tags".into()), Step::Index(index)];
                problems.push(manuscript.source.problem(severity, Kind::Tag, &steps, message));
            };
            if id.is_empty() {
                let message = format!("“{tag}” has no letter or digit, so no page can be named after it. It is left out.");
                report(Severity::Warning, message);
                continue;
            }
            let folded = fold(&tag);
            let (known, other, file) =
                first.entry(id.clone()).or_insert_with(|| (folded.clone(), tag.clone(), manuscript.source.file.clone()));
            if *known != folded {
                let message = format!("“{tag}” and “{other}” ({file}) would share the address tags/{id}/. Rename one of them.");
                report(Severity::Error, message);
            }
            *spellings.entry(id).or_default().entry(tag).or_default() += 1;
        }
    }
    let title = |id: &String| {
        let spelled = spellings.get(id)?.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))?;
        Some(spelled.0.clone())
    };
    for manuscript in manuscripts {
        let mut tags: Vec<Tag> = Vec::new();
        for tag in &manuscript.article.tags {
            let id = slug(&tag.trim().nfc().collect::<String>());
            if let Some(title) = title(&id)
                && !tags.iter().any(|known| known.id == id)
            {
                tags.push(Tag { id, title });
            }
        }
        manuscript.article.tags = tags.iter().map(|tag| tag.title.clone()).collect();
        manuscript.article.offprint.tags = tags;
    }
}

/// Returns the ids of all tags.
pub(super) fn ids(manuscripts: &[Manuscript]) -> HashSet<String> {
    manuscripts.iter().flat_map(|manuscript| &manuscript.article.offprint.tags).map(|tag| tag.id.clone()).collect()
}

fn fold(tag: &str) -> String {
    tag.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}
