//! Writes pixels in the formats that are published.

use image::{
    DynamicImage, ExtendedColorType, ImageEncoder,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
};
use webp::{Encoder, PixelLayout, WebPConfig};

/// How well lossy WebP keeps a photograph, from 0 to 100, and how much time it takes for that, from 0 to 6. `docs/bench/pictures.md` compares
/// the result.
const WEBP_QUALITY: f32 = 65.0;
const WEBP_METHOD: i32 = 6;
const JPEG_QUALITY: u8 = 80;

/// How a WebP keeps pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// Nearly: for photographs.
    Nearly,
    /// Exactly: for drawings, whose edges stay sharp.
    Exactly,
}

/// Returns the picture as WebP.
///
/// # Errors
///
/// The reason why it cannot be written.
pub(super) fn webp(picture: &DynamicImage, kept: Kept) -> Result<Vec<u8>, String> {
    let layout = if picture.color().has_alpha() { PixelLayout::Rgba } else { PixelLayout::Rgb };
    let mut config = WebPConfig::new().map_err(|()| "the encoder of WebP does not start".to_owned())?;
    config.quality = WEBP_QUALITY;
    config.method = WEBP_METHOD;
    config.lossless = i32::from(kept == Kept::Exactly);
    let encoder = Encoder::new(picture.as_bytes(), layout, picture.width(), picture.height());
    let encoded = encoder.encode_advanced(&config).map_err(|error| format!("it cannot be written as WebP ({error:?})"))?;
    Ok(encoded.to_vec())
}

/// Returns the picture as JPEG, on white where it is transparent.
///
/// # Errors
///
/// The reason why it cannot be written.
pub(super) fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let rgb = on_white(picture).into_rgb8();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    encoder.write_image(&rgb, rgb.width(), rgb.height(), ExtendedColorType::Rgb8).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// Returns the picture as PNG.
///
/// # Errors
///
/// The reason why it cannot be written.
pub(super) fn png(picture: &DynamicImage) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive);
    picture.write_with_encoder(encoder).map_err(|error| error.to_string())?;
    Ok(bytes)
}

fn on_white(picture: &DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture.clone();
    }
    let mut ground = image::RgbaImage::from_pixel(picture.width(), picture.height(), image::Rgba([255; 4]));
    image::imageops::overlay(&mut ground, picture, 0, 0);
    ground.into()
}
