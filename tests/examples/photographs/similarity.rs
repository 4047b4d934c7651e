//! The structural similarity (SSIM) of two pictures, as Wang, Bovik, Sheikh and Simoncelli define it (2004), over windows of equal weight.

use image::GrayImage;

/// The side of a window, and the distance from one to the next, in pixels.
const WINDOW: u32 = 8;
const STEP: usize = 4;

/// Returns the mean similarity of all windows, 1 for the same picture. Both have the same size, which is that of a window at least.
pub(crate) fn similarity(one: &GrayImage, other: &GrayImage) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions(), "the sizes are the same");
    let lefts = || (0..=one.width() - WINDOW).step_by(STEP);
    let windows = (0..=one.height() - WINDOW).step_by(STEP).flat_map(|top| lefts().map(move |left| (left, top)));
    let (sum, count) = windows.fold((0.0, 0.0), |(sum, count), at| (sum + of_window(one, other, at), count + 1.0));
    sum / count
}

fn of_window(one: &GrayImage, other: &GrayImage, (left, top): (u32, u32)) -> f64 {
    const RANGE: f64 = 255.0;
    const C1: f64 = (0.01 * RANGE) * (0.01 * RANGE);
    const C2: f64 = (0.03 * RANGE) * (0.03 * RANGE);
    let mut sums = [0.0; 5];
    for (x, y) in (top..top + WINDOW).flat_map(|y| (left..left + WINDOW).map(move |x| (x, y))) {
        let (a, b) = (f64::from(one.get_pixel(x, y).0[0]), f64::from(other.get_pixel(x, y).0[0]));
        for (sum, value) in sums.iter_mut().zip([a, b, a * a, b * b, a * b]) {
            *sum += value;
        }
    }
    let [mean_a, mean_b, squares_a, squares_b, products] = sums.map(|sum| sum / f64::from(WINDOW * WINDOW));
    let (variance_a, variance_b) = (squares_a - mean_a * mean_a, squares_b - mean_b * mean_b);
    let covariance = products - mean_a * mean_b;
    (2.0 * mean_a * mean_b + C1) * (2.0 * covariance + C2)
        / ((mean_a * mean_a + mean_b * mean_b + C1) * (variance_a + variance_b + C2))
}
