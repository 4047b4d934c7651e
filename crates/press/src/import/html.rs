//! The text of a WordPress post: blocks, or paragraphs without marks, and shortcodes.

use std::borrow::Cow;

use regex::Captures;

use super::report::{Category, Report};
use crate::body::html::{decode_attribute, encode_attribute, escape};

/// A picture of the media library.
pub(super) struct Picture {
    pub(super) address: String,
    pub(super) alternative: String,
    /// As HTML.
    pub(super) caption: String,
}

/// What is needed to understand the text of a post.
pub(super) struct PostText<'a> {
    /// Finds a picture by its id.
    pub(super) picture: &'a dyn Fn(&str) -> Option<Picture>,
    /// The ids of the pictures that belong to the post, for galleries that name none.
    pub(super) own_pictures: &'a [String],
    /// What the report calls the post.
    pub(super) name: &'a str,
}

regex!(BLOCK_COMMENT, r"(?s)<!--\s*/?wp:.*?-->");
regex!(MORE, r"(?s)<p>\s*<!--\s*(?:more|nextpage|noteaser).*?-->\s*</p>|<!--\s*(?:more|nextpage|noteaser).*?-->");
regex!(CAPTION, r"(?s)\[(?:wp_)?caption([^\]]*)\](.*?)\[/(?:wp_)?caption\]");
regex!(PICTURE, r"(?si)^\s*((?:<a\s[^>]*>\s*)?<img\s[^>]*>(?:\s*</a>)?)(.*)$");
regex!(GALLERY, r"\[gallery([^\]]*)\]");
regex!(EMBED, r"(?s)\[embed[^\]]*\]\s*(.*?)\s*\[/embed\]");
regex!(MEDIA, r"\[(audio|video)([^\]]*)\](?:\s*\[/(?:audio|video)\])?");
regex!(CODE, r#"(?s)\[(?:code|sourcecode)([^\]]*)\](.*?)\[/(?:code|sourcecode)\]"#);
regex!(
    EMBED_BLOCK,
    r"(?s)<figure\b[^>]*>\s*<div class=.wp-block-embed__wrapper.[^>]*>\s*(https?://[^\s<]+)\s*</div>\s*(?:<figcaption[^>]*>.*?</figcaption>)?\s*</figure>"
);
regex!(CODE_KEPT, "<pre>\u{E001}(\\d+)\u{E001}</pre>");
regex!(OTHER, r#"\[/?([a-z][a-z0-9]*(?:[_-][a-z0-9]+)+|[a-z][a-z0-9_-]*(?:\s+[a-z_-]+=(?:"[^"]*"|'[^']*'|[^\s\]]+))+)[^\]]*\]"#);
regex!(ATTRIBUTE, r#"([a-zA-Z][a-zA-Z0-9_-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s\]"']+))"#);

/// Stands for a code block.
const KEPT: char = '\u{E001}';

/// Returns the code block that a shortcode is. The editor may have escaped its text already.
fn code_block(attributes: &str, text: &str) -> String {
    let language = attribute(attributes, "language").or_else(|| attribute(attributes, "lang"));
    let class = language.map(|language| format!(" class=\"language-{}\"", encode_attribute(&language))).unwrap_or_default();
    let text = text.trim_matches('\n');
    let text = if text.contains("&lt;") { text.to_owned() } else { escape(text) };
    format!("<pre><code{class}>{text}</code></pre>")
}

impl PostText<'_> {
    /// Returns the text as HTML.
    pub(super) fn to_html(&self, written: &str, report: &mut Report) -> String {
        // The text of code is not looked at: it may have empty lines and brackets.
        let mut code = Vec::new();
        let written = CODE.replace_all(written, |found: &Captures| {
            report.add(Category::Changed, "[code], now a code block", self.name);
            code.push(code_block(&found[1], &found[2]));
            format!("\n\n<pre>{KEPT}{}{KEPT}</pre>\n\n", code.len() - 1)
        });
        let is_in_blocks = written.contains("<!-- wp:");
        let written = EMBED_BLOCK.replace_all(&written, |found: &Captures| {
            report.add(Category::Changed, "embeds, now links", self.name);
            format!("<p><a href=\"{0}\">{0}</a></p>", &found[1])
        });
        let html = if is_in_blocks { BLOCK_COMMENT.replace_all(&written, "").into_owned() } else { paragraphs(&written) };
        let html = MORE.replace_all(&html, "");
        let html = self.shortcodes(&html, report);
        CODE_KEPT
            .replace_all(&html, |found: &Captures| {
                found[1].parse().ok().and_then(|index: usize| code.get(index).cloned()).unwrap_or_default()
            })
            .into_owned()
    }

    fn shortcodes(&self, html: &str, report: &mut Report) -> String {
        let mut changed = |what: &str| report.add(Category::Changed, what, self.name);
        let html = CAPTION.replace_all(html, |found: &Captures| {
            changed("[caption], now a figure");
            let (media, caption) = match (attribute(&found[1], "caption"), PICTURE.captures(&found[2])) {
                (Some(caption), _) => (found[2].to_owned(), caption),
                (None, Some(parts)) => (parts[1].to_owned(), parts[2].trim().to_owned()),
                (None, None) => return found[2].to_owned(),
            };
            if caption.is_empty() { media } else { format!("<figure>{media}<figcaption>{caption}</figcaption></figure>") }
        });
        let html = GALLERY.replace_all(&html, |found: &Captures| {
            changed("[gallery], now its pictures");
            self.gallery(&found[1])
        });
        let html = EMBED.replace_all(&html, |found: &Captures| {
            changed("[embed], now a link");
            format!("<p><a href=\"{0}\">{0}</a></p>", &found[1])
        });
        let html = MEDIA.replace_all(&html, |found: &Captures| {
            changed("[audio] and [video], now players");
            let names = ["src", "mp3", "m4a", "ogg", "wav", "flac", "mp4", "m4v", "webm", "ogv"];
            let bare = || found[2].split_whitespace().find(|word| word.starts_with("http")).map(str::to_owned);
            let source = names.into_iter().find_map(|name| attribute(&found[2], name)).or_else(bare);
            source.map_or_else(String::new, |source| format!("<{0} src=\"{source}\"></{0}>", &found[1]))
        });
        let mut removed = Vec::new();
        let html = OTHER.replace_all(&html, |found: &Captures| {
            removed.push(found[1].split_whitespace().next().unwrap_or_default().to_owned());
            ""
        });
        for name in removed {
            report.add(
                Category::LeftOut,
                &format!("[{name}], which only WordPress understands; the text inside stays"),
                self.name,
            );
        }
        html.into_owned()
    }

    fn gallery(&self, attributes: &str) -> String {
        let named = attribute(attributes, "ids").or_else(|| attribute(attributes, "include"));
        let ids: Vec<String> = match named {
            Some(ids) => ids.split(',').map(|id| id.trim().to_owned()).collect(),
            None => self.own_pictures.to_vec(),
        };
        let figure = |id: &String| {
            let Picture { address, alternative, caption } = (self.picture)(id)?;
            let caption = if caption.is_empty() { String::new() } else { format!("<figcaption>{caption}</figcaption>") };
            let alternative = encode_attribute(&alternative);
            Some(format!("<figure><img src=\"{address}\" alt=\"{alternative}\">{caption}</figure>\n"))
        };
        ids.iter().filter_map(figure).collect()
    }
}

/// Returns an attribute of a shortcode.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    // The editor may have made typographic quotation marks of those in the text.
    let attributes: Cow<'_, str> = if attributes.contains(['”', '“', '″']) {
        attributes.replace(['”', '“', '″'], "\"").into()
    } else {
        attributes.into()
    };
    let found = ATTRIBUTE.captures_iter(&attributes).find(|found| found[1].eq_ignore_ascii_case(name))?;
    (2..=4).find_map(|group| found.get(group)).map(|value| value.as_str().trim().to_owned())
}

