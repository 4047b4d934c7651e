use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Address, ByLanguage, Date, Language, List, LocalizedText, Picture};

/// An article: an item of JSON Feed 1.1 with one extension object, `_offprint`.
///
/// Newsrooms write it, the press completes it, the viewer reads it. Unknown fields are not an error; the press does not
/// print them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
pub struct Article {
    /// Unique in the site. Printed in the form of an address ([`crate::slug`]).
    #[serde(default)]
    pub id: String,
    /// The headline.
    #[serde(default)]
    pub title: String,
    /// The language it is written in.
    #[serde(default)]
    pub language: Language,
    /// When it was published, with the newsroom's offset.
    #[serde(default)]
    pub date_published: Date,
    /// When it was last changed.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<Date>,
    /// The standfirst: one or two sentences under the headline. Plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The main picture.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Address>,
    /// A wide picture, used where there is no `image`.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub banner_image: Option<Address>,
    /// The page elsewhere that the article is about. Shown as its source where it has none.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_url: Option<Address>,
    /// The body as HTML, within [`crate::markup`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_html: Option<String>,
    /// The body as plain text, paragraphs separated by an empty line. Used where there is no `content_html`.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_text: Option<String>,
    /// What it is about, as readers would say it.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Who wrote it, as JSON Feed has it.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Author>,
    /// Files that belong to it: sound, film, documents. The press puts their players into the body.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The fields that JSON Feed does not define.
    #[serde(default, rename = "_offprint")]
    pub offprint: Offprint,
}

impl Article {
    /// Returns the language of the lists that the article is in.
    pub fn list_language(&self) -> &Language {
        self.offprint.pages.as_ref().map_or(&self.language, |pages| &pages.language)
    }

    /// Returns the list that the article belongs to, and its page there: the section's list, or the list of all articles.
    pub fn home_list(&self) -> Option<(List, u32)> {
        let pages = self.offprint.pages.as_ref()?;
        Some(match (&self.offprint.section, pages.section) {
            (Some(section), Some(page)) => (List::section(pages.language.clone(), section), page),
            _ => (List::all(pages.language.clone()), pages.all),
        })
    }
}

/// The fields of an article that JSON Feed does not define.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
pub struct Offprint {
    /// The id of its section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Where the text comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Who made it, in the order to be shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credits: Vec<Credit>,
    /// The article's own statement, in place of the site's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<LocalizedText>,
    /// Corrections after publication.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// The same article in other languages: ids by language.
    #[serde(default, skip_serializing_if = "ByLanguage::is_empty")]
    #[cfg_attr(feature = "manuscripts", schemars(with = "std::collections::BTreeMap<String, String>"))]
    pub translations: ByLanguage,
    /// Ids of articles that the editor recommends with this one; they come first.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub picks: Vec<String>,
    /// Not to be printed yet.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// When it is not to be published any more.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// Addresses that it had before, from the root of the edition: `/2019/05/old-slug/`.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Whether text between dollar signs is a formula, in place of what the site says.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub math: Option<bool>,
    /// What `image` shows, for those who cannot see it.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_alt: Option<String>,

    /// Written by the press: `image` with its size, if it is not in the body already.
    #[cfg_attr(feature = "manuscripts", schemars(skip))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// Written by the press: the terms of its taxonomies, but its section and its authors.
    #[cfg_attr(feature = "manuscripts", schemars(skip))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Term>,
    /// Written by the press: minutes to read.
    #[cfg_attr(feature = "manuscripts", schemars(skip))]
    #[serde(default, skip_serializing_if = "is_zero")]
    pub minutes: u32,
    /// Written by the press: the list pages that it is on.
    #[cfg_attr(feature = "manuscripts", schemars(skip))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<PageNumbers>,
    /// Written by the press: the recommended pool, best first.
    #[cfg_attr(feature = "manuscripts", schemars(skip))]
    #[serde(default, skip_serializing_if = "Recommended::is_empty")]
    pub recommended: Recommended,
}

impl Offprint {
    /// Returns the terms of a taxonomy.
    pub fn terms_of<'a>(&'a self, taxonomy: &'a str) -> impl Iterator<Item = &'a Term> {
        self.terms.iter().filter(move |term| term.taxonomy == taxonomy)
    }
}

/// An author as JSON Feed has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
pub struct Author {
    /// The name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// A page about the author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Address>,
    /// A square picture of the author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<Address>,
}

/// A file that belongs to an article, as JSON Feed has it.
#[cfg(feature = "manuscripts")]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    /// Where it is.
    pub url: Address,
    /// Its media type: `audio/mpeg`.
    #[serde(default)]
    pub mime_type: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_in_bytes: Option<u64>,
    /// How long it plays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_in_seconds: Option<f64>,
}

/// Where a text comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
pub struct Source {
    /// Its name, as shown.
    pub name: String,
    /// The text there, or the source's own page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Address>,
}

/// Who did what for an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
pub struct Credit {
    /// What they did.
    #[cfg_attr(feature = "manuscripts", schemars(with = "String"))]
    pub role: Role,
    /// Who, as shown.
    pub name: String,
    /// A page about them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Address>,
    /// The id of the author in `authors/`, where the name does not say who it is.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
}

/// What somebody did for an article. A string in JSON: `responsible-editor`, or the newsroom's own word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// `author`
    Author,
    /// `editor`
    Editor,
    /// `responsible-editor`
    ResponsibleEditor,
    /// `translator`
    Translator,
    /// `photographer`
    Photographer,
    /// Any other, shown as it is written.
    Other(String),
}

