//! The look of a publication: its colours, typefaces and style sheet, as one style sheet after the viewer's.
//!
//! `accent` checks and derives colours; `font_file` reads what a typeface says of itself; `fallback` makes typefaces of the system as wide
//! as an own one; `slices` cuts large typefaces; `custom` reads `custom.css`; `style_sheet` writes all of it.

mod accent;
mod custom;
mod fallback;
mod font_file;
mod fonts;
mod slices;
mod style_sheet;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::Result;
use edition::{Look as LookFields, Site};

use crate::{
    cache,
    compose::Composition,
    files,
    load::{LoadedSite, content::Content, fields::FieldSource, locate::Step, media_file},
    output::{OutputFile, OutputFiles},
    pictures::inspect::{Picture, inspect},
    problem::{Kind, Problem, Problems, Severity},
};
use accent::Accent;
use custom::CustomSheet;
use fonts::OwnFonts;

/// What the newsroom wants of the look, checked.
#[derive(Default)]
pub(crate) struct Look {
    accent: Option<Accent>,
    fields: LookFields,
    fonts: OwnFonts,
    custom: CustomSheet,
    /// Files of CONTENT that it needs besides typefaces.
    files: BTreeSet<PathBuf>,
}

/// The name of the style sheet begins so.
const SHEET: &str = "look-";

/// The files of the look: the name of its style sheet, if there is one, and the names of those that never change.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LookFiles {
    pub(crate) sheet: Option<String>,
    pub(crate) immutable: Vec<String>,
    /// The second colour on light paper, as CSS writes it.
    pub(crate) accent: String,
}

impl Look {
    /// Reads the look of a site, to which it adds the size of the logo. What is wrong goes to `problems`.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
    pub(crate) fn read(content: &Content, loaded: &mut LoadedSite, problems: &mut Problems) -> Result<Look> {
        let LoadedSite { site, source, .. } = loaded;
        let mut found = Vec::new();
        measure_logo(content, &mut site.look, source, &mut found)?;
        let fields = site.look.clone();
        check_bands(site, source, &mut found);
        let accent = Accent::check(&fields, source, &mut found);
        let fonts = OwnFonts::read(content, &fields.fonts, source, &mut found)?;
        let custom = CustomSheet::read(content, site, &mut found)?;
        let logos = [&fields.logo, &fields.logo_dark].into_iter().flatten();
        let files = logos.filter_map(|logo| media_file::of_address(content, logo)).chain(custom.files.iter().cloned()).collect();
        problems.extend(found);
        Ok(Look { accent, fields, fonts, custom, files })
    }

    /// Adds the files of the look to an edition, and returns their names.
    ///
    /// # Errors
    ///
    /// A text that cannot be read from the cache.
    pub(crate) fn add(&self, content: &Content, composition: &Composition, files: &mut OutputFiles) -> Result<LookFiles> {
        for file in &self.files {
            files.insert(media_file::name(file), OutputFile::clean(content.root.join(file)));
        }
        let faces = self.fonts.faces(content, composition, files)?;
        let mut immutable: Vec<String> = faces.iter().map(|face| face.name.clone()).collect();
        let text = style_sheet::write(self, &faces);
        let sheet = (!text.is_empty()).then(|| format!("{SHEET}{:016x}.css", cache::key(&[text.as_bytes()]) as u64));
        if let Some(sheet) = &sheet {
            files.insert(sheet.clone(), OutputFile::Bytes(text.into_bytes()));
            immutable.push(sheet.clone());
        }
        let accent = self.accent.as_ref().map_or(accent::USUAL, |accent| accent.light.as_str()).to_owned();
        Ok(LookFiles { sheet, immutable, accent })
    }
}

/// Finds out how large the logo is. A file that is no picture is reported and left out.
fn measure_logo(content: &Content, look: &mut LookFields, source: &FieldSource, problems: &mut Vec<Problem>) -> Result<()> {
    let LookFields { logo, logo_dark, logo_size, .. } = look;
    for (field, own) in [("logo_dark", logo_dark), ("logo", logo)] {
        let Some(file) = own.as_ref().and_then(|logo| media_file::of_address(content, logo)) else { continue };
        match inspect(&files::read(&content.root.join(file))?) {
            Picture::Shown(size) => *logo_size = size,
            Picture::Broken(why) => {
                let message = format!("the logo cannot be shown, because {why}.");
                problems.push(source.warning(Kind::Picture, &["look", field], message));
                *own = None;
            }
        }
    }
    Ok(())
}

/// Reports bands of the front page that are none.
fn check_bands(site: &Site, source: &FieldSource, problems: &mut Vec<Problem>) {
    for (index, band) in site.look.bands.iter().flatten().enumerate() {
        if !matches!(band.as_str(), "second" | "latest") && site.section(band).is_none() {
            let steps = [Step::Key("look".into()), Step::Key("bands".into()), Step::Index(index)];
            let message = format!("“{band}” is no band. Write second, latest, or the id of a section.");
            problems.push(source.problem(Severity::Error, Kind::UnknownSection, &steps, message));
        }
    }
}

/// Returns whether a file is the style sheet of a look.
pub(crate) fn is_sheet(name: &str) -> bool {
    Path::new(name).file_name().is_some_and(|name| name.to_string_lossy().starts_with(SHEET))
}
