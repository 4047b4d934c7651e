//! Writes where addresses lead into a body.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use lol_html::html_content::{ContentType, Element};
use offprint_viewer::components::picture::PicturePosition;

use super::{Destination, ShownFile, ShownPicture};
use crate::{
    body::{
        html::{encode_attribute, escape, visit},
        prepared::BodyAddress,
    },
    check::film,
    load::picture_facts::PictureText,
    pictures::Copies,
};

/// Writes the addresses into a body. A link that leads nowhere becomes its text, a picture that is missing its text alternative.
pub(in crate::check) fn rewrite(html: &str, addresses: &[BodyAddress], destinations: &[Destination]) -> String {
    if addresses.is_empty() {
        return html.to_owned();
    }
    let mut rest = addresses.iter().zip(destinations).peekable();
    let mut elements = 0;
    // The last element that is no part of a line.
    let mut block = String::new();
    let is_gallery = Rc::new(Cell::new(false));
    // Whether the last element was replaced by a table.
    let mut is_table = false;
    // What is said of the picture in the last figure, until it is written.
    let mut figure = Rc::new(RefCell::new(PictureText::default()));
    visit(html, |element| {
        let tag = element.tag_name();
        match tag.as_str() {
            // A table that is read from a file is no figure, and has its caption inside.
            "figure"
                if rest
                    .peek()
                    .is_some_and(|(written, destination)| written.element == elements + 1 && destination.is_table()) =>
            {
                element.remove_and_keep_content();
            }
            "figure" => figure = begin_figure(element),
            "figcaption" if is_table => element.remove(),
            "figcaption" => append_credit(element, &figure.take()),
            _ => {}
        }
        is_table = false;
        if tag == "div" && element.get_attribute("class").is_some_and(|classes| classes.contains("gallery")) {
            enter_gallery(element, &is_gallery);
        }
        if !matches!(tag.as_str(), "a" | "b" | "em" | "i" | "img" | "span" | "strong") {
            block = tag;
        }
        let mut is_gone = false;
        while let Some((written, destination)) = rest.next_if(|(written, _)| written.element == elements) {
            if is_gone {
                continue;
            }
            let attribute = written.attribute.as_str();
            match destination {
                Destination::Address(address) => {
                    // The name of an attribute that is there can be set.
                    let _ = element.set_attribute(attribute, &encode_attribute(address));
                }
                Destination::File { shown: ShownFile::Table(table), .. } if block == "figure" => {
                    element.replace(table, ContentType::Html);
                    is_table = true;
                }
                Destination::File { address, shown: ShownFile::Table(_) | ShownFile::Linked, .. } => {
                    // There is no room for a table or a player in a sentence.
                    let alternative = element.get_attribute("alt").unwrap_or_default().replace('<', "&lt;");
                    element.replace(&format!("<a href=\"{}\">{alternative}</a>", encode_attribute(address)), ContentType::Html);
                }
                Destination::File { address, shown, .. } => {
                    let _ = element.set_attribute(attribute, &encode_attribute(address));
                    if let ShownFile::Film(parts) = shown {
                        film::add(element, parts);
                    }
                    if let ShownFile::Picture(ShownPicture { copies, text }) = shown {
                        reserve(element, copies.size);
                        let is_silent = element.get_attribute("alt").is_none_or(|alt| alt.trim().is_empty());
                        if is_silent && !text.alt.is_empty() {
                            let _ = element.set_attribute("alt", &encode_attribute(&text.alt));
                        }
                        if block == "figure" {
                            *figure.borrow_mut() = text.clone();
                        }
                        let position = match (block.as_str(), is_gallery.get()) {
                            ("figure", true) => Some(PicturePosition::Gallery),
                            ("figure", false) => Some(PicturePosition::Article),
                            _ => None,
                        };
                        add_copies(element, address, copies, position);
                    }
                }
                Destination::Nowhere => {
                    remove(element, attribute);
                    is_gone = true;
                }
            }
        }
        elements += 1;
    })
}

