//! A page that the press has printed. It stays as it is: components are mounted only into the places that need them.
//!
//! Nothing here relies on the structure of the page, which another version of the press may have printed: what is not
//! found is left alone.

use edition::{Language, Languages};
use leptos::{
    mount::{UnmountHandle, mount_to},
    prelude::*,
    tachys::view::any_view::AnyViewState,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    focus::{ElementPath, Focus},
    set_attribute,
};
use crate::{
    article_body,
    components::{
        article::ArticlePage,
        neighbours::ArticleNeighbours,
        page::Page,
        recommended::{Recommended, RecommendedState},
        search::{SearchMain, SearchState},
    },
    scroll,
    view_context::{ReadArticles, ViewContext},
};

/// The printed page, and the components that were mounted into it.
pub(super) struct PrintedPage {
    /// The element that contains it.
    pub(super) paper: Element,
    mounted: Vec<UnmountHandle<AnyViewState>>,
    /// Recommended reading, as long as the printed cards are those that the reader would get.
    waiting: Option<(RecommendedState, ViewContext)>,
}

impl PrintedPage {
    /// Finds the printed page in the document.
    pub(super) fn find() -> Option<PrintedPage> {
        let paper = document().query_selector(".paper").ok().flatten()?;
        Some(PrintedPage { paper, mounted: Vec::new(), waiting: None })
    }

    /// Returns the language that the page was printed in.
    pub(super) fn language(&self, languages: &Languages) -> Option<Language> {
        let tag = document().document_element()?.get_attribute("lang")?;
        languages.find(&tag).cloned()
    }

    /// Returns what the reader has typed into the search field.
    pub(super) fn typed_query(&self) -> Option<String> {
        let field = self.find_all("main [type=search]").into_iter().next()?.dyn_into::<HtmlInputElement>().ok()?;
        Some(field.value()).filter(|value| !value.is_empty())
    }

    /// Returns whether the reader has reached recommended reading.
    pub(super) fn shows_recommended(&self) -> bool {
        self.find_all(".recommended").first().is_some_and(scroll::is_reached)
    }

    /// Marks the cards of articles that were read.
    pub(super) fn mark_read(&self, read: &ReadArticles) {
        for card in self.find_all("[data-article]") {
            let id = card.get_attribute("data-article").unwrap_or_default();
            let _ = card.class_list().toggle_with_force("read", read.contains(&id));
        }
    }

    /// Mounts the components that a page needs.
    pub(super) fn attach(&mut self, page: &Page, context: &ViewContext) {
        match page {
            Page::Article(page) => self.attach_article(page, context),
            Page::Search(state) => self.attach_search(*state, context),
            _ => {}
        }
    }

    fn attach_article(&mut self, page: &ArticlePage, context: &ViewContext) {
        let (neighbours, recommended) = (page.neighbours, page.recommended);
        if let Some(body) = self.find_all("main .article > .prose").pop() {
            article_body::keep_printed(&page.article.id, &body);
        }
        let back = self.find_all("main .return");
        let list = neighbours.with_untracked(|neighbours| neighbours.list.clone());
        if back.iter().any(|link| link.get_attribute("href").as_ref() != Some(&list)) {
            // The reader came from another list than the one that was printed.
            back.iter().for_each(|link| set_attribute(link, "href", &list));
            self.replace("main > .neighbours", context, move || view! { <ArticleNeighbours neighbours/> }.into_any());
        }
        self.waiting = Some((recommended, context.clone()));
        if !recommended.is_as_printed(self.shows_recommended()) {
            self.mount_recommended();
        }
    }

    /// Mounts recommended reading in the place of the printed one, and returns its element.
    fn mount_recommended(&mut self) -> Option<Element> {
        let (state, context) = self.waiting.take()?;
        self.replace("main > .recommended", &context, move || view! { <Recommended state/> }.into_any())
    }

    /// Mounts recommended reading when one of its printed buttons is clicked. Returns the button that has replaced it, which
    /// is to be clicked then.
    pub(super) fn take_click(&mut self, button: &Element) -> Option<HtmlElement> {
        let printed = button.closest("main > .recommended").ok().flatten().filter(|_| self.waiting.is_some())?;
        let path = ElementPath::of(button, &printed)?;
        self.mount_recommended().and_then(|element| path.find(&element))
    }

    fn attach_search(&mut self, state: SearchState, context: &ViewContext) {
        self.find_all("main > .found").iter().for_each(Element::remove);
        self.replace("main > .search", context, move || view! { <SearchMain state/> }.into_any());
    }

    /// Removes the page with everything that was mounted into it.
    pub(super) fn remove(self) {
        self.paper.remove();
    }

    /// Mounts a view in the place of a printed element, and returns its element. The focus stays where it was.
    fn replace(&mut self, selector: &str, context: &ViewContext, view: impl FnOnce() -> AnyView + 'static) -> Option<Element> {
        let printed = self.find_all(selector).into_iter().next()?;
        let aside: HtmlElement = document().create_element("div").ok()?.dyn_into().ok()?;
        let focus = Focus::within(&printed);
        let context = context.clone();
        self.mounted.push(mount_to(aside.clone(), move || {
            provide_context(context);
            view()
        }));
        let element = aside.first_element_child()?;
        let parent = printed.parent_node()?;
        while let Some(node) = aside.first_child() {
            let _ = parent.insert_before(&node, Some(&printed));
        }
        printed.remove();
        if let Some(focus) = focus {
            focus.restore(&element);
        }
        Some(element)
    }

    fn find_all(&self, selector: &str) -> Vec<Element> {
        let found = self.paper.query_selector_all(selector);
        found
            .map(|found| found.values().into_iter().flatten().filter_map(|node| node.dyn_into().ok()).collect())
            .unwrap_or_default()
    }
}
