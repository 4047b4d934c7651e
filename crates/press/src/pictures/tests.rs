//! Pictures as cameras and programs write them.

use std::io::Cursor;

use exif::{Field, In, Rational, Tag, Value, experimental::Writer};
use image::{
    AnimationDecoder, DynamicImage, ExtendedColorType, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage,
    codecs::{gif::GifDecoder, jpeg::JpegEncoder, png::PngEncoder},
};
use img_parts::{
    Bytes, ImageEXIF, ImageICC,
    jpeg::{Jpeg, JpegSegment, markers},
    png::{Png, PngChunk},
    riff::{RiffChunk, RiffContent},
    webp::WebP,
};
use moxcms::ColorProfile;
use proptest::prelude::*;

use super::{
    clean,
    convert::{Conversion, convert},
    inspect::{self, inspect},
};

/// Four colours, a quarter each: red and green above, blue and white below.
fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => Rgb([250, 10, 10]),
        (false, true) => Rgb([10, 250, 10]),
        (true, false) => Rgb([10, 10, 250]),
        (false, false) => Rgb([250, 250, 250]),
    })
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95).encode_image(picture).expect("a JPEG");
    bytes
}

fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(PngEncoder::new(&mut bytes)).expect("a PNG");
    bytes
}

fn webp(picture: &RgbImage) -> Vec<u8> {
    webp::Encoder::from_rgb(picture, picture.width(), picture.height()).encode(90.0).to_vec()
}

/// What a camera writes: who, where, and how the picture is turned.
fn exif(orientation: u16) -> Vec<u8> {
    let degrees =
        Value::Rational(vec![Rational { num: 53, denom: 1 }, Rational { num: 30, denom: 1 }, Rational { num: 0, denom: 1 }]);
    let fields = [
        (Tag::Copyright, Value::Ascii(vec![b"Harbour Gazette".to_vec()])),
        (Tag::Artist, Value::Ascii(vec![b"Lin Yao".to_vec()])),
        (Tag::Model, Value::Ascii(vec![b"SECRET-CAMERA".to_vec()])),
        (Tag::Orientation, Value::Short(vec![orientation])),
        (Tag::GPSLatitudeRef, Value::Ascii(vec![b"N".to_vec()])),
        (Tag::GPSLatitude, degrees),
    ]
    .map(|(tag, value)| Field { tag, ifd_num: In::PRIMARY, value });
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut bytes = Cursor::new(Vec::new());
    writer.write(&mut bytes, false).expect("metadata");
    bytes.into_inner()
}

fn with_exif(bytes: Vec<u8>, orientation: u16) -> Vec<u8> {
    let mut jpeg = Jpeg::from_bytes(bytes.into()).expect("a JPEG");
    jpeg.set_exif(Some(exif(orientation).into()));
    jpeg.encoder().bytes().into()
}

/// Returns the tags that a picture still has.
fn tags(bytes: &[u8]) -> Vec<Tag> {
    let read = exif::Reader::new().read_from_container(&mut Cursor::new(bytes));
    read.map(|exif| exif.fields().map(|field| field.tag).collect()).unwrap_or_default()
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn decoded(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory(bytes).expect("a picture")
}

fn conversion(bytes: &[u8]) -> Conversion {
    convert(bytes).expect("the picture can be converted")
}

fn file<'a>(conversion: &'a Conversion, ending: &str) -> &'a [u8] {
    let found = conversion.files.iter().find(|(name, _)| name == ending);
    &found.unwrap_or_else(|| panic!("no {ending}")).1
}

/// Whether colours are the same but for what a lossy format changes.
fn is_like(pixel: [u8; 3], other: [u8; 3]) -> bool {
    pixel.into_iter().zip(other).all(|(one, other)| one.abs_diff(other) < 24)
}

