//! Leaves in a body only what [`edition::markup`] allows, and says what is removed.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
    sync::LazyLock,
};

use edition::{Address, markup};
use lol_html::html_content::Element;

use super::html::{decode_attribute, visit};

/// The length, in bytes, from which a text without a tag is cut.
const MAX_TEXT_NODE: usize = 64_000;

/// Attributes that an element may have.
const MAX_ATTRIBUTES: usize = 1_000;

/// Sanitizes a body.
pub(crate) fn sanitize(html: &str) -> String {
    static SANITIZER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(sanitizer);
    SANITIZER.clean(&cut_long_texts(&without_crowded_elements(html))).to_string()
}

/// Removes the tags of elements with too many attributes: the parser compares each attribute with all before it.
fn without_crowded_elements(html: &str) -> Cow<'_, str> {
    // An attribute is a space and a letter at least.
    if html.split('<').all(|tag| tag.len() <= 2 * MAX_ATTRIBUTES) {
        return html.into();
    }
    let remove = |element: &mut Element<'_, '_>| {
        if element.attributes().len() > MAX_ATTRIBUTES {
            element.remove_and_keep_content();
        }
    };
    visit(html, remove).into()
}

/// Cuts long texts by comments, which are removed again: the serializer looks through the whole rest of a text at every `&`, no-break
/// space and soft hyphen.
fn cut_long_texts(html: &str) -> Cow<'_, str> {
    if html.split(['<', '>']).all(|text| text.len() <= MAX_TEXT_NODE) {
        return html.into();
    }
    let mut cut = String::with_capacity(html.len() + html.len() / 1_000);
    for text in html.split_inclusive('>') {
        let (mut text, tag) = text.split_at(text.find('<').unwrap_or(text.len()));
        while let Some(end) = (MAX_TEXT_NODE..text.len()).find(|at| may_cut(text, *at)) {
            let (before, after) = text.split_at(end);
            cut.push_str(before);
            cut.push_str("<!---->");
            text = after;
        }
        cut.push_str(text);
        cut.push_str(tag);
    }
    cut.into()
}

fn sanitizer() -> ammonia::Builder<'static> {
    let mut sanitizer = ammonia::Builder::empty();
    let attributes = |(name, attributes): &(&'static str, &'static [&'static str])| (*name, attributes.iter().copied().collect());
    let formulas: Vec<_> = markup::MATH.iter().map(|name| (*name, markup::MATH_ATTRIBUTES)).collect();
    sanitizer
        .tags(markup::ELEMENTS.iter().map(|(name, _)| *name).chain(markup::MATH.iter().copied()).collect())
        .tag_attributes(markup::ELEMENTS.iter().chain(&formulas).map(attributes).collect::<HashMap<_, HashSet<_>>>())
        .generic_attributes(markup::COMMON.iter().copied().chain(["class"]).collect())
        .clean_content_tags(markup::DROPPED.iter().copied().collect())
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .link_rel(None)
        .id_prefix(Some(markup::ID_PREFIX))
        .attribute_filter(|_, name, value| filter(name, value));
    sanitizer
}

/// Returns whether a text can be cut at an index: no entity has white space, `&` or a character beyond ASCII within.
fn may_cut(text: &str, index: usize) -> bool {
    text.is_char_boundary(index) && (!text.as_bytes()[index].is_ascii_graphic() || text[index..].starts_with('&'))
}

/// Keeps, changes or removes an attribute that is allowed by its name.
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

/// Returns what [`sanitize`] removes from a body that a reader could miss, each with how often: `<iframe>`, `onclick on <a>`.
/// Attributes that are presentational only do not count.
pub(crate) fn removed(html: &str) -> BTreeMap<String, usize> {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    visit(html, |element| {
        let name = element.tag_name();
        let formula = markup::MATH.contains(&name.as_str()).then_some(markup::MATH_ATTRIBUTES);
        let Some(allowed) = markup::attributes(&name).or(formula) else {
            // The frame of a whole document means nothing.
            if !matches!(name.as_str(), "html" | "body" | "head") {
                *found.entry(format!("<{name}>")).or_default() += 1;
            }
            return;
        };
        if element.attributes().len() > MAX_ATTRIBUTES {
            *found.entry(format!("<{name}> with more than {MAX_ATTRIBUTES} attributes")).or_default() += 1;
            return;
        }
        for attribute in element.attributes() {
            let (attribute, value) = (attribute.name(), decode_attribute(&attribute.value()));
            let is_known = allowed.contains(&attribute.as_str()) || markup::COMMON.contains(&attribute.as_str());
            let is_removed = if is_known { filter(&attribute, &value).is_none() } else { !markup::is_presentation(&attribute) };
            if is_removed {
                *found.entry(format!("{attribute} on <{name}>")).or_default() += 1;
            }
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_removed_and_reported() {
        let html = r#"<p onclick="x()" style="color:red">A<script>x()</script><iframe src="https://a"></iframe> <a href="javascript:x()" target="_blank">B</a> <font>C</font></p>"#;
        assert_eq!(sanitize(html), "<p>A <a>B</a> C</p>");
        let removed: Vec<_> = removed(html).into_iter().map(|(what, count)| format!("{what} {count}")).collect();
        assert_eq!(removed, ["<font> 1", "<iframe> 1", "<script> 1", "href on <a> 1", "onclick on <p> 1"]);
        assert!(super::removed("<a href='java&#115;cript:x'>a</a>").contains_key("href on <a>"));
    }

    #[test]
    fn long_texts_stay_whole() {
        for text in [
            "\u{AD}".repeat(100_000),
            "a ".repeat(100_000),
            "&amp;".repeat(50_000),
            "a".repeat(100_000),
            "aé&amp;".repeat(50_000),
        ] {
            assert!(sanitize(&format!("<p>{text}</p>")) == format!("<p>{text}</p>"));
        }
    }

    #[test]
    fn an_element_with_too_many_attributes_is_removed_and_its_text_stays() {
        let attributes: String = (0..=MAX_ATTRIBUTES).map(|number| format!(" a{number}=1")).collect();
        let html = format!("<p{attributes}>a</p>");
        assert_eq!(sanitize(&html), "a");
        assert_eq!(removed(&html).into_keys().collect::<Vec<_>>(), ["<p> with more than 1000 attributes"]);
    }

    #[test]
    fn sanitizing_twice_changes_nothing_more() {
        let once = sanitize(r##"<h2 id="a">A</h2><a href="#a" class="x footnote-backref">b</a><svg><p>c</p></svg><table><td>d"##);
        assert_eq!(sanitize(&once), once);
    }

    #[test]
    fn footnotes_survive_and_their_ids_are_prefixed() {
        let html = sanitize(&super::super::markdown::to_html("A[^1]\n\n[^1]: B"));
        assert!(html.contains(r##"<sup class="footnote-ref"><a href="#text-fn-1" id="text-fnref-1">1</a></sup>"##), "{html}");
        assert!(html.contains(r#"<section class="footnotes">"#) && html.contains(r#"<li id="text-fn-1">"#), "{html}");
    }
}
