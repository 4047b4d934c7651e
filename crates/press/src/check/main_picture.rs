//! The main picture of an article.

use std::path::{Path, PathBuf};

use edition::{Address, Article, Picture};

use super::{findings::Findings, link_targets::LinkTargets};
use crate::{
    body::html,
    files,
    load::{
        locate::Step,
        media_file::{self, Target},
        picture_facts::PictureText,
    },
    origins,
    pictures::inspect,
    problem::Kind,
};

/// Resolves the pictures that only feeds show: `banner_image` next to an `image`, and the portraits of authors. Returns the files that
/// they need. One that is missing is reported and left out.
pub(super) fn resolve_others(
    targets: &LinkTargets<'_>,
    path: &Path,
    article: &mut Article,
    findings: &mut Findings<'_>,
) -> Vec<PathBuf> {
    let mut used = Vec::new();
    let mut follow = |address: Address, field: &'static str| {
        if !address.is_relative() {
            return Some(address);
        }
        match media_file::follow(targets.content, path, &address) {
            Target::File(file, _) => {
                let address = media_file::address(&file);
                used.push(file);
                address
            }
            _ => {
                let shown = html::readable(address.as_str());
                let message = format!("{} It is left out.", media_file::no_file(&shown));
                findings.warn_field(Kind::MissingFile, &[Step::Key(field.into())], message);
                None
            }
        }
    };
    if article.image.is_some() {
        article.banner_image = article.banner_image.take().and_then(|address| follow(address, "banner_image"));
    }
    for author in &mut article.authors {
        author.avatar = author.avatar.take().and_then(|address| follow(address, "authors"));
    }
    used
}

/// Resolves `image`, or `banner_image` where there is none. Returns the picture with its size, and its file if it is one of CONTENT. One
/// that cannot be shown is reported and left out.
pub(super) fn resolve(
    targets: &LinkTargets<'_>,
    path: &Path,
    article: &mut Article,
    is_shown: impl Fn(&Address) -> bool,
    findings: &mut Findings<'_>,
) -> Option<(Picture, Option<PathBuf>)> {
    let field = if article.image.is_some() { "image" } else { "banner_image" };
    let steps = [Step::Key(field.into())];
    let address = article.image.take().or_else(|| article.banner_image.take())?;
    let alt = article.offprint.image_alt.clone().unwrap_or_default();
    if targets.site.is_some_and(|site| !origins::allows(site, &address)) {
        findings.warn_field(Kind::BlockedOrigin, &steps, origins::blocked(&address));
    }
    if !address.is_relative() {
        article.image = Some(address.clone());
        return Some((Picture::new(address, alt), None));
    }
    let shown = html::readable(address.as_str());
    let file = match media_file::follow(targets.content, path, &address) {
        Target::File(file, _) => file,
        target => {
            let message = format!("{} It is published without the picture.", target.objection(&shown));
            findings.warn_field(Kind::MissingFile, &steps, message);
            return None;
        }
    };
    let bytes = files::read(&targets.content.root.join(&file)).unwrap_or_default();
    let size = match inspect::inspect(&bytes) {
        inspect::Picture::Shown(size) => size,
        inspect::Picture::Broken(why) => {
            let message = format!("{shown} cannot be shown, because {why}. It is published without the picture.");
            findings.warn_field(Kind::Picture, &steps, message);
            return None;
        }
    };
    let url = media_file::address(&file)?;
    article.image = Some(url.clone());
    let PictureText { alt: own, caption, credit } = targets.picture_text(&file, &article.language);
    let has_alternative = article.offprint.image_alt.is_some() || !own.is_empty();
    let alt = article.offprint.image_alt.clone().unwrap_or(own);
    // Where the body shows it, its text alternative is there.
    if !has_alternative && !is_shown(&url) {
        let message = format!("a picture has no text alternative. Say what it shows in image_alt ({shown}).");
        findings.warn_field(Kind::MissingAlternative, &steps, message);
    }
    Some((Picture { size, caption, credit, ..Picture::new(url, alt) }, Some(file)))
}
