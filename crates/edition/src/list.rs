use serde::{Deserialize, Serialize};

use crate::{Address, Date, FrontPage, Language, Picture, Summary};

/// The number of summaries in a full page.
pub const PAGE_SIZE: usize = 24;

/// A list page: its number and the days that it covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageSpan {
    /// The number of the page, 1 for the oldest.
    pub page: u32,
    /// The date of its oldest article.
    pub from: Date,
    /// The date of its newest article.
    pub to: Date,
}

/// A page of a list: 24 summaries, newest first; fewer only in the newest page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListPage {
    /// Its number and days.
    pub span: PageSpan,
    /// The next older page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub older: Option<PageSpan>,
    /// The summaries, newest first.
    pub summaries: Vec<Summary>,
}

/// The file that opens a list: the unfinished page and the full one before it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ListHead {
    /// The name of a term. A section's is in `site.json`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who an author is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// The layout of the front page, in the list of all articles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub front: Option<FrontPage>,
    /// How many pages the list has.
    pub pages: u32,
    /// The newest page that is not in here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub older: Option<PageSpan>,
    /// The newest 24 to 47 summaries, newest first; fewer only if there are no more.
    pub summaries: Vec<Summary>,
}

/// Who an author is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// A portrait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// A page of their own elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Address>,
    /// The language of the biography.
    #[serde(default)]
    pub language: Language,
    /// The biography as HTML, within [`crate::markup`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub content_html: String,
}

/// The articles before and after one in a list, as its printed page contains them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Neighbours {
    /// The next newer article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Neighbour>,
    /// The next older article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Neighbour>,
    /// The address of the list, from the edition's root.
    pub list: String,
}

/// An article before or after another in a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Neighbour {
    /// Its id.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// Its language.
    pub language: Language,
    /// The address of the list page that it is on.
    pub list: String,
}

/// What a printed list page knows besides its own file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NewerLink {
    /// The name of the list, if it is a term's other than a section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The link to newer articles, unless this page has the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<PageLink>,
}

/// A link from one page of a list to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageLink {
    /// The number of the page; none for the list head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The first and the last date of that page, if they are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<(Date, Date)>,
}

impl ListHead {
    /// Returns the number of the oldest page whose summaries are in the head.
    pub fn first_page(&self) -> u32 {
        self.older.as_ref().map_or(1, |older| older.page + 1)
    }

    /// Returns the link from a page to newer articles, as far as the head knows it.
    pub fn newer(&self, page: u32) -> NewerLink {
        let link = if page >= self.pages {
            None
        } else if page + 1 < self.first_page() {
            let known = self.older.as_ref().filter(|older| older.page == page + 1);
            Some(PageLink { page: Some(page + 1), days: known.map(|span| (span.from.clone(), span.to.clone())) })
        } else {
            let date = |summary: Option<&Summary>| summary.map(|summary| summary.date.clone());
            Some(PageLink { page: None, days: date(self.summaries.last()).zip(date(self.summaries.first())) })
        };
        NewerLink { title: self.title.clone(), link }
    }
}
