//! Zola: `content` and `static`, `[taxonomies]`, links that begin with `@/`, shortcodes.

use std::path::Path;

use anyhow::Result;
use regex::Captures;
use serde_json::{Map, Value};

use super::{
    super::{
        Publication,
        report::{Category, Report},
    },
    Generator, Role, address,
    links::Links,
    markup::{self, Arguments},
    settings::Settings,
    text::SourceText,
};
use crate::{
    body::code::{outside_blocks, outside_code},
    files,
};

const SETTINGS: [&str; 2] = ["zola.toml", "config.toml"];

pub(super) struct Zola {
    settings: Settings,
}

/// Returns whether a folder with `content` has settings of Zola, which needs `base_url`; that of Hugo is `baseURL`.
pub(super) fn is_zola(folder: &Path) -> bool {
    let has_address = |settings: Settings| settings.value(&["base_url"]).is_some();
    folder.join("zola.toml").exists() || Settings::read(folder, &SETTINGS).is_ok_and(has_address)
}

impl Zola {
    pub(super) fn new(folder: &Path) -> Result<Zola> {
        Ok(Zola { settings: Settings::read(folder, &SETTINGS)? })
    }
}

impl Generator for Zola {
    fn describe(&self, publication: &mut Publication) {
        publication.title = self.settings.text(&["title"]).unwrap_or_default().to_owned();
        publication.description = self.settings.text(&["description"]).map(str::to_owned);
        publication.language = self.settings.text(&["default_language"]).map(str::to_owned);
        publication.url = self.settings.text(&["base_url"]).and_then(super::super::public_address);
    }

    fn has_language_in_names(&self) -> bool {
        true
    }

    fn excluded(&self) -> Vec<String> {
        self.settings.texts(&["ignored_content"]).into_iter().map(|pattern| format!("content/{pattern}")).collect()
    }

    fn inherited(&self, section: &SourceText) -> Map<String, Value> {
        let is_draft = section.is_true("draft");
        if is_draft { Map::from_iter([("draft".to_owned(), true.into())]) } else { Map::new() }
    }

    fn role(&self, path: &Path) -> Role {
        if let Ok(target) = path.strip_prefix("static") {
            return Role::File(target.to_owned());
        }
        let Ok(target) = path.strip_prefix("content") else { return Role::Tool };
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        match () {
            () if name.starts_with("_index.") => Role::Section(target.to_owned()),
            () if name.ends_with(".md") => Role::Text(target.to_owned()),
            () => Role::File(target.to_owned()),
        }
    }

    fn is_page(&self, text: &SourceText) -> bool {
        text.is_at_top() && text.text("date").is_none() && text.day.is_none()
    }

    fn rename_fields(&self, text: &mut SourceText, report: &mut Report) {
        if text.is_false("render") {
            text.make_draft("pages that were not published, now drafts", report);
        }
        text.take_section_of_folder();
        text.take_permalink("path");
        let aliases = text.take_texts("aliases");
        text.set_texts("aliases", aliases.iter().map(|alias| format!("/{}", alias.trim_start_matches('/'))).collect());
        // Themes look for the author there.
        let author = text.fields.get_mut("extra").and_then(Value::as_object_mut).and_then(|extra| extra.remove("author"));
        if let Some(author) = author {
            text.fields.entry("authors").or_insert(author);
        }
    }

    fn address(&self, text: &SourceText) -> Option<String> {
        let language = text.language.as_deref().unwrap_or_default();
        if let Some(path) = &text.permalink {
            return Some(address::join(&[language, path, "/"]));
        }
        let slug = text.text("id").map_or_else(|| edition::slug(&text.name), str::to_owned);
        Some(address::join(&[language, &address::part(&files::shown(text.parent_folder())), &slug, "/"]))
    }

    fn convert(&self, text: &SourceText, links: &Links, report: &mut Report) -> String {
        // Links from the top of the content follow with all others.
        regex!(INTERNAL, r"(\]\(\s*<?|\]:[ \t]+<?)@/");
        let body = shortcodes(&text.body, text, links, report);
        let body = outside_blocks(&body, |lines| markup::heading_attributes(&markup::tasks(&markup::alerts(lines))));
        outside_code(&body, |piece| markup::attributes(&markup::without_more(&INTERNAL.replace_all(piece, "$1/"))))
    }
}

/// Replaces shortcodes by what they show. Zola does so in code, too.
fn shortcodes(body: &str, text: &SourceText, links: &Links, report: &mut Report) -> String {
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
            service @ ("youtube" | "vimeo") => arguments.get(&["id"]).map(|id| markup::video_link(service, id, None)),
            "gist" => arguments.get(&["url"]).map(|url| format!("[Gist]({url})")),
            "figure" | "image" | "img" | "resize_image" => arguments.get(&["src", "path", "url"]).map(|source| {
                // From the top of the content, unless it is next to the text.
                let source = source.strip_prefix("@/").unwrap_or(source);
                let from_top = format!("/{}", source.trim_start_matches('/'));
                let source = if links.resolve(text, source).is_none() && links.resolve(text, &from_top).is_some() {
                    &from_top
                } else {
                    source
                };
                markup::figure(source, texts(&["alt"]), texts(&["caption", "title"]), texts(&["link", "href"]))
            }),
            _ => None,
        };
        note(&found[1], shown.is_some(), report);
        shown.unwrap_or_default()
    });
    SHOWN.replace_all(&body, "{$1$2$3}").into_owned()
}
