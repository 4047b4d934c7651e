use serde::{Deserialize, Serialize};

use crate::{Address, ByLanguage, Language, Languages, List, LocalizedText, Look, Selection, Taxonomy};

/// The publication's own facts: `site.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
pub struct Site {
    /// The name of the publication.
    #[serde(default)]
    pub title: LocalizedText,
    /// What it is, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<LocalizedText>,
    /// Its public address, `https://example.org/paper/`: previews, feeds and search engines need absolute
    /// addresses.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Address>,
    /// Its icon: a square SVG or PNG next to `site.json`.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<Address>,
    /// Further origins of pictures, sound and video: `https://images.example.org`.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Address>,
    /// The time zone of the newsroom, such as `Asia/Shanghai`: what a day, or a time without an offset, means. UTC if there is none.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Files next to `site.json` that are no articles, as globs.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// Whether text between dollar signs is a formula.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub math: bool,
    /// Whether quotation marks, dashes and spaces are set as the language of an article sets them.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub smart_punctuation: bool,
    /// Whose players an article may show after a click: `youtube`, `vimeo`, `bilibili`, or the address of a server of PeerTube or Mastodon.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub embeds: Vec<String>,
    /// How it looks.
    #[serde(default, skip_serializing_if = "crate::look::is_default")]
    pub look: Look,
    /// Its first language.
    #[serde(default)]
    pub language: Language,
    /// All its languages. Each has its own front page and lists.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// Written by the press: the name of each language in that language.
    #[cfg_attr(feature = "manuscripts", schemars(skip))]
    #[serde(default, skip_serializing_if = "ByLanguage::is_empty")]
    pub language_names: ByLanguage,
    /// Its sections, in the order of the navigation.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// Further taxonomies. The press adds those that every site has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxonomies: Vec<Taxonomy>,
    /// The ids of the pages that the navigation shows after the sections.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nav: Vec<String>,
    /// The ids of the pages that the foot of every page shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub footer: Vec<String>,
    /// Written by the press: the titles of these pages.
    #[cfg_attr(feature = "manuscripts", schemars(skip))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PageTitles>,
    /// The statement below every article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<LocalizedText>,
    /// Links to other sites.
    #[serde(default)]
    pub links: Vec<Link>,
    /// Mailbox, telephone and the like.
    #[serde(default)]
    pub contact: Vec<Contact>,
    /// Licence and registration numbers.
    #[serde(default)]
    pub licences: Vec<Licence>,
    /// The copyright line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copyright: Option<LocalizedText>,
}

impl Site {
    /// The languages of the site, its first language first.
    pub fn languages(&self) -> Languages {
        let first = (!self.language.as_str().is_empty()).then(|| self.language.clone());
        Languages::new(first.into_iter().chain(self.languages.iter().cloned()))
    }

    /// The taxonomy with this id, if it is among [`Site::taxonomies`].
    pub fn taxonomy(&self, id: &str) -> Option<&Taxonomy> {
        self.taxonomies.iter().find(|taxonomy| taxonomy.id == id)
    }

    /// The taxonomy whose term a list has, if it is among [`Site::taxonomies`].
    pub fn taxonomy_of(&self, list: &List) -> Option<&Taxonomy> {
        match &list.selection {
            Selection::All => None,
            Selection::Term { taxonomy, .. } => self.taxonomy(taxonomy),
        }
    }

    /// The section with this id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }
}

/// A section of the publication.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
pub struct Section {
    /// Its address, see [`crate::slug`].
    pub id: String,
    /// Its name.
    pub title: LocalizedText,
    /// What it is about, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<LocalizedText>,
    /// Whether its articles with sound or film are a podcast.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub podcast: bool,
}

/// The titles of a page outside of the lists.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageTitles {
    /// The id of the page.
    pub id: String,
    /// Its title in each language that it is written in.
    pub titles: ByLanguage,
}

/// A link to another site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
pub struct Link {
    /// The site's name.
    pub title: LocalizedText,
    /// Where it is.
    pub url: Address,
}

/// A way to reach the newsroom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
pub struct Contact {
    /// What it is: `Submission mailbox`.
    pub label: LocalizedText,
    /// What is shown: `desk@example.org`.
    pub value: LocalizedText,
    /// What a tap on it opens: `mailto:desk@example.org`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Address>,
}

/// A licence or registration number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
pub struct Licence {
    /// The number as it must be shown.
    pub text: LocalizedText,
    /// The registry's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Address>,
}
