//! What browsers fetch of photographs, and that nothing moves when they arrive.

use end_to_end::{Browser, Fixture, Server, Test, chromium, test};
use image::{Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use serde_json::json;

/// The tests of this file.
pub(crate) fn tests() -> Vec<Test> {
    vec![
        test!(a_screen_fetches_the_pixels_that_it_has, needs chromium()),
        test!(pictures_are_the_same_within_the_application, needs chromium()),
        test!(nothing_moves_when_a_photograph_arrives),
        test!(a_photograph_has_its_colour_before_it_is_there, needs chromium()),
    ]
}

/// A photograph of 2,700 × 1,800 pixels.
fn photograph(red: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = RgbImage::from_fn(2700, 1800, |x, y| Rgb([red, (x / 16) as u8, (y / 16) as u8]));
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&picture).expect("a JPEG");
    bytes
}

/// An edition of an article whose main picture is `lead.jpg`, with a photograph far below it, and an older article with a small picture.
fn edition() -> Fixture {
    let content = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, bytes: &[u8]| std::fs::write(content.path().join(name), bytes).expect("a file can be written");
    write("site.json", json!({ "title": "Paper", "language": "en", "timezone": "UTC" }).to_string().as_bytes());
    write("lead.jpg", &photograph(200));
    write("late.jpg", &photograph(20));
    let text = "A line of the text that is long enough to be one.\n\n".repeat(120);
    let article = |id: &str, day: u8, picture: &str| {
        let head = format!("---\nid: {id}\ntitle: About {id}\ndate: 2026-03-0{day}\nimage: {picture}\nimage_alt: P\n---\n");
        write(&format!("{id}.md"), format!("{head}{text}![Late](late.jpg)\n\n{text}").as_bytes());
    };
    article("one", 2, "lead.jpg");
    for n in 2..=9 {
        article(&format!("older-{n}"), 1, "late.jpg");
    }
    Fixture::of(content.path())
}

/// Waits until every picture that is near the window is there, and returns the files of pictures that were sent since the last time.
async fn sent(browser: &Browser, server: &Server) -> Vec<String> {
    let near =
        "[...document.images].every(image => image.complete || image.getBoundingClientRect().top > 2 * innerHeight + 3000)";
    browser.until(near).await;
    let names = server.sent().into_iter().map(|(name, _)| name);
    names.filter_map(|name| name.strip_prefix("media/").map(str::to_owned)).collect()
}

/// Makes the window one of so many pixels to a point.
async fn set_screen(browser: &Browser, width: u32, ratio: u32) {
    let metrics = json!({ "width": width, "height": 900, "deviceScaleFactor": ratio, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
}

async fn a_screen_fetches_the_pixels_that_it_has() {
    let fixture = edition();
    let server = Server::start(fixture.path()).await;
    // The window in points, pixels to a point, and the width of the copy that is fetched of the main picture.
    for (width, ratio, copy) in [(390, 1, 640), (390, 3, 1280), (1280, 1, 960), (1280, 3, 2560)] {
        let browser = Browser::with(width, 900, "en-US").await;
        set_screen(&browser, width, ratio).await;
        server.sent();
        browser.read(&format!("{}/articles/one/", server.address)).await;
        // The one far below is not fetched.
        assert_eq!(sent(&browser, &server).await, [format!("lead.jpg.{copy}.webp")], "{width} px, ratio {ratio}");
        browser
            .run("document.querySelector('.prose figure:not(:first-child) img').scrollIntoView({ behavior: 'instant' });")
            .await;
        browser.until("[...document.images].every(image => image.complete && image.naturalWidth > 0)").await;
        assert!(sent(&browser, &server).await.contains(&format!("late.jpg.{copy}.webp")), "{width} px, ratio {ratio}");
    }
}

async fn pictures_are_the_same_within_the_application() {
    let fixture = edition();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    let pictures = "[...document.querySelectorAll('.prose picture *')]
        .map(element => [element.localName, ...[...element.attributes].map(({ name, value }) => name + '=' + value).sort()].join(' ')).join()";
    browser.read(&format!("{}/articles/one/", server.address)).await;
    let printed = browser.get(pictures).await;
    browser.read(&format!("{}/", server.address)).await;
    browser.until("document.querySelector('.lead img')?.currentSrc.endsWith('lead.jpg.960.webp')").await;
    browser.click(".lead a[href='articles/one/']").await;
    browser.until("document.querySelectorAll('.prose picture').length === 2").await;
    assert_eq!(browser.get(pictures).await, printed);
}

async fn nothing_moves_when_a_photograph_arrives() {
    let fixture = edition();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    // A text without its pictures is laid out as one with them.
    let height = "document.querySelector('.article').getBoundingClientRect().height";
    browser.read(&format!("{}/articles/one/", server.address)).await;
    browser.until("document.querySelector('.prose img').complete").await;
    let with = browser.get(height).await.as_f64().expect("a height");
    browser.run("document.querySelectorAll('source').forEach(source => source.srcset = ''); document.querySelectorAll('.prose img').forEach(image => image.src = 'nowhere.jpg');").await;
    browser.until("document.querySelector('.prose img').complete").await;
    let without = browser.get(height).await.as_f64().expect("a height");
    // The copies have whole pixels, so their ratio differs by less than one.
    assert!((with - without).abs() < 1.0, "{with} {without}");
}

async fn a_photograph_has_its_colour_before_it_is_there() {
    let fixture = edition();
    let server = Server::start(fixture.path()).await;
    let browser = Browser::open().await;
    browser.read(&format!("{}/articles/one/", server.address)).await;
    let colour = browser.get("getComputedStyle(document.querySelector('.prose img')).backgroundColor").await;
    let tone = browser.get("document.querySelector('.prose img').dataset.tone").await;
    let tone = u32::from_str_radix(tone.as_str().expect("a tone").trim_start_matches('#'), 16).expect("a colour");
    assert_eq!(colour, format!("rgb({}, {}, {})", tone >> 16, (tone >> 8) & 0xFF, tone & 0xFF));
}
