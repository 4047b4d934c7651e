//! What a picture is and how large it is shown, by its bytes.

use std::io::Cursor;

use imagesize::ImageType;

use super::{clean::clean, drawing};

/// The most pixels that a picture may have, in millions. To convert them takes about a gigabyte.
const MAX_MEGAPIXELS: u64 = 200;
const MAX_PIXELS: u64 = MAX_MEGAPIXELS * 1_000_000;

/// A file that is named as a picture.
#[derive(Debug, PartialEq)]
pub(crate) enum Picture {
    /// Width and height in pixels, as browsers show it; none for a drawing without a size.
    Shown(Option<(u32, u32)>),
    /// No browser shows it, for this reason.
    Broken(String),
}

/// Returns why a file is only a placeholder, by its first bytes.
pub(crate) fn placeholder(bytes: &[u8]) -> Option<&'static str> {
    if bytes.is_empty() {
        Some("the file is empty")
    } else if bytes.starts_with(b"version https://git-lfs.github.com/spec/") {
        Some("the file is a pointer of Git LFS. Run `git lfs pull`")
    } else {
        None
    }
}

/// Inspects a picture.
pub(crate) fn inspect(bytes: &[u8]) -> Picture {
    if let Some(why) = placeholder(bytes) {
        return Picture::Broken(why.to_owned());
    }
    let kind = imagesize::image_type(bytes);
    if let (Ok(text), Err(_)) = (std::str::from_utf8(bytes), &kind) {
        let start = text.trim_start_matches('\u{FEFF}').trim_start();
        if start.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype") && text.contains("html"))
            || start.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("<html"))
        {
            return Picture::Broken("the file is a web page".to_owned());
        }
        if !text.contains("<svg") {
            return Picture::Broken("the file is a text".to_owned());
        }
        return match roxmltree::Document::parse_with_options(
            text,
            roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() },
        ) {
            Ok(document) => match drawing::objection(&document) {
                Some(why) => Picture::Broken(why),
                None => Picture::Shown(svg_size(&document)),
            },
            Err(_) => Picture::Broken("the SVG has an error in its markup".to_owned()),
        };
    }
    let Ok(kind) = kind else {
        return Picture::Broken("the file is not a picture that browsers show".to_owned());
    };
    if !matches!(
        kind,
        ImageType::Jpeg
            | ImageType::Png
            | ImageType::Gif
            | ImageType::Webp
            | ImageType::Bmp
            | ImageType::Ico
            | ImageType::Heif(imagesize::Compression::Av1)
    ) {
        let why = match kind {
            ImageType::Tiff => "browsers do not show TIFF. Save it as JPEG or PNG",
            ImageType::Heif(_) if bytes.get(8..12).is_some_and(|brand| brand.starts_with(b"he") || brand.starts_with(b"mif")) => {
                "browsers do not show HEIC. Save it as JPEG"
            }
            ImageType::Heif(_) => "it is not a picture",
            ImageType::Psd => "browsers do not show Photoshop files. Save it as JPEG or PNG",
            _ => "browsers do not show this format. Save it as JPEG or PNG",
        };
        return Picture::Broken(why.to_owned());
    }
    if is_cut(kind, bytes) {
        return Picture::Broken("the end of the file is missing".to_owned());
    }
    match imagesize::blob_size(bytes) {
        Ok(size) if size.width > 0 && size.height > 0 => {
            let (width, height) = if is_turned(bytes) { (size.height, size.width) } else { (size.width, size.height) };
            let pixels = (width as u64).saturating_mul(height as u64);
            if pixels > MAX_PIXELS {
                let millions = pixels / 1_000_000;
                return Picture::Broken(format!(
                    "it has {millions} million pixels, and {MAX_MEGAPIXELS} million is the most. Save it smaller"
                ));
            }
            if kind != ImageType::Gif
                && let Err(why) = clean(bytes.to_vec())
            {
                return Picture::Broken(why.to_owned());
            }
            Picture::Shown(u32::try_from(width).ok().zip(u32::try_from(height).ok()))
        }
        _ => Picture::Broken("the file is damaged".to_owned()),
    }
}

