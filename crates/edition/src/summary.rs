use serde::{Deserialize, Serialize};

use crate::{Date, Language, Picture};

/// What a list shows of an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The article's id.
    pub id: String,
    /// The headline.
    pub title: String,
    /// The article's language.
    pub language: Language,
    /// When it was published.
    pub date: Date,
    /// One or two sentences. Plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub standfirst: String,
    /// The id of its section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The name of its source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Minutes to read.
    #[serde(default)]
    pub minutes: u32,
    /// Its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
}
