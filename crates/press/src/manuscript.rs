//! One manuscript: from its file to an article whose own fields are right.

use std::path::{Path, PathBuf};

use anyhow::Result;
use edition::{Article, Credit, Role, slug};
use jiff::Timestamp;
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

use crate::{
    content::Content,
    dates,
    fields::{Origin, Syntax},
    files,
    problem::{Place, Problem, Severity},
};

/// A manuscript that could be read.
#[derive(Debug)]
pub(crate) struct Manuscript {
    /// The file, from CONTENT.
    pub(crate) path: PathBuf,
    pub(crate) origin: Origin,
    pub(crate) article: Article,
    /// The id as the newsroom wrote it; the article's is its address.
    pub(crate) written_id: String,
    /// When the article was published.
    pub(crate) moment: Timestamp,
    pub(crate) body: Body,
}

/// The body as written, not yet cleaned.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) html: String,
    /// The field that it came from; none for Markdown, whose text follows the front matter.
    pub(crate) field: Option<&'static str>,
    /// The text of the file from which the body came, to find places in, and the lines before it.
    pub(crate) text: String,
    pub(crate) skipped: usize,
}

/// What front matter may say without `_offprint` around it.
const OFFPRINT: [&str; 10] =
    ["section", "source", "credits", "statement", "corrections", "translations", "picks", "draft", "image_alt", "recommended"];

/// Reads and checks one manuscript. Without a problem there is always a manuscript.
pub(crate) fn read(content: &Content, path: &Path) -> Result<(Option<Manuscript>, Vec<Problem>)> {
    let mut problems = Vec::new();
    let bytes = files::read(&content.root.join(path))?;
    let file = content.shown(path);
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
            problems.push(Problem {
                file,
                place: Some(Place::line(line)),
                severity: Severity::Error,
                field: None,
                message: "this is not UTF-8. Save the file as UTF-8.".into(),
            });
            return Ok((None, problems));
        }
    };
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text).replace("\r\n", "\n");
    let read = match path.extension().and_then(|extension| extension.to_str()).map(str::to_lowercase).as_deref() {
        Some("md" | "markdown") => split_markdown(file, text),
        _ => Ok((Origin { file, syntax: Syntax::Json, text, skipped: 0, flat: false }, None)),
    };
    let manuscript = match read {
        Ok((origin, markdown)) => from_fields(path, origin, markdown, &mut problems),
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    Ok((manuscript, problems))
}

/// Parts front matter from text. `---` fences YAML, `+++` TOML.
fn split_markdown(file: String, text: String) -> Result<(Origin, Option<Body>), Problem> {
    let (fence, syntax) = if text.starts_with("+++") { ("+++", Syntax::Toml) } else { ("---", Syntax::Yaml) };
    let lines: Vec<&str> = text.split('\n').collect();
    let end = lines.iter().skip(1).position(|line| line.trim_end() == fence).map(|end| end + 1);
    let begun = lines[0].trim_end() == fence;
    let Some(end) = end.filter(|_| begun) else {
        let message = if begun {
            format!("the front matter has no end. Put a line {fence} after its last field.")
        } else {
            "there is no front matter. Begin the file with a line ---, then id, title and date, then a line ---.".to_owned()
        };
        return Err(Problem { file, place: Some(Place::line(1)), severity: Severity::Error, field: None, message });
    };
    let front_matter = lines[1..end].join("\n");
    let markdown = lines[end + 1..].join("\n");
    let body = Body { html: crate::body::markdown(&markdown), field: None, text: markdown, skipped: end + 1 };
    Ok((Origin { file, syntax, text: front_matter, skipped: 1, flat: true }, Some(body)))
}

