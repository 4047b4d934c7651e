//! What a front page shows, in which order.

use serde::{Deserialize, Serialize};

use crate::{Address, Summary};

/// The layout of a front page. Articles are indexes: first those of the summaries of the list, then [`FrontPage::others`]. Each article is
/// shown once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrontPage {
    /// A line above the masthead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<Alert>,
    /// The article that the page opens with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<u32>,
    /// What is below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<FrontBand>,
    /// Articles that the newsroom has chosen and that are not among the newest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Summary>,
}

/// A part of a front page below the lead.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrontBand {
    /// How it looks.
    pub style: BandStyle,
    /// Its title, in the language of the page.
    pub title: String,
    /// Where its title leads, from the edition's root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its articles.
    pub articles: Vec<u32>,
}

/// How a band looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BandStyle {
    /// Headlines in a row, with their sections.
    #[default]
    Row,
    /// One with a picture, the others next to it.
    Columns,
    /// A line for each, and a link to older articles.
    Lines,
}

/// A line above the masthead of front pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// What it says, in the language of the page.
    pub text: String,
    /// Where it leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Address>,
    /// The moment from which it is not shown any more, in RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

impl FrontPage {
    /// Creates the layout of so many summaries without an arrangement: the newest leads, and the others are a list with a title.
    pub fn plain(count: usize, title: String) -> FrontPage {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let latest = FrontBand { style: BandStyle::Lines, title, articles: (1..count).collect(), ..FrontBand::default() };
        FrontPage { lead: Some(0), bands: vec![latest], ..FrontPage::default() }
    }

    /// Returns an article by its index. `newest` are the summaries of the list.
    pub fn article<'a>(&'a self, newest: &'a [Summary], index: u32) -> Option<&'a Summary> {
        let index = index as usize;
        newest.get(index).or_else(|| self.others.get(index.checked_sub(newest.len())?))
    }
}
