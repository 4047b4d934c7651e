//! The bodies of articles, from what was written to what is published.

use std::{collections::HashSet, path::PathBuf};

use edition::{Article, tokens};

use super::{
    attachments,
    findings::Findings,
    links::{self, LinkSource, LinkTargets},
    main_picture,
};
use crate::{
    body::{depth, figures, headings, html, leftovers, line_breaks, markdown, repair, sanitize},
    load::{
        encoding::without_invalid_characters,
        locate::Step,
        manuscript::{Manuscript, WrittenBody},
    },
    problem::{Kind, Problem, plural},
};

/// An article whose body is sanitized and leads only to what is there, with what the body needs.
#[derive(Debug)]
pub(crate) struct CheckedArticle {
    /// The file, as messages name it.
    pub(crate) file: String,
    pub(crate) article: Article,
    /// The words of the body.
    pub(crate) text: String,
    /// Files of CONTENT that it uses.
    pub(crate) media: Vec<PathBuf>,
}

/// A sanitized body whose links are not yet resolved.
pub(super) struct PreparedBody {
    html: String,
    /// Tags and comments without an end.
    unclosed: Vec<String>,
    /// How many elements were nested too deeply.
    too_deep: usize,
    /// The ids in it, prefixed.
    pub(super) ids: HashSet<String>,
}

/// Runs the passes that need no other article.
pub(super) fn prepare(manuscript: &Manuscript) -> PreparedBody {
    let (html, unclosed) = repair::repair(&manuscript.body.html);
    let (html, too_deep) = depth::limit_depth(&html);
    let html = sanitize::sanitize(&html);
    let html = line_breaks::join_cjk_lines(&html);
    let html = figures::make_figures(&html);
    let (html, ids) = headings::set_ids(&html);
    PreparedBody { html, ids, too_deep, unclosed }
}

/// Resolves what the body leads to, and reports what is lost.
pub(super) fn check(targets: &LinkTargets<'_>, manuscript: Manuscript, prepared: PreparedBody) -> (CheckedArticle, Vec<Problem>) {
    let Manuscript { path, source, mut article, body, .. } = manuscript;
    let mut findings = Findings { source: &source, body: &body, problems: Vec::new() };
    for begin in &prepared.unclosed {
        let message = format!("{begin} begins here and has no end. It is removed, and what follows stays.");
        findings.warn(Kind::RemovedMarkup, begin, message);
    }
    report_removed(&body, prepared.too_deep, &mut findings);
    report_leftovers(&article, &prepared.html, &mut findings);
    report_missing_alternatives(&body, &prepared.html, &mut findings);
    let (html, invalid) = without_invalid_characters(&prepared.html);
    if invalid > 0 {
        findings.warn(Kind::Character, "", crate::load::fields::removed_characters(invalid));
    }
    let from = LinkSource { path: &path, ids: &prepared.ids };
    let (html, mut media) = links::resolve(targets, &from, &html, &mut findings);
    let (players, files) = attachments::resolve(targets, &path, &mut article, &mut findings);
    media.extend(files);
    let html = players + &html;
    media.extend(main_picture::resolve_others(targets, &path, &mut article, &mut findings));
    let (picture, file) = main_picture::resolve(targets, &path, &mut article, &html, &mut findings);
    media.extend(file);
    let text = search::markup::text(&html);
    article.offprint.minutes = tokens::minutes(&text);
    article.offprint.picture = picture;
    article.content_html = Some(html);
    let problems = findings.problems;
    (CheckedArticle { file: source.file, article, text, media }, problems)
}

fn report_removed(body: &WrittenBody, too_deep: usize, findings: &mut Findings<'_>) {
    if too_deep > 0 {
        let message = format!("removed, because they are nested too deeply: {}.", plural(too_deep, "element"));
        findings.warn(Kind::RemovedMarkup, "", message);
        // What else is in there is not worth a message, and takes long to find.
        return;
    }
    for (what, count) in sanitize::removed(&body.html) {
        let needle = what.rsplit('<').next().map(|name| format!("<{}", name.trim_end_matches('>'))).unwrap_or_default();
        let times = times(count);
        let message = format!("removed, because an article may not have it: {what}{times}.");
        findings.warn(Kind::RemovedMarkup, &needle, message);
    }
}

fn report_leftovers(article: &Article, html: &str, findings: &mut Findings<'_>) {
    let body = findings.body;
    if body.field.is_none()
        && let Some(line) = markdown::unclosed_fence(&body.text)
    {
        let message = "a code block begins here and has no end, so what follows is code. Add a line with the same fence after its last line.";
        findings.warn_line(Kind::LeftoverMarkup, line, message);
    }
    if body.field.is_none() {
        for lost in markdown::lost(&body.text) {
            findings.warn_line(Kind::LeftoverMarkup, lost.line, lost.message);
        }
    }
    for leftover in leftovers::leftovers(html) {
        let times = times(leftover.count);
        let line = leftover.first.lines().next().unwrap_or_default();
        let message = format!("readers see {} as it is{times}: {}.", leftover.first.replace('\n', " "), leftover.advice);
        findings.warn(Kind::LeftoverMarkup, line, message);
    }
    let offprint = &article.offprint;
    let mut plain: Vec<(&str, Option<&str>)> = vec![
        ("title", Some(article.title.as_str())),
        ("summary", article.summary.as_deref()),
        ("image_alt", offprint.image_alt.as_deref()),
        ("source", offprint.source.as_ref().map(|source| source.name.as_str())),
    ];
    plain.extend(offprint.credits.iter().map(|credit| ("credits", Some(credit.name.as_str()))));
    plain.extend(offprint.corrections.iter().map(|correction| ("corrections", Some(correction.text.as_str()))));
    plain.extend(article.tags.iter().map(|tag| ("tags", Some(tag.as_str()))));
    for (field, text) in plain {
        if let Some(found) = text.and_then(leftovers::html_in_text) {
            let message = format!("readers see {found} as it is, because this is plain text. Write the character itself.");
            findings.warn_field(Kind::LeftoverMarkup, &[Step::Key(field.into())], message);
        }
    }
}

/// Reports, once, pictures without a text alternative.
fn report_missing_alternatives(body: &WrittenBody, html: &str, findings: &mut Findings<'_>) {
    // Markdown always writes an alternative, be it empty; a picture that is an ornament can be written as HTML.
    let is_markdown = body.field.is_none() && body.text.contains("![](");
    let mut without: Vec<String> = Vec::new();
    html::visit(html, |element| {
        let is_empty = |alt: String| is_markdown && alt.trim().is_empty();
        if element.tag_name() == "img" && element.get_attribute("alt").is_none_or(is_empty) {
            let address = element.get_attribute("src").unwrap_or_default();
            without.push(html::readable(&html::decode_attribute(&address)));
        }
    });
    if let [first, rest @ ..] = &without[..] {
        let which = if rest.is_empty() { first.clone() } else { format!("{first} and {} more", rest.len()) };
        let message =
            format!("a picture has no text alternative. Say what it shows, or write alt=\"\" if it is an ornament ({which}).");
        findings.warn(Kind::MissingAlternative, first, message);
    }
}

fn times(count: usize) -> String {
    if count > 1 { format!(" ({count} times)") } else { String::new() }
}
