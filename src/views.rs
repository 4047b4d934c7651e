/// A whole page: its title, and what stands around it.
pub mod page;

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

/// The page to search from.
pub mod search;

/// Loading, empty, not found, failed.
pub mod states;

/// Links, contact, licences, copyright.
pub mod colophon;

/// What all of these are written with.
pub mod element;

use std::sync::Arc;

use edition::{Date, Language, Languages, List, LocalizedText, Route, Site};

use crate::{
    intl::{self, Day},
    words::Words,
};

/// Ids of the articles that the reader has read. A few hundred at most are looked for on a page.
#[derive(Clone, Debug, Default, PartialEq)]
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
    pub fn text(&self, text: &LocalizedText) -> String {
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

#[cfg(all(test, feature = "print"))]
mod tests {
    use edition::{Article, Card, Date, ListHead, Reason, Recommended, Role, Source, Summary};
    use leptos::prelude::*;

    use super::*;
    use crate::views::article::ArticlePage;

    fn paper(language: &str) -> Paper {
        let mut site = Site { title: "Paper".into(), language: "en".into(), ..Site::default() };
        site.languages = vec!["en".into(), "zh-Hans".into()];
        site.statement = Some("Write to a@b.org.".into());
        Paper::new(Arc::new(site), language.into())
    }

    fn print(view: impl FnOnce() -> element::Part) -> String {
        // Signals belong to an owner, which has to outlive the printing.
        Owner::new().with(|| view().to_html())
    }

    #[test]
    fn a_front_page_prints_natively() {
        let summary = Summary {
            id: "工业".into(),
            title: "A <b>".into(),
            language: "zh-Hans".into(),
            date: Date::new("2023-07-20"),
            ..Summary::default()
        };
        let head = ListHead { pages: 1, summaries: vec![summary], ..ListHead::default() };
        let html = print(|| front::front(&paper("en"), &head));
        let link = r#"<h2><a href="articles/%E5%B7%A5%E4%B8%9A/" lang="zh-Hans" dir="ltr">A &lt;b&gt;</a></h2>"#;
        assert!(html.contains(link), "{html}");
        assert!(html.contains(r#"<time datetime="2023-07-20">"#), "{html}");
    }

    #[test]
    fn an_article_prints_natively_with_all_that_belongs_to_it() {
        let mut article = Article {
            id: "a".into(),
            title: "Headline".into(),
            language: "ar".into(),
            content_html: Some("<p>Text</p>".into()),
            ..Article::default()
        };
        article.offprint.source = Some(Source { name: "Xinhua".into(), url: None });
        article.offprint.credits = vec![edition::Credit { role: Role::ResponsibleEditor, name: "Su Suiyue".into(), url: None }];
        let card = |n: usize| Card {
            id: format!("c{n}"),
            title: format!("Card {n}"),
            language: "en".into(),
            date: Date::new("2023-07-20"),
            section: None,
            minutes: 2,
            reason: Reason::Pick,
        };
        article.offprint.recommended = Recommended::Cards((0..7).map(card).collect());
        let article = Arc::new(article);
        let html = print(|| super::article::article(&paper("zh-Hans"), &ArticlePage::new(article, String::new())));
        for part in [
            r#"<article class="article" lang="ar" dir="rtl">"#,
            "<p>Text</p>",
            "来源：",
            "责任编辑：",
            "mailto:a@b.org",
            "换一换",
            "第1—6篇，共7篇",
            "Card 5",
        ] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
        assert!(!html.contains("Card 6"));
    }
}
