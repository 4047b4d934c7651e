//! The search index of each language.

use std::{collections::BTreeMap, sync::Arc};

use edition::{Article, Credit, List, Selection, TAGS};
use search::{
    format::{Card, file},
    write::{Document, index},
};

use super::{SearchFiles, members::ListMembers};

/// Returns the files of the search indexes. Each language's index has the articles of the list of all its articles.
pub(super) fn files(articles: &[Article], texts: &[Arc<str>], members: &BTreeMap<List, ListMembers>) -> SearchFiles {
    let mut files = SearchFiles::new();
    for (list, members) in members.iter().filter(|(list, _)| list.selection == Selection::All) {
        let documents: Vec<Document<'_>> =
            members.articles.iter().map(|index| document(&articles[*index], &texts[*index])).collect();
        let folder = file::folder(list.language.as_str());
        files.extend(
            index(list.language.as_str(), &documents).into_iter().map(|(name, bytes)| ([&folder, name.as_str()].concat(), bytes)),
        );
    }
    files
}

fn document<'a>(article: &'a Article, text: &'a str) -> Document<'a> {
    let own = &article.offprint;
    let tags: Vec<(&str, &str)> = own.terms_of(TAGS).map(|tag| (tag.id.as_str(), tag.title.as_str())).collect();
    let names = own.credits.iter().map(|Credit { name, .. }| name.as_str());
    Document {
        card: Card {
            id: article.id.clone(),
            title: article.title.clone(),
            day: article.date_published.day().to_owned(),
            section: own.section.clone().unwrap_or_default(),
        },
        metadata: article.summary.as_deref().into_iter().chain(tags.iter().map(|(_, title)| *title)).chain(names).collect(),
        body: text,
        tags,
    }
}
