//! From manuscripts to the files of the edition, in memory: a pure function of what CONTENT holds.

use std::{
    collections::{BTreeMap, HashSet},
    path::PathBuf,
    sync::Arc,
};

use anyhow::Result;
use edition::{
    Address, Article, Language, Languages, List, PageNumbers, Picture, Recommended, Selection, Site, Summary, encode, markup,
    tokens,
};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use rayon::prelude::*;
use related::ArticleText;

use crate::{
    body,
    content::Content,
    files, host,
    lists::{self, Members, Parts},
    locales::Locales,
    manuscript::{self, Manuscript},
    media::{self, Target},
    page::Printer,
    pool::{self, Kept},
    problem::{Place, Problem, Problems, Severity, plural},
    publish::{self, Whole},
    references::{self, Index},
    search, site,
    viewer::Viewer,
    write::{Print, Prints},
};

/// An edition, ready to be written.
#[derive(Default)]
pub(crate) struct Edition {
    pub(crate) articles: usize,
    pub(crate) files: Prints,
    /// The viewer that belongs to it.
    pub(crate) viewer: Option<Viewer>,
    /// What the newsroom should know although nothing is wrong.
    pub(crate) notes: Vec<String>,
}

/// An article whose body is clean, with what the body needs beside it.
struct Clean {
    article: Article,
    /// The words of the body.
    text: String,
    /// Files of CONTENT that it uses.
    media: Vec<PathBuf>,
    problems: Vec<Problem>,
}

/// Reads, checks and composes everything. What is wrong goes to `problems`; with an error among them the
/// edition is not to be used.
pub(crate) fn compose(content: &Content, now: Timestamp, printing: Printing, problems: &mut Problems) -> Result<Edition> {
    let site = site::read(content, problems)?;
    let locales = site.as_ref().map(|site| Locales::load(content, site, problems)).transpose()?;
    let mut edition = Edition { viewer: printing.viewer.clone(), ..Edition::default() };
    let mut manuscripts = read_all(content, problems)?;
    let index = Index::new(&manuscripts, problems);
    let site_language = site.as_ref().map(|site| site.languages().first().clone()).unwrap_or_default();
    for manuscript in &mut manuscripts {
        if manuscript.article.language.as_str().is_empty() {
            manuscript.article.language = site_language.clone();
        }
        references::resolve(manuscript, site.as_ref(), &index, problems);
    }
    hold_back(&mut manuscripts, now, &mut edition.notes);
    references::complete_translations(&mut manuscripts);
    references::tag(&mut manuscripts, problems);
    manuscripts.sort_by(|a, b| a.moment.cmp(&b.moment).then_with(|| a.article.id.cmp(&b.article.id)));

    let printed: HashSet<String> = manuscripts.iter().map(|manuscript| manuscript.article.id.clone()).collect();
    let bar = progress(manuscripts.len(), "cleaning");
    let mut cleaned: Vec<Clean> = manuscripts
        .into_par_iter()
        .map(|manuscript| {
            bar.inc(1);
            clean(content, site.as_ref(), &index, &printed, manuscript)
        })
        .collect();
    bar.finish_and_clear();
    for clean in &mut cleaned {
        problems.extend(std::mem::take(&mut clean.problems));
    }
    let (Some(site), Some(locales)) = (site, locales) else { return Ok(edition) };
    if !problems.fail(false) {
        print(content, site, locales, cleaned, printing, &mut edition)?;
    }
    Ok(edition)
}

fn read_all(content: &Content, problems: &mut Problems) -> Result<Vec<Manuscript>> {
    let bar = progress(content.manuscripts.len(), "reading");
    let read: Vec<_> = content
        .manuscripts
        .par_iter()
        .map(|path| {
            bar.inc(1);
            manuscript::read(content, path)
        })
        .collect::<Result<_>>()?;
    bar.finish_and_clear();
    let (manuscripts, found): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    problems.extend(found.into_iter().flatten());
    Ok(manuscripts.into_iter().flatten().collect())
}

