//! From what is published to the files of the edition: JSON for the viewer, pages, feeds, the sitemap, and what hosts want to know.

mod feed;
mod head;
mod host;
mod keys;
mod linked_data;
mod markup;
mod page;
mod podcast;
mod redirects;
mod renderer;
mod sitemap;
pub(crate) mod viewer;

use std::sync::Arc;

use anyhow::{Result, anyhow};
use edition::{Article, Date, Route, SECTIONS, article_file, page_file};

use crate::{
    cache,
    compose::{Composition, standing::StandalonePage},
    load::{content::Content, media_file},
    look::Look,
    output::{OutputFile, OutputFiles, json},
    pictures::headline::Headline,
};
use feed::{Feed, FeedItem};
use head::headline_file;
use keys::Keys;
use page::ArticleFacts;
use renderer::PageRenderer;
use viewer::Viewer;

/// Which pages are rendered next to the files that the viewer reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Pages {
    /// None: the viewer renders everything from the files
    None,
    /// Those of articles
    Articles,
    /// One for every address
    #[default]
    All,
}

/// How the edition is rendered.
#[derive(Default)]
pub(crate) struct RenderOptions {
    pub(crate) pages: Pages,
    pub(crate) viewer: Option<Viewer>,
    /// The path of the edition on its host.
    pub(crate) base: String,
}

/// What files are rendered from.
struct Source {
    renderer: PageRenderer,
    composition: Arc<Composition>,
    pages: Pages,
    keys: Keys,
}

/// Returns every file of the edition. Pages and feeds are rendered when they are written. What the newsroom should know goes to
/// `notes`.
///
/// # Errors
///
/// A sitemap that cannot be written, or a file of the look that cannot be read.
pub(crate) fn render(
    content: &Content,
    composition: Arc<Composition>,
    look: &Look,
    options: RenderOptions,
    notes: &mut Vec<String>,
) -> Result<OutputFiles> {
    let mut files = OutputFiles::new();
    let look = look.add(content, &composition, &mut files)?;
    let renderer = PageRenderer::new(&composition, look, options.viewer, options.base);
    files.insert("site.json".into(), OutputFile::Bytes(json(&renderer.public_site())));
    if renderer.viewer.is_none() && options.pages != Pages::None {
        files.insert(viewer::STYLE.into(), OutputFile::Bytes(offprint_viewer::STYLE.as_bytes().to_vec()));
        let note = "this offprint carries no viewer: pages are printed without scripts. Take one that does, or name a viewer with --viewer";
        notes.push(note.to_owned());
    }
    let keys = Keys::new(&composition, &renderer);
    let source = Arc::new(Source { renderer, composition, pages: options.pages, keys });
    data_files(content, &source, &mut files);
    pages(&source, &mut files);
    headlines(&source, &mut files);
    feeds(&source, &mut files);
    host_files(&source, &mut files, notes)?;
    redirects::add(&source.composition, &source.renderer, source.pages, &mut files);
    Ok(files)
}

