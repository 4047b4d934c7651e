//! One manuscript: from its file to an article whose own fields are right.

use std::path::{Path, PathBuf};

use edition::{Article, Credit, Role, Site, slug};
use jiff::Timestamp;
use offprint_viewer::intl::matching;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{
    dates::Calendar,
    encoding::{self, without_invalid_characters},
    fields::{FieldSource, removed_characters},
    front_matter,
    kind::ManuscriptKind,
    known_fields::OFFPRINT,
    locate::Step,
    parse::{self, Syntax},
    renamed_fields, standing, taxonomies,
};
use crate::{
    body::{
        markdown::{self, Dialect, Embeds},
        prepared::{self, PreparedBody, WrittenBody},
    },
    problem::{Kind, Problem, Severity, SourceLocation},
};

/// The largest text of an article, in bytes of HTML.
const MAX_HTML: usize = 16_000_000;

/// The largest front matter, in bytes. A parser would need seconds for more.
const MAX_FRONT_MATTER: usize = 100_000;

/// A file that was read.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ReadFile {
    /// None if the file is no article, or cannot be used.
    pub(super) manuscript: Option<Manuscript>,
    pub(crate) problems: Vec<Problem>,
    /// How many of its dates were taken as UTC for want of a time zone.
    pub(super) assumed_dates: usize,
}

/// A manuscript that could be read.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Manuscript {
    /// The file, from CONTENT.
    pub(crate) path: PathBuf,
    pub(crate) kind: ManuscriptKind,
    pub(crate) source: FieldSource,
    /// Its fields, whatever its kind. Their terms have no addresses yet.
    pub(crate) article: Article,
    /// The id as the newsroom wrote it; the article's is its address.
    pub(crate) written_id: String,
    /// When the article was published.
    pub(crate) moment: Timestamp,
    /// When it is not to be published any more.
    pub(crate) expires: Option<Timestamp>,
    pub(crate) body: PreparedBody,
    pub(crate) body_source: BodySource,
    /// The key of the sanitized text in the cache.
    #[serde(skip)]
    pub(crate) text_key: u128,
}

/// Where the body was written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct BodySource {
    /// The field that it came from; none for Markdown, which follows the front matter.
    pub(crate) field: Option<String>,
    /// Lines of the file before it, or before the fields.
    pub(crate) lines_before: usize,
}

/// Reads and checks one manuscript. `file` is what messages call it, `path` where it is in CONTENT. Depends on nothing but the
/// arguments. Returns the sanitized text next to it.
pub(crate) fn read(file: String, path: &Path, bytes: &[u8], site: Option<&Site>, calendar: &Calendar) -> (ReadFile, String) {
    let mut problems = Vec::new();
    let read = encoding::decode(&file, bytes)
        .and_then(|text| {
            Reader { path, kind: ManuscriptKind::of(path), site, calendar, problems: &mut problems }.read(file, text)
        })
        .unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
    let (manuscript, html) = read.unzip();
    (ReadFile { manuscript, problems, assumed_dates: calendar.assumed() }, html.unwrap_or_default())
}

/// A body and where it was written.
type LocatedBody = (WrittenBody, BodySource);

