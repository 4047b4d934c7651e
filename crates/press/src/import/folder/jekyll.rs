//! Jekyll: `_posts`, `_drafts`, collections, Liquid and kramdown.

use std::path::{Path, PathBuf};

use anyhow::Result;
use regex::Captures;
use serde_json::Value;

use super::{
    super::{Publication, report::Report},
    Generator, Role, address, is_front_page,
    links::Links,
    liquid, markup,
    settings::Settings,
    text::SourceText,
};
use crate::{
    body::code::{outside_blocks, outside_code},
    files,
};

pub(super) const SETTINGS: [&str; 2] = ["_config.yml", "_config.yaml"];

pub(super) struct Jekyll {
    folder: PathBuf,
    settings: Settings,
}

impl Jekyll {
    pub(super) fn new(folder: &Path) -> Result<Jekyll> {
        Ok(Jekyll { folder: folder.to_owned(), settings: Settings::read(folder, &SETTINGS)? })
    }

    fn is_collection(&self, name: &str) -> bool {
        let collections = self.settings.value(&["collections"]);
        collections.is_some_and(|collections| match collections {
            Value::Object(map) => map.contains_key(name),
            Value::Array(list) => list.iter().any(|known| known.as_str() == Some(name)),
            _ => false,
        })
    }

    /// Applies the values that the settings give to texts in a folder.
    fn apply_defaults(&self, text: &mut SourceText) {
        let defaults = self.settings.value(&["defaults"]).and_then(Value::as_array);
        let source = &text.source.clone();
        for default in defaults.into_iter().flatten().rev() {
            let scope =
                |key: &str| default.get("scope").and_then(|scope| scope.get(key)).and_then(Value::as_str).unwrap_or_default();
            let (path, kind) = (scope("path").trim_matches('/'), scope("type"));
            let collection = source.iter().next().map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
            let is_of_kind = match kind {
                "" => true,
                "posts" => is_post(source),
                "pages" => !source.iter().any(|part| part.to_string_lossy().starts_with('_')),
                _ => collection.strip_prefix('_') == Some(kind),
            };
            if !is_of_kind || !source.starts_with(path) {
                continue;
            }
            for (name, value) in default.get("values").and_then(Value::as_object).into_iter().flatten() {
                text.fields.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
    }
}

fn is_post(path: &Path) -> bool {
    path.iter().any(|part| part == "_posts" || part == "_drafts")
}

impl Generator for Jekyll {
    fn describe(&self, publication: &mut Publication) {
        let text = |key: &str| self.settings.text(&[key]).map(str::to_owned);
        publication.title = text("title").or_else(|| text("name")).unwrap_or_default();
        publication.description = text("description").or_else(|| text("tagline"));
        publication.language = text("lang").or_else(|| text("locale")).map(|tag| tag.replace('_', "-"));
        let base = text("baseurl").unwrap_or_default();
        publication.url = text("url").and_then(|url| super::super::public_address(&format!("{url}{base}")));
        publication.timezone = text("timezone");
    }

    fn role(&self, path: &Path) -> Role {
        let is_text = files::has_extension(path, &["md", "markdown", "mkd", "mkdn", "html", "htm"]);
        let special = path.iter().map(|part| part.to_string_lossy()).find(|part| part.starts_with('_'));
        let is_for_readers = match special.as_deref() {
            None | Some("_posts" | "_drafts") => true,
            Some(other) => {
                self.is_collection(other.trim_start_matches('_')) || self.settings.texts(&["include"]).contains(&other)
            }
        };
        let is_readme = path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
        let is_readme = is_readme && path.components().count() == 1;
        match () {
            () if !is_for_readers || is_readme || path.starts_with("vendor") => Role::Tool,
            () if is_front_page(path) => Role::Section(path.to_owned()),
            // A page is what has front matter.
            () if is_text && (special.is_some() || has_front_matter(&self.folder.join(path))) => Role::Text(path.to_owned()),
            () if path.components().count() == 1 && is_text => Role::Tool,
            () => Role::File(path.to_owned()),
        }
    }

    fn excluded(&self) -> Vec<String> {
        self.settings.texts(&["exclude"]).into_iter().map(str::to_owned).collect()
    }

    fn is_page(&self, text: &SourceText) -> bool {
        !text.source.iter().any(|part| part.to_string_lossy().starts_with('_'))
    }

    fn rename_fields(&self, text: &mut SourceText, report: &mut Report) {
        self.apply_defaults(text);
        text.take_permalink("permalink");
        // A plural as one text is words; the singular is one.
        let mut taken = |singular: &str, plural: &str| -> Vec<String> {
            let is_text = text.fields.get(plural).is_some_and(Value::is_string);
            let several = text.take_texts(plural);
            let words =
                several.iter().flat_map(|text| if is_text { text.split_whitespace().collect() } else { vec![text.as_str()] });
            let words: Vec<String> = words.map(str::to_owned).collect();
            let one = text.take_texts(singular);
            if one.is_empty() { words } else { one }
        };
        let (tags, mut categories) = (taken("tag", "tags"), taken("category", "categories"));
        let folders = text
            .source
            .iter()
            .map(|part| part.to_string_lossy().into_owned())
            .take_while(|part| !matches!(part.as_str(), "_posts" | "_drafts"));
        let folders: Vec<String> = if is_post(&text.source) { folders.collect() } else { Vec::new() };
        categories.splice(0..0, folders.into_iter().filter(|folder| !folder.starts_with('_')));
        text.categories = categories.iter().map(|category| category.to_lowercase()).collect();
        if !categories.is_empty() {
            let section = categories.remove(0);
            text.fields.entry("section").or_insert_with(|| section.into());
        }
        let tags: Vec<String> = tags.into_iter().chain(categories).collect();
        text.set_texts("tags", tags);
        let collection = text.source.iter().next().and_then(|part| part.to_str()?.strip_prefix('_')).unwrap_or_default();
        let is_printed = self.settings.value(&["collections", collection, "output"]) == Some(&Value::Bool(true));
        if self.is_collection(collection) && collection != "posts" && !is_printed {
            text.make_draft("texts of collections that were not published, now drafts", report);
        }
        if text.source.iter().any(|part| part == "_drafts") {
            text.make_draft("drafts, which stay drafts", report);
        }
    }

    fn address(&self, text: &SourceText) -> Option<String> {
        let stem = text.path.file_stem().unwrap_or_default().to_string_lossy();
        if self.is_page(text) && text.permalink.is_none() {
            let folder = files::shown(text.folder());
            let name = if stem == "index" { String::new() } else { format!("{stem}.html") };
            return Some(address::join(&[&folder, &name]));
        }
        let collection = text.source.iter().next().map(|part| part.to_string_lossy().trim_start_matches('_').to_owned())?;
        let of_collection = self.settings.text(&["collections", &collection, "permalink"]);
        let pattern = text.permalink.as_deref().or(of_collection).or(self.settings.text(&["permalink"])).unwrap_or("date");
        let pattern = match pattern {
            _ if text.permalink.is_none() && of_collection.is_none() && !is_post(&text.source) => "/:collection/:path.html",
            "date" => "/:categories/:year/:month/:day/:title.html",
            "pretty" => "/:categories/:year/:month/:day/:title/",
            "none" => "/:categories/:title.html",
            "ordinal" | "weekdate" => return None,
            other => other,
        };
        let slug = text.text("id").map_or_else(|| text.name.split_whitespace().collect::<Vec<_>>().join("-"), str::to_owned);
        // A title is followed by the ending, which most patterns leave out.
        let pattern = pattern.replace(":output_ext", ".html");
        let pattern = if pattern.ends_with(['/', 'l']) || text.permalink.is_some() { pattern } else { format!("{pattern}.html") };
        address::fill_in(&pattern, text, |part| match part {
            "title" | "slug" => Some(slug.clone()),
            "collection" => Some(collection.clone()),
            "name" => Some(stem.to_string()),
            "path" => {
                let folder = text.folder().components().skip(1).collect::<PathBuf>();
                Some(files::shown(&folder.join(&*stem)))
            }
            "categories" => Some(text.categories.join("/")),
            _ => None,
        })
    }

    fn convert(&self, text: &SourceText, links: &Links, report: &mut Report) -> String {
        let body = liquid::convert(&text.body, text, &self.settings, links, report);
        if text.is_html {
            return markup::without_more(&body);
        }
        let body = outside_blocks(&body, |lines| markup::tasks(&kramdown(lines)));
        outside_code(&body, |piece| markup::attributes(&markup::without_more(piece)))
    }
}

fn has_front_matter(path: &Path) -> bool {
    files::read_start(path).is_ok_and(|start| start.starts_with(b"---") || start.starts_with(b"\xEF\xBB\xBF---"))
}

/// Removes what only kramdown understands, and keeps the ids of headings.
fn kramdown(text: &str) -> String {
    regex!(CONTENTS, r"(?m)^[ \t]*(?:[-*+]|\d+\.)[ \t]+.*\n\{:[^}\n]*toc[^}\n]*\}[ \t]*$");
    regex!(COMMENT, r"(?s)\{::comment\}.*?\{:/(?:comment)?\}");
    regex!(EXTENSION, r"\{::[^}\n]*\}|\{:/[^}\n]*\}");
    regex!(ID_BELOW, r"(?m)^(#{1,6}[ \t].*)\n\{:[^}\n]*#([\w-]+)[^}\n]*\}[ \t]*$");
    regex!(ATTRIBUTES, r"(?m)^[ \t>]*\{:[^}\n]*\}[ \t]*\n?|\{:[^}\n]*\}");
    // Markdown in HTML is read where an empty line ends the HTML.
    regex!(MARKDOWN, r#"(?i)(<[a-z][^<>]*?)\s+markdown\s*=\s*["']?(?:1|block|span)["']?([^<>]*>)"#);
    let text = CONTENTS.replace_all(text, "");
    let text = COMMENT.replace_all(&text, "");
    let text = EXTENSION.replace_all(&text, "");
    let text = ID_BELOW.replace_all(&text, |found: &Captures| format!("{} {{#{}}}", &found[1], &found[2]));
    let text = ATTRIBUTES.replace_all(&text, "");
    markup::heading_attributes(&MARKDOWN.replace_all(&text, "$1$2\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_of_kramdown_go() {
        let text = "* Contents\n{:toc}\n\n## A\n{: #a .b}\n\nText *b*{: .c}\n{: .wide}\n\nMore{::comment}x{:/comment}\n";
        assert_eq!(kramdown(text), "\n\n## A {#a}\n\nText *b*\n\nMore\n");
    }
}
