//! Docusaurus: `docs` and `blog`, MDX, call-outs between `:::`.

use std::path::{Path, PathBuf};

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
    markup,
    settings::{Settings, text_in_script},
    text::SourceText,
};
use crate::{
    body::code::{outside_blocks, outside_code},
    files,
};

pub(super) const SETTINGS: [&str; 4] =
    ["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "docusaurus.config.cjs"];

pub(super) struct Docusaurus {
    script: String,
    /// Who writes, by key.
    authors: Settings,
}

impl Docusaurus {
    pub(super) fn new(folder: &Path) -> Result<Docusaurus> {
        let script = SETTINGS.iter().find_map(|name| std::fs::read_to_string(folder.join(name)).ok()).unwrap_or_default();
        let authors = Settings::read(folder, &["blog/authors.yml", "blog/authors.yaml"])?;
        Ok(Docusaurus { script, authors })
    }

    /// Returns an author as JSON Feed has them, for a key, a name or a group of fields.
    fn author(&self, written: &Value) -> Option<Value> {
        let known = written.as_str().or_else(|| written.get("key")?.as_str()).and_then(|key| self.authors.value(&[key]));
        let field = |names: &[&str]| {
            let find = |group: &Value| names.iter().find_map(|name| group.get(name)?.as_str().map(str::to_owned));
            find(written).or_else(|| known.and_then(find))
        };
        let name = field(&["name"]).or_else(|| written.as_str().map(str::to_owned))?;
        let mut author = Map::from_iter([("name".to_owned(), name.into())]);
        if let Some(url) = field(&["url"]) {
            author.insert("url".to_owned(), url.into());
        }
        Some(author.into())
    }
}

impl Generator for Docusaurus {
    fn describe(&self, publication: &mut Publication) {
        publication.title = text_in_script(&self.script, "title").unwrap_or_default();
        publication.description = text_in_script(&self.script, "tagline");
        publication.language = text_in_script(&self.script, "defaultLocale");
        let base = text_in_script(&self.script, "baseUrl").unwrap_or_default();
        let whole = |url: String| format!("{}/{}", url.trim_end_matches('/'), base.trim_start_matches('/'));
        publication.url = text_in_script(&self.script, "url").map(whole).and_then(|url| super::super::public_address(&url));
    }

    fn has_language_in_names(&self) -> bool {
        // Translations are in folders of their own, and are put next to the originals.
        true
    }

    fn role(&self, path: &Path) -> Role {
        if let Ok(target) = path.strip_prefix("static") {
            return Role::File(target.to_owned());
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_text = files::has_extension(path, &["md", "mdx"]);
        let is_partial = path.iter().any(|part| part.to_string_lossy().starts_with('_'));
        if name == "_category_.json" || name == "_category_.yml" || is_partial {
            return Role::Tool;
        }
        let target = match path.strip_prefix("src/pages") {
            Ok(page) => is_text.then(|| Path::new("pages").join(page)),
            Err(_) if path.starts_with("docs") || path.starts_with("blog") => Some(path.to_owned()),
            Err(_) => translated(path),
        };
        match target {
            Some(target) if is_text => Role::Text(target),
            Some(target) if !files::has_extension(path, &["yml", "yaml", "json", "js", "ts", "tsx", "jsx"]) => Role::File(target),
            _ => Role::Tool,
        }
    }

    fn is_page(&self, text: &SourceText) -> bool {
        text.path.starts_with("pages")
    }

    fn rename_fields(&self, text: &mut SourceText, report: &mut Report) {
        let legacy = text.fields.remove("author");
        let authors = match text.fields.remove("authors").or(legacy) {
            Some(Value::Array(list)) => list.iter().filter_map(|author| self.author(author)).collect(),
            Some(author) => self.author(&author).into_iter().collect::<Vec<_>>(),
            None => Vec::new(),
        };
        if !authors.is_empty() {
            text.fields.insert("authors".to_owned(), authors.into());
        }
        if let Some(Value::Array(tags)) = text.fields.get_mut("tags") {
            for tag in tags {
                if let Some(label) = tag.get("label").cloned() {
                    *tag = label;
                }
            }
        }
        let date = text.fields.get("last_update").and_then(|update| update.get("date")).cloned();
        if let Some(date) = date {
            text.fields.entry("date_modified").or_insert(date);
        }
        if text.is_true("unlisted") {
            text.make_draft("pages that were not in lists, now drafts", report);
        }
        text.take_section_of_folder();
        text.take_permalink("slug");
        // The first heading is the title.
        regex!(TITLE, r"^\s*#[ \t]+(.+?)[ \t]*(?:\{[^}\n]*\})?[ \t]*(?:\n|$)");
        let body = text.body.trim_start().to_owned();
        let body = outside_blocks(&body, without_imports);
        if let Some(found) = TITLE.captures(&body) {
            let heading = found[1].replace(['`', '*'], "");
            let title = text.fields.entry("title").or_insert_with(|| heading.clone().into());
            // Under another title it is a heading of the text.
            if title.as_str() == Some(&heading) {
                text.body = body[found[0].len()..].to_owned();
            }
        }
        // A number in front of the name is its place in the list.
        regex!(NUMBER, r"^\d+\s*[-_.]+\s*([^-_.\s].*)$");
        if text.day.is_none()
            && let Some(found) = NUMBER.captures(&text.name)
        {
            text.name = found[1].to_owned();
        }
    }

    fn address(&self, text: &SourceText) -> Option<String> {
        let language = text.language.as_deref().unwrap_or_default();
        if text.path.starts_with("pages") {
            let target = files::shown(text.folder().strip_prefix("pages").unwrap_or(Path::new("")));
            return Some(address::join(&[language, &target, &text.name, "/"]));
        }
        let top = files::shown(Path::new(text.path.iter().next()?));
        let folder = files::shown(text.parent_folder());
        match (&text.permalink, &text.day, top.as_str()) {
            (Some(slug), ..) if slug.starts_with('/') => Some(address::join(&[language, &top, slug])),
            (Some(slug), ..) => Some(address::join(&[language, &folder, slug])),
            (None, Some(day), "blog") => Some(address::join(&[language, "blog", &day.replace('-', "/"), &text.name])),
            _ => Some(address::join(&[language, &folder, &text.name])),
        }
    }

    fn convert(&self, text: &SourceText, _links: &Links, report: &mut Report) -> String {
        let body = outside_blocks(&text.body, without_imports);
        let body = outside_blocks(&markup::containers(&body), |lines| markup::heading_attributes(&markup::tasks(lines)));
        let mut removed: Vec<String> = Vec::new();
        let body = outside_code(&body, |piece| {
            let piece = components(&markup::without_more(piece), &mut removed);
            markup::attributes(&addresses(&piece))
        });
        for component in removed {
            let what = format!("components <{component}>, which only Docusaurus understands; the text inside stays");
            report.add(Category::LeftOut, &what, files::shown(&text.source));
        }
        body
    }
}

/// Returns the path of a translated text: next to the original, with the language in its name.
fn translated(path: &Path) -> Option<PathBuf> {
    let mut parts = path.iter().map(|part| part.to_string_lossy().into_owned());
    if parts.next()? != "i18n" {
        return None;
    }
    let (language, plugin) = (parts.next()?, parts.next()?);
    let top = match plugin.as_str() {
        "docusaurus-plugin-content-blog" => "blog",
        "docusaurus-plugin-content-docs" if parts.next()? == "current" => "docs",
        "docusaurus-plugin-content-pages" => "pages",
        _ => return None,
    };
    let target: PathBuf = std::iter::once(top.to_owned()).chain(parts).collect();
    let extension = target.extension()?.to_string_lossy().into_owned();
    Some(target.with_extension(format!("{language}.{extension}")))
}

/// Removes the imports and exports of MDX.
fn without_imports(text: &str) -> String {
    regex!(
        IMPORT,
        r#"(?m)^(?:import\s+(?:[\w{},*\s]+\s+from\s+)?["'][^"'\n]+["'];?|export\s+(?:const|default|function)\b[^\n]*(?:\n[^\n]+)*)[ \t]*\n?"#
    );
    IMPORT.replace_all(text, "").into_owned()
}

/// Removes components and what else only MDX understands; tabs become titles.
fn components(text: &str, removed: &mut Vec<String>) -> String {
    regex!(COMMENT, r"(?s)\{/\*.*?\*/\}");
    regex!(TAB, r#"<TabItem\b[^>]*?\blabel=["']([^"'\n]*)["'][^>]*>"#);
    regex!(TABS, r"</?(?:Tabs|TabItem)\b[^>]*>");
    regex!(COMPONENT, r"</?([A-Z][\w.]*)\b(?:[^<>{}]|\{[^{}]*\}|\{\{[^{}]*\}\})*>");
    regex!(STYLE, r#"\s(?:style=\{\{[^{}]*\}\}|(?:className|key)=(?:"[^"]*"|\{[^{}]*\}))"#);
    let text = COMMENT.replace_all(text, "");
    let text = TAB.replace_all(&text, "\n**$1**\n");
    let text = TABS.replace_all(&text, "");
    let text = COMPONENT.replace_all(&text, |found: &Captures| {
        if !found[0].starts_with("</") {
            removed.push(found[1].to_owned());
        }
        ""
    });
    STYLE.replace_all(&text, "").into_owned()
}

/// Rewrites addresses of pictures in JavaScript, and those from the top of the source, as HTML has them.
fn addresses(text: &str) -> String {
    regex!(REQUIRE, r#"=\{\s*(?:require|useBaseUrl)\(\s*["']([^"']+)["']\s*\)(?:\.default)?\s*\}"#);
    let text = REQUIRE.replace_all(text, "=\"$1\"");
    regex!(SITE, r#"(\]\(\s*<?|=\s*["'])@site/(?:static/)?"#);
    let text = SITE.replace_all(&text, "$1/");
    text.replace("](pathname://", "](")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_go_and_their_text_stays() {
        let mut removed = Vec::new();
        let text = "<Tabs groupId=\"a\">\n<TabItem value=\"x\" label=\"Linux\">\nOne\n</TabItem>\n</Tabs>\n<Note kind={x}>Two</Note><b style={{color: 'red'}}>c</b>{/* x */}";
        let changed = components(text, &mut removed);
        assert_eq!(changed, "\n\n**Linux**\n\nOne\n\n\nTwo<b>c</b>");
        assert_eq!(removed, ["Note"]);
    }

    #[test]
    fn imports_and_addresses_of_javascript_go() {
        assert_eq!(without_imports("import A from '@site/a';\nimport {B} from \"b\"\n\nText\n"), "\nText\n");
        assert_eq!(
            addresses("<img src={require('./a.png').default} /> ![b](@site/static/b.png)"),
            "<img src=\"./a.png\" /> ![b](/b.png)"
        );
    }

    #[test]
    fn a_translation_is_next_to_the_original() {
        let target = |path: &str| translated(Path::new(path)).map(|target| files::shown(&target));
        assert_eq!(target("i18n/fr/docusaurus-plugin-content-docs/current/a/b.md").as_deref(), Some("docs/a/b.fr.md"));
        assert_eq!(target("i18n/fr/code.json"), None);
    }
}
