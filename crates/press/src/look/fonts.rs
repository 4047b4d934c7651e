//! The publication's own typefaces: the files in the folder `fonts`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Result, anyhow};
use edition::Fonts;

use super::{
    fallback::Replaced,
    font_file::{FontFile, FontFormat},
    slices,
};
use crate::{
    cache,
    compose::Composition,
    files,
    load::{
        content::Content,
        fields::{FieldSource, keys},
        locate::Step,
    },
    output::{OutputFile, OutputFiles},
    problem::{Kind, Problem, Severity},
};

/// The folder of typefaces, in CONTENT and in the edition.
const FOLDER: &str = "fonts";

const EXTENSIONS: [&str; 5] = ["woff2", "ttf", "otf", "woff", "ttc"];

/// The typefaces in the folder, and what each family is used for.
#[derive(Default)]
pub(super) struct OwnFonts {
    pub(super) files: Vec<(PathBuf, FontFile)>,
    pub(super) uses: Fonts,
}

/// A file with a typeface, or a slice of one, in the edition.
pub(super) struct Face {
    pub(super) family: String,
    pub(super) weights: (u16, u16),
    pub(super) is_italic: bool,
    /// The name of the file.
    pub(super) name: String,
    /// The characters that it is used for, as in CSS. All that it has if there are none.
    pub(super) range: Option<String>,
}

impl OwnFonts {
    /// Reads the typefaces in the folder. Files that cannot be used, and families that are not there, are reported.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
    pub(super) fn read(content: &Content, uses: &Fonts, source: &FieldSource, problems: &mut Vec<Problem>) -> Result<OwnFonts> {
        let mut own = OwnFonts { files: Vec::new(), uses: uses.clone() };
        let mut paths: Vec<&Path> =
            content.files().filter(|path| path.starts_with(FOLDER) && files::has_extension(path, &EXTENSIONS)).collect();
        paths.sort_unstable();
        for path in paths {
            let shown = content.shown(path);
            let mut warn =
                |message: String| problems.push(Problem::with_file(shown.clone(), Kind::Font, Severity::Warning, message));
            match FontFile::read(&files::read(&content.root.join(path))?) {
                Ok(file) => {
                    if file.is_restricted {
                        warn(format!("“{}” says that its licence does not allow web pages to use it.", file.family));
                    }
                    own.files.push((path.to_owned(), file));
                }
                Err(why) => warn(format!("this typeface is left out, because {why}.")),
            }
        }
        for (field, families) in [("text", &uses.text), ("headings", &uses.headings), ("labels", &uses.labels)] {
            for (index, family) in families.iter().enumerate().filter(|(_, family)| own.family(family).is_none()) {
                let mut steps = keys(&["look", "fonts", field]);
                steps.push(Step::Index(index));
                problems.push(source.problem(Severity::Error, Kind::Font, &steps, own.no_family(family)));
            }
        }
        Ok(own)
    }

    /// Returns the regular typeface of a family, or the one that is closest to it.
    pub(super) fn family(&self, name: &str) -> Option<&FontFile> {
        let files = self.files.iter().map(|(_, file)| file).filter(|file| file.family.eq_ignore_ascii_case(name));
        files.min_by_key(|file| (file.is_italic, file.weights.0.abs_diff(400).min(file.weights.1.abs_diff(400))))
    }

    fn no_family(&self, name: &str) -> String {
        let mut known: Vec<&str> = self.files.iter().map(|(_, file)| file.family.as_str()).collect();
        known.dedup();
        let advice = match &known[..] {
            [] => "Put its files there, in TTF, OTF or WOFF2".to_owned(),
            known => format!("There are: {}", known.join(", ")),
        };
        format!("no file in the folder {FOLDER} has the typeface “{name}”. {advice}.")
    }

    /// Returns what families are used instead of: those of labels have no serifs.
    pub(super) fn used(&self) -> impl Iterator<Item = (&String, Replaced)> {
        let serif = self.uses.text.iter().chain(&self.uses.headings).map(|family| (family, Replaced::Serif));
        serif.chain(self.uses.labels.iter().map(|family| (family, Replaced::Sans)))
    }

    /// Adds the files of all typefaces to an edition, and returns them.
    ///
    /// # Errors
    ///
    /// A file, or a text of the cache, that cannot be read.
    pub(super) fn faces(&self, content: &Content, composition: &Composition, files: &mut OutputFiles) -> Result<Vec<Face>> {
        let mut faces = Vec::new();
        // All texts are read for them, so only if a file needs it.
        let mut characters: Option<Vec<char>> = None;
        for (path, file) in &self.files {
            let from = content.root.join(path);
            let bytes = files::read(&from)?;
            let key = cache::key(&[b"font", &bytes]);
            let face = |name: &str, range: Option<String>| Face {
                family: file.family.clone(),
                weights: file.weights,
                is_italic: file.is_italic,
                name: name.to_owned(),
                range,
            };
            if !file.is_cut {
                let name = name(path, key);
                faces.push(face(&name, None));
                files.insert(
                    name,
                    match file.format {
                        FontFormat::Woff2 => OutputFile::Copy(from),
                        FontFormat::Sfnt => compressed(from, key),
                    },
                );
                continue;
            }
            let known = match characters.take() {
                Some(known) => known,
                None => slices::characters(composition)?,
            };
            let known = characters.insert(known);
            let font = Arc::new(bytes);
            for slice in slices::slices(&font, known) {
                let range = slices::unicode_range(&slice);
                let key = cache::key(&[&key.to_le_bytes(), range.as_bytes()]);
                let name = name(path, key);
                faces.push(face(&name, Some(range)));
                let (font, shown) = (font.clone(), from.display().to_string());
                let cut = move || slices::cut(&font, &slice).map_err(|why| anyhow!("{shown} cannot be cut into slices: {why}"));
                files.insert(name, OutputFile::render(key, cut));
            }
        }
        Ok(faces)
    }
}

/// Returns a typeface that is compressed when it is written.
fn compressed(from: PathBuf, key: u128) -> OutputFile {
    OutputFile::render(key, move || {
        slices::compress(&files::read(&from)?).map_err(|why| anyhow!("{} cannot be compressed: {why}", from.display()))
    })
}

/// Returns the name of a file that never changes.
fn name(path: &Path, key: u128) -> String {
    let stem = edition::slug(&path.file_stem().unwrap_or_default().to_string_lossy());
    format!("{FOLDER}/{stem}-{:016x}.woff2", key as u64)
}
