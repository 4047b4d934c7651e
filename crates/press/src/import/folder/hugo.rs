//! Hugo: `content`, `static` and `assets`, page bundles, shortcodes.

use std::path::{Path, PathBuf};

use anyhow::Result;
use regex::Captures;
use serde_json::{Map, Value};

use super::{
    super::{
        Publication,
        report::{Category, Report},
    },
    Generator, Role, address, is_front_page,
    links::Links,
    markup::{self, Arguments},
    settings::Settings,
    text::SourceText,
};
use crate::{
    body::code::{outside_blocks, outside_code},
    files,
};

pub(super) const SETTINGS: [&str; 10] = [
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
    fn is_in_bundle(&self, root: &Path, target: &Path) -> bool {
        let is_bundle = |folder: &Path| {
            let folder = self.folder.join(root).join(folder);
            ["index.md", "index.html"].iter().any(|name| folder.join(name).exists())
        };
        let is_index = target.file_name().is_some_and(|name| name.to_string_lossy().starts_with("index."));
        let folder = target.parent().unwrap_or(Path::new(""));
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

    fn has_language_in_names(&self) -> bool {
        true
    }

    fn inherited(&self, section: &SourceText) -> Map<String, Value> {
        // One for some pages only has a target, and others for the rest.
        let cascade = section.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("cascade")).map(|(_, value)| value);
        let maps = match cascade {
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_object).collect(),
            Some(Value::Object(map)) => vec![map],
            _ => Vec::new(),
        };
        maps.into_iter().flatten().map(|(name, value)| (name.to_lowercase(), value.clone())).collect()
    }

    fn role(&self, path: &Path) -> Role {
        if let Ok(target) = path.strip_prefix("static").or_else(|_| path.strip_prefix("assets")) {
            return Role::File(target.to_owned());
        }
        let root = self.roots.iter().find_map(|(root, language)| Some((root, language, path.strip_prefix(root).ok()?)));
        let Some((root, language, target)) = root else { return Role::Tool };
        let is_text = files::has_extension(target, &["md", "markdown", "mdown", "html", "htm"]);
        let is_section = target.file_name().is_some_and(|name| name.to_string_lossy().starts_with("_index."));
        // The name says the language, be it that of the folder.
        let named = match (language, target.extension()) {
            (Some(language), Some(extension)) => target.with_extension(format!("{language}.{}", extension.to_string_lossy())),
            _ => target.to_owned(),
        };
        match () {
            () if is_text && (is_section || is_front_page(target)) => Role::Section(named),
            // Further texts of a bundle are none of their own.
            () if is_text && !self.is_in_bundle(root, target) => Role::Text(named),
            () => Role::File(target.to_owned()),
        }
    }

    fn is_page(&self, text: &SourceText) -> bool {
        text.is_at_top() && text.text("date").is_none() && text.day.is_none()
    }

    fn rename_fields(&self, text: &mut SourceText, report: &mut Report) {
        // The case of keys does not matter to Hugo.
        let fields = std::mem::take(&mut text.fields);
        text.fields = fields.into_iter().map(|(name, value)| (name.to_lowercase(), value)).collect();
        // It is not published before the later of both dates.
        if let Some(day) = text.take_texts("publishdate").pop() {
            text.set_later_date(&day);
        }
        if let Some(day) = text.fields.remove("unpublishdate") {
            text.fields.entry("expires").or_insert(day);
        }
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
        let absolute = |alias: String| if alias.starts_with('/') { alias } else { address::join(&[&folder, &alias]) };
        text.set_texts("aliases", aliases.into_iter().map(absolute).collect());
    }

    fn address(&self, text: &SourceText) -> Option<String> {
        if let Some(url) = &text.permalink {
            let url = url.replace("\\:", ":");
            return (!url.contains(':')).then(|| if url.starts_with('/') { url } else { format!("/{url}") });
        }
        let is_in_folder = self.settings.value(&["defaultContentLanguageInSubdir"]) == Some(&Value::Bool(true));
        let first = self.settings.text(&["defaultContentLanguage"]).unwrap_or("en");
        let language = text.language.as_deref().unwrap_or(if is_in_folder { first } else { "" }).to_lowercase();
        let section = text.path.iter().next().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let folder = files::shown(text.parent_folder());
        // The whole name counts, with the day in it.
        let name = text.path_without_language();
        let name = name.rsplit('/').next().unwrap_or_default();
        let slug = address::part(text.text("id").unwrap_or(name));
        let permalinks = self.settings.value(&["permalinks"]);
        let permalinks = permalinks.and_then(|permalinks| permalinks.get("page").or(Some(permalinks)));
        let pattern = permalinks.and_then(|permalinks| permalinks.get(&section)).and_then(Value::as_str);
        let Some(pattern) = pattern else {
            return Some(address::join(&[&language, &address::part(&folder), &slug, "/"]));
        };
        let address = address::fill_in(pattern, text, |part| match part {
            "slug" | "slugorfilename" | "slugorcontentbasename" => Some(slug.clone()),
            "filename" | "contentbasename" => Some(address::part(name)),
            "title" => text.text("title").map(address::part),
            "section" => Some(address::part(&section)),
            "sections" => Some(address::part(&folder)),
            _ => None,
        })?;
        Some(address::join(&[&language, &address]))
    }

    fn convert(&self, text: &SourceText, links: &Links, report: &mut Report) -> String {
        let body = shortcodes(&text.body, text, links, report);
        if text.is_html {
            return markup::without_more(&body);
        }
        let body = outside_blocks(&body, |lines| markup::heading_attributes(&markup::tasks(&markup::alerts(lines))));
        outside_code(&body, |piece| markup::attributes(&markup::without_more(piece)))
    }
}