/// Removes what cannot be shown, and keeps its text.
fn remove(element: &mut Element<'_, '_>, attribute: &str) {
    match (element.tag_name().as_str(), attribute) {
        ("img", _) => {
            let alternative = element.get_attribute("alt").unwrap_or_default();
            // What the parser left encoded is text already.
            element.replace(&alternative.replace('<', "&lt;"), ContentType::Html);
        }
        ("source" | "track", _) => element.remove(),
        ("video" | "audio", "src") if element.has_attribute("aria-label") => {
            let alternative = element.get_attribute("aria-label").unwrap_or_default();
            element.replace(&alternative.replace('<', "&lt;"), ContentType::Html);
        }
        (_, "poster") => element.remove_attribute("poster"),
        ("a", _) => {
            element.remove_attribute("href");
            let has_id = element.get_attribute("id").is_some();
            if !has_id {
                element.remove_and_keep_content();
            }
        }
        _ => element.remove_and_keep_content(),
    }
}

/// Gives a picture its width and height, so that nothing moves when it is loaded. What the author wrote is kept.
fn reserve(element: &mut Element<'_, '_>, size: Option<(u32, u32)>) {
    let Some((width, height)) = size else { return };
    // A percentage, for example, says how wide, but not how high.
    let is_other = |value: String| pixels(&value).is_none();
    if ["width", "height"].into_iter().any(|name| element.get_attribute(name).is_some_and(is_other)) {
        return;
    }
    let written = |element: &Element<'_, '_>, name: &str| element.get_attribute(name).and_then(|value| pixels(&value));
    let (own_width, own_height) = (written(element, "width"), written(element, "height"));
    let ratio = f64::from(height) / f64::from(width);
    let (width, height) = match (own_width, own_height) {
        (Some(_), Some(_)) => return,
        (Some(width), None) => (width, (width * ratio).round()),
        (None, Some(height)) => ((height / ratio).round(), height),
        (None, None) => (f64::from(width), f64::from(height)),
    };
    let _ = element.set_attribute("width", &width.to_string());
    let _ = element.set_attribute("height", &height.to_string());
}

/// Returns where to note what is said of the picture in a figure: the end of the figure gets a caption of it.
fn begin_figure(element: &mut Element<'_, '_>) -> Rc<RefCell<PictureText>> {
    let text = Rc::new(RefCell::new(PictureText::default()));
    let noted = text.clone();
    if let Some(handlers) = element.end_tag_handlers() {
        handlers.push(Box::new(move |end| {
            let text = noted.take();
            if !text.caption.is_empty() || !text.credit.is_empty() {
                let caption = format!("<figcaption>{}{}</figcaption>", escape(&text.caption), credit(&text));
                end.before(&caption, ContentType::Html);
            }
            Ok(())
        }));
    }
    text
}

/// Adds the credit of a picture to the caption that the article gives it.
fn append_credit(caption: &mut Element<'_, '_>, text: &PictureText) {
    caption.append(&credit(text), ContentType::Html);
}

fn credit(text: &PictureText) -> String {
    if text.credit.is_empty() { String::new() } else { format!("<cite>{}</cite>", escape(&text.credit)) }
}

/// Notes that what follows is in a gallery, until its end.
fn enter_gallery(element: &mut Element<'_, '_>, is_gallery: &Rc<Cell<bool>>) {
    let is_inside = is_gallery.clone();
    if let Some(handlers) = element.end_tag_handlers() {
        is_gallery.set(true);
        handlers.push(Box::new(move |_| {
            is_inside.set(false);
            Ok(())
        }));
    }
}

/// Lets the browser choose among the copies of a picture. One without a position is in a sentence.
fn add_copies(element: &mut Element<'_, '_>, address: &str, copies: &Copies, position: Option<PicturePosition>) {
    if let Some(tone) = &copies.tone {
        let _ = element.set_attribute("data-tone", tone);
    }
    // In a sentence it has its own size, as far as there is room.
    let own_width = element.get_attribute("width").and_then(|width| pixels(&width)).unwrap_or_default();
    if let Some(srcset) = edition::srcset(address, &copies.widths) {
        let sizes = position.map_or_else(|| format!("min({own_width}px, 100vw)"), |position| position.sizes().to_owned());
        let source = format!(r#"<picture><source type="image/webp" srcset="{}" sizes="{sizes}">"#, encode_attribute(&srcset));
        element.before(&source, ContentType::Html);
        element.after("</picture>", ContentType::Html);
    }
}

fn pixels(value: &str) -> Option<f64> {
    value.trim().trim_end_matches("px").parse().ok()
}
