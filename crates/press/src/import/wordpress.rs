//! An export of WordPress (WXR): posts, pages, authors, categories and tags, pictures.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
};

use anyhow::{Result, bail};
use edition::slug;
use percent_encoding::percent_decode_str;
use quick_xml::{NsReader, events::Event, name::ResolveResult};
use serde_json::{Map, json};

use super::{
    Item, Publication,
    html::{Picture, PostText, plain},
    public_address,
    report::{Category, Report},
};
use crate::{
    body::html::{decode_attribute, encode_attribute},
    load::kind::ManuscriptKind,
};

/// What the names of elements begin with, whatever prefix and version the export has.
const WORDPRESS: &str = "wordpress.org/export/";
const CONTENT: &str = "purl.org/rss/1.0/modules/content/";
const DUBLIN_CORE: &str = "purl.org/dc/elements/";

/// What an export has.
#[derive(Default)]
struct Export {
    channel: Post,
    /// The names of authors by their login.
    authors: HashMap<String, String>,
    posts: Vec<Post>,
}

/// The attachments of an export.
#[derive(Default)]
struct Attachments<'a> {
    by_id: HashMap<&'a str, &'a Post>,
    /// The ids of those of each post, by its id.
    by_post: HashMap<&'a str, Vec<String>>,
}

/// A post, a page, an attachment or something else.
#[derive(Debug, Default)]
struct Post {
    /// The texts of its elements, by namespace and name.
    texts: HashMap<String, String>,
    /// Domain, id and name of what it belongs to.
    terms: Vec<(String, String, String)>,
    metadata: HashMap<String, String>,
}

impl Post {
    fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", |text| text.trim())
    }
}

/// Returns whether a text is an export of WordPress.
pub(super) fn is_export(text: &str) -> bool {
    text.contains(WORDPRESS) && text.contains("wxr_version")
}

/// Reads an export.
///
/// # Errors
///
/// A text that is not well-formed, with the line.
pub(super) fn read(file: &str, text: &str, report: &mut Report) -> Result<Publication> {
    let Export { channel, authors, posts } = parse(file, text)?;
    let mut attachments = Attachments::default();
    for post in posts.iter().filter(|post| post.text("wp:post_type") == "attachment") {
        let id = post.text("wp:post_id");
        attachments.by_id.insert(id, post);
        attachments.by_post.entry(post.text("wp:post_parent")).or_default().push(id.to_owned());
    }
    let mut publication = Publication {
        title: plain(channel.text("title")),
        language: Some(channel.text("language").to_owned()).filter(|language| !language.is_empty()),
        url: ["wp:base_blog_url", "link"].into_iter().find_map(|name| public_address(channel.text(name))),
        description: Some(plain(channel.text("description"))).filter(|text| !text.is_empty()),
        ..Publication::default()
    };
    let mut sections: BTreeMap<String, String> = BTreeMap::new();
    for post in &posts {
        let kind = match post.text("wp:post_type") {
            "post" => ManuscriptKind::Article,
            "page" => ManuscriptKind::Page,
            "attachment" => continue,
            other => {
                report.add(Category::LeftOut, &format!("items of the type “{other}”"), plain(post.text("title")));
                continue;
            }
        };
        if matches!(post.text("wp:status"), "trash" | "auto-draft" | "inherit") {
            report.add(Category::LeftOut, "posts from the bin", plain(post.text("title")));
            continue;
        }
        publication.items.push(item(post, kind, &authors, &attachments, &mut sections, report));
    }
    publication.sections = sections.into_iter().collect();
    publication.items.extend(credited(&publication.items, &authors));
    Ok(publication)
}