#[test]
fn a_photograph_keeps_who_owns_it_and_nothing_else() {
    const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">SECRET-XMP</x:xmpmeta>";
    let mut photograph = Jpeg::from_bytes(with_exif(jpeg(&quarters(64, 48)), 6).into()).expect("a JPEG");
    let profile = ColorProfile::new_display_p3().encode().expect("a profile");
    photograph.set_icc_profile(Some(profile.clone().into()));
    for (marker, contents) in [
        (markers::APP1, XMP),
        (markers::APP13, b"Photoshop 3.0\0SECRET-IPTC"),
        (markers::APP2, b"MPF\0SECRET-MPF"),
        (markers::COM, b"SECRET-COMMENT"),
    ] {
        photograph.segments_mut().insert(1, JpegSegment::new_with_contents(marker, Bytes::from_static(contents)));
    }
    let mut bytes: Vec<u8> = photograph.encoder().bytes().into();
    bytes.extend(b"SECRET-FILM");
    let cleaned = clean(bytes.clone()).expect("a JPEG");
    assert!(contains(&bytes, "SECRET-FILM") && contains(&bytes, "SECRET-IPTC") && tags(&bytes).contains(&Tag::GPSLatitude));
    assert!(!contains(&cleaned, "SECRET"), "{}", String::from_utf8_lossy(&cleaned));
    assert_eq!(tags(&cleaned), [Tag::Orientation, Tag::Artist, Tag::Copyright]);
    assert_eq!(Jpeg::from_bytes(cleaned.clone().into()).expect("a JPEG").icc_profile().as_deref(), Some(&*profile));
    assert_eq!(decoded(&cleaned), decoded(&bytes));
    let converted = conversion(&bytes);
    for (name, bytes) in &converted.files {
        assert!(!contains(bytes, "SECRET") && tags(bytes).contains(&Tag::Copyright), "{name}");
    }
}

#[test]
fn the_credit_of_a_photograph_is_found_in_xmp() {
    const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0<?xpacket begin='' id='x'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' photoshop:Credit='Agency'><dc:rights><rdf:Alt><rdf:li>CC BY 4.0</rdf:li></rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end='w'?>";
    let mut photograph = Jpeg::from_bytes(jpeg(&quarters(8, 8)).into()).expect("a JPEG");
    photograph.segments_mut().insert(1, JpegSegment::new_with_contents(markers::APP1, Bytes::from_static(XMP)));
    let cleaned = clean(photograph.encoder().bytes().into()).expect("a JPEG");
    assert!(contains(&cleaned, "CC BY 4.0") && contains(&cleaned, "Agency") && !contains(&cleaned, "xmpmeta"));
}

#[test]
fn drawings_and_films_lose_what_programs_have_written() {
    let mut drawing = Png::from_bytes(png(&quarters(8, 8).into()).into()).expect("a PNG");
    drawing.chunks_mut().insert(1, PngChunk::new(*b"tEXt", Bytes::from_static(b"Comment\0SECRET")));
    drawing.set_exif(Some(exif(1).into()));
    let cleaned = clean(drawing.encoder().bytes().into()).expect("a PNG");
    assert!(!contains(&cleaned, "SECRET") && contains(&cleaned, "Harbour Gazette"));
    assert!(!tags(&cleaned).contains(&Tag::GPSLatitude));

    let mut photograph = WebP::from_bytes(webp(&quarters(8, 8)).into()).expect("a WebP");
    photograph.set_exif(Some(exif(1).into()));
    photograph.chunks_mut().push(RiffChunk::new(*b"XMP ", RiffContent::Data(Bytes::from_static(b"SECRET"))));
    let cleaned = clean(photograph.encoder().bytes().into()).expect("a WebP");
    assert!(!contains(&cleaned, "SECRET") && contains(&cleaned, "Harbour Gazette"));
    assert_eq!(decoded(&cleaned).width(), 8);

    let cleaned = clean(film(b"SECRET")).expect("a GIF");
    assert!(contains(&film(b"SECRET"), "SECRET") && !contains(&cleaned, "SECRET"));
    let frames = GifDecoder::new(Cursor::new(cleaned)).expect("a GIF").into_frames().count();
    assert_eq!(frames, 2);
}

/// A GIF of two frames with a comment.
fn film(comment: &[u8]) -> Vec<u8> {
    let mut encoder = gif::Encoder::new(Vec::new(), 2, 2, &[0, 0, 0, 255, 0, 0]).expect("a GIF");
    encoder.set_repeat(gif::Repeat::Infinite).expect("a GIF");
    encoder.write_raw_extension(gif::AnyExtension(0xFE), &[comment]).expect("a GIF");
    for pixels in [[0, 1, 0, 1], [1, 0, 1, 0]] {
        encoder.write_frame(&gif::Frame::from_indexed_pixels(2, 2, pixels.to_vec(), None)).expect("a GIF");
    }
    encoder.into_inner().expect("a GIF")
}

