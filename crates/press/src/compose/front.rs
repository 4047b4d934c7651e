//! What the front page of a language shows, in which order: what the newsroom has arranged, filled with the newest.

use std::collections::{BTreeMap, HashMap, HashSet};

use edition::{
    Alert, Article, BandStyle, FrontBand, FrontPage, Language, Languages, List, LocalizedText, Route, SECTIONS, Site, Summary,
};

use super::lists::{PagedList, number};
use crate::{
    check::listing,
    load::{
        front::{FrontArrangement, FrontChoice},
        locales::Locales,
    },
};

/// Articles in the row below the lead.
const SECOND: usize = 3;
/// Articles in another band.
const BAND: usize = 4;
/// The newest articles among which the lead is looked for.
const LEAD_CANDIDATES: usize = 6;

/// What front pages are made from.
pub(super) struct FrontSource<'a> {
    pub(super) site: &'a Site,
    pub(super) languages: &'a Languages,
    pub(super) locales: &'a Locales,
    pub(super) lists: &'a BTreeMap<List, PagedList>,
    pub(super) summaries: &'a [Summary],
    pub(super) articles: &'a [Article],
    pub(super) arrangement: &'a FrontArrangement,
}

/// Where the versions of an article are, by its id and their language.
type Versions = HashMap<String, BTreeMap<Language, usize>>;

/// A band with its articles.
type Band = (FrontBand, Vec<usize>);

/// A front page that is being laid out. Articles are indexes in the edition.
struct Layout<'a> {
    source: &'a FrontSource<'a>,
    language: &'a Language,
    versions: &'a Versions,
    /// The articles of the list head, newest first.
    newest: Vec<usize>,
    shown: HashSet<usize>,
}

impl FrontSource<'_> {
    /// Returns the front page of each language.
    pub(super) fn front_pages(&self) -> BTreeMap<Language, FrontPage> {
        let versions = self.versions();
        self.languages.iter().map(|language| (language.clone(), self.front_page(language, &versions))).collect()
    }

    /// Returns for each article that is arranged where its versions are, by the language under which each is listed.
    fn versions(&self) -> Versions {
        let FrontArrangement { lead, second, pinned, bands, .. } = self.arrangement;
        let choices = [lead, second].into_iter().chain(bands);
        let arranged: HashSet<&String> = choices.flat_map(|choice| &choice.articles).chain(pinned).collect();
        let mut versions = Versions::new();
        if arranged.is_empty() {
            return versions;
        }
        for (index, article) in self.articles.iter().enumerate() {
            let (language, _) = listing::language_of_lists(self.languages, &article.language);
            let others = article.offprint.translations.iter().map(|(_, id)| id);
            for id in [article.id.as_str()].into_iter().chain(others).filter(|id| arranged.contains(&(*id).to_owned())) {
                let known = versions.entry(id.to_owned()).or_default();
                // The article itself comes before what is said to be its translation.
                if id == article.id || !known.contains_key(language) {
                    known.insert(language.clone(), index);
                }
            }
        }
        versions
    }

    fn front_page(&self, language: &Language, versions: &Versions) -> FrontPage {
        let arrangement = self.arrangement;
        let list = List::all(language.clone());
        let newest = self.lists.get(&list).map(|list| list.head_articles().iter().rev().copied().collect()).unwrap_or_default();
        let mut layout = Layout { source: self, language, versions, newest, shown: HashSet::new() };
        let alert = arrangement.alert.as_ref();
        let alert = alert.map(|alert| alert.shown(alert.text.get(language, self.languages.first()).trim().to_owned()));
        let alert = alert.filter(|alert| !alert.text.is_empty());
        // What is arranged is shown where it is arranged, whatever else would show it.
        let lead = layout.chosen(&arrangement.lead, 1).first().copied();
        layout.shown.extend(lead);
        let pinned = arrangement.pinned.as_ref().and_then(|id| layout.version(id)).filter(|index| layout.shown.insert(*index));
        let bands: Vec<Band> = arrangement.bands.iter().map(|band| layout.arranged_band(band)).collect();
        let lead = lead.or_else(|| layout.newest_lead());
        let second = layout.second_row(&arrangement.second, pinned);
        let bands = match &bands[..] {
            [] => layout.bands(&second),
            _ => layout.around(second, bands),
        };
        layout.finish(alert, lead, bands)
    }
}

