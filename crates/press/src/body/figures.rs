//! Makes figures of pictures, films and sounds that are alone in a paragraph, and a gallery of several.

/// Returns a sanitized body in which a paragraph that is a picture is a figure, and one of several pictures a gallery. The title of a
/// picture is its caption.
pub(crate) fn make_figures(html: &str) -> String {
    const BEGIN: &str = "<p><img ";
    let mut made = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(BEGIN) {
        let Some((images, after)) = images(&rest[at + "<p>".len()..]) else {
            made.push_str(&rest[..at + BEGIN.len()]);
            rest = &rest[at + BEGIN.len()..];
            continue;
        };
        made.push_str(&rest[..at]);
        let figures: String = images.iter().map(|image| figure(image)).collect();
        if images.len() > 1 {
            made.extend(["<div class=\"gallery\">", &figures, "</div>"]);
        } else {
            made.push_str(&figures);
        }
        rest = after;
    }
    made.push_str(rest);
    made
}

/// Returns the pictures of a paragraph that has nothing else, and what follows it. `html` begins with the first picture.
fn images(html: &str) -> Option<(Vec<&str>, &str)> {
    let mut images = Vec::new();
    let mut rest = html;
    loop {
        let end = rest.starts_with("<img ").then(|| rest.find('>'))?? + 1;
        images.push(&rest[..end]);
        rest = rest[end..].trim_start();
        if let Some(after) = rest.strip_prefix("</p>") {
            return Some((images, after));
        }
        rest = rest.strip_prefix("<br>").unwrap_or(rest).trim_start();
    }
}

/// Endings of the names of films and sounds, and the element that plays each.
const PLAYED: [(&str, &str); 11] = [
    ("mp4", "video"),
    ("m4v", "video"),
    ("webm", "video"),
    ("mov", "video"),
    ("mp3", "audio"),
    ("m4a", "audio"),
    ("ogg", "audio"),
    ("oga", "audio"),
    ("opus", "audio"),
    ("wav", "audio"),
    ("flac", "audio"),
];

fn figure(image: &str) -> String {
    let title = attribute(image, "title");
    let caption = title.map_or(String::new(), |title| format!("<figcaption>{title}</figcaption>"));
    match player(image) {
        Some(player) => format!("<figure>{player}{caption}</figure>"),
        None => format!("<figure>{image}{caption}</figure>"),
    }
}

/// Returns the player of a film or a sound that was written as a picture. None if it is a picture.
fn player(image: &str) -> Option<String> {
    let src = attribute(image, "src")?;
    let element = element(src)?;
    let label = attribute(image, "alt").filter(|alt| !alt.is_empty());
    let label = label.map(|alt| format!(" aria-label=\"{alt}\"")).unwrap_or_default();
    Some(format!("<{element} src=\"{src}\"{label}></{element}>"))
}

/// Returns whether an address is that of a film or a sound.
pub(crate) fn is_played(address: &str) -> bool {
    element(address).is_some()
}

/// Returns the element that plays a file.
fn element(address: &str) -> Option<&'static str> {
    let ending = address.split(['?', '#']).next()?.rsplit_once('.')?.1.to_lowercase();
    PLAYED.iter().find(|(known, _)| *known == ending).map(|(_, element)| *element)
}

/// Returns the value of an attribute, as the serializer wrote it.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::{super::sanitize::sanitize, *};

    fn figures(markdown: &str) -> String {
        make_figures(&sanitize(&super::super::markdown::to_html(markdown))).trim().to_owned()
    }

    #[test]
    fn a_picture_with_a_title_is_a_figure_with_a_caption() {
        assert_eq!(
            figures("![Roofs](roofs.svg \"A factory\")"),
            "<figure><img src=\"roofs.svg\" alt=\"Roofs\" title=\"A factory\"><figcaption>A factory</figcaption></figure>"
        );
    }

    #[test]
    fn a_film_that_is_written_as_a_picture_has_a_player() {
        assert_eq!(
            figures("![A talk](talk.MP4 \"About tea\")"),
            "<figure><video src=\"talk.MP4\" aria-label=\"A talk\"></video><figcaption>About tea</figcaption></figure>"
        );
        assert_eq!(figures("![](bell.wav)"), "<figure><audio src=\"bell.wav\"></audio></figure>");
    }

    #[test]
    fn pictures_in_a_row_are_a_gallery() {
        let gallery = r#"<div class="gallery"><figure><img src="a.png" alt="a"></figure><figure><img src="b.png" alt="b" title="B"><figcaption>B</figcaption></figure></div>"#;
        for markdown in ["![a](a.png) ![b](b.png \"B\")", "![a](a.png)\n![b](b.png \"B\")", "![a](a.png)  \n![b](b.png \"B\")"] {
            assert_eq!(figures(markdown), gallery, "{markdown}");
        }
        assert_eq!(figures("![a](a.png) ![b](b.png) c"), r#"<p><img src="a.png" alt="a"> <img src="b.png" alt="b"> c</p>"#);
    }

    #[test]
    fn a_picture_in_a_sentence_stays_in_it() {
        assert_eq!(figures("A ![x](a.png) b"), r#"<p>A <img src="a.png" alt="x"> b</p>"#);
        assert_eq!(figures("![x](a.png)"), r#"<figure><img src="a.png" alt="x"></figure>"#);
    }
}
