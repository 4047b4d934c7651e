//! Which articles are in which list.

use std::collections::BTreeMap;

use edition::{AUTHORS, Address, Article, Language, Languages, List, PageNumbers, Route, SECTIONS, Selection, Site, Term};

use super::{
    lists::{ListMembers, number, page_number},
    standing::Authors,
};
use crate::check::{CheckedArticle, listing};

/// The articles that are listed under another language than their own: how many, by both languages.
pub(super) type UnlistedLanguages = BTreeMap<(Language, Language), usize>;

/// Returns the members of every list, and how many articles are in a language that the site does not have.
pub(super) fn sort_into_lists(
    site: &Site,
    authors: &Authors,
    checked: &[CheckedArticle],
) -> (BTreeMap<List, ListMembers>, UnlistedLanguages) {
    let languages = site.languages();
    let mut lists = BTreeMap::<List, ListMembers>::new();
    let mut unlisted_languages = UnlistedLanguages::new();
    for list in listing::lists_in_every_language(site, &languages, authors.ids()) {
        let title = authors.of_list(&list).map(|author| author.name.clone());
        lists.insert(list, ListMembers { title, articles: Vec::new() });
    }
    for (index, CheckedArticle { article, .. }) in checked.iter().enumerate() {
        let (language, is_nearest) = listing::language_of_lists(&languages, &article.language);
        if is_nearest {
            *unlisted_languages.entry((article.language.clone(), language.clone())).or_default() += 1;
        }
        for (list, title) in listing::lists_of(article, language) {
            let members = lists.entry(list).or_default();
            members.articles.push(index);
            members.title = members.title.take().or(title.map(str::to_owned));
        }
    }
    (lists, unlisted_languages)
}

/// Removes the lists of taxonomies that have none. They were needed to count the parts of their terms.
pub(super) fn remove_unlisted(site: &Site, lists: &mut BTreeMap<List, ListMembers>) {
    lists.retain(|list, _| listing::has_pages(site, list));
}

/// Notes in each article which list pages it is on, which part it is of what, and where its authors are.
pub(super) fn set_places(articles: &mut [Article], site: &Site, lists: &BTreeMap<List, ListMembers>) {
    let languages = site.languages();
    let have_pages = site.taxonomy(AUTHORS).is_some_and(|taxonomy| taxonomy.pages);
    for article in articles.iter_mut() {
        let (language, is_nearest) = listing::language_of_lists(&languages, &article.language);
        article.offprint.pages = Some(PageNumbers { language: language.clone(), is_nearest, ..PageNumbers::default() });
        link_authors(article, have_pages, &languages, language);
    }
    for (list, members) in lists {
        let is_ordered = site.taxonomy_of(list).is_some_and(|taxonomy| taxonomy.ordered);
        for (position, index) in members.articles.iter().enumerate() {
            let offprint = &mut articles[*index].offprint;
            let pages = offprint.pages.get_or_insert_default();
            match &list.selection {
                Selection::All => pages.all = page_number(position),
                Selection::Term { taxonomy, .. } if taxonomy == SECTIONS => pages.section = Some(page_number(position)),
                Selection::Term { taxonomy, id } if is_ordered => {
                    let part = (number(position + 1), number(members.articles.len()));
                    let is_own = |term: &&mut Term| term.taxonomy == *taxonomy && term.id == *id;
                    offprint.terms.iter_mut().filter(is_own).for_each(|term| term.part = Some(part));
                }
                Selection::Term { .. } => {}
            }
        }
    }
}

/// Makes the credits of known authors links to their lists in a language, if authors have pages, unless they are links already.
fn link_authors(article: &mut Article, have_pages: bool, languages: &Languages, language: &Language) {
    for credit in &mut article.offprint.credits {
        let address = credit.author.take().filter(|_| have_pages).and_then(|id| {
            let list = List::author(language.clone(), &id);
            Address::parse(&Route::List(list, None).path(languages))
        });
        credit.url = credit.url.take().or(address);
        for author in article.authors.iter_mut().filter(|author| author.url.is_none() && author.name == credit.name) {
            author.url = credit.url.clone();
        }
    }
}
