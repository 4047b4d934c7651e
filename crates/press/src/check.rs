//! Checks manuscripts against the site and against each other, and prepares their bodies.

mod aliases;
mod attachments;
mod authors;
mod bodies;
mod findings;
mod index;
mod links;
pub(crate) mod listing;
mod main_picture;
mod pages;
mod pictures;
mod publication;
mod references;
mod terms;
mod translations;

use std::{collections::BTreeSet, path::Path, sync::Arc};

use anyhow::Result;
use edition::{Site, Taxonomy};
use jiff::Timestamp;
use rayon::prelude::*;

use crate::{
    load::{self, Loaded, content::Content, manuscript::Manuscript, media_file, standing::ManuscriptKind},
    problem::{Kind, Problem, Problems, Severity},
};
use authors::AuthorIndex;
use bodies::PreparedBody;
pub(crate) use bodies::{BodyMemos, CheckedArticle};
use index::ArticleIndex;
use links::LinkTargets;
use listing::PageCounts;
use pages::PageIndex;

/// What is to be published.
pub(crate) struct Checked {
    /// Oldest first.
    pub(crate) articles: Vec<CheckedArticle>,
    /// Pages outside of the lists, one for each language.
    pub(crate) pages: Vec<CheckedArticle>,
    /// Who the authors are, one for each language.
    pub(crate) authors: Vec<CheckedArticle>,
}

/// Checks everything and returns what is to be published at a moment, or all that there is.
///
/// # Errors
///
/// A file that cannot be read. What is wrong in the manuscripts goes to `problems`, what is left out to `notes`.
pub(crate) fn check(
    content: &Content,
    loaded: &mut Loaded,
    published_at: Option<Timestamp>,
    memos: &BodyMemos,
    problems: &mut Problems,
    notes: &mut Vec<String>,
) -> Result<Checked> {
    let site = loaded.site.as_ref().map(|loaded| &loaded.site);
    let fallback = Site { language: "en".into(), taxonomies: Taxonomy::built_in().into(), ..Site::default() };
    let known_site = site.unwrap_or(&fallback);
    let languages = known_site.languages();
    let mut manuscripts = std::mem::take(&mut loaded.manuscripts);
    aliases::resolve(&mut manuscripts, known_site, problems);
    let (mut standing, mut manuscripts): (Vec<Manuscript>, Vec<Manuscript>) =
        manuscripts.into_iter().partition(|manuscript| manuscript.kind != ManuscriptKind::Article);
    if let Some(loaded) = &loaded.site {
        pages::check_menus(&standing, &loaded.site, &loaded.source, problems);
    }
    publication::exclude_unpublished(&mut standing, published_at, notes);
    // Without a site it is not known which languages are the same.
    if site.is_some() {
        pages::check(&mut standing, &languages, problems);
    }
    let (mut authors, mut pages): (Vec<Manuscript>, Vec<Manuscript>) =
        standing.into_iter().partition(|manuscript| manuscript.kind == ManuscriptKind::Author);
    let author_index = AuthorIndex::new(&authors);

    let mut index = ArticleIndex::new(&manuscripts, problems);
    let site_language = site.map(|_| languages.first().clone()).unwrap_or_default();
    for manuscript in &mut manuscripts {
        if manuscript.article.language.as_str().is_empty() {
            manuscript.article.language = site_language.clone();
        }
        references::resolve(manuscript, site, &index, problems);
        author_index.resolve(manuscript, problems);
    }
    translations::check(&manuscripts, problems);
    publication::exclude_unpublished(&mut manuscripts, published_at, notes);
    translations::complete(&mut manuscripts, site);
    terms::resolve(&mut manuscripts, known_site, problems);
    manuscripts.sort_by(|a, b| a.moment.cmp(&b.moment).then_with(|| a.article.id.cmp(&b.article.id)));

    let prepare = |manuscript| bodies::prepare(memos, manuscript);
    let [bodies, page_bodies, author_bodies] = [&manuscripts, &pages, &authors]
        .map(|manuscripts| manuscripts.par_iter().map(prepare).collect::<Vec<Arc<PreparedBody>>>());
    index.set_published(manuscripts.iter().zip(&bodies).map(|(manuscript, body)| (&manuscript.article.id, &body.ids)));
    let standing = pages.iter().zip(&page_bodies).chain(authors.iter().zip(&author_bodies));
    let page_index = PageIndex::new(&languages, standing.map(|(manuscript, body)| (manuscript, &body.ids)));
    let lists = PageCounts::new(known_site, &author_index, &manuscripts);
    let targets = LinkTargets { content, site, languages: &languages, index: &index, pages: &page_index, lists };
    let bar = load::progress(manuscripts.len(), "checking");
    let mut check = |manuscripts: &mut Vec<Manuscript>, bodies: Vec<Arc<PreparedBody>>| {
        let check = |(manuscript, body): (Manuscript, Arc<PreparedBody>)| {
            bar.inc(1);
            bodies::check(&targets, memos, manuscript, &body)
        };
        let checked: Vec<(CheckedArticle, Vec<Problem>)> =
            std::mem::take(manuscripts).into_par_iter().zip(bodies).map(check).collect();
        let (checked, found): (Vec<_>, Vec<_>) = checked.into_iter().unzip();
        problems.extend(found.into_iter().flatten());
        checked
    };
    let checked = Checked {
        articles: check(&mut manuscripts, bodies),
        pages: check(&mut pages, page_bodies),
        authors: check(&mut authors, author_bodies),
    };
    bar.finish_and_clear();
    report_files(content, &checked, problems);
    Ok(checked)
}

/// Reports files that articles use under names that not every computer can store, and files that nobody reads.
fn report_files(content: &Content, checked: &Checked, problems: &mut Problems) {
    let articles: Vec<&CheckedArticle> = [&checked.articles, &checked.pages, &checked.authors].into_iter().flatten().collect();
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
