//! The fields that the press knows, to suggest one where an editor has written another.

use super::locate::Step;

/// The fields of an article at the top, as JSON Feed has them.
pub(crate) const ARTICLE: &[&str] = &[
    "id",
    "title",
    "language",
    "date_published",
    "date_modified",
    "summary",
    "image",
    "banner_image",
    "external_url",
    "content_html",
    "content_text",
    "tags",
    "authors",
    "attachments",
    "_offprint",
];

/// The fields of `_offprint`, which front matter has at the top.
pub(crate) const OFFPRINT: &[&str] = &[
    "section",
    "source",
    "credits",
    "statement",
    "corrections",
    "translations",
    "picks",
    "draft",
    "image_alt",
    "expires",
    "aliases",
    "math",
];

/// The fields of the site.
const SITE: &[&str] = &[
    "title",
    "description",
    "url",
    "icon",
    "media",
    "language",
    "languages",
    "timezone",
    "ignore",
    "look",
    "math",
    "smart_punctuation",
    "embeds",
    "sections",
    "taxonomies",
    "nav",
    "footer",
    "statement",
    "links",
    "contact",
    "licences",
    "copyright",
];

/// The fields of a page outside of the lists.
pub(crate) const PAGE: &[&str] = &[
    "id",
    "title",
    "language",
    "summary",
    "image",
    "image_alt",
    "content_html",
    "content_text",
    "date",
    "date_published",
    "date_modified",
    "draft",
    "aliases",
    "math",
    "_offprint",
];

/// The fields of an author, as JSON Feed has them.
pub(super) const AUTHOR: &[&str] =
    &["id", "name", "title", "image", "language", "url", "avatar", "content_html", "content_text", "draft", "_offprint"];

/// The fields of the groups inside an article or a site, by the key of the group.
const GROUPS: &[(&str, &[&str])] = &[
    ("authors", &["name", "url", "avatar"]),
    ("attachments", &["url", "mime_type", "title", "size_in_bytes", "duration_in_seconds"]),
    ("source", &["name", "url"]),
    ("credits", &["role", "name", "url", "author"]),
    ("corrections", &["date", "text"]),
    ("sections", &["id", "title", "description", "podcast"]),
    ("taxonomies", &["id", "title", "field", "pages", "feeds", "ordered"]),
    ("links", &["title", "url"]),
    ("contact", &["label", "value", "url"]),
    ("licences", &["text", "url"]),
    ("look", &["logo", "logo_dark", "accent", "accent_dark", "density", "card", "date", "pictures", "bands", "fonts"]),
    ("fonts", &["text", "headings", "labels", "display"]),
    ("lead", CHOICE),
    ("second", CHOICE),
    ("bands", CHOICE),
    ("alert", &["text", "url", "until"]),
];

/// The fields of a choice of articles in `front.toml`.
const CHOICE: &[&str] = &["articles", "section", "tag", "author", "title", "count"];

/// Returns whether a field belongs to somebody else by its name: `_other`, what editors read, or where site generators keep what is
/// their own.
pub(crate) fn is_namespaced(key: &str) -> bool {
    key.starts_with('_') || matches!(key, "$schema" | "extra" | "params")
}

/// A type whose fields an editor writes.
pub(crate) trait KnownFields {
    /// The fields at the top.
    const FIELDS: &'static [&'static str];
}

impl KnownFields for edition::Article {
    const FIELDS: &'static [&'static str] = ARTICLE;
}

impl KnownFields for edition::Site {
    const FIELDS: &'static [&'static str] = SITE;
}

/// Returns the known field that is closest to an unknown one, if it is at most two typing errors away. `fields` are those at the
/// top.
pub(super) fn closest(steps: &[Step], fields: &'static [&'static str], flat: bool) -> Option<&'static str> {
    let (Step::Key(key), parents) = steps.split_last()? else { return None };
    let group = parents.iter().rev().find_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Index(_) => None,
    });
    let mut known: Vec<&[&str]> = match group {
        None => vec![fields],
        Some("_offprint") => vec![OFFPRINT],
        Some(group) => GROUPS.iter().filter(|(name, _)| *name == group).map(|(_, fields)| *fields).collect(),
    };
    if (flat && group.is_none()) || group == Some("_offprint") {
        known.extend([OFFPRINT, &["date"]]);
    }
    closest_of(key, &known.concat())
}

/// Says what to do about a field that nobody reads. `closest` is the known field that was probably meant.
pub(super) fn advice(closest: Option<&str>) -> String {
    match closest {
        Some(known) => format!("Did you mean {known}?"),
        None => "Take it out, or begin its name with an underscore.".to_owned(),
    }
}

/// Returns the field that is closest to a name, if it is at most two typing errors away.
pub(super) fn closest_of<'a>(name: &str, fields: &[&'a str]) -> Option<&'a str> {
    let name = name.to_lowercase().replace('-', "_");
    let distances = fields.iter().map(|field| (strsim::damerau_levenshtein(field, &name), *field));
    // A short name is close to everything.
    distances.filter(|(distance, field)| (1..=2).contains(distance) && *distance * 2 < field.len()).min().map(|(_, field)| field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide;

    fn closest_to(path: &[&str], flat: bool) -> Option<&'static str> {
        closest(&super::super::fields::keys(path), ARTICLE, flat)
    }

    #[test]
    fn the_closest_field_of_the_same_group_is_suggested() {
        assert_eq!(closest_to(&["sumary"], false), Some("summary"));
        assert_eq!(closest_to(&["date_publishd"], false), Some("date_published"));
        assert_eq!(closest_to(&["credit"], true), Some("credits"));
        assert_eq!(closest_to(&["_offprint", "sectoin"], false), Some("section"));
        assert_eq!(closest_to(&["source", "ulr"], true), Some("url"));
        assert_eq!(closest_to(&["weight"], true), None);
    }

    #[test]
    fn the_guide_describes_every_field() {
        let (articles, site, pages, look) = (guide("writing"), guide("site"), guide("pages"), guide("look"));
        let (articles, site) = (articles.as_str(), site.as_str());
        let is_in = |guide: &str, field: &str| guide.lines().any(|line| line.starts_with(&format!("| `{field}`")));
        for field in ARTICLE.iter().chain(OFFPRINT).filter(|field| !["_offprint", "date_published"].contains(field)) {
            let in_text = ["content_html", "content_text"].contains(field) && articles.contains(&format!("`{field}`"));
            assert!(is_in(articles, field) || in_text, "{field} is not in docs/guide/writing.md");
        }
        for field in PAGE.iter().chain(AUTHOR).filter(|field| !["_offprint", "date_published"].contains(field)) {
            assert!(pages.contains(&format!("`{field}`")), "{field} is not in docs/guide/pages.md");
        }
        for field in SITE {
            assert!(is_in(site, field), "{field} is not in docs/guide/site.md");
        }
        for (group, fields) in GROUPS {
            let guide = format!("{articles}{site}{look}");
            let names = |line: &&str| {
                line.starts_with("| `") && line[1..].split('|').next().is_some_and(|cell| cell.contains(&format!("`{group}`")))
            };
            let described = guide.lines().filter(names).collect::<Vec<_>>().join("\n");
            for field in *fields {
                let is_optional_everywhere = *field == "url" && articles.contains("`url` is optional everywhere");
                assert!(described.contains(field) || is_optional_everywhere, "{field} of {group} is not in the guide");
            }
        }
    }
}
