//! Pages at old addresses, which lead to the article that has moved, and the same for hosts that redirect by themselves.

use edition::{Article, Route, encode};

use super::{Pages, markup::attribute, renderer::PageRenderer};
use crate::{
    body::html::escape,
    compose::Composition,
    output::{OutputFile, OutputFiles},
};

/// Adds a page for every old address that no other file has, and `_redirects`, as Netlify and Cloudflare Pages read it.
pub(super) fn add(composition: &Composition, renderer: &PageRenderer, pages: Pages, files: &mut OutputFiles) {
    let mut lines = String::new();
    let articles = composition.articles.iter().map(|article| (Route::Article(article.id.clone()), article));
    let standalone = composition.pages.iter().map(|page| (page.route(), &page.article));
    for (route, article) in articles.chain(standalone) {
        let target = route.path(&composition.languages);
        for alias in &article.offprint.aliases {
            let path = alias.as_str();
            let name = if path.rsplit('/').next().is_some_and(|last| last.ends_with(".html") || last.ends_with(".htm")) {
                path.to_owned()
            } else {
                format!("{path}/index.html")
            };
            lines.push_str(&format!("{}{} {}{target} 301\n", renderer.base, encode(path), renderer.base));
            if pages != Pages::None {
                let up = "../".repeat(name.matches('/').count());
                let canonical =
                    composition.site.url.as_ref().map_or_else(|| format!("{up}{target}"), |url| format!("{url}{target}"));
                files.insert(name, OutputFile::Bytes(page(article, &format!("{up}{target}"), &canonical)));
            }
        }
    }
    if !lines.is_empty() {
        files.insert("_redirects".to_owned(), OutputFile::Bytes(lines.into_bytes()));
    }
}

fn page(article: &Article, target: &str, canonical: &str) -> Vec<u8> {
    let title = escape(&article.title);
    format!(
        "<!doctype html>\n<html{}{}>\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n<link rel=\"canonical\"{}>\n<meta http-equiv=\"refresh\"{}>\n</head>\n<body><p><a{}>{title}</a></p></body>\n</html>\n",
        attribute("lang", article.language.as_str()),
        attribute("dir", article.language.dir()),
        attribute("href", canonical),
        attribute("content", &format!("0; url={target}")),
        attribute("href", target),
    )
    .into_bytes()
}