/// Shown on a terminal only.
fn progress(length: usize, what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:10} {wide_bar} {pos}/{len}").expect("the template is right");
    ProgressBar::new(length as u64).with_style(style).with_message(what)
}

fn hold_back(manuscripts: &mut Vec<Manuscript>, now: Timestamp, notes: &mut Vec<String>) {
    manuscripts.retain(|manuscript| {
        let why = if manuscript.article.offprint.draft {
            "it is a draft".to_owned()
        } else if manuscript.moment > now {
            format!("it is dated {}", manuscript.article.date_published.as_str())
        } else {
            return true;
        };
        notes.push(format!("held back: {} ({why})", manuscript.origin.file));
        false
    });
}

/// Cleans the body, follows the addresses in it and says what was found on the way.
fn clean(content: &Content, site: Option<&Site>, index: &Index, printed: &HashSet<String>, manuscript: Manuscript) -> Clean {
    let Manuscript { path, origin, mut article, body: written, .. } = manuscript;
    let mut problems = Vec::new();
    let mut media_files: Vec<PathBuf> = Vec::new();

    let place_of =
        |needle: &str| written.text.find(needle).filter(|_| !needle.is_empty()).map(|byte| Place::of(&written.text, byte));
    let in_body = |severity, needle: &str, message: String| match place_of(needle) {
        Some(place) => Problem {
            file: origin.file.clone(),
            place: Some(Place { line: place.line + written.skipped, ..place }),
            severity,
            field: written.field.map(str::to_owned),
            message,
        },
        None => Problem {
            field: written.field.map(str::to_owned),
            ..origin.problem(
                severity,
                &written.field.map(|field| crate::locate::Step::Key(field.into())).into_iter().collect::<Vec<_>>(),
                message,
            )
        },
    };

    for (what, count) in body::taken_out(&written.html) {
        let needle = what.rsplit('<').next().map(|name| format!("<{}", name.trim_end_matches('>'))).unwrap_or_default();
        let times = if count > 1 { format!(" ({count} times)") } else { String::new() };
        problems.push(in_body(
            Severity::Warning,
            &needle,
            format!("taken out, because an article may not have it: {what}{times}"),
        ));
    }

    // Markdown always writes an alternative, be it empty; mere ornament can be written as HTML.
    let markdown = written.field.is_none() && written.text.contains("![](");
    let mut no_alternative: Vec<String> = Vec::new();
    let mut held_back: Vec<String> = Vec::new();
    let html = body::visit(&body::clean(&written.html), |element| {
        let name = element.tag_name();
        if name == "img" && element.get_attribute("alt").is_none_or(|alt| markdown && alt.trim().is_empty()) {
            no_alternative.push(body::readable(&body::decode(&element.get_attribute("src").unwrap_or_default())));
        }
        for attribute in ["href", "src", "poster"] {
            let Some(address) = element.get_attribute(attribute).and_then(|value| Address::parse(&body::decode(&value))) else {
                continue;
            };
            if attribute != "href" && site.is_some_and(|site| !host::allows(site, &address)) {
                problems.push(in_body(Severity::Warning, address.as_str(), not_allowed(&address)));
            }
            if !address.is_relative() || address.as_str().starts_with('#') {
                continue;
            }
            let (file_part, fragment) =
                address.as_str().split_at(address.as_str().find(['?', '#']).unwrap_or(address.as_str().len()));
            let shown = body::readable(file_part);
            let new = match media::follow(content, &path, &address) {
                Target::File(file) => match index.by_file(&file) {
                    Some(id) => {
                        held_back.extend((!printed.contains(id)).then(|| shown.clone()));
                        let place = fragment.strip_prefix('#').map(|place| format!("#{}", markup::prefixed(place)));
                        format!("articles/{}/{}", encode(id), place.unwrap_or_default())
                    }
                    None => {
                        if name == "img" && element.get_attribute("height").is_none() {
                            reserve(content, &file, element);
                        }
                        let new = format!("{}{fragment}", encode(&media::name(&file)));
                        media_files.push(file);
                        new
                    }
                },
                // The front page.
                _ if attribute == "href" && file_part == "/" => "./".to_owned(),
                // An address of the edition itself: articles/<id>/, sections/<id>/.
                _ if attribute == "href" && leads_to_page(address.as_str(), index) => {
                    address.as_str().trim_start_matches('/').to_owned()
                }
                target => {
                    problems.push(in_body(Severity::Error, &shown, no_file(&shown, &target)));
                    continue;
                }
            };
            // The name of an attribute that is there can be set.
            let _ = element.set_attribute(attribute, &body::encode(&new));
        }
    });
    for link in held_back {
        let message = format!("the link {link} leads to an article that is held back, and so nowhere until it is printed.");
        problems.push(in_body(Severity::Warning, &link, message));
    }

    if let Some(first) = no_alternative.first() {
        let which =
            if no_alternative.len() > 1 { format!("{first} and {} more", no_alternative.len() - 1) } else { first.clone() };
        let message = "a picture has no text alternative. Say what it shows, or write alt=\"\" if it is mere ornament";
        problems.push(in_body(Severity::Warning, first, format!("{message} ({which}).")));
    }

    if let Some(address) = article.image.as_ref().filter(|address| site.is_some_and(|site| !host::allows(site, address))) {
        problems.push(origin.problem(Severity::Warning, &[crate::locate::Step::Key("image".into())], not_allowed(address)));
    }
    let picture = picture(content, &path, &mut article, &html, &mut media_files, |field, severity, message| {
        problems.push(origin.problem(severity, &[crate::locate::Step::Key(field.into())], message));
    });
    let text = crate::text(&html);
    article.offprint.minutes = tokens::minutes(&text);
    article.offprint.picture = picture;
    article.content_html = Some(html);
    Clean { article, text, media: media_files, problems }
}

