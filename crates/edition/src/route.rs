use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::{AUTHORS, Language, Languages, SECTIONS};

/// A page of the edition. Parses and formats every address.
///
/// Paths are relative to the edition's root and percent-encoded: `articles/%E5%B7%A5%E4%B8%9A/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A list: its head, or one of its pages.
    List(List, Option<u32>),
    /// An article, by its id.
    Article(String),
    /// A page outside of the lists, such as “About us”: its language and its id.
    Page(Language, String),
    /// The search page in a language. The query of the address contains the search.
    Search(Language),
    /// Anything else.
    NotFound,
}

/// A list of articles in one language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct List {
    /// The language of the list.
    pub language: Language,
    /// Which articles it has.
    pub selection: Selection,
}

/// Which articles a list has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Selection {
    /// All articles of its language: the front page and the archive.
    All,
    /// The articles with a term of a taxonomy: of a section, with a tag, by an author.
    Term {
        /// The id of the taxonomy, which is the first part of the address.
        taxonomy: String,
        /// The id of the term.
        id: String,
    },
}

impl Selection {
    /// Returns the id of the term, if it is one of this taxonomy.
    pub fn term_of(&self, taxonomy: &str) -> Option<&str> {
        match self {
            Selection::Term { taxonomy: own, id } if own == taxonomy => Some(id),
            _ => None,
        }
    }

    /// Returns whether every language of the site has this list. The terms of other taxonomies are texts in one language.
    pub fn is_in_every_language(&self) -> bool {
        match self {
            Selection::All => true,
            Selection::Term { taxonomy, .. } => taxonomy == SECTIONS || taxonomy == AUTHORS,
        }
    }
}

/// The first parts of addresses, and the folders of an edition, that belong to neither a page nor a taxonomy.
const RESERVED: [&str; 8] = ["archive", "articles", "feed", "lists", "locales", "media", "pages", "search"];

/// Returns whether a text can be the first part of the address of a page, or of the terms of a taxonomy, in a site with these languages.
pub fn is_free(part: &str, languages: &Languages) -> bool {
    // Some hosts do not distinguish upper and lower case.
    let is_language = languages.iter().any(|language| language.as_str().eq_ignore_ascii_case(part));
    // Names with a dot are those of files.
    !part.contains('.') && !RESERVED.contains(&part) && !is_language
}

impl Route {
    /// The front page in `language`.
    pub fn front(language: Language) -> Route {
        Route::List(List::all(language), None)
    }

    /// Returns the language of a list or a search page. An article has its address in every language of the interface.
    pub fn language(&self) -> Option<&Language> {
        match self {
            Route::List(list, _) => Some(&list.language),
            Route::Page(language, _) | Route::Search(language) => Some(language),
            _ => None,
        }
    }

    /// Reads a path, with or without a `/` at either end or `index.html` behind it. Query and fragment
    /// are not part of it.
    pub fn parse(path: &str, languages: &Languages) -> Route {
        let path = path.strip_suffix("index.html").unwrap_or(path);
        let decoded: Option<Vec<String>> = path
            .split('/')
            .filter(|part| !part.is_empty())
            .map(|part| percent_decode_str(part).decode_utf8().ok().map(|text| text.into_owned()))
            .collect();
        let Some(decoded) = decoded else { return Route::NotFound };
        let parts: Vec<&str> = decoded.iter().map(String::as_str).collect();
        if let ["articles", id] = parts[..] {
            return Route::Article(id.to_owned());
        }
        // The first language has no prefix, and no second address with one.
        let (language, rest) = match parts.split_first() {
            Some((tag, rest)) if languages.find(tag).is_some_and(|found| found != languages.first()) => ((*tag).into(), rest),
            _ => (languages.first().clone(), &parts[..]),
        };
        if let ["search"] = rest {
            return Route::Search(language);
        }
        let term = |taxonomy: &&str, id: &&str| {
            is_free(taxonomy, languages).then(|| Selection::Term { taxonomy: (*taxonomy).to_owned(), id: (*id).to_owned() })
        };
        let list = match rest {
            [id] if is_free(id, languages) => return Route::Page(language, (*id).to_owned()),
            [] => Some((Selection::All, None)),
            ["archive", page] => number(page).map(|page| (Selection::All, Some(page))),
            [taxonomy, id] => term(taxonomy, id).map(|selection| (selection, None)),
            [taxonomy, id, page] => term(taxonomy, id).zip(number(page).map(Some)),
            _ => None,
        };
        list.map_or(Route::NotFound, |(selection, page)| Route::List(List { language, selection }, page))
    }