/// Adds the files that only the viewer and the press read, and those that articles use.
fn data_files(content: &Content, source: &Arc<Source>, files: &mut OutputFiles) {
    let composition = &*source.composition;
    for (index, article) in composition.articles.iter().enumerate() {
        let shared = source.clone();
        let render = move || {
            let content_html = Some(shared.composition.html(index)?);
            Ok(json(&Article { content_html, ..shared.composition.article(index) }))
        };
        files.insert(article_file(&article.id), OutputFile::render(source.keys.article(index), render));
    }
    for StandalonePage { article, .. } in &composition.pages {
        files.insert(page_file(&article.language, &article.id), OutputFile::Bytes(json(article)));
    }
    for (list, paged) in &composition.lists {
        for (n, span) in paged.spans.iter().enumerate() {
            let (shared, own) = (source.clone(), list.clone());
            let render = move || Ok(json(&shared.composition.lists[&own].page(n, &shared.composition.summaries)));
            files.insert(list.page_file(span.page), OutputFile::render(source.keys.list_page(list, paged, n), render));
        }
        files.insert(list.head_file(), OutputFile::Bytes(json(&composition.head(list))));
    }
    files.extend(composition.locales.files().map(|(name, bytes)| (name, OutputFile::Bytes(bytes))));
    for (name, key) in composition.built_search_index().iter().flat_map(|index| index.iter()) {
        let (shared, key) = (source.clone(), *key);
        files.insert(name.clone(), OutputFile::render(key, move || shared.composition.cache.bytes(key)));
    }
    for (file, used) in &composition.media {
        let (path, name) = (content.root.join(file), media_file::name(file));
        match composition.pictures.get(file) {
            Some(Ok(converted)) => {
                files.extend(
                    converted.published(&name, used.is_main).map(|(name, path)| (name, OutputFile::Copy(path.to_owned()))),
                );
            }
            _ => drop(files.insert(name, OutputFile::clean(path.clone()))),
        }
        if used.is_linked {
            files.insert(media_file::original_name(file), OutputFile::clean(path));
        }
    }
    if let Some(file) = composition.site.icon.as_ref().and_then(|icon| media_file::of_address(content, icon)) {
        files.insert(media_file::name(&file), OutputFile::clean(content.root.join(file)));
    }
}

/// Adds a page for every address.
fn pages(source: &Arc<Source>, files: &mut OutputFiles) {
    let Source { renderer, composition, pages, keys } = &**source;
    let languages = &composition.languages;
    let mut add = |route: &Route, file: OutputFile| drop(files.insert(route.file(languages), file));
    // A page that the viewer fills, where nothing is printed; without a viewer nothing could fill it.
    if *pages != Pages::All && renderer.viewer.is_some() {
        for route in [Route::front(languages.first().clone()), Route::NotFound] {
            let source = source.clone();
            add(&route, OutputFile::render(keys.page(b"shell"), move || Ok(source.renderer.shell())));
        }
    }
    if *pages == Pages::None {
        return;
    }
    for (index, article) in composition.articles.iter().enumerate() {
        let source = source.clone();
        let key = keys.article_page(index, &composition.neighbours(index), composition.draws_headline(index));
        let render = move || {
            let composition = &*source.composition;
            let html = composition.html(index)?;
            let article = Article { content_html: Some(html), ..composition.article(index) };
            let page = ArticleFacts {
                summary: &composition.summaries[index],
                neighbours: &composition.neighbours(index),
                draws_headline: composition.draws_headline(index),
            };
            Ok(source.renderer.article(&article, page))
        };
        add(&Route::Article(article.id.clone()), OutputFile::render(key, render));
    }
    if *pages == Pages::Articles {
        return;
    }
    for (list, paged) in &composition.lists {
        let head = composition.head(list);
        let (shared, own) = (source.clone(), list.clone());
        let description = composition.authors.of_list(list).map(|author| author.description.as_str());
        let key = keys.page(&[&json(&head), format!("{list:?} {description:?}").as_bytes()].concat());
        let render = move || {
            let description = shared.composition.authors.of_list(&own).map(|author| author.description.as_str());
            Ok(shared.renderer.list_head(&own, &shared.composition.head(&own), description))
        };
        add(&Route::List(list.clone(), None), OutputFile::render(key, render));
        for (n, span) in paged.spans.iter().enumerate() {
            let (shared, own) = (source.clone(), list.clone());
            let key = keys.page(&[&keys.list_page(list, paged, n).to_le_bytes()[..], &json(&paged.newer(n, &head))].concat());
            let render = move || {
                let Composition { lists, summaries, .. } = &*shared.composition;
                let paged = &lists[&own];
                let newer = paged.newer(n, &paged.head(summaries));
                Ok(shared.renderer.list_page(&own, &paged.page(n, summaries), &newer))
            };
            add(&Route::List(list.clone(), Some(span.page)), OutputFile::render(key, render));
        }
    }
    for (index, page) in composition.pages.iter().enumerate() {
        let source = source.clone();
        let key = keys.page(&json(&(&page.article, &page.description, &page.picture)));
        add(&page.route(), OutputFile::render(key, move || Ok(source.renderer.standalone(&source.composition.pages[index]))));
    }
    for language in languages.iter() {
        let (source, own) = (source.clone(), language.clone());
        let key = keys.page(&[b"search", language.as_str().as_bytes()].concat());
        add(&Route::Search(language.clone()), OutputFile::render(key, move || Ok(source.renderer.search(&own))));
    }
    let source = source.clone();
    add(&Route::NotFound, OutputFile::render(keys.page(b"not found"), move || Ok(source.renderer.not_found())));
}

