//! Photographs, from a camera to the edition.

use std::io::Cursor;

use image::{Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use img_parts::{
    ImageEXIF,
    jpeg::Jpeg,
    png::{Png, PngChunk},
};

use super::*;

/// A position in Dublin, as a camera writes it into a file.
const POSITION: &[u8] =
    b"MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1A\0\0\0\0\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0";

/// A photograph of some size that says where it was taken. Photographs of different kinds are different.
fn photograph(width: u32, height: u32, kind: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb([(x / 8) as u8, (y / 8) as u8, kind]));
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&picture).expect("a JPEG");
    let mut jpeg = Jpeg::from_bytes(bytes.into()).expect("a JPEG");
    jpeg.set_exif(Some(POSITION.into()));
    jpeg.encoder().bytes().into()
}

fn has_position(bytes: &[u8]) -> bool {
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(bytes));
    exif.is_ok_and(|exif| exif.fields().any(|field| field.tag.context() == exif::Context::Gps))
}

/// A newsroom with an article whose main picture is wide, and whose text shows a small one, a drawing, and links to the wide one.
fn newsroom() -> Newsroom {
    let text = "---\nid: a\ntitle: A\ndate: 2026-03-01\nimage: wide.jpg\nimage_alt: A harbour\n---\nText with ![a boat](<small one.jpg>) in it.\n\n![The plan](plan.svg)\n\n[In full size](wide.jpg)\n";
    Newsroom::new()
        .write_bytes("wide.jpg", &photograph(1600, 900, 1))
        .write_bytes("small one.jpg", &photograph(300, 200, 2))
        .write("plan.svg", SVG)
        .write("a.md", text)
}

/// Returns what was printed of pictures, by name.
fn media(newsroom: &Newsroom) -> Vec<String> {
    newsroom.files().into_keys().filter(|name| name.starts_with("media/")).collect()
}

#[test]
fn a_photograph_is_published_in_the_sizes_of_screens() {
    let newsroom = newsroom();
    let output = newsroom.build();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(
        media(&newsroom),
        [
            "media/plan.svg",
            "media/small one.jpg",
            "media/small one.jpg.300.webp",
            "media/wide.jpg",
            "media/wide.jpg.1280.webp",
            "media/wide.jpg.1600.webp",
            "media/wide.jpg.320.webp",
            "media/wide.jpg.640.webp",
            "media/wide.jpg.960.webp",
            "media/wide.jpg.original.jpg",
            "media/wide.jpg.shared.jpg",
        ]
    );
    let article = newsroom.json("articles/a.json");
    let picture = &article["_offprint"]["picture"];
    assert_eq!((&picture["size"], &picture["widths"]), (&json!([1280, 720]), &json!([320, 640, 960, 1280, 1600])));
    assert!(picture["tone"].as_str().is_some_and(|tone| tone.len() == 7 && tone.starts_with('#')), "{picture}");
    assert_eq!(
        article["content_html"],
        "<p>Text with <picture><source type=\"image/webp\" srcset=\"media/small%20one.jpg.300.webp 300w\" sizes=\"min(300px, 100vw)\">\
         <img src=\"media/small%20one.jpg\" alt=\"a boat\" width=\"300\" height=\"200\" data-tone=\"TONE\" loading=\"lazy\" \
         decoding=\"async\"></picture> in it.</p>\n<figure><img src=\"media/plan.svg\" alt=\"The plan\" width=\"16\" height=\"9\" \
         loading=\"lazy\" decoding=\"async\"></figure>\n<p><a href=\"media/wide.jpg.original.jpg\">In full size</a></p>"
            .replace("TONE", article["content_html"].as_str().and_then(|html| html.split_once("tone=\"")?.1.get(..7)).expect("a tone"))
    );
    let page = fs::read_to_string(newsroom.out().join("articles/a/index.html")).expect("a page");
    let lead = "<picture><source type=\"image/webp\" srcset=\"media/wide.jpg.320.webp 320w, ";
    assert!(
        page.contains(lead) && page.contains("width=\"1280\" height=\"720\" loading=\"eager\" fetchpriority=\"high\""),
        "{page}"
    );
}

