//! Removes metadata from pictures: what the camera has written about the day, the place and the photographer.
//!
//! Pixels are not touched. Copyright, credit, colour profile and orientation stay.

use std::io::Cursor;

use gif::{ColorOutput, DecodeOptions, Encoder, Frame};
use imagesize::ImageType;
use img_parts::{
    Bytes, ImageEXIF,
    jpeg::{Jpeg, JpegSegment, markers},
    png::Png,
    riff::RiffContent,
    webp::WebP,
};

use super::rights::{Rights, orientation};

/// Why metadata stays, where that is so.
const NOT_REMOVED: &str = "what it says of itself, such as the place, cannot be removed. Save it as JPEG or PNG";

/// Returns a picture without its metadata.
///
/// # Errors
///
/// The reason why the metadata cannot be removed.
pub(crate) fn clean(bytes: Vec<u8>) -> Result<Vec<u8>, &'static str> {
    const DAMAGED: &str = "the file is damaged";
    match imagesize::image_type(&bytes) {
        Ok(ImageType::Jpeg) => jpeg(&bytes).ok_or(DAMAGED),
        Ok(ImageType::Png) => png(&bytes).ok_or(DAMAGED),
        Ok(ImageType::Webp) => webp(&bytes).ok_or(DAMAGED),
        // A damaged one stays as it is, as far as browsers show it: its comments say no more than its author has typed.
        Ok(ImageType::Gif) => Ok(gif(&bytes).unwrap_or(bytes)),
        // AVIF has its metadata in a box among others that refer to each other by their offsets.
        Ok(ImageType::Heif(_)) => match exif::Reader::new().read_from_container(&mut Cursor::new(&bytes)) {
            Ok(_) => Err(NOT_REMOVED),
            Err(_) => Ok(bytes),
        },
        _ => Ok(bytes),
    }
}

/// Adds the rights to a picture that has none.
pub(super) fn add_rights(bytes: Vec<u8>, rights: &Rights) -> Vec<u8> {
    let Some(exif) = rights.to_exif(1) else { return bytes };
    let with = || {
        let bytes = Bytes::from(bytes.clone());
        Some(match imagesize::image_type(&bytes).ok()? {
            ImageType::Jpeg => {
                let mut jpeg = Jpeg::from_bytes(bytes).ok()?;
                jpeg.set_exif(Some(exif.into()));
                jpeg.encoder().bytes()
            }
            ImageType::Png => {
                let mut png = Png::from_bytes(bytes).ok()?;
                png.set_exif(Some(exif.into()));
                png.encoder().bytes()
            }
            _ => {
                let mut webp = WebP::from_bytes(bytes).ok()?;
                webp.set_exif(Some(exif.into()));
                webp.encoder().bytes()
            }
        })
    };
    with().map_or_else(|| bytes.clone(), Into::into)
}

/// Reads the rights of a picture.
pub(super) fn rights(bytes: &[u8]) -> Rights {
    let of = || {
        let bytes = Bytes::copy_from_slice(bytes);
        Some(match imagesize::image_type(&bytes).ok()? {
            ImageType::Jpeg => jpeg_rights(&Jpeg::from_bytes(bytes).ok()?),
            ImageType::Png => png_rights(&Png::from_bytes(bytes).ok()?),
            ImageType::Webp => webp_rights(&WebP::from_bytes(bytes).ok()?),
            _ => return None,
        })
    };
    of().unwrap_or_default()
}

fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut jpeg = Jpeg::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let rights = jpeg_rights(&jpeg);
    let exif = rights.to_exif(jpeg.exif().map_or(1, |exif| orientation(&exif)));
    let is_kept = |segment: &JpegSegment| match segment.marker() {
        // The frame of the file, and how Adobe has stored its colours.
        markers::APP0 | markers::APP14 => true,
        markers::APP2 => segment.contents().starts_with(b"ICC_PROFILE\0"),
        markers::APP1 | markers::APP3..=markers::APP13 | markers::APP15 | markers::COM => false,
        _ => true,
    };
    jpeg.segments_mut().retain(is_kept);
    // A small picture inside of the frame.
    jpeg.segments_mut().retain(|segment| segment.marker() != markers::APP0 || segment.contents().starts_with(b"JFIF\0"));
    jpeg.set_exif(exif.map(Into::into));
    let mut bytes: Vec<u8> = jpeg.encoder().bytes().into();
    let end = end_of_jpeg(&bytes)?;
    bytes.truncate(end);
    Some(bytes)
}

