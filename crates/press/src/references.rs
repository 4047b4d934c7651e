//! What one manuscript says of others: ids, sections, picks, translations, tags.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
};

use edition::{ByLanguage, Site, Tag, slug};
use unicode_normalization::UnicodeNormalization;

use crate::{manuscript::Manuscript, problem::Problems};

/// The articles by the ids that manuscripts use for them, and by their files.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// From an id, as written or as an address, to the address.
    ids: HashMap<String, String>,
    files: HashMap<PathBuf, String>,
}

impl Index {
    /// Indexes the manuscripts. Two with one id are an error that names both.
    pub(crate) fn new(manuscripts: &[Manuscript], problems: &mut Problems) -> Index {
        let mut index = Index::default();
        let mut first: HashMap<&str, &Manuscript> = HashMap::new();
        for manuscript in manuscripts {
            let id = &manuscript.article.id;
            index.files.insert(manuscript.path.clone(), id.clone());
            if id.is_empty() {
                continue;
            }
            if let Some(other) = first.insert(id, manuscript) {
                let message =
                    format!("“{}” is the id of {} too. Give one of them another.", manuscript.written_id, other.origin.file);
                problems.push(manuscript.origin.error(&["id"], message));
            }
            index.ids.insert(id.clone(), id.clone());
            index.ids.insert(manuscript.written_id.clone(), id.clone());
        }
        index
    }

    /// The address of the article with this id.
    pub(crate) fn by_id(&self, id: &str) -> Option<&str> {
        self.ids.get(id.trim()).or_else(|| self.ids.get(&slug(&id.nfc().collect::<String>()))).map(String::as_str)
    }

    /// The address of the article in this file, from CONTENT.
    pub(crate) fn by_file(&self, file: &std::path::Path) -> Option<&str> {
        self.files.get(file).map(String::as_str).filter(|id| !id.is_empty())
    }
}

/// Checks section, picks and translations, and turns ids into addresses.
pub(crate) fn resolve(manuscript: &mut Manuscript, site: Option<&Site>, index: &Index, problems: &mut Problems) {
    let (origin, article) = (&manuscript.origin, &mut manuscript.article);
    if let (Some(section), Some(site)) = (&article.offprint.section, site)
        && site.section(section).is_none()
    {
        let known: Vec<&str> = site.sections.iter().map(|section| section.id.as_str()).collect();
        let message = format!("“{section}” is no section of the site. Its sections are: {}.", known.join(", "));
        problems.push(origin.error(&["_offprint", "section"], message));
    }
    let nobody = |id: &str| format!("no article has the id “{id}”. Correct it or take it out.");
    let mut picks = Vec::new();
    for (place, pick) in article.offprint.picks.iter().enumerate() {
        match index.by_id(pick) {
            Some(id) => picks.push(id.to_owned()),
            None => problems.push(origin.error_at(&["_offprint", "picks"], place, nobody(pick))),
        }
    }
    article.offprint.picks = picks;
    let mut translations = ByLanguage::default();
    for (language, translation) in article.offprint.translations.iter() {
        match index.by_id(translation) {
            Some(id) => translations.insert(language.clone(), id.to_owned()),
            None => problems.push(origin.error(&["_offprint", "translations", language.as_str()], nobody(translation))),
        }
    }
    article.offprint.translations = translations;
}

/// A translation is one in both directions, even if only one side says so.
pub(crate) fn complete_translations(manuscripts: &mut [Manuscript]) {
    let places: HashMap<String, usize> =
        manuscripts.iter().enumerate().map(|(place, manuscript)| (manuscript.article.id.clone(), place)).collect();
    let said: Vec<(usize, usize)> = manuscripts
        .iter()
        .enumerate()
        .flat_map(|(from, manuscript)| {
            let targets = manuscript.article.offprint.translations.iter().filter_map(|(_, id)| places.get(id));
            targets.map(move |to| (*to, from)).collect::<Vec<_>>()
        })
        .collect();
    for (to, from) in said {
        let (language, id) = (manuscripts[from].article.language.clone(), manuscripts[from].article.id.clone());
        let translations = &mut manuscripts[to].article.offprint.translations;
        if translations.get(&language).is_none() {
            translations.insert(language, id);
        }
    }
    // What is held back leads nowhere yet.
    for manuscript in manuscripts.iter_mut() {
        let own = manuscript.article.id.clone();
        manuscript.article.offprint.translations.retain(|id| places.contains_key(id) && id != own);
        manuscript.article.offprint.picks.retain(|id| places.contains_key(id) && *id != own);
    }
}

/// Gives every tag its address. Two tags that meet in one address are an error that names both; tags
/// that differ only in case, spaces and hyphens are one, spelled as most articles spell it.
pub(crate) fn tag(manuscripts: &mut [Manuscript], problems: &mut Problems) {
    let mut spellings: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let mut first: HashMap<String, (String, String, String)> = HashMap::new();
    for manuscript in manuscripts.iter() {
        for (place, tag) in manuscript.article.tags.iter().enumerate() {
            let tag: String = tag.trim().nfc().collect();
            let id = slug(&tag);
            if id.is_empty() {
                let message = format!("“{tag}” has no letter or digit, so no page can be named after it. Take it out.");
                problems.push(manuscript.origin.error_at(&["tags"], place, message));
                continue;
            }
            let folded = fold(&tag);
            let (known, other, file) =
                first.entry(id.clone()).or_insert_with(|| (folded.clone(), tag.clone(), manuscript.origin.file.clone()));
            if *known != folded {
                let message = format!("“{tag}” and “{other}” ({file}) would share the address tags/{id}/. Rename one of them.");
                problems.push(manuscript.origin.error_at(&["tags"], place, message));
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
        manuscript.article.offprint.tags = tags;
    }
}

fn fold(tag: &str) -> String {
    tag.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}