#[test]
fn a_film_stays_one() {
    let conversion = conversion(&film(b"x"));
    let film = GifDecoder::new(Cursor::new(file(&conversion, ""))).expect("a GIF");
    assert_eq!(film.into_frames().count(), 2);
    assert!(conversion.copies.widths.is_empty() && conversion.copies.shared == Some((2, 2)));
}

#[test]
fn a_photograph_is_upright_however_the_camera_was_held() {
    // Where the quarters are shown, by orientation: the first two rows of EXIF's table.
    let [red, green, blue, white] = [[250, 10, 10], [10, 250, 10], [10, 10, 250], [250; 3]];
    for (orientation, shown) in [
        (1, [red, green, blue, white]),
        (2, [green, red, white, blue]),
        (3, [white, blue, green, red]),
        (4, [blue, white, red, green]),
        (5, [red, blue, green, white]),
        (6, [blue, red, white, green]),
        (7, [white, green, blue, red]),
        (8, [green, white, red, blue]),
    ] {
        let conversion = conversion(&with_exif(jpeg(&quarters(400, 200)), orientation));
        let size = if orientation > 4 { (200, 400) } else { (400, 200) };
        assert_eq!(conversion.copies.size, Some(size), "{orientation}");
        let own = format!(".{}.webp", size.0);
        let picture = decoded(file(&conversion, &own)).into_rgb8();
        let (width, height) = (picture.width(), picture.height());
        let corners = [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)].map(|(x, y)| picture.get_pixel(x, y).0);
        assert!(corners.iter().zip(shown).all(|(corner, shown)| is_like(*corner, shown)), "{orientation}: {corners:?}");
    }
}

#[test]
fn copies_are_never_larger_than_the_picture() {
    for (width, widths) in
        [(200, vec![200]), (500, vec![320, 500]), (660, vec![320, 660]), (1400, vec![320, 640, 960, 1280, 1400])]
    {
        let conversion = conversion(&jpeg(&quarters(width, 100)));
        assert_eq!(conversion.copies.widths, widths);
        for width in widths {
            assert_eq!(decoded(file(&conversion, &format!(".{width}.webp"))).width(), width);
        }
    }
    let large = conversion(&jpeg(&quarters(3000, 1500)));
    assert_eq!(large.copies.widths, [320, 640, 960, 1280, 1920, 2560]);
    assert_eq!((large.copies.size, large.copies.is_reduced), (Some((1280, 640)), true));
    assert_eq!(decoded(file(&large, "")).width(), 1280);
    assert_eq!(large.copies.shared, Some((1200, 600)));
    // As high as a shared picture may be.
    assert_eq!(conversion(&jpeg(&quarters(500, 2000))).copies.shared, Some((158, 630)));
}

#[test]
fn a_bitmap_has_copies_and_stays_itself() {
    let mut bytes = Cursor::new(Vec::new());
    quarters(1500, 100).write_to(&mut bytes, image::ImageFormat::Bmp).expect("a BMP");
    let conversion = conversion(bytes.get_ref());
    assert_eq!(file(&conversion, ""), bytes.get_ref());
    assert_eq!((conversion.copies.widths, conversion.copies.is_reduced), (vec![320, 640, 960, 1280, 1500], false));
}

#[test]
fn a_drawing_stays_sharp_and_transparent() {
    let drawing = RgbaImage::from_fn(300, 200, |x, y| match (x / 30 + y / 30) % 3 {
        0 => Rgba([20, 20, 20, 255]),
        1 => Rgba([200, 30, 30, 255]),
        _ => Rgba([0, 0, 0, 0]),
    });
    let conversion = conversion(&png(&drawing.clone().into()));
    let copy = decoded(file(&conversion, ".300.webp")).into_rgba8();
    let is_same = |(one, other): (&Rgba<u8>, &Rgba<u8>)| one == other || (one.0[3] == 0 && other.0[3] == 0);
    assert!(copy.pixels().zip(drawing.pixels()).all(is_same));
    // A shared link shows it on white.
    let shared = decoded(file(&conversion, ".shared.jpg")).into_rgb8();
    assert!(is_like(shared.get_pixel(75, 15).0, [255; 3]));
}