    /// The path that leads here, from the edition's root: empty for the front page, else with a `/` at
    /// its end.
    pub fn path(&self, languages: &Languages) -> String {
        let language = match self {
            Route::Article(id) => return format!("articles/{}/", encode(id)),
            Route::NotFound => return "404.html".to_owned(),
            Route::List(list, _) => &list.language,
            Route::Page(language, _) | Route::Search(language) => language,
        };
        let mut path = String::new();
        if language != languages.first() {
            path.push_str(language.as_str());
            path.push('/');
        }
        let (list, page) = match self {
            Route::List(list, page) => (list, page),
            Route::Page(_, id) => {
                path.extend([&encode(id), "/"]);
                return path;
            }
            _ => {
                path.push_str("search/");
                return path;
            }
        };
        match &list.selection {
            Selection::All if page.is_some() => path.push_str("archive/"),
            Selection::All => {}
            Selection::Term { taxonomy, id } => path.extend([taxonomy, "/", &encode(id), "/"]),
        }
        if let Some(page) = page {
            path.push_str(&page.to_string());
            path.push('/');
        }
        path
    }
}

impl Route {
    /// Returns the address for a link from the edition's root. Unlike the path, it is never empty.
    pub fn href(&self, languages: &Languages) -> String {
        let path = self.path(languages);
        if path.is_empty() { "./".to_owned() } else { path }
    }

    /// The name of the file with the page, from the edition's root.
    pub fn file(&self, languages: &Languages) -> String {
        let path = self.path(languages);
        let path = percent_decode_str(&path).decode_utf8_lossy();
        if *self == Route::NotFound { path.into_owned() } else { format!("{path}index.html") }
    }
}

impl List {
    /// The list of all articles in `language`.
    pub fn all(language: Language) -> List {
        List { language, selection: Selection::All }
    }

    /// The list of a section.
    pub fn section(language: Language, id: &str) -> List {
        List::term(language, SECTIONS, id)
    }

    /// The list of an author.
    pub fn author(language: Language, id: &str) -> List {
        List::term(language, AUTHORS, id)
    }

    /// The list of a term.
    pub fn term(language: Language, taxonomy: &str, id: &str) -> List {
        List { language, selection: Selection::Term { taxonomy: taxonomy.to_owned(), id: id.to_owned() } }
    }

    /// The name of the file with its [`crate::ListHead`], from the edition's root.
    pub fn head_file(&self) -> String {
        format!("{}head.json", self.folder())
    }

    /// The name of the file with one of its [`crate::ListPage`]s, from the edition's root.
    pub fn page_file(&self, page: u32) -> String {
        format!("{}{page}.json", self.folder())
    }

    fn folder(&self) -> String {
        let language = &self.language;
        match &self.selection {
            Selection::All => format!("lists/{language}/all/"),
            Selection::Term { taxonomy, id } => format!("lists/{language}/{taxonomy}/{id}/"),
        }
    }
}

/// Returns the name of the file with an article, from the edition's root.
pub fn article_file(id: &str) -> String {
    format!("articles/{id}.json")
}

/// Returns the name of the file with a page outside of the lists, from the edition's root.
pub fn page_file(language: &Language, id: &str) -> String {
    format!("pages/{language}/{id}.json")
}

/// Returns the name of the file with the interface's texts in a language, from the edition's root.
pub fn locale_file(language: &Language) -> String {
    format!("locales/{language}.json")
}

/// Percent-encodes a value for the query of an address.
///
/// ```
/// assert_eq!(edition::encode_query("R&D 中"), "R%26D%20%E4%B8%AD");
/// ```
pub fn encode_query(value: &str) -> String {
    const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(value, RESERVED).to_string()
}

