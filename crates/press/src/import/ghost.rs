//! An export of Ghost: posts, pages, authors and tags; texts as Lexical, Mobiledoc, HTML or Markdown.

mod cards;
mod lexical;
mod mobiledoc;

use std::collections::{BTreeMap, HashMap};

use edition::slug;
use serde_json::{Map, Value, json};

use super::{
    Item, Publication,
    html::plain,
    report::{Category, Report},
};
use crate::load::kind::ManuscriptKind;

/// What Ghost writes in place of the address of the site.
const SITE: &str = "__GHOST_URL__";

/// The text of a post.
enum Body {
    Html(String),
    Markdown(String),
}

/// The tables of an export, with what connects them.
struct Tables<'a> {
    data: &'a Value,
    /// Who has written a post, by the id of the post, the first one first.
    authors: HashMap<String, Vec<&'a Value>>,
    tags: HashMap<String, Vec<&'a Value>>,
    meta: HashMap<String, &'a Value>,
}

/// Returns the tables of an export, if the value is one.
pub(super) fn export(value: &Value) -> Option<&Value> {
    let export = value["db"].as_array().and_then(|list| list.first()).unwrap_or(value);
    Some(&export["data"]).filter(|data| data["posts"].is_array())
}

/// Reads the tables of an export.
pub(super) fn read(data: &Value, report: &mut Report) -> Publication {
    let setting = |keys: &[&str]| {
        let find = |key: &&str| rows(data, "settings").find(|row| row["key"] == **key)?["value"].as_str();
        keys.iter().find_map(find).map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
    };
    let mut publication = Publication {
        title: setting(&["title"]).unwrap_or_default(),
        description: setting(&["description"]),
        language: setting(&["locale", "lang", "default_locale"]),
        timezone: setting(&["timezone", "active_timezone", "activeTimezone"]),
        ..Publication::default()
    };
    let tables = Tables {
        data,
        authors: connected(data, "posts_authors", "author_id", "users"),
        tags: connected(data, "posts_tags", "tag_id", "tags"),
        meta: rows(data, "posts_meta").map(|row| (id(&row["post_id"]), row)).collect(),
    };
    let mut sections = BTreeMap::new();
    let mut authors = BTreeMap::new();
    for post in rows(data, "posts") {
        publication.items.push(tables.item(post, &mut sections, &mut authors, report));
    }
    publication.sections = sections.into_iter().collect();
    publication.items.extend(authors.into_values());
    publication
}

/// Returns the rows of a table, which may be missing.
fn rows<'a>(data: &'a Value, table: &str) -> impl Iterator<Item = &'a Value> {
    data[table].as_array().into_iter().flatten()
}

/// Returns an id as text: in old exports they are numbers.
fn id(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Returns the rows of a table that belong to each post, in their order.
fn connected<'a>(data: &'a Value, table: &str, key: &str, of: &str) -> HashMap<String, Vec<&'a Value>> {
    let by_id: HashMap<String, &Value> = rows(data, of).map(|row| (id(&row["id"]), row)).collect();
    let mut links: Vec<&Value> = rows(data, table).collect();
    links.sort_by_key(|row| row["sort_order"].as_i64().unwrap_or_default());
    let mut connected: HashMap<String, Vec<&Value>> = HashMap::new();
    for link in links {
        connected.entry(id(&link["post_id"])).or_default().extend(by_id.get(&id(&link[key])));
    }
    connected
}