/// Returns a text without tags and with its characters in place of entities.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        plain.push_str(&rest[..start]);
        rest = rest[start..].split_once('>').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    decode_attribute(&plain).trim().to_owned()
}

regex!(PRE, r"(?si)<pre[\s>].*?</pre>");
regex!(
    BLOCK_START,
    r"(?i)<(table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details|summary)(?:\s[^>]*)?/?>"
);
regex!(
    BLOCK_END,
    r"(?i)</(table|thead|tfoot|caption|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|blockquote|address|style|p|h[1-6]|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details|summary)>"
);
regex!(BREAKS, r"(?i)<br\s*/?>\s*<br\s*/?>");
regex!(EMPTY, r"^(?:&nbsp;|\u{A0}|\s)*$");

/// Makes paragraphs of a text without marks for them, as WordPress does when it shows one: an empty line parts paragraphs, a line end
/// is a line break.
fn paragraphs(text: &str) -> String {
    let mut kept = Vec::new();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = PRE.replace_all(&text, |found: &Captures| {
        kept.push(found[0].to_owned());
        format!("\n\n\u{E000}{}\u{E000}\n\n", kept.len() - 1)
    });
    let text = BREAKS.replace_all(&text, "\n\n");
    let text = BLOCK_START.replace_all(&text, "\n\n$0");
    let text = BLOCK_END.replace_all(&text, "$0\n\n");
    let mut html = String::new();
    let mut depth = 0_usize;
    for piece in text.split("\n\n").map(|piece| piece.trim_matches('\n')) {
        if EMPTY.is_match(piece) {
            continue;
        }
        let begins_with_block = BLOCK_START.find(piece).is_some_and(|found| found.start() == 0) || piece.starts_with("</");
        let opens = BLOCK_START.find_iter(piece).filter(|tag| !tag.as_str().to_lowercase().starts_with("<hr")).count();
        let closes = BLOCK_END.find_iter(piece).count();
        if let Some(index) =
            piece.strip_prefix('\u{E000}').and_then(|rest| rest.trim_end_matches('\u{E000}').parse::<usize>().ok())
        {
            html.push_str(kept.get(index).map_or("", String::as_str));
        } else if begins_with_block || depth > 0 {
            html.push_str(piece);
        } else {
            let lines: Vec<&str> = piece.split('\n').map(str::trim_end).collect();
            html.push_str(&format!("<p>{}</p>", lines.join("<br>\n")));
        }
        depth = (depth + opens).saturating_sub(closes);
        html.push('\n');
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> (String, Report) {
        let mut report = Report::default();
        let picture = |id: &str| {
            let caption = if id == "1" { "One".to_owned() } else { String::new() };
            let picture =
                Picture { address: format!("https://x.example/{id}.jpg"), alternative: format!("Picture \"{id}\""), caption };
            (id != "9").then_some(picture)
        };
        let own = ["1".to_owned(), "2".to_owned()];
        let text = PostText { picture: &picture, own_pictures: &own, name: "post" }.to_html(text, &mut report);
        (text, report)
    }

    #[test]
    fn a_text_without_marks_gets_paragraphs_and_line_breaks() {
        assert_eq!(html("One\ntwo\n\nThree").0, "<p>One<br>\ntwo</p>\n<p>Three</p>\n");
        assert_eq!(html("A <b>b</b>\r\n\r\n<h2>C</h2>\r\nD").0, "<p>A <b>b</b></p>\n<h2>C</h2>\n<p>D</p>\n");
        assert_eq!(html("<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n\nAfter").0.matches("<p>").count(), 1);
        assert_eq!(html("<pre>a\n\nb</pre>").0, "<pre>a\n\nb</pre>\n");
        assert_eq!(html("A\n\n&nbsp;\n\nB").0, "<p>A</p>\n<p>B</p>\n");
    }

    #[test]
    fn blocks_are_what_is_between_their_marks() {
        let text = "<!-- wp:paragraph {\"align\":\"center\"} -->\n<p>One</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->\n<!-- wp:latest-posts /-->";
        assert_eq!(html(text).0.trim(), "<p>One</p>");
    }

    #[test]
    fn captions_old_and_new_become_figures() {
        let new = "[caption id=\"attachment_9\" width=\"580\"]<img src=\"a.jpg\" alt=\"\" /> Look at <b>this</b>.[/caption]";
        let old = "[caption width=\"640\" caption=\"A husk.\"]<a href=\"b\"><img src=\"a.jpg\"></a>[/caption]";
        assert_eq!(
            html(new).0.trim(),
            "<p><figure><img src=\"a.jpg\" alt=\"\" /><figcaption>Look at <b>this</b>.</figcaption></figure></p>"
        );
        let (text, report) = html(old);
        assert!(
            text.contains("<figure><a href=\"b\"><img src=\"a.jpg\"></a><figcaption>A husk.</figcaption></figure>"),
            "{text}"
        );
        assert_eq!(report.count("[caption], now a figure"), 1);
    }

    #[test]
    fn galleries_players_and_embeds_become_what_they_show() {
        let text = html("[gallery ids=\"1,9,2\"]").0;
        assert_eq!(text.matches("<figure>").count(), 2);
        assert!(text.contains("alt=\"Picture &quot;1&quot;\"><figcaption>One</figcaption>"), "{text}");
        assert_eq!(html("[gallery columns=\"2\"]").0.matches("<img").count(), 2);
        assert!(html("[audio mp3=\"https://x/a.mp3\"][/audio]").0.contains("<audio src=\"https://x/a.mp3\"></audio>"));
        assert!(html("[audio https://x/a.mp3]").0.contains("<audio src=\"https://x/a.mp3\""));
        assert!(html("[embed width=\"4\"]https://x/v[/embed]").0.contains("<a href=\"https://x/v\">"));
        assert!(
            html("[code language=\"rust\"]fn a() {}[/code]")
                .0
                .contains("<pre><code class=\"language-rust\">fn a() {}</code></pre>")
        );
    }

    #[test]
    fn unknown_shortcodes_go_and_are_reported_and_brackets_stay() {
        let (text, report) = html("[contact-form-7 id=\"4\"] and [vc_row]text[/vc_row], a note [1], [sic], [a link](b).");
        assert_eq!(text.trim(), "<p> and text, a note [1], [sic], [a link](b).</p>");
        assert_eq!(report.count("[vc_row], which only WordPress understands; the text inside stays"), 2);
    }
}