fn not_allowed(address: &Address) -> String {
    let origin: String = address.as_str().split_inclusive('/').take(3).collect();
    let origin = origin.trim_end_matches('/');
    format!(
        "a page may not load anything from {origin}, so this will not be shown. Put the file beside the manuscript, or add {origin} \
         to media in site.json ({address})."
    )
}

fn no_file(address: &str, target: &Target) -> String {
    match target {
        Target::Outside => format!("{address} lies outside the folder of manuscripts. Put the file beside the manuscript."),
        _ => format!("there is no file {address}. Put it beside the manuscript or correct the address."),
    }
}

/// Whether a relative address is one of a page that the edition will have.
fn leads_to_page(address: &str, index: &Index) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    match edition::Route::parse(path, &Languages::new(["en"])) {
        edition::Route::Article(id) => index.by_id(&id).is_some(),
        edition::Route::List(..) | edition::Route::Search(_) => !path.is_empty(),
        // With the prefix of another language.
        edition::Route::NotFound => path
            .split_once('/')
            .is_some_and(|(_, rest)| ["sections/", "tags/", "archive/", "search/"].iter().any(|page| rest.starts_with(page))),
    }
}

/// Width and height of a picture in CONTENT, if it says them.
fn size_of(content: &Content, file: &std::path::Path) -> Option<(u32, u32)> {
    files::read(&content.root.join(file)).ok().and_then(|bytes| media::size(&bytes))
}

/// Gives a picture its width and height, so that nothing moves when it comes.
fn reserve(content: &Content, file: &std::path::Path, element: &mut lol_html::html_content::Element<'_, '_>) {
    if let Some((width, height)) = size_of(content, file) {
        let _ = element.set_attribute("width", &width.to_string());
        let _ = element.set_attribute("height", &height.to_string());
    }
}

