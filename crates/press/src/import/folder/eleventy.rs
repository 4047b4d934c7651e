//! Eleventy: templates in Markdown and HTML with Liquid or Nunjucks, values for folders.

use std::path::{Path, PathBuf};

use anyhow::Result;
use regex::Regex;
use serde_json::{Map, Value};

use super::{
    super::{Publication, report::Report},
    Generator, Role, address, is_front_page,
    links::Links,
    liquid, markup,
    settings::{Settings, text_in_script},
    text::SourceText,
};
use crate::{
    body::code::{outside_blocks, outside_code},
    files,
};

pub(super) const SETTINGS: [&str; 5] =
    ["eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", "eleventy.config.ts", ".eleventy.js"];

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
    pub(super) fn new(folder: &Path) -> Result<Eleventy> {
        let script = SETTINGS.iter().find_map(|name| std::fs::read_to_string(folder.join(name)).ok()).unwrap_or_default();
        let setter = Regex::new(r#"setInputDirectory\(\s*["']([^"']+)["']"#).expect("a valid expression");
        let input = setter.captures(&script).map(|found| found[1].to_owned()).or_else(|| text_in_script(&script, "input"));
        let input = PathBuf::from(input.unwrap_or_default().trim_start_matches("./").trim_end_matches('/'));
        let input =
            if input.components().all(|part| matches!(part, std::path::Component::Normal(_))) { input } else { PathBuf::new() };
        let data = ["_data/site.json", "_data/metadata.json", "_data/meta.json"].map(|name| files::shown(&input.join(name)));
        let site = Settings::read(folder, &data.each_ref().map(String::as_str))?;
        let copy = Regex::new(r#"addPassthroughCopy\(\s*(?:\{\s*)?["'](?:\./)?([\w./-]+?)/?(?:\*\*.*)?["']"#)
            .expect("a valid expression");
        let copied = copy.captures_iter(&script).map(|found| PathBuf::from(&found[1])).collect();
        Ok(Eleventy { folder: folder.to_owned(), input, site, copied })
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
        if let Some(folder) = self.copied.iter().find(|folder| path.starts_with(folder)) {
            let target = folder.strip_prefix(&self.input).ok().filter(|_| !self.input.as_os_str().is_empty());
            let target = target.unwrap_or(folder).join(path.strip_prefix(folder).unwrap_or(path));
            let is_public = folder.file_name().is_some_and(|name| name == "public" || name == "static");
            return Role::File(if is_public { path.strip_prefix(folder).unwrap_or(path).to_owned() } else { target });
        }
        let Ok(target) = path.strip_prefix(&self.input) else { return Role::Tool };
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        let is_readme = target.components().count() == 1 && ["readme", "changelog", "license"].contains(&stem.as_str());
        match () {
            () if is_special || is_readme || files::has_extension(path, &["js", "cjs", "mjs", "ts", "json"]) => Role::Tool,
            () if is_front_page(target) => Role::Section(target.to_owned()),
            () if files::has_extension(path, &["md", "markdown"]) => Role::Text(target.to_owned()),
            () => Role::File(target.to_owned()),
        }
    }

    fn excluded(&self) -> Vec<String> {
        let file = std::fs::read_to_string(self.folder.join(".eleventyignore")).unwrap_or_default();
        file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
    }

    fn is_page(&self, text: &SourceText) -> bool {
        text.is_at_top() && text.text("date").is_none() && text.day.is_none()
    }

    fn rename_fields(&self, text: &mut SourceText, report: &mut Report) {
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
        text.set_texts("tags", tags);
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
        text.take_section_of_folder();
    }

    fn address(&self, text: &SourceText) -> Option<String> {
        if let Some(permalink) = &text.permalink {
            let permalink = permalink.replace("{{ page.fileSlug }}", &text.name);
            return (!permalink.contains(['{', '%'])).then(|| permalink.trim_end_matches("index.html").to_owned());
        }
        Some(address::join(&[&files::shown(text.parent_folder()), &address::part(&text.name), "/"]))
    }

    fn convert(&self, text: &SourceText, links: &Links, report: &mut Report) -> String {
        let body = liquid::convert(&text.body, text, &self.site, links, report);
        let body = outside_blocks(&body, |lines| markup::heading_attributes(&markup::tasks(lines)));
        outside_code(&body, |piece| markup::attributes(&markup::without_more(piece)))
    }
}
