//! Makes every file that is published of a picture.

use edition::{SHARED_PICTURE, copy_ending};
use image::{DynamicImage, ImageFormat};
use imagesize::ImageType;
use serde::{Deserialize, Serialize};

use super::{
    clean,
    decode::{self, resize, scale},
    drawing,
    encode::{self, Kept},
};

/// The widths of copies in pixels: those of cards, of the text, and of a whole screen, for screens of one to three pixels to a point.
const WIDTHS: [u32; 6] = [320, 640, 960, 1280, 1920, 2560];
const MAX_WIDTH: u32 = 2560;
/// The width from which the picture itself is made smaller. Its copies are larger.
const OWN_MAX_WIDTH: u32 = 1280;
/// The size that a picture for shared links has at most.
const SHARED: (u32, u32) = (1200, 630);

/// What is published of a picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Copies {
    /// The size of the picture under its own name, in pixels.
    pub(crate) size: Option<(u32, u32)>,
    /// Whether that is smaller than what the newsroom has.
    pub(crate) is_reduced: bool,
    /// The widths of its copies in WebP, in pixels, the smallest first.
    pub(crate) widths: Vec<u32>,
    /// Its average colour, `#rrggbb`, which is shown until it is loaded.
    pub(crate) tone: Option<String>,
    /// The size of the one for shared links, in pixels.
    pub(crate) shared: Option<(u32, u32)>,
}

/// The files of a picture.
pub(super) struct Conversion {
    pub(super) copies: Copies,
    /// The bytes of each, by the ending of its name after that of the picture, which has none itself.
    pub(super) files: Vec<(String, Vec<u8>)>,
}

/// Makes every file of a picture.
///
/// # Errors
///
/// The reason why it cannot be converted.
pub(super) fn convert(bytes: &[u8]) -> Result<Conversion, String> {
    let kind = imagesize::image_type(bytes).ok();
    let cleaned = clean::clean(bytes.to_vec())?;
    match kind {
        Some(ImageType::Jpeg) => raster(bytes, cleaned, ImageFormat::Jpeg),
        Some(ImageType::Png) if !is_animated_png(bytes) => raster(bytes, cleaned, ImageFormat::Png),
        Some(ImageType::Webp) if !is_animated_webp(bytes) => raster(bytes, cleaned, ImageFormat::WebP),
        Some(ImageType::Bmp) => raster(bytes, cleaned, ImageFormat::Bmp),
        // Films, and what cannot be decoded, stay what they are.
        Some(ImageType::Gif) => still(bytes, cleaned, ImageFormat::Gif),
        Some(ImageType::Png) => still(bytes, cleaned, ImageFormat::Png),
        Some(_) => Ok(Conversion { copies: Copies::default(), files: vec![(String::new(), cleaned)] }),
        None => drawing(cleaned),
    }
}

fn raster(bytes: &[u8], cleaned: Vec<u8>, format: ImageFormat) -> Result<Conversion, String> {
    let rights = clean::rights(bytes);
    let largest = decode::decode(bytes, format, MAX_WIDTH)?;
    let widths = widths(largest.width());
    let kept = kept(&largest, format)?;
    let mut files = Vec::new();
    let mut picture = largest.clone();
    let mut own = None;
    for width in widths.iter().rev() {
        // Each from the one before: there are fewer pixels to read.
        if *width < picture.width() {
            picture = at_width(&picture, *width);
        }
        // A smaller BMP would hardly be smaller.
        if *width == OWN_MAX_WIDTH && largest.width() > OWN_MAX_WIDTH && format != ImageFormat::Bmp {
            own = Some(picture.clone());
        }
        files.push((copy_ending(*width), clean::add_rights(encode::webp(&picture, kept)?, &rights)));
    }
    let size = match &own {
        Some(own) => (own.width(), own.height()),
        None => (largest.width(), largest.height()),
    };
    let is_reduced = own.is_some();
    let own = match (own, format) {
        (None, _) => cleaned,
        (Some(own), ImageFormat::Jpeg) => clean::add_rights(encode::jpeg(&own)?, &rights),
        (Some(own), ImageFormat::Png) => clean::add_rights(encode::png(&own)?, &rights),
        (Some(own), _) => clean::add_rights(encode::webp(&own, kept)?, &rights),
    };
    files.push((String::new(), own));
    let (shared, file) = shared(&largest)?;
    files.push((SHARED_PICTURE.to_owned(), clean::add_rights(file, &rights)));
    let copies = Copies { size: Some(size), is_reduced, widths, tone: tone(&picture), shared: Some(shared) };
    Ok(Conversion { copies, files })
}