impl Layout<'_> {
    /// Returns an article in the language of the page.
    fn version(&self, id: &str) -> Option<usize> {
        self.versions.get(id)?.get(self.language).copied()
    }

    /// Returns the list of a term.
    fn list(&self, taxonomy: &str, id: &str) -> List {
        List::term(self.language.clone(), taxonomy, id)
    }

    /// Returns the first `count` articles of a choice that are not shown yet.
    fn chosen(&self, choice: &FrontChoice, count: usize) -> Vec<usize> {
        let by_hand = choice.articles.iter().filter_map(|id| self.version(id));
        let lists = choice.terms().filter_map(|(taxonomy, id)| self.source.lists.get(&self.list(taxonomy, id)));
        let listed = lists.flat_map(|list| list.articles.iter().rev().copied());
        let mut chosen = Vec::new();
        for index in by_hand.chain(listed) {
            if chosen.len() == count {
                break;
            }
            if !self.shown.contains(&index) && !chosen.contains(&index) {
                chosen.push(index);
            }
        }
        chosen
    }

    /// Takes the newest that has a picture, of the newest few.
    fn newest_lead(&mut self) -> Option<usize> {
        let mut rest = self.newest.iter().copied().filter(|index| !self.shown.contains(index));
        let first = rest.clone().next();
        let lead = rest.by_ref().take(LEAD_CANDIDATES).find(|index| self.source.summaries[*index].picture.is_some()).or(first);
        self.shown.extend(lead);
        lead
    }

    /// Takes the row below the lead: what is pinned, what is chosen, and the newest.
    fn second_row(&mut self, choice: &FrontChoice, pinned: Option<usize>) -> Vec<usize> {
        let count = choice.count.unwrap_or(SECOND);
        let mut row: Vec<usize> = pinned.into_iter().collect();
        row.extend(self.chosen(choice, count.saturating_sub(row.len())));
        let rest = self.newest.iter().copied().filter(|index| !self.shown.contains(index) && !row.contains(index));
        row = row.iter().copied().chain(rest).take(count.max(row.len())).collect();
        self.shown.extend(&row);
        row
    }

    /// Takes the articles of a band that the newsroom has arranged.
    fn arranged_band(&mut self, choice: &FrontChoice) -> Band {
        let articles = self.chosen(choice, choice.count.unwrap_or(BAND).max(choice.articles.len()));
        self.shown.extend(&articles);
        (self.titled_band(choice), articles)
    }

    /// Takes the newest of a section. A single article makes no band.
    fn section_band(&mut self, id: &str) -> Option<Band> {
        let is_own = |index: &usize| !self.shown.contains(index) && self.source.summaries[*index].section.as_deref() == Some(id);
        let own: Vec<usize> = self.newest.iter().copied().filter(is_own).take(BAND).collect();
        if own.len() < 2 {
            return None;
        }
        self.shown.extend(&own);
        Some((self.titled_band(&FrontChoice { section: Some(id.to_owned()), ..FrontChoice::default() }), own))
    }

    /// Returns a band with the title of a choice, else that of what its articles have in common, and the address of that.
    fn titled_band(&self, choice: &FrontChoice) -> FrontBand {
        let source = self.source;
        let text = |text: &LocalizedText| text.get(self.language, source.languages.first()).to_owned();
        let list = choice.terms().next().map(|(taxonomy, id)| self.list(taxonomy, id));
        let common = list.as_ref().and_then(|list| match list.selection.term_of(SECTIONS) {
            Some(id) => source.site.section(id).map(|section| text(&section.title)),
            None => source.lists.get(list)?.title.clone(),
        });
        let title = Some(text(&choice.title)).filter(|title| !title.is_empty()).or(common).unwrap_or_default();
        let url = list.filter(|list| source.lists.contains_key(list)).map(|list| Route::List(list, None).href(source.languages));
        FrontBand { style: BandStyle::Columns, title, url, articles: Vec::new() }
    }

    /// Returns the bands as the look orders them: one for each section, unless it says otherwise. The latest is always there.
    fn bands(&mut self, second: &[usize]) -> Vec<Band> {
        let site = self.source.site;
        let own = site.look.bands.as_ref().map(|own| own.iter().map(String::as_str).collect());
        let sections = site.sections.iter().map(|section| section.id.as_str());
        let mut order: Vec<&str> = own.unwrap_or_else(|| ["second"].into_iter().chain(sections).collect());
        if !order.contains(&"latest") {
            order.push("latest");
        }
        let band = |id: &str| match id {
            "second" => Some(self.second_band(second.to_vec())),
            "latest" => Some(self.latest_band()),
            id => self.section_band(id),
        };
        order.into_iter().filter_map(band).collect()
    }

    /// Returns the row and the latest around the bands that the newsroom has arranged.
    fn around(&self, second: Vec<usize>, bands: Vec<Band>) -> Vec<Band> {
        [self.second_band(second)].into_iter().chain(bands).chain([self.latest_band()]).collect()
    }

    fn second_band(&self, articles: Vec<usize>) -> Band {
        let own = self.source.arrangement.second.title.get(self.language, self.source.languages.first());
        let title = if own.is_empty() { self.source.locales.messages(self.language).also_new.clone() } else { own.to_owned() };
        (FrontBand { style: BandStyle::Row, title, ..FrontBand::default() }, articles)
    }

    fn latest_band(&self) -> Band {
        let title = self.source.locales.messages(self.language).latest.clone();
        (FrontBand { style: BandStyle::Lines, title, ..FrontBand::default() }, Vec::new())
    }

    /// Fills the latest, and numbers articles as the file does.
    fn finish(self, alert: Option<Alert>, lead: Option<usize>, bands: Vec<Band>) -> FrontPage {
        let rest: Vec<usize> = self.newest.iter().copied().filter(|index| !self.shown.contains(index)).collect();
        let list = self.source.lists.get(&List::all(self.language.clone()));
        let is_all = list.is_none_or(|list| list.articles.len() == self.newest.len());
        let mut page = FrontPage { alert, ..FrontPage::default() };
        let mut others: Vec<usize> = Vec::new();
        let mut numbered = |index: usize| {
            // Each article is shown once, so that none is among the others yet.
            let position = self.newest.iter().position(|newest| *newest == index).unwrap_or_else(|| {
                others.push(index);
                self.newest.len() + others.len() - 1
            });
            number(position)
        };
        page.lead = lead.map(&mut numbered);
        for (band, mut articles) in bands {
            if band.style == BandStyle::Lines {
                articles.clone_from(&rest);
            }
            // The latest has the link to older articles, even if all of the newest are above.
            if !articles.is_empty() || (band.style == BandStyle::Lines && !is_all) {
                page.bands.push(FrontBand { articles: articles.into_iter().map(&mut numbered).collect(), ..band });
            }
        }
        page.others = others.into_iter().map(|index| self.source.summaries[index].clone()).collect();
        page
    }
}
