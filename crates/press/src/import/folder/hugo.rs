//! Hugo: `content`, `static` and `assets`, page bundles, shortcodes.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use anyhow::Result;
use regex::Captures;
use serde_json::Value;

use super::{
    super::{
        Publication,
        report::{Category, Report},
    },
    Generator, Role, address, is_front_page,
    links::Links,
    markup::{self, Arguments, regex},
    settings::Settings,
    text::Text,
};
use crate::{body::code::outside_code, files};

const SETTINGS: [&str; 10] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
    "config/_default/hugo.toml",
    "config/_default/config.toml",
];

pub(super) struct Hugo {
    folder: PathBuf,
    settings: Settings,
    /// Where texts are, from the folder, and in which language if it is not the first one.
    roots: Vec<(PathBuf, Option<String>)>,
}

/// Returns whether a folder with `content` has settings of Hugo.
pub(super) fn is_hugo(folder: &Path) -> bool {
    SETTINGS.iter().any(|name| folder.join(name).exists()) || folder.join("config/_default").exists()
}

impl Hugo {
    pub(super) fn new(folder: &Path) -> Result<Hugo> {
        let settings = Settings::read(folder, &SETTINGS)?;
        let first = settings.text(&["defaultContentLanguage"]).unwrap_or("en").to_owned();
        let mut roots = vec![(PathBuf::from(settings.text(&["contentDir"]).unwrap_or("content")), None)];
        let languages = settings.value(&["languages"]).and_then(Value::as_object);
        for language in languages.into_iter().flat_map(|languages| languages.keys()) {
            if let Some(folder) = settings.text(&["languages", language, "contentDir"]) {
                roots.push((PathBuf::from(folder), (*language != first).then(|| language.clone())));
            }
        }
        let mounts = settings.value(&["module", "mounts"]).and_then(Value::as_array);
        for mount in mounts.into_iter().flatten().filter(|mount| mount["target"] == "content") {
            let language = mount["lang"].as_str().filter(|language| *language != first).map(str::to_owned);
            roots.extend(mount["source"].as_str().map(|source| (PathBuf::from(source), language)));
        }
        // The innermost folder counts.
        roots.sort_by_key(|(root, _)| std::cmp::Reverse(root.components().count()));
        Ok(Hugo { folder: folder.to_owned(), settings, roots })
    }

    /// Returns whether a file belongs to a page bundle, whose text is the `index` next to it or above it.
    fn is_in_bundle(&self, root: &Path, place: &Path) -> bool {
        let is_bundle = |folder: &Path| {
            let folder = self.folder.join(root).join(folder);
            ["index.md", "index.html"].iter().any(|name| folder.join(name).exists())
        };
        let is_index = place.file_name().is_some_and(|name| name.to_string_lossy().starts_with("index."));
        let folder = place.parent().unwrap_or(Path::new(""));
        let above = if is_index { folder.parent().unwrap_or(Path::new("")) } else { folder };
        above.ancestors().filter(|folder| !folder.as_os_str().is_empty()).any(is_bundle)
    }
}

impl Generator for Hugo {
    fn describe(&self, publication: &mut Publication) {
        let settings = &self.settings;
        let language = settings.text(&["defaultContentLanguage"]).map(str::to_owned);
        let of_language = |key: &str| settings.text(&["languages", language.as_deref().unwrap_or("en"), key]);
        let title = settings.text(&["title"]).or_else(|| of_language("title"));
        publication.title = title.unwrap_or_default().to_owned();
        let description = settings.text(&["params", "description"]).or_else(|| settings.text(&["description"]));
        publication.description = description.map(str::to_owned);
        publication.language =
            of_language("languageCode").or_else(|| settings.text(&["languageCode"])).map(str::to_owned).or(language.clone());
        publication.url = settings.text(&["baseURL"]).and_then(super::super::public_address);
        publication.timezone = settings.text(&["timeZone"]).map(str::to_owned);
    }

