//! Feeds: JSON Feed 1.1 and Atom, for the whole publication, each language, and each term of a taxonomy that has feeds.
//!
//! A feed has the articles of the list head; older ones are in archives (`next_url`, RFC 5005), each with the articles of a full list
//! page, so that it never changes.

mod item;

use std::ops::Range;

use atom_syndication::{
    Feed as Atom, FeedBuilder, Generator, Link, Text,
    extension::{Extension, ExtensionMap},
};
use edition::{Languages, List, ListHead, PAGE_SIZE, Route, Selection, encode};
use offprint_viewer::{components::list::ListView, view_context::ViewContext};
use serde::Serialize;

use crate::output::json;
pub(super) use item::FeedItem;

/// A feed with its archives.
pub(super) struct Feed {
    pub(super) title: String,
    description: Option<String>,
    language: Option<String>,
    /// From the edition's root: its folder, and the page that it belongs to.
    pub(super) folder: String,
    page: String,
    /// The public address.
    site: Option<String>,
    /// The indexes of its articles, oldest first.
    pub(super) members: Vec<usize>,
    /// Whether there are archives with its older articles. Each article is in those of one feed: in those of every section they would
    /// be a fifth of the edition, and hardly anybody reads the whole archive of a section.
    has_archives: bool,
}

/// Returns the feeds that a page offers: title and folder.
pub(super) fn offered(context: &ViewContext, page: Option<&ListView>) -> Vec<(String, String)> {
    let mut offered = Vec::new();
    if context.languages.count() == 1 {
        offered.push((context.site_name(), String::new()));
    } else {
        offered.push((context.site_name(), format!("{}/", context.language)));
    }
    if let Some(page) = page.filter(|page| has_feed(context, &page.list)) {
        let folder = context.href(&Route::List(page.list.clone(), None));
        offered.push((title(context, page), folder));
    }
    offered
}

/// Returns the folder of the files that belong to a list, from the edition's root.
pub(super) fn folder(route: &Route, languages: &Languages) -> String {
    route.file(languages).trim_end_matches("index.html").to_owned()
}

/// Returns whether a list of a term has a feed.
fn has_feed(context: &ViewContext, list: &List) -> bool {
    context.site.taxonomy_of(list).is_some_and(|taxonomy| taxonomy.feeds)
}

fn title(context: &ViewContext, page: &ListView) -> String {
    format!("{} – {}", page.name(context), context.site_name())
}

impl Feed {
    /// Creates the feed of all articles.
    pub(super) fn of_all(context: &ViewContext, articles: usize) -> Feed {
        let has_archives = context.languages.count() == 1;
        let language = has_archives.then(|| context.language.to_string());
        let feed = Feed::new(context, context.site_name(), String::new(), String::new(), (0..articles).collect());
        Feed { language, has_archives, ..feed }
    }

    /// Creates the feed of a list that has one: a language's, or a term's.
    pub(super) fn of_list(context: &ViewContext, list: &List, head: &ListHead, members: &[usize]) -> Option<Feed> {
        let route = Route::List(list.clone(), None);
        let (title, folder) = match &list.selection {
            Selection::All if context.languages.count() > 1 => (context.site_name(), format!("{}/", list.language)),
            Selection::Term { .. } if has_feed(context, list) => {
                (title(context, &ListView::of_head(list, head)), folder(&route, &context.languages))
            }
            _ => return None,
        };
        let feed = Feed::new(context, title, folder, route.path(&context.languages), members.to_vec());
        Some(Feed { has_archives: list.selection == Selection::All, ..feed })
    }

    fn new(context: &ViewContext, title: String, folder: String, page: String, members: Vec<usize>) -> Feed {
        let description = context.site.description.as_ref().map(|text| context.text(text));
        let site = context.site.url.as_ref().map(|url| url.to_string());
        let language = Some(context.language.to_string());
        Feed { title, description, language, folder, page, site, members, has_archives: false }
    }

    /// Returns how many archives it has, each of a full list page.
    pub(super) fn archives(&self) -> usize {
        if self.has_archives { self.older_pages() } else { 0 }
    }

