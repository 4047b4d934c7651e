//! A page as a file: the viewer's own components, with a head for crawlers and previews and, for the viewer, the data that the
//! page was rendered from.

use std::sync::Arc;

use edition::{
    Article, EMBEDDED_DATA, Language, List, ListHead, ListPage, Neighbours, NewerLink, PAGE_CONTEXT, Route, Summary,
    article_file, page_file,
};
use leptos::prelude::*;
use offprint_viewer::{
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

use super::{
    head::{PageHead, Subject},
    linked_data,
    markup::data_block,
    renderer::PageRenderer,
};
use crate::{compose::standing::StandalonePage, output::json};

/// What the page of an article says besides the article.
pub(super) struct ArticleFacts<'a> {
    pub(super) summary: &'a Summary,
    pub(super) neighbours: &'a Neighbours,
    /// Whether shared links show a picture of the headline.
    pub(super) draws_headline: bool,
}

impl PageRenderer {
    /// Renders the page of an article.
    pub(super) fn article(&self, article: &Article, facts: ArticleFacts<'_>) -> Vec<u8> {
        let ArticleFacts { summary, neighbours, draws_headline } = facts;
        let route = Route::Article(article.id.clone());
        let language = article.offprint.pages.as_ref().map_or(self.languages.first(), |pages| &pages.language);
        let mut embedded = self.embedded();
        // The body is in the page already.
        embedded.add(&article_file(&article.id), &Article { content_html: None, ..article.clone() });
        embedded.add(PAGE_CONTEXT, neighbours);
        let (description, picture) = (summary.standfirst.as_str(), summary.picture.as_ref());
        let subject = Subject::Article { article, description, picture, draws_headline };
        self.page(&route, language, &subject, embedded, || {
            let page = ArticlePage::new(Arc::new(article.clone()), neighbours.list.clone());
            page.neighbours.set(neighbours.clone());
            Page::Article(page)
        })
    }

    /// Renders a page outside of the lists.
    pub(super) fn standalone(&self, page: &StandalonePage) -> Vec<u8> {
        let StandalonePage { article, description, picture } = page;
        let mut embedded = self.embedded();
        embedded.add(&page_file(&article.language, &article.id), article);
        let subject = Subject::Page { article, description, picture: picture.as_ref() };
        self.page(&page.route(), &article.language, &subject, embedded, || Page::Standalone(Arc::new(article.clone())))
    }

    /// Renders the page that opens a list. `description` is the beginning of an author's biography.
    pub(super) fn list_head(&self, list: &List, head: &ListHead, description: Option<&str>) -> Vec<u8> {
        let route = Route::List(list.clone(), None);
        let mut embedded = self.embedded();
        embedded.add(&list.head_file(), head);
        let shown = ListView::of_head(list, head);
        let subject = Subject::List { page: &shown, description };
        self.page(&route, &list.language, &subject, embedded, || match page::is_front(&route) {
            true => Page::Front(Arc::new(head.clone())),
            false => Page::List(Arc::new(shown.clone())),
        })
    }

    /// Renders one page of a list.
    pub(super) fn list_page(&self, list: &List, page: &ListPage, newer: &NewerLink) -> Vec<u8> {
        let mut embedded = self.embedded();
        embedded.add(&list.page_file(page.span.page), page);
        embedded.add(PAGE_CONTEXT, newer);
        let shown = ListView::of_page(list, page, Some(newer));
        let subject = Subject::List { page: &shown, description: None };
        let route = Route::List(list.clone(), Some(page.span.page));
        self.page(&route, &list.language, &subject, embedded, || Page::List(Arc::new(shown.clone())))
    }

    /// Renders the search page.
    pub(super) fn search(&self, language: &Language) -> Vec<u8> {
        let route = Route::Search(language.clone());
        self.page(&route, language, &Subject::Nothing, self.embedded(), || Page::Search(SearchState::default()))
    }

    /// Renders the page for addresses that lead nowhere.
    pub(super) fn not_found(&self) -> Vec<u8> {
        let first = self.languages.first();
        self.page(&Route::NotFound, first, &Subject::Nothing, self.embedded(), || Page::Failed(FetchError::Missing))
    }

    /// Renders the page that has nothing in it: the viewer finds out what it shows.
    pub(super) fn shell(&self) -> Vec<u8> {
        let body = offprint_viewer::SHELL
            .split_once("<body>")
            .and_then(|(_, rest)| rest.split_once("</body>"))
            .map_or("", |(body, _)| body);
        let first = self.languages.first();
        let context = self.context(first);
        let head = PageHead {
            renderer: self,
            context: &context,
            route: &Route::NotFound,
            title: &context.site_name(),
            subject: &Subject::Shell,
        };
        format!(
            "<!doctype html>\n<html lang=\"{first}\" dir=\"{}\">\n<head>\n{}</head>\n<body>{body}</body>\n</html>\n",
            first.dir(),
            head.elements(true)
        )
        .into_bytes()
    }

    fn embedded(&self) -> EmbeddedData {
        let mut embedded = EmbeddedData(Vec::new());
        embedded.add("site.json", &self.public_site());
        embedded
    }

    fn page(
        &self,
        route: &Route,
        language: &Language,
        subject: &Subject,
        embedded: EmbeddedData,
        make: impl FnOnce() -> Page,
    ) -> Vec<u8> {
        let context = self.context(language);
        // Signals belong to an owner, which has to outlive the rendering.
        let (title, body) = Owner::new().with(|| {
            let page = make();
            (page.title(&context), render(&context, route, page))
        });
        let head = PageHead { renderer: self, context: &context, route, title: &title, subject };
        let embedded = if self.viewer.is_some() { embedded.element() } else { String::new() };
        format!(
            "<!doctype html>\n<html lang=\"{language}\" dir=\"{}\">\n<head>\n{}{}</head>\n<body class=\"{}\">\n{body}\n{embedded}</body>\n</html>\n",
            language.dir(),
            head.elements(*route == Route::NotFound),
            linked_data::element(&head),
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

/// Files of the edition by name, as a page contains them for the viewer.
struct EmbeddedData(Vec<String>);

impl EmbeddedData {
    fn add(&mut self, name: &str, value: &impl Serialize) {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_default();
        self.0.push(format!("{}:{}", text(json(&name)), text(json(value))));
    }

    fn element(self) -> String {
        data_block("application/json", &format!(" id=\"{EMBEDDED_DATA}\""), &format!("{{{}}}", self.0.join(",")))
    }
}
