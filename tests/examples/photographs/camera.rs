//! Photographs made by a program: gradients, noise of several sizes, lines and text. Each number makes its own, always the same.

use font8x8::{BASIC_FONTS, UnicodeFonts};
use image::{
    Rgb, RgbImage,
    codecs::jpeg::JpegEncoder,
    imageops::{FilterType, resize},
};

/// 12 megapixels.
pub(crate) const SIZE: (u32, u32) = (4000, 3000);
/// How well a camera keeps them.
const QUALITY: u8 = 92;

/// Returns a photograph as a camera writes it.
pub(crate) fn photograph(number: u32) -> Vec<u8> {
    let mut random = Random(u64::from(number) + 1);
    let mut picture = gradient(&mut random);
    for (grain, strength) in [(8, 6.0), (32, 12.0), (128, 15.0)] {
        add_noise(&mut picture, grain, strength, &mut random);
    }
    for _ in 0..30 {
        write(&mut picture, &format!("Harbour {number}"), &mut random);
    }
    for pixel in picture.pixels_mut() {
        let grain = random.below(7) as i16 - 3;
        pixel.0 = pixel.0.map(|value| (i16::from(value) + grain).clamp(0, 255) as u8);
    }
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&picture).expect("a picture can be encoded");
    bytes
}

/// Soft waves, in each colour with other lengths.
fn gradient(random: &mut Random) -> RgbImage {
    let waves: Vec<[f32; 3]> =
        (0..3).map(|_| [200.0 + random.unit() * 700.0, 200.0 + random.unit() * 700.0, random.unit() * 6.0]).collect();
    RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| {
        let value = |wave: &[f32; 3]| ((x as f32 / wave[0] + wave[2]).sin() + (y as f32 / wave[1]).cos()) * 50.0 + 128.0;
        Rgb([value(&waves[0]) as u8, value(&waves[1]) as u8, value(&waves[2]) as u8])
    })
}

/// Adds spots of some size.
fn add_noise(picture: &mut RgbImage, grain: u32, strength: f32, random: &mut Random) {
    let small =
        RgbImage::from_fn(SIZE.0 / grain + 1, SIZE.1 / grain + 1, |_, _| Rgb([0; 3].map(|_: u8| random.below(256) as u8)));
    let spots = resize(&small, SIZE.0, SIZE.1, FilterType::CatmullRom);
    for (pixel, spot) in picture.pixels_mut().zip(spots.pixels()) {
        for (value, spot) in pixel.0.iter_mut().zip(spot.0) {
            *value = (f32::from(*value) + (f32::from(spot) - 128.0) / 128.0 * strength).clamp(0.0, 255.0) as u8;
        }
    }
}

/// Writes a line of text somewhere, in some size and colour.
fn write(picture: &mut RgbImage, text: &str, random: &mut Random) {
    let (left, top, scale) = (random.below(SIZE.0), random.below(SIZE.1), 3 + random.below(17));
    let colour = Rgb([random.below(256) as u8, random.below(256) as u8, random.below(256) as u8]);
    for (index, glyph) in text.chars().filter_map(|character| BASIC_FONTS.get(character)).enumerate() {
        for (x, y) in (0..8 * scale).flat_map(|y| (0..8 * scale).map(move |x| (x, y))) {
            let is_ink = glyph[(y / scale) as usize] >> (x / scale) & 1 == 1;
            if is_ink && let Some(pixel) = picture.get_pixel_mut_checked(left + index as u32 * 8 * scale + x, top + y) {
                *pixel = colour;
            }
        }
    }
}

/// Numbers that look random: SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        value ^ (value >> 31)
    }

    fn below(&mut self, bound: u32) -> u32 {
        (self.next() % u64::from(bound)) as u32
    }

    fn unit(&mut self) -> f32 {
        self.below(1 << 20) as f32 / (1 << 20) as f32
    }
}
