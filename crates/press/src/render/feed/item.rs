//! The articles of a feed.

use atom_syndication::{Category, Content, ContentBuilder, Entry, EntryBuilder, FixedDateTime, Link, Person, Text};
use edition::{Address, Article, Attachment, Author, Offprint, PageNumbers, Recommended, Role, Site, encode};
use serde::Serialize;

use crate::body::html;

/// An article in a feed: with absolute addresses, without what only the viewer needs.
#[derive(Serialize)]
pub(in crate::render) struct FeedItem {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(flatten)]
    article: Article,
}

impl FeedItem {
    /// Creates the item of an article, whose text is `html`.
    pub(in crate::render) fn new(site: &Site, article: &Article, html: String) -> FeedItem {
        let url = site.url.as_ref().map(|site| format!("{site}articles/{}/", encode(&article.id)));
        let mut article = Article { content_html: Some(html::for_feeds(html)), ..article.clone() };
        if let Some(site) = &site.url {
            article.content_html = article.content_html.map(|html| html::with_absolute_addresses(html, site.as_str()));
            let absolute = |address: Address| match address.is_relative() {
                true => Address::parse(&format!("{site}{address}")).unwrap_or(address),
                false => address,
            };
            article.image = article.image.map(absolute);
            article.banner_image = article.banner_image.map(absolute);
            for author in &mut article.authors {
                author.avatar = author.avatar.take().map(absolute);
                author.url = author.url.take().map(absolute);
            }
            for credit in &mut article.offprint.credits {
                credit.url = credit.url.take().map(absolute);
            }
            for attachment in &mut article.attachments {
                attachment.url = absolute(attachment.url.clone());
            }
        }
        if article.authors.is_empty() {
            let authors = article.offprint.credits.iter().filter(|credit| credit.role == Role::Author);
            article.authors =
                authors.map(|credit| Author { name: credit.name.clone(), url: credit.url.clone(), avatar: None }).collect();
        }
        article.offprint = Offprint {
            pages: None::<PageNumbers>,
            recommended: Recommended::default(),
            terms: Vec::new(),
            picture: None,
            picks: Vec::new(),
            aliases: Vec::new(),
            ..article.offprint
        };
        FeedItem { url, article }
    }

    /// Returns the absolute address of the article's page; none if the public address is not known.
    pub(in crate::render) fn address(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Returns the article.
    pub(in crate::render) fn article(&self) -> &Article {
        &self.article
    }

    /// Returns when the article was last changed.
    pub(super) fn changed(&self) -> FixedDateTime {
        let date = self.article.date_modified.as_ref().unwrap_or(&self.article.date_published);
        // The press wrote it as RFC 3339.
        date.as_str().parse().unwrap_or_default()
    }

    /// Returns the article as an entry of Atom; none if the public address is not known.
    pub(super) fn entry(&self, publication: &str) -> Option<Entry> {
        let article = &self.article;
        let address = self.url.clone()?;
        let person = |author: &Author| Person {
            name: author.name.clone(),
            uri: author.url.as_ref().map(|url| url.to_string()),
            ..Person::default()
        };
        let mut authors: Vec<Person> = article.authors.iter().map(person).collect();
        if authors.is_empty() {
            // Atom requires one.
            let name = article.offprint.source.as_ref().map_or(publication, |source| &source.name).to_owned();
            authors.push(Person { name, ..Person::default() });
        }
        let alternate = Link {
            rel: "alternate".into(),
            href: address.clone(),
            hreflang: Some(article.language.to_string()),
            ..Link::default()
        };
        let enclosure = |attachment: &Attachment| Link {
            rel: "enclosure".into(),
            href: attachment.url.to_string(),
            mime_type: Some(attachment.mime_type.clone()),
            title: attachment.title.clone(),
            length: attachment.size_in_bytes.map(|bytes| bytes.to_string()),
            ..Link::default()
        };
        let links = [alternate].into_iter().chain(article.attachments.iter().map(enclosure)).collect::<Vec<_>>();
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
                .links(links)
                .summary(article.summary.as_deref().map(Text::plain))
                .content(content)
                .build(),
        )
    }
}
