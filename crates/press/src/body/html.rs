//! Reading and changing the elements of HTML.

use edition::Address;
use lol_html::{RewriteStrSettings, element, html_content::Element, rewrite_str};
use percent_encoding::percent_decode_str;

/// Returns a text as markup writes it.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Returns a value as markup writes it between quotes.
pub(crate) fn encode_attribute(value: &str) -> String {
    value.replace('&', "&amp;").replace('"', "&quot;")
}

/// Returns the value of an attribute with its entities decoded: the parser leaves them in it.
pub(crate) fn decode_attribute(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    // An attribute's own parser knows all entities; what it makes of the value is between the quotes.
    let quoted = format!("<a title=\"{}\">", value.replace('"', "&quot;"));
    let clean = ammonia::Builder::default().clean(&quoted).to_string();
    let inside = clean.split_once("title=\"").and_then(|(_, rest)| rest.rsplit_once("\" ").or_else(|| rest.rsplit_once("\">")));
    let inside = inside.map_or(value, |(inside, _)| inside);
    inside.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

/// Returns whether a sanitized body shows the picture with this address.
pub(crate) fn shows(html: &str, picture: &Address) -> bool {
    html.contains(&format!("src=\"{}\"", encode_attribute(picture.as_str())))
}

/// Returns an address as people write it.
pub(crate) fn readable(address: &str) -> String {
    percent_decode_str(address).decode_utf8_lossy().into_owned()
}

/// Passes each element of a body to `visitor`, which may change it, and returns the body.
pub(crate) fn visit(html: &str, mut visitor: impl FnMut(&mut Element<'_, '_>)) -> String {
    let handler = element!("*", |element| {
        visitor(element);
        Ok(())
    });
    let settings = RewriteStrSettings::new().append_element_content_handler(handler).with_strict(false);
    // With `strict` off it fails only if a handler does, or memory ends.
    rewrite_str(html, settings).unwrap_or_else(|_| html.to_owned())
}

/// The attributes of a sanitized body that have an address.
pub(crate) const ADDRESS_ATTRIBUTES: [&str; 3] = ["href", "src", "poster"];

/// Returns whether a sanitized body may lead somewhere.
pub(crate) fn has_addresses(html: &str) -> bool {
    ADDRESS_ATTRIBUTES.iter().any(|attribute| html.contains(&format!("{attribute}=")))
}

/// Returns a sanitized body with absolute addresses in place of relative ones.
pub(crate) fn with_absolute_addresses(html: String, site: &str) -> String {
    if !has_addresses(&html) {
        return html;
    }
    let html = &html;
    visit(html, |element| {
        for name in ADDRESS_ATTRIBUTES {
            let address = element.get_attribute(name);
            let is_relative =
                |address: &String| Address::parse(&decode_attribute(address)).is_some_and(|address| address.is_relative());
            if let Some(address) = address.filter(is_relative) {
                let _ = element.set_attribute(name, &format!("{site}{}", address.trim_start_matches("./")));
            }
        }
    })
}

/// Returns a body as programs need it that know nothing of the viewer: pictures without their copies, and no buttons.
pub(crate) fn for_feeds(html: String) -> String {
    if !["<picture>", "<button", "data-player"].iter().any(|part| html.contains(part)) {
        return html;
    }
    visit(&html, |element| match element.tag_name().as_str() {
        "picture" => element.remove_and_keep_content(),
        "source" if element.has_attribute("srcset") => element.remove(),
        "img" => element.remove_attribute("data-tone"),
        "a" => element.remove_attribute("data-player"),
        "button" => element.remove(),
        _ => {}
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_in_attributes_are_decoded() {
        assert_eq!(decode_attribute("a&amp;b&#47;c&quot;d"), "a&b/c\"d");
        assert_eq!(decode_attribute("x&y"), "x&y");
        assert_eq!(decode_attribute("plain"), "plain");
    }

    #[test]
    fn feeds_have_pictures_without_copies_and_no_buttons() {
        let html = r##"<p>A <picture><source type="image/webp" srcset="a.jpg.320.webp 320w" sizes="9rem"><img src="a.jpg" alt="" data-tone="#102030"></picture> b <video><source src="c.mp4"></video></p>"##;
        let plain = r#"<p>A <img src="a.jpg" alt=""> b <video><source src="c.mp4"></video></p>"#;
        assert_eq!(for_feeds(html.to_owned()), plain);
        let code = r#"<div class="code"><pre>a</pre><button type="button" class="copy">Copy</button></div>"#;
        assert_eq!(for_feeds(code.to_owned()), r#"<div class="code"><pre>a</pre></div>"#);
    }

    #[test]
    fn relative_addresses_become_absolute() {
        let html = r#"<a href="./">x</a><a href="tags/a/?b&amp;c">y</a><img src="https://b.example/c.png">"#;
        assert_eq!(
            with_absolute_addresses(html.to_owned(), "https://a.example/"),
            r#"<a href="https://a.example/">x</a><a href="https://a.example/tags/a/?b&amp;c">y</a><img src="https://b.example/c.png">"#
        );
    }
}
