//! The picture in docs/bench/load.md.

use std::fmt::Write as _;

use crate::{
    Subject,
    measure::{Measured, Profile},
};

/// Where bars begin, and the length of the longest.
const LEFT: f64 = 210.0;
const LENGTH: f64 = 420.0;

/// Draws two bars for each subject: the largest contentful paint, and until a click navigates within the application.
pub(crate) fn plot(subjects: &[Subject], profiles: &[(Profile, Vec<Measured>)]) -> String {
    let all = profiles.iter().flat_map(|(_, measured)| &measured[..subjects.len()]);
    let longest = all.map(|row| row.navigates.unwrap_or(0.0).max(row.lcp)).fold(1.0, f64::max);
    let width = |time: f64| time / longest * LENGTH;
    let mut bars = String::new();
    let mut y = 30;
    for (profile, measured) in profiles {
        let _ = write!(bars, r#"<text x="10" y="{}" font-weight="bold">{}</text>"#, y + 4, profile.name());
        y += 14;
        for (subject, row) in subjects.iter().zip(measured) {
            let _ = write!(bars, r#"<text x="10" y="{}">{}</text>"#, y + 11, subject.name);
            if let Some(time) = row.navigates {
                let top = y + 9;
                let _ = write!(bars, r##"<rect x="{LEFT}" y="{top}" width="{:.0}" height="5" fill="#8b867d"/>"##, width(time));
            }
            let length = width(row.lcp);
            let _ = write!(bars, r##"<rect x="{LEFT}" y="{y}" width="{length:.0}" height="8" fill="#971b12"/>"##);
            let _ = write!(bars, r#"<text x="{:.0}" y="{}">{:.0}</text>"#, LEFT + 6.0 + length, y + 9, row.lcp);
            y += 22;
        }
        y += 16;
    }
    let legend = "red: largest contentful paint; grey: until a click navigates; milliseconds, medians";
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 {y}" font-family="sans-serif" font-size="11"><rect width="700" height="{y}" fill="#fdfdfb"/><text x="10" y="14">{legend}</text>{bars}</svg>
"##
    )
}