struct Reader<'a> {
    path: &'a Path,
    kind: ManuscriptKind,
    /// None if the site cannot be used.
    site: Option<&'a Site>,
    calendar: &'a Calendar,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn read(&mut self, file: String, text: String) -> Result<Option<(Manuscript, String)>, Problem> {
        let extension = self.path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if extension == "json" {
            let source = FieldSource { kind: Some(self.kind), ..FieldSource::whole(file, Syntax::Json, text) };
            return self.read_fields(source, None);
        }
        let parts = front_matter::split(&file, &text)?;
        if parts.front_matter.len() > MAX_FRONT_MATTER {
            let kilobytes = parts.front_matter.len() / 1_000;
            let message = format!("the front matter is {kilobytes} KB, which is too much for fields. Write texts below it.");
            return Err(Problem::with_file(file, Kind::TooLarge, Severity::Error, message));
        }
        let (markdown, removed) = without_invalid_characters(&parts.body);
        if removed > 0 {
            let message = removed_characters(removed);
            self.problems.push(Problem::with_file(file.clone(), Kind::Character, Severity::Warning, message));
        }
        if parts.syntax == Syntax::Yaml {
            for (line, character) in parse::cut_texts(&parts.front_matter) {
                let message = format!("YAML does not take the {character} for a part of the text. Put the whole text in quotes.");
                let problem = Problem::with_file(file.clone(), Kind::Syntax, Severity::Warning, message);
                self.problems.push(problem.at(SourceLocation::line(parts.lines_before + line)));
            }
        }
        let body_source = BodySource { field: None, lines_before: parts.lines_before_body };
        let source = FieldSource {
            lines_before: parts.lines_before,
            flat: true,
            kind: Some(self.kind),
            ..FieldSource::whole(file, parts.syntax, parts.front_matter)
        };
        self.read_fields(source, Some((markdown.into_owned(), body_source)))
    }

    fn read_fields(
        &mut self,
        mut source: FieldSource,
        markdown: Option<(String, BodySource)>,
    ) -> Result<Option<(Manuscript, String)>, Problem> {
        let mut value = source.parse(self.problems)?;
        let Some(fields) = value.as_object_mut() else {
            // JSON may be data for a chart, for example.
            let message = "expected the fields of an article, such as id, title and date.";
            return Err(if source.flat { source.error(Kind::WrongValue, &[], message) } else { not_an_article(&source) });
        };
        fields.retain(|name, value| name == "image_alt" || !is_empty(value));
        if let Some(Value::Object(offprint)) = fields.get_mut("_offprint") {
            offprint.retain(|name, value| name == "image_alt" || !is_empty(value));
        }
        if source.flat && fields.contains_key("date") && fields.contains_key("date_published") {
            let message = "is there as date, too, which is used. Keep one of them.";
            self.problems.push(source.warning(Kind::DuplicateField, &["date_published"], message));
            fields.remove("date_published");
        }
        if fields.get("items").is_some_and(Value::is_array) {
            let message = "this is a whole feed, not an article, so it is not read. Save each of its items as a file.";
            return Err(source.problem(Severity::Warning, Kind::NotAnArticle, &[], message));
        }
        // What the site calls so is not a field of another tool.
        let terms = taxonomies::take_terms(fields, self.site, &source, self.problems);
        renamed_fields::take_over(fields, &source, self.problems);
        standing::shape_fields(self.kind, fields, &source, self.problems);
        let has_text = markdown.as_ref().is_some_and(|(text, _)| !text.trim().is_empty());
        if self.kind == ManuscriptKind::Article
            && !has_text
            && !["title", "date", "date_published", "content_html", "content_text"]
                .iter()
                .any(|field| fields.contains_key(*field))
        {
            return Err(not_an_article(&source));
        }
        if source.flat {
            group_offprint(fields);
        }
        let known = self.problems.len();
        let Some(mut article) = source.read::<Article>(value, self.problems) else { return Ok(None) };
        let reported: Vec<String> = self.problems[known..]
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
            .filter_map(|problem| problem.field.clone())
            .collect();
        let is_reported = |field: &str| reported.iter().any(|other| other == field);

        article.offprint.terms = terms;
        let is_article = self.kind == ManuscriptKind::Article;
        let (named_id, named_language) = standing::id_and_language(self.path);
        let written_id = article.id.trim().to_owned();
        article.id = slug(&written_id.nfc().collect::<String>());
        if !is_article && article.id.is_empty() {
            article.id = named_id;
        }
        if article.id.is_empty() && !is_reported("id") {
            let stem = slug(&self.path.file_stem().unwrap_or_default().to_string_lossy());
            let message = format!("is missing. Add one that no other article has, such as \"{stem}\".");
            self.problems.push(source.error(Kind::MissingField, &["id"], message));
        }
        article.title = article.title.trim().to_owned();
        if article.title.is_empty() && !is_reported("title") {
            let message = match self.kind {
                ManuscriptKind::Article => "is missing. Add the headline.",
                ManuscriptKind::Page => "is missing. Add the title of the page.",
                ManuscriptKind::Author => "is missing. Add the name of the author.",
            };
            self.problems.push(source.error(Kind::MissingField, &["title"], message));
        }
        // What a draft does not have yet is not missing.
        let before = self.problems.len();
        let moment = self.check_dates(&mut article, &source, is_reported);
        let expires = self.check_expires(&article, &source);
        let markdown = markdown.map(|(text, body_source)| (self.convert(&mut article, text), body_source));
        let body = self.body(&mut article, markdown, &source, is_reported);
        if article.offprint.draft {
            self.problems.truncate(before);
        }
        self.check_languages(&mut article, &source);
        if self.kind == ManuscriptKind::Author {
            // A portrait shows the author.
            article.offprint.image_alt = Some(article.title.clone());
            if let Some(url) = article.external_url.take_if(|url| url.is_relative()) {
                let message = format!("“{url}” is not the address of another site. Write it whole, like https://lin.example/.");
                self.problems.push(source.warning(Kind::WrongValue, &["external_url"], message));
            }
        }
        if let Some(site) = self.site.filter(|_| !is_article) {
            standing::set_language(&mut article, named_language, site, &source, self.problems);
        }
        if article.offprint.draft {
            // A draft is not published, so nothing in it can make the edition wrong.
            for problem in &mut self.problems[known..] {
                problem.severity = problem.severity.max(Severity::Warning);
            }
        }
        complete_credits(&mut article);
        complete_source(&mut article);
        let (body, body_source) = body;
        let (html, body) = prepared::prepare(body);
        source.text = None;
        let (path, kind) = (self.path.to_owned(), self.kind);
        let manuscript = Manuscript { path, kind, source, article, written_id, moment, expires, body, body_source, text_key: 0 };
        Ok(Some((manuscript, html)))
    }

    /// Converts the text of an article in the dialect of the site, and sets the punctuation of its fields as that of the text.
    fn convert(&self, article: &mut Article, text: String) -> WrittenBody {
        let Some(site) = self.site else { return WrittenBody::from_markdown(text, &Dialect::default()) };
        let languages = site.languages();
        let language = Some(&article.language).filter(|own| !own.as_str().is_empty()).unwrap_or(languages.first()).clone();
        if site.smart_punctuation {
            let fields = [Some(&mut article.title), article.summary.as_mut()];
            fields.into_iter().flatten().for_each(|field| *field = markdown::smart_text(field, &language));
        }
        let dialect = Dialect {
            has_formulas: article.offprint.math.unwrap_or(site.math),
            punctuation: site.smart_punctuation.then_some(&language),
            embeds: Embeds::new(&site.embeds),
        };
        WrittenBody::from_markdown(text, &dialect)
    }

    fn check_dates(&mut self, article: &mut Article, source: &FieldSource, is_reported: impl Fn(&str) -> bool) -> Timestamp {
        let mut moment = Timestamp::UNIX_EPOCH;
        let name = if source.flat { "date" } else { "date_published" };
        if article.date_published.as_str().is_empty() {
            if !is_reported(name) && self.kind == ManuscriptKind::Article {
                let message = "is missing. Add the day of publication, like 2023-07-20T09:00:00+08:00.";
                self.problems.push(source.error(Kind::MissingField, &["date_published"], message));
            }
        } else {
            match self.calendar.read(article.date_published.as_str()) {
                Ok((date, found)) => (article.date_published, moment) = (date, found),
                Err(message) => self.problems.push(source.error(Kind::Date, &["date_published"], message)),
            }
        }
        if let Some(modified) = &mut article.date_modified {
            match self.calendar.read(modified.as_str()) {
                Ok((date, changed)) => {
                    *modified = date;
                    if changed < moment {
                        let message = "is before the date of publication. Correct one of them.";
                        self.problems.push(source.warning(Kind::Date, &["date_modified"], message));
                    }
                }
                Err(message) => self.problems.push(source.error(Kind::Date, &["date_modified"], message)),
            }
        }
        for (index, correction) in article.offprint.corrections.iter_mut().enumerate() {
            match self.calendar.read(correction.date.as_str()) {
                Ok((date, _)) => correction.date = date,
                Err(message) => {
                    let mut steps = super::fields::keys(&["_offprint", "corrections"]);
                    steps.push(Step::Index(index));
                    self.problems.push(source.problem(Severity::Error, Kind::Date, &steps, message));
                }
            }
        }
        moment
    }

    fn check_expires(&mut self, article: &Article, source: &FieldSource) -> Option<Timestamp> {
        match self.calendar.read(article.offprint.expires.as_ref()?.as_str()) {
            Ok((_, moment)) => Some(moment),
            Err(message) => {
                self.problems.push(source.error(Kind::Date, &["_offprint", "expires"], message));
                None
            }
        }
    }

    fn body(
        &mut self,
        article: &mut Article,
        markdown: Option<LocatedBody>,
        source: &FieldSource,
        is_reported: impl Fn(&str) -> bool,
    ) -> LocatedBody {
        let written = |field: &str, html: String| {
            let body = WrittenBody { html, text: source.text().into_owned(), ..WrittenBody::default() };
            (body, BodySource { field: Some(field.to_owned()), lines_before: source.lines_before })
        };
        let html = article.content_html.take().filter(|html| !html.trim().is_empty());
        let text = article.content_text.take().filter(|text| !text.trim().is_empty());
        let is_markdown = markdown.as_ref().is_some_and(|(markdown, _)| !markdown.html.trim().is_empty());
        for (field, is_there) in [("content_html", html.is_some()), ("content_text", text.is_some())] {
            if is_markdown && is_there {
                let message = "is not read, since there is a text below the front matter. Keep one of them.";
                self.problems.push(source.warning(Kind::DuplicateField, &[field], message));
            }
        }
        let (body, body_source) = match (markdown, html, text) {
            (Some(markdown), _, _) if is_markdown => markdown,
            (_, Some(html), _) => written("content_html", html),
            (_, _, Some(text)) => written("content_text", markdown::plain_text(&text)),
            (markdown, None, None) => {
                let message = if markdown.is_some() {
                    "the body is missing. Write it below the front matter."
                } else {
                    "the body is missing. Add content_html, or content_text."
                };
                let has_sound_or_film = !article.attachments.is_empty();
                let needs_text = self.kind != ManuscriptKind::Author && !has_sound_or_film;
                if needs_text && !is_reported("content_html") && !is_reported("content_text") {
                    self.problems.push(source.error(Kind::MissingField, &[], message));
                }
                written("content_html", String::new())
            }
        };
        if body.html.len() > MAX_HTML {
            let megabytes = body.html.len() / 1_000_000;
            let message =
                format!("the text is {megabytes} MB of HTML, which is too much for a page. Divide it into several articles.");
            self.problems.push(Problem::with_file(source.file.clone(), Kind::TooLarge, Severity::Error, message));
            return (WrittenBody { html: String::new(), ..body }, body_source);
        }
        // Markdown ends with a line end, which JSON has not.
        (WrittenBody { html: composed(body.html.trim()), ..body }, body_source)
    }

    fn check_languages(&mut self, article: &mut Article, source: &FieldSource) {
        let mut check = |field: &[&str], language: &mut edition::Language| {
            let tag = language.as_str().replace('_', "-");
            match oxilangtag::LanguageTag::parse_and_normalize(&tag) {
                Ok(tag) if matching::is_known(tag.as_str()) => *language = tag.as_str().into(),
                Ok(_) => {
                    let message = format!("“{language}” is not a known language. Write it like en, zh-Hans or ar.");
                    self.problems.push(source.warning(Kind::Language, field, message));
                }
                Err(error) => {
                    let message = format!("“{language}” is no language ({error}). Write it like en, zh-Hans or ar.");
                    self.problems.push(source.error(Kind::Language, field, message));
                }
            }
        };
        if !article.language.as_str().is_empty() {
            check(&["language"], &mut article.language);
        }
        let mut translations = edition::ByLanguage::default();
        for (language, id) in article.offprint.translations.iter() {
            let mut language = language.clone();
            let written = language.as_str().to_owned();
            check(&["_offprint", "translations", &written], &mut language);
            translations.insert(language, id.to_owned());
        }
        article.offprint.translations = translations;
    }
}