/// The main picture with its size. `image` itself becomes its address in the edition.
fn picture(
    content: &Content,
    path: &std::path::Path,
    article: &mut Article,
    html: &str,
    media_files: &mut Vec<PathBuf>,
    mut tell: impl FnMut(&str, Severity, String),
) -> Option<Picture> {
    let address = article.image.clone()?;
    let alt = article.offprint.image_alt.clone().unwrap_or_default();
    if !address.is_relative() {
        return Some(Picture { url: address, alt, size: None });
    }
    match media::follow(content, path, &address) {
        Target::File(file) => {
            let size = size_of(content, &file);
            let url = Address::parse(&encode(&media::name(&file)))?;
            media_files.push(file);
            article.image = Some(url.clone());
            // Where the body shows it, its text alternative stands there.
            if article.offprint.image_alt.is_none() && !body::shows(html, &url) {
                tell(
                    "image",
                    Severity::Warning,
                    format!("a picture has no text alternative. Say what it shows in image_alt ({address})."),
                );
            }
            Some(Picture { url, alt, size })
        }
        target => {
            tell("image", Severity::Error, no_file(address.as_str(), &target));
            None
        }
    }
}

/// How the edition is printed.
#[derive(Default)]
pub(crate) struct Printing {
    pub(crate) pages: Pages,
    pub(crate) viewer: Option<Viewer>,
    /// The path under which the edition stands on its host.
    pub(crate) base: String,
    /// What the build before found alike.
    pub(crate) kept: Kept,
}

/// Which pages are printed beside the files that the viewer reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Pages {
    /// None: the viewer renders everything from the files
    None,
    /// Those of articles
    Articles,
    /// One for every address
    #[default]
    All,
}

/// Composes the files from articles that are right.
fn print(
    content: &Content,
    mut site: Site,
    locales: Locales,
    cleaned: Vec<Clean>,
    printing: Printing,
    edition: &mut Edition,
) -> Result<()> {
    let languages = site.languages();
    site.language_names = locales.names();
    edition.files.extend(locales.files().map(|(name, bytes)| (name, Print::Bytes(bytes))));
    let summaries: Vec<Summary> = cleaned.iter().map(summary).collect();
    let (members, strangers) = sort_into_lists(&site, &languages, &cleaned);
    for (language, count) in strangers {
        let first = languages.first();
        edition
            .notes
            .push(format!("{} in {language}, which is no language of the site: listed under {first}", plural(count, "article")));
    }

    for clean in &cleaned {
        for file in &clean.media {
            edition.files.insert(media::name(file), Print::Copy(content.root.join(file)));
        }
    }
    if let Some(icon) = site.icon.as_ref().map(|icon| body::readable(icon.as_str())) {
        let file = content.root.join(icon.strip_prefix("media/").unwrap_or(&icon));
        edition.files.insert(icon, Print::Copy(file));
    }
    let (mut articles, texts): (Vec<Article>, Vec<String>) =
        cleaned.into_par_iter().map(|clean| finalize(clean, &locales)).unzip();
    name_list_pages(&mut articles, &languages, &members);
    let (pools, kept) = pool::pools(&articles, &compared(&articles, &texts), printing.kept);
    edition.files.insert(pool::KEPT.into(), Print::Bytes(kept.bytes()));
    edition.files.extend(search::files(&articles, &texts, &members));
    drop(texts);
    for (article, pool) in articles.iter_mut().zip(pools) {
        article.offprint.recommended = Recommended::Cards(pool);
    }

    edition.articles = articles.len();
    let lists = members.iter().map(|(list, members)| (list.clone(), Parts::new(members, &summaries))).collect();
    let policy = host::policy(&site);
    let printer = Printer { site: Arc::new(site), languages, locales, viewer: printing.viewer, policy, base: printing.base };
    publish::publish(Whole { printer, pages: printing.pages, articles, summaries, members, lists }, edition)
}

