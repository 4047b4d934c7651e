//! What every component may know, provided as Leptos context.

use std::sync::Arc;

use edition::{Date, Language, Languages, List, LocalizedText, PageTitles, Route, Site};
use leptos::prelude::{ArcRwSignal, With, expect_context};

use crate::{
    intl::{self, DayStyle},
    messages::Messages,
};

/// The ids of the articles that the reader has read, in any order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadArticles(Arc<Vec<String>>);

impl ReadArticles {
    /// Creates the set from ids.
    pub fn new(ids: Vec<String>) -> ReadArticles {
        ReadArticles(Arc::new(ids))
    }

    /// Returns whether the article was read.
    pub fn contains(&self, id: &str) -> bool {
        self.0.iter().any(|known| known == id)
    }
}

/// A link to a page outside of the lists.
#[derive(Clone, Debug, PartialEq)]
pub struct PageLink {
    /// The id of the page.
    pub id: String,
    /// The address of the page.
    pub href: String,
    /// The language of the page: that of the interface, if the page has it.
    pub language: Language,
    /// Its title.
    pub title: String,
}

/// The publication, the language of the interface with its texts, and what the reader has read.
///
/// It does not change: another language is another context, for which the components are built again. Only
/// [`ViewContext::read`] is a signal.
#[derive(Clone, Debug)]
pub struct ViewContext {
    /// The publication.
    pub site: Arc<Site>,
    /// The languages of the publication.
    pub languages: Languages,
    /// The language of the interface, one of [`ViewContext::languages`].
    pub language: Language,
    /// The texts of the interface in that language.
    pub messages: Arc<Messages>,
    /// The articles that the reader has read.
    pub read: ArcRwSignal<ReadArticles>,
}

impl ViewContext {
    /// Creates the context for a reader who has read nothing yet.
    pub fn new(site: Arc<Site>, language: Language, messages: Arc<Messages>) -> ViewContext {
        ViewContext { languages: site.languages(), site, language, messages, read: ArcRwSignal::default() }
    }

    /// Returns the context that was provided to the component's ancestors.
    pub fn expect() -> ViewContext {
        expect_context()
    }

    /// Returns a text of the site in the language of the interface.
    pub fn text(&self, text: &LocalizedText) -> String {
        text.get(&self.language, self.languages.first()).to_owned()
    }

    /// Returns the name of the publication.
    pub fn site_name(&self) -> String {
        self.text(&self.site.title)
    }

    /// Returns the name of a section.
    pub fn section_name(&self, id: &str) -> Option<String> {
        self.site.section(id).map(|section| self.text(&section.title))
    }

    /// Returns a language's name for itself, or its tag where the press has not printed the name.
    pub fn language_name(&self, language: &Language) -> String {
        self.site.language_names.get(language).unwrap_or(language.as_str()).to_owned()
    }

    /// Returns the address of a page, relative to the edition's root.
    pub fn href(&self, route: &Route) -> String {
        route.href(&self.languages)
    }

    /// Returns the address of an article.
    pub fn article_href(&self, id: &str) -> String {
        self.href(&Route::Article(id.to_owned()))
    }

    /// Returns the address of a section in the language of the interface.
    pub fn section_href(&self, id: &str) -> String {
        self.href(&Route::List(List::section(self.language.clone(), id), None))
    }

    /// Returns the address of the list of a term; none if its taxonomy has no pages.
    pub fn term_href(&self, language: &Language, taxonomy: &str, id: &str) -> Option<String> {
        let has_pages = self.site.taxonomy(taxonomy).is_none_or(|taxonomy| taxonomy.pages);
        has_pages.then(|| self.href(&Route::List(List::term(language.clone(), taxonomy, id), None)))
    }

    /// Returns the links to pages outside of the lists, in the language of the interface where they have it, else in the site's first.
    pub fn page_links(&self, ids: &[String]) -> Vec<PageLink> {
        let link = |page: &PageTitles| {
            let title = |language: &Language| Some((language.clone(), page.titles.get(language)?.to_owned()));
            let any = || page.titles.iter().next().map(|(language, title)| (language.clone(), title.to_owned()));
            let (language, title) = title(&self.language).or_else(|| title(self.languages.first())).or_else(any)?;
            let href = self.href(&Route::Page(language.clone(), page.id.clone()));
            Some(PageLink { id: page.id.clone(), href, language, title })
        };
        let pages = ids.iter().filter_map(|id| self.site.pages.iter().find(|page| page.id == *id));
        pages.filter_map(link).collect()
    }

    /// Returns the address of the front page in the language of the interface.
    pub fn front_href(&self) -> String {
        self.href(&Route::front(self.language.clone()))
    }

    /// Formats the day of a date in the language of the interface, as the publication does. A full one has the day of the week.
    pub fn day(&self, date: &Date, is_full: bool) -> String {
        let style = if is_full { DayStyle::Full } else { self.site.look.date.into() };
        intl::day(self.language.as_str(), date.day(), style)
    }

    /// Formats a range of days in the language of the interface.
    pub fn day_range(&self, from: &Date, to: &Date) -> String {
        intl::day_range(self.language.as_str(), from.day(), to.day(), self.site.look.date.into())
    }

    /// Formats a reading time in minutes.
    pub fn minutes(&self, minutes: u32) -> String {
        self.messages.minutes.format(self.language.as_str(), minutes as usize)
    }

    /// Formats a number in the language of the interface.
    pub fn number(&self, number: usize) -> String {
        intl::number(self.language.as_str(), number)
    }

    /// Returns `lang` and `dir` for a text in a language other than the interface's.
    pub fn lang_attrs(&self, language: &Language) -> (Option<String>, Option<&'static str>) {
        if *language == self.language { (None, None) } else { (Some(language.to_string()), Some(language.dir())) }
    }

    /// Returns a signal that tells whether an article was read.
    pub fn is_read(&self, id: &str) -> impl Fn() -> bool + Clone + Send + Sync + 'static + use<> {
        let (read, id) = (self.read.clone(), id.to_owned());
        move || read.with(|read| read.contains(&id))
    }
}
