//! The podcast of a section: RSS 2.0 with the elements that podcast directories ask for.

use edition::{Attachment, List, Route, encode};
use jiff::Timestamp;
use offprint_viewer::view_context::ViewContext;
use rss::{
    ChannelBuilder, EnclosureBuilder, GuidBuilder, ItemBuilder,
    extension::itunes::{ITunesCategoryBuilder, ITunesChannelExtensionBuilder, ITunesItemExtensionBuilder},
};

use super::feed::FeedItem;

/// The name of the file in the folder of the section.
pub(super) const NAME: &str = "podcast.xml";

/// Episodes of a podcast, at most: directories read no more.
const MAX_EPISODES: usize = 300;

/// Renders the podcast of a section: its articles with sound or film, the newest first. `items` are its articles, the newest first.
pub(super) fn render(
    context: &ViewContext,
    list: &List,
    section: &edition::Section,
    items: impl Iterator<Item = FeedItem>,
) -> Vec<u8> {
    let site = context.site.url.as_ref().map_or("", |url| url.as_str());
    let page = format!("{site}{}", Route::List(list.clone(), None).path(&context.languages));
    let description = section.description.as_ref().or(context.site.description.as_ref()).map(|text| context.text(text));
    let icon = context.site.icon.as_ref().map(|icon| format!("{site}{icon}"));
    let channel = ITunesChannelExtensionBuilder::default()
        .author(Some(context.site_name()))
        .image(icon)
        .categories(vec![ITunesCategoryBuilder::default().text("News".to_owned()).build()])
        .explicit(Some("false".to_owned()))
        .r#type(Some("episodic".to_owned()))
        .summary(description.clone())
        .build();
    let episodes = items.filter_map(|item| episode(&item)).take(MAX_EPISODES).collect::<Vec<_>>();
    let channel = ChannelBuilder::default()
        .title(context.text(&section.title))
        .link(page)
        .description(description.unwrap_or_else(|| context.site_name()))
        .language(Some(list.language.to_string()))
        .generator(Some("Offprint".to_owned()))
        .itunes_ext(Some(channel))
        .items(episodes)
        .namespaces([("itunes".to_owned(), "http://www.itunes.com/dtds/podcast-1.0.dtd".to_owned())])
        .build();
    format!("{channel}\n").into_bytes()
}

fn episode(item: &FeedItem) -> Option<rss::Item> {
    let article = item.article();
    let is_played = |attachment: &&Attachment| ["audio/", "video/"].iter().any(|kind| attachment.mime_type.starts_with(kind));
    let attachment = article.attachments.iter().find(is_played)?;
    let enclosure = EnclosureBuilder::default()
        .url(attachment.url.to_string())
        .length(attachment.size_in_bytes.unwrap_or_default().to_string())
        .mime_type(attachment.mime_type.clone())
        .build();
    let authors: Vec<&str> = article.authors.iter().map(|author| author.name.as_str()).collect();
    let extension = ITunesItemExtensionBuilder::default()
        .author((!authors.is_empty()).then(|| authors.join(", ")))
        .duration(attachment.duration_in_seconds.map(|seconds| seconds.round().to_string()))
        .image(article.image.as_ref().map(ToString::to_string))
        .summary(article.summary.clone())
        .explicit(Some("false".to_owned()))
        .build();
    let address = item.address()?;
    // The press wrote the date as RFC 3339.
    let published = article.date_published.as_str().parse::<Timestamp>().ok()?;
    let item = ItemBuilder::default()
        .title(Some(article.title.clone()))
        .link(Some(address.to_owned()))
        .guid(Some(GuidBuilder::default().value(encode(address)).permalink(true).build()))
        .pub_date(Some(jiff::fmt::rfc2822::to_string(&published.to_zoned_datetime(jiff::tz::TimeZone::UTC)).ok()?))
        .description(article.summary.clone())
        .enclosure(Some(enclosure))
        .itunes_ext(Some(extension))
        .build();
    Some(item)
}
