//! In which lists an article is.

use std::collections::BTreeMap;

use edition::{Article, Language, Languages, List, PAGE_SIZE, Selection, Site};
use offprint_viewer::intl::matching::{self, Match};

use super::authors::AuthorIndex;
use crate::load::manuscript::Manuscript;

/// Returns the language of the site under which an article is listed, and whether it is only the nearest: another script, or the first
/// one for want of a better.
pub(crate) fn language_of_lists<'a>(languages: &'a Languages, own: &Language) -> (&'a Language, bool) {
    match matching::closest(own.as_str(), languages.iter().map(Language::as_str)) {
        Some((tag, quality)) => (languages.find(tag).unwrap_or(languages.first()), quality == Match::OtherScript),
        None => (languages.first(), true),
    }
}

/// Returns the lists of a language that an article is in, each once, with the names of terms other than sections and authors.
pub(crate) fn lists_of<'a>(article: &'a Article, language: &Language) -> Vec<(List, Option<&'a str>)> {
    let offprint = &article.offprint;
    let mut lists = vec![(List::all(language.clone()), None)];
    lists.extend(offprint.section.iter().map(|section| (List::section(language.clone(), section), None)));
    let terms = offprint.terms.iter();
    lists.extend(terms.map(|term| (List::term(language.clone(), &term.taxonomy, &term.id), Some(term.title.as_str()))));
    for id in offprint.credits.iter().filter_map(|credit| credit.author.as_ref()) {
        let list = List::author(language.clone(), id);
        // Somebody may have written and photographed.
        if !lists.iter().any(|(known, _)| *known == list) {
            lists.push((list, None));
        }
    }
    lists
}

/// Returns the lists that every language of the site has, even while nothing is in them.
pub(crate) fn lists_in_every_language<'a>(
    site: &'a Site,
    languages: &'a Languages,
    authors: impl Iterator<Item = &'a str> + Clone + 'a,
) -> impl Iterator<Item = List> + 'a {
    languages.iter().flat_map(move |language| {
        let sections = site.sections.iter().map(|section| List::section(language.clone(), &section.id));
        let authors = authors.clone().map(|id| List::author(language.clone(), id));
        [List::all(language.clone())].into_iter().chain(sections).chain(authors)
    })
}

/// Returns whether a list has pages.
pub(crate) fn has_pages(site: &Site, list: &List) -> bool {
    list.selection == Selection::All || site.taxonomy_of(list).is_some_and(|taxonomy| taxonomy.pages)
}

/// How many pages each list has.
pub(super) struct PageCounts(BTreeMap<List, usize>);

impl PageCounts {
    /// Counts the pages of the lists of published articles.
    pub(super) fn new(site: &Site, authors: &AuthorIndex, published: &[Manuscript]) -> PageCounts {
        let languages = site.languages();
        let mut counts: BTreeMap<List, usize> =
            lists_in_every_language(site, &languages, authors.ids()).map(|list| (list, 0)).collect();
        for Manuscript { article, .. } in published {
            let (language, _) = language_of_lists(&languages, &article.language);
            for (list, _) in lists_of(article, language) {
                *counts.entry(list).or_default() += 1;
            }
        }
        counts.retain(|list, _| has_pages(site, list));
        counts.values_mut().for_each(|count| *count = count.div_ceil(PAGE_SIZE));
        PageCounts(counts)
    }

    /// Returns whether a list, or one of its pages, is there.
    pub(super) fn has(&self, list: &List, page: Option<u32>) -> bool {
        self.0.get(list).is_some_and(|count| page.is_none_or(|page| page as usize <= *count))
    }
}
