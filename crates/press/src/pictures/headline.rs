//! A picture of a headline, for shared links to an article without one.

use std::sync::{Arc, LazyLock};

use allsorts::{
    binary::read::ReadScope,
    font::Font,
    font_data::FontData,
    subset::whole_font,
    tables::{FontTableProvider, cmap::CmapSubtable},
};
use image::{
    DynamicImage, ExtendedColorType, ImageEncoder, RgbaImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};

use crate::body::html::escape;

/// Width and height in pixels.
pub(crate) const SIZE: (u32, u32) = (1_200, 630);

/// The edge around the text.
const EDGE: u32 = 80;

/// What a headline is drawn in, see `fonts/README.md`.
static FONTS: [&[u8]; 3] = [
    include_bytes!("../../fonts/latin.woff2"),
    include_bytes!("../../fonts/arabic.woff2"),
    include_bytes!("../../fonts/chinese.woff2"),
];

/// A headline to be drawn.
pub(crate) struct Headline<'a> {
    pub(crate) title: &'a str,
    /// The name of the publication, which is left out if there is no glyph for a character of it.
    pub(crate) site: &'a str,
    pub(crate) is_right_to_left: bool,
    /// The second colour, as CSS writes it.
    pub(crate) accent: &'a str,
}

/// Returns whether there is a glyph for every character of a headline.
pub(crate) fn can_draw(title: &str) -> bool {
    title.chars().all(|c| c.is_whitespace() || CHARACTERS.binary_search(&c).is_ok())
}

impl Headline<'_> {
    /// Draws the headline on the colour of the paper, as PNG.
    ///
    /// # Errors
    ///
    /// Why it cannot be drawn.
    pub(crate) fn draw(&self) -> Result<Vec<u8>, String> {
        let options = Options { fontdb: DATABASE.clone(), font_family: FAMILY.to_owned(), ..Options::default() };
        let tree = Tree::from_str(&self.svg(), &options).map_err(|error| error.to_string())?;
        let (width, height) = SIZE;
        let mut pixmap = Pixmap::new(width, height).ok_or("it has no size")?;
        resvg::render(&tree, Transform::default(), &mut pixmap.as_mut());
        let picture = RgbaImage::from_raw(width, height, pixmap.take()).ok_or("it has no size")?;
        // The paper covers everything.
        let picture = DynamicImage::from(picture).into_rgb8();
        let mut png = Vec::new();
        let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Up);
        encoder.write_image(&picture, width, height, ExtendedColorType::Rgb8).map_err(|error| error.to_string())?;
        Ok(png)
    }

    fn svg(&self) -> String {
        let (width, height) = SIZE;
        let (lines, size) = lay_out(self.title);
        let leading = size * 5 / 4;
        let (x, anchor) = if self.is_right_to_left { (width - EDGE, "end") } else { (EDGE, "start") };
        let text: String = lines
            .iter()
            .enumerate()
            .map(|(n, line)| {
                let y = 2 * EDGE + 60 + size + n as u32 * leading;
                format!("<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"#1c1b19\">{}</text>", escape(line))
            })
            .collect();
        let rule = if self.is_right_to_left { width - EDGE - 120 } else { EDGE };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" font-family=\"{FAMILY}\" text-anchor=\"{anchor}\">\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#fdfdfb\"/>\
             <rect x=\"{rule}\" y=\"{EDGE}\" width=\"120\" height=\"8\" fill=\"{}\"/>\
             <text x=\"{x}\" y=\"{}\" font-size=\"34\" fill=\"#55524c\">{}</text>{text}</svg>",
            self.accent,
            EDGE + 70,
            escape(if can_draw(self.site) { self.site } else { "" }),
        )
    }
}

/// The family of the typeface that is tried first.
const FAMILY: &str = "Noto Serif";

static DATABASE: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut database = Database::new();
    FONTS.iter().filter_map(|font| decompressed(font)).for_each(|font| database.load_font_data(font));
    Arc::new(database)
});

/// The characters that there are glyphs for, in order.
static CHARACTERS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut characters = Vec::new();
    for font in FONTS {
        let Some(font) =
            ReadScope::new(font).read::<FontData<'_>>().ok().and_then(|data| Font::new(data.table_provider(0).ok()?).ok())
        else {
            continue;
        };
        let Ok(table) = ReadScope::new(font.cmap_subtable_data()).read::<CmapSubtable<'_>>() else { continue };
        // What cannot be read has no glyph.
        let _ = table.mappings_fn(|point, _| characters.extend(char::from_u32(point)));
    }
    characters.sort_unstable();
    characters.dedup();
    characters
});