/// What is compared of the articles, for recommended reading.
fn compared<'a>(articles: &'a [Article], texts: &'a [String]) -> Vec<ArticleText<'a>> {
    let compared = |(article, body): (&'a Article, &'a String)| ArticleText {
        language: article.language.as_str(),
        title: &article.title,
        standfirst: article.summary.as_deref().unwrap_or_default(),
        tags: &article.tags,
        body,
        // Every date was read before.
        timestamp: article.date_published.as_str().parse::<Timestamp>().map_or(0, |moment| moment.as_second()),
    };
    articles.iter().zip(texts).map(compared).collect()
}

/// An article as it is printed, and the words of its body.
fn finalize(clean: Clean, locales: &Locales) -> (Article, String) {
    let mut article = clean.article;
    let html = article.content_html.take().unwrap_or_default();
    let page = format!("articles/{}/", encode(&article.id));
    // The body shows the picture already.
    if article.offprint.picture.as_ref().is_some_and(|picture| body::shows(&html, &picture.url)) {
        article.offprint.picture = None;
    }
    let messages = locales.messages(&article.language);
    article.content_html = Some(body::decorate_html(&html, &page, &messages.body));
    (article, clean.text)
}

fn summary(clean: &Clean) -> Summary {
    let article = &clean.article;
    let standfirst = match article.summary.as_deref().map(str::trim) {
        Some(summary) if !summary.is_empty() => summary.to_owned(),
        _ => body::excerpt(&body::running_text(article.content_html.as_deref().unwrap_or_default())),
    };
    Summary {
        id: article.id.clone(),
        title: article.title.clone(),
        language: article.language.clone(),
        date: article.date_published.clone(),
        standfirst,
        section: article.offprint.section.clone(),
        source: article.offprint.source.as_ref().map(|source| source.name.clone()),
        minutes: article.offprint.minutes,
        picture: article.offprint.picture.clone(),
    }
}

pub(crate) type Lists = BTreeMap<List, Members>;

/// Which articles stand in which list, and how many are in a language that the site does not have.
fn sort_into_lists(site: &Site, languages: &Languages, cleaned: &[Clean]) -> (Lists, BTreeMap<Language, usize>) {
    let mut lists = Lists::new();
    let mut strangers: BTreeMap<Language, usize> = BTreeMap::new();
    // Every front page and section has a list, even while nothing is in it.
    for language in languages.iter() {
        lists.insert(List::all(language.clone()), Members::default());
        for section in &site.sections {
            lists.insert(List::section(language.clone(), &section.id), Members::default());
        }
    }
    for (place, Clean { article, .. }) in cleaned.iter().enumerate() {
        let language = languages.closest(&article.language).unwrap_or_else(|| {
            *strangers.entry(article.language.clone()).or_default() += 1;
            languages.first()
        });
        let mut join = |selection, title: Option<&str>| {
            let list = lists.entry(List { language: language.clone(), selection }).or_default();
            list.articles.push(place);
            list.title = title.map(str::to_owned);
        };
        join(Selection::All, None);
        if let Some(section) = &article.offprint.section {
            join(Selection::Section(section.clone()), None);
        }
        for tag in &article.offprint.tags {
            join(Selection::Tag(tag.id.clone()), Some(&tag.title));
        }
    }
    (lists, strangers)
}

/// Tells each article which chunks it stands in.
fn name_list_pages(articles: &mut [Article], languages: &Languages, lists: &Lists) {
    for language in languages.iter() {
        for (list, members) in lists.iter().filter(|(list, _)| list.language == *language) {
            for (n, place) in members.articles.iter().enumerate() {
                let chunks = articles[*place].offprint.pages.get_or_insert_with(PageNumbers::default);
                chunks.language = language.clone();
                match list.selection {
                    Selection::All => chunks.all = lists::page_number(n),
                    Selection::Section(_) => chunks.section = Some(lists::page_number(n)),
                    Selection::Tag(_) => {}
                }
            }
        }
    }
}
