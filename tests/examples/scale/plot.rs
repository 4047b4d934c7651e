//! The picture in docs/bench/scale.md.

use std::{cmp::Ordering, fmt::Write as _};

use crate::Measured;

/// Pixels of the picture, and of the area between the axes.
const WIDTH: f64 = 700.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 60.0;
const TOP: f64 = 40.0;
const RIGHT: f64 = 560.0;
const BOTTOM: f64 = 320.0;
/// The height of a name.
const LINE: f64 = 14.0;

/// Plots seconds by number of articles, both on a logarithmic scale.
pub(crate) fn plot(measured: &[Measured]) -> String {
    let mut lines: Vec<(String, Vec<(f64, f64)>)> = Vec::new();
    let of =
        |seconds: &dyn Fn(&Measured) -> f64| measured.iter().map(|one| (one.articles as f64, seconds(one).max(0.01))).collect();
    lines.push(("the first build".into(), of(&|one| one.builds.whole.seconds())));
    for number in 0..measured.first().map_or(0, |one| one.builds.again.len()) {
        let name = measured[0].builds.again[number].0.to_owned();
        lines.push((name, of(&|one| one.builds.again[number].1.seconds())));
    }
    let points = || lines.iter().flat_map(|(_, points)| points.iter().copied());
    let range = |values: &mut dyn Iterator<Item = f64>| {
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        (low.log10().floor(), high.log10().ceil())
    };
    let (x_low, x_high) = range(&mut points().map(|(x, _)| x));
    let (y_low, y_high) = range(&mut points().map(|(_, y)| y));
    let x = |value: f64| LEFT + (value.log10() - x_low) / (x_high - x_low).max(1.0) * (RIGHT - LEFT);
    let y = |value: f64| BOTTOM - (value.log10() - y_low) / (y_high - y_low).max(1.0) * (BOTTOM - TOP);
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12"><rect width="{WIDTH}" height="{HEIGHT}" fill="#fdfdfb"/><text x="{LEFT}" y="22">seconds, by number of articles</text>"##
    );
    for power in x_low as i32..=x_high as i32 {
        let value = 10f64.powi(power);
        let _ = write!(svg, r##"<text x="{:.0}" y="{}" text-anchor="middle">{value}</text>"##, x(value), BOTTOM + 18.0);
    }
    for power in y_low as i32..=y_high as i32 {
        let (value, at) = (10f64.powi(power), y(10f64.powi(power)));
        let _ = write!(
            svg,
            r##"<path d="M{LEFT} {at:.0}H{RIGHT}" stroke="#dcd7cd"/><text x="{}" y="{:.0}" text-anchor="end">{value}</text>"##,
            LEFT - 6.0,
            at + 4.0
        );
    }
    // At the end of each line, the highest first; names are not written over each other.
    lines.sort_by(|(_, one), (_, other)| {
        other.last().map(|(_, y)| *y).partial_cmp(&one.last().map(|(_, y)| *y)).unwrap_or(Ordering::Equal)
    });
    let mut lowest = TOP - LINE;
    for ((name, points), color) in lines.iter().zip(["#971b12", "#55524c", "#2a6478", "#7a5c1e", "#8b867d"]) {
        let path: Vec<String> = points.iter().map(|(one, other)| format!("{:.0} {:.0}", x(*one), y(*other))).collect();
        let _ = write!(svg, r##"<path d="M{}" fill="none" stroke="{color}" stroke-width="2"/>"##, path.join("L"));
        if let Some((one, other)) = points.last() {
            lowest = (y(*other) + 4.0).max(lowest + LINE);
            let _ = write!(svg, r##"<text x="{:.0}" y="{lowest:.0}" fill="{color}">{name}</text>"##, x(*one) + 8.0);
        }
    }
    svg + "</svg>\n"
}
