//! A page as a file: the viewer's own views, with a head for those who do not render and, for the viewer, the
//! files that the page is made of.

use std::sync::Arc;

use edition::{
    Article, EMBEDDED_DATA, Language, Languages, List, ListHead, ListPage, Neighbours, NewerLink, PAGE_CONTEXT, Route, Site,
    article_file,
};
use leptos::prelude::*;
use offprint::{
    api::FetchError,
    components::{
        article::ArticlePage,
        colophon::Colophon,
        frame::{Frame, FrameParts, SkipLink},
        list::ListView,
        masthead::Masthead,
        page::{self, Page, PageMain},
        search::SearchState,
    },
    view_context::ViewContext,
};
use serde::Serialize;

use crate::{
    body,
    head::{About, Meta},
    lists::json,
    locales::Locales,
    viewer::{self, Viewer},
};

/// What all pages of an edition have in common.
pub(crate) struct Printer {
    pub(crate) site: Arc<Site>,
    pub(crate) languages: Languages,
    pub(crate) locales: Locales,
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
        carried.add(PAGE_CONTEXT, neighbours);
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
        carried.add(PAGE_CONTEXT, newer);
        let shown = ListView::of_page(list, chunk, Some(newer));
        let about = About::List(&shown);
        let route = Route::List(list.clone(), Some(chunk.span.page));
        self.page(&route, &list.language, &about, carried, || Page::List(Arc::new(shown.clone())))
    }

    /// The page to search from.
    pub(crate) fn search(&self, language: &Language) -> Vec<u8> {
        let route = Route::Search(language.clone());
        self.page(&route, language, &About::Nothing, self.carried(), || Page::Search(SearchState::default()))
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
        let context = self.context(first);
        let meta =
            Meta { printer: self, context: &context, route: &Route::NotFound, title: &context.site_name(), about: &About::Shell };
        format!(
            "<!doctype html>\n<html lang=\"{first}\" dir=\"{}\">\n<head>\n{}</head>\n<body>{body}</body>\n</html>\n",
            first.dir(),
            meta.head(true)
        )
        .into_bytes()
    }

    /// What the components know when they print in a language.
    pub(crate) fn context(&self, language: &Language) -> ViewContext {
        ViewContext::new(self.site.clone(), language.clone(), self.locales.messages(language))
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
        let context = self.context(language);
        // Signals belong to an owner, which has to outlive the rendering.
        let (title, body) = Owner::new().with(|| {
            let page = make();
            (page.title(&context), render(&context, route, page))
        });
        let meta = Meta { printer: self, context: &context, route, title: &title, about };
        let carried = if self.viewer.is_some() { carried.element() } else { String::new() };
        format!(
            "<!doctype html>\n<html lang=\"{language}\" dir=\"{}\">\n<head>\n{}</head>\n<body class=\"{}\">\n{body}\n{carried}</body>\n</html>\n",
            language.dir(),
            meta.head(*route == Route::NotFound),
            page::body_class(route)
        )
        .into_bytes()
    }
}

/// Renders a page with the viewer's components.
fn render(context: &ViewContext, route: &Route, page: Page) -> String {
    provide_context(context.clone());
    let (path, content) = (route.path(&context.languages), page.masthead(context, route));
    let parts = FrameParts {
        skip: view! { <SkipLink path/> }.into_any(),
        masthead: view! { <Masthead content/> }.into_any(),
        main: view! { <PageMain page/> }.into_any(),
        colophon: view! { <Colophon/> }.into_any(),
        announcement: RwSignal::new(String::new()),
    };
    // Leptos separates texts with `<!>` for hydration, which the viewer does not do. In a text `<` is escaped.
    view! { <Frame parts/> }.to_html().replace("<!>", "")
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
