use std::sync::Arc;

use edition::{Language, List, ListHead, Route, Selection};
use leptos::prelude::RwSignal;

use super::{
    Paper,
    article::ArticlePage,
    element::{Part, Parts, el},
    front,
    list::ListView,
    masthead::Masthead,
    states::{self, Notice},
};
use crate::fetch::FetchError;

/// What stands in the main part.
#[derive(Clone)]
pub enum Page {
    /// Nothing yet.
    Waiting,
    /// A front page.
    Front(Arc<ListHead>),
    /// A section, a tag, or a part of one or of the archive.
    List(Arc<ListView>),
    /// An article.
    Article(ArticlePage),
    /// The page to search from.
    Search,
    /// Why there is none.
    Failed(FetchError),
}

impl Page {
    /// What stands in the main part. `slow` is whether fetching it takes longer than it should.
    pub fn main(&self, paper: &Paper, list: bool, slow: RwSignal<bool>, failure: impl Fn(&FetchError) -> Notice) -> Part {
        let empty = Notice { text: paper.words.empty, kept: Vec::new(), retry: None };
        match self {
            Page::Waiting => states::placeholder(paper.words, list, slow),
            Page::Front(head) if head.summaries.is_empty() => states::notice(paper.words, Some(paper), empty),
            Page::Front(head) => front::front(paper, head),
            Page::List(page) if page.summaries.is_empty() => states::notice(paper.words, Some(paper), empty),
            Page::List(page) => super::list::list(paper, page),
            Page::Article(page) => super::article::article(paper, page),
            Page::Search => super::search::search(paper),
            Page::Failed(error) => states::notice(paper.words, Some(paper), failure(error)),
        }
    }

    /// The title of the page: its own with the paper's name.
    pub fn title(&self, paper: &Paper) -> String {
        let own = match self {
            Page::Article(page) => page.article.title.clone(),
            Page::List(page) => [Some(page.name(paper)), page.days(paper)].into_iter().flatten().collect::<Vec<_>>().join(", "),
            Page::Failed(error) => paper.words.failure(error).0.to_owned(),
            Page::Search => paper.words.search.to_owned(),
            Page::Front(_) | Page::Waiting => return paper.name(),
        };
        [&own, " – ", &paper.name()].concat()
    }

    /// What the masthead shows with this page.
    pub fn masthead(&self, paper: &Paper, route: &Route) -> Masthead {
        let section = match (route, self) {
            (Route::List(List { selection: Selection::Section(id), .. }, _), _) => Some(id.clone()),
            (_, Page::Article(page)) => page.article.offprint.section.clone(),
            _ => None,
        };
        let day = match self {
            Page::Front(head) => head.summaries.first().map(|summary| summary.date.clone()),
            _ => None,
        };
        let others = paper.languages.iter().filter(|language| **language != paper.language);
        let elsewhere = others.map(|language| (language.clone(), self.elsewhere(paper, language, route))).collect();
        Masthead { front: is_front(route), day, section, elsewhere }
    }

    /// Where this page, or what comes nearest, is in another language.
    fn elsewhere(&self, paper: &Paper, language: &Language, route: &Route) -> String {
        let front = || Route::front(language.clone());
        let route = match (route, self) {
            (Route::List(list, _), _) => match &list.selection {
                Selection::Section(id) => Route::List(List::section(language.clone(), id), None),
                _ => front(),
            },
            (Route::Search(_), _) => Route::Search(language.clone()),
            (_, Page::Article(page)) => page.translation(language).map_or_else(front, Route::Article),
            _ => front(),
        };
        paper.href(&route)
    }
}

/// Whether it is a front page, where the name of the paper is large.
pub fn is_front(route: &Route) -> bool {
    matches!(route, Route::List(List { selection: Selection::All, .. }, None))
}

/// The class of the document's body: the kind of page.
pub fn class(route: &Route) -> &'static str {
    match route {
        Route::List(..) if is_front(route) => "front-page",
        Route::List(..) => "section-page",
        Route::Article(_) => "article-page",
        Route::Search(_) => "search-page",
        Route::NotFound => "states-page",
    }
}

/// What stands on every page, around what changes: the skip link (its address and its words), masthead, main
/// part, colophon, and what those who hear the page are told.
pub fn whole<M: Parts, B: Parts, C: Parts>(
    skip: impl Fn() -> (String, &'static str) + Clone + 'static,
    masthead: impl FnMut() -> M + 'static,
    main: impl FnMut() -> B + 'static,
    colophon: impl FnMut() -> C + 'static,
    announced: impl FnMut() -> String + 'static,
) -> Part {
    let (label, address) = (skip.clone(), skip.clone());
    let link = el("a").class("skip").attr_of("href", move || address().0).live(move || skip().1);
    el("div")
        .class("paper")
        .child(el("nav").attr_of("aria-label", move || label().1.to_owned()).child(link))
        .child(el("div").live(masthead))
        .child(el("main").attr("id", "text").attr("tabindex", "-1").live(main))
        .child(el("div").live(colophon))
        .child(el("p").class("hidden").attr("role", "status").attr("aria-live", "polite").live(announced))
        .part()
}
