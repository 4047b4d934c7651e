//! Makes figures of pictures that are alone in a paragraph.

/// Returns a sanitized body in which a paragraph that is a picture is a figure. The title of the picture is the caption.
pub(crate) fn make_figures(html: &str) -> String {
    const BEGIN: &str = "<p><img ";
    let mut made = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(BEGIN) {
        let image = &rest[at + 3..];
        let end = image.find('>').map_or(image.len(), |end| end + 1);
        let Some(after) = image[end..].strip_prefix("</p>") else {
            made.push_str(&rest[..at + BEGIN.len()]);
            rest = &rest[at + BEGIN.len()..];
            continue;
        };
        let title = image[..end].split_once(" title=\"").and_then(|(_, title)| title.split('"').next());
        let caption = title.map_or(String::new(), |title| format!("<figcaption>{title}</figcaption>"));
        made.extend([&rest[..at], "<figure>", &image[..end], &caption, "</figure>"]);
        rest = after;
    }
    made.push_str(rest);
    made
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
    fn a_picture_in_a_sentence_stays_in_it() {
        assert_eq!(figures("A ![x](a.png) b"), r#"<p>A <img src="a.png" alt="x"> b</p>"#);
        assert_eq!(figures("![x](a.png)"), r#"<figure><img src="a.png" alt="x"></figure>"#);
    }
}