    fn role(&self, path: &Path) -> Role {
        if let Ok(place) = path.strip_prefix("static").or_else(|_| path.strip_prefix("assets")) {
            return Role::File(place.to_owned());
        }
        let root = self.roots.iter().find_map(|(root, language)| Some((root, language, path.strip_prefix(root).ok()?)));
        let Some((root, language, place)) = root else { return Role::Tool };
        let name = place.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let is_text = [".md", ".markdown", ".mdown", ".html", ".htm"].iter().any(|extension| name.ends_with(extension));
        match () {
            () if is_text && (name.starts_with("_index.") || is_front_page(place)) => Role::Section(place.to_owned()),
            // Further texts of a bundle are none of their own.
            () if is_text && !self.is_in_bundle(root, place) => match (language, place.extension()) {
                (Some(language), Some(extension)) => {
                    Role::Text(place.with_extension(format!("{language}.{}", extension.to_string_lossy())))
                }
                _ => Role::Text(place.to_owned()),
            },
            () => Role::File(place.to_owned()),
        }
    }

    fn is_page(&self, text: &Text) -> bool {
        let is_bundle = text.place.file_stem().is_some_and(|stem| stem.to_string_lossy().starts_with("index"));
        let depth = text.place.components().count() - usize::from(is_bundle);
        depth <= 1 && text.text("date").is_none() && text.day.is_none()
    }

    fn shape(&self, text: &mut Text, report: &mut Report) {
        // The case of keys does not matter to Hugo.
        let fields = std::mem::take(&mut text.fields);
        let plain = |name: String| if name == "translationKey" { name } else { name.to_lowercase() };
        text.fields = fields.into_iter().map(|(name, value)| (plain(name), value)).collect();
        text.take_section_of_folder();
        text.take_permalink("url");
        let never = |key: &str| {
            let build = text.fields.get("build").or_else(|| text.fields.get("_build"));
            build.and_then(|build| build.get(key)).is_some_and(|value| value == "never" || value == &Value::Bool(false))
        };
        if text.is_true("headless") || never("render") || never("list") {
            text.make_draft("pages that were not published, now drafts", report);
        }
        // Relative ones begin in the folder of the text.
        let folder = files::shown(text.folder());
        let aliases = text.take_texts("aliases");
        let absolute =
            |alias: String| if alias.starts_with('/') { alias } else { format!("/{folder}/{alias}").replace("//", "/") };
        if !aliases.is_empty() {
            text.fields.insert("aliases".to_owned(), aliases.into_iter().map(absolute).collect());
        }
    }

    fn address(&self, text: &Text) -> Option<String> {
        if let Some(url) = &text.permalink {
            let url = url.replace("\\:", ":");
            return (!url.contains(':')).then(|| if url.starts_with('/') { url } else { format!("/{url}") });
        }
        let prefix = text.language.as_ref().map(|language| format!("/{}", language.to_lowercase())).unwrap_or_default();
        let section = text.place.iter().next().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let stem = text.place.file_stem().unwrap_or_default().to_string_lossy();
        let stem = stem.split('.').next().unwrap_or_default();
        let is_bundle = stem == "index";
        let folder = if is_bundle { text.folder().parent().unwrap_or(Path::new("")) } else { text.folder() };
        // The whole name counts, with the day in it.
        let name = if is_bundle {
            text.folder().file_name().unwrap_or_default().to_string_lossy().into_owned()
        } else {
            stem.to_owned()
        };
        let slug = text.text("id").map_or_else(|| address::part(&name), address::part);
        let permalinks = self.settings.value(&["permalinks"]);
        let permalinks = permalinks.and_then(|permalinks| permalinks.get("page").or(Some(permalinks)));
        let pattern = permalinks.and_then(|permalinks| permalinks.get(&section)).and_then(Value::as_str);
        if let Some(pattern) = pattern {
            let title = text.text("title").map(address::part);
            let address = address::fill_in(pattern, text, |part| match part {
                "slug" | "slugorfilename" | "slugorcontentbasename" => Some(slug.clone()),
                "filename" | "contentbasename" => Some(address::part(&name)),
                "title" => title.clone(),
                "section" => Some(address::part(&section)),
                "sections" => Some(address::part(&files::shown(folder))),
                _ => None,
            })?;
            return Some(format!("{prefix}{address}"));
        }
        let folder = address::part(&files::shown(folder));
        Some(format!("{prefix}/{folder}/{slug}/").replace("//", "/"))
    }

    fn convert(&self, text: &Text, links: &Links, report: &mut Report) -> String {
        let body = markup::without_more(&text.body);
        let body = shortcodes(&body, text, links, report);
        let changed = |piece: &str| markup::attributes(&markup::tasks(&markup::alerts(piece)));
        if text.is_html { body } else { outside_code(&body, changed) }
    }
}

