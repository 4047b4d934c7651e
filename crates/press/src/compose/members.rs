//! Which articles are in which list.

use std::collections::BTreeMap;

use edition::{Article, Language, Languages, List, PageNumbers, Selection, Site};

use offprint::intl::matching::{self, Match};

use super::lists::page_number;
use crate::check::CheckedArticle;

/// The articles of a list, oldest first, by their indexes in the edition.
#[derive(Debug, Default)]
pub(crate) struct ListMembers {
    /// The name of a tag.
    pub(crate) title: Option<String>,
    pub(crate) articles: Vec<usize>,
}

/// The articles that are listed under another language than their own: how many, by both languages.
pub(super) type UnlistedLanguages = BTreeMap<(Language, Language), usize>;

/// Returns the language of the site under which an article is listed, and whether it is only the nearest: another script, or the first
/// one for want of a better.
fn language_of_lists<'a>(languages: &'a Languages, own: &Language) -> (&'a Language, bool) {
    match matching::closest(own.as_str(), languages.iter().map(Language::as_str)) {
        Some((tag, quality)) => (languages.find(tag).unwrap_or(languages.first()), quality == Match::OtherScript),
        None => (languages.first(), true),
    }
}

/// Returns the members of every list, and how many articles are in a language that the site does not have.
pub(super) fn sort_into_lists(
    site: &Site,
    languages: &Languages,
    checked: &[CheckedArticle],
) -> (BTreeMap<List, ListMembers>, UnlistedLanguages) {
    let mut lists = BTreeMap::<List, ListMembers>::new();
    let mut unlisted_languages = UnlistedLanguages::new();
    // Every front page and section has a list, even while nothing is in it.
    for language in languages.iter() {
        lists.insert(List::all(language.clone()), ListMembers::default());
        for section in &site.sections {
            lists.insert(List::section(language.clone(), &section.id), ListMembers::default());
        }
    }
    for (index, CheckedArticle { article, .. }) in checked.iter().enumerate() {
        let (language, is_nearest) = language_of_lists(languages, &article.language);
        if is_nearest {
            *unlisted_languages.entry((article.language.clone(), language.clone())).or_default() += 1;
        }
        let mut join = |selection, title: Option<&str>| {
            let list = lists.entry(List { language: language.clone(), selection }).or_default();
            list.articles.push(index);
            list.title = title.map(str::to_owned);
        };
        join(Selection::All, None);
        if let Some(section) = &article.offprint.section {
            join(Selection::Section(section.clone()), None);
        }
        for tag in &article.offprint.tags {
            join(Selection::Tag(tag.id.clone()), Some(&tag.title));
        }
    }
    (lists, unlisted_languages)
}

/// Notes in each article which list pages it is on.
pub(super) fn set_page_numbers(articles: &mut [Article], languages: &Languages, lists: &BTreeMap<List, ListMembers>) {
    for language in languages.iter() {
        for (list, members) in lists.iter().filter(|(list, _)| list.language == *language) {
            for (position, index) in members.articles.iter().enumerate() {
                let article = &mut articles[*index];
                let (_, is_nearest) = language_of_lists(languages, &article.language);
                let pages = article.offprint.pages.get_or_insert_with(PageNumbers::default);
                pages.language = language.clone();
                pages.is_nearest = is_nearest;
                match list.selection {
                    Selection::All => pages.all = page_number(position),
                    Selection::Section(_) => pages.section = Some(page_number(position)),
                    Selection::Tag(_) => {}
                }
            }
        }
    }
}
