//! Feeds: JSON Feed 1.1 and Atom, for the whole paper, each language and each section. A feed has what the head
//! of a list has; what is older stands in archives (`next_url`, RFC 5005) that follow the chunks, so that a full
//! one never changes.

use std::ops::Range;

use atom_syndication::{
    Category, Content, ContentBuilder, Entry, EntryBuilder, Feed as Atom, FeedBuilder, FixedDateTime, Generator, Link, Person,
    Text,
    extension::{Extension, ExtensionMap},
};
use edition::{Article, List, Offprint, PAGE_SIZE, PageNumbers, Recommended, Role, Route, Selection, Site, encode};
use offprint::view_context::ViewContext;
use serde::Serialize;

use crate::{body, lists::json};

/// A feed in all its parts.
pub(crate) struct Channel {
    pub(crate) title: String,
    description: Option<String>,
    language: Option<String>,
    /// From the edition's root: where it stands, and the page that it belongs to.
    pub(crate) folder: String,
    page: String,
    /// The public address.
    site: Option<String>,
    /// The places of its articles, oldest first.
    pub(crate) members: Vec<usize>,
}

/// The feeds that a page offers: title and folder.
pub(crate) fn offered(site: &Site, context: &ViewContext, list: Option<&List>) -> Vec<(String, String)> {
    let mut offered = Vec::new();
    if context.languages.count() == 1 {
        offered.push((context.site_name(), String::new()));
    } else {
        offered.push((context.site_name(), format!("{}/", context.language)));
    }
    if let Some(List { selection: Selection::Section(id), .. }) = list
        && site.section(id).is_some()
    {
        offered.push((section_title(context, id), context.section_href(id)));
    }
    offered
}

fn section_title(context: &ViewContext, id: &str) -> String {
    format!("{} – {}", context.section_name(id).unwrap_or_else(|| id.to_owned()), context.site_name())
}

impl Channel {
    /// Of the whole context.
    pub(crate) fn whole(context: &ViewContext, articles: usize) -> Channel {
        let language = (context.languages.count() == 1).then(|| context.language.to_string());
        Channel { language, ..Channel::new(context, context.site_name(), String::new(), String::new(), (0..articles).collect()) }
    }

    /// Of a list that has one: a language's, or a section's.
    pub(crate) fn of(context: &ViewContext, list: &List, members: &[usize]) -> Option<Channel> {
        let route = Route::List(list.clone(), None).path(&context.languages);
        let (title, folder) = match &list.selection {
            Selection::All if context.languages.count() > 1 => (context.site_name(), format!("{}/", list.language)),
            Selection::Section(id) => (section_title(context, id), route.clone()),
            _ => return None,
        };
        Some(Channel::new(context, title, folder, route, members.to_vec()))
    }

    fn new(context: &ViewContext, title: String, folder: String, page: String, members: Vec<usize>) -> Channel {
        let description = context.site.description.as_ref().map(|text| context.text(text));
        let site = context.site.url.as_ref().map(|url| url.to_string());
        Channel { title, description, language: Some(context.language.to_string()), folder, page, site, members }
    }

    /// How many archives it has, each of a full chunk.
    pub(crate) fn archives(&self) -> usize {
        (self.members.len() / PAGE_SIZE).saturating_sub(1)
    }

    /// The name of a part without its ending: the feed itself, or one of its archives, from 1.
    pub(crate) fn name(&self, archive: Option<usize>) -> String {
        match archive {
            None => format!("{}feed", self.folder),
            Some(number) => format!("{}feed/{number}", self.folder),
        }
    }

    fn range(&self, archive: Option<usize>) -> Range<usize> {
        match archive {
            None => self.archives() * PAGE_SIZE..self.members.len(),
            Some(number) => (number - 1) * PAGE_SIZE..number * PAGE_SIZE,
        }
    }

    /// The archive before a part.
    fn older(&self, archive: Option<usize>) -> Option<String> {
        let number = archive.map_or(self.archives(), |number| number - 1);
        (number > 0).then(|| self.name(Some(number)))
    }

    fn whole_address(&self, path: &str) -> Option<String> {
        self.site.as_ref().map(|site| format!("{site}{}", encode(path)))
    }