    /// Returns how many full list pages are older than the feed itself.
    fn older_pages(&self) -> usize {
        (self.members.len() / PAGE_SIZE).saturating_sub(1)
    }

    /// Returns the name of a file without its extension: the feed itself, or one of its archives, from 1.
    pub(super) fn name(&self, archive: Option<usize>) -> String {
        match archive {
            None => format!("{}feed", self.folder),
            Some(number) => format!("{}feed/{number}", self.folder),
        }
    }

    /// Returns the indexes of the articles in the feed, or in one of its archives, oldest first.
    pub(super) fn articles(&self, archive: Option<usize>) -> &[usize] {
        &self.members[self.range(archive)]
    }

    fn range(&self, archive: Option<usize>) -> Range<usize> {
        match archive {
            None => self.older_pages() * PAGE_SIZE..self.members.len(),
            Some(number) => (number - 1) * PAGE_SIZE..number * PAGE_SIZE,
        }
    }

    /// Returns the name of the archive with older articles.
    fn older(&self, archive: Option<usize>) -> Option<String> {
        let number = archive.map_or(self.archives(), |number| number - 1);
        (number > 0).then(|| self.name(Some(number)))
    }

    fn absolute(&self, path: &str) -> Option<String> {
        self.site.as_ref().map(|site| format!("{site}{}", encode(path)))
    }

    /// Renders the feed, or an archive, as JSON Feed 1.1. `items` are its articles, the newest first.
    pub(super) fn json(&self, archive: Option<usize>, items: &[FeedItem]) -> Vec<u8> {
        #[derive(Serialize)]
        struct JsonFeed<'a> {
            version: &'static str,
            title: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            home_page_url: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            feed_url: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            next_url: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            description: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            language: Option<&'a str>,
            items: &'a [FeedItem],
        }
        json(&JsonFeed {
            version: "https://jsonfeed.org/version/1.1",
            title: &self.title,
            home_page_url: self.site.as_ref().map(|site| format!("{site}{}", self.page)),
            feed_url: self.absolute(&format!("{}.json", self.name(archive))),
            next_url: self.older(archive).and_then(|name| self.absolute(&format!("{name}.json"))),
            description: self.description.as_deref(),
            language: self.language.as_deref(),
            items,
        })
    }

    /// Renders the feed, or an archive, as Atom; none if the public address is not known.
    pub(super) fn atom(&self, archive: Option<usize>, items: &[FeedItem]) -> Option<Vec<u8>> {
        let site = self.site.as_ref()?;
        let address = |name: &str| self.absolute(&format!("{name}.xml")).unwrap_or_default();
        let link = |rel: &str, href: String| Link { rel: rel.to_owned(), href, ..Link::default() };
        let mut links = vec![link("self", address(&self.name(archive))), link("alternate", format!("{site}{}", self.page))];
        links.extend(self.older(archive).map(|name| link("prev-archive", address(&name))));
        let mut feed: Atom = FeedBuilder::default()
            .title(Text::plain(&self.title))
            .subtitle(self.description.as_deref().map(Text::plain))
            // The archives belong to the same feed.
            .id(address(&self.name(None)))
            .updated(items.iter().map(|item| item.changed()).max().unwrap_or_default())
            .generator(Generator { value: "Offprint".into(), ..Generator::default() })
            .lang(self.language.clone())
            .entries(items.iter().filter_map(|item| item.entry(&self.title)).collect::<Vec<_>>())
            .build();
        if archive.is_some() {
            links.push(link("current", address(&self.name(None))));
            let archive_mark = Extension { name: "fh:archive".into(), ..Extension::default() };
            feed.namespaces.insert("fh".into(), "http://purl.org/syndication/history/1.0".into());
            feed.extensions = ExtensionMap::from([("fh".to_owned(), [("archive".to_owned(), vec![archive_mark])].into())]);
        }
        feed.set_links(links);
        let mut bytes = feed.to_string().into_bytes();
        bytes.push(b'\n');
        Some(bytes)
    }
}
