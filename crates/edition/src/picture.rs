//! Pictures and the copies that the press makes of them.

use serde::{Deserialize, Serialize};

use crate::Address;

/// A picture and its size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// Where it is, from the edition's root or elsewhere.
    pub url: Address,
    /// The alternative text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// What is said below it where it is shown large.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caption: String,
    /// Who made it, and its licence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub credit: String,
    /// Width and height in pixels, where the press could read them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<(u32, u32)>,
    /// The widths of its copies in WebP, in pixels, the smallest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub widths: Vec<u32>,
    /// Its average colour, `#rrggbb`, which is shown until it is loaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tone: Option<String>,
    /// Width and height in pixels of the one for shared links.
    #[cfg(feature = "manuscripts")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared: Option<(u32, u32)>,
}

/// The ending of the address of a picture for shared links, after that of the picture.
pub const SHARED_PICTURE: &str = ".shared.jpg";

impl Picture {
    /// Creates a picture of which nothing else is known.
    pub fn new(url: Address, alt: String) -> Picture {
        Picture {
            url,
            alt,
            caption: String::new(),
            credit: String::new(),
            size: None,
            widths: Vec::new(),
            tone: None,
            #[cfg(feature = "manuscripts")]
            shared: None,
        }
    }

    /// Returns the copies for a `srcset` attribute. None if there are none.
    pub fn srcset(&self) -> Option<String> {
        srcset(self.url.as_str(), &self.widths)
    }
}

/// Returns the ending of the address of the copy of a picture that is `width` pixels wide, after that of the picture.
pub fn copy_ending(width: u32) -> String {
    format!(".{width}.webp")
}

/// Returns the copies of a picture for a `srcset` attribute. None if there are none.
pub fn srcset(url: &str, widths: &[u32]) -> Option<String> {
    let copies: Vec<String> = widths.iter().map(|width| format!("{url}{} {width}w", copy_ending(*width))).collect();
    (!copies.is_empty()).then(|| copies.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_named_by_their_width() {
        let url = Address::parse("media/a%20b.jpg").expect("an address");
        let mut picture = Picture::new(url, String::new());
        assert_eq!(picture.srcset(), None);
        picture.widths = vec![320, 640];
        assert_eq!(picture.srcset().as_deref(), Some("media/a%20b.jpg.320.webp 320w, media/a%20b.jpg.640.webp 640w"));
    }
}
