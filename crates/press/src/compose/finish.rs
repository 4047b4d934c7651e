//! What the article's own page and its summary need.

use edition::{Article, Summary};

use crate::{
    body::{decorate::decorate_html, html, running_text},
    check::CheckedArticle,
    load::locales::Locales,
};

/// Returns an article as it is published, and the words of its body. `page` is the path of its page.
pub(super) fn finish(checked: CheckedArticle, page: &str, locales: &Locales) -> (Article, String) {
    let mut article = checked.article;
    let html = article.content_html.take().unwrap_or_default();
    // The body shows the picture already.
    if article.offprint.picture.as_ref().is_some_and(|picture| html::shows(&html, &picture.url)) {
        article.offprint.picture = None;
    }
    let messages = locales.messages(&article.language);
    article.content_html = Some(decorate_html(&html, page, &messages.body));
    (article, checked.text)
}

/// Returns what lists show of an article.
pub(super) fn summary(checked: &CheckedArticle) -> Summary {
    let article = &checked.article;
    let standfirst = match article.summary.as_deref().map(str::trim) {
        Some(summary) if !summary.is_empty() => summary.to_owned(),
        _ => running_text::excerpt(&running_text::running_text(article.content_html.as_deref().unwrap_or_default())),
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
