//! Checks manuscripts against the site and against each other, and prepares their bodies.

mod aliases;
mod attachments;
mod authors;
mod bodies;
mod film;
mod findings;
mod finished;
mod front;
mod index;
mod link_targets;
mod links;
pub(crate) mod listing;
mod main_picture;
mod pages;
mod publication;
mod references;
mod terms;
mod translations;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::Result;
use edition::{Site, Taxonomy, slug};
use jiff::Timestamp;
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::{
    cache::Cache,
    load::{
        self, Loaded, LoadedSite, content::Content, front::FrontArrangement, kind::ManuscriptKind, locales::Locales,
        manuscript::Manuscript, media_file,
    },
    pictures::{ConvertedPictures, PictureStore},
    problem::{Kind, Problem, Problems, Severity},
};
use authors::AuthorIndex;
use bodies::ResolvedArticle;
pub(crate) use bodies::{CheckedArticle, FileUse};
pub(crate) use finished::TextKeys;
use index::ArticleIndex;
use link_targets::LinkTargets;
use listing::PageCounts;
use pages::PageIndex;

/// What the work is done with.
#[derive(Clone, Copy)]
pub(crate) struct Tools<'a> {
    pub(crate) cache: &'a Cache,
    /// Converts pictures. Without it they are published as they are.
    pub(crate) pictures: Option<&'a PictureStore>,
}

/// What is to be published.
pub(crate) struct Checked {
    /// Oldest first.
    pub(crate) articles: Vec<CheckedArticle>,
    /// Pages outside of the lists, one for each language.
    pub(crate) pages: Vec<CheckedArticle>,
    /// Who the authors are, one for each language.
    pub(crate) authors: Vec<CheckedArticle>,
    /// The pictures that they show.
    pub(crate) pictures: ConvertedPictures,
    /// What is arranged on the front page.
    pub(crate) front: FrontArrangement,
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
    tools: Tools<'_>,
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
    let front = match &loaded.site {
        Some(LoadedSite { site, front: Some(front), .. }) => {
            let all = manuscripts.iter().flat_map(|manuscript| &manuscript.article.tags);
            let tags = all.map(|tag| slug(&tag.trim().nfc().collect::<String>())).collect();
            front::resolve(front, site, (&index, &author_index, &tags), published_at, problems, notes)
        }
        _ => FrontArrangement::default(),
    };
    translations::check(&manuscripts, problems);
    publication::exclude_unpublished(&mut manuscripts, published_at, notes);
    translations::complete(&mut manuscripts, site);
    terms::resolve(&mut manuscripts, known_site, problems);
    manuscripts.sort_by(|a, b| a.moment.cmp(&b.moment).then_with(|| a.article.id.cmp(&b.article.id)));

    index.set_published(&manuscripts);
    let page_index = PageIndex::new(&languages, pages.iter().chain(&authors));
    let lists = PageCounts::new(known_site, &author_index, &manuscripts);
    let no_locales = Locales::default();
    let locales = loaded.site.as_ref().map_or(&no_locales, |loaded| &loaded.locales);
    let targets = LinkTargets {
        content,
        site,
        languages: &languages,
        locales,
        index: &index,
        pages: &page_index,
        lists,
        pictures: &loaded.pictures,
    };
    let resolve = |manuscripts: &mut Vec<Manuscript>| -> Vec<ResolvedArticle> {
        std::mem::take(manuscripts).into_par_iter().map(|manuscript| bodies::resolve(&targets, manuscript)).collect()
    };
    let [articles, pages, authors] = [&mut manuscripts, &mut pages, &mut authors].map(resolve);
    let pictures: BTreeSet<PathBuf> =
        [&articles, &pages, &authors].into_iter().flatten().flat_map(ResolvedArticle::pictures).cloned().collect();
    let pictures = match tools.pictures {
        Some(store) => store.convert(&content.root, &pictures)?,
        None => ConvertedPictures::new(),
    };
    let bar = load::progress(articles.len(), "checking");
    let stage = tools.cache.stage()?;
    let mut finish = |articles: Vec<ResolvedArticle>| -> Result<Vec<CheckedArticle>> {
        let finish = |article: ResolvedArticle| {
            bar.inc(1);
            article.finish(&targets, &stage, &pictures)
        };
        let finished: Vec<(CheckedArticle, Vec<Problem>)> = articles.into_par_iter().map(finish).collect::<Result<_>>()?;
        let (finished, found): (Vec<_>, Vec<_>) = finished.into_iter().unzip();
        problems.extend(found.into_iter().flatten());
        Ok(finished)
    };
    let (articles, pages, authors) = (finish(articles)?, finish(pages)?, finish(authors)?);
    stage.finish()?;
    bar.finish_and_clear();
    let checked = Checked { articles, pages, authors, pictures, front };
    report_files(content, &checked, problems);
    Ok(checked)
}

/// Reports files that articles use under names that not every computer can store, and files that nobody reads.
fn report_files(content: &Content, checked: &Checked, problems: &mut Problems) {
    let articles: Vec<&CheckedArticle> = [&checked.articles, &checked.pages, &checked.authors].into_iter().flatten().collect();
    let used: BTreeSet<_> = articles.iter().flat_map(|article| article.media.keys()).collect();
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