#[test]
fn no_file_of_an_edition_says_where_a_photograph_was_taken() {
    assert!(has_position(&photograph(8, 8, 1)));
    for options in [&[][..], &["--no-pictures"]] {
        let newsroom = newsroom();
        let output = newsroom.run(&[&["build", "content", "--out", "out"], options].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        for (name, (bytes, _)) in newsroom.files() {
            assert!(!has_position(&bytes), "{name}");
        }
    }
}

#[test]
fn a_second_build_converts_nothing_and_a_changed_picture_again() {
    let newsroom = newsroom();
    newsroom.build();
    let before = newsroom.files();
    let kept = |newsroom: &Newsroom| {
        let mut files = BTreeMap::new();
        collect(&newsroom.cache().join("pictures"), &newsroom.cache(), &mut files);
        files
    };
    let first = kept(&newsroom);
    newsroom.build();
    assert!(newsroom.files() == before && kept(&newsroom) == first);

    let newsroom = newsroom.write_bytes("small one.jpg", &photograph(300, 200, 200));
    newsroom.build();
    let is_changed = |(name, (bytes, _)): (String, (Vec<u8>, _))| (before[&name].0 != bytes).then_some(name);
    let changed: Vec<String> = newsroom.files().into_iter().filter_map(is_changed).collect();
    assert_eq!(changed, ["articles/a.json", "articles/a/index.html", "media/small one.jpg", "media/small one.jpg.300.webp"]);
    // What nobody uses any more is not kept.
    assert_eq!(kept(&newsroom).len(), first.len());
    assert!(kept(&newsroom).iter().any(|(name, _)| !first.contains_key(name)));
}

#[test]
fn without_conversion_pictures_are_published_as_they_are() {
    let newsroom = newsroom();
    let output = newsroom.run(&["build", "content", "--out", "out", "--no-pictures"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(media(&newsroom), ["media/plan.svg", "media/small one.jpg", "media/wide.jpg"]);
    assert_eq!(
        newsroom.json("articles/a.json")["_offprint"]["picture"],
        json!({ "url": "media/wide.jpg", "alt": "A harbour", "size": [1600, 900] })
    );
}

#[test]
fn pictures_that_cannot_be_published_are_reported() {
    let mut huge = Vec::new();
    RgbImage::new(8, 8).write_to(&mut Cursor::new(&mut huge), image::ImageFormat::Png).expect("a PNG");
    huge[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let newsroom = Newsroom::new()
        .write("plan.svg", r#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#)
        .write_bytes("huge.png", &huge)
        .write("a.md", "---\nid: a\ntitle: A\ndate: 2026-03-01\n---\n![The plan](plan.svg)\n\n![All](huge.png)\n");
    let (code, said) = newsroom.check(&[]);
    assert_eq!(code, 0, "{said}");
    for sentence in [
        "a.md:6:13: warning: plan.svg cannot be shown, because it has a <script>, which could run a program. Save it without.",
        "a.md:8:8: warning: huge.png cannot be shown, because it has 3600 million pixels, and 200 million is the most. Save it smaller.",
    ] {
        assert!(said.contains(sentence), "{said}");
    }
    newsroom.build();
    assert_eq!(media(&newsroom), Vec::<String>::new());
}

#[test]
fn a_picture_that_cannot_be_converted_is_published_as_it_is() {
    let mut bytes = Vec::new();
    RgbImage::new(64, 64).write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).expect("a PNG");
    let mut png = Png::from_bytes(bytes.into()).expect("a PNG");
    let pixels = png.chunks_mut().iter_mut().find(|chunk| &chunk.kind() == b"IDAT").expect("pixels");
    *pixels = PngChunk::new(*b"IDAT", b"no pixels".to_vec().into());
    let damaged: Vec<u8> = png.encoder().bytes().into();
    let newsroom = Newsroom::new()
        .write_bytes("p.png", &damaged)
        .write("a.md", "---\nid: a\ntitle: A\ndate: 2026-03-01\n---\n![P](p.png)\n");
    for _ in 0..2 {
        let output = newsroom.build();
        let said = text(&output.stderr);
        assert!(
            output.status.success()
                && said.contains("a.md:6:6: warning: p.png is published as it is, because it cannot be converted"),
            "{said}"
        );
        assert_eq!(media(&newsroom), ["media/p.png"]);
    }
}

#[test]
fn what_is_said_of_a_picture_is_shown_with_it() {
    let site = json!({ "title": "Paper", "language": "en", "languages": ["en", "zh-Hans"], "timezone": "UTC", "url": "https://a.example/" });
    let newsroom = Newsroom::new()
        .write("site.json", &site.to_string())
        .write("quay.svg", SVG)
        .write("quay.svg.toml", "alt = \"The quay\"\ncaption = { en = \"At seven\", zh-Hans = \"七点\" }\ncredit = \"Lin & Yao\"\nlicence = \"CC BY 4.0\"\n")
        .write("plan.svg", SVG)
        .write("a.md", "---\nid: a\ntitle: A\ndate: 2026-03-01\nimage: quay.svg\n---\n![Plan](plan.svg)\n")
        .write("b.md", "---\nid: b\ntitle: B\nlanguage: zh-Hans\ndate: 2026-03-01\n---\n![](quay.svg)\n\n![Own](quay.svg \"Own\")\n\nText ![](quay.svg)\n");
    let (code, said) = newsroom.check(&["--strict"]);
    assert_eq!(code, 0, "{said}");
    newsroom.build();
    let image = |alt: &str, more: &str| {
        format!("<img src=\"media/quay.svg\" alt=\"{alt}\"{more} width=\"16\" height=\"9\" loading=\"lazy\" decoding=\"async\">")
    };
    let credit = "<cite>Lin &amp; Yao, CC BY 4.0</cite>";
    assert_eq!(
        newsroom.json("articles/b.json")["content_html"],
        format!(
            "<figure>{}<figcaption>七点{credit}</figcaption></figure>\n<figure>{}<figcaption>Own{credit}</figcaption></figure>\n<p>Text {}</p>",
            image("The quay", ""),
            image("Own", " title=\"Own\""),
            image("The quay", "")
        )
    );
    let page = fs::read_to_string(newsroom.out().join("articles/a/index.html")).expect("a page");
    let figure = format!(
        "alt=\"The quay\" width=\"16\" height=\"9\" loading=\"eager\" fetchpriority=\"high\" decoding=\"async\"></picture><figcaption>At seven{credit}</figcaption></figure>"
    );
    assert!(page.contains(&figure) && page.contains("\"creditText\":\"Lin & Yao, CC BY 4.0\""), "{page}");
}

#[test]
fn what_is_wrong_with_the_facts_of_a_picture_is_reported() {
    let newsroom = Newsroom::new()
        .write("quay.svg", SVG)
        .write("quay.svg.toml", "alt = \"The quay\"\nauthor = \"Lin\"\n")
        .write("gone.jpg.toml", "alt = \"x\"\n")
        .write("_old/gone.png.toml", "alt = \"x\"\n")
        .write("plan.svg", SVG)
        .write("plan.svg.toml", "alt = \n")
        .write("a.md", "---\nid: a\ntitle: A\ndate: 2026-03-01\n---\n![](quay.svg)\n");
    let (code, said) = newsroom.check(&[]);
    assert_eq!(code, 1, "{said}");
    for sentence in [
        "gone.jpg.toml: warning: there is no picture gone.jpg. Name this file like the picture, with .toml after it.",
        "_old/gone.png.toml: warning: there is no picture _old/gone.png.",
        "quay.svg.toml:2:1: warning: author: nobody reads this field",
        "plan.svg.toml:1:",
    ] {
        assert!(said.contains(sentence), "{said}");
    }
}

#[test]
fn shared_links_show_the_headline_where_there_is_no_picture() {
    let site = json!({ "title": "Paper", "language": "en", "languages": ["en", "zh-Hans"], "timezone": "UTC", "url": "https://p.example/" });
    let newsroom = Newsroom::new()
        .write("site.json", &site.to_string())
        .article("plain", json!({ "_offprint": { "translations": { "zh-Hans": "plain-zh" } } }))
        .article("plain-zh", json!({ "language": "zh-Hans", "title": "半年过去" }))
        .article("rare", json!({ "title": "Headline \u{1F600}" }));
    assert!(newsroom.build().status.success());
    let read = |name: &str| fs::read_to_string(newsroom.out().join(name)).expect("a page");
    let page = read("articles/plain/index.html");
    assert!(page.contains("<meta property=\"og:image\" content=\"https://p.example/shared/plain.png\">"), "{page}");
    assert!(page.contains("content=\"en_US\">\n<meta property=\"og:locale:alternate\" content=\"zh_CN\">"), "{page}");
    let size = |name: &str| image::image_dimensions(newsroom.out().join(name)).expect("a picture");
    assert_eq!([size("shared/plain.png"), size("shared/plain-zh.png")], [(1200, 630); 2]);
    // There is no glyph for one of its characters.
    assert!(!read("articles/rare/index.html").contains("og:image") && !newsroom.out().join("shared/rare.png").exists());
}