impl Role {
    const KNOWN: [(&'static str, Role); 5] = [
        ("author", Role::Author),
        ("editor", Role::Editor),
        ("responsible-editor", Role::ResponsibleEditor),
        ("translator", Role::Translator),
        ("photographer", Role::Photographer),
    ];

    /// The role as JSON has it.
    pub fn as_str(&self) -> &str {
        match self {
            Role::Other(word) => word,
            known => Role::KNOWN.iter().find(|(_, role)| role == known).map_or("", |(word, _)| word),
        }
    }
}

impl From<String> for Role {
    fn from(word: String) -> Self {
        let known = Role::KNOWN.into_iter().find(|(name, _)| *name == word);
        known.map_or(Role::Other(word), |(_, role)| role)
    }
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Role::from)
    }
}

/// A correction after publication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "manuscripts", derive(schemars::JsonSchema))]
pub struct Correction {
    /// When.
    pub date: Date,
    /// What, in a sentence. Plain text.
    pub text: String,
}

/// A term of a taxonomy, such as a tag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// The id of the taxonomy.
    pub taxonomy: String,
    /// Its address, see [`crate::slug`].
    pub id: String,
    /// Its name, as written.
    pub title: String,
    /// Which of its parts the article is, from 1, and how many there are, where the taxonomy is ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<(u32, u32)>,
}

/// The numbers of the list pages that an article is on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageNumbers {
    /// The language of the lists that it is in.
    pub language: Language,
    /// Whether that is not the language that it is written in, but the nearest that the site has.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_nearest: bool,
    /// Its page in the list of all.
    pub all: u32,
    /// Its page in its section's list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<u32>,
}

/// An article as the recommended list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Its id.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// Its language.
    pub language: Language,
    /// Its day.
    pub date: Date,
    /// The id of its section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Minutes to read.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub minutes: u32,
    /// Why it is here.
    pub reason: Reason,
}

/// Why an article is recommended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The editor picked it.
    Pick,
    /// Both are about this: a tag, or words of its headline.
    Topic(String),
    /// It is by the same author.
    Author,
    /// It is about a related topic.
    Alike,
    /// It is in the same section.
    Section,
    /// It is new.
    New,
}

/// The recommended pool, best first. It is optional: if it cannot be read, the article still can.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Recommended {
    /// As the press prints it.
    Cards(Vec<Card>),
    /// The field has another type.
    Malformed,
}

/// Needs a deserializer over a tree, which both sides use: a streaming one cannot continue after an error.
impl<'de> Deserialize<'de> for Recommended {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::deserialize(deserializer).map_or(Recommended::Malformed, Recommended::Cards))
    }
}

impl Recommended {
    /// Returns the cards, if they can be read.
    pub fn cards(&self) -> Option<&[Card]> {
        match self {
            Recommended::Cards(cards) => Some(cards),
            Recommended::Malformed => None,
        }
    }

    fn is_empty(&self) -> bool {
        !matches!(self, Recommended::Cards(cards) if !cards.is_empty())
    }
}

impl Default for Recommended {
    fn default() -> Self {
        Recommended::Cards(Vec::new())
    }
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Article {
        serde_json::from_str::<serde_json::Value>(json).and_then(serde_json::from_value).expect("an article")
    }

    #[test]
    fn unknown_fields_are_kept_out_of_the_way() {
        let article = read(r#"{"id": "a", "title": "A", "colour": "red", "_offprint": {"mood": 3}, "_other": {}}"#);
        assert_eq!((article.id.as_str(), article.title.as_str()), ("a", "A"));
    }

    #[test]
    fn a_wrong_type_is_an_error_that_says_what_was_expected() {
        let error = serde_json::from_str::<Article>(r#"{"title": ["A"]}"#).expect_err("a list is no title");
        assert!(error.to_string().contains("expected a string"), "{error}");
    }

    #[test]
    fn roles_are_typed_and_leave_room_for_others() {
        let roles: Vec<Role> = serde_json::from_str(r#"["responsible-editor", "illustrator"]"#).expect("roles");
        assert_eq!(roles, [Role::ResponsibleEditor, Role::Other("illustrator".into())]);
        assert_eq!(serde_json::to_string(&roles).expect("json"), r#"["responsible-editor","illustrator"]"#);
    }

    #[test]
    fn a_pool_that_cannot_be_read_leaves_the_article_whole() {
        let article = read(r#"{"title": "A", "_offprint": {"minutes": 3, "recommended": [{"id": 4}]}}"#);
        assert!(matches!(article.offprint.recommended, Recommended::Malformed));
        assert_eq!(article.offprint.minutes, 3);
    }

    #[test]
    fn what_is_written_is_read() {
        let mut article = read(r#"{"id": "a", "title": "A", "language": "ar", "date_published": "2023-07-20T00:00:00+08:00"}"#);
        article.offprint.credits.push(Credit { role: Role::Editor, name: "He Chuanning".into(), url: None, author: None });
        article.offprint.recommended = Recommended::Cards(vec![Card {
            id: "b".into(),
            title: "B".into(),
            language: "ar".into(),
            date: Date::new("2023-07-19"),
            section: None,
            minutes: 2,
            reason: Reason::Topic("industry".into()),
        }]);
        let json = serde_json::to_string(&article).expect("json");
        assert_eq!(read(&json), article);
    }
}