/// Returns a text of a row, with the addresses of the site from its top.
fn text(row: &Value, name: &str) -> Option<String> {
    let text = row[name].as_str()?.replace(SITE, "");
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl Tables<'_> {
    fn item(
        &self,
        post: &Value,
        sections: &mut BTreeMap<String, String>,
        authors: &mut BTreeMap<String, Item>,
        report: &mut Report,
    ) -> Item {
        let is_page = post["type"] == "page" || (post["type"].is_null() && is_true(&post["page"]));
        let kind = if is_page { ManuscriptKind::Page } else { ManuscriptKind::Article };
        let title = text(post, "title").map(|title| plain(&title));
        let written = text(post, "slug").or_else(|| title.clone()).unwrap_or_default();
        let name =
            Some(slug(&written)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| format!("post-{}", slug(&id(&post["id"]))));
        let title = title.unwrap_or_else(|| name.clone());
        let mut fields = Map::new();
        fields.insert("id".into(), name.clone().into());
        fields.insert("title".into(), title.clone().into());
        for (field, names) in [("date_published", &["published_at", "created_at"][..]), ("date_modified", &["updated_at"])] {
            if let Some(date) = names.iter().find_map(|name| date(&post[*name])) {
                fields.insert(field.into(), date.into());
            }
        }
        let post_id = id(&post["id"]);
        let meta = self.meta.get(&post_id).copied().unwrap_or(post);
        if let Some(summary) = text(post, "custom_excerpt").or_else(|| text(meta, "meta_description")) {
            fields.insert("summary".into(), plain(&summary).into());
        }
        if let Some(image) = text(post, "feature_image").or_else(|| text(post, "image")) {
            fields.insert("image".into(), image.into());
        }
        let mut item = Item::new(kind, name.clone(), fields);
        if let Some(alternative) = text(meta, "feature_image_alt") {
            item.set_own("image_alt", plain(&alternative).into());
        }
        match body(post, &name, report) {
            Body::Markdown(markdown) => item.markdown = Some(markdown),
            Body::Html(html) => drop(item.fields.insert("content_html".into(), html.into())),
        }
        self.credit(&post_id, post, &mut item, authors);
        self.tag(&post_id, &mut item, sections);
        if let Some(what) = reason_for_draft(post, meta) {
            item.set_own("draft", true.into());
            report.add(Category::Changed, what, &title);
        }
        if text(meta, "feature_image_caption").is_some() {
            report.add(Category::LeftOut, "captions of main pictures, which have none", &title);
        }
        if ["codeinjection_head", "codeinjection_foot"].iter().any(|name| text(post, name).is_some()) {
            report.add(Category::LeftOut, "scripts and styles of single posts", &title);
        }
        item.set_own("aliases", json!([format!("/{written}/")]));
        item
    }

    /// Sets who has written a post, and notes the authors for pages of their own.
    fn credit(&self, post_id: &str, post: &Value, item: &mut Item, authors: &mut BTreeMap<String, Item>) {
        let of_post = self.authors.get(post_id).cloned().filter(|authors| !authors.is_empty());
        let single =
            || rows(self.data, "users").filter(|user| !user["id"].is_null() && user["id"] == post["author_id"]).collect();
        let of_post: Vec<&Value> = of_post.unwrap_or_else(single);
        let mut credits = Vec::new();
        for user in of_post {
            let Some(name) = text(user, "name") else { continue };
            credits.push(json!({ "role": "author", "name": name }));
            let author = slug(&text(user, "slug").unwrap_or_else(|| name.clone()));
            if item.kind == ManuscriptKind::Article && !author.is_empty() {
                authors.entry(author.clone()).or_insert_with(|| {
                    let mut fields = Map::from_iter([("name".to_owned(), name.into())]);
                    for (field, column) in [("avatar", "profile_image"), ("url", "website"), ("content_text", "bio")] {
                        if let Some(value) = text(user, column) {
                            fields.insert(field.into(), value.into());
                        }
                    }
                    Item::new(ManuscriptKind::Author, author, fields)
                });
            }
        }
        if !credits.is_empty() && item.kind == ManuscriptKind::Article {
            item.set_own("credits", credits.into());
        }
    }

    /// Sets section and tags: the first public tag is the section. Tags that begin with `#` are for the editors.
    fn tag(&self, post_id: &str, item: &mut Item, sections: &mut BTreeMap<String, String>) {
        if item.kind != ManuscriptKind::Article {
            return;
        }
        let is_public =
            |tag: &&&Value| tag["visibility"] != "internal" && !tag["name"].as_str().is_some_and(|name| name.starts_with('#'));
        let tags: Vec<&Value> = self.tags.get(post_id).into_iter().flatten().filter(is_public).copied().collect();
        let names: Vec<String> = tags.iter().filter_map(|tag| text(tag, "name")).map(|name| plain(&name)).collect();
        if let (Some(first), Some(name)) = (tags.first(), names.first()) {
            let id = slug(&text(first, "slug").unwrap_or_else(|| name.clone()));
            if !id.is_empty() {
                sections.entry(id.clone()).or_insert_with(|| name.clone());
                item.set_own("section", id.into());
            }
        }
        if names.len() > 1 {
            item.fields.insert("tags".into(), names[1..].into());
        }
    }
}

fn is_true(value: &Value) -> bool {
    value == &Value::Bool(true) || value.as_i64() == Some(1)
}

/// Returns a date as RFC 3339. Exports made by hand have milliseconds.
fn date(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let text = text.trim().replacen(' ', "T", 1);
            let has_zone = text.ends_with('Z') || text.get(10..).is_some_and(|time| time.contains(['+', '-']));
            Some(if has_zone || text.len() <= 10 { text } else { text + "Z" }).filter(|text| !text.is_empty())
        }
        Value::Number(number) => jiff::Timestamp::from_millisecond(number.as_i64()?).ok().map(|moment| moment.to_string()),
        _ => None,
    }
}

/// Returns why a post is not to be published.
fn reason_for_draft(post: &Value, meta: &Value) -> Option<&'static str> {
    match post["status"].as_str().unwrap_or("published") {
        "sent" => Some("newsletters, now drafts"),
        _ if is_true(&meta["email_only"]) => Some("newsletters, now drafts"),
        "published" | "scheduled" if post["visibility"].as_str().is_none_or(|who| who == "public") => None,
        "published" | "scheduled" => Some("posts for members, now drafts"),
        _ => Some("drafts, which stay drafts"),
    }
}

/// Returns the text of a post from the first column that has one that can be read.
fn body(post: &Value, name: &str, report: &mut Report) -> Body {
    let parsed = |column: &str| serde_json::from_str::<Value>(post[column].as_str()?).ok();
    if let Some(html) = parsed("lexical").and_then(|document| lexical::to_html(&document, name, report)) {
        return Body::Html(html.replace(SITE, ""));
    }
    if let Some(document) = parsed("mobiledoc") {
        if let Some(markdown) = mobiledoc::markdown_alone(&document) {
            return Body::Markdown(markdown.replace(SITE, ""));
        }
        if let Some(html) = mobiledoc::to_html(&document, name, report) {
            return Body::Html(html.replace(SITE, ""));
        }
    }
    if let Some(html) = text(post, "html") {
        return Body::Html(without_marks(&html));
    }
    match text(post, "markdown") {
        Some(markdown) => Body::Markdown(markdown),
        None => Body::Html(text(post, "plaintext").map(|text| crate::body::markdown::plain_text(&text)).unwrap_or_default()),
    }
}

/// Removes the marks of cards from HTML, and what comes after the end of the public part.
fn without_marks(html: &str) -> String {
    let public = html.split("<!--members-only-->").next().unwrap_or_default();
    ["html", "markdown"].iter().fold(public.to_owned(), |html, card| {
        html.replace(&format!("<!--kg-card-begin: {card}-->"), "").replace(&format!("<!--kg-card-end: {card}-->"), "")
    })
}
