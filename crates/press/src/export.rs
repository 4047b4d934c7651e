//! `offprint export`: writes a newspaper as Markdown with front matter, which other tools read, too.
//!
//! Files keep their names. What is Markdown already stays as it is; articles, pages and authors in JSON become Markdown, and links to them
//! follow. An import of the export gives the same edition.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::{
    body::{addresses, markdown},
    files,
    load::{
        content::Content, encoding, fields::FieldSource, front_matter, kind::ManuscriptKind, known_fields::OFFPRINT,
        parse::Syntax, renamed_fields, site,
    },
    problem::Problems,
};

/// What an export has done.
#[derive(Debug, Default)]
pub(crate) struct Exported {
    /// Texts that were Markdown, and those that have become it.
    markdown: usize,
    converted: usize,
    others: usize,
    /// Files that stay JSON, with the reason.
    kept: Vec<String>,
}

/// A manuscript in JSON: its fields, and its text as HTML.
struct JsonText {
    fields: Map<String, Value>,
    html: String,
}

/// Writes the newspaper in `content` into the folder `to`, which is empty or not there.
///
/// # Errors
///
/// A file that cannot be read or written.
pub(crate) fn export(content: &Path, to: &Path) -> Result<Exported> {
    let mut found = Content::find(content)?;
    // What the site ignores is copied as any other file. What is wrong with the site, a check says.
    site::read(&mut found, &mut Problems::default())?;
    let manuscripts: BTreeSet<&Path> = found.manuscripts.iter().map(PathBuf::as_path).collect();
    let mut exported = Exported::default();
    let mut texts: BTreeMap<PathBuf, JsonText> = BTreeMap::new();
    for path in found.manuscripts.iter().filter(|path| files::has_extension(path, &["json"])) {
        match read_json(path, &found.shown(path), &files::read(&found.root.join(path))?) {
            Ok(Some(text)) if !found.root.join(path.with_extension("md")).exists() => drop(texts.insert(path.clone(), text)),
            Ok(Some(_)) => exported.kept.push(format!("{}: there is a file with this name in Markdown, too", found.shown(path))),
            Ok(None) => {}
            Err(reason) => exported.kept.push(reason),
        }
    }
    let converted: BTreeSet<PathBuf> = texts.keys().cloned().collect();
    for path in found.files() {
        let target = to.join(path);
        if let Some(JsonText { fields, html }) = texts.remove(path) {
            let html = addresses::replace_in_html(&html, |address| renamed(path, address, &converted));
            files::write(&target.with_extension("md"), front_matter::join(fields, &as_markdown(&html)).as_bytes())?;
            exported.converted += 1;
        } else if files::has_extension(path, &["md", "markdown"]) {
            copy_markdown(&found.root.join(path), path, &target, &converted)?;
            exported.markdown += usize::from(manuscripts.contains(path));
        } else {
            files::copy(&found.root.join(path), &target)?;
            exported.others += 1;
        }
    }
    Ok(exported)
}

impl Exported {
    /// Returns what was done as lines of text.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            format!("{:>6}  texts in Markdown", self.markdown),
            format!("{:>6}  texts in JSON, now Markdown", self.converted),
            format!("{:>6}  other files", self.others),
        ];
        lines.extend(self.kept.iter().map(|reason| format!("        stays JSON: {reason}")));
        lines
    }
}

