//! What a typeface says of itself.

use allsorts::{
    binary::read::ReadScope,
    font::{Font, MatchingPresentation},
    font_data::{DynamicFontTableProvider, FontData},
    tables::{FontTableProvider, NameTable},
    tag,
};

/// A typeface with more Chinese, Japanese or Korean characters than this is cut into slices.
const MANY_IDEOGRAPHS: usize = 1_500;

/// A file with more bytes is cut, too, if that keeps how its letters join.
const LARGE: usize = 150_000;

/// A file with a typeface.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FontFile {
    pub(super) family: String,
    /// The lightest and the boldest weight that it has, 100 to 900.
    pub(super) weights: (u16, u16),
    pub(super) is_italic: bool,
    pub(super) format: FontFormat,
    pub(super) metrics: FontMetrics,
    /// Whether it is cut into slices of the characters that the edition has.
    pub(super) is_cut: bool,
    /// Whether its licence says that it must not be embedded.
    pub(super) is_restricted: bool,
}

/// How a typeface is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FontFormat {
    /// As browsers read it, compressed.
    Woff2,
    /// TrueType or OpenType, which is to be compressed.
    Sfnt,
}

/// Lengths in em.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct FontMetrics {
    pub(super) ascent: f32,
    pub(super) descent: f32,
    pub(super) line_gap: f32,
    /// The average width of a letter, weighted by how frequent letters are. None if it has no Latin letters.
    pub(super) width: Option<f32>,
}

/// The typeface, opened.
pub(super) type OpenFont<'a> = Font<DynamicFontTableProvider<'a>>;

impl FontFile {
    /// Reads a typeface.
    ///
    /// # Errors
    ///
    /// Why it cannot be used.
    pub(super) fn read(bytes: &[u8]) -> Result<FontFile, String> {
        let format = match bytes.get(..4) {
            Some(b"wOF2") => FontFormat::Woff2,
            Some(b"\0\x01\0\0" | b"OTTO" | b"true") => FontFormat::Sfnt,
            Some(b"wOFF") => return Err("it is WOFF, of which only version 2 is read. Take its TTF, OTF or WOFF2".to_owned()),
            Some(b"ttcf") => return Err("it is a collection of typefaces. Take a file with one".to_owned()),
            _ => return Err("it is not a typeface in TTF, OTF or WOFF2".to_owned()),
        };
        let broken = || "it is broken".to_owned();
        let mut font = open(bytes).ok_or_else(broken)?;
        let names = font.font_table_provider.read_table_data(tag::NAME).map_err(|_| broken())?;
        let names = ReadScope::new(&names).read::<NameTable<'_>>().map_err(|_| broken())?;
        // The typographic family, else the family as old programs knew it.
        let family = [16, 1].into_iter().find_map(|id| names.string_for_id(id)).filter(|name| !name.trim().is_empty());
        let family = family.ok_or("it has no name")?.trim().to_owned();
        let os2 = font.os2_table().map_err(|_| broken())?;
        let weight = os2.as_ref().map_or(400, |os2| os2.us_weight_class.clamp(1, 1_000));
        let is_true_type = is_true_type(&font);
        let is_cut = has_many_ideographs(&mut font) || (is_true_type && bytes.len() > LARGE);
        // A slice of CFF has the default weight alone.
        let axes = if is_cut && !is_true_type { Vec::new() } else { font.variation_axes().unwrap_or_default() };
        let axis = axes.iter().find(|axis| axis.axis_tag == tag::WGHT);
        let whole = |value: f32| value.round().clamp(1.0, 1_000.0) as u16;
        let weights = axis.map_or((weight, weight), |axis| (whole(f32::from(axis.min_value)), whole(f32::from(axis.max_value))));
        let metrics = metrics(&mut font);
        Ok(FontFile {
            family,
            weights,
            is_italic: font.head_table.is_italic(),
            format,
            metrics,
            is_cut,
            // Bit 1 alone: “restricted license embedding”.
            is_restricted: os2.is_some_and(|os2| os2.fs_type & 0xF == 0x2),
        })
    }
}

/// Opens a typeface.
pub(super) fn open(bytes: &[u8]) -> Option<OpenFont<'_>> {
    let data = ReadScope::new(bytes).read::<FontData<'_>>().ok()?;
    Font::new(data.table_provider(0).ok()?).ok()
}

/// Returns whether outlines are those of TrueType, not of CFF.
pub(super) fn is_true_type(font: &OpenFont<'_>) -> bool {
    font.font_table_provider.has_table(tag::GLYF)
}

/// Returns the glyph of a character, if the typeface has one.
pub(super) fn glyph(font: &mut OpenFont<'_>, c: char) -> Option<u16> {
    let (glyph, _) = font.lookup_glyph_index(c, MatchingPresentation::NotRequired, None);
    (glyph != 0).then_some(glyph)
}

fn has_many_ideographs(font: &mut OpenFont<'_>) -> bool {
    let ranges = ['\u{4E00}'..='\u{9FFF}', '\u{AC00}'..='\u{D7A3}'];
    ranges.into_iter().flatten().filter(|c| glyph(font, *c).is_some()).take(MANY_IDEOGRAPHS).count() == MANY_IDEOGRAPHS
}

fn metrics(font: &mut OpenFont<'_>) -> FontMetrics {
    let em = f32::from(font.head_table.units_per_em.max(1));
    let length = |units: i16| f32::from(units) / em;
    let (ascent, descent, line_gap) = (font.hhea_table.ascender, font.hhea_table.descender, font.hhea_table.line_gap);
    FontMetrics { ascent: length(ascent), descent: -length(descent), line_gap: length(line_gap), width: average_width(font) }
}

/// How often a character is in 1,000 characters of English, for those that make up most of it.
const FREQUENCIES: [(char, f32); 27] = [
    (' ', 182.0),
    ('e', 102.0),
    ('t', 75.0),
    ('a', 65.0),
    ('o', 62.0),
    ('n', 57.0),
    ('i', 57.0),
    ('s', 53.0),
    ('r', 50.0),
    ('h', 50.0),
    ('l', 33.0),
    ('d', 33.0),
    ('u', 23.0),
    ('c', 22.0),
    ('m', 20.0),
    ('f', 20.0),
    ('w', 17.0),
    ('g', 16.0),
    ('p', 15.0),
    ('y', 14.0),
    ('b', 13.0),
    ('v', 8.0),
    ('k', 6.0),
    ('x', 1.4),
    ('j', 1.2),
    ('q', 0.8),
    ('z', 0.5),
];

fn average_width(font: &mut OpenFont<'_>) -> Option<f32> {
    let em = f32::from(font.head_table.units_per_em.max(1));
    let (mut sum, mut total) = (0.0, 0.0);
    for (c, frequency) in FREQUENCIES {
        let glyph = glyph(font, c)?;
        sum += frequency * f32::from(font.horizontal_advance(glyph)?) / em;
        total += frequency;
    }
    Some(sum / total)
}