/// Returns the length of a JPEG without what comes after it, such as the film of a moving photograph.
fn end_of_jpeg(bytes: &[u8]) -> Option<usize> {
    let mut index = 2;
    loop {
        // Pixels, in which each 255 is followed by a zero, or by a mark without a length.
        index += bytes.get(index..)?.iter().position(|byte| *byte == markers::P)?;
        match *bytes.get(index + 1)? {
            markers::EOI => return Some(index + 2),
            markers::P => index += 1,
            0 | 1 | markers::RST0..=markers::RST7 => index += 2,
            _ => index += 2 + usize::from(u16::from_be_bytes([*bytes.get(index + 2)?, *bytes.get(index + 3)?])),
        }
    }
}

fn jpeg_rights(jpeg: &Jpeg) -> Rights {
    const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
    let xmp = jpeg.segments_by_marker(markers::APP1).find_map(|segment| segment.contents().strip_prefix(XMP));
    Rights::read(jpeg.exif().as_deref(), xmp)
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    /// Pixels, colour and movement.
    const KEPT: [&[u8; 4]; 18] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"sBIT",
        b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
    ];
    let mut png = Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let exif = png_rights(&png).to_exif(png.exif().map_or(1, |exif| orientation(&exif)));
    png.chunks_mut().retain(|chunk| KEPT.contains(&&chunk.kind()));
    png.set_exif(exif.map(Into::into));
    Some(png.encoder().bytes().into())
}

fn png_rights(png: &Png) -> Rights {
    const XMP: &[u8] = b"XML:com.adobe.xmp\0\0\0\0\0";
    let xmp = png.chunks_by_type(*b"iTXt").find_map(|chunk| chunk.contents().strip_prefix(XMP));
    Rights::read(png.exif().as_deref(), xmp)
}

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut webp = WebP::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let exif = webp_rights(&webp).to_exif(webp.exif().map_or(1, |exif| orientation(&exif)));
    const KEPT: [&[u8; 4]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
    webp.chunks_mut().retain(|chunk| KEPT.contains(&&chunk.id()));
    for chunk in webp.chunks_mut().iter_mut().filter(|chunk| &chunk.id() == b"VP8X") {
        if let RiffContent::Data(data) = chunk.content_mut() {
            let mut flags = data.to_vec();
            // There is neither EXIF nor XMP.
            *flags.first_mut()? &= !(0x08 | 0x04);
            *data = flags.into();
        }
    }
    if exif.is_some() {
        webp.set_exif(exif.map(Into::into));
    }
    Some(webp.encoder().bytes().into())
}

fn webp_rights(webp: &WebP) -> Rights {
    let xmp = webp.chunk_by_id(*b"XMP ").and_then(|chunk| chunk.content().data());
    Rights::read(webp.exif().as_deref(), xmp.map(|data| &data[..]))
}

/// Writes the frames again, without comments and data of programs.
fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    let mut decoder = options.read_info(bytes).ok()?;
    let palette = decoder.global_palette().map(<[u8]>::to_vec).unwrap_or_default();
    let mut encoder = Encoder::new(Vec::new(), decoder.width(), decoder.height(), &palette).ok()?;
    let mut is_first = true;
    while let Some(frame) = decoder.read_next_frame().ok()? {
        // The decoder has put the lines in order.
        let frame = Frame { interlaced: false, ..frame.clone() };
        // How often the film is repeated is known with its first frame.
        if std::mem::take(&mut is_first) {
            encoder.set_repeat(decoder.repeat()).ok()?;
        }
        encoder.write_frame(&frame).ok()?;
    }
    encoder.into_inner().ok()
}
