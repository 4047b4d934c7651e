//! Leaves in a body only what [`edition::markup`] allows, and says what is removed.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
    sync::LazyLock,
};

use edition::{Address, markup};

use super::html::{decode_attribute, visit};

/// Sanitizes a body.
pub(crate) fn sanitize(html: &str) -> String {
    static SANITIZER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(sanitizer);
    SANITIZER.clean(html).to_string()
}

fn sanitizer() -> ammonia::Builder<'static> {
    let mut sanitizer = ammonia::Builder::empty();
    let attributes = |(name, attributes): &(&'static str, &'static [&'static str])| (*name, attributes.iter().copied().collect());
    sanitizer
        .tags(markup::ELEMENTS.iter().map(|(name, _)| *name).collect())
        .tag_attributes(markup::ELEMENTS.iter().map(attributes).collect::<HashMap<_, HashSet<_>>>())
        .generic_attributes(markup::COMMON.iter().copied().chain(["class"]).collect())
        .clean_content_tags(markup::DROPPED.iter().copied().collect())
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .link_rel(None)
        .id_prefix(Some(markup::ID_PREFIX))
        .attribute_filter(|_, name, value| filter(name, value));
    sanitizer
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
        let Some(allowed) = markup::attributes(&name) else {
            // The frame of a whole document means nothing.
            if !matches!(name.as_str(), "html" | "body" | "head") {
                *found.entry(format!("<{name}>")).or_default() += 1;
            }
            return;
        };
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
