//! Measures what photographs cost: the time and memory of builds, and the bytes that screens fetch, next to Hugo with the same widths.
//!
//! `cargo xtask bench pictures` builds what this needs and writes docs/bench/pictures.md. Hugo's settings are in `tests/bench/pictures`.

mod camera;
#[path = "../../bench/goals.rs"]
mod goals;
mod publisher;
mod similarity;
#[path = "../../../crates/press/examples/process/watch.rs"]
mod watch;

use std::{env, fmt::Write as _, fs, path::Path, thread};

use anyhow::{Context, Result};
use end_to_end::{Browser, Server};
use goals::Goal;
use image::{DynamicImage, GrayImage, imageops::FilterType};
use publisher::{Publisher, publishers};
use serde_json::json;
use similarity::similarity;
use watch::{Cost, watched};

/// Photographs, and how many of them an article has.
const PHOTOGRAPHS: u32 = 200;
const IN_ARTICLE: u32 = 5;

/// The screens: their name, width in points, and pixels to a point.
const SCREENS: [(&str, u32, u32); 2] = [("phone", 390, 3), ("desk", 1280, 1)];

/// What a publisher has done.
struct Measured {
    first: Cost,
    second: Cost,
    megabytes: f64,
    /// For each screen, what it fetches of an article.
    fetched: Vec<Fetched>,
}

/// What a screen fetches of the pictures of an article.
struct Fetched {
    bytes: usize,
    /// The similarity of the luminance to the photographs in that size, resized by Lanczos and by the mean of areas.
    lanczos: f64,
    area: f64,
    /// The mean of red, green and blue, to those by Lanczos.
    colour: f64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::tempdir().context("cannot make a folder")?;
    let photographs = folder.path().join("photographs");
    fs::create_dir(&photographs)?;
    let count = env::var("OFFPRINT_PHOTOGRAPHS").map_or(Ok(PHOTOGRAPHS), |count| count.parse())?;
    eprintln!("==> taking {count} photographs");
    for number in 0..count {
        fs::write(photographs.join(format!("{number:03}.jpg")), camera::photograph(number))?;
    }
    let mut all = Vec::new();
    for publisher in publishers(folder.path(), &photographs, count)? {
        eprintln!("==> {}: first and second build", publisher.name);
        let first = watched(&mut publisher.command())?;
        let second = watched(&mut publisher.command())?;
        eprintln!("==> {}: fetching", publisher.name);
        let mut fetched = Vec::new();
        for (_, width, ratio) in SCREENS {
            fetched.push(fetch(&publisher, &photographs, width, ratio).await?);
        }
        let megabytes = publisher.bytes()? as f64 / 1e6;
        all.push((publisher, Measured { first, second, megabytes, fetched }));
    }
    let report = report(count, &all);
    println!("{report}");
    if count == PHOTOGRAPHS {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/bench/pictures.md"), report)
            .context("cannot write docs/bench/pictures.md")?;
    }
    Ok(())
}