/// Replaces shortcodes by what they show. Hugo does so in code, too.
fn shortcodes(body: &str, text: &Text, links: &Links, report: &mut Report) -> String {
    regex!(HIGHLIGHT, r"(?s)\{\{[<%]\s*highlight\s+(.*?)\s*[>%]\}\}(.*?)\{\{[<%]\s*/\s*highlight\s*[>%]\}\}");
    regex!(DETAILS, r"(?s)\{\{[<%]\s*details\s*(.*?)\s*[>%]\}\}(.*?)\{\{[<%]\s*/\s*details\s*[>%]\}\}");
    regex!(COMMENT, r"(?s)\{\{[<%]\s*comment\s*[>%]\}\}.*?\{\{[<%]\s*/\s*comment\s*[>%]\}\}\n?");
    regex!(
        SHORTCODE,
        r#"\{\{[<%]\s*(/?)\s*([A-Za-z][\w./-]*)((?:\s+(?:"(?:[^"\\]|\\.)*"|`[^`]*`|[^"`>%]|%[^}])*?)?)\s*/?\s*[>%]\}\}"#
    );
    if !body.contains("{{") {
        return body.to_owned();
    }
    let name = files::shown(&text.source);
    let mut changes: HashMap<String, usize> = HashMap::new();
    let mut note = |what: &str| *changes.entry(what.to_owned()).or_default() += 1;
    let body = COMMENT.replace_all(body, "");
    let body = HIGHLIGHT.replace_all(&body, |found: &Captures| {
        note("highlight");
        markup::code(found[1].split_whitespace().next().unwrap_or_default().trim_matches('"'), &found[2])
    });
    let body = DETAILS.replace_all(&body, |found: &Captures| {
        note("details");
        markup::details(Arguments::parse(&found[1]).get_or("summary", 0).unwrap_or("…"), &found[2])
    });
    let mut removed = Vec::new();
    let body = SHORTCODE.replace_all(&body, |found: &Captures| {
        let arguments = Arguments::parse(&found[3]);
        let is_end = !found[1].is_empty();
        let shown = match &found[2] {
            "figure" if !is_end => arguments.get_or("src", 0).map(|source| {
                let caption = [arguments.get(&["title"]), arguments.get(&["caption"])];
                let caption = caption.into_iter().flatten().collect::<Vec<_>>().join(" – ");
                markup::figure(
                    source,
                    arguments.get(&["alt"]).unwrap_or_default(),
                    &caption,
                    arguments.get(&["link"]).unwrap_or_default(),
                )
            }),
            service @ ("youtube" | "vimeo") => {
                arguments.get_or("id", 0).map(|id| markup::film(service, id, arguments.get(&["title"])))
            }
            "tweet" | "x" | "twitter" => {
                let id = arguments.get(&["id"]).or_else(|| arguments.positional.last().map(String::as_str));
                let user = arguments.get(&["user"]).unwrap_or("i");
                id.map(|id| format!("[X](https://x.com/{user}/status/{id})"))
            }
            "instagram" => arguments.get_or("id", 0).map(|id| format!("[Instagram](https://www.instagram.com/p/{id}/)")),
            "gist" => match &arguments.positional[..] {
                [user, id, ..] => Some(format!("[Gist](https://gist.github.com/{user}/{id})")),
                _ => None,
            },
            "ref" | "relref" => arguments.get_or("path", 0).map(|written| {
                let place = links.resolve(text, written).or_else(|| links.by_name(written.split('#').next().unwrap_or_default()));
                place.map_or_else(|| written.to_owned(), |place| Links::address(place, written))
            }),
            _ => None,
        };
        match shown {
            Some(shown) => {
                note(&found[2]);
                shown
            }
            None => {
                if !is_end {
                    removed.push(found[2].to_owned());
                }
                String::new()
            }
        }
    });
    for (what, count) in changes {
        for _ in 0..count {
            report.add(Category::Changed, &format!("shortcodes “{what}”, now Markdown or HTML"), &name);
        }
    }
    for shortcode in removed {
        report.add(
            Category::LeftOut,
            &format!("shortcodes “{shortcode}”, which only Hugo understands; the text inside stays"),
            &name,
        );
    }
    // Those that are only shown are written with the marks of a comment.
    regex!(SHOWN, r"\{\{([<%])/\*(.*?)\*/([>%])\}\}");
    SHOWN.replace_all(&body, "{{$1$2$3}}").into_owned()
}