/// Returns what is published of a film: the film, and its first picture for shared links.
fn still(bytes: &[u8], cleaned: Vec<u8>, format: ImageFormat) -> Result<Conversion, String> {
    let first = decode::decode(bytes, format, MAX_WIDTH)?;
    let (shared, file) = shared(&first)?;
    let copies = Copies { tone: tone(&first), shared: Some(shared), ..Copies::default() };
    Ok(Conversion { copies, files: vec![(String::new(), cleaned), (SHARED_PICTURE.to_owned(), file)] })
}

/// Returns what is published of a drawing: itself, and a picture for shared links, because no network shows SVG.
fn drawing(bytes: Vec<u8>) -> Result<Conversion, String> {
    let drawn = drawing::draw(&bytes, SHARED)?;
    let copies = Copies { shared: Some((drawn.width(), drawn.height())), ..Copies::default() };
    let file = encode::jpeg(&drawn)?;
    Ok(Conversion { copies, files: vec![(String::new(), bytes), (SHARED_PICTURE.to_owned(), file)] })
}

/// Returns the widths of the copies of a picture that is `width` pixels wide: never larger, and its own as the last.
fn widths(width: u32) -> Vec<u32> {
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|slot| *slot < width).collect();
    // One that is hardly smaller is of no use.
    if widths.last().is_some_and(|last| *last != OWN_MAX_WIDTH && width - last < last / 8) {
        widths.pop();
    }
    widths.push(width.min(MAX_WIDTH));
    widths
}

/// Finds out how a WebP keeps a picture. A drawing, which is larger in parts of one colour, is smaller when it is kept exactly.
fn kept(picture: &DynamicImage, format: ImageFormat) -> Result<Kept, String> {
    if format == ImageFormat::Jpeg {
        return Ok(Kept::Nearly);
    }
    let sample = if picture.width() > 640 { at_width(picture, 640) } else { picture.clone() };
    let [nearly, exactly] = [Kept::Nearly, Kept::Exactly].map(|kept| encode::webp(&sample, kept));
    Ok(if exactly?.len() <= nearly?.len() * 3 / 2 { Kept::Exactly } else { Kept::Nearly })
}

/// Returns the picture for shared links, with its size.
fn shared(picture: &DynamicImage) -> Result<((u32, u32), Vec<u8>), String> {
    let (width, height) = (picture.width(), picture.height());
    let width = width.min(SHARED.0).min(scale(width, SHARED.1, height));
    let shared = resize(picture, width, scale(height, width, picture.width()).min(SHARED.1));
    Ok(((shared.width(), shared.height()), encode::jpeg(&shared)?))
}

fn at_width(picture: &DynamicImage, width: u32) -> DynamicImage {
    resize(picture, width, scale(picture.height(), width, picture.width()))
}

/// Returns the average colour. None of a picture that may be transparent: it would be seen through it.
fn tone(picture: &DynamicImage) -> Option<String> {
    if picture.color().has_alpha() {
        return None;
    }
    let [red, green, blue, _] = resize(picture, 1, 1).into_rgba8().get_pixel(0, 0).0;
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}

fn is_animated_png(bytes: &[u8]) -> bool {
    bytes.windows(4).take(4096).any(|window| window == b"acTL")
}

fn is_animated_webp(bytes: &[u8]) -> bool {
    bytes.windows(4).take(64).any(|window| window == b"ANIM")
}
