//! Feeds: JSON Feed, RSS and Atom. `feed-rs` reads the last two; of JSON Feed it would lose fields that we have, too.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use edition::slug;
use feed_rs::model::{Link, Text};
use serde_json::{Map, Value, json};

use super::{
    Item, Publication,
    html::plain,
    public_address,
    report::{Category, Report},
};
use crate::{
    files,
    load::{kind::ManuscriptKind, known_fields::ARTICLE},
};

/// The most pages of a feed that are followed.
const MAX_PAGES: usize = 10_000;

/// Reads a JSON Feed, with the pages of it that lie next to it.
pub(super) fn read_json(source: &Path, first: Value, report: &mut Report) -> Result<Publication> {
    let mut publication = Publication::default();
    let mut seen = BTreeSet::new();
    let mut next = Some((source.to_owned(), first));
    while let Some((path, value)) = next.take() {
        let shown = path.display();
        let Some(items) = value["items"].as_array() else { bail!("{shown} is no JSON Feed: it has no items") };
        if seen.is_empty() {
            describe(&value, &mut publication);
        }
        seen.insert(path.clone());
        for item in items {
            match read_item(item) {
                Some(item) => publication.items.push(item),
                None => report.add(Category::LeftOut, "items without an id and an address", ""),
            }
        }
        let following = value["next_url"].as_str().and_then(|url| next_to(&path, url)).filter(|path| !seen.contains(path));
        if let Some(path) = following.filter(|_| seen.len() < MAX_PAGES) {
            let page = serde_json::from_slice(&files::read(&path)?).with_context(|| format!("{} is not JSON", path.display()))?;
            next = Some((path, page));
        } else if value["next_url"].as_str().is_some_and(|url| !url.is_empty()) && seen.len() == 1 {
            report.add(Category::ToDo, "the feed has more pages: save them next to this file, and import again", "");
        }
    }
    Ok(publication)
}

/// Takes over what a feed says of the publication.
fn describe(feed: &Value, publication: &mut Publication) {
    let text = |name: &str| feed[name].as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    publication.title = text("title").unwrap_or_default();
    publication.description = text("description");
    publication.language = text("language");
    publication.url = text("home_page_url").and_then(|url| public_address(&url));
}

