//! `site.json` or `site.toml`: the publication's own facts.

use anyhow::Result;
use edition::{Site, is_slug, slug};

use crate::{
    content::Content,
    fields::{Origin, Syntax},
    files,
    locate::Step,
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
    if let Some(site) = &site {
        check(site, &origin, &mut found);
    }
    problems.extend(found);
    Ok(site)
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
