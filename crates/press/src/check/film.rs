//! What belongs to a film or a sound: files next to it with the same name.

use std::path::{Path, PathBuf};

use edition::{Language, encode};
use lol_html::html_content::{ContentType, Element};

use super::link_targets::LinkTargets;
use crate::{body::html::encode_attribute, load::media_file};

/// Endings of pictures that a film may begin with: `talk.jpg` for `talk.mp4`.
const POSTERS: [&str; 4] = ["jpg", "jpeg", "png", "webp"];

/// What belongs to a film or a sound.
#[derive(Debug, Default)]
pub(super) struct FilmParts {
    /// What is shown before it is played.
    pub(super) poster: Option<PathBuf>,
    captions: Vec<Captions>,
}

/// Captions in a language: `talk.en.vtt`.
#[derive(Debug)]
struct Captions {
    file: PathBuf,
    language: Language,
    /// The name of the language, as readers choose it.
    name: String,
    /// Whether they are in the language of the article.
    is_own: bool,
}

impl FilmParts {
    /// Returns the files of the parts.
    pub(super) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.poster.iter().chain(self.captions.iter().map(|captions| &captions.file))
    }
}

/// Finds what belongs to a film or a sound of CONTENT. Captions without a language are in that of the article.
pub(super) fn parts(targets: &LinkTargets<'_>, film: &Path, language: &Language) -> FilmParts {
    let find = |ending: &str| targets.content.file(&film.with_extension(ending)).map(|(file, _)| file.to_owned());
    let names = targets.locales.names();
    let captions = |ending: &str, spoken: &Language| {
        Some(Captions {
            file: find(ending)?,
            language: spoken.clone(),
            name: names.get(spoken).unwrap_or(spoken.as_str()).to_owned(),
            is_own: spoken == language,
        })
    };
    let own = captions("vtt", language);
    // In each language once.
    let others = targets.languages.iter().filter(|spoken| own.is_none() || *spoken != language);
    let others: Vec<Captions> = others.filter_map(|spoken| captions(&format!("{spoken}.vtt"), spoken)).collect();
    let captions = own.into_iter().chain(others).collect();
    FilmParts { poster: POSTERS.into_iter().find_map(find), captions }
}

/// Adds the parts to the element of a film or a sound. What the author wrote is kept.
pub(super) fn add(element: &mut Element<'_, '_>, parts: &FilmParts) {
    if let Some(poster) = parts.poster.as_ref().filter(|_| element.tag_name() == "video" && !element.has_attribute("poster")) {
        // The name of an attribute can be set.
        let _ = element.set_attribute("poster", &address(poster));
    }
    element.append(&tracks(parts), ContentType::Html);
}

/// Returns the attributes of a film, with a space before each. `kind` is the name of the element.
pub(super) fn attributes(parts: &FilmParts, kind: &str) -> String {
    let poster = parts.poster.as_ref().filter(|_| kind == "video");
    poster.map(|poster| format!(" poster=\"{}\"", address(poster))).unwrap_or_default()
}

/// Returns the elements of the captions.
pub(super) fn tracks(parts: &FilmParts) -> String {
    let track = |Captions { file, language, name, is_own }: &Captions| {
        let is_default = if *is_own { " default=\"\"" } else { "" };
        format!(
            "<track kind=\"captions\" src=\"{}\" srclang=\"{language}\" label=\"{}\"{is_default}>",
            address(file),
            encode_attribute(name)
        )
    };
    parts.captions.iter().map(track).collect()
}

fn address(file: &Path) -> String {
    encode_attribute(&encode(&media_file::name(file)).to_string())
}
