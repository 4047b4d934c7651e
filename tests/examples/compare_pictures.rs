//! Compares two folders of pictures, pixel by pixel: `cargo run --package end-to-end --example compare_pictures -- BEFORE AFTER DIFFERENCES`.
//!
//! Prints how much of each picture differs, and writes a picture of the differences to the third folder. The exit code is 1 if any
//! picture differs.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use image::{Rgb, RgbImage};

fn main() -> ExitCode {
    let [before, after, differences] = [1, 2, 3].map(|n| PathBuf::from(std::env::args().nth(n).expect("three folders")));
    fs::create_dir_all(&differences).expect("the folder can be made");
    let mut names: Vec<String> = [&before, &after].into_iter().flat_map(|folder| pictures_in(folder)).collect();
    names.sort();
    names.dedup();
    let mut differs = false;
    for name in names {
        let open = |folder: &Path| image::open(folder.join(&name)).map(|picture| picture.to_rgb8());
        match (open(&before), open(&after)) {
            (Ok(before), Ok(after)) => {
                let (share, picture) = compare(&before, &after);
                println!(
                    "{:>8.3} %  {name}  ({} × {} and {} × {})",
                    share * 100.0,
                    before.width(),
                    before.height(),
                    after.width(),
                    after.height()
                );
                if share > 0.0 {
                    differs = true;
                    picture.save(differences.join(&name)).expect("the picture can be written");
                }
            }
            _ => {
                differs = true;
                println!("  only in one folder: {name}");
            }
        }
    }
    if differs { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn pictures_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be read").flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".png")).collect()
}

/// Returns the share of pixels that differ, and the second picture with those pixels in red and the others pale. What only one picture
/// has differs.
fn compare(before: &RgbImage, after: &RgbImage) -> (f64, RgbImage) {
    let (width, height) = (before.width().max(after.width()), before.height().max(after.height()));
    let mut count = 0_u64;
    let picture =
        RgbImage::from_fn(width, height, |x, y| match (before.get_pixel_checked(x, y), after.get_pixel_checked(x, y)) {
            (Some(before), Some(after)) if before == after => Rgb(after.0.map(|value| 128 + value / 2)),
            _ => {
                count += 1;
                Rgb([200, 0, 0])
            }
        });
    (count as f64 / (f64::from(width) * f64::from(height)), picture)
}
