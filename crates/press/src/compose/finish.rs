//! What the article's own page and its summary need.

use std::sync::Arc;

use edition::{Article, Summary};

use crate::{
    body::{decorate::decorate_html, html, running_text},
    check::CheckedArticle,
    load::locales::Locales,
    memo::{self, Memo},
};

/// What is kept of finished articles from one edition to the next.
#[derive(Default)]
pub(crate) struct FinishMemos {
    pub(crate) decorated: Memo<String>,
    pub(crate) excerpts: Memo<String>,
}

/// Returns an article as it is published, and the words of its body. `page` is the path of its page.
pub(super) fn finish(memos: &FinishMemos, checked: CheckedArticle, page: &str, locales: &Locales) -> (Article, Arc<str>) {
    let mut article = checked.article;
    let html = article.content_html.take().unwrap_or_default();
    // The body shows the picture already.
    if article.offprint.picture.as_ref().is_some_and(|picture| html::shows(&html, &picture.url)) {
        article.offprint.picture = None;
    }
    let messages = locales.messages(&article.language);
    let key = || memo::key(&[html.as_bytes(), page.as_bytes(), format!("{:?}", messages.body).as_bytes()]);
    let decorated = memos.decorated.get(key, || decorate_html(&html, page, &messages.body));
    article.content_html = Some(Arc::unwrap_or_clone(decorated));
    (article, checked.text)
}

/// Returns what lists show of an article.
pub(super) fn summary(memos: &FinishMemos, checked: &CheckedArticle) -> Summary {
    let article = &checked.article;
    let standfirst = match article.summary.as_deref().map(str::trim) {
        Some(summary) if !summary.is_empty() => summary.to_owned(),
        _ => {
            let html = article.content_html.as_deref().unwrap_or_default();
            let excerpt = || running_text::excerpt(&running_text::running_text(html));
            Arc::unwrap_or_clone(memos.excerpts.get(|| memo::key(&[html.as_bytes()]), excerpt))
        }
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