fn from_fields(path: &Path, origin: Origin, markdown: Option<Body>, problems: &mut Vec<Problem>) -> Option<Manuscript> {
    let mut value = match origin.parse() {
        Ok(value) => value,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    let Some(fields) = value.as_object_mut() else {
        problems.push(origin.error(&[], "expected the fields of an article, such as id, title and date."));
        return None;
    };
    if origin.flat {
        unflatten(fields);
    }
    // JSON Feed asks readers to take an id that is a number for a text.
    if let Some(id) = fields.get_mut("id").filter(|id| id.is_u64()) {
        *id = id.to_string().into();
    }
    let known = problems.len();
    let mut article: Article = origin.read(value, problems)?;
    let told =
        |field: &str, problems: &[Problem]| problems[known..].iter().any(|problem| problem.field.as_deref() == Some(field));

    let written_id = article.id.trim().to_owned();
    article.id = slug(&written_id.nfc().collect::<String>());
    if article.id.is_empty() && !told("id", problems) {
        let stem = slug(&path.file_stem().unwrap_or_default().to_string_lossy());
        problems.push(origin.error(&["id"], format!("is missing. Add one that no other article has, such as \"{stem}\".")));
    }
    article.title = article.title.trim().to_owned();
    if article.title.is_empty() && !told("title", problems) {
        problems.push(origin.error(&["title"], "is missing. Add the headline."));
    }
    // What a draft does not have yet is not missing.
    let draft = article.offprint.draft;
    let before = problems.len();
    let moment = check_dates(&mut article, &origin, problems, |field, problems| told(field, problems));
    let body = body(&mut article, markdown, &origin, problems, |field, problems| told(field, problems));
    if draft {
        problems.truncate(before);
    }
    check_language(&mut article, &origin, problems);
    complete_credits(&mut article);
    Some(Manuscript { path: path.to_owned(), written_id, moment, body, origin, article })
}

/// Brings front matter into the shape of a JSON Feed item.
fn unflatten(fields: &mut Map<String, Value>) {
    if let Some(date) = fields.remove("date") {
        fields.entry("date_published").or_insert(date);
    }
    let mut offprint = match fields.remove("_offprint") {
        Some(Value::Object(offprint)) => offprint,
        _ => Map::new(),
    };
    for name in OFFPRINT {
        if let Some(value) = fields.remove(name) {
            offprint.insert(name.to_owned(), value);
        }
    }
    fields.insert("_offprint".to_owned(), Value::Object(offprint));
}

fn check_dates(
    article: &mut Article,
    origin: &Origin,
    problems: &mut Vec<Problem>,
    told: impl Fn(&str, &[Problem]) -> bool,
) -> Timestamp {
    let mut moment = Timestamp::UNIX_EPOCH;
    let name = if origin.flat { "date" } else { "date_published" };
    if article.date_published.as_str().is_empty() {
        if !told(name, problems) {
            problems.push(
                origin.error(&["date_published"], "is missing. Add the day of publication, like 2023-07-20T09:00:00+08:00."),
            );
        }
    } else {
        match dates::read(article.date_published.as_str()) {
            Ok((date, found)) => (article.date_published, moment) = (date, found),
            Err(message) => problems.push(origin.error(&["date_published"], message)),
        }
    }
    if let Some(modified) = &mut article.date_modified {
        match dates::read(modified.as_str()) {
            Ok((date, _)) => *modified = date,
            Err(message) => problems.push(origin.error(&["date_modified"], message)),
        }
    }
    for (index, correction) in article.offprint.corrections.iter_mut().enumerate() {
        match dates::read(correction.date.as_str()) {
            Ok((date, _)) => correction.date = date,
            Err(message) => problems.push(origin.error_at(&["_offprint", "corrections"], index, message)),
        }
    }
    moment
}

fn body(
    article: &mut Article,
    markdown: Option<Body>,
    origin: &Origin,
    problems: &mut Vec<Problem>,
    told: impl Fn(&str, &[Problem]) -> bool,
) -> Body {
    let written =
        |field: &'static str, html: String| Body { html, field: Some(field), text: origin.text.clone(), skipped: origin.skipped };
    let html = article.content_html.take().filter(|html| !html.trim().is_empty());
    let text = article.content_text.take().filter(|text| !text.trim().is_empty());
    let body = match (markdown, html, text) {
        (Some(markdown), _, _) if !markdown.html.trim().is_empty() => markdown,
        (_, Some(html), _) => written("content_html", html),
        (_, _, Some(text)) => written("content_text", crate::body::plain_text(&text)),
        (markdown, None, None) => {
            let message = if markdown.is_some() {
                "the body is missing. Write it below the front matter."
            } else {
                "the body is missing. Add content_html, or content_text."
            };
            if !told("content_html", problems) && !told("content_text", problems) {
                problems.push(origin.error(&[], message));
            }
            written("content_html", String::new())
        }
    };
    Body { html: body.html.nfc().collect(), ..body }
}

fn check_language(article: &mut Article, origin: &Origin, problems: &mut Vec<Problem>) {
    let mut check = |field: &[&str], tag: &str| {
        if let Err(error) = oxilangtag::LanguageTag::parse(tag) {
            problems.push(origin.error(field, format!("“{tag}” is no language ({error}). Write it like en, zh-Hans or ar.")));
        }
    };
    if !article.language.as_str().is_empty() {
        check(&["language"], article.language.as_str());
    }
    for (language, _) in article.offprint.translations.iter() {
        check(&["_offprint", "translations", language.as_str()], language.as_str());
    }
}

/// An author is a credit too, unless the credits name authors themselves.
fn complete_credits(article: &mut Article) {
    let credits = &mut article.offprint.credits;
    if !credits.iter().any(|credit| credit.role == Role::Author) {
        let authors = article.authors.iter().filter(|author| !author.name.is_empty());
        let authors = authors.map(|author| Credit { role: Role::Author, name: author.name.clone(), url: author.url.clone() });
        credits.splice(0..0, authors.collect::<Vec<_>>());
    }
}
