//! Docusaurus: `docs` and `blog`, MDX, call-outs between `:::`.

use std::path::{Path, PathBuf};

use regex::{Captures, Regex};
use serde_json::{Map, Value};

use super::{
    super::{
        Publication,
        report::{Category, Report},
    },
    Generator, Role,
    links::Links,
    markup::{self, regex},
    settings::{Settings, text_in_script},
    text::Text,
};
use crate::{body::code::outside_code, files};

pub(super) struct Docusaurus {
    script: String,
    /// Who writes, by key.
    authors: Settings,
}

impl Docusaurus {
    pub(super) fn new(folder: &Path) -> Docusaurus {
        let names = ["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "docusaurus.config.cjs"];
        let script = names.iter().find_map(|name| std::fs::read_to_string(folder.join(name)).ok()).unwrap_or_default();
        let authors = Settings::read(folder, &["blog/authors.yml", "blog/authors.yaml"]).unwrap_or_default();
        Docusaurus { script, authors }
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
        publication.url = text_in_script(&self.script, "url").and_then(|url| super::super::public_address(&url));
    }

    fn role(&self, path: &Path) -> Role {
        if let Ok(place) = path.strip_prefix("static") {
            return Role::File(place.to_owned());
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_text = [".md", ".mdx"].iter().any(|extension| name.ends_with(extension));
        let is_partial = path.iter().any(|part| part.to_string_lossy().starts_with('_'));
        if name == "_category_.json" || name == "_category_.yml" || is_partial {
            return Role::Tool;
        }
        let place = match path.strip_prefix("src/pages") {
            Ok(page) => is_text.then(|| Path::new("pages").join(page)),
            Err(_) if path.starts_with("docs") || path.starts_with("blog") => Some(path.to_owned()),
            Err(_) => translated(path),
        };
        match place {
            Some(place) if is_text => Role::Text(place),
            Some(place)
                if !matches!(
                    place.extension().and_then(|name| name.to_str()),
                    Some("yml" | "yaml" | "json" | "js" | "ts" | "tsx" | "jsx")
                ) =>
            {
                Role::File(place)
            }
            _ => Role::Tool,
        }
    }

    fn is_page(&self, text: &Text) -> bool {
        text.place.starts_with("pages")
    }

    fn shape(&self, text: &mut Text, report: &mut Report) {
        let legacy = text.fields.remove("author").or_else(|| text.fields.remove("authorTitle"));
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
            text.fields.entry("date").or_insert(date);
        }
        if text.is_true("unlisted") {
            text.make_draft("pages that were not in lists, now drafts", report);
        }
        text.take_section_of_folder();
        text.take_permalink("slug");
        for name in [
            "sidebar_position",
            "sidebar_label",
            "sidebar_class_name",
            "hide_title",
            "hide_table_of_contents",
            "pagination_label",
        ] {
            text.fields.remove(name);
        }
        // The first heading is the title.
        regex!(TITLE, r"^\s*#[ \t]+(.+?)[ \t]*(?:\{[^}\n]*\})?[ \t]*(?:\n|$)");
        let body = text.body.trim_start().to_owned();
        let body = without_imports(&body);
        if let Some(found) = TITLE.captures(&body) {
            text.fields.entry("title").or_insert_with(|| found[1].replace(['`', '*'], "").into());
            text.body = body[found[0].len()..].to_owned();
        }
        // A number in front of the name is its place in the list.
        regex!(NUMBER, r"^\d+\s*[-_.]+\s*([^-_.\s].*)$");
        if text.day.is_none()
            && let Some(found) = NUMBER.captures(&text.name)
        {
            text.name = found[1].to_owned();
        }
    }

    fn address(&self, text: &Text) -> Option<String> {
        let prefix = text.language.as_ref().map(|language| format!("/{language}")).unwrap_or_default();
        if text.place.starts_with("pages") {
            let place = files::shown(text.folder().strip_prefix("pages").unwrap_or(Path::new("")));
            return Some(format!("{prefix}/{place}/{}/", text.name).replace("//", "/"));
        }
        let top = files::shown(Path::new(text.place.iter().next()?));
        let is_index = text.place.file_stem().is_some_and(|stem| stem == "index");
        let folder = if is_index { text.folder().parent()? } else { text.folder() };
        match &text.permalink {
            Some(slug) if slug.starts_with('/') => return Some(format!("{prefix}/{top}{slug}")),
            Some(slug) => return Some(format!("{prefix}/{}/{slug}", files::shown(folder))),
            None => {}
        }
        match (&text.day, top.as_str()) {
            (Some(day), "blog") => Some(format!("{prefix}/blog/{}/{}", day.replace('-', "/"), text.name)),
            _ => Some(format!("{prefix}/{}/{}", files::shown(folder), text.name)),
        }
    }

    fn convert(&self, text: &Text, links: &Links, report: &mut Report) -> String {
        let body = markup::containers(&without_imports(&markup::without_more(&text.body)));
        let mut removed: Vec<String> = Vec::new();
        let removed_names = std::cell::RefCell::new(&mut removed);
        let changed = |piece: &str| {
            let piece = components(piece, &mut removed_names.borrow_mut());
            markup::attributes(&markup::tasks(&addresses(&piece)))
        };
        let body = outside_code(&body, changed);
        for component in removed {
            let what = format!("components <{component}>, which only Docusaurus understands; the text inside stays");
            report.add(Category::LeftOut, &what, files::shown(&text.source));
        }
        links.rebase(text, &body)
    }
}

/// Returns the place of a translated text: next to the original, with the language in its name.
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
    let place: PathBuf = std::iter::once(top.to_owned()).chain(parts).collect();
    let extension = place.extension()?.to_string_lossy().into_owned();
    Some(place.with_extension(format!("{language}.{extension}")))
}

/// Removes the imports and exports of MDX.
fn without_imports(text: &str) -> String {
    regex!(
        IMPORT,
        r#"(?m)^(?:import\s+(?:[\w{},*\s]+\s+from\s+)?["'][^"'\n]+["'];?|export\s+(?:const|default|function)\b[^\n]*(?:\n[^\n]+)*)[ \t]*\n?"#
    );
    outside_code(text, |piece| IMPORT.replace_all(piece, "").into_owned())
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

/// Brings addresses of pictures in JavaScript and from the top of the source into the form of HTML.
fn addresses(text: &str) -> String {
    regex!(REQUIRE, r#"=\{\s*(?:require|useBaseUrl)\(\s*["']([^"']+)["']\s*\)(?:\.default)?\s*\}"#);
    let text = REQUIRE.replace_all(text, "=\"$1\"");
    let site = Regex::new(r#"(\]\(\s*<?|=\s*["'])@site/(?:static/)?"#).expect("a valid expression");
    let text = site.replace_all(&text, "$1/");
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
        assert_eq!(
            without_imports("import A from '@site/a';\nimport {B} from \"b\"\n\nText\n```\nimport x from 'y'\n```\n"),
            "\nText\n```\nimport x from 'y'\n```\n"
        );
        assert_eq!(
            addresses("<img src={require('./a.png').default} /> ![b](@site/static/b.png)"),
            "<img src=\"./a.png\" /> ![b](/b.png)"
        );
    }

    #[test]
    fn a_translation_is_next_to_the_original() {
        let place = |path: &str| translated(Path::new(path)).map(|place| files::shown(&place));
        assert_eq!(place("i18n/fr/docusaurus-plugin-content-docs/current/a/b.md").as_deref(), Some("docs/a/b.fr.md"));
        assert_eq!(place("i18n/fr/code.json"), None);
    }
}
