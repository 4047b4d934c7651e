//! The kinds of pages: what is in the main part, the title, and what the masthead shows with it.

use std::sync::Arc;

use edition::{Article, Language, List, ListHead, Route, SECTIONS, Selection};
use leptos::prelude::*;

use super::{
    article::{ArticleMain, ArticlePage, StandaloneMain},
    front::FrontMain,
    list::{ListMain, ListView},
    masthead::MastheadContent,
    search::{SearchMain, SearchState},
    states::{EmptyPage, FailurePage, Placeholder, Recovery},
};
use crate::{api::FetchError, view_context::ViewContext};

/// A page with the data that it shows.
#[derive(Clone, Debug)]
pub enum Page {
    /// A page that is not loaded yet.
    Loading {
        /// Whether it is a list.
        is_list: bool,
        /// Whether loading takes longer than it should.
        is_slow: RwSignal<bool>,
    },
    /// A front page.
    Front(Arc<ListHead>),
    /// The list of a term, such as a section or tag, or a page of one or of the archive.
    List(Arc<ListView>),
    /// An article.
    Article(ArticlePage),
    /// A page outside of the lists, such as “About us”.
    Standalone(Arc<Article>),
    /// The search page.
    Search(SearchState),
    /// A page that could not be loaded.
    Failed(FetchError),
}

impl Page {
    /// Returns the title of the document: the page's own with the name of the publication.
    pub fn title(&self, context: &ViewContext) -> String {
        let own = match self {
            Page::Front(_) | Page::Loading { .. } => return context.site_name(),
            Page::Article(page) => page.article.title.clone(),
            Page::Standalone(page) => page.title.clone(),
            Page::List(page) => match page.days(context) {
                Some(days) => format!("{}, {days}", page.name(context)),
                None => page.name(context),
            },
            Page::Search(_) => context.messages.search.title.clone(),
            Page::Failed(error) => context.messages.failure(error).title.clone(),
        };
        format!("{own} – {}", context.site_name())
    }

    /// Returns what the masthead shows with this page.
    pub fn masthead(&self, context: &ViewContext, route: &Route) -> MastheadContent {
        let section = match (route, self) {
            (Route::List(list, _), _) => list.selection.term_of(SECTIONS).map(str::to_owned),
            (_, Page::Article(page)) => page.article.offprint.section.clone(),
            _ => None,
        };
        let page = if let Route::Page(_, id) = route { Some(id.clone()) } else { None };
        let (alert, day) = match self {
            Page::Front(head) => (
                head.front.as_ref().and_then(|front| front.alert.clone()),
                head.summaries.first().map(|summary| summary.date.clone()),
            ),
            _ => (None, None),
        };
        let others = context.languages.iter().filter(|language| **language != context.language);
        let translations = others.map(|language| (language.clone(), self.translated_href(context, language, route))).collect();
        MastheadContent { is_front: is_front(route), alert, day, section, page, translations }
    }

    /// Returns the address of this page, or the closest to it, in another language.
    fn translated_href(&self, context: &ViewContext, language: &Language, route: &Route) -> String {
        let front = || Route::front(language.clone());
        let route = match (route, self) {
            (Route::List(List { selection, .. }, _), _) if selection.is_in_every_language() => {
                Route::List(List { language: language.clone(), selection: selection.clone() }, None)
            }
            (Route::Page(_, id), Page::Standalone(page)) if page.offprint.translations.get(language).is_some() => {
                Route::Page(language.clone(), id.clone())
            }
            (Route::Search(_), _) => Route::Search(language.clone()),
            (_, Page::Article(page)) => page.translation(language).map_or_else(front, Route::Article),
            _ => front(),
        };
        context.href(&route)
    }
}

/// Returns whether a route is a front page, where the name of the publication is large.
pub fn is_front(route: &Route) -> bool {
    matches!(route, Route::List(List { selection: Selection::All, .. }, None))
}

/// Returns the class of the document's body: the kind of page.
pub fn body_class(route: &Route) -> &'static str {
    match route {
        Route::List(..) if is_front(route) => "front-page",
        Route::List(..) => "section-page",
        Route::Article(_) | Route::Page(..) => "article-page",
        Route::Search(_) => "search-page",
        Route::NotFound => "states-page",
    }
}

/// The main part of a page.
#[component]
pub fn PageMain(
    /// The page.
    page: Page,
    /// What the reader can do if the page could not be loaded.
    #[prop(optional)]
    recovery: Recovery,
) -> impl IntoView {
    match page {
        Page::Loading { is_list, is_slow } => {
            view! { <Placeholder messages=ViewContext::expect().messages is_list is_slow/> }.into_any()
        }
        Page::Front(head) if head.summaries.is_empty() => view! { <EmptyPage/> }.into_any(),
        Page::List(page) if page.summaries.is_empty() && page.profile.is_none() => view! { <EmptyPage/> }.into_any(),
        Page::Front(head) => view! { <FrontMain head=(*head).clone()/> }.into_any(),
        Page::List(page) => view! { <ListMain page=(*page).clone()/> }.into_any(),
        Page::Article(page) => view! { <ArticleMain page/> }.into_any(),
        Page::Standalone(page) => view! { <StandaloneMain page/> }.into_any(),
        Page::Search(state) => view! { <SearchMain state/> }.into_any(),
        Page::Failed(error) => view! { <FailurePage error recovery/> }.into_any(),
    }
}
