// In the order of the page.
/// The name of the paper, languages, theme, sections.
pub mod masthead;

/// The front page.
pub mod front;
/// Sections, tags, and the parts of the archive.
pub mod list;
/// A headline with its facts, as lists show it.
pub mod summary;

/// An article with all that belongs to it.
pub mod article;
/// The way to the articles before and after.
pub mod neighbours;
/// Recommended reading.
pub mod recommended;

/// Loading, empty, not found, failed.
pub mod states;

/// Links, contact, licences, copyright.
pub mod colophon;

/// What all of these are written with.
pub mod element;

use std::sync::Arc;

use edition::{Date, Language, Languages, List, Route, Site, Text};

use crate::{
    intl::{self, Day},
    words::Words,
};

/// Ids of the articles that the reader has read. A few hundred at most are looked for on a page.
#[derive(Clone, Debug, Default)]
pub struct Read(Arc<Vec<String>>);

impl Read {
    /// From ids in any order.
    pub fn new(ids: Vec<String>) -> Read {
        Read(Arc::new(ids))
    }

    /// Whether the article was read.
    pub fn contains(&self, id: &str) -> bool {
        self.0.iter().any(|known| known == id)
    }
}

/// What every view needs to know: the publication, the language of the interface, what was read.
#[derive(Clone, Debug)]
pub struct Paper {
    /// The publication.
    pub site: Arc<Site>,
    /// Its languages.
    pub languages: Languages,
    /// The language of the interface, one of them.
    pub language: Language,
    /// What the interface says in it.
    pub words: &'static Words,
    /// Ids of the articles that the reader has read.
    pub read: Read,
}

impl Paper {
    /// For a reader who has read nothing yet.
    pub fn new(site: Arc<Site>, language: Language) -> Paper {
        let words = Words::of(&language);
        Paper { languages: site.languages(), site, language, words, read: Read::default() }
    }

    /// A text of the site in the language of the interface.
    pub fn text(&self, text: &Text) -> String {
        text.get(&self.language, self.languages.first()).to_owned()
    }

    /// The name of the paper.
    pub fn name(&self) -> String {
        self.text(&self.site.title)
    }

    /// The name of a section.
    pub fn section(&self, id: &str) -> Option<String> {
        self.site.section(id).map(|section| self.text(&section.title))
    }

    /// The address of a page, from the edition's root.
    pub fn href(&self, route: &Route) -> String {
        let path = route.path(&self.languages);
        if path.is_empty() { "./".to_owned() } else { path }
    }

    /// The address of an article.
    pub fn article(&self, id: &str) -> String {
        self.href(&Route::Article(id.to_owned()))
    }

    /// The address of a section in the language of the interface.
    pub fn section_href(&self, id: &str) -> String {
        self.href(&Route::List(List::section(self.language.clone(), id), None))
    }

    /// The front page in the language of the interface.
    pub fn front(&self) -> String {
        self.href(&Route::front(self.language.clone()))
    }

    /// A day in the language of the interface.
    pub fn day(&self, date: &Date, style: Day) -> String {
        intl::day(self.language.as_str(), date.day(), style)
    }

    /// From one day to another in the language of the interface.
    pub fn span(&self, from: &Date, to: &Date) -> String {
        intl::span(self.language.as_str(), from.day(), to.day())
    }

    /// `lang` and `dir` for a text in another language than the interface's.
    pub fn foreign(&self, language: &Language) -> (Option<String>, Option<&'static str>) {
        if *language == self.language { (None, None) } else { (Some(language.to_string()), Some(language.dir())) }
    }
}