fn read_item(item: &Value) -> Option<Item> {
    let text = |name: &str| match &item[name] {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let address = text("url").or_else(|| text("id").filter(|id| id.contains("://")));
    let (id, title) = (text("id"), text("title"));
    let slug = name_of(address.as_deref(), title.as_deref(), id.as_deref())?;
    let mut fields = Map::new();
    fields.insert("id".into(), slug.clone().into());
    for name in ARTICLE.iter().filter(|name| **name != "id") {
        if let Some(value) = item.get(*name).filter(|value| !value.is_null()) {
            fields.insert((*name).to_owned(), value.clone());
        }
    }
    if title.is_none() {
        fields.insert("title".into(), slug.clone().into());
    }
    let mut item = Item::new(ManuscriptKind::Article, slug, fields);
    item.set_old_address(address.as_deref().unwrap_or_default());
    Some(item)
}

/// Reads RSS or Atom.
pub(super) fn read_xml(source: &Path, text: &str, report: &mut Report) -> Result<Publication> {
    let shown = source.display();
    let feed = feed_rs::parser::parse(text.as_bytes()).with_context(|| format!("{shown} is no feed that can be read"))?;
    let words = |text: Option<Text>| text.map(|text| plain(&text.content)).filter(|text| !text.is_empty());
    let mut publication = Publication {
        title: words(feed.title).unwrap_or_default(),
        description: words(feed.description),
        language: feed.language,
        url: feed.links.iter().filter(is_page).find_map(|link| public_address(&link.href)),
        ..Publication::default()
    };
    for entry in feed.entries {
        let link = entry.links.iter().find(is_page).map(|link| link.href.clone());
        let address = link.or_else(|| Some(entry.id.clone()).filter(|id| id.starts_with("http")));
        let title = words(entry.title);
        let Some(slug) = name_of(address.as_deref(), title.as_deref(), Some(&entry.id)) else {
            report.add(Category::LeftOut, "items without an id and an address", "");
            continue;
        };
        let mut fields = Map::new();
        fields.insert("id".into(), slug.clone().into());
        fields.insert("title".into(), title.unwrap_or_else(|| slug.clone()).into());
        for (name, date) in [("date_published", entry.published.or(entry.updated)), ("date_modified", entry.updated)] {
            if let Some(date) = date {
                fields.insert(name.into(), date.to_rfc3339().into());
            }
        }
        let summary = entry.summary.map(|summary| summary.content);
        match (entry.content.and_then(|content| content.body).filter(|body| !body.trim().is_empty()), summary) {
            (Some(body), summary) => {
                fields.insert("content_html".into(), body.into());
                if let Some(summary) = summary.map(|summary| plain(&summary)).filter(|summary| !summary.is_empty()) {
                    fields.insert("summary".into(), summary.into());
                }
            }
            // Many feeds have the whole text where the summary should be.
            (None, Some(summary)) => drop(fields.insert("content_html".into(), summary.into())),
            (None, None) => drop(fields.insert("content_text".into(), Value::from(""))),
        }
        let tags: Vec<String> = entry.categories.iter().map(|tag| plain(tag.label.as_deref().unwrap_or(&tag.term))).collect();
        if !tags.is_empty() {
            fields.insert("tags".into(), tags.into());
        }
        let authors: Vec<Value> = entry
            .authors
            .iter()
            .filter_map(|author| Some(json!({ "name": author.name.clone().filter(|name| !name.is_empty())? })))
            .collect();
        if !authors.is_empty() {
            fields.insert("authors".into(), authors.into());
        }
        let media = entry.media.iter().flat_map(|media| &media.content);
        let attachments: Vec<Value> = media
            .filter_map(|file| {
                let kind = file.content_type.as_ref().map(ToString::to_string).unwrap_or_default();
                Some(json!({ "url": file.url.as_ref()?.to_string(), "mime_type": kind }))
            })
            .collect();
        if !attachments.is_empty() {
            fields.insert("attachments".into(), attachments.into());
        }
        let mut item = Item::new(ManuscriptKind::Article, slug, fields);
        item.set_old_address(address.as_deref().unwrap_or_default());
        publication.items.push(item);
    }
    Ok(publication)
}

/// Returns what the file of an item is called: the last part of its address, else its title, else its id.
fn name_of(address: Option<&str>, title: Option<&str>, id: Option<&str>) -> Option<String> {
    let last = address.and_then(|address| {
        let path = address.split(['?', '#']).next()?.trim_end_matches('/');
        let (_, path) = path.split_once("://")?.1.split_once('/')?;
        let last = path.rsplit('/').next()?;
        let last = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        let decoded = percent_encoding::percent_decode_str(last).decode_utf8_lossy().into_owned();
        Some(slug(&decoded)).filter(|slug| slug.chars().any(char::is_alphabetic) && slug != "index")
    });
    let of = |text: Option<&str>| text.map(slug).filter(|slug| !slug.is_empty());
    last.or_else(|| of(title)).or_else(|| of(id))
}

/// Returns whether a link leads to the page of a feed or an item, and not to another format of it.
fn is_page(link: &&Link) -> bool {
    link.rel.as_deref().is_none_or(|rel| rel == "alternate")
}

/// Returns the file next to another that has the last part of an address as its name.
fn next_to(path: &Path, url: &str) -> Option<PathBuf> {
    let name = url.split(['?', '#']).next()?.rsplit('/').next().filter(|name| !name.is_empty() && *name != "..")?;
    let next = path.with_file_name(name);
    next.is_file().then_some(next)
}