/// Reads a manuscript in JSON. None for data that is none.
///
/// # Errors
///
/// A file that cannot be read as JSON, with a sentence.
fn read_json(path: &Path, file: &str, bytes: &[u8]) -> Result<Option<JsonText>, String> {
    let text = encoding::decode(file, bytes).map_err(|problem| problem.to_string())?;
    let source = FieldSource::whole(file.to_owned(), Syntax::Json, text);
    let value = source.parse(&mut Vec::new()).map_err(|problem| problem.to_string())?;
    let Value::Object(fields) = value else { return Ok(None) };
    let is_standing = ManuscriptKind::of(path) != ManuscriptKind::Article;
    let own = ["title", "date_published", "content_html", "content_text"];
    let is_text = is_standing || own.iter().any(|name| fields.contains_key(*name));
    if !is_text || fields.contains_key("items") {
        return Ok(None);
    }
    let mut fields = renamed_fields::as_written(fields, &source, &[]);
    if let Some(Value::Object(own)) = fields.remove("_offprint") {
        fields.insert("_offprint".to_owned(), renamed_fields::as_written(own, &source, &["_offprint"]).into());
    }
    // At the top of JSON nobody reads these; in front matter they would be read.
    let unread: Vec<String> =
        fields.keys().filter(|name| OFFPRINT.contains(&name.as_str()) || *name == "date").cloned().collect();
    for name in unread {
        let value = fields.remove(&name);
        if let Value::Object(extra) = fields.entry("extra").or_insert_with(|| Map::new().into()) {
            extra.insert(name, value.unwrap_or_default());
        }
    }
    let mut body = |name: &str| match fields.remove(name) {
        Some(Value::String(text)) => Some(text).filter(|text| !text.trim().is_empty()),
        _ => None,
    };
    let (html, text) = (body("content_html"), body("content_text"));
    let html = html.or_else(|| text.map(|text| markdown::plain_text(&text))).unwrap_or_default();
    Ok(Some(JsonText { fields, html }))
}

/// Returns HTML so that Markdown leaves it as it is: one block of HTML, which only an empty line ends.
fn as_markdown(html: &str) -> String {
    const BLOCKS: [&str; 12] =
        ["<p>", "<p ", "<h1", "<h2", "<h3", "<h4", "<ul>", "<ol>", "<figure>", "<blockquote>", "<table>", "<div"];
    let html = html.trim();
    let mut markdown = String::with_capacity(html.len());
    for (index, line) in html.split('\n').enumerate() {
        if index > 0 {
            // A character reference is the same line end to a reader of HTML, but no empty line.
            markdown.push_str(if line.trim().is_empty() { "&#10;" } else { "\n" });
        }
        markdown.push_str(line);
    }
    // The tag of the body begins a block, and is none of a text.
    if html.is_empty() || BLOCKS.iter().any(|block| html.starts_with(block)) { markdown } else { format!("<body>{markdown}") }
}

/// Copies a text in Markdown. Links to texts that have become Markdown follow.
fn copy_markdown(from: &Path, path: &Path, to: &Path, converted: &BTreeSet<PathBuf>) -> Result<()> {
    let bytes = files::read(from)?;
    let text = std::str::from_utf8(&bytes).ok().filter(|text| text.contains(".json"));
    match text.map(|text| addresses::replace_in_markdown(text, |address| renamed(path, address, converted))) {
        Some(text) => files::write(to, text.as_bytes()),
        None => files::copy(from, to),
    }
    .with_context(|| format!("cannot export {}", from.display()))
}

/// Returns the new address of a text that has become Markdown, for a link in the file `path`.
fn renamed(path: &Path, address: &str, converted: &BTreeSet<PathBuf>) -> Option<String> {
    let (file, rest) = address.split_at(address.find(['#', '?']).unwrap_or(address.len()));
    let stem = file.strip_suffix(".json")?;
    let decoded = percent_encoding::percent_decode_str(file).decode_utf8().ok()?;
    let target = files::resolve(path.parent().unwrap_or(Path::new("")), &decoded)?;
    converted.contains(&target).then(|| format!("{stem}.md{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_leaves_html_as_it_is() {
        for html in [
            "<p>a\n\nb</p>\n\n<pre>c\n\n\n    d</pre>",
            "Text *alone* with <b>x</b>\n\nand_more_",
            "<pre>a\n\nb</pre>\n# c",
            "<p>a</p>\n \n    code",
            "- a",
        ] {
            let shown = markdown::to_html(&as_markdown(html));
            let shown = shown.replace("&#10;", "\n").replace("<body>", "");
            assert_eq!(shown.trim_end(), html, "{html}");
        }
    }

    #[test]
    fn links_to_what_was_renamed_follow() {
        let converted = BTreeSet::from([PathBuf::from("news/a b.json")]);
        let renamed = |address: &str| renamed(Path::new("notes/c.md"), address, &converted);
        assert_eq!(renamed("../news/a%20b.json#x").as_deref(), Some("../news/a%20b.md#x"));
        assert_eq!(renamed("/news/a b.json").as_deref(), Some("/news/a b.md"));
        assert_eq!([renamed("data.json"), renamed("../../x.json"), renamed("a.md")], [None, None, None]);
    }
}
