//! What the article's own page and its summary need.

use edition::{Article, Summary};

use crate::check::{CheckedArticle, TextKeys};

/// Returns an article as it is published, and where its text is.
pub(super) fn finish(checked: CheckedArticle) -> (Article, TextKeys) {
    let CheckedArticle { mut article, body, shows_picture, .. } = checked;
    if shows_picture {
        article.offprint.picture = None;
    }
    (article, body.keys)
}

/// Returns what lists show of an article.
pub(super) fn summary(checked: &CheckedArticle) -> Summary {
    let article = &checked.article;
    let standfirst = match article.summary.as_deref().map(str::trim) {
        Some(summary) if !summary.is_empty() => summary.to_owned(),
        _ => checked.body.excerpt.clone(),
    };
    Summary {
        id: article.id.clone(),
        title: article.title.clone(),
        language: article.language.clone(),
        date: article.date_published.clone(),
        standfirst,
        section: article.offprint.section.clone(),
        source: article.offprint.source.as_ref().map(|source| source.name.clone()),
        minutes: article.offprint.minutes,
        picture: article.offprint.picture.clone(),
    }
}
