//! What makes a publication look different from others.

use serde::{Deserialize, Serialize};

use crate::Address;

/// The look of a publication: `[look]` in the site.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Look {
    /// A logo, shown instead of the name: an SVG or a picture next to `site.toml`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<Address>,
    /// The logo on dark paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_dark: Option<Address>,
    /// Written by the press: width and height of the logo.
    #[cfg_attr(feature = "manuscripts", schemars(skip))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_size: Option<(u32, u32)>,
    /// What cards and lines of lists say besides the headline. Everything if it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<Vec<CardFact>>,
    /// How days are written.
    #[serde(skip_serializing_if = "is_default")]
    pub date: DateStyle,
    /// How large pictures are on the front page.
    #[serde(skip_serializing_if = "is_default")]
    pub pictures: PictureSize,
    /// The second colour, as CSS writes colours: `#0b5fa5`.
    #[cfg(feature = "manuscripts")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent: Option<String>,
    /// The second colour on dark paper. If it is missing, a lighter one is derived.
    #[cfg(feature = "manuscripts")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent_dark: Option<String>,
    /// How much space there is between parts.
    #[cfg(feature = "manuscripts")]
    #[serde(skip_serializing_if = "is_default")]
    pub density: Density,
    /// The bands of the front page in their order: `second`, `latest`, and ids of sections. A section that is missing has none.
    #[cfg(feature = "manuscripts")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bands: Option<Vec<String>>,
    /// Typefaces from the folder `fonts`.
    #[cfg(feature = "manuscripts")]
    #[serde(skip_serializing_if = "is_default")]
    pub fonts: Fonts,
}

/// Something that a card says of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CardFact {
    /// Its section.
    Section,
    /// Its first sentences.
    Summary,
    /// The day.
    Day,
    /// Its source.
    Source,
    /// The minutes that it takes to read.
    Minutes,
}

/// How days are written, as CLDR names the styles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DateStyle {
    /// `20 July 2023`
    #[default]
    Long,
    /// `20 Jul 2023`
    Medium,
    /// `20/07/2023`
    Short,
}

/// How large pictures are on the front page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PictureSize {
    /// Next to the lead, and one in each band.
    #[default]
    Usual,
    /// From edge to edge above the lead, and above every headline of a band.
    Large,
}

/// How much space there is between parts.
#[cfg(feature = "manuscripts")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Density {
    /// A lot.
    #[default]
    Comfortable,
    /// Less, so that a screen shows more.
    Compact,
}

/// Typefaces by what they are used for: the names of families, as their files in the folder `fonts` have them.
#[cfg(feature = "manuscripts")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct Fonts {
    /// Texts, and headlines if nothing else is said. The first that has a character shows it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<String>,
    /// Headlines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<String>,
    /// Days, labels, tables and buttons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// What is shown until a file has arrived.
    #[serde(skip_serializing_if = "is_default")]
    pub display: FontDisplay,
}

/// What is shown until a typeface has arrived, as `font-display` in CSS.
#[cfg(feature = "manuscripts")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FontDisplay {
    /// A typeface of the system, which is replaced when the own one arrives.
    #[default]
    Swap,
    /// A typeface of the system, which stays on this page unless the own one is there at once.
    Optional,
}

/// Returns whether a value is that of a publication that says nothing.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Look {
    /// Returns whether pictures are large on the front page.
    pub fn has_large_pictures(&self) -> bool {
        self.pictures == PictureSize::Large
    }

    /// Returns whether cards say something of an article.
    pub fn shows(&self, fact: CardFact) -> bool {
        self.card.as_ref().is_none_or(|facts| facts.contains(&fact))
    }
}
