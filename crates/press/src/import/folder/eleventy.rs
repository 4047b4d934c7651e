//! Eleventy: templates in Markdown and HTML with Liquid or Nunjucks, values for folders.

use std::path::{Path, PathBuf};

use regex::Regex;
use serde_json::{Map, Value};

use super::{
    super::{Publication, report::Report},
    Generator, Role, address, is_front_page,
    links::Links,
    liquid, markup,
    settings::{Settings, text_in_script},
    text::Text,
};
use crate::{body::code::outside_code, files};

pub(super) struct Eleventy {
    folder: PathBuf,
    /// Where the templates are, from the folder.
    input: PathBuf,
    /// What `_data` says of the site.
    site: Settings,
    /// The folders whose files are copied as they are, from the folder.
    copied: Vec<PathBuf>,
}

impl Eleventy {
    pub(super) fn new(folder: &Path) -> Eleventy {
        let names = ["eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", "eleventy.config.ts", ".eleventy.js"];
        let script = names.iter().find_map(|name| std::fs::read_to_string(folder.join(name)).ok()).unwrap_or_default();
        let setter = Regex::new(r#"setInputDirectory\(\s*["']([^"']+)["']"#).expect("a valid expression");
        let input = setter.captures(&script).map(|found| found[1].to_owned()).or_else(|| text_in_script(&script, "input"));
        let input = PathBuf::from(input.unwrap_or_default().trim_start_matches("./").trim_end_matches('/'));
        let input =
            if input.components().all(|part| matches!(part, std::path::Component::Normal(_))) { input } else { PathBuf::new() };
        let data = ["_data/site.json", "_data/metadata.json", "_data/meta.json"].map(|name| files::shown(&input.join(name)));
        let site = Settings::read(folder, &data.each_ref().map(String::as_str)).unwrap_or_default();
        let copy = Regex::new(r#"addPassthroughCopy\(\s*(?:\{\s*)?["'](?:\./)?([\w./-]+?)/?(?:\*\*.*)?["']"#)
            .expect("a valid expression");
        let copied = copy.captures_iter(&script).map(|found| PathBuf::from(&found[1])).collect();
        Eleventy { folder: folder.to_owned(), input, site, copied }
    }

    /// Returns the values that the folders above a text give, the nearest first.
    fn values(&self, source: &Path) -> Vec<Map<String, Value>> {
        let mut values = Vec::new();
        let own = source.with_extension("");
        let folders = source.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        let stems = std::iter::once(own).chain(folders.map(|folder| folder.join(folder.file_name().unwrap_or_default())));
        for stem in stems {
            for ending in [".11tydata.json", ".json"] {
                let file = self.folder.join(format!("{}{ending}", stem.display()));
                if let Some(Value::Object(found)) = std::fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok())
                {
                    values.push(found);
                }
            }
        }
        values
    }
}

impl Generator for Eleventy {
    fn describe(&self, publication: &mut Publication) {
        let text = |keys: &[&str]| keys.iter().find_map(|key| self.site.text(&[key])).map(str::to_owned);
        publication.title = text(&["title", "name"]).unwrap_or_default();
        publication.description = text(&["description"]);
        publication.language = text(&["language", "lang"]);
        publication.url = text(&["url", "base"]).and_then(|url| super::super::public_address(&url));
    }

    fn role(&self, path: &Path) -> Role {
        let is_special = path.iter().any(|part| part.to_string_lossy().starts_with('_'));
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if let Some(folder) = self.copied.iter().find(|folder| path.starts_with(folder)) {
            let place = folder.strip_prefix(&self.input).ok().filter(|_| !self.input.as_os_str().is_empty());
            let place = place.unwrap_or(folder).join(path.strip_prefix(folder).unwrap_or(path));
            let is_public = folder.file_name().is_some_and(|name| name == "public" || name == "static");
            return Role::File(if is_public { path.strip_prefix(folder).unwrap_or(path).to_owned() } else { place });
        }
        let Ok(place) = path.strip_prefix(&self.input) else { return Role::Tool };
        let is_text = [".md", ".markdown"].iter().any(|extension| name.ends_with(extension));
        let is_readme =
            place.components().count() == 1 && ["readme", "changelog", "license"].iter().any(|known| name.starts_with(known));
        match () {
            () if is_special || is_readme => Role::Tool,
            () if is_front_page(place) => Role::Section(place.to_owned()),
            () if is_text => Role::Text(place.to_owned()),
            () if [".html", ".njk", ".liquid"].iter().any(|extension| name.ends_with(extension)) => Role::Tool,
            () if [".js", ".cjs", ".mjs", ".ts", ".json"].iter().any(|extension| name.ends_with(extension)) => Role::Tool,
            () => Role::File(place.to_owned()),
        }
    }

    fn is_page(&self, text: &Text) -> bool {
        text.place.components().count() == 1 && text.text("date").is_none() && text.day.is_none()
    }

    fn shape(&self, text: &mut Text, report: &mut Report) {
        let mut tags = text.take_texts("tags");
        for values in self.values(&text.source.clone()) {
            for (name, value) in values.into_iter().filter(|(name, _)| name != "tags") {
                text.fields.entry(name).or_insert(value);
            }
        }
        // They group templates, and say nothing to a reader.
        let folder = text.folder().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        tags.retain(|tag| {
            !matches!(tag.as_str(), "post" | "posts" | "note" | "notes" | "nav" | "all" | "page" | "pages") && *tag != folder
        });
        if !tags.is_empty() {
            text.fields.insert("tags".to_owned(), tags.into());
        }
        if text.is_false("permalink") {
            text.make_draft("pages that were not published, now drafts", report);
        }
        text.take_permalink("permalink");
        // These are moments in the history of the file.
        let is_moment = text
            .text("date")
            .is_some_and(|date| date.to_lowercase().contains("modified") || date.to_lowercase().contains("created"));
        if is_moment {
            text.fields.remove("date");
        }
        for name in ["layout", "eleventyNavigation", "eleventyExcludeFromCollections", "templateEngineOverride"] {
            text.fields.remove(name);
        }
        text.take_section_of_folder();
    }

    fn address(&self, text: &Text) -> Option<String> {
        if let Some(permalink) = &text.permalink {
            return (!permalink.contains(['{', '%'])).then(|| permalink.trim_end_matches("index.html").to_owned());
        }
        let is_index = text.place.file_stem().is_some_and(|stem| stem == "index");
        let folder = if is_index { text.folder().parent().unwrap_or(Path::new("")) } else { text.folder() };
        Some(format!("/{}/{}/", files::shown(folder), address::part(&text.name)).replace("//", "/"))
    }

    fn convert(&self, text: &Text, links: &Links, report: &mut Report) -> String {
        let body = liquid::convert(&markup::without_more(&text.body), text, &self.site, links, report);
        outside_code(&body, |piece| markup::attributes(&markup::tasks(piece)))
    }
}
