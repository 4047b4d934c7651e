//! The bodies of articles, from what was written to what is published.

use std::{
    collections::{BTreeMap, HashSet},
    path::PathBuf,
    sync::Arc,
};

use edition::{Article, tokens};

use super::{
    attachments,
    findings::Findings,
    links::{self, LinkSource, LinkTargets},
    main_picture,
};
use crate::{
    body::{
        depth, figures, headings, html,
        leftovers::{self, Leftover},
        line_breaks,
        markdown::{self, Lost},
        repair, sanitize, tables,
    },
    load::{
        encoding::without_invalid_characters,
        locate::Step,
        manuscript::{Manuscript, WrittenBody},
    },
    memo::{self, Memo},
    problem::{Kind, Problem, plural},
};

/// An article whose body is sanitized and leads only to what is there, with what the body needs.
#[derive(Debug)]
pub(crate) struct CheckedArticle {
    /// The file, as messages name it.
    pub(crate) file: String,
    pub(crate) article: Article,
    /// The words of the body.
    pub(crate) text: Arc<str>,
    /// Files of CONTENT that it uses.
    pub(crate) media: Vec<PathBuf>,
}

/// A sanitized body whose links are not yet resolved, with what was found in it.
pub(crate) struct PreparedBody {
    html: String,
    /// The ids in it, prefixed.
    pub(super) ids: HashSet<String>,
    /// Tags and comments without an end.
    unclosed: Vec<String>,
    /// How many elements were nested too deeply.
    too_deep: usize,
    /// What an article may not have, with how often it was there.
    removed: BTreeMap<String, usize>,
    /// The number of invalid characters that were removed.
    invalid: usize,
    /// The line of a code block without an end.
    unclosed_fence: Option<usize>,
    lost: Vec<Lost>,
    leftovers: Vec<Leftover>,
    /// The addresses of pictures without a text alternative.
    without_alternative: Vec<String>,
}

/// The words of a body that is complete.
pub(crate) struct BodyText {
    text: Arc<str>,
    minutes: u32,
}

/// What is kept of bodies from one edition to the next.
#[derive(Default)]
pub(crate) struct BodyMemos {
    pub(crate) prepared: Memo<PreparedBody>,
    pub(crate) texts: Memo<BodyText>,
}

/// Runs the passes that need no other article.
pub(super) fn prepare(memos: &BodyMemos, manuscript: &Manuscript) -> Arc<PreparedBody> {
    let WrittenBody { html, field, text, .. } = &*manuscript.body;
    let key = || memo::key(&[html.as_bytes(), field.unwrap_or_default().as_bytes(), text.as_bytes()]);
    memos.prepared.get(key, || prepare_body(&manuscript.body))
}

fn prepare_body(body: &WrittenBody) -> PreparedBody {
    let (html, unclosed) = repair::repair(&body.html);
    let (html, too_deep) = depth::limit_depth(&html);
    let html = sanitize::sanitize(&tables::mark_numbers(&html));
    let html = line_breaks::join_cjk_lines(&html);
    let html = figures::make_figures(&html);
    let (html, ids) = headings::set_ids(&html);
    let is_markdown = body.field.is_none();
    let leftovers = leftovers::leftovers(&html);
    let without_alternative = without_alternative(body, &html);
    let (html, invalid) = without_invalid_characters(&html);
    PreparedBody {
        html: html.into_owned(),
        ids,
        unclosed,
        too_deep,
        // What else is in there is not worth a message, and takes long to find.
        removed: if too_deep > 0 { BTreeMap::new() } else { sanitize::removed(&body.html) },
        invalid,
        unclosed_fence: if is_markdown { markdown::unclosed_fence(&body.text) } else { None },
        lost: if is_markdown { markdown::lost(&body.text) } else { Vec::new() },
        leftovers,
        without_alternative,
    }
}

/// Resolves what the body leads to, and reports what is lost.
pub(super) fn check(
    targets: &LinkTargets<'_>,
    memos: &BodyMemos,
    manuscript: Manuscript,
    prepared: &PreparedBody,
) -> (CheckedArticle, Vec<Problem>) {
    let Manuscript { path, source, mut article, body, .. } = manuscript;
    let mut findings = Findings { source: &source, body: &body, problems: Vec::new() };
    report_removed(prepared, &mut findings);
    report_leftovers(&article, prepared, &mut findings);
    report_missing_alternatives(prepared, &mut findings);
    if prepared.invalid > 0 {
        findings.warn(Kind::Character, "", crate::load::fields::removed_characters(prepared.invalid));
    }
    let from = LinkSource { path: &path, ids: &prepared.ids };
    let (html, mut media) = links::resolve(targets, &from, &prepared.html, &mut findings);
    let (players, files) = attachments::resolve(targets, &path, &mut article, &mut findings);
    media.extend(files);
    let html = players + &html;
    media.extend(main_picture::resolve_others(targets, &path, &mut article, &mut findings));
    let (picture, file) = main_picture::resolve(targets, &path, &mut article, &html, &mut findings);
    media.extend(file);
    let text = memos.texts.get(
        || memo::key(&[html.as_bytes()]),
        || {
            let text = search::markup::text(&html);
            BodyText { minutes: tokens::minutes(&text), text: text.into() }
        },
    );
    article.offprint.minutes = text.minutes;
    article.offprint.picture = picture;
    article.content_html = Some(html);
    let problems = findings.problems;
    (CheckedArticle { file: source.file.clone(), article, text: text.text.clone(), media }, problems)
}

fn report_removed(prepared: &PreparedBody, findings: &mut Findings<'_>) {
    for begin in &prepared.unclosed {
        let message = format!("{begin} begins here and has no end. It is removed, and what follows stays.");
        findings.warn(Kind::RemovedMarkup, begin, message);
    }
    if prepared.too_deep > 0 {
        let message = format!("removed, because they are nested too deeply: {}.", plural(prepared.too_deep, "element"));
        findings.warn(Kind::RemovedMarkup, "", message);
    }
    for (what, count) in &prepared.removed {
        let needle = what.rsplit('<').next().map(|name| format!("<{}", name.trim_end_matches('>'))).unwrap_or_default();
        let times = times(*count);
        let message = format!("removed, because an article may not have it: {what}{times}.");
        findings.warn(Kind::RemovedMarkup, &needle, message);
    }
}

fn report_leftovers(article: &Article, prepared: &PreparedBody, findings: &mut Findings<'_>) {
    if let Some(line) = prepared.unclosed_fence {
        let message = "a code block begins here and has no end, so what follows is code. Add a line with the same fence after its last line.";
        findings.warn_line(Kind::LeftoverMarkup, line, message);
    }
    for lost in &prepared.lost {
        findings.warn_line(Kind::LeftoverMarkup, lost.line, &lost.message);
    }
    for leftover in &prepared.leftovers {
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

/// Returns the addresses of pictures without a text alternative.
fn without_alternative(body: &WrittenBody, html: &str) -> Vec<String> {
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
    without
}

/// Reports, once, pictures without a text alternative.
fn report_missing_alternatives(prepared: &PreparedBody, findings: &mut Findings<'_>) {
    if let [first, rest @ ..] = &prepared.without_alternative[..] {
        let which = if rest.is_empty() { first.clone() } else { format!("{first} and {} more", rest.len()) };
        let message =
            format!("a picture has no text alternative. Say what it shows, or write alt=\"\" if it is an ornament ({which}).");
        findings.warn(Kind::MissingAlternative, first, message);
    }
}

fn times(count: usize) -> String {
    if count > 1 { format!(" ({count} times)") } else { String::new() }
}