fn item(
    post: &Post,
    kind: ManuscriptKind,
    authors: &HashMap<String, String>,
    attachments: &Attachments<'_>,
    sections: &mut BTreeMap<String, String>,
    report: &mut Report,
) -> Item {
    let title = plain(post.text("title"));
    let id = post.text("wp:post_id");
    let name = decoded(post.text("wp:post_name"));
    let base = if name.is_empty() { title.clone() } else { name };
    let mut fields = Map::new();
    let slug = Some(slug(&base)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| format!("post-{id}"));
    fields.insert("id".into(), slug.clone().into());
    fields.insert("title".into(), if title.is_empty() { slug.clone() } else { title.clone() }.into());
    if let Some(date) = date(post, "post_date") {
        fields.insert("date_published".into(), date.into());
    }
    if let Some(date) = date(post, "post_modified") {
        fields.insert("date_modified".into(), date.into());
    }
    let excerpt = plain(post.text("excerpt:encoded"));
    if !excerpt.is_empty() {
        fields.insert("summary".into(), excerpt.into());
    }
    let own = attachments.by_post.get(id).filter(|_| id != "0").map_or(&[][..], Vec::as_slice);
    let find = |id: &str| attachments.by_id.get(id).map(|picture| shown(picture));
    let text = PostText { picture: &find, own_pictures: own, name: &slug };
    let mut html = text.to_html(post.texts.get("content:encoded").map_or("", String::as_str), report);
    html.push_str(&footnotes(post));
    fields.insert("content_html".into(), html.into());
    let mut item = Item::new(kind, slug, fields);

    if let Some(Picture { address, alternative, .. }) = post.metadata.get("_thumbnail_id").and_then(|id| find(id.trim())) {
        item.fields.insert("image".into(), address.into());
        if !alternative.is_empty() {
            item.set_own("image_alt", alternative.into());
        }
    }
    let creator = post.text("dc:creator");
    if !creator.is_empty() && kind == ManuscriptKind::Article {
        let name = authors.get(creator).map_or(creator, String::as_str);
        item.set_own("credits", json!([{ "role": "author", "name": name }]));
    }
    terms(post, &mut item, sections);
    let draft = match post.text("wp:status") {
        _ if !post.text("wp:post_password").is_empty() => Some("posts with a password, now drafts"),
        "draft" | "pending" => Some("drafts, which stay drafts"),
        "private" => Some("private posts, now drafts"),
        _ => None,
    };
    if let Some(what) = draft {
        item.set_own("draft", true.into());
        report.add(Category::Changed, what, &title);
    }
    item.set_old_address(post.text("link"));
    item
}

/// Returns the footnotes of a post, which the block editor keeps apart from the text.
fn footnotes(post: &Post) -> String {
    let notes: Vec<serde_json::Value> =
        post.metadata.get("footnotes").and_then(|notes| serde_json::from_str(notes).ok()).unwrap_or_default();
    let note = |note: &serde_json::Value| {
        let (id, text) = (encode_attribute(note["id"].as_str()?), note["content"].as_str()?);
        Some(format!("<li id=\"{id}\">{text} <a href=\"#{id}-link\" class=\"footnote-backref\">↩</a></li>"))
    };
    let items: String = notes.iter().filter_map(note).collect();
    if items.is_empty() { items } else { format!("\n<section class=\"footnotes\"><ol>{items}</ol></section>") }
}

/// Returns the authors that articles credit, so that they have pages.
fn credited(items: &[Item], authors: &HashMap<String, String>) -> Vec<Item> {
    let names = items.iter().filter_map(|item| item.fields.get("_offprint")?.get("credits")?.get(0)?.get("name")?.as_str());
    let known: HashSet<&str> = authors.values().map(String::as_str).collect();
    let names: BTreeSet<&str> = names.filter(|name| known.contains(name)).collect();
    let author = |name: &str| {
        let mut fields = Map::new();
        fields.insert("name".into(), name.into());
        Item::new(ManuscriptKind::Author, slug(name), fields)
    };
    names.into_iter().map(author).filter(|author| !author.slug.is_empty()).collect()
}

/// Sets section and tags: the first category is the section, the others are tags.
fn terms(post: &Post, item: &mut Item, sections: &mut BTreeMap<String, String>) {
    let of = |domain: &'static str| {
        post.terms
            .iter()
            .filter(move |(known, id, _)| known == domain && id != "uncategorized")
            .map(|(_, id, name)| (decoded(id), name))
    };
    let mut categories = of("category");
    if item.kind == ManuscriptKind::Article
        && let Some((id, name)) = categories.next()
    {
        let id = slug(&id);
        sections.entry(id.clone()).or_insert_with(|| plain(name));
        item.set_own("section", id.into());
    }
    let mut tags: Vec<String> = Vec::new();
    for (_, name) in categories.chain(of("post_tag")) {
        let name = plain(name);
        if !tags.contains(&name) {
            tags.push(name);
        }
    }
    if !tags.is_empty() && item.kind == ManuscriptKind::Article {
        item.fields.insert("tags".into(), tags.into());
    }
}

/// Returns the picture that an attachment is.
fn shown(attachment: &Post) -> Picture {
    let addresses = ["wp:attachment_url", "guid"].map(|name| attachment.text(name));
    let alternative = attachment.metadata.get("_wp_attachment_image_alt").map_or("", |text| text.trim());
    Picture {
        address: addresses.into_iter().find(|url| !url.is_empty()).unwrap_or_default().to_owned(),
        alternative: plain(alternative),
        caption: attachment.text("excerpt:encoded").to_owned(),
    }
}

