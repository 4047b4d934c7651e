//! What a publication hands to the world, from articles and lists that are ready: files for the viewer, pages,
//! feeds, the sitemap, and what hosts want to know.

use std::{collections::BTreeMap, sync::Arc};

use anyhow::Result;
use edition::{Article, List, Neighbour, Neighbours, Route, Summary, article_file};
use rayon::prelude::*;

use crate::{
    compose::{Edition, Lists, Pages},
    feed::{Channel, Item},
    host,
    lists::{Parts, json, page_number},
    page::Printer,
    sitemap::{self, Entry},
    viewer,
    write::Print,
};

/// Everything that is printed, oldest first.
pub(crate) struct Whole {
    pub(crate) printer: Printer,
    pub(crate) pages: Pages,
    pub(crate) articles: Vec<Article>,
    pub(crate) summaries: Vec<Summary>,
    pub(crate) members: Lists,
    pub(crate) lists: BTreeMap<List, Parts>,
}

/// Adds every file to the edition. Pages and feeds are made when they are written.
pub(crate) fn publish(whole: Whole, edition: &mut Edition) -> Result<()> {
    for article in &whole.articles {
        edition.files.insert(article_file(&article.id), Print::Bytes(json(article)));
    }
    for (list, parts) in &whole.lists {
        edition.files.extend(parts.files(list).into_iter().map(|(name, bytes)| (name, Print::Bytes(bytes))));
    }
    edition.files.insert("site.json".into(), Print::Bytes(json(&whole.printer.public_site())));
    let whole = Arc::new(whole);
    pages(&whole, edition);
    feeds(&whole, edition);
    for_hosts(&whole, edition)?;
    if whole.printer.viewer.is_none() && whole.pages != Pages::None {
        edition.files.insert(viewer::STYLE.into(), Print::Bytes(offprint::STYLE.as_bytes().to_vec()));
        edition.notes.push(
            "no --viewer: pages are printed without scripts. `cargo xtask dist` builds one; name its folder with --viewer"
                .to_owned(),
        );
    }
    Ok(())
}

impl Whole {
    /// What stands before and after an article in its own list.
    fn neighbours(&self, article: &Article, place: usize) -> Neighbours {
        let languages = &self.printer.languages;
        let Some((list, _)) = article.home_list() else { return Neighbours::default() };
        let members = &self.members[&list].articles;
        let Ok(n) = members.binary_search(&place) else { return Neighbours::default() };
        let neighbour = |n: usize| {
            let summary = &self.summaries[*members.get(n)?];
            let (id, title, language) = (summary.id.clone(), summary.title.clone(), summary.language.clone());
            Some(Neighbour { id, title, language, list: Route::List(list.clone(), Some(page_number(n))).path(languages) })
        };
        let front = Route::List(list.clone(), None).href(languages);
        Neighbours { previous: neighbour(n + 1), next: n.checked_sub(1).and_then(neighbour), list: front }
    }
}

/// A page for every address.
fn pages(whole: &Arc<Whole>, edition: &mut Edition) {
    let languages = &whole.printer.languages;
    let mut add = |route: &Route, make: Print| drop(edition.files.insert(route.file(languages), make));
    // A viewer that is to find out what to show, where nothing is printed; without one there is nothing to find out.
    if whole.pages != Pages::All && whole.printer.viewer.is_some() {
        for route in [Route::front(languages.first().clone()), Route::NotFound] {
            let whole = whole.clone();
            add(&route, Print::make(move || whole.printer.shell()));
        }
    }
    if whole.pages == Pages::None {
        return;
    }
    for (place, article) in whole.articles.iter().enumerate() {
        let neighbours = whole.neighbours(article, place);
        let shared = whole.clone();
        let make = move || shared.printer.article(&shared.articles[place], &shared.summaries[place].standfirst, &neighbours);
        add(&Route::Article(article.id.clone()), Print::make(make));
    }
    if whole.pages == Pages::Articles {
        return;
    }
    for (list, parts) in &whole.lists {
        let (shared, own) = (whole.clone(), list.clone());
        add(&Route::List(list.clone(), None), Print::make(move || shared.printer.head(&own, &shared.lists[&own].head)));
        for (n, chunk) in parts.chunks.iter().enumerate() {
            let (shared, own) = (whole.clone(), list.clone());
            let make = move || {
                let parts = &shared.lists[&own];
                shared.printer.chunk(&own, &parts.chunks[n], &parts.newer(&parts.chunks[n]))
            };
            add(&Route::List(list.clone(), Some(chunk.span.page)), Print::make(make));
        }
    }
    for language in languages.iter() {
        let (shared, own) = (whole.clone(), language.clone());
        add(&Route::Search(language.clone()), Print::make(move || shared.printer.search(&own)));
    }
    let shared = whole.clone();
    add(&Route::NotFound, Print::make(move || shared.printer.not_found()));
}

