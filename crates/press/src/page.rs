//! A page as a file: the viewer's own views, with a head for those who do not render and, for the viewer, the
//! files that the page is made of.

use std::sync::Arc;

use edition::{
    Article, EMBEDDED_DATA, Language, Languages, List, ListHead, ListPage, Neighbours, NewerLink, Route, Site, article_file,
};
use leptos::{
    callback::Callback,
    prelude::{Owner, RwSignal, Set},
};
use offprint::{
    fetch::FetchError,
    views::{
        Paper,
        article::ArticlePage,
        colophon,
        list::ListView,
        masthead::{self, Controls},
        page::{self, Page},
        states::Notice,
    },
};
use serde::Serialize;

use crate::{
    body,
    head::{About, Meta},
    lists::json,
    viewer::{self, Viewer},
};

/// What all pages of an edition have in common.
pub(crate) struct Printer {
    pub(crate) site: Arc<Site>,
    pub(crate) languages: Languages,
    pub(crate) viewer: Option<Viewer>,
    /// The security policy, as a page says it.
    pub(crate) policy: String,
    /// The path under which the edition stands on its host, for the one page that has no address of its own.
    pub(crate) base: String,
}

impl Printer {
    /// The page of an article.
    pub(crate) fn article(&self, article: &Article, description: &str, neighbours: &Neighbours) -> Vec<u8> {
        let route = Route::Article(article.id.clone());
        let language = self.languages.closest(&article.language).unwrap_or(self.languages.first());
        let mut carried = self.carried();
        // The body stands in the page already.
        carried.add(&article_file(&article.id), &Article { content_html: None, ..article.clone() });
        carried.add(edition::PAGE_CONTEXT, neighbours);
        let about = About::Article { article, description };
        self.page(&route, language, &about, carried, || {
            let page = ArticlePage::new(Arc::new(article.clone()), neighbours.list.clone());
            page.neighbours.set(neighbours.clone());
            Page::Article(page)
        })
    }

    /// The page that opens a list.
    pub(crate) fn head(&self, list: &List, head: &ListHead) -> Vec<u8> {
        let route = Route::List(list.clone(), None);
        let mut carried = self.carried();
        carried.add(&list.head_file(), head);
        let shown = ListView::of_head(list, head);
        let about = About::List(&shown);
        self.page(&route, &list.language, &about, carried, || match page::is_front(&route) {
            true => Page::Front(Arc::new(head.clone())),
            false => Page::List(Arc::new(shown.clone())),
        })
    }

    /// The page of one chunk of a list.
    pub(crate) fn chunk(&self, list: &List, chunk: &ListPage, newer: &NewerLink) -> Vec<u8> {
        let mut carried = self.carried();
        carried.add(&list.page_file(chunk.span.page), chunk);
        carried.add(edition::PAGE_CONTEXT, newer);
        let shown = ListView::of_page(list, chunk, Some(newer));
        let about = About::List(&shown);
        let route = Route::List(list.clone(), Some(chunk.span.page));
        self.page(&route, &list.language, &about, carried, || Page::List(Arc::new(shown.clone())))
    }

    /// The page to search from.
    pub(crate) fn search(&self, language: &Language) -> Vec<u8> {
        let route = Route::Search(language.clone());
        self.page(&route, language, &About::Nothing, self.carried(), || Page::Search)
    }

    /// The page for addresses that lead nowhere.
    pub(crate) fn not_found(&self) -> Vec<u8> {
        let first = self.languages.first();
        self.page(&Route::NotFound, first, &About::Nothing, self.carried(), || Page::Failed(FetchError::Missing))
    }

    /// The page that has nothing printed in it: the viewer finds out what it shows.
    pub(crate) fn shell(&self) -> Vec<u8> {
        let body =
            viewer::SHELL.split_once("<body>").and_then(|(_, rest)| rest.split_once("</body>")).map_or("", |(body, _)| body);
        let first = self.languages.first();
        let paper = Paper::new(self.site.clone(), first.clone());
        let meta = Meta { printer: self, paper: &paper, route: &Route::NotFound, title: &paper.name(), about: &About::Shell };
        format!(
            "<!doctype html>\n<html lang=\"{first}\" dir=\"{}\">\n<head>\n{}</head>\n<body>{body}</body>\n</html>\n",
            first.dir(),
            meta.head(true)
        )
        .into_bytes()
    }

    fn carried(&self) -> Carried {
        let mut carried = Carried(Vec::new());
        carried.add("site.json", &self.public_site());
        carried
    }

    /// What the viewer needs of the site.
    pub(crate) fn public_site(&self) -> Site {
        Site { url: None, icon: None, media: Vec::new(), ..(*self.site).clone() }
    }

    fn page(&self, route: &Route, language: &Language, about: &About, carried: Carried, make: impl FnOnce() -> Page) -> Vec<u8> {
        let paper = Paper::new(self.site.clone(), language.clone());
        // Signals belong to an owner, which has to outlive the printing.
        let (title, body) = Owner::new().with(|| {
            let page = make();
            (page.title(&paper), whole(&paper, route, &page))
        });
        let meta = Meta { printer: self, paper: &paper, route, title: &title, about };
        let carried = if self.viewer.is_some() { carried.element() } else { String::new() };
        format!(
            "<!doctype html>\n<html lang=\"{language}\" dir=\"{}\">\n<head>\n{}</head>\n<body class=\"{}\">\n{body}\n{carried}</body>\n</html>\n",
            language.dir(),
            meta.head(*route == Route::NotFound),
            page::class(route)
        )
        .into_bytes()
    }
}

fn whole(paper: &Paper, route: &Route, page: &Page) -> String {
    let (words, slow) = (paper.words, RwSignal::new(false));
    let skip = [&route.path(&paper.languages), "#text"].concat();
    let masthead = {
        let (paper, shown) = (paper.clone(), page.masthead(paper, route));
        move || masthead::masthead(&paper, &shown, Controls::none())
    };
    let main = {
        let (paper, page, list) = (paper.clone(), page.clone(), matches!(route, Route::List(..)));
        let failure = |error: &FetchError| Notice::failure(words, error, Vec::new(), Callback::new(|()| ()));
        move || page.main(&paper, list, slow, failure)
    };
    let colophon = {
        let paper = paper.clone();
        move || colophon::colophon(&paper)
    };
    page::whole(move || (skip.clone(), words.skip), masthead, main, colophon, String::new).to_html()
}

/// Files of the edition by name, as a page carries them for the viewer.
struct Carried(Vec<String>);

impl Carried {
    fn add(&mut self, name: &str, value: &impl Serialize) {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_default();
        self.0.push(format!("{}:{}", text(json(&name)), text(json(value))));
    }

    fn element(self) -> String {
        data_block("application/json", &format!(" id=\"{EMBEDDED_DATA}\""), &format!("{{{}}}", self.0.join(",")))
    }
}

/// JSON in a page. Nothing in it can be taken for markup.
pub(crate) fn data_block(kind: &str, more: &str, json: &str) -> String {
    format!("<script type=\"{kind}\"{more}>{}</script>\n", json.replace('<', "\\u003c"))
}

/// An attribute with its value, a space before it.
pub(crate) fn attribute(name: &str, value: &str) -> String {
    format!(" {name}=\"{}\"", body::encode(value))
}