/// Replaces shortcodes by what they show. Hugo does so in code, too.
fn shortcodes(body: &str, text: &SourceText, links: &Links, report: &mut Report) -> String {
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
    let note = |what: &str, report: &mut Report| {
        report.add(Category::Changed, &format!("shortcodes “{what}”, now Markdown or HTML"), &name);
    };
    let shown = |markdown: String| markup::shown(markdown, text.is_html);
    let body = COMMENT.replace_all(body, "");
    let body = HIGHLIGHT.replace_all(&body, |found: &Captures| {
        note("highlight", report);
        shown(markup::code(found[1].split_whitespace().next().unwrap_or_default().trim_matches('"'), &found[2]))
    });
    let body = DETAILS.replace_all(&body, |found: &Captures| {
        note("details", report);
        markup::details(Arguments::parse(&found[1]).get_or("summary", 0).unwrap_or("…"), &found[2])
    });
    let body = SHORTCODE.replace_all(&body, |found: &Captures| {
        let arguments = Arguments::parse(&found[3]);
        let is_end = !found[1].is_empty();
        let markdown = match &found[2] {
            "figure" if !is_end => arguments.get_or("src", 0).map(|source| {
                let author = arguments.get(&["attr"]).map(|author| match arguments.get(&["attrlink"]) {
                    Some(link) => format!("[{author}]({link})"),
                    None => author.to_owned(),
                });
                let caption = [arguments.get(&["title"]), arguments.get(&["caption"]), author.as_deref()];
                let caption = caption.into_iter().flatten().collect::<Vec<_>>().join(" – ");
                markup::figure(
                    source,
                    arguments.get(&["alt"]).unwrap_or_default(),
                    &caption,
                    arguments.get(&["link"]).unwrap_or_default(),
                )
            }),
            service @ ("youtube" | "vimeo") => {
                arguments.get_or("id", 0).map(|id| markup::video_link(service, id, arguments.get(&["title"])))
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
                let target =
                    links.resolve(text, written).or_else(|| links.by_name(written.split('#').next().unwrap_or_default()));
                target.map_or_else(|| written.to_owned(), |target| Links::address(target, written))
            }),
            _ => None,
        };
        match markdown {
            Some(markdown) => {
                note(&found[2], report);
                if found[2].ends_with("ref") { markdown } else { shown(markdown) }
            }
            None if is_end => String::new(),
            None => {
                let what = format!("shortcodes “{}”, which only Hugo understands; the text inside stays", &found[2]);
                report.add(Category::LeftOut, &what, &name);
                String::new()
            }
        }
    });
    // Those that are only shown are written with the marks of a comment.
    regex!(SHOWN, r"\{\{([<%])/\*(.*?)\*/([>%])\}\}");
    SHOWN.replace_all(&body, "{{$1$2$3}}").into_owned()
}