/// Adds pictures of headlines, for shared links to articles that have no other.
fn headlines(source: &Arc<Source>, files: &mut OutputFiles) {
    let Source { renderer, composition, pages, .. } = &**source;
    // Only a printed page names it.
    let articles = if *pages == Pages::None { 0 } else { composition.articles.len() };
    for index in (0..articles).filter(|index| composition.draws_headline(*index)) {
        let article = &composition.articles[index];
        let (title, site) = (article.title.clone(), renderer.context(&article.language).site_name());
        let (dir, accent) = (article.language.dir(), renderer.look.accent.clone());
        let key = cache::key(&[b"headline", title.as_bytes(), site.as_bytes(), dir.as_bytes(), accent.as_bytes()]);
        let render = move || {
            let headline = Headline { title: &title, site: &site, is_right_to_left: dir == "rtl", accent: &accent };
            headline.draw().map_err(|why| anyhow!("the headline “{title}” cannot be drawn: {why}"))
        };
        files.insert(headline_file(&article.id), OutputFile::render(key, render));
    }
}

/// Adds the feeds of the publication, its languages and terms, with their archives.
fn feeds(source: &Arc<Source>, files: &mut OutputFiles) {
    let Source { renderer, composition, keys, .. } = &**source;
    let site = &composition.site;
    podcasts(source, files);
    let mut feeds = vec![Feed::of_all(&renderer.context(composition.languages.first()), composition.articles.len())];
    feeds.extend(composition.lists.iter().filter_map(|(list, paged)| {
        Feed::of_list(&renderer.context(&list.language), list, &composition.head(list), &paged.articles)
    }));
    for feed in feeds {
        let feed = Arc::new(feed);
        for archive in std::iter::once(None).chain((1..=feed.archives()).map(Some)) {
            let name = feed.name(archive);
            let key = |kind: &[u8]| keys.feed(kind, &name, &feed.title, feed.articles(archive));
            let (shared, own) = (source.clone(), feed.clone());
            let render = move || Ok(own.json(archive, &shared.feed_items(own.articles(archive))?));
            files.insert(format!("{name}.json"), OutputFile::render(key(b"json"), render));
            if site.url.is_some() {
                let (shared, own) = (source.clone(), feed.clone());
                let render = move || Ok(own.atom(archive, &shared.feed_items(own.articles(archive))?).unwrap_or_default());
                files.insert(format!("{name}.xml"), OutputFile::render(key(b"atom"), render));
            }
        }
    }
}

impl Source {
    /// Returns articles as a feed has them, the newest first. The indexes are those of the articles, oldest first.
    fn feed_items(&self, articles: &[usize]) -> Result<Vec<FeedItem>> {
        let Composition { site, articles: all, .. } = &*self.composition;
        articles.iter().rev().map(|index| Ok(FeedItem::new(site, &all[*index], self.composition.html(*index)?))).collect()
    }
}

