//! `site.json` or `site.toml`: the publication's own facts.

use std::path::Path;

use anyhow::Result;
use edition::{Address, Language, Site, is_slug, slug};
use jiff::tz::TimeZone;

use super::{
    content::Content,
    fields::{FieldSource, keys},
    locate::Step,
    media_file::{self, Target},
    parse::Syntax,
    taxonomies,
};
use crate::{
    body::markdown::Embeds,
    origins,
    problem::{Kind, Problem, Problems, Severity},
};

/// Reads and checks the site, and leaves out the files that it ignores.
///
/// # Errors
///
/// A file that cannot be read.
pub(crate) fn read(content: &mut Content, problems: &mut Problems) -> Result<Option<(Site, FieldSource)>> {
    let path = match &content.site[..] {
        [path] => path.clone(),
        found => {
            let message = if found.is_empty() {
                "there is no site.json or site.toml here. Add one with the title, the language and the sections."
            } else {
                "there are both site.json and site.toml here. Keep one."
            };
            let file = content.root.display().to_string();
            problems.push(Problem::with_file(file, Kind::MissingFile, Severity::Error, message));
            return Ok(None);
        }
    };
    let syntax = if path.extension().is_some_and(|extension| extension == "toml") { Syntax::Toml } else { Syntax::Json };
    let mut found = Vec::new();
    let Some((source, mut value)) = FieldSource::open(content, &path, syntax, &mut found)? else {
        problems.extend(found);
        return Ok(None);
    };
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, value| value.as_str().is_none_or(|text| !text.trim().is_empty()));
    }
    let site = source.read::<Site>(value, &mut found);
    let site = site.map(|mut site| {
        normalize_languages(&mut site);
        check(&site, &source, &mut found);
        taxonomies::check(&site, &source, &mut found);
        taxonomies::complete(&mut site);
        // An id may be written like the name of the file.
        site.nav.iter_mut().chain(&mut site.footer).for_each(|id| *id = slug(id));
        if let Err((index, message)) = content.ignore(&site.ignore) {
            let steps = [Step::Key("ignore".into()), Step::Index(index)];
            found.push(source.problem(Severity::Error, Kind::WrongValue, &steps, message));
        }
        complete_addresses(site, content, &source, &mut found)
    });
    problems.extend(found);
    Ok(site.map(|site| (site, source)))
}

/// Writes languages as BCP 47 recommends: `en_gb` is `en-GB`.
fn normalize_languages(site: &mut Site) {
    let normalize = |language: &mut Language| {
        if let Ok(tag) = oxilangtag::LanguageTag::parse_and_normalize(&language.as_str().replace('_', "-")) {
            *language = tag.as_str().into();
        }
    };
    normalize(&mut site.language);
    site.languages.iter_mut().for_each(normalize);
}

/// Brings the addresses of the site into the form in which they are used.
fn complete_addresses(mut site: Site, content: &Content, source: &FieldSource, problems: &mut Vec<Problem>) -> Site {
    if let Some(url) = &site.url {
        if !origins::is_public(url) {
            let message = format!("“{url}” is no public address. Write it whole, like https://example.org/paper/.");
            problems.push(source.error(Kind::WrongValue, &["url"], message));
        }
        site.url = Address::parse(&format!("{}/", url.as_str().trim_end_matches('/')));
    }
    for (index, media) in site.media.iter().enumerate() {
        if !origins::is_nameable(media) {
            let message = format!("“{media}” is no origin. Write it like https://images.example.org.");
            let steps = [Step::Key("media".into()), Step::Index(index)];
            problems.push(source.problem(Severity::Error, Kind::WrongValue, &steps, message));
        }
    }
    let mut resolve = |address: &mut Option<Address>, field: &[&str]| {
        let Some(written) = address.take() else { return };
        match media_file::follow(content, Path::new("site.json"), &written) {
            Target::File(file, _) => *address = media_file::address(&file),
            _ => {
                let message = format!("there is no file {written}. Put it next to the site or correct the address.");
                problems.push(source.warning(Kind::MissingFile, field, message));
            }
        }
    };
    resolve(&mut site.icon, &["icon"]);
    resolve(&mut site.look.logo, &["look", "logo"]);
    resolve(&mut site.look.logo_dark, &["look", "logo_dark"]);
    site
}

fn check(site: &Site, source: &FieldSource, problems: &mut Vec<Problem>) {
    let is_reported = |field: &str, problems: &[Problem]| problems.iter().any(|problem| problem.field.as_deref() == Some(field));
    if site.title.is_empty() && !is_reported("title", problems) {
        problems.push(source.error(Kind::MissingField, &["title"], "is missing. Add the name of the publication."));
    }
    if site.language.as_str().is_empty() && site.languages.is_empty() && !is_reported("language", problems) {
        let message = "is missing. Add the first language of the publication, like en, zh-Hans or ar.";
        problems.push(source.error(Kind::MissingField, &["language"], message));
    }
    for language in site.languages().iter() {
        if let Err(error) = oxilangtag::LanguageTag::parse(language.as_str()) {
            let message = format!("“{language}” is no language ({error}). Write it like en, zh-Hans or ar.");
            problems.push(source.error(Kind::Language, &["languages"], message));
        }
    }
    if let Some(zone) = &site.timezone
        && TimeZone::get(zone).is_err()
    {
        let message = format!("“{zone}” is no time zone. Write it like Asia/Shanghai.");
        problems.push(source.error(Kind::WrongValue, &["timezone"], message));
    }
    for (index, name) in site.embeds.iter().enumerate().filter(|(_, name)| !Embeds::is_known(name)) {
        let message = format!(
            "“{name}” is no site with players. Write youtube, vimeo, bilibili, or the address of a server like https://tube.example."
        );
        let steps = [Step::Key("embeds".into()), Step::Index(index)];
        problems.push(source.problem(Severity::Error, Kind::WrongValue, &steps, message));
    }
    for (index, section) in site.sections.iter().enumerate() {
        let mut report = |field: &str, kind: Kind, message: String| {
            let mut steps = keys(&["sections"]);
            steps.extend([Step::Index(index), Step::Key(field.into())]);
            problems.push(source.problem(Severity::Error, kind, &steps, message));
        };
        if !is_slug(&section.id) {
            let better = slug(&section.id);
            let message = format!(
                "“{}” cannot be an address. Write lower case letters, digits and hyphens, such as “{better}”.",
                section.id
            );
            report("id", Kind::WrongValue, message);
        }
        if site.sections[..index].iter().any(|other| other.id == section.id) {
            let message = format!("“{}” is the id of an earlier section, too. Give one of them another.", section.id);
            report("id", Kind::DuplicateId, message);
        }
        if section.title.is_empty() {
            report("title", Kind::MissingField, "is missing. Add the name of the section.".to_owned());
        }
    }
}
