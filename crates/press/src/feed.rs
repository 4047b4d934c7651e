//! `feed.json`: JSON Feed 1.1 of the newest articles.

use edition::{Article, CHUNK, Chunks, Offprint, Recommended, Site};
use serde::Serialize;

#[derive(Serialize)]
struct Feed<'a> {
    version: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    language: &'a str,
    items: Vec<Article>,
}

/// The feed of `articles`, which are oldest first.
pub(crate) fn feed(site: &Site, articles: &[Article]) -> Vec<u8> {
    let languages = site.languages();
    let language = languages.first();
    let feed = Feed {
        version: "https://jsonfeed.org/version/1.1",
        title: site.title.get(language, language),
        description: site.description.as_ref().map(|text| text.get(language, language)),
        language: language.as_str(),
        items: articles.iter().rev().take(CHUNK).cloned().map(item).collect(),
    };
    crate::lists::json(&feed)
}

/// An article as other readers want it: without what only the viewer needs.
fn item(article: Article) -> Article {
    let offprint = Offprint {
        chunks: None::<Chunks>,
        recommended: Recommended::default(),
        tags: Vec::new(),
        picture: None,
        picks: Vec::new(),
        ..article.offprint
    };
    Article { offprint, ..article }
}
