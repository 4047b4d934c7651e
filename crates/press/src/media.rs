//! Files that an article uses: pictures, sound, film, downloads.

use std::path::{Component, Path, PathBuf};

use edition::Address;
use percent_encoding::percent_decode_str;

use crate::content::Content;

/// What a relative address in a manuscript leads to.
#[derive(Debug, PartialEq)]
pub(crate) enum Target {
    /// A file in CONTENT, from there.
    File(PathBuf),
    /// A place outside CONTENT.
    Outside,
    /// No file.
    Nothing,
}

/// Follows a relative address: from the manuscript's folder, or from CONTENT if it begins with `/`.
pub(crate) fn follow(content: &Content, manuscript: &Path, address: &Address) -> Target {
    let address = address.as_str();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let Ok(path) = percent_decode_str(path).decode_utf8() else { return Target::Nothing };
    let from = if path.starts_with('/') { Path::new("") } else { manuscript.parent().unwrap_or(Path::new("")) };
    let mut found = PathBuf::new();
    for component in from.join(path.trim_start_matches('/')).components() {
        match component {
            Component::Normal(name) => found.push(name),
            Component::ParentDir if !found.pop() => return Target::Outside,
            _ => {}
        }
    }
    match content.root.join(&found).canonicalize() {
        // A link may lead out, too.
        Ok(real) if !real.starts_with(&content.canonical) => Target::Outside,
        Ok(real) if real.is_file() => Target::File(found),
        _ => Target::Nothing,
    }
}

/// The file's name in the edition.
pub(crate) fn name(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    format!("media/{}", parts.join("/"))
}

/// Width and height of a picture in pixels, if it says them.
pub(crate) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    match imagesize::blob_size(bytes) {
        Ok(size) => Some((size.width.try_into().ok()?, size.height.try_into().ok()?)),
        Err(_) => svg_size(std::str::from_utf8(bytes).ok()?),
    }
}

fn svg_size(text: &str) -> Option<(u32, u32)> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(text, options).ok()?;
    let root = document.root_element();
    let pixels = |name| root.attribute(name)?.trim_end_matches("px").parse::<f64>().ok();
    let (width, height) = match (pixels("width"), pixels("height")) {
        (Some(width), Some(height)) => (width, height),
        _ => {
            let numbers: Vec<f64> =
                root.attribute("viewBox")?.split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
            (*numbers.get(2)?, *numbers.get(3)?)
        }
    };
    (width >= 1.0 && height >= 1.0).then_some((width as u32, height as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_says_its_size_in_either_way() {
        assert_eq!(size(br#"<svg xmlns="http://www.w3.org/2000/svg" width="1600px" height="900"/>"#), Some((1600, 900)));
        assert_eq!(size(br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 900"/>"#), Some((1200, 900)));
        assert_eq!(size(br#"<svg xmlns="http://www.w3.org/2000/svg" width="100%"/>"#), None);
        assert_eq!(size(b"no picture"), None);
    }
}
