//! Adds to a sanitized body what a page needs.

use std::{cell::RefCell, vec};

use lol_html::{
    RewriteStrSettings, element,
    html_content::{ContentType, Element},
    rewrite_str, text,
};
use offprint_viewer::messages::BodyMessages;

use super::html::{decode_attribute, encode_attribute, escape, visit};

/// Adds to a sanitized body what a page needs: regions that scroll, labels for screen readers, buttons, and complete addresses for
/// its notes, because a fragment alone would point at the base of the page.
pub(crate) fn decorate_html(html: &str, page: &str, messages: &BodyMessages) -> String {
    if !DECORATED.iter().any(|part| html.contains(part)) {
        return html.to_owned();
    }
    let Inside { mut captions, mut marks, mut has_title } = look_inside(html);
    let mut decorate = |element: &mut Element<'_, '_>| {
        // The names are those of attributes.
        let set = |element: &mut Element<'_, '_>, name: &str, value: &str| {
            let _ = element.set_attribute(name, &encode_attribute(value));
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
                element.before("<div class=\"code\">", ContentType::Html);
                let (copy, copied) = (escape(&messages.copy), encode_attribute(&messages.copied));
                let button = format!("<button type=\"button\" class=\"copy\" data-done=\"{copied}\">{copy}</button></div>");
                element.after(&button, ContentType::Html);
            }
            "table" => {
                let caption = captions.next().filter(|caption| !caption.is_empty());
                let label =
                    encode_attribute(&caption.map_or_else(|| messages.table.clone(), |caption| decode_attribute(&caption)));
                let scroller = format!(r#"<div class="table" role="region" tabindex="0" aria-label="{label}">"#);
                element.before(&scroller, ContentType::Html);
                element.after("</div>", ContentType::Html);
            }
            "a" => {
                if let Some(player) = element.get_attribute("data-player") {
                    let player = decode_attribute(&player);
                    let host = player.split("://").last().and_then(|rest| rest.split('/').next()).unwrap_or_default();
                    let label = escape(&messages.play.replace("{origin}", host));
                    element.after(&format!("<button type=\"button\" class=\"play\">{label}</button>"), ContentType::Html);
                }
                if is(element, "footnote-backref") {
                    set(element, "aria-label", &messages.back_to_text);
                } else if element.get_attribute("id").is_some_and(|id| id.starts_with("text-fnref-")) {
                    let mark = marks.next().unwrap_or_default();
                    set(element, "aria-label", &format!("{} {mark}", messages.footnotes));
                }
            }
            "aside" if is(element, "admonition") => {
                let names = [
                    ("tip", &messages.tip),
                    ("important", &messages.important),
                    ("warning", &messages.warning),
                    ("caution", &messages.caution),
                ];
                let name = names.into_iter().find(|(class, _)| is(element, class)).map_or(&messages.note, |(_, name)| name);
                if !has_title.next().unwrap_or_default() {
                    element.prepend(&format!(r#"<p class="admonition-title">{}</p>"#, escape(name)), ContentType::Html);
                }
            }
            "section" if is(element, "footnotes") => {
                set(element, "aria-label", &messages.footnotes);
                element.prepend(&format!("<h2>{}</h2>", escape(&messages.footnotes)), ContentType::Html);
            }
            _ => {}
        }
    };
    visit(html, &mut decorate)
}

/// What a body contains that gets something.
const DECORATED: [&str; 11] =
    ["data-player", "\"admonition", "href=\"#", "<h1", "<img", "<audio", "<video", "<pre", "<table", "footnote", "text-fnref-"];

/// What is known of elements only from what is inside them, in their order.
struct Inside {
    /// The captions of the tables.
    captions: vec::IntoIter<String>,
    /// The marks of the notes.
    marks: vec::IntoIter<String>,
    /// Whether a call-out has a title of its own.
    has_title: vec::IntoIter<bool>,
}

fn look_inside(html: &str) -> Inside {
    let (captions, marks) = (RefCell::new(Vec::<String>::new()), RefCell::new(Vec::<String>::new()));
    let has_title = RefCell::new(Vec::new());
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
    const MARK: &str = "a[id^='text-fnref-']";
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("table", |_| begin(&captions)))
        .append_element_content_handler(text!("table > caption", |text| go_on(&captions, text.as_str())))
        .append_element_content_handler(element!(MARK, |_| begin(&marks)))
        .append_element_content_handler(text!(MARK, |text| go_on(&marks, text.as_str())))
        .append_element_content_handler(element!("aside.admonition", |_| {
            has_title.borrow_mut().push(false);
            Ok(())
        }))
        .append_element_content_handler(element!("aside.admonition > p.admonition-title", |_| {
            has_title.borrow_mut().last_mut().into_iter().for_each(|title| *title = true);
            Ok(())
        }))
        .with_strict(false);
    // Only the handlers matter.
    let _ = rewrite_str(html, settings);
    Inside {
        captions: captions.into_inner().into_iter(),
        marks: marks.into_inner().into_iter(),
        has_title: has_title.into_inner().into_iter(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_out_without_a_title_gets_that_of_its_kind() {
        let messages = BodyMessages {
            footnotes: String::new(),
            back_to_text: String::new(),
            table: String::new(),
            code: String::new(),
            note: "说明".to_owned(),
            tip: "提示".to_owned(),
            important: String::new(),
            warning: "<警告>".to_owned(),
            caution: String::new(),
            copy: String::new(),
            copied: String::new(),
            play: String::new(),
        };
        let call_out = |kind: &str, inside: &str| format!("<aside class=\"admonition {kind}\">{inside}<p>Text.</p></aside>");
        let title = |text: &str| format!("<p class=\"admonition-title\">{text}</p>");
        let html = [
            call_out("warning", ""),
            call_out("tip", &title("Own")),
            call_out("note", ""),
            "<aside><p>Other.</p></aside>".into(),
        ];
        let expected = [
            call_out("warning", &title("&lt;警告&gt;")),
            call_out("tip", &title("Own")),
            call_out("note", &title("说明")),
            html[3].clone(),
        ];
        assert_eq!(decorate_html(&html.concat(), "articles/a/", &messages), expected.concat());
    }
}
