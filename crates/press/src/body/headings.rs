//! Gives every heading an id that stays the same while its text does, and every id of a body to one element only.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

use edition::{markup, slug};
use lol_html::{RewriteStrSettings, element, html_content::ContentType, rewrite_str, text};

use super::html::{decode_attribute, encode_attribute, readable};

const HEADINGS: &str = "h1, h2, h3, h4, h5, h6";

/// Returns a sanitized body with ids, and the ids, prefixed.
///
/// A heading keeps its own id, or that of a `{#id}` at its end, which is removed; else its id is the slug of its text. An id that is
/// there already gets a number.
pub(crate) fn set_ids(html: &str) -> (String, HashSet<String>) {
    if !["<h", "id=", "name="].iter().any(|part| html.contains(part)) {
        return (html.to_owned(), HashSet::new());
    }
    let texts = texts(html);
    let own: Vec<Option<String>> = texts.iter().map(|text| own_id(text).map(|(id, _)| id.to_owned())).collect();
    let used = RefCell::new(Ids::default());
    let next = RefCell::new(texts.iter().zip(&own));
    let elements = element!("*", |element| {
        // Footnotes have percent-encoded ids.
        let written = element.get_attribute("id").map(|id| readable(&decode_attribute(&id)));
        // An old way to name a place.
        let written = written.or_else(|| element.get_attribute("name").map(|name| markup::prefixed(&decode_attribute(&name))));
        let is_heading = matches!(element.tag_name().as_bytes(), [b'h', b'1'..=b'6']);
        let heading = if is_heading { next.borrow_mut().next() } else { None };
        let wanted = match (heading, written) {
            (Some((_, Some(own))), _) => Some(markup::prefixed(own)),
            (_, Some(written)) => Some(written),
            (Some((text, None)), None) => {
                let slug = slug(text);
                Some(markup::prefixed(if slug.is_empty() { "section" } else { &slug }))
            }
            (None, None) => None,
        };
        if let Some(wanted) = wanted {
            element.remove_attribute("name");
            element.set_attribute("id", &encode_attribute(&used.borrow_mut().take(wanted)))?;
        }
        Ok(())
    });
    let ends = text!(HEADINGS, |chunk| {
        if let Some((_, rest)) = own_id(chunk.as_str()) {
            let rest = rest.to_owned();
            chunk.replace(&rest, ContentType::Html);
        }
        Ok(())
    });
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(elements)
        .append_element_content_handler(ends)
        .with_strict(false);
    let with_ids = rewrite_str(html, settings).unwrap_or_else(|_| html.to_owned());
    (with_ids, used.into_inner().used)
}

/// The ids of a body.
#[derive(Default)]
struct Ids {
    used: HashSet<String>,
    /// The last number that was given to an id.
    numbers: HashMap<String, usize>,
}

impl Ids {
    fn take(&mut self, wanted: String) -> String {
        let mut id = wanted.clone();
        while self.used.contains(&id) {
            let number = self.numbers.entry(wanted.clone()).or_insert(1);
            *number += 1;
            id = format!("{wanted}-{number}");
        }
        self.used.insert(id.clone());
        id
    }
}

/// Returns the texts of the headings, in their order.
fn texts(html: &str) -> Vec<String> {
    let texts = RefCell::new(Vec::<String>::new());
    let begin = element!(HEADINGS, |_| {
        texts.borrow_mut().push(String::new());
        Ok(())
    });
    let go_on = text!(HEADINGS, |chunk| {
        if let Some(text) = texts.borrow_mut().last_mut() {
            text.push_str(chunk.as_str());
        }
        Ok(())
    });
    let settings =
        RewriteStrSettings::new().append_element_content_handler(begin).append_element_content_handler(go_on).with_strict(false);
    // Only the handlers matter.
    let _ = rewrite_str(html, settings);
    texts.into_inner().iter().map(|text| decode_attribute(text)).collect()
}

/// Splits `Title {#own-id}`. Returns the id and the text before it.
fn own_id(text: &str) -> Option<(&str, &str)> {
    let (before, id) = text.trim_end().strip_suffix('}')?.rsplit_once("{#")?;
    let is_id = !id.is_empty() && !id.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '"' | '<' | '>'));
    is_id.then(|| (id, before.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_gets_the_slug_of_its_text() {
        for (html, with_ids) in [
            ("<h2>What is next?</h2>", r#"<h2 id="text-what-is-next">What is next?</h2>"#),
            ("<h3>工业 <em>经济</em></h3>", r#"<h3 id="text-工业-经济">工业 <em>经济</em></h3>"#),
            ("<h2>A &amp; B</h2><h2>…</h2>", r#"<h2 id="text-a-and-b">A &amp; B</h2><h2 id="text-section">…</h2>"#),
            ("<h2>الصناعة</h2>", r#"<h2 id="text-الصناعة">الصناعة</h2>"#),
        ] {
            assert_eq!(set_ids(html).0, with_ids);
        }
    }

    #[test]
    fn an_own_id_is_kept() {
        assert_eq!(set_ids("<h2>A {#my-id}</h2>").0, r#"<h2 id="text-my-id">A</h2>"#);
        assert_eq!(set_ids(r#"<h2 id="text-x">A</h2>"#).0, r#"<h2 id="text-x">A</h2>"#);
        assert_eq!(set_ids("<h2>A {#no id}</h2>").0, r#"<h2 id="text-a-sharp-no-id">A {#no id}</h2>"#);
        assert_eq!(set_ids(r#"<p>A {#x}<a name="old">b</a></p>"#).0, r#"<p>A {#x}<a id="text-old">b</a></p>"#);
    }

    #[test]
    fn the_ids_of_footnotes_are_readable() {
        let html = super::super::sanitize::sanitize(&super::super::markdown::to_html("A[^规模]\n\n[^规模]: B"));
        assert!(set_ids(&html).1.contains("text-fn-规模"));
    }

    #[test]
    fn no_id_is_there_twice() {
        let (html, ids) = set_ids("<h2>A</h2><h2>A</h2><h3>A</h3><p id=\"text-a-2\">b</p>");
        assert_eq!(ids.len(), 4, "{html}");
        assert!(
            html.contains(r#"<h2 id="text-a-2">"#)
                && html.contains(r#"<h3 id="text-a-3">"#)
                && html.contains(r#"<p id="text-a-2-2">"#)
        );
    }

    #[test]
    fn ten_thousand_headings_take_no_time() {
        let html = "<h2>A</h2>".repeat(10_000);
        assert_eq!(set_ids(&html).1.len(), 10_000);
    }
}
