//! Large typefaces, cut into slices: a browser fetches those that have a character of the page.

use std::collections::{BTreeMap, HashSet};

use allsorts::{
    subset::{CmapTarget, SubsetProfile, subset, whole_font},
    tables::FontTableProvider,
};

use super::font_file;
use crate::{compose::Composition, output::json};

/// Characters in a slice.
const SLICE: usize = 128;

/// Returns the characters of an edition beyond ASCII in the order in which they appear, from the oldest article to the newest. What has
/// been published before keeps its order when an article is added.
///
/// # Errors
///
/// A text that cannot be read from the cache.
pub(super) fn characters(composition: &Composition) -> anyhow::Result<Vec<char>> {
    let mut seen = HashSet::new();
    let mut ordered = Vec::new();
    let mut add = |text: &str| ordered.extend(text.chars().filter(|c| !c.is_ascii() && seen.insert(*c)));
    let mut add_json = |bytes: Vec<u8>| add(&String::from_utf8_lossy(&bytes));
    add_json(json(&composition.site));
    composition.locales.files().for_each(|(_, bytes)| add_json(bytes));
    for index in 0..composition.articles.len() {
        add_json(json(&composition.articles[index]));
        add_json(composition.html(index)?.into_bytes());
    }
    composition.pages.iter().for_each(|page| add_json(json(&page.article)));
    composition.lists.values().filter_map(|list| list.profile.as_ref()).for_each(|profile| add_json(json(profile)));
    Ok(ordered)
}

/// Returns the slices of a typeface: the characters of each that the edition has. Scripts are apart, and ideographs in the order in which
/// they appear.
pub(super) fn slices(font: &[u8], characters: &[char]) -> Vec<Vec<char>> {
    let Some(mut font) = font_file::open(font) else { return Vec::new() };
    let mut scripts: BTreeMap<Script, Vec<char>> = BTreeMap::new();
    let known = (' '..='~').chain(characters.iter().copied());
    for c in known.filter(|c| font_file::glyph(&mut font, *c).is_some()) {
        scripts.entry(Script::of(c)).or_default().push(c);
    }
    let ideographs = scripts.remove(&Script::Ideographs).unwrap_or_default();
    scripts.into_values().chain(ideographs.chunks(SLICE).map(<[char]>::to_vec)).collect()
}

/// Characters that are in one slice, because letters join only there, or that pages have together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Script {
    /// Latin, punctuation and figures.
    Latin,
    /// Greek, Cyrillic and their neighbours.
    Greek,
    /// Hebrew, Arabic and their neighbours.
    RightToLeft,
    Others,
    Ideographs,
}

impl Script {
    fn of(c: char) -> Script {
        match c {
            '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => {
                Script::Ideographs
            }
            ..'\u{370}' | '\u{1E00}'..'\u{1F00}' | '\u{2000}'..'\u{2C00}' => Script::Latin,
            '\u{370}'..'\u{590}' | '\u{1F00}'..'\u{2000}' => Script::Greek,
            '\u{590}'..'\u{900}' | '\u{FB1D}'..'\u{FE00}' | '\u{FE70}'..'\u{FF00}' => Script::RightToLeft,
            _ => Script::Others,
        }
    }
}

/// Returns a slice of a typeface as WOFF2. How letters join is kept where outlines are those of TrueType.
///
/// # Errors
///
/// Why it cannot be made.
pub(super) fn cut(bytes: &[u8], slice: &[char]) -> Result<Vec<u8>, String> {
    let mut font = font_file::open(bytes).ok_or("it is broken")?;
    if font_file::is_true_type(&font) {
        let provider = &font.font_table_provider;
        let whole = whole_font(provider, &provider.table_tags().unwrap_or_default()).map_err(|error| error.to_string())?;
        let characters: HashSet<char> = slice.iter().copied().collect();
        return compress(&fontcull::subset_font_data(&whole, &characters, &[]).map_err(|error| error.to_string())?);
    }
    let mut glyphs: Vec<u16> = slice.iter().filter_map(|c| font_file::glyph(&mut font, *c)).collect();
    // The glyph for what is missing has to be the first.
    glyphs.push(0);
    glyphs.sort_unstable();
    glyphs.dedup();
    let cut = subset(&font.font_table_provider, &glyphs, &SubsetProfile::Minimal, CmapTarget::Unicode);
    compress(&cut.map_err(|error| error.to_string())?)
}

/// Returns a typeface in TrueType or OpenType as WOFF2.
///
/// # Errors
///
/// Why it cannot be made.
pub(super) fn compress(font: &[u8]) -> Result<Vec<u8>, String> {
    ttf2woff2::encode(font, ttf2woff2::BrotliQuality::default()).map_err(|error| error.to_string())
}

/// Returns characters as the value of `unicode-range`.
pub(super) fn unicode_range(slice: &[char]) -> String {
    let mut points: Vec<u32> = slice.iter().map(|c| u32::from(*c)).collect();
    points.sort_unstable();
    let ranges = points.chunk_by(|one, next| one + 1 == *next).map(|range| match range {
        [first, .., last] => format!("U+{first:X}-{last:X}"),
        _ => format!("U+{:X}", range[0]),
    });
    ranges.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_join_neighbours() {
        assert_eq!(unicode_range(&['c', 'a', 'b', '工', '业']), "U+61-63,U+4E1A,U+5DE5");
    }
}