/// Percent-encodes a file name or address for a link. `/` is kept.
pub fn encode(path: &str) -> String {
    const RESERVED: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'%')
        .add(b'<')
        .add(b'>')
        .add(b'?')
        .add(b'\\')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    utf8_percent_encode(path, RESERVED).to_string()
}

/// A page's number as addresses write it: from 1, no leading zero or sign.
fn number(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{TAGS, slug};

    fn languages() -> Languages {
        Languages::new(["en", "zh-Hans", "ar"])
    }

    fn parse(path: &str) -> Route {
        Route::parse(path, &languages())
    }

    #[test]
    fn the_front_page_is_the_root_in_the_first_language_and_a_folder_in_another() {
        assert_eq!(parse(""), Route::front("en".into()));
        assert_eq!(parse("index.html"), Route::front("en".into()));
        assert_eq!(parse("zh-Hans/"), Route::front("zh-Hans".into()));
        assert_eq!(Route::front("ar".into()).path(&languages()), "ar/");
    }

    #[test]
    fn what_is_no_address_is_not_found() {
        for path in [
            "en/",
            "zh-Hans/ar/",
            "archive/",
            "archive/0/",
            "archive/01/",
            "archive/x/",
            "archive/99999999999/",
            "articles/",
            "articles/a/b/",
            "feed.json",
            "feed/1/",
            "search/a/",
            "tags/a/b/",
            "tags/a/b/c/",
            "articles/%FF/",
        ] {
            assert_eq!(parse(path), Route::NotFound, "{path}");
        }
    }

    #[test]
    fn files_are_named_in_utf8_and_links_are_encoded() {
        let list = List::term("zh-Hans".into(), TAGS, "中小企业");
        assert_eq!(list.page_file(3), "lists/zh-Hans/tags/中小企业/3.json");
        assert_eq!(encode("tags/工业/"), "tags/%E5%B7%A5%E4%B8%9A/");
        assert_eq!(article_file("工业"), "articles/工业.json");
    }

    fn ids() -> impl Strategy<Value = String> {
        // Latin, Chinese, Arabic, and anything at all.
        prop_oneof!["[a-zA-Z0-9 -]{1,30}", "[\\u{4e00}-\\u{9fff}]{1,20}", "[\\u{0621}-\\u{064a} ]{1,20}", "\\PC{1,30}"]
            .prop_map(|text| slug(&text))
            .prop_filter("an id is not empty", |id| !id.is_empty())
    }

    fn routes() -> impl Strategy<Value = Route> {
        let language = prop_oneof![Just("en"), Just("zh-Hans"), Just("ar")];
        let taxonomy = prop_oneof![Just(SECTIONS), Just(TAGS), Just("series")];
        let term = (taxonomy, ids()).prop_map(|(taxonomy, id)| Selection::Term { taxonomy: taxonomy.to_owned(), id });
        let selection = prop_oneof![Just(Selection::All), term];
        let list = (language, selection, prop::option::of(1..=u32::MAX))
            .prop_map(|(language, selection, page)| Route::List(List { language: language.into(), selection }, page));
        let search = prop_oneof![Just("en"), Just("zh-Hans")].prop_map(|language| Route::Search(language.into()));
        let page =
            (prop_oneof![Just("en"), Just("zh-Hans")], ids().prop_filter("an id may be taken", |id| is_free(id, &languages())))
                .prop_map(|(language, id)| Route::Page(language.into(), id));
        prop_oneof![list, search, page, ids().prop_map(Route::Article)]
    }

    proptest! {
        #[test]
        fn every_address_that_is_printed_is_read_back(route in routes()) {
            let path = route.path(&languages());
            prop_assert!(path.is_ascii(), "{path}");
            prop_assert_eq!(parse(&encode(&route.file(&languages()))), route.clone());
            prop_assert_eq!(parse(&path), route.clone());
            prop_assert_eq!(parse(&format!("/{path}index.html")), route);
        }

        #[test]
        fn no_path_makes_it_panic(path in "\\PC{0,60}") {
            parse(&path);
        }
    }
}