/// Returns a text in NFC, which most texts are in.
fn composed(text: &str) -> String {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        _ => text.nfc().collect(),
    }
}

fn not_an_article(source: &FieldSource) -> Problem {
    let message = "this has neither title, date nor text, so it is not read as an article. Add them, or name the file in `ignore` \
                   of the site.";
    source.problem(Severity::Warning, Kind::NotAnArticle, &[], message)
}

/// Forms and templates write empty texts for what is not there.
fn is_empty(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// Brings front matter into the shape of a JSON Feed item.
fn group_offprint(fields: &mut Map<String, Value>) {
    if let Some(date) = fields.remove("date") {
        fields.entry("date_published").or_insert(date);
    }
    let mut offprint = match fields.remove("_offprint") {
        Some(Value::Object(offprint)) => offprint,
        _ => Map::new(),
    };
    for name in OFFPRINT {
        if let Some(value) = fields.remove(*name) {
            offprint.insert((*name).to_owned(), value);
        }
    }
    fields.insert("_offprint".to_owned(), Value::Object(offprint));
}

/// An author is a credit, too, unless the credits name authors themselves.
fn complete_credits(article: &mut Article) {
    article.authors.iter_mut().for_each(|author| author.name = author.name.trim().to_owned());
    article.offprint.credits.iter_mut().for_each(|credit| credit.name = credit.name.trim().to_owned());
    let credits = &mut article.offprint.credits;
    if !credits.iter().any(|credit| credit.role == Role::Author) {
        let authors = article.authors.iter().filter(|author| !author.name.is_empty());
        let authors =
            authors.map(|author| Credit { role: Role::Author, name: author.name.clone(), url: author.url.clone(), author: None });
        credits.splice(0..0, authors.collect::<Vec<_>>());
    }
}

/// The page elsewhere that an article is about is its source, unless it names another.
fn complete_source(article: &mut Article) {
    if let (Some(url), None) = (&article.external_url, &article.offprint.source) {
        let host = url.as_str().split("://").last().and_then(|rest| rest.split('/').next()).unwrap_or_default();
        let name = host.strip_prefix("www.").unwrap_or(host).to_owned();
        article.offprint.source = Some(edition::Source { name, url: Some(url.clone()) });
    }
}
