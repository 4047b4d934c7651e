use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{Address, ByLanguage, Language, Languages};

/// The publication's own facts: `site.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
    /// Its first language.
    #[serde(default)]
    pub language: Language,
    /// All its languages. Each has its own front page and lists.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// Written by the press: the name of each language in that language.
    #[serde(default, skip_serializing_if = "ByLanguage::is_empty")]
    pub language_names: ByLanguage,
    /// Its sections, in the order of the navigation.
    #[serde(default)]
    pub sections: Vec<Section>,
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

    /// The section with this id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }
}

/// A section of the publication.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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

/// A link to another site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The site's name.
    pub title: LocalizedText,
    /// Where it is.
    pub url: Address,
}

/// A way to reach the newsroom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
pub struct Licence {
    /// The number as it must be shown.
    pub text: LocalizedText,
    /// The registry's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Address>,
}

/// A text of the site: one for all languages, or one for each language.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum LocalizedText {
    /// The same in every language.
    Same(String),
    /// By language.
    ByLanguage(ByLanguage),
}

impl LocalizedText {
    /// The text for a reader of `language`: that language's, else one that shares its first part, else
    /// that of `fallback`, else any.
    pub fn get(&self, language: &Language, fallback: &Language) -> &str {
        match self {
            LocalizedText::Same(text) => text,
            LocalizedText::ByLanguage(texts) => {
                let near = || texts.iter().find(|(known, _)| known.primary() == language.primary()).map(|(_, text)| text);
                let any = || texts.iter().next().map(|(_, text)| text);
                texts.get(language).or_else(near).or_else(|| texts.get(fallback)).or_else(any).unwrap_or_default()
            }
        }
    }

    /// Whether it says nothing in any language.
    pub fn is_empty(&self) -> bool {
        match self {
            LocalizedText::Same(text) => text.trim().is_empty(),
            LocalizedText::ByLanguage(texts) => texts.iter().all(|(_, text)| text.trim().is_empty()),
        }
    }
}

impl Default for LocalizedText {
    fn default() -> Self {
        LocalizedText::Same(String::new())
    }
}

impl From<&str> for LocalizedText {
    fn from(text: &str) -> Self {
        LocalizedText::Same(text.to_owned())
    }
}

/// Written by hand, because a derived one reports only "data did not match any variant".
impl<'de> Deserialize<'de> for LocalizedText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = LocalizedText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or a text for each language")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<LocalizedText, E> {
                Ok(LocalizedText::Same(text.to_owned()))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<LocalizedText, A::Error> {
                ByLanguage::read(map).map(LocalizedText::ByLanguage)
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_for_all_languages_or_one_for_each() {
        let texts: Vec<LocalizedText> =
            serde_json::from_str(r#"["Tel", {"en": "Links", "zh-Hans": "友情链接"}]"#).expect("two texts");
        let (en, zh, zh_cn, fr) = ("en".into(), "zh-Hans".into(), "zh-CN".into(), "fr".into());
        assert_eq!(texts[0].get(&zh, &en), "Tel");
        assert_eq!([texts[1].get(&zh, &en), texts[1].get(&zh_cn, &en)], ["友情链接"; 2]);
        assert_eq!(texts[1].get(&fr, &en), "Links");
    }

    #[test]
    fn a_number_is_no_text_and_the_message_says_what_is() {
        let error = serde_json::from_str::<LocalizedText>("3").expect_err("a number is no text").to_string();
        assert!(error.contains("a text, or a text for each language"), "{error}");
    }
}