/// Adds the podcasts of the sections that are one, where the public address is known.
fn podcasts(source: &Arc<Source>, files: &mut OutputFiles) {
    let Source { renderer, composition, keys, .. } = &**source;
    for (list, paged) in &composition.lists {
        let Some(id) = list.selection.term_of(SECTIONS) else { continue };
        let Some(section) = composition.site.section(id).filter(|section| section.podcast && composition.site.url.is_some())
        else {
            continue;
        };
        let (context, own, section) = (renderer.context(&list.language), list.clone(), section.clone());
        let name = format!("{}{}", feed::folder(&Route::List(list.clone(), None), &composition.languages), podcast::NAME);
        let key = keys.feed(b"podcast", &name, "", &paged.articles);
        let shared = source.clone();
        let render = move || {
            let Composition { site, articles, lists, .. } = &*shared.composition;
            // A podcast has no texts.
            let items = lists[&own].articles.iter().rev().map(|index| FeedItem::new(site, &articles[*index], String::new()));
            Ok(podcast::render(&context, &own, &section, items))
        };
        files.insert(name, OutputFile::render(key, render));
    }
}

/// Adds what crawlers, hosts and home screens want to know.
fn host_files(source: &Source, files: &mut OutputFiles, notes: &mut Vec<String>) -> Result<()> {
    let Source { renderer, composition, .. } = source;
    let (site, viewer) = (&composition.site, renderer.viewer.as_ref());
    let context = renderer.context(composition.languages.first());
    let mut add = |name: &str, bytes: Vec<u8>| drop(files.insert(name.to_owned(), OutputFile::Bytes(bytes)));
    add(host::MANIFEST, host::manifest(&context, viewer));
    add("robots.txt", host::robots(site).into_bytes());
    add("_headers", host::headers(site, viewer, &renderer.look, &renderer.base).into_bytes());
    match &site.url {
        Some(url) => {
            let entries = sitemap_entries(composition, url.as_str());
            for (name, bytes) in sitemap::files(url.as_str(), &entries, sitemap::MAX_ENTRIES)? {
                add(&name, bytes);
            }
        }
        None => notes.push(
            "the site has no url, its public address: left out are feed.xml, sitemap.xml, and in pages the canonical address, \
             translations, and pictures for shared links"
                .to_owned(),
        ),
    }
    Ok(())
}

/// Returns every address for the sitemap: lists and pages first, whose number hardly grows, then articles, oldest first.
fn sitemap_entries(composition: &Composition, url: &str) -> Vec<sitemap::Entry> {
    let address = |route: &Route| format!("{url}{}", route.path(&composition.languages));
    let changed = |date: Option<&Date>| date.map(|date| date.as_str().to_owned());
    let mut entries = Vec::new();
    for (list, paged) in composition.lists.iter().filter(|(_, paged)| !paged.spans.is_empty() || paged.profile.is_some()) {
        let newest = paged.articles.last().map(|index| &composition.summaries[*index].date);
        let head = address(&Route::List(list.clone(), None));
        entries.push(sitemap::Entry { address: head, changed: changed(newest), picture: None });
        entries.extend(paged.spans.iter().map(|span| sitemap::Entry {
            address: address(&Route::List(list.clone(), Some(span.page))),
            changed: changed(Some(&span.to)),
            picture: None,
        }));
    }
    entries.extend(composition.pages.iter().map(|page| {
        let published = Some(&page.article.date_published).filter(|date| !date.as_str().is_empty());
        let date = page.article.date_modified.as_ref().or(published);
        sitemap::Entry { address: address(&page.route()), changed: changed(date), picture: None }
    }));
    entries.extend(composition.articles.iter().map(|article| {
        let date = article.date_modified.as_ref().unwrap_or(&article.date_published);
        let picture = article.offprint.picture.as_ref().map(|picture| &picture.url).or(article.image.as_ref());
        let picture = picture.map(|own| if own.is_relative() { format!("{url}{own}") } else { own.to_string() });
        sitemap::Entry { address: address(&Route::Article(article.id.clone())), changed: changed(Some(date)), picture }
    }));
    entries
}
