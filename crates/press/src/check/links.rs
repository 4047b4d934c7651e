//! Resolves the addresses in the body of an article, and collects the files that they lead to.

mod rewrite;

use std::{
    collections::{BTreeSet, HashSet},
    path::{Path, PathBuf},
};

use edition::{Language, Route, encode, markup};
pub(super) use rewrite::rewrite;

use super::{
    film::{self, FilmParts},
    findings::Findings,
    link_targets::LinkTargets,
};
use crate::{
    body::{data_table, figures, html::readable, prepared::BodyAddress},
    files,
    load::{
        content::Match,
        encoding,
        kind::ManuscriptKind,
        media_file::{self, Target},
        picture_facts::PictureText,
    },
    origins,
    pictures::{
        Copies,
        inspect::{self, Picture},
    },
    problem::Kind,
};

/// A picture that is shown.
#[derive(Debug)]
pub(super) struct ShownPicture {
    copies: Copies,
    text: PictureText,
}

/// The article whose links are resolved.
pub(super) struct LinkSource<'a> {
    /// Its file, from CONTENT.
    pub(super) path: &'a Path,
    pub(super) language: &'a Language,
    /// The ids inside its body.
    pub(super) ids: &'a BTreeSet<String>,
}

/// Where an address leads.
#[derive(Debug)]
pub(super) enum Destination {
    /// An address of the edition or of another site.
    Address(String),
    /// The same, and a file that the edition needs.
    File { address: String, file: PathBuf, shown: ShownFile },
    /// Nowhere, or to a picture that no browser shows.
    Nowhere,
}

/// What an article shows of a file.
#[derive(Debug)]
pub(super) enum ShownFile {
    /// Nothing: a link leads to it.
    Nothing,
    Picture(ShownPicture),
    /// A film or a sound.
    Film(FilmParts),
    /// The data of a file as a table.
    Table(String),
    /// A link in place of what was written as a picture.
    Linked,
}

/// Resolves every address of a sanitized body, in their order. What leads nowhere is reported.
pub(super) fn resolve(
    targets: &LinkTargets<'_>,
    from: &LinkSource<'_>,
    addresses: &[BodyAddress],
    findings: &mut Findings<'_>,
) -> Vec<Destination> {
    let mut blocked = HashSet::new();
    // Nothing else is asked of an element that leads nowhere.
    let mut gone = None;
    let mut resolve = |written: &BodyAddress| {
        if gone == Some(written.element) {
            return Destination::Nowhere;
        }
        let destination = Resolver { targets, from, written }.resolve(&mut blocked, findings);
        if let Destination::Nowhere = destination {
            gone = Some(written.element);
        }
        destination
    };
    addresses.iter().map(&mut resolve).collect()
}

impl Destination {
    /// Returns the files that the edition needs.
    pub(super) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        let own = if let Destination::File { file, .. } = self { Some(file) } else { None };
        own.into_iter().chain(self.film().into_iter().flat_map(FilmParts::files))
    }

    /// Returns the files of the pictures that are shown.
    pub(super) fn shown_pictures(&self) -> impl Iterator<Item = &PathBuf> {
        let own = if let Destination::File { file, shown: ShownFile::Picture(_), .. } = self { Some(file) } else { None };
        own.into_iter().chain(self.film().and_then(|parts| parts.poster.as_ref()))
    }

    fn film(&self) -> Option<&FilmParts> {
        if let Destination::File { shown: ShownFile::Film(parts), .. } = self { Some(parts) } else { None }
    }

    fn is_table(&self) -> bool {
        matches!(self, Destination::File { shown: ShownFile::Table(_), .. })
    }

    /// Returns the address. None if there is none.
    pub(super) fn address(&self) -> Option<&str> {
        match self {
            Destination::Address(address) | Destination::File { address, .. } => Some(address),
            Destination::Nowhere => None,
        }
    }
}

/// Notes for each picture that is shown what is published of it, and lets links to it lead to its full size. Returns the pictures that are
/// wanted in their full size.
pub(super) fn set_copies<'a>(
    destinations: &mut [Destination],
    addresses: &[BodyAddress],
    copies: impl Fn(&Path) -> Option<&'a Copies>,
) -> Vec<PathBuf> {
    let mut originals = Vec::new();
    for (destination, written) in destinations.iter_mut().zip(addresses) {
        let Destination::File { address, file, shown } = destination else { continue };
        let Some(copies) = copies(file) else { continue };
        match shown {
            ShownFile::Picture(shown) => shown.copies = Copies { size: copies.size.or(shown.copies.size), ..copies.clone() },
            ShownFile::Nothing if written.tag == "a" && copies.is_reduced => {
                *address = encode(&media_file::original_name(file)).to_string();
                originals.push(file.clone());
            }
            _ => {}
        }
    }
    originals
}

