use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{ByLanguage, Language};

/// A text of the site: one for all languages, or one for each language.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum LocalizedText {
    /// The same in every language.
    Same(String),
    /// By language.
    ByLanguage(#[cfg_attr(feature = "manuscripts", schemars(with = "std::collections::BTreeMap<String, String>"))] ByLanguage),
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
