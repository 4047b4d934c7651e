//! Typefaces of the system that are as wide and as high as an own one, so that nothing moves when that arrives.

use super::font_file::FontMetrics;

/// A typeface that many systems have, with the average width of its letters in em, as `font_file` measures it.
struct SystemFont {
    name: &'static str,
    width: f32,
}

/// With serifs: Windows and macOS, Android, Linux.
const SERIF: [SystemFont; 4] = [
    SystemFont { name: "Georgia", width: 0.442 },
    SystemFont { name: "Times New Roman", width: 0.403 },
    SystemFont { name: "Noto Serif", width: 0.477 },
    SystemFont { name: "DejaVu Serif", width: 0.510 },
];

/// Without serifs.
const SANS: [SystemFont; 4] = [
    SystemFont { name: "Arial", width: 0.442 },
    SystemFont { name: "Roboto", width: 0.441 },
    SystemFont { name: "Noto Sans", width: 0.470 },
    SystemFont { name: "DejaVu Sans", width: 0.505 },
];

/// What an own typeface replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replaced {
    Serif,
    Sans,
}

/// Typefaces of the system that take the room of an own one.
#[derive(Default)]
pub(super) struct Fallbacks {
    /// Their names, the one to try first at the beginning.
    pub(super) families: Vec<String>,
    /// `@font-face` rules.
    pub(super) rules: String,
}

/// Returns typefaces of the system that take the room of an own one. None if it has no Latin letters.
pub(super) fn of(family: &str, metrics: &FontMetrics, replaced: Replaced) -> Fallbacks {
    let mut fallbacks = Fallbacks::default();
    let Some(width) = metrics.width else { return fallbacks };
    let candidates = match replaced {
        Replaced::Serif => SERIF,
        Replaced::Sans => SANS,
    };
    for SystemFont { name, width: own } in candidates {
        let adjust = width / own;
        // The overrides are multiplied by the adjusted size.
        let percent = |length: f32| format!("{:.2}%", length / adjust * 100.0);
        let fallback = format!("{family} as {name}");
        fallbacks.rules.push_str(&format!(
            "@font-face{{font-family:\"{fallback}\";src:local(\"{name}\");size-adjust:{:.2}%;ascent-override:{};descent-override:{};line-gap-override:{}}}\n",
            adjust * 100.0,
            percent(metrics.ascent),
            percent(metrics.descent),
            percent(metrics.line_gap),
        ));
        fallbacks.families.push(fallback);
    }
    fallbacks
}
