//! Zola: `content` and `static`, `[taxonomies]`, links that begin with `@/`, shortcodes.

use std::path::{Path, PathBuf};

use anyhow::Result;
use regex::Captures;
use serde_json::Value;

use super::{
    super::{
        Publication,
        report::{Category, Report},
    },
    Generator, Role, address,
    links::Links,
    markup::{self, Arguments, regex},
    settings::Settings,
    text::Text,
};
use crate::{body::code::outside_code, files};

const SETTINGS: [&str; 2] = ["zola.toml", "config.toml"];

pub(super) struct Zola {
    folder: PathBuf,
    settings: Settings,
}

/// Returns whether a folder with `content` has settings of Zola, which needs `base_url`; that of Hugo is `baseURL`.
pub(super) fn is_zola(folder: &Path) -> bool {
    let has_address = |settings: Settings| settings.value(&["base_url"]).is_some();
    folder.join("zola.toml").exists() || Settings::read(folder, &SETTINGS).is_ok_and(has_address)
}

impl Zola {
    pub(super) fn new(folder: &Path) -> Result<Zola> {
        Ok(Zola { folder: folder.to_owned(), settings: Settings::read(folder, &SETTINGS)? })
    }
}

impl Generator for Zola {
    fn describe(&self, publication: &mut Publication) {
        publication.title = self.settings.text(&["title"]).unwrap_or_default().to_owned();
        publication.description = self.settings.text(&["description"]).map(str::to_owned);
        publication.language = self.settings.text(&["default_language"]).map(str::to_owned);
        publication.url = self.settings.text(&["base_url"]).and_then(super::super::public_address);
    }

    fn role(&self, path: &Path) -> Role {
        if let Ok(place) = path.strip_prefix("static") {
            return Role::File(place.to_owned());
        }
        let Ok(place) = path.strip_prefix("content") else { return Role::Tool };
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        match () {
            () if name.starts_with("_index.") => Role::Section(place.to_owned()),
            () if name.ends_with(".md") => Role::Text(place.to_owned()),
            () => Role::File(place.to_owned()),
        }
    }

    fn is_page(&self, text: &Text) -> bool {
        let is_index = text.place.file_stem().is_some_and(|stem| stem.to_string_lossy().starts_with("index"));
        let depth = text.place.components().count() - usize::from(is_index);
        depth <= 1 && text.text("date").is_none() && text.day.is_none()
    }

    fn shape(&self, text: &mut Text, report: &mut Report) {
        if text.is_false("render") {
            text.make_draft("pages that were not published, now drafts", report);
        }
        text.take_section_of_folder();
        text.take_permalink("path");
        let aliases: Vec<Value> =
            text.take_texts("aliases").iter().map(|alias| format!("/{}", alias.trim_start_matches('/')).into()).collect();
        if !aliases.is_empty() {
            text.fields.insert("aliases".to_owned(), aliases.into());
        }
        for name in ["template", "weight", "in_search_index"] {
            text.fields.remove(name);
        }
        // Themes look for the author there.
        let author = text.fields.get_mut("extra").and_then(Value::as_object_mut).and_then(|extra| extra.remove("author"));
        if let Some(author) = author {
            text.fields.entry("authors").or_insert(author);
        }
    }

    fn address(&self, text: &Text) -> Option<String> {
        let prefix = text.language.as_ref().map(|language| format!("/{language}")).unwrap_or_default();
        if let Some(path) = &text.permalink {
            return Some(format!("{prefix}/{}/", path.trim_matches('/')));
        }
        let is_index = text.place.file_stem().is_some_and(|stem| stem.to_string_lossy().starts_with("index"));
        let folder = if is_index { text.folder().parent().unwrap_or(Path::new("")) } else { text.folder() };
        let slug = text.text("id").map_or_else(|| edition::slug(&text.name), str::to_owned);
        Some(format!("{prefix}/{}/{slug}/", address::part(&files::shown(folder))).replace("//", "/"))
    }

    fn convert(&self, text: &Text, links: &Links, report: &mut Report) -> String {
        regex!(INTERNAL, r"\]\(\s*@/([^)\s#]+)((?:#[^)\s]*)?)");
        let body = shortcodes(&markup::without_more(&text.body), text, report);
        let link = |found: &Captures| {
            let place = links.resolve(text, &format!("/{}", &found[1]));
            // A text that was not read has an address, too.
            let exists = self.folder.join("content").join(&found[1]).exists();
            match place {
                Some(place) => format!("]({}{}", Links::address(place, ""), &found[2]),
                None if exists => format!("](/{}/{}", found[1].trim_end_matches("_index.md").trim_end_matches('/'), &found[2]),
                None => found[0].to_owned(),
            }
        };
        let changed = |piece: &str| {
            let piece = INTERNAL.replace_all(piece, link);
            markup::attributes(&markup::tasks(&markup::alerts(&piece)))
        };
        outside_code(&body, changed)
    }
}

/// Replaces shortcodes by what they show. Zola does so in code, too.
fn shortcodes(body: &str, text: &Text, report: &mut Report) -> String {
    regex!(WITH_BODY, r"(?s)\{%-?\s*(\w+)\(([^)]*)\)\s*-?%\}(.*?)\{%-?\s*end\s*-?%\}");
    regex!(ALONE, r"(?s)\{\{-?\s*(\w+)\((.*?)\)\s*-?\}\}");
    regex!(SHOWN, r"(?s)\{([{%])/\*(.*?)\*/([}%])\}");
    let name = files::shown(&text.source);
    let note = |shortcode: &str, is_shown: bool, report: &mut Report| match is_shown {
        true => report.add(Category::Changed, &format!("shortcodes “{shortcode}”, now Markdown or HTML"), &name),
        false => {
            let what = format!("shortcodes “{shortcode}”, which only Zola understands; the text inside stays");
            report.add(Category::LeftOut, &what, &name);
        }
    };
    let body = WITH_BODY.replace_all(body, |found: &Captures| {
        let (arguments, inner) = (Arguments::parse(&found[2]), found[3].trim());
        let quotes = matches!(&found[1], "quote" | "blockquote");
        note(&found[1], quotes, report);
        let quote = || inner.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n");
        match arguments.get(&["author", "cite"]).filter(|_| quotes) {
            Some(author) => format!("{}\n>\n> — {author}", quote()),
            None if quotes => quote(),
            None => inner.to_owned(),
        }
    });
    let body = ALONE.replace_all(&body, |found: &Captures| {
        let arguments = Arguments::parse(&found[2]);
        let texts = |names| arguments.get(names).unwrap_or_default();
        let shown = match &found[1] {
            service @ ("youtube" | "vimeo") => arguments.get(&["id"]).map(|id| markup::film(service, id, None)),
            "gist" => arguments.get(&["url"]).map(|url| format!("[Gist]({url})")),
            "figure" | "image" | "img" | "resize_image" => arguments.get(&["src", "path", "url"]).map(|source| {
                let source = source.strip_prefix("@/").unwrap_or(source);
                markup::figure(source, texts(&["alt"]), texts(&["caption", "title"]), texts(&["link", "href"]))
            }),
            _ => None,
        };
        note(&found[1], shown.is_some(), report);
        shown.unwrap_or_default()
    });
    SHOWN.replace_all(&body, "{$1$2$3}").into_owned()
}
