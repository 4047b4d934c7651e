//! The body of an article: from Markdown or plain text to HTML within [`edition::markup`].

use std::{
    borrow::Cow,
    cell::RefCell,
    collections::{BTreeMap, HashMap, HashSet},
    sync::LazyLock,
    vec,
};

use edition::{Address, markup};
use lol_html::{
    RewriteStrSettings, element,
    html_content::{ContentType, Element},
    rewrite_str, text,
};
use offprint::messages::BodyMessages;
use percent_encoding::percent_decode_str;
use search::markup::text;

/// Markdown as CommonMark has it, with tables, footnotes, definition lists, and emphasis that works
/// beside Chinese punctuation. A picture with a title is a figure with a caption.
pub(crate) fn markdown(text: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.autolink = true;
    options.extension.cjk_friendly_emphasis = true;
    options.extension.description_lists = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    // Whatever is unsafe is cleaned out of every body alike, later.
    options.render.r#unsafe = true;
    comrak::markdown_to_html(text, &options)
}

/// Plain text: an empty line parts paragraphs, a line end breaks a line.
pub(crate) fn plain_text(text: &str) -> String {
    let paragraphs = text.replace("\r\n", "\n");
    let paragraphs = paragraphs.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs.map(|paragraph| format!("<p>{}</p>\n", escape(paragraph).replace('\n', "<br>"))).collect()
}

/// A text as markup writes it.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The body with nothing in it but what [`edition::markup`] allows.
pub(crate) fn clean(html: &str) -> String {
    static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(cleaner);
    figures(&CLEANER.clean(html).to_string())
}

