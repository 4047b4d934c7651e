use serde::{Deserialize, Serialize};

use crate::LocalizedText;

/// The id of the taxonomy of sections.
pub const SECTIONS: &str = "sections";
/// The id of the taxonomy of tags.
pub const TAGS: &str = "tags";
/// The id of the taxonomy of authors.
pub const AUTHORS: &str = "authors";

/// A way to group articles: by section, tag or author, or what a site adds, such as a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
pub struct Taxonomy {
    /// The first part of the addresses of its terms: `series` in `series/the-harbour/`.
    pub id: String,
    /// What it is called. The interface has its own words for sections, tags and authors.
    #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
    pub title: LocalizedText,
    /// The field of an article that names its terms. The id, unless it is said.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Whether each term has a list of its articles.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub pages: bool,
    /// Whether each of these lists has a feed.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub feeds: bool,
    /// Whether the articles of a term are its parts, in the order of their dates.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ordered: bool,
}

fn yes() -> bool {
    true
}

fn is_yes(value: &bool) -> bool {
    *value
}

#[cfg(feature = "manuscripts")]
impl Taxonomy {
    /// The taxonomies that every site has.
    pub fn built_in() -> [Taxonomy; 3] {
        let taxonomy = |id: &str, field: &str, feeds| Taxonomy {
            id: id.to_owned(),
            title: LocalizedText::default(),
            field: Some(field.to_owned()),
            pages: true,
            feeds,
            ordered: false,
        };
        [taxonomy(SECTIONS, "section", true), taxonomy(TAGS, "tags", false), taxonomy(AUTHORS, "credits", true)]
    }

    /// Returns whether it is one of those that every site has.
    pub fn is_built_in(&self) -> bool {
        [SECTIONS, TAGS, AUTHORS].contains(&self.id.as_str())
    }

    /// Returns the field of an article that names its terms.
    pub fn field(&self) -> &str {
        self.field.as_deref().unwrap_or(&self.id)
    }
}
