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
    elements,
    focus::{ElementPath, Focus},
    set_attribute,
};
use crate::{
    article_body,
    components::{
        article::ArticlePage,
        neighbours::ArticleNeighboursContent,
        page::Page,
        recommended::{RecommendedContent, RecommendedState},
        search::{SearchMain, SearchState},
    },
    scroll,
    view_context::{ReadArticles, ViewContext},
};

/// The id of a note that is in the shell alone, see `index.html`.
const SHELL_NOTE: &str = "not-started";

/// The printed page, and the components that were mounted into it.
pub(super) struct PrintedPage {
    /// The elements of the document's body, without scripts.
    elements: Vec<Element>,
    mounted: Vec<UnmountHandle<AnyViewState>>,
    /// Recommended reading, as long as the printed cards are those that the reader would get.
    waiting: Option<(RecommendedState, ViewContext)>,
}

impl PrintedPage {
    /// Finds the printed page in the document.
    pub(super) fn find() -> Option<PrintedPage> {
        // The shell, which has nothing printed in it, explains what to do where the viewer does not start.
        if document().get_element_by_id(SHELL_NOTE).is_some() {
            return None;
        }
        let children = document().body()?.children();
        let elements = (0..children.length()).filter_map(|index| children.item(index));
        let elements = elements.filter(|element| element.local_name() != "script").collect();
        Some(PrintedPage { elements, mounted: Vec::new(), waiting: None })
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

    /// Keeps the body of the article, which the data of the page leaves out. Returns whether it was found.
    pub(super) fn keep_body(&self, id: &str) -> bool {
        let body = self.find_all(".article > .prose").pop();
        body.inspect(|body| article_body::keep_printed(id, body)).is_some()
    }

    fn attach_article(&mut self, page: &ArticlePage, context: &ViewContext) {
        let (neighbours, recommended) = (page.neighbours, page.recommended);
        let back = self.find_all("main .return");
        let list = neighbours.with_untracked(|neighbours| neighbours.list.clone());
        if back.iter().any(|link| link.get_attribute("href").as_ref() != Some(&list)) {
            // The reader came from another list than the one that was printed.
            back.iter().for_each(|link| set_attribute(link, "href", &list));
            let view = move || view! { <ArticleNeighboursContent neighbours/> }.into_any();
            self.fill("main > .neighbours", context, view);
        }
        self.waiting = Some((recommended, context.clone()));
        if !recommended.is_as_printed(self.shows_recommended()) {
            self.mount_recommended();
        }
    }

    /// Mounts recommended reading into its printed section, and returns the section.
    fn mount_recommended(&mut self) -> Option<Element> {
        let (state, context) = self.waiting.take()?;
        self.fill("main > .recommended", &context, move || view! { <RecommendedContent state/> }.into_any())
    }

    /// Mounts recommended reading when one of its printed buttons is clicked. Returns the button that has replaced it, which
    /// is to be clicked then.
    pub(super) fn take_click(&mut self, button: &Element) -> Option<HtmlElement> {
        let printed = button.closest("main > .recommended").ok().flatten().filter(|_| self.waiting.is_some())?;
        let path = ElementPath::of(button, &printed)?;
        self.mount_recommended().and_then(|element| path.find(&element))
    }

    fn attach_search(&mut self, state: SearchState, context: &ViewContext) {
        self.fill("main", context, move || view! { <SearchMain state/> }.into_any());
    }

    /// Returns the focus, if it is in the page.
    pub(super) fn focus(&self) -> Option<Focus> {
        Focus::within(self.find_all(".paper").first()?)
    }

    /// Removes the page with everything that was mounted into it.
    pub(super) fn remove(self) {
        self.elements.iter().for_each(Element::remove);
    }

    /// Mounts a view into a printed element, in place of its content, and returns the element. The focus stays where it was.
    fn fill(&mut self, selector: &str, context: &ViewContext, view: impl FnOnce() -> AnyView + 'static) -> Option<Element> {
        let element: HtmlElement = self.find_all(selector).into_iter().next()?.dyn_into().ok()?;
        let focus = Focus::within(&element);
        element.set_text_content(None);
        let context = context.clone();
        self.mounted.push(mount_to(element.clone(), move || {
            provide_context(context);
            view()
        }));
        if let Some(focus) = focus {
            focus.restore(&element);
        }
        Some(element.into())
    }

    fn find_all(&self, selector: &str) -> Vec<Element> {
        elements(document().query_selector_all(selector))
    }
}