/// Opens an article on a screen, scrolls through it, and looks at what was fetched.
async fn fetch(publisher: &Publisher, photographs: &Path, width: u32, ratio: u32) -> Result<Fetched> {
    let server = Server::start(publisher.out.clone()).await;
    let browser = Browser::with(width, 900, "en-US").await;
    let metrics = json!({ "width": width, "height": 900, "deviceScaleFactor": ratio, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    browser.goto(&format!("{}/articles/one/", server.address)).await;
    for number in 0..IN_ARTICLE {
        browser
            .run(&format!("document.querySelectorAll('picture img')[{number}].scrollIntoView({{ behavior: 'instant' }});"))
            .await;
        browser
            .until(&format!(
                "(image => image.complete && image.naturalWidth > 0)(document.querySelectorAll('picture img')[{number}])"
            ))
            .await;
    }
    let pictures: Vec<(String, usize)> = server.sent().into_iter().filter(|(name, _)| name.ends_with(".webp")).collect();
    anyhow::ensure!(pictures.len() == IN_ARTICLE as usize, "{} has sent {pictures:?}", publisher.name);
    let mut fetched = Fetched { bytes: pictures.iter().map(|(_, bytes)| bytes).sum(), lanczos: 0.0, area: 0.0, colour: 0.0 };
    for (name, _) in &pictures {
        let shown = image::load_from_memory(&fs::read(publisher.out.join(name))?)?;
        let number = name.rsplit('/').next().and_then(|name| name.get(..3)).context("a picture is named after its photograph")?;
        let original = image::open(photographs.join(format!("{number}.jpg")))?;
        let (width, height) = (shown.width(), shown.height());
        let lanczos = original.resize_exact(width, height, FilterType::Lanczos3);
        let area = original.thumbnail_exact(width, height);
        let share = 1.0 / f64::from(IN_ARTICLE);
        fetched.lanczos += share * similarity(&lanczos.to_luma8(), &shown.to_luma8());
        fetched.area += share * similarity(&area.to_luma8(), &shown.to_luma8());
        for channel in 0..3 {
            fetched.colour += share / 3.0 * similarity(&only(&lanczos, channel), &only(&shown, channel));
        }
    }
    Ok(fetched)
}

/// Returns one of the colours of a picture.
fn only(picture: &DynamicImage, channel: usize) -> GrayImage {
    let pixels = picture.to_rgb8().pixels().map(|pixel| pixel.0[channel]).collect();
    GrayImage::from_raw(picture.width(), picture.height(), pixels).expect("a picture has all its pixels")
}

fn report(count: u32, all: &[(Publisher, Measured)]) -> String {
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let mut text = format!(
        "# Photographs, side by side\n\nPrinted by `cargo xtask bench pictures`: {count} photographs of {} × {} pixels, made by a program of gradients, \
         noise and text, {IN_ARTICLE} in an article, once with each on {cores} cores. Hugo makes the same widths as WebP, with its own quality and \
         filter, and one JPEG; ours also makes a picture for shared links for each article. Similarity (SSIM) is that of the luminance to the photograph \
         resized by Lanczos, which ours uses, too, and by the mean of areas, which is Hugo's filter; that of colours is the mean of red, green and blue by Lanczos.\n\n\
         | | first build, s | processor seconds | peak memory, MiB | second build, s | MB |\n| --- | ---: | ---: | ---: | ---: | ---: |\n",
        camera::SIZE.0,
        camera::SIZE.1
    );
    for (publisher, measured) in all {
        let Measured { first, second, megabytes, .. } = measured;
        let _ = writeln!(
            text,
            "| {} | {:.1} | {:.1} | {:.0} | {:.2} | {megabytes:.0} |",
            publisher.name, first.seconds, first.cpu_seconds, first.megabytes, second.seconds
        );
    }
    text.push_str(
        "\n| an article on a screen | KB | SSIM, Lanczos | SSIM, areas | SSIM, colours |\n| --- | ---: | ---: | ---: | ---: |\n",
    );
    for (index, (screen, width, ratio)) in SCREENS.iter().enumerate() {
        for (publisher, measured) in all {
            let Fetched { bytes, lanczos, area, colour } = measured.fetched[index];
            let _ = writeln!(
                text,
                "| {screen}, {width} points, ratio {ratio}: {} | {:.1} | {lanczos:.4} | {area:.4} | {colour:.4} |",
                publisher.name,
                bytes as f64 / 1e3
            );
        }
    }
    let goals = goals(all);
    text.push_str(&goals::table(&goals));
    let _ = writeln!(text, "\n{}", goals::count(&goals));
    text
}

fn goals(all: &[(Publisher, Measured)]) -> Vec<Goal> {
    let (ours, hugo) = (&all[0].1, &all[1].1);
    let mut goals = vec![
        Goal::at_most("first build, of Hugo's", ours.first.seconds / hugo.first.seconds, 1.5),
        Goal::at_most("second build, of the first", ours.second.seconds / ours.first.seconds, 0.05),
        Goal::at_most("peak memory of the first build, MiB", ours.first.megabytes, 1000.0),
    ];
    for ((screen, ..), (ours, hugo)) in SCREENS.iter().zip(ours.fetched.iter().zip(&hugo.fetched)) {
        goals.push(Goal::at_most(format!("{screen}: bytes, of Hugo's"), ours.bytes as f64 / hugo.bytes as f64, 0.8));
        goals.push(Goal::at_least(format!("{screen}: SSIM by Lanczos, of Hugo's"), ours.lanczos / hugo.lanczos, 1.0));
        goals.push(Goal::at_least(format!("{screen}: SSIM by areas, of Hugo's"), ours.area / hugo.area, 1.0));
    }
    goals
}
