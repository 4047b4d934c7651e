//! The style sheet of the look, which follows the viewer's.

use edition::{Density, FontDisplay};

use super::{
    Look, fallback,
    fonts::{Face, OwnFonts},
};

/// Spaces for a screen that shows more, by the names in `style/tokens.css`.
const COMPACT: &str = "--s2:.75rem;--s3:1rem;--s4:1.5rem;--s5:2.25rem;--s6:3.5rem;";

/// What has the typeface of headlines.
const HEADINGS: &str = ":is(h1,h2,h3,.nameplate,.neighbours div a,caption,.pull-quote p)";

/// Writes the style sheet. Empty if the look is that of every publication.
pub(super) fn write(look: &Look, faces: &[Face]) -> String {
    let mut tokens = String::new();
    if let Some(accent) = &look.accent {
        tokens.push_str(&format!("--rubric:light-dark({},{});", accent.light, accent.dark));
    }
    if look.fields.density == Density::Compact {
        tokens.push_str(COMPACT);
    }
    let mut text = String::new();
    faces.iter().for_each(|face| text.push_str(&font_face(face, look.fonts.uses.display)));
    let mut known: Vec<&str> = Vec::new();
    for (family, replaced) in look.fonts.used() {
        if !known.contains(&family.as_str())
            && let Some(file) = look.fonts.family(family)
        {
            known.push(family);
            text.push_str(&fallback::of(&file.family, &file.metrics, replaced).rules);
        }
    }
    let uses = &look.fonts.uses;
    for (token, families) in [("--own-text", &uses.text), ("--own-headings", &uses.headings), ("--own-labels", &uses.labels)] {
        tokens.extend(stack(&look.fonts, families).map(|stack| format!("{token}:{stack},;")));
    }
    let mut rules = String::new();
    if !tokens.is_empty() {
        rules.push_str(&format!(":root{{{tokens}}}"));
    }
    if !uses.headings.is_empty() {
        rules.push_str(&format!("{HEADINGS}{{font-family:var(--own-headings) var(--serif)}}"));
    }
    if !rules.is_empty() {
        text.push_str(&format!("@layer look{{{rules}}}\n"));
    }
    if !look.custom.text.is_empty() {
        text.push_str(&format!("@layer custom{{{}}}\n", look.custom.text));
    }
    text
}

/// Returns families with the typefaces of the system that take their room, for `font-family`.
fn stack(fonts: &OwnFonts, families: &[String]) -> Option<String> {
    let known = families.iter().filter_map(|family| fonts.family(family));
    let own: Vec<String> = known.clone().map(|file| quoted(&file.family)).collect();
    let replaced = fonts.used().find(|(family, _)| families.contains(family)).map(|(_, replaced)| replaced)?;
    let others = known.flat_map(|file| fallback::of(&file.family, &file.metrics, replaced).families);
    let all: Vec<String> = own.into_iter().chain(others.map(|family| quoted(&family))).collect();
    (!all.is_empty()).then(|| all.join(","))
}

fn font_face(face: &Face, display: FontDisplay) -> String {
    let (light, bold) = face.weights;
    let weight = if light == bold { light.to_string() } else { format!("{light} {bold}") };
    let style = if face.is_italic { "italic" } else { "normal" };
    let display = match display {
        FontDisplay::Swap => "swap",
        FontDisplay::Optional => "optional",
    };
    let range = face.range.as_ref().map(|range| format!(";unicode-range:{range}")).unwrap_or_default();
    format!(
        "@font-face{{font-family:{};src:url({}) format(\"woff2\");font-weight:{weight};font-style:{style};font-display:{display}{range}}}\n",
        quoted(&face.family),
        face.name,
    )
}

/// Returns a family as a string of CSS.
fn quoted(family: &str) -> String {
    format!("\"{}\"", family.replace(['"', '\\', '\n'], ""))
}