#[test]
fn sixteen_bits_and_grey_are_as_bright_as_they_were() {
    let deep = image::ImageBuffer::from_pixel(40, 40, Rgb([51_400_u16, 25_700, 12_850]));
    let conversion_of = |picture: DynamicImage| decoded(file(&conversion(&png(&picture)), ".40.webp")).into_rgb8();
    assert!(is_like(conversion_of(deep.into()).get_pixel(20, 20).0, [200, 100, 50]));
    let grey = image::GrayImage::from_pixel(40, 40, image::Luma([120]));
    assert!(is_like(conversion_of(grey.into()).get_pixel(20, 20).0, [120; 3]));
}

#[test]
fn colours_of_a_wide_gamut_are_those_of_screens() {
    let picture = RgbImage::from_pixel(64, 64, Rgb([200, 100, 100]));
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    encoder.set_icc_profile(ColorProfile::new_display_p3().encode().expect("a profile")).expect("a profile");
    encoder.write_image(&picture, 64, 64, ExtendedColorType::Rgb8).expect("a PNG");
    let copy = decoded(file(&conversion(&bytes), ".64.webp")).into_rgb8();
    let [red, green, _] = copy.get_pixel(32, 32).0;
    // The same red is further out in the smaller space of sRGB.
    assert!((206..=222).contains(&red) && (84..=99).contains(&green), "{red} {green}");
}

#[test]
fn four_inks_become_three_colours() {
    for (color, inks, expected) in [
        (jpeg_encoder::ColorType::Cmyk, [0, 255, 255, 0], [250, 10, 10]),
        (jpeg_encoder::ColorType::CmykAsYcck, [255, 0, 255, 0], [10, 250, 10]),
        (jpeg_encoder::ColorType::CmykAsYcck, [0, 0, 0, 255], [0, 0, 0]),
    ] {
        let pixels: Vec<u8> = std::iter::repeat_n(inks, 64 * 64).flatten().collect();
        let mut bytes = Vec::new();
        jpeg_encoder::Encoder::new(&mut bytes, 95).encode(&pixels, 64, 64, color).expect("a JPEG");
        let copy = decoded(file(&conversion(&bytes), ".64.webp")).into_rgb8();
        assert!(is_like(copy.get_pixel(32, 32).0, expected), "{color:?} {inks:?}: {:?}", copy.get_pixel(32, 32));
    }
}

#[test]
fn a_picture_that_would_fill_the_memory_gets_a_sentence() {
    let mut huge = png(&quarters(8, 8).into());
    huge[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let inspect::Picture::Broken(why) = inspect(&huge) else { panic!("it is shown") };
    assert!(why.contains("3600 million pixels"), "{why}");
}

#[test]
fn a_drawing_of_lines_has_a_picture_for_shared_links() {
    let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100"><rect width="300" height="100" fill="#c00000"/></svg>"##;
    let conversion = conversion(svg);
    assert_eq!(file(&conversion, ""), svg);
    assert_eq!(conversion.copies.shared, Some((1200, 400)));
    let shared = decoded(file(&conversion, ".shared.jpg")).into_rgb8();
    assert!(is_like(shared.get_pixel(600, 200).0, [0xC0, 0, 0]));
}

#[test]
fn the_same_picture_makes_the_same_files() {
    let bytes = with_exif(jpeg(&quarters(700, 500)), 3);
    assert_eq!(conversion(&bytes).files, conversion(&bytes).files);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_picture_is_no_panic(kind in 0..4_usize, at in 0.0..1.0_f64, value: u8, is_cut: bool) {
        let mut bytes = match kind {
            0 => with_exif(jpeg(&quarters(64, 48)), 6),
            1 => png(&quarters(32, 32).into()),
            2 => webp(&quarters(32, 32)),
            _ => film(b"comment"),
        };
        let index = (at * bytes.len() as f64) as usize;
        bytes[index] = value;
        if is_cut {
            bytes.truncate(index + 1);
        }
        let _ = (inspect(&bytes), clean(bytes.clone()), convert(&bytes));
    }
}
