//! `site.json` or `site.toml`: the publication's own facts.

use std::path::Path;

use anyhow::Result;
use edition::{Address, Site, encode, is_slug, slug};

use crate::{
    content::Content,
    fields::{Origin, Syntax},
    files,
    locate::Step,
    media::{self, Target},
    problem::{Problem, Problems, Severity},
};

/// Reads and checks the site.
pub(crate) fn read(content: &Content, problems: &mut Problems) -> Result<Option<Site>> {
    let path = match &content.site[..] {
        [path] => path,
        found => {
            let message = if found.is_empty() {
                "there is no site.json or site.toml here. Add one with the title, the language and the sections."
            } else {
                "there are both site.json and site.toml here. Keep one."
            };
            problems.push(Problem {
                file: content.root.display().to_string(),
                place: None,
                severity: Severity::Error,
                field: None,
                message: message.into(),
            });
            return Ok(None);
        }
    };
    let toml = path.extension().is_some_and(|extension| extension == "toml");
    let bytes = files::read(&content.root.join(path))?;
    let Ok(text) = String::from_utf8(bytes) else {
        problems.push(Problem {
            file: content.shown(path),
            place: None,
            severity: Severity::Error,
            field: None,
            message: "this is not UTF-8. Save the file as UTF-8.".into(),
        });
        return Ok(None);
    };
    let origin = Origin {
        file: content.shown(path),
        syntax: if toml { Syntax::Toml } else { Syntax::Json },
        text: text.strip_prefix('\u{FEFF}').unwrap_or(&text).to_owned(),
        skipped: 0,
        flat: false,
    };
    let mut found = Vec::new();
    let site = match origin.parse() {
        Ok(value) => origin.read::<Site>(value, &mut found),
        Err(problem) => {
            found.push(problem);
            None
        }
    };
    let site = site.map(|site| {
        check(&site, &origin, &mut found);
        settle(site, content, &origin, &mut found)
    });
    problems.extend(found);
    Ok(site)
}

/// Brings the addresses of the site into the form in which they are used.
fn settle(mut site: Site, content: &Content, origin: &Origin, problems: &mut Vec<Problem>) -> Site {
    let on_the_web = |address: &Address| ["https://", "http://"].iter().any(|scheme| address.as_str().starts_with(scheme));
    if let Some(url) = &site.url {
        if !on_the_web(url) || url.as_str().contains(['?', '#']) {
            let message = format!("“{url}” is no public address. Write it whole, like https://example.org/paper/.");
            problems.push(origin.error(&["url"], message));
        }
        site.url = Address::parse(&format!("{}/", url.as_str().trim_end_matches('/')));
    }
    for (place, media) in site.media.iter().enumerate() {
        if !on_the_web(media) || media.as_str().contains([' ', ';', ',', '?', '#', '*', '\'', '"']) {
            let message = format!("“{media}” is no origin. Write it like https://images.example.org.");
            problems.push(origin.error_at(&["media"], place, message));
        }
    }
    if let Some(icon) = &site.icon {
        match media::follow(content, Path::new("site.json"), icon) {
            Target::File(file) => site.icon = Address::parse(&encode(&media::name(&file))),
            _ => problems.push(
                origin.error(&["icon"], format!("there is no file {icon}. Put it beside site.json or correct the address.")),
            ),
        }
    }
    site
}

fn check(site: &Site, origin: &Origin, problems: &mut Vec<Problem>) {
    let told = |field: &str, problems: &[Problem]| problems.iter().any(|problem| problem.field.as_deref() == Some(field));
    if site.title.is_empty() && !told("title", problems) {
        problems.push(origin.error(&["title"], "is missing. Add the name of the paper."));
    }
    if site.language.as_str().is_empty() && site.languages.is_empty() && !told("language", problems) {
        problems.push(origin.error(&["language"], "is missing. Add the paper's first language, like en, zh-Hans or ar."));
    }
    for language in site.languages().iter() {
        if let Err(error) = oxilangtag::LanguageTag::parse(language.as_str()) {
            problems.push(
                origin.error(&["languages"], format!("“{language}” is no language ({error}). Write it like en, zh-Hans or ar.")),
            );
        }
    }
    for (index, section) in site.sections.iter().enumerate() {
        let mut tell = |field: &str, message: String| {
            let steps = [Step::Key("sections".into()), Step::Index(index), Step::Key(field.into())];
            problems.push(origin.problem(Severity::Error, &steps, message));
        };
        if !is_slug(&section.id) {
            let better = slug(&section.id);
            tell(
                "id",
                format!(
                    "“{}” cannot be an address. Write lower case letters, digits and hyphens, such as “{better}”.",
                    section.id
                ),
            );
        }
        if site.sections[..index].iter().any(|other| other.id == section.id) {
            tell("id", format!("“{}” is the id of an earlier section too. Give one of them another.", section.id));
        }
        if section.title.is_empty() {
            tell("title", "is missing. Add the name of the section.".to_owned());
        }
    }
}