/// Returns a typeface in WOFF2 as TrueType or OpenType.
fn decompressed(woff2: &[u8]) -> Option<Vec<u8>> {
    let provider = ReadScope::new(woff2).read::<FontData<'_>>().ok()?.table_provider(0).ok()?;
    whole_font(&provider, &provider.table_tags()?).ok()
}

/// Returns the lines of a headline, and the size of its letters. A very long one is cut.
fn lay_out(title: &str) -> (Vec<String>, u32) {
    /// Sizes with the most lines that have room.
    const SIZES: [(u32, usize); 4] = [(84, 3), (68, 4), (54, 5), (44, 6)];
    let room = SIZE.0 - 2 * EDGE;
    for (size, most) in SIZES {
        let lines = wrap(title, room as f32 / size as f32);
        if lines.len() <= most {
            return (lines, size);
        }
    }
    let (size, most) = SIZES[SIZES.len() - 1];
    let mut lines = wrap(title, room as f32 / size as f32);
    lines.truncate(most);
    if let Some(last) = lines.last_mut() {
        last.push('…');
    }
    (lines, size)
}

/// Breaks a text into lines of so many em.
fn wrap(text: &str, room: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for word in words(text) {
        let width: f32 = word.chars().map(em).sum();
        if used + width > room && used > 0.0 {
            lines.push(String::new());
            used = 0.0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if line.is_empty() { word.trim_start() } else { word });
        }
        used += width;
    }
    lines.retain(|line| !line.trim().is_empty());
    lines
}

/// Cuts a text where a line may end: after spaces, and after Chinese characters that no mark follows.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.char_indices().filter_map(|(at, c)| {
        let next = at + c.len_utf8();
        let may_end = c.is_whitespace()
            || (is_wide(c) && !text[next..].starts_with(['，', '。', '、', '；', '：', '？', '！', '”', '’', '）', '》']));
        may_end.then_some(next)
    });
    let ends: Vec<usize> = ends.chain([text.len()]).collect();
    let starts: Vec<usize> = [0].into_iter().chain(ends.iter().copied()).collect();
    starts.into_iter().zip(ends).map(|(start, end)| &text[start..end])
}

/// Returns about how wide a character is. Capitals and `m` make up for `i` and `l`.
fn em(c: char) -> f32 {
    match c {
        _ if is_wide(c) => 1.0,
        ' ' => 0.28,
        _ if c.is_uppercase() => 0.7,
        _ => 0.55,
    }
}

fn is_wide(c: char) -> bool {
    c >= '\u{2E80}' && !('\u{FB1D}'..='\u{FEFF}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headline(title: &str) -> Headline<'_> {
        Headline { title, site: "Paper & ink", is_right_to_left: false, accent: "#971b12" }
    }

    #[test]
    fn a_headline_is_drawn_in_its_letters() {
        for title in [
            "A ]]> & <b> \"c\" that needs a few words more to be dark",
            "Factories close the half-year",
            "半年过去，工厂比年初走得快了一点",
            "على ارتفاع أربعين مترًا",
        ] {
            assert!(can_draw(title), "{title}");
            let png = headline(title).draw().expect("a picture");
            let picture = image::load_from_memory(&png).expect("a PNG").into_luma8();
            assert_eq!(picture.dimensions(), SIZE);
            // Ink on paper, below the name of the publication.
            let dark = picture.enumerate_pixels().filter(|(_, y, pixel)| *y > 230 && pixel.0[0] < 100).count();
            assert!(dark > 5_000, "{title}: {dark}");
            assert!(png.len() < 60_000, "{} bytes", png.len());
        }
    }

    #[test]
    fn characters_without_a_glyph_are_known() {
        assert!(!can_draw("東京 \u{1F600}"));
        assert!(can_draw("A “quote” – 12 €"));
    }

    #[test]
    fn lines_end_between_words_and_not_before_a_mark() {
        assert_eq!(wrap("one two three", 4.0), ["one two ", "three"]);
        assert_eq!(wrap("工业，工业", 2.0), ["工", "业，", "工业"]);
        let (lines, size) = lay_out(&"word ".repeat(100));
        assert!(lines.len() == 6 && size == 44 && lines[5].ends_with('…'), "{lines:?}");
    }
}