/// Returns a date as RFC 3339: in UTC, if the export has it so.
fn date(post: &Post, name: &str) -> Option<String> {
    let valid = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty() && !text.starts_with("0000"));
    let universal = valid(post.text(&format!("wp:{name}_gmt"))).map(|text| text.replacen(' ', "T", 1) + "Z");
    universal.or_else(|| valid(post.text(&format!("wp:{name}"))).map(|text| text.replacen(' ', "T", 1)))
}

/// Decodes a slug, which WordPress cuts at a number of bytes, be it inside a character.
fn decoded(slug: &str) -> String {
    percent_decode_str(slug).decode_utf8_lossy().trim_end_matches('\u{FFFD}').to_owned()
}

fn parse(file: &str, text: &str) -> Result<Export> {
    let mut reader = NsReader::from_str(text);
    let mut export = Export::default();
    let mut post: Option<Post> = None;
    // The texts of the elements that are open, innermost last.
    let mut open: Vec<(String, String)> = Vec::new();
    let mut term = (String::new(), String::new());
    loop {
        let position = reader.buffer_position();
        let wrong = |what: &str| {
            let byte = usize::try_from(position).unwrap_or_default().min(text.len());
            let line = text.as_bytes()[..byte].iter().filter(|byte| **byte == b'\n').count() + 1;
            anyhow::anyhow!("{file}:{line}: {what}")
        };
        let event = reader.read_event().map_err(|error| wrong(&format!("this is not well-formed XML: {error}")))?;
        // A value may be in several pieces.
        let piece = match &event {
            Event::Text(found) => String::from_utf8_lossy(found),
            Event::CData(found) => String::from_utf8_lossy(found),
            Event::GeneralRef(found) => decode_attribute(&format!("&{};", String::from_utf8_lossy(found))).into(),
            _ => Cow::default(),
        };
        if let Some((_, text)) = open.last_mut() {
            text.push_str(&piece);
        }
        match event {
            Event::DocType(_) => bail!(wrong("an export of WordPress has no document type. Remove this line")),
            Event::Start(start) => {
                let (namespace, local) = reader.resolver().resolve_element(start.name());
                let name = element(namespace, &String::from_utf8_lossy(local.as_ref()));
                if name == "item" {
                    post = Some(Post::default());
                }
                if name == "category" {
                    let attribute = |name: &str| {
                        let found = start.try_get_attribute(name).ok().flatten();
                        found.map(|found| decode_attribute(&String::from_utf8_lossy(&found.value))).unwrap_or_default()
                    };
                    term = (attribute("domain"), attribute("nicename"));
                }
                open.push((name, String::new()));
            }
            Event::End(_) => {
                let Some((name, value)) = open.pop() else { continue };
                match name.as_str() {
                    "item" => export.posts.extend(post.take()),
                    "wp:author" | "channel" | "rss" | "wp:postmeta" => {}
                    "category" if !term.1.is_empty() => {
                        if let Some(post) = &mut post {
                            post.terms.push((term.0.clone(), term.1.clone(), value));
                        }
                    }
                    "wp:meta_value" => {
                        if let Some(post) = &mut post {
                            let key = post.texts.remove("wp:meta_key").unwrap_or_default();
                            post.metadata.insert(key, value);
                        }
                    }
                    "wp:author_display_name" => {
                        let login = export.channel.text("wp:author_login").to_owned();
                        let name = plain(&value);
                        export.authors.insert(login.clone(), if name.is_empty() { login } else { name });
                    }
                    _ => {
                        let texts = post.as_mut().map_or(&mut export.channel.texts, |post| &mut post.texts);
                        texts.insert(name, value);
                    }
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !open.is_empty() {
        bail!("{file} ends in the middle, after {} items: export it again", export.posts.len());
    }
    Ok(export)
}

/// Returns the name of an element with the prefix that WordPress uses itself. The excerpt has the same name as the content.
fn element(namespace: ResolveResult<'_>, local: &str) -> String {
    let address = match namespace {
        ResolveResult::Unbound => return local.to_owned(),
        ResolveResult::Bound(bound) => String::from_utf8_lossy(bound.as_ref()).into_owned(),
        ResolveResult::Unknown(_) => String::new(),
    };
    let prefix = match () {
        () if address.contains(WORDPRESS) && address.contains("/excerpt") => "excerpt",
        () if address.contains(WORDPRESS) => "wp",
        () if address.contains(CONTENT) => "content",
        () if address.contains(DUBLIN_CORE) => "dc",
        () => "other",
    };
    format!("{prefix}:{local}")
}