struct Resolver<'a> {
    targets: &'a LinkTargets<'a>,
    from: &'a LinkSource<'a>,
    written: &'a BodyAddress,
}

impl Resolver<'_> {
    /// Resolves the address. `blocked` has the origins that were reported for this article.
    fn resolve(&self, blocked: &mut HashSet<String>, findings: &mut Findings<'_>) -> Destination {
        let address = &self.written.address;
        if !address.is_relative() {
            let is_blocked = !self.is_link() && self.targets.site.is_some_and(|site| !origins::allows(site, address));
            if is_blocked && blocked.insert(origins::origin(address)) {
                findings.warn(Kind::BlockedOrigin, address.as_str(), origins::blocked(address));
            }
            return Destination::Address(address.to_string());
        }
        if let Some(fragment) = address.as_str().strip_prefix('#') {
            return self.fragment_here(fragment, findings);
        }
        let (path, rest) = address.as_str().split_at(address.as_str().find(['?', '#']).unwrap_or(address.as_str().len()));
        match media_file::follow(self.targets.content, self.from.path, address) {
            Target::File(file, how) => {
                if how == Match::OtherCase {
                    let message =
                        format!("{} is the file {} in another case. Write it alike.", readable(path), files::shown(&file));
                    findings.warn(Kind::FileName, &readable(path), message);
                }
                match (self.targets.index.by_file(&file), self.targets.pages.by_file(&file)) {
                    (None, None) if self.is_unpublished(&file) => self.unpublished("a page", path, findings),
                    (None, None) => self.file(file, rest, findings),
                    _ if !self.is_link() => self.nowhere(&Target::Nothing, &readable(path), findings),
                    (Some(id), _) => self.article(id, path, rest, findings),
                    (_, Some(page)) => self.standing(page, path, rest, findings),
                }
            }
            target => self.page(path, rest, findings).unwrap_or_else(|| self.nowhere(&target, &readable(path), findings)),
        }
    }

    fn is_link(&self) -> bool {
        self.written.attribute == "href"
    }

    /// Resolves a link to a place in the same article.
    fn fragment_here(&self, fragment: &str, findings: &mut Findings<'_>) -> Destination {
        let id = markup::prefixed(&readable(fragment));
        // The browser itself goes to the top.
        if fragment.is_empty() || self.from.ids.contains(&id) {
            return Destination::Address(format!("#{}", if fragment.is_empty() { String::new() } else { encode(&id) }));
        }
        if markup::prefixed("top") == id {
            return Destination::Address("#top".to_owned());
        }
        let written = id.strip_prefix(markup::ID_PREFIX).unwrap_or(&id).to_owned();
        let message = format!(
            "#{written} leads to no place in this article, so the link is shown as text. Give a heading this id: {{#{written}}}."
        );
        findings.warn(Kind::DeadFragment, &format!("#{written}"), message);
        Destination::Nowhere
    }

    fn article(&self, id: &str, path: &str, rest: &str, findings: &mut Findings<'_>) -> Destination {
        let page = format!("articles/{}/", encode(id));
        let Some(ids) = self.targets.index.ids_in(id) else {
            return self.unpublished("an article", path, findings);
        };
        self.place(page, "article", ids, (path, rest), findings)
    }

    /// Returns whether a file is the manuscript of a page or an author, which readers must not see.
    fn is_unpublished(&self, file: &PathBuf) -> bool {
        ManuscriptKind::of(file) != ManuscriptKind::Article && self.targets.content.manuscripts.contains(file)
    }

    /// Reports a link to what is not published. `what` is what messages call it.
    fn unpublished(&self, what: &str, path: &str, findings: &mut Findings<'_>) -> Destination {
        let shown = readable(path);
        let message = format!("the link {shown} leads to {what} that is not published, so it is shown as text until then.");
        findings.warn(Kind::UnpublishedLink, &shown, message);
        Destination::Nowhere
    }

    /// Resolves a link to a page outside of the lists, or to an author. `page` is the address of one that is there.
    fn standing(&self, page: &str, path: &str, rest: &str, findings: &mut Findings<'_>) -> Destination {
        match self.targets.pages.ids_in(page) {
            Some(ids) => self.place(page.to_owned(), "page", ids, (path, rest), findings),
            None => Destination::Nowhere,
        }
    }

    /// Resolves a link to a place in a page, whose body has these ids. `what` is what messages call the page.
    fn place(
        &self,
        page: String,
        what: &str,
        ids: &BTreeSet<String>,
        (path, rest): (&str, &str),
        findings: &mut Findings<'_>,
    ) -> Destination {
        let Some(fragment) = rest.split_once('#').map(|(_, fragment)| fragment).filter(|fragment| !fragment.is_empty()) else {
            return Destination::Address(page);
        };
        let target = markup::prefixed(&readable(fragment));
        if !ids.contains(&target) {
            let shown = format!("{}#{}", readable(path), readable(fragment));
            let message = format!("{shown} leads to no place in that {what}, so the link leads to its beginning.");
            findings.warn(Kind::DeadFragment, &shown, message);
            return Destination::Address(page);
        }
        Destination::Address(format!("{page}#{}", encode(&target)))
    }

    fn file(&self, file: PathBuf, rest: &str, findings: &mut Findings<'_>) -> Destination {
        let mut is_shown = ShownFile::Nothing;
        let path = self.targets.content.root.join(&file);
        let shown = files::shown(&file);
        let base_name = shown.rsplit('/').next().unwrap_or_default();
        if self.written.tag == "img" && data_table::is_data(&file) {
            match self.table(&file, &path) {
                Ok(table) => is_shown = ShownFile::Table(table),
                Err(why) => {
                    let message = format!(
                        "{shown} cannot be shown as a table, because {}. Its text alternative is shown instead.",
                        why.trim_end_matches('.')
                    );
                    findings.warn(Kind::Table, base_name, message);
                    return Destination::Nowhere;
                }
            }
        } else if self.written.tag == "img" && figures::is_played(&shown) {
            // In a sentence there is no room for a player.
            is_shown = ShownFile::Linked;
        } else if self.written.tag == "img" {
            match inspect::inspect(&files::read(&path).unwrap_or_default()) {
                Picture::Shown(size) => {
                    let text = self.targets.picture_text(&file, self.from.language);
                    is_shown = ShownFile::Picture(ShownPicture { copies: Copies { size, ..Copies::default() }, text });
                }
                Picture::Broken(why) => {
                    let message = format!("{shown} cannot be shown, because {why}. Its text alternative is shown instead.");
                    findings.warn(Kind::Picture, base_name, message);
                    return Destination::Nowhere;
                }
            }
        } else if let Some(why) = inspect::placeholder(&files::read_start(&path).unwrap_or_default()) {
            findings.warn(Kind::Picture, base_name, format!("{shown} is published, but of no use, because {why}."));
        }
        if matches!(self.written.tag.as_str(), "video" | "audio") && self.written.attribute == "src" {
            is_shown = ShownFile::Film(film::parts(self.targets, &file, self.from.language));
        }
        let name = media_file::name(&file);
        // A fragment of a drawing, a page of a PDF; unless the `#` belongs to the name.
        let fragment = rest.find('#').filter(|_| !name.contains('#')).map_or("", |start| &rest[start..]);
        Destination::File { address: format!("{}{fragment}", encode(&name)), file, shown: is_shown }
    }

    /// Reads the data of a file. The caption is the text alternative of what the author wrote as a picture.
    fn table(&self, file: &Path, path: &Path) -> Result<String, String> {
        let bytes = files::read(path).map_err(|_| "it cannot be read".to_owned())?;
        let text = encoding::decode(&files::shown(file), &bytes).map_err(|problem| problem.message)?;
        data_table::to_html(&text, &self.written.alternative)
    }

    /// Resolves an address of the edition itself, such as `/`, `articles/<id>/`, `sections/<id>/`, or an old address.
    fn page(&self, path: &str, rest: &str, findings: &mut Findings<'_>) -> Option<Destination> {
        if !self.is_link() {
            return None;
        }
        if path == "/" {
            return Some(Destination::Address("./".to_owned()));
        }
        let index = self.targets.index;
        let path = path.trim_start_matches('/');
        let route = Route::parse(path, self.targets.languages);
        let is_there = match &route {
            Route::Article(id) => return Some(self.article(index.by_id(id)?, path, rest, findings)),
            Route::List(list, page) => !path.is_empty() && self.targets.lists.has(list, *page),
            Route::Page(..) => {
                let page = route.path(self.targets.languages);
                if self.targets.pages.ids_in(&page).is_some() {
                    return Some(self.standing(&page, path, rest, findings));
                }
                false
            }
            Route::Search(_) => true,
            Route::NotFound => is_feed(path),
        };
        if is_there {
            return Some(Destination::Address(format!("{path}{rest}")));
        }
        if let Some(id) = index.by_alias(&readable(path)) {
            return Some(self.article(id, path, rest, findings));
        }
        let page = self.targets.pages.by_alias(&readable(path))?;
        Some(self.standing(page, path, rest, findings))
    }

    fn nowhere(&self, target: &Target, shown: &str, findings: &mut Findings<'_>) -> Destination {
        let (kind, instead) = match self.is_link() {
            true => (Kind::DeadLink, "The link is shown as text."),
            false => (Kind::MissingFile, "Its text alternative is shown instead."),
        };
        findings.warn(kind, shown, format!("{} {instead}", target.objection(shown)));
        Destination::Nowhere
    }
}

/// Returns whether the press writes a file with this address.
fn is_feed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    matches!(name, "feed.json" | "feed.xml") || path == "sitemap.xml"
}