/// The feeds of the paper, its languages and sections, with their archives.
fn feeds(whole: &Arc<Whole>, edition: &mut Edition) {
    let site = &whole.printer.site;
    let items: Arc<Vec<Item>> = Arc::new(whole.articles.par_iter().map(|article| Item::new(site, article)).collect());
    let mut channels = vec![Channel::whole(&whole.printer.context(whole.printer.languages.first()), whole.articles.len())];
    channels.extend(
        whole
            .members
            .iter()
            .filter_map(|(list, members)| Channel::of(&whole.printer.context(&list.language), list, &members.articles)),
    );
    for channel in channels {
        let channel = Arc::new(channel);
        for archive in std::iter::once(None).chain((1..=channel.archives()).map(Some)) {
            let (name, shared, all) = (channel.name(archive), channel.clone(), items.clone());
            edition.files.insert(format!("{name}.json"), Print::make(move || shared.json(archive, &all)));
            if site.url.is_some() {
                let (shared, all) = (channel.clone(), items.clone());
                edition.files.insert(format!("{name}.xml"), Print::make(move || shared.atom(archive, &all).unwrap_or_default()));
            }
        }
    }
}

/// What crawlers, hosts and home screens want to know.
fn for_hosts(whole: &Arc<Whole>, edition: &mut Edition) -> Result<()> {
    let Printer { site, viewer, base, languages, .. } = &whole.printer;
    let context = whole.printer.context(languages.first());
    let mut add = |name: &str, bytes: Vec<u8>| drop(edition.files.insert(name.to_owned(), Print::Bytes(bytes)));
    add(host::MANIFEST, host::manifest(&context, viewer.as_ref()));
    add("robots.txt", host::robots(site).into_bytes());
    add("_headers", host::headers(site, viewer.as_ref(), base).into_bytes());
    match &site.url {
        Some(url) => {
            for (name, bytes) in sitemap::files(url.as_str(), &entries(whole, url.as_str()), sitemap::MOST)? {
                add(&name, bytes);
            }
        }
        None => edition.notes.push(
            "site.json has no url, the paper's public address: left out are feed.xml, sitemap.xml, and in pages the canonical \
             address, translations, and pictures for shared links"
                .to_owned(),
        ),
    }
    Ok(())
}

/// Every address for the sitemap: lists first, whose number hardly grows, then articles, oldest first.
fn entries(whole: &Whole, url: &str) -> Vec<Entry> {
    let languages = &whole.printer.languages;
    let address = |route: &Route| format!("{url}{}", route.path(languages));
    let mut entries = Vec::new();
    for (list, parts) in whole.lists.iter().filter(|(_, parts)| !parts.chunks.is_empty()) {
        let changed = |date: Option<&edition::Date>| date.map(|date| date.as_str().to_owned());
        let newest = parts.head.summaries.first().map(|summary| &summary.date);
        entries.push(Entry { address: address(&Route::List(list.clone(), None)), changed: changed(newest), picture: None });
        entries.extend(parts.chunks.iter().map(|chunk| Entry {
            address: address(&Route::List(list.clone(), Some(chunk.span.page))),
            changed: changed(Some(&chunk.span.to)),
            picture: None,
        }));
    }
    entries.extend(whole.articles.iter().map(|article| {
        let date = article.date_modified.as_ref().unwrap_or(&article.date_published);
        let picture = article.offprint.picture.as_ref().map(|picture| &picture.url).or(article.image.as_ref());
        let picture = picture.map(|url_of| if url_of.is_relative() { format!("{url}{url_of}") } else { url_of.to_string() });
        Entry { address: address(&Route::Article(article.id.clone())), changed: Some(date.as_str().to_owned()), picture }
    }));
    entries
}
