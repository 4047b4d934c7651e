//! From the bytes of a picture to upright pixels in sRGB, no wider than the widest screen needs.

use std::io::Cursor;

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage, metadata::Orientation};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use zune_jpeg::{
    JpegDecoder,
    zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions},
};

/// Memory for the pixels of one picture.
const MAX_ALLOC: u64 = 1 << 30;

/// Pixels whose colours are converted at once.
const BATCH: usize = 1 << 14;

/// Decodes a picture, and makes it smaller where it is wider than `max_width`. The result has 8 bits for each channel.
///
/// # Errors
///
/// The reason why it cannot be decoded.
pub(super) fn decode(bytes: &[u8], format: ImageFormat, max_width: u32) -> Result<DynamicImage, String> {
    let (picture, profile, orientation) = match inks(bytes, format) {
        Some((inks, orientation)) => (inks.into(), None, orientation),
        None => pixels(bytes, format)?,
    };
    let is_turned = matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    let (width, height) = (picture.width(), picture.height());
    let shown_width = if is_turned { height } else { width };
    // A smaller picture is converted and turned in less time.
    let mut picture = match shown_width > max_width {
        true => {
            let scaled = |length: u32| scale(length, max_width, shown_width);
            resize(&picture, scaled(width), scaled(height))
        }
        false => picture,
    };
    if let Some(profile) = profile {
        convert_colours(&mut picture, &profile);
    }
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// Returns a length after `from` pixels have become `to`.
pub(super) fn scale(length: u32, to: u32, from: u32) -> u32 {
    let scaled = (u64::from(length) * u64::from(to) + u64::from(from) / 2) / u64::from(from.max(1));
    u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
}

/// Returns the picture in another size.
pub(super) fn resize(picture: &DynamicImage, width: u32, height: u32) -> DynamicImage {
    let mut resized = DynamicImage::new(width, height, picture.color());
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    // Both have the same kind of pixels, and neither is empty.
    Resizer::new().resize(picture, &mut resized, &options).expect("the picture can be resized");
    resized
}

/// Returns the pixels of a picture, its colour profile, and how it is turned.
fn pixels(bytes: &[u8], format: ImageFormat) -> Result<(DynamicImage, Option<Vec<u8>>, Orientation), String> {
    let read = || -> image::ImageResult<_> {
        let mut decoder = ImageReader::with_format(Cursor::new(bytes), format).into_decoder()?;
        let mut limits = Limits::default();
        limits.max_alloc = Some(MAX_ALLOC);
        decoder.set_limits(limits)?;
        let profile = decoder.icc_profile()?;
        let orientation = decoder.orientation()?;
        Ok((DynamicImage::from_decoder(decoder)?, profile, orientation))
    };
    let (picture, profile, orientation) = read().map_err(|error| error.to_string())?;
    let picture = match picture.color().has_alpha() {
        true => DynamicImage::from(picture.into_rgba8()),
        false => DynamicImage::from(picture.into_rgb8()),
    };
    Ok((picture, profile, orientation))
}

/// Converts pixels to sRGB. A profile that cannot be used is passed over, as browsers do.
fn convert_colours(picture: &mut DynamicImage, profile: &[u8]) {
    let layout = if picture.color().has_alpha() { Layout::Rgba } else { Layout::Rgb };
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let Ok(transform) = profile.create_transform_8bit(layout, &ColorProfile::new_srgb(), layout, TransformOptions::default())
    else {
        return;
    };
    let bytes: &mut [u8] = match picture {
        DynamicImage::ImageRgb8(pixels) => pixels,
        DynamicImage::ImageRgba8(pixels) => pixels,
        _ => return,
    };
    let mut before = Vec::new();
    for batch in bytes.chunks_mut(BATCH * 4 * 3) {
        before.clear();
        before.extend_from_slice(batch);
        // The lengths are those of whole pixels.
        let _ = transform.transform(&before, batch);
    }
}

/// Returns the pixels of a JPEG for the printer, which has four inks, and how it is turned. None for any other picture.
fn inks(bytes: &[u8], format: ImageFormat) -> Option<(RgbImage, Orientation)> {
    if format != ImageFormat::Jpeg {
        return None;
    }
    let options = DecoderOptions::default().set_strict_mode(false).set_max_width(usize::MAX).set_max_height(usize::MAX);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let space = decoder.input_colorspace().filter(|space| matches!(space, ColorSpace::CMYK | ColorSpace::YCCK))?;
    // As they are in the file.
    decoder.set_options(options.jpeg_set_out_colorspace(space));
    let orientation = decoder.exif().and_then(|exif| Orientation::from_exif_chunk(exif)).unwrap_or(Orientation::NoTransforms);
    let (profile, (width, height)) = (decoder.icc_profile(), decoder.dimensions()?);
    let mut inks = decoder.decode().ok()?;
    for ink in inks.as_chunks_mut::<4>().0 {
        if space == ColorSpace::YCCK {
            let [y, blue, red] = [f32::from(ink[0]), f32::from(ink[1]) - 128.0, f32::from(ink[2]) - 128.0];
            // The inverse of what JPEG does to red, green and blue, which are here what is taken from the light. Casting saturates.
            let taken = [y + 1.402 * red, y - 0.344_136 * blue - 0.714_136 * red, y + 1.772 * blue];
            ink[..3].copy_from_slice(&taken.map(|value| 255 - (value + 0.5) as u8));
        }
    }
    let mut rgb = vec![0; inks.len() / 4 * 3];
    if !print_profile(profile.as_deref(), &inks, &mut rgb) {
        // Programs that write four inks store what is left of the light.
        for (light, rgb) in inks.as_chunks::<4>().0.iter().zip(rgb.as_chunks_mut::<3>().0) {
            *rgb = [0, 1, 2].map(|index| (u16::from(light[index]) * u16::from(light[3]) / 255) as u8);
        }
    }
    Some((RgbImage::from_raw(u32::try_from(width).ok()?, u32::try_from(height).ok()?, rgb)?, orientation))
}

/// Converts what is left of the light to sRGB by a profile for the printer. Returns whether there is one.
fn print_profile(profile: Option<&[u8]>, light: &[u8], rgb: &mut [u8]) -> bool {
    let Some(profile) = profile.and_then(|bytes| ColorProfile::new_from_slice(bytes).ok()) else { return false };
    if profile.color_space != DataColorSpace::Cmyk {
        return false;
    }
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) = profile.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgb, TransformOptions::default()) else {
        return false;
    };
    let mut batches = light.chunks(BATCH * 4).zip(rgb.chunks_mut(BATCH * 3));
    batches.all(|(light, rgb)| {
        let inks: Vec<u8> = light.iter().map(|light| 255 - light).collect();
        transform.transform(&inks, rgb).is_ok()
    })
}
