//! Drawings (SVG): what they may not have, because they are published as they are and may be opened on their own, where their scripts
//! would run; and how they look.

use image::{DynamicImage, RgbaImage};
use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::{Options, Tree},
};
use roxmltree::{Document, Node};

/// Returns a drawing as a picture on white, as large as it may be. Text is left out: which fonts there are differs between computers.
///
/// # Errors
///
/// The reason why it cannot be drawn.
pub(super) fn draw(bytes: &[u8], (max_width, max_height): (u32, u32)) -> Result<DynamicImage, String> {
    let tree = Tree::from_data(bytes, &Options::default()).map_err(|error| error.to_string())?;
    let size = tree.size();
    let ratio = (max_width as f32 / size.width()).min(max_height as f32 / size.height());
    // Casting saturates.
    let [width, height] = [size.width(), size.height()].map(|length| (length * ratio).round().max(1.0) as u32);
    let mut pixmap = Pixmap::new(width, height).ok_or("it has no size")?;
    pixmap.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(ratio, ratio), &mut pixmap.as_mut());
    Ok(RgbaImage::from_raw(width, height, pixmap.take()).ok_or("it has no size")?.into())
}

/// Returns why a drawing is not published, if it has a script or refers to another file.
pub(super) fn objection(document: &Document<'_>) -> Option<String> {
    document.descendants().find_map(|node| {
        if let Some(instruction) = node.pi() {
            return (instruction.target == "xml-stylesheet").then(|| "it refers to a style sheet outside of it".to_owned());
        }
        in_element(node)
    })
}

fn in_element(node: Node<'_, '_>) -> Option<String> {
    let name = node.tag_name().name();
    if matches!(name, "script" | "handler" | "listener" | "iframe" | "object" | "embed") {
        return Some(format!("it has a <{name}>, which could run a program. Save it without"));
    }
    if name == "style" {
        return node.text().and_then(in_style);
    }
    node.attributes().find_map(|attribute| {
        let (attribute, value) = (attribute.name(), attribute.value().trim());
        match attribute {
            _ if attribute.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) => {
                Some(format!("it has {attribute}, which could run a program. Save it without"))
            }
            // A link from a drawing on a page leads nowhere, and one of a drawing that is opened is the reader's choice.
            "href" | "src" if name == "a" && (value.starts_with("http://") || value.starts_with("https://")) => None,
            "href" | "src" => outside(value),
            "attributeName" if value.ends_with("href") => Some("it changes a link while it is shown. Save it without".to_owned()),
            _ => in_style(value),
        }
    })
}

/// Finds what a style, or an attribute that may be one, refers to.
fn in_style(style: &str) -> Option<String> {
    if style.contains("@import") {
        return Some("it refers to a style sheet outside of it".to_owned());
    }
    style.split("url(").skip(1).find_map(|rest| {
        let address = rest.split(')').next().unwrap_or_default();
        outside(address.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\''))
    })
}

/// Objects to what is not in the drawing itself.
fn outside(address: &str) -> Option<String> {
    let is_inside = address.is_empty() || address.starts_with('#') || address.starts_with("data:image/");
    let shown: String = address.chars().take(60).collect();
    (!is_inside).then(|| format!("it refers to {shown}, which is not in it. Save it with everything embedded"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objection_to(inside: &str) -> Option<String> {
        let text =
            format!(r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{inside}</svg>"#);
        objection(&Document::parse(&text).expect("markup"))
    }

    #[test]
    fn scripts_and_files_outside_are_refused() {
        for inside in [
            "<script>alert(1)</script>",
            "<g onload=\"alert(1)\"/>",
            "<a href=\"javascript:alert(1)\"/>",
            "<image xlink:href=\"https://x.example/a.png\"/>",
            "<use href=\"other.svg#a\"/>",
            "<style>@import 'a.css'; </style>",
            "<rect style=\"fill: url( 'https://x.example/a' )\"/>",
            "<rect fill=\"url(a.svg#b)\"/>",
            "<a><set attributeName=\"xlink:href\" to=\"javascript:alert(1)\"/></a>",
            "<foreignObject><iframe xmlns=\"http://www.w3.org/1999/xhtml\"/></foreignObject>",
        ] {
            assert!(objection_to(inside).is_some(), "{inside}");
        }
        let with_style_sheet = r#"<?xml-stylesheet href="a.css"?><svg xmlns="http://www.w3.org/2000/svg"/>"#;
        assert!(objection(&Document::parse(with_style_sheet).expect("markup")).is_some());
    }

    #[test]
    fn what_programs_for_drawing_write_is_published() {
        for inside in [
            "<linearGradient id=\"a\"/><rect fill=\"url(#a)\"/><use xlink:href=\"#b\"/>",
            "<image href=\"data:image/png;base64,AA\"/>",
            "<a href=\"https://x.example/\"><text>Origin</text></a>",
            "<metadata>one</metadata><style>.a { fill: red }</style>",
        ] {
            assert_eq!(objection_to(inside), None, "{inside}");
        }
    }
}
