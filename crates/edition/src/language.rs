use std::{borrow::Borrow, fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap};

/// A language as BCP 47 writes it: `en`, `zh-Hans`, `ar`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Language(String);

impl Language {
    /// The tag as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first part: `zh` of `zh-Hans`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The direction in which it is written, `ltr` or `rtl`, as the `dir` attribute wants it.
    pub fn dir(&self) -> &'static str {
        const SCRIPTS: [&str; 6] = ["Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm"];
        const LANGUAGES: [&str; 11] = ["ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"];
        let script = self.0.split('-').skip(1).find(|part| part.len() == 4);
        let right_to_left = match script {
            Some(script) => SCRIPTS.iter().any(|known| script.eq_ignore_ascii_case(known)),
            None => LANGUAGES.iter().any(|known| self.primary().eq_ignore_ascii_case(known)),
        };
        if right_to_left { "rtl" } else { "ltr" }
    }
}

impl From<&str> for Language {
    fn from(tag: &str) -> Self {
        Language(tag.to_owned())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The languages of a site, the first one first. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Languages(Vec<Language>);

impl Languages {
    /// From tags in order; English where there is none.
    pub fn new<T: Into<Language>>(tags: impl IntoIterator<Item = T>) -> Languages {
        let mut languages: Vec<Language> = Vec::new();
        for tag in tags {
            let language = tag.into();
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        if languages.is_empty() {
            languages.push("en".into());
        }
        Languages(languages)
    }

    /// The site's first language, whose addresses have no prefix.
    pub fn first(&self) -> &Language {
        &self.0[0]
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Language> {
        self.0.iter()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The one that is written exactly `tag`.
    pub fn find(&self, tag: &str) -> Option<&Language> {
        self.0.iter().find(|language| language.as_str() == tag)
    }
}

/// A text for each of some languages, in the order of their tags. In JSON an object.
pub type ByLanguage = Texts<Language>;

/// Texts by their keys, in the order of the keys. In JSON an object.
///
/// A sorted list and not a `BTreeMap`: there are a few, and the viewer is spared the tree's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts<K>(Vec<(K, String)>);

impl<K> Default for Texts<K> {
    fn default() -> Self {
        Texts(Vec::new())
    }
}

impl<K: Ord> Texts<K> {
    /// The text for exactly this key.
    pub fn get<Q: Eq + ?Sized>(&self, key: &Q) -> Option<&str>
    where
        K: Borrow<Q>,
    {
        self.iter().find(|(known, _)| (*known).borrow() == key).map(|(_, text)| text)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &str)> {
        self.0.iter().map(|(key, text)| (key, text.as_str()))
    }

    /// Adds a text, in place of one that is there for the key.
    pub fn insert(&mut self, key: K, text: String) {
        self.0.retain(|(known, _)| *known != key);
        let place = self.0.iter().position(|(known, _)| *known > key).unwrap_or(self.0.len());
        self.0.insert(place, (key, text));
    }

    /// Removes the text for a key.
    pub fn remove<Q: Eq + ?Sized>(&mut self, key: &Q)
    where
        K: Borrow<Q>,
    {
        self.0.retain(|(known, _)| known.borrow() != key);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn read<'de, A: de::MapAccess<'de>>(mut map: A) -> Result<Texts<K>, A::Error>
    where
        K: Deserialize<'de>,
    {
        let mut texts = Texts::default();
        while let Some((key, text)) = map.next_entry()? {
            texts.insert(key, text);
        }
        Ok(texts)
    }
}

impl<K: Ord + Serialize> Serialize for Texts<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, text) in self.iter() {
            map.serialize_entry(key, text)?;
        }
        map.end()
    }
}

impl<'de, K: Ord + Deserialize<'de>> Deserialize<'de> for Texts<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<K>(PhantomData<K>);

        impl<'de, K: Ord + Deserialize<'de>> de::Visitor<'de> for Visitor<K> {
            type Value = Texts<K>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of texts")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Texts<K>, A::Error> {
                Texts::read(map)
            }
        }

        deserializer.deserialize_map(Visitor(PhantomData))
    }
}

/// Returns the primary subtags of the languages whose script a text uses: those of Chinese characters and kana, or those
/// of Arabic letters. Empty for any other script.
pub fn languages_of_script(text: &str) -> &'static [&'static str] {
    let is_han = |c| matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    let is_arabic = |c| matches!(c, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{08A0}'..='\u{08FF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
    if text.chars().any(is_han) {
        &["zh", "ja", "yue"]
    } else if text.chars().any(is_arabic) {
        &["ar", "fa", "ur"]
    } else {
        &[]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_follows_the_script_and_else_the_language() {
        let dir = |tag| Language::from(tag).dir();
        assert_eq!([dir("ar"), dir("fa-IR"), dir("uz-Arab")], ["rtl"; 3]);
        assert_eq!([dir("en"), dir("zh-Hans"), dir("ar-Latn"), dir("")], ["ltr"; 4]);
    }

    #[test]
    fn the_script_of_a_text_tells_its_languages() {
        assert_eq!(languages_of_script("quay 码头")[0], "zh");
        assert_eq!(languages_of_script("رصيف")[0], "ar");
        assert!(languages_of_script("Kai, причал").is_empty());
    }
}
