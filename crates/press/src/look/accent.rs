//! The second colour, which has to be read on every paper.

use color::{Oklch, OpaqueColor, Srgb, parse_color};
use edition::Look;

use crate::{
    load::fields::FieldSource,
    problem::{Kind, Problem},
};

/// The contrast that WCAG 2.2 asks of text at level AA.
const CONTRAST: f32 = 4.5;

/// The second colour on light paper where the look has none, as `style/tokens.css` has it.
pub(super) const USUAL: &str = "#971b12";

/// The paper of the themes on which text has the least contrast, as `style/reading.css` and `style/tokens.css` have it.
const PAPERS: [Paper; 2] = [
    Paper { field: "accent", name: "sepia", color: [0xf4, 0xec, 0xd8], is_dark: false },
    Paper { field: "accent_dark", name: "dark", color: [0x14, 0x13, 0x12], is_dark: true },
];

struct Paper {
    field: &'static str,
    name: &'static str,
    color: [u8; 3],
    is_dark: bool,
}

/// The second colour on light and on dark paper, as `#rrggbb`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Accent {
    pub(super) light: String,
    pub(super) dark: String,
}

impl Accent {
    /// Checks the colours of a look. A colour that cannot be read well on its paper is reported and replaced by the nearest that can; for
    /// dark paper one is derived unless it is given. None if there is no colour.
    pub(super) fn check(look: &Look, source: &FieldSource, problems: &mut Vec<Problem>) -> Option<Accent> {
        let mut chosen = |written: Option<&String>, paper: &Paper| -> Option<OpaqueColor<Srgb>> {
            let written = written?;
            let Ok(color) = parse_color(written) else {
                let message = format!("“{written}” is not a colour. Write it like #0b5fa5.");
                problems.push(source.error(Kind::WrongValue, &["look", paper.field], message));
                return None;
            };
            let (color, alpha) = color.to_alpha_color::<Srgb>().split();
            if alpha < 1.0 {
                let message = format!("{written} is not opaque. Write a colour that is.");
                problems.push(source.error(Kind::WrongValue, &["look", paper.field], message));
                return None;
            }
            let near = nearest(color, paper);
            if hex(near) != hex(color) {
                let message = format!(
                    "{written} has a contrast of {:.1} on {} paper, and text needs {CONTRAST}. {} is used instead, the nearest that has it.",
                    contrast(color, paper.paper()),
                    paper.name,
                    hex(near),
                );
                problems.push(source.warning(Kind::Contrast, &["look", paper.field], message));
            }
            Some(near)
        };
        let [light, dark] = &PAPERS;
        let on_light = chosen(look.accent.as_ref(), light);
        let on_dark = chosen(look.accent_dark.as_ref(), dark);
        let any = on_light.or(on_dark)?;
        let on_light = on_light.unwrap_or_else(|| nearest(any, light));
        let on_dark = on_dark.unwrap_or_else(|| nearest(any, dark));
        Some(Accent { light: hex(on_light), dark: hex(on_dark) })
    }
}

impl Paper {
    fn paper(&self) -> OpaqueColor<Srgb> {
        OpaqueColor::new(self.color.map(|part| f32::from(part) / 255.0))
    }
}

/// Returns the colour of the same hue and the nearest lightness that has enough contrast on a paper.
fn nearest(color: OpaqueColor<Srgb>, paper: &Paper) -> OpaqueColor<Srgb> {
    /// Steps of lightness between black and white.
    const STEPS: u16 = 400;
    let step = if paper.is_dark { 1.0 } else { -1.0 } / f32::from(STEPS);
    let candidates = (0..=STEPS).map(|n| {
        // In steps of Oklch only the lightness changes as people see it; what screens cannot show loses colour.
        let moved = color.convert::<Oklch>().map_lightness(|lightness| (lightness + step * f32::from(n)).clamp(0.0, 1.0));
        let moved = if n == 0 { color } else { moved.convert::<Srgb>() };
        OpaqueColor::<Srgb>::new(moved.components.map(|part| (part.clamp(0.0, 1.0) * 255.0).round() / 255.0))
    });
    let mut last = color;
    for candidate in candidates {
        last = candidate;
        if contrast(candidate, paper.paper()) >= CONTRAST {
            break;
        }
    }
    last
}

/// Returns the contrast ratio of two colours, as WCAG defines it: 1 to 21.
fn contrast(one: OpaqueColor<Srgb>, other: OpaqueColor<Srgb>) -> f32 {
    let [one, other] = [one, other].map(|color| color.relative_luminance() + 0.05);
    one.max(other) / one.min(other)
}

fn hex(color: OpaqueColor<Srgb>) -> String {
    let [red, green, blue] = color.components.map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::parse::Syntax;

    fn check(text: &str) -> (Option<Accent>, Vec<String>) {
        let source = FieldSource::whole("site.toml".into(), Syntax::Toml, format!("[look]\n{text}"));
        let mut problems = Vec::new();
        let look: Look = toml::from_str(text).expect("a look");
        let accent = Accent::check(&look, &source, &mut problems);
        (accent, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_colour_that_can_be_read_stays_and_one_for_dark_paper_is_derived() {
        let (accent, problems) = check("accent = \"#0b5fa5\"");
        let accent = accent.expect("a colour");
        assert_eq!(accent.light, "#0b5fa5");
        assert!(problems.is_empty());
        let dark = parse_color(&accent.dark).expect("a colour").to_alpha_color::<Srgb>().discard_alpha();
        assert!(contrast(dark, PAPERS[1].paper()) >= CONTRAST, "{accent:?}");
        assert!(contrast(dark, PAPERS[1].paper()) < 4.8, "not lighter than needed: {accent:?}");
    }

    #[test]
    fn a_pale_colour_is_reported_with_the_nearest_that_can_be_read() {
        let (accent, problems) = check("accent = \"gold\"");
        let light = accent.expect("a colour").light;
        assert_eq!(
            problems,
            [format!(
                "site.toml:2:1: warning: look.accent: gold has a contrast of 1.2 on sepia paper, and text needs 4.5. {light} is used instead, the nearest that has it. [contrast]"
            )]
        );
        let (_, problems) = check("accent = \"#0b5fa5\"\naccent_dark = \"#222\"");
        assert!(problems[0].contains("look.accent_dark") && problems[0].contains("on dark paper"), "{problems:?}");
    }

    #[test]
    fn what_is_no_colour_is_an_error() {
        let (accent, problems) = check("accent = \"very blue\"");
        assert_eq!(accent, None);
        assert_eq!(
            problems,
            ["site.toml:2:1: error: look.accent: “very blue” is not a colour. Write it like #0b5fa5. [wrong-value]"]
        );
    }
}