/// Returns whether the end of a picture is missing. Some cameras write more after the end of a JPEG.
fn is_cut(kind: ImageType, bytes: &[u8]) -> bool {
    let ends_with = |end: &[u8]| bytes.windows(end.len()).rev().take(1024).any(|window| window == end);
    match kind {
        ImageType::Jpeg => !ends_with(&[0xFF, 0xD9]),
        ImageType::Png => !ends_with(b"IEND"),
        ImageType::Gif => bytes.iter().rev().find(|byte| **byte != 0) != Some(&0x3B),
        ImageType::Webp => {
            let length = bytes.get(4..8).and_then(|length| length.try_into().ok()).map_or(0, u32::from_le_bytes);
            (bytes.len() as u64) < u64::from(length) + 8
        }
        _ => false,
    }
}

/// Returns whether the EXIF orientation turns the picture by a quarter.
fn is_turned(bytes: &[u8]) -> bool {
    let Ok(exif) = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)) else { return false };
    let orientation = exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY);
    orientation.and_then(|field| field.value.get_uint(0)).is_some_and(|orientation| (5..=8).contains(&orientation))
}

fn svg_size(document: &roxmltree::Document<'_>) -> Option<(u32, u32)> {
    let root = document.root_element();
    let pixels = |name| root.attribute(name)?.trim_end_matches("px").parse::<f64>().ok();
    let (width, height) = match (pixels("width"), pixels("height")) {
        (Some(width), Some(height)) => (width, height),
        _ => {
            let numbers: Vec<f64> =
                root.attribute("viewBox")?.split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
            (*numbers.get(2)?, *numbers.get(3)?)
        }
    };
    (width >= 1.0 && height >= 1.0).then_some((width as u32, height as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of 8 × 4 pixels, turned by its EXIF orientation.
    fn jpeg(orientation: u8) -> Vec<u8> {
        let tiff = [b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(), &[orientation, 0, 0, 0, 0, 0, 0]].concat();
        let exif = [b"Exif\0\0".as_slice(), &tiff].concat();
        let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
        [
            [0xFF, 0xD8, 0xFF, 0xE1].as_slice(),
            &length,
            &exif,
            &[0xFF, 0xC0, 0, 11, 8, 0, 4, 0, 8, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 2, 0xFF, 0xD9],
        ]
        .concat()
    }

    #[test]
    fn the_orientation_of_a_photograph_turns_its_size() {
        assert_eq!(inspect(&jpeg(1)), Picture::Shown(Some((8, 4))));
        assert_eq!(inspect(&jpeg(3)), Picture::Shown(Some((8, 4))));
        assert_eq!(inspect(&jpeg(6)), Picture::Shown(Some((4, 8))));
        assert_eq!(inspect(&jpeg(8)), Picture::Shown(Some((4, 8))));
    }

    #[test]
    fn what_no_browser_shows_is_broken() {
        let cut = &jpeg(1)[..jpeg(1).len() - 2];
        for bytes in [
            b"".as_slice(),
            b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n",
            b"<!DOCTYPE html><html><svg></svg></html>",
            b"II*\0\x08\0\0\0\0\0\0\0\xFF",
            b"not a picture",
            b"<svg><g></svg>",
            b"\xFF\xFE\x00\x01",
            cut,
        ] {
            assert!(matches!(inspect(bytes), Picture::Broken(_)), "{bytes:?}");
        }
    }

    #[test]
    fn a_drawing_has_its_size_in_either_way() {
        let svg = |attributes: &str| inspect(format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}/>").as_bytes());
        assert_eq!(svg("width=\"1600px\" height=\"900\""), Picture::Shown(Some((1600, 900))));
        assert_eq!(svg("viewBox=\"0 0 1200 900\""), Picture::Shown(Some((1200, 900))));
        assert_eq!(svg("width=\"100%\""), Picture::Shown(None));
    }
}
