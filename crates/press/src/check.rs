//! Checks manuscripts against the site and against each other, and prepares their bodies.

mod aliases;
mod attachments;
mod bodies;
mod findings;
mod index;
mod links;
mod main_picture;
mod pictures;
mod publication;
mod references;
mod tags;
mod translations;

use std::{collections::BTreeSet, path::Path};

use anyhow::Result;
use edition::{Languages, Site};
use jiff::Timestamp;
use rayon::prelude::*;

use crate::{
    load::{self, Loaded, content::Content, media_file},
    problem::{Kind, Problem, Problems, Severity},
};
pub(crate) use bodies::CheckedArticle;
use bodies::PreparedBody;
use index::ArticleIndex;
use links::LinkTargets;

/// Checks everything and returns the articles to be published, oldest first.
///
/// # Errors
///
/// A file that cannot be read. What is wrong in the manuscripts goes to `problems`, what is left out to `notes`.
pub(crate) fn check(
    content: &Content,
    loaded: &mut Loaded,
    now: Timestamp,
    problems: &mut Problems,
    notes: &mut Vec<String>,
) -> Result<Vec<CheckedArticle>> {
    let site = loaded.site.as_ref().map(|(site, _)| site);
    let mut manuscripts = std::mem::take(&mut loaded.manuscripts);
    let languages = site.map_or_else(|| Languages::new(["en"]), Site::languages);
    aliases::resolve(&mut manuscripts, &languages, problems);
    let mut index = ArticleIndex::new(&manuscripts, problems);
    let site_language = site.map(|_| languages.first().clone()).unwrap_or_default();
    for manuscript in &mut manuscripts {
        if manuscript.article.language.as_str().is_empty() {
            manuscript.article.language = site_language.clone();
        }
        references::resolve(manuscript, site, &index, problems);
    }
    translations::check(&manuscripts, problems);
    publication::exclude_unpublished(&mut manuscripts, now, notes);
    translations::complete(&mut manuscripts, site);
    tags::resolve(&mut manuscripts, problems);
    manuscripts.sort_by(|a, b| a.moment.cmp(&b.moment).then_with(|| a.article.id.cmp(&b.article.id)));

    let bodies: Vec<PreparedBody> = manuscripts.par_iter().map(bodies::prepare).collect();
    index.set_published(manuscripts.iter().zip(&bodies).map(|(manuscript, body)| (&manuscript.article.id, &body.ids)));
    let targets = LinkTargets { content, site, languages: &languages, index: &index, tags: tags::ids(&manuscripts) };
    let bar = load::progress(manuscripts.len(), "checking");
    let checked: Vec<(CheckedArticle, Vec<Problem>)> = manuscripts
        .into_par_iter()
        .zip(bodies)
        .map(|(manuscript, body)| {
            bar.inc(1);
            bodies::check(&targets, manuscript, body)
        })
        .collect();
    bar.finish_and_clear();
    let (articles, found): (Vec<_>, Vec<_>) = checked.into_iter().unzip();
    problems.extend(found.into_iter().flatten());
    report_files(content, &articles, problems);
    Ok(articles)
}

/// Reports files that articles use under names that not every computer can store, and files that nobody reads.
fn report_files(content: &Content, articles: &[CheckedArticle], problems: &mut Problems) {
    let used: BTreeSet<_> = articles.iter().flat_map(|article| &article.media).collect();
    for path in &used {
        if let Some(objection) = media_file::windows_objection(path) {
            problems.push(Problem::with_file(content.shown(path), Kind::FileName, Severity::Warning, objection));
        }
    }
    for article in articles {
        if let Some(objection) = media_file::windows_objection(Path::new(&article.article.id)) {
            problems.push(Problem::with_file(article.file.clone(), Kind::FileName, Severity::Warning, objection));
        }
    }
    content.report_other_formats(|path| used.contains(&path.to_owned()), problems);
}
