//! The bodies of articles: what they lead to, and what is lost.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::Result;
use edition::{Address, Article, Picture};

use super::{
    attachments,
    findings::Findings,
    finished::{FinishedBody, Finisher},
    link_targets::LinkTargets,
    links::{self, Destination, LinkSource},
    main_picture,
};
use crate::{
    body::{html, leftovers, prepared::PreparedBody},
    cache::Stage,
    files,
    load::{
        fields::removed_characters,
        locate::Step,
        manuscript::Manuscript,
        media_file::{self, Target},
    },
    pictures::{ConvertedPictures, Copies},
    problem::{Kind, Problem, SourceLocation, plural},
};

/// An article whose body is sanitized and leads only to what is there, with what the body needs.
#[derive(Debug)]
pub(crate) struct CheckedArticle {
    /// The file, as messages name it.
    pub(crate) file: String,
    pub(crate) article: Article,
    pub(crate) body: FinishedBody,
    /// Whether the body shows the article's main picture.
    pub(crate) shows_picture: bool,
    /// Files of CONTENT that it uses.
    pub(crate) media: BTreeMap<PathBuf, FileUse>,
}

/// How a file is used, besides being shown or offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FileUse {
    /// A link leads to a picture, which is then wanted in its full size.
    pub(crate) is_linked: bool,
    /// It is a main picture, which shared links show.
    pub(crate) is_main: bool,
}

impl FileUse {
    /// Adds another use of the same file.
    pub(crate) fn add(&mut self, other: FileUse) {
        self.is_linked |= other.is_linked;
        self.is_main |= other.is_main;
    }
}

/// An article that leads only to what is there.
pub(super) struct ResolvedArticle {
    manuscript: Manuscript,
    destinations: Vec<Destination>,
    /// Markup for the head of the body.
    players: String,
    /// The main picture, with its file if it is one of CONTENT.
    picture: Option<(Picture, Option<PathBuf>)>,
    shows_picture: bool,
    media: BTreeMap<PathBuf, FileUse>,
    problems: Vec<Problem>,
}

/// Resolves what an article leads to, and reports what is lost.
pub(super) fn resolve(targets: &LinkTargets<'_>, mut manuscript: Manuscript) -> ResolvedArticle {
    let Manuscript { path, source, article, body: prepared, body_source, .. } = &mut manuscript;
    let mut findings = Findings::new(source, body_source);
    report_removed(prepared, &mut findings);
    report_leftovers(article, prepared, &mut findings);
    report_missing_alternatives(targets, path, prepared, &mut findings);
    if prepared.invalid > 0 {
        findings.warn(Kind::Character, "", removed_characters(prepared.invalid));
    }
    let from = LinkSource { path, language: &article.language, ids: &prepared.ids };
    let destinations = links::resolve(targets, &from, &prepared.addresses, &mut findings);
    let (players, attached) = attachments::resolve(targets, path, article, &mut findings);
    let others = main_picture::resolve_others(targets, path, article, &mut findings);
    let files = destinations.iter().flat_map(Destination::files).cloned().chain(attached).chain(others);
    let mut media: BTreeMap<PathBuf, FileUse> = files.map(|file| (file, FileUse::default())).collect();
    let is_shown = |url: &Address| {
        let mut sources = prepared.addresses.iter().zip(&destinations).filter(|(written, _)| written.attribute == "src");
        sources.any(|(_, destination)| destination.address() == Some(url.as_str())) || html::shows(&players, url)
    };
    let picture = main_picture::resolve(targets, path, article, is_shown, &mut findings);
    if let Some((_, Some(file))) = &picture {
        media.entry(file.clone()).or_default().is_main = true;
    }
    let shows_picture = picture.as_ref().is_some_and(|(picture, _)| is_shown(&picture.url));
    let problems = findings.problems;
    ResolvedArticle { manuscript, destinations, players, picture, shows_picture, media, problems }
}

impl ResolvedArticle {
    /// Returns the files of the pictures that it shows.
    pub(super) fn pictures(&self) -> impl Iterator<Item = &PathBuf> {
        let in_body = self.destinations.iter().flat_map(Destination::shown_pictures);
        in_body.chain(self.picture.iter().filter_map(|(_, file)| file.as_ref()))
    }

    /// Finishes the article with the pictures as they are published.
    pub(super) fn finish(
        self,
        targets: &LinkTargets<'_>,
        stage: &Stage<'_>,
        pictures: &ConvertedPictures,
    ) -> Result<(CheckedArticle, Vec<Problem>)> {
        let ResolvedArticle { manuscript, mut destinations, players, picture, shows_picture, mut media, mut problems } = self;
        let Manuscript { kind, source, mut article, body: prepared, body_source, text_key, .. } = manuscript;
        let mut findings = Findings::new(&source, &body_source);
        let copies = |file: &Path| match pictures.get(file) {
            Some(Ok(converted)) => Some(&converted.copies),
            _ => None,
        };
        for file in links::set_copies(&mut destinations, &prepared.addresses, copies) {
            media.entry(file).or_default().is_linked = true;
        }
        let page = kind.route(&article).path(targets.languages);
        let finisher = Finisher {
            text_key,
            addresses: &prepared.addresses,
            destinations: &destinations,
            players: &players,
            page: &page,
            messages: &targets.locales.messages(&article.language).body,
            has_standfirst: article.summary.as_deref().is_some_and(|summary| !summary.trim().is_empty()),
        };
        let body = finisher.finish(stage)?;
        for (file, why) in media.keys().filter_map(|file| Some((file, pictures.get(file)?.as_ref().err()?))) {
            let shown = files::shown(file);
            let message = format!("{shown} is published as it is, because it cannot be converted: {why}.");
            findings.warn(Kind::Picture, shown.rsplit('/').next().unwrap_or_default(), message);
        }
        article.offprint.minutes = body.minutes;
        article.offprint.picture = picture.map(|(picture, file)| match file.as_deref().and_then(copies) {
            Some(Copies { size, widths, tone, shared, .. }) => {
                Picture { size: size.or(picture.size), widths: widths.clone(), tone: tone.clone(), shared: *shared, ..picture }
            }
            None => picture,
        });
        problems.extend(findings.problems);
        Ok((CheckedArticle { file: source.file.clone(), article, body, shows_picture, media }, problems))
    }
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
        findings.warn_at(Kind::LeftoverMarkup, SourceLocation { line: lost.line, column: lost.column }, &lost.message);
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

/// Reports, once, pictures without a text alternative.
fn report_missing_alternatives(targets: &LinkTargets<'_>, path: &Path, prepared: &PreparedBody, findings: &mut Findings<'_>) {
    let has_alternative = |written: &str| {
        let address = Address::parse(written)?;
        let Target::File(file, _) = media_file::follow(targets.content, path, &address) else { return None };
        Some(!targets.pictures.get(&file)?.alt.is_empty())
    };
    let without = prepared.without_alternative.iter().filter(|written| has_alternative(written) != Some(true));
    if let [first, rest @ ..] = &without.collect::<Vec<_>>()[..] {
        let which = if rest.is_empty() { (*first).clone() } else { format!("{first} and {} more", rest.len()) };
        let message =
            format!("a picture has no text alternative. Say what it shows, or write alt=\"\" if it is an ornament ({which}).");
        findings.warn(Kind::MissingAlternative, first, message);
    }
}

fn times(count: usize) -> String {
    if count > 1 { format!(" ({count} times)") } else { String::new() }
}