/// Makes figures of pictures that stand alone in a paragraph; a title is the caption.
fn figures(html: &str) -> String {
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

/// A value as it is meant: the parser leaves entities in it.
pub(crate) fn decode(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    // An attribute's own parser knows all entities; what it makes of the value stands between the quotes.
    let quoted = format!("<a title=\"{}\">", value.replace('"', "&quot;"));
    let clean = ammonia::Builder::default().clean(&quoted).to_string();
    let inside = clean.split_once("title=\"").and_then(|(_, rest)| rest.rsplit_once("\" ").or_else(|| rest.rsplit_once("\">")));
    let inside = inside.map_or(value, |(inside, _)| inside);
    inside.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

/// A value as markup writes it between quotes.
pub(crate) fn encode(value: &str) -> String {
    value.replace('&', "&amp;").replace('"', "&quot;")
}

/// Whether a clean body shows the picture with this address.
pub(crate) fn shows(html: &str, picture: &Address) -> bool {
    html.contains(&format!("src=\"{}\"", encode(picture.as_str())))
}

/// An address as people write it.
pub(crate) fn readable(address: &str) -> String {
    percent_decode_str(address).decode_utf8_lossy().into_owned()
}

/// A body without what is not its running text: figures, notes and their signs, headings.
pub(crate) fn running_text(html: &str) -> String {
    let mut html = html.to_owned();
    for (begin, end) in [
        ("<figure", "</figure>"),
        ("<section class=\"footnotes\"", "</section>"),
        ("<sup class=\"footnote-ref\"", "</sup>"),
        ("<h2", "</h2>"),
        ("<h3", "</h3>"),
    ] {
        while let Some(from) = html.find(begin) {
            let to = html[from..].find(end).map_or(html.len(), |at| from + at + end.len());
            html.replace_range(from..to, "");
        }
    }
    text(&html)
}

fn cleaner() -> ammonia::Builder<'static> {
    let mut cleaner = ammonia::Builder::empty();
    let attributes = |(name, attributes): &(&'static str, &'static [&'static str])| (*name, attributes.iter().copied().collect());
    cleaner
        .tags(markup::ELEMENTS.iter().map(|(name, _)| *name).collect())
        .tag_attributes(markup::ELEMENTS.iter().map(attributes).collect::<HashMap<_, HashSet<_>>>())
        .generic_attributes(markup::COMMON.iter().copied().chain(["class"]).collect())
        .clean_content_tags(markup::DROPPED.iter().copied().collect())
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .link_rel(None)
        .id_prefix(Some(markup::ID_PREFIX))
        .attribute_filter(|_, name, value| filter(name, value));
    cleaner
}

/// Keeps, changes or drops an attribute that is allowed by its name.
fn filter<'a>(name: &str, value: &'a str) -> Option<Cow<'a, str>> {
    match name {
        "class" => {
            let known: Vec<&str> = value.split_whitespace().filter(|class| markup::CLASSES.contains(class)).collect();
            (!known.is_empty()).then(|| known.join(" ").into())
        }
        "href" if value.starts_with('#') && value.len() > 1 => Some(format!("#{}", markup::prefixed(&value[1..])).into()),
        _ if markup::ADDRESSES.contains(&name) => Address::parse(value).map(|address| address.to_string().into()),
        _ => Some(value.into()).filter(|_| markup::is_value(name, value)),
    }
}

/// What [`clean`] takes out of a body that a reader could miss, each with how often: `<iframe>`,
/// `onclick on <a>`. What says only how things look does not count.
pub(crate) fn taken_out(html: &str) -> BTreeMap<String, usize> {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    visit(html, |element| {
        let name = element.tag_name();
        let Some(allowed) = markup::attributes(&name) else {
            // A document's own frame says nothing.
            if !matches!(name.as_str(), "html" | "body" | "head") {
                *found.entry(format!("<{name}>")).or_default() += 1;
            }
            return;
        };
        for attribute in element.attributes() {
            let (attribute, value) = (attribute.name(), decode(&attribute.value()));
            let known = allowed.contains(&attribute.as_str()) || markup::COMMON.contains(&attribute.as_str());
            let dropped = if known { filter(&attribute, &value).is_none() } else { !markup::is_presentation(&attribute) };
            if dropped {
                *found.entry(format!("{attribute} on <{name}>")).or_default() += 1;
            }
        }
    });
    found
}

/// Shows each element of a body to `see`, which may change it, and returns the body.
pub(crate) fn visit(html: &str, mut see: impl FnMut(&mut Element<'_, '_>)) -> String {
    let handler = element!("*", |element| {
        see(element);
        Ok(())
    });
    let settings = RewriteStrSettings::new().append_element_content_handler(handler).with_strict(false);
    // With `strict` off only a handler that fails, or memory that ends, makes it fail.
    rewrite_str(html, settings).unwrap_or_else(|_| html.to_owned())
}

/// Adds to a clean body what a page needs: regions that scroll, labels for screen readers, and complete addresses for
/// its notes, because a fragment alone would point at the base of the page.
pub(crate) fn decorate_html(html: &str, page: &str, messages: &BodyMessages) -> String {
    let (mut captions, mut signs) = captions_and_signs(html);
    let mut set_of = |element: &mut Element<'_, '_>| {
        // The names are those of attributes.
        let set = |element: &mut Element<'_, '_>, name: &str, value: &str| {
            let _ = element.set_attribute(name, &encode(value));
        };
        let is = |element: &Element<'_, '_>, class: &str| element.get_attribute("class").is_some_and(|all| all.contains(class));
        if let Some(fragment) = element.get_attribute("href").filter(|href| href.starts_with('#')) {
            let _ = element.set_attribute("href", &format!("{page}{fragment}"));
        }
        match element.tag_name().as_str() {
            // The headline is the page's only heading of the first rank.
            "h1" => {
                let _ = element.set_tag_name("h2");
            }
            "img" => {
                set(element, "loading", "lazy");
                set(element, "decoding", "async");
                if element.get_attribute("alt").is_none() {
                    set(element, "alt", "");
                }
            }
            "audio" | "video" => {
                set(element, "controls", "");
                set(element, "preload", "metadata");
            }
            "pre" => {
                set(element, "role", "region");
                set(element, "tabindex", "0");
                set(element, "aria-label", &messages.code);
            }
            "table" => {
                let caption = captions.next().filter(|caption| !caption.is_empty());
                let label = encode(&caption.map_or_else(|| messages.table.clone(), |caption| decode(&caption)));
                let scroller = format!(r#"<div class="table" role="region" tabindex="0" aria-label="{label}">"#);
                element.before(&scroller, ContentType::Html);
                element.after("</div>", ContentType::Html);
            }
            "a" => {
                // An old way to name a place.
                if let Some(name) = element.get_attribute("name") {
                    element.remove_attribute("name");
                    if element.get_attribute("id").is_none() {
                        let _ = element.set_attribute("id", &markup::prefixed(&name));
                    }
                }
                if is(element, "footnote-backref") {
                    set(element, "aria-label", &messages.back_to_text);
                } else if element.get_attribute("id").is_some_and(|id| id.starts_with("text-fnref-")) {
                    let sign = signs.next().unwrap_or_default();
                    set(element, "aria-label", &format!("{} {sign}", messages.footnotes));
                }
            }
            "section" if is(element, "footnotes") => {
                set(element, "aria-label", &messages.footnotes);
                element.prepend(&format!("<h2>{}</h2>", escape(&messages.footnotes)), ContentType::Html);
            }
            _ => {}
        }
    };
    visit(html, &mut set_of)
}

/// The captions of the tables and the signs of the notes, in their order.
fn captions_and_signs(html: &str) -> (vec::IntoIter<String>, vec::IntoIter<String>) {
    let (captions, signs) = (RefCell::new(Vec::<String>::new()), RefCell::new(Vec::<String>::new()));
    let begin = |list: &RefCell<Vec<String>>| {
        list.borrow_mut().push(String::new());
        Ok(())
    };
    let go_on = |list: &RefCell<Vec<String>>, text: &str| {
        if let Some(last) = list.borrow_mut().last_mut() {
            last.push_str(text);
        }
        Ok(())
    };
    const SIGN: &str = "a[id^='text-fnref-']";
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("table", |_| begin(&captions)))
        .append_element_content_handler(text!("table > caption", |text| go_on(&captions, text.as_str())))
        .append_element_content_handler(element!(SIGN, |_| begin(&signs)))
        .append_element_content_handler(text!(SIGN, |text| go_on(&signs, text.as_str())))
        .with_strict(false);
    // The output is not wanted.
    let _ = rewrite_str(html, settings);
    (captions.into_inner().into_iter(), signs.into_inner().into_iter())
}

/// A clean body whose relative addresses are whole.
pub(crate) fn absolute(html: &str, site: &str) -> String {
    visit(html, |element| {
        for name in ["href", "src", "poster"] {
            let address = element.get_attribute(name);
            if let Some(address) =
                address.filter(|address| Address::parse(&decode(address)).is_some_and(|address| address.is_relative()))
            {
                let _ = element.set_attribute(name, &format!("{site}{}", address.trim_start_matches("./")));
            }
        }
    })
}

/// The beginning of a text, for a list, where the article has no standfirst: whole sentences if they
/// fit, else words and an ellipsis.
pub(crate) fn excerpt(text: &str) -> String {
    const WIDTH: usize = 180;
    let width = |c: char| if c >= '\u{2E80}' { 2 } else { 1 };
    let mut used = 0;
    let (mut sentence, mut word) = (0, 0);
    for (at, c) in text.char_indices() {
        used += width(c);
        if used > WIDTH {
            return match (sentence, word) {
                (0, 0) => format!("{}…", &text[..at]),
                (0, word) => format!("{}…", text[..word].trim_end_matches([',', '，', '、', ';', '；'])),
                (sentence, _) => text[..sentence].to_owned(),
            };
        }
        let end = at + c.len_utf8();
        let next = text[end..].chars().next();
        match c {
            '。' | '！' | '？' => sentence = end,
            '.' | '!' | '?' | '؟' if used > WIDTH / 3 && next.is_none_or(char::is_whitespace) => sentence = end,
            '，' | '、' | '；' => word = end,
            _ if next.is_some_and(char::is_whitespace) => word = end,
            _ => {}
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emphasis_works_beside_chinese_punctuation() {
        assert_eq!(markdown("**需求不足。**但这句话并不重要。"), "<p><strong>需求不足。</strong>但这句话并不重要。</p>\n");
    }

    #[test]
    fn a_picture_with_a_title_is_a_figure_with_a_caption() {
        let html = clean(&markdown("![Roofs](roofs.svg \"A factory\")"));
        assert_eq!(
            html.trim(),
            "<figure><img src=\"roofs.svg\" alt=\"Roofs\" title=\"A factory\"><figcaption>A factory</figcaption></figure>"
        );
    }

    #[test]
    fn a_picture_in_a_sentence_stays_in_it() {
        assert_eq!(clean(&markdown("A ![x](a.png) b")).trim(), r#"<p>A <img src="a.png" alt="x"> b</p>"#);
        assert_eq!(clean(&markdown("![x](a.png)")).trim(), r#"<figure><img src="a.png" alt="x"></figure>"#);
    }

    #[test]
    fn entities_in_addresses_mean_what_they_say() {
        assert_eq!([decode("a&amp;b"), decode("java&#115;cript:x"), decode("a\"b&lt;")], ["a&b", "javascript:x", "a\"b<"]);
        assert!(taken_out("<a href='java&#115;cript:x'>a</a>").contains_key("href on <a>"));
    }

    #[test]
    fn the_running_text_has_no_notes_captions_or_headings() {
        let html = clean(&markdown("![x](a.png \"Caption\")\n\n## Heading\n\nText[^1] goes on.\n\n[^1]: Note"));
        assert_eq!(running_text(&html), "Text goes on.");
    }

    #[test]
    fn footnotes_survive_and_their_ids_are_prefixed() {
        let html = clean(&markdown("A[^1]\n\n[^1]: B"));
        assert!(html.contains(r##"<sup class="footnote-ref"><a href="#text-fn-1" id="text-fnref-1">1</a></sup>"##), "{html}");
        assert!(html.contains(r#"<section class="footnotes">"#) && html.contains(r#"<li id="text-fn-1">"#), "{html}");
    }

    #[test]
    fn what_runs_goes_and_what_went_is_told() {
        let html = r#"<p onclick="x()" style="color:red">A<script>x()</script><iframe src="https://a"></iframe> <a href="javascript:x()" target="_blank">B</a> <font>C</font></p>"#;
        assert_eq!(clean(html), "<p>A <a>B</a> C</p>");
        let told: Vec<_> = taken_out(html).into_iter().map(|(what, count)| format!("{what} {count}")).collect();
        assert_eq!(told, ["<font> 1", "<iframe> 1", "<script> 1", "href on <a> 1", "onclick on <p> 1"]);
    }

    #[test]
    fn cleaning_twice_changes_nothing_more() {
        let once = clean(r##"<h2 id="a">A</h2><a href="#a" class="x footnote-backref">b</a><svg><p>c</p></svg><table><td>d"##);
        assert_eq!(clean(&once), once);
    }

    #[test]
    fn plain_text_becomes_paragraphs() {
        assert_eq!(plain_text("A & B\nC\n\n\nD <b>"), "<p>A &amp; B<br>C</p>\n<p>D &lt;b&gt;</p>\n");
    }

    #[test]
    fn the_text_of_a_body_has_its_words_apart_and_no_entities() {
        assert_eq!(text("<p>A &amp; <em>B</em>C</p><p>D&nbsp;&lt;</p>"), "A & BC D <");
    }

    #[test]
    fn an_excerpt_ends_with_a_sentence_or_a_word() {
        assert_eq!(excerpt("Short."), "Short.");
        let long = format!("{} end of the first sentence. {}", "word ".repeat(15), "more ".repeat(30));
        assert!(excerpt(&long).ends_with("first sentence."));
        assert!(excerpt(&"word ".repeat(60)).ends_with("word…"));
        assert_eq!(excerpt(&"工业稳步恢复，".repeat(20)), format!("{}工业稳步恢复…", "工业稳步恢复，".repeat(11)));
    }
}