    /// The newest first.
    fn items<'a>(&self, archive: Option<usize>, items: &'a [Item]) -> Vec<&'a Item> {
        self.members[self.range(archive)].iter().rev().map(|place| &items[*place]).collect()
    }

    /// A part as JSON Feed 1.1.
    pub(crate) fn json(&self, archive: Option<usize>, items: &[Item]) -> Vec<u8> {
        #[derive(Serialize)]
        struct Feed<'a> {
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
            items: Vec<&'a Item>,
        }
        json(&Feed {
            version: "https://jsonfeed.org/version/1.1",
            title: &self.title,
            home_page_url: self.site.as_ref().map(|site| format!("{site}{}", self.page)),
            feed_url: self.whole_address(&format!("{}.json", self.name(archive))),
            next_url: self.older(archive).and_then(|name| self.whole_address(&format!("{name}.json"))),
            description: self.description.as_deref(),
            language: self.language.as_deref(),
            items: self.items(archive, items),
        })
    }

    /// A part as Atom; nothing where the public address is not known.
    pub(crate) fn atom(&self, archive: Option<usize>, items: &[Item]) -> Option<Vec<u8>> {
        let site = self.site.as_ref()?;
        let address = |name: &str| self.whole_address(&format!("{name}.xml")).unwrap_or_default();
        let link = |rel: &str, href: String| Link { rel: rel.to_owned(), href, ..Link::default() };
        let items = self.items(archive, items);
        let mut links = vec![link("self", address(&self.name(archive))), link("alternate", format!("{site}{}", self.page))];
        links.extend(self.older(archive).map(|name| link("prev-archive", address(&name))));
        let mut feed: Atom = FeedBuilder::default()
            .title(Text::plain(&self.title))
            .subtitle(self.description.as_deref().map(Text::plain))
            // The parts are one feed.
            .id(address(&self.name(None)))
            .updated(items.iter().map(|item| item.changed()).max().unwrap_or_default())
            .generator(Generator { value: "Offprint".into(), ..Generator::default() })
            .lang(self.language.clone())
            .entries(items.iter().filter_map(|item| item.entry(site)).collect::<Vec<_>>())
            .build();
        if archive.is_some() {
            links.push(link("current", address(&self.name(None))));
            let mark = Extension { name: "fh:archive".into(), ..Extension::default() };
            feed.namespaces.insert("fh".into(), "http://purl.org/syndication/history/1.0".into());
            feed.extensions = ExtensionMap::from([("fh".to_owned(), [("archive".to_owned(), vec![mark])].into())]);
        }
        feed.set_links(links);
        let mut bytes = feed.to_string().into_bytes();
        bytes.push(b'\n');
        Some(bytes)
    }
}

/// An article as other readers want it: with whole addresses, without what only the viewer needs.
#[derive(Serialize)]
pub(crate) struct Item {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(flatten)]
    article: Article,
}

impl Item {
    pub(crate) fn new(site: &Site, article: &Article) -> Item {
        let url = site.url.as_ref().map(|site| format!("{site}articles/{}/", encode(&article.id)));
        let mut article = article.clone();
        if let Some(site) = &site.url {
            article.content_html = article.content_html.map(|html| body::absolute(&html, site.as_str()));
            article.image = article.image.map(|image| match image.is_relative() {
                true => edition::Address::parse(&format!("{site}{image}")).unwrap_or(image),
                false => image,
            });
        }
        if article.authors.is_empty() {
            let authors = article.offprint.credits.iter().filter(|credit| credit.role == Role::Author);
            article.authors =
                authors.map(|credit| edition::Author { name: credit.name.clone(), url: credit.url.clone() }).collect();
        }
        article.offprint = Offprint {
            pages: None::<PageNumbers>,
            recommended: Recommended::default(),
            tags: Vec::new(),
            picture: None,
            picks: Vec::new(),
            ..article.offprint
        };
        Item { url, article }
    }

    fn changed(&self) -> FixedDateTime {
        let date = self.article.date_modified.as_ref().unwrap_or(&self.article.date_published);
        // The press has read it: it is RFC 3339.
        date.as_str().parse().unwrap_or_default()
    }

    fn entry(&self, site: &str) -> Option<Entry> {
        let article = &self.article;
        let address = self.url.clone()?;
        let person = |author: &edition::Author| Person {
            name: author.name.clone(),
            uri: author.url.as_ref().map(|url| url.to_string()),
            ..Person::default()
        };
        let mut authors: Vec<Person> = article.authors.iter().map(person).collect();
        if authors.is_empty() {
            // Atom wants one; the paper answers for what nobody has signed.
            let name = article.offprint.source.as_ref().map_or(site, |source| &source.name).to_owned();
            authors.push(Person { name, ..Person::default() });
        }
        let category = |tag: &String| Category { term: tag.clone(), ..Category::default() };
        let content: Content = ContentBuilder::default()
            .value(article.content_html.clone())
            .content_type("html".to_owned())
            .lang(article.language.to_string())
            .build();
        Some(
            EntryBuilder::default()
                .title(Text::plain(&article.title))
                .id(&address)
                .updated(self.changed())
                .published(article.date_published.as_str().parse::<FixedDateTime>().ok())
                .authors(authors)
                .categories(article.tags.iter().map(category).collect::<Vec<_>>())
                .links(vec![Link {
                    rel: "alternate".into(),
                    href: address.clone(),
                    hreflang: Some(article.language.to_string()),
                    ..Link::default()
                }])
                .summary(article.summary.as_deref().map(Text::plain))
                .content(content)
                .build(),
        )
    }
}
