//! The allowlist of article markup, with which both the press and the viewer sanitize.

use crate::Address;

/// The prefix of every id inside an article, so that none equals an id of the page around it.
pub const ID_PREFIX: &str = "text-";

/// Elements that an article may contain, with the attributes that each may have besides [`COMMON`].
pub const ELEMENTS: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "name", "download", "aria-label", "data-player"]),
    ("abbr", &[]),
    ("aside", &[]),
    ("audio", &["src", "controls", "preload", "loop", "aria-label"]),
    ("b", &[]),
    ("bdi", &[]),
    ("bdo", &[]),
    ("blockquote", &["cite"]),
    ("br", &[]),
    ("caption", &[]),
    ("cite", &[]),
    ("code", &[]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("dd", &[]),
    ("del", &["cite", "datetime"]),
    ("details", &["open"]),
    ("dfn", &[]),
    ("div", &["role", "tabindex", "aria-label"]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &[]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("hr", &[]),
    ("i", &[]),
    ("img", &["src", "alt", "width", "height", "loading", "decoding"]),
    ("ins", &["cite", "datetime"]),
    ("kbd", &[]),
    ("li", &["value"]),
    ("mark", &[]),
    ("ol", &["start", "reversed", "type"]),
    ("p", &[]),
    ("pre", &["role", "tabindex", "aria-label"]),
    ("q", &["cite"]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("section", &["aria-label"]),
    ("small", &[]),
    ("source", &["src", "type"]),
    ("span", &[]),
    ("strong", &[]),
    ("sub", &[]),
    ("summary", &[]),
    ("sup", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["colspan", "rowspan", "headers"]),
    ("tfoot", &[]),
    ("th", &["colspan", "rowspan", "headers", "scope"]),
    ("thead", &[]),
    ("time", &["datetime"]),
    ("tr", &[]),
    ("track", &["src", "kind", "srclang", "label", "default"]),
    ("u", &[]),
    ("ul", &[]),
    ("var", &[]),
    ("video", &["src", "controls", "preload", "loop", "poster", "width", "height", "aria-label"]),
    ("wbr", &[]),
];

/// The namespace of the elements in [`MATH`].
pub const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

/// The elements of formulas. Each may have [`MATH_ATTRIBUTES`].
pub const MATH: &[&str] = &[
    "math",
    "menclose",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
    "semantics",
];

/// Attributes of formulas.
pub const MATH_ATTRIBUTES: &[&str] = &[
    "accent",
    "accentunder",
    "columnalign",
    "columnlines",
    "columnspacing",
    "columnspan",
    "depth",
    "display",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowlines",
    "rowspacing",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
];

/// Elements that the press adds to a sanitized body, and attributes that it adds: an author cannot write them.
pub const PRINTED: &[(&str, &[&str])] = &[
    ("button", &["type", "data-done"]),
    ("img", &["fetchpriority", "data-tone"]),
    ("picture", &[]),
    ("source", &["srcset", "sizes"]),
];

/// Attributes that every allowed element may have. Of classes, only those in [`CLASSES`] are kept.
pub const COMMON: &[&str] = &["id", "lang", "dir", "title"];

/// Classes with a meaning: footnotes from Markdown, pull quotes, the wrapper of a wide table, its cells with numbers, pictures in a row, items
/// of a task list, parts of code and its lines, players of other sites, and call-outs of five kinds with their titles.
pub const CLASSES: &[&str] = &[
    "footnotes",
    "footnote-ref",
    "footnote-backref",
    "pull-quote",
    "table",
    "number",
    "gallery",
    "task-list-item",
    "numbers",
    "line",
    "marked",
    "embed",
    "copy",
    "play",
    "hl-comment",
    "hl-string",
    "hl-number",
    "hl-keyword",
    "hl-function",
    "hl-type",
    "hl-inserted",
    "hl-deleted",
    "code",
    "admonition",
    "admonition-title",
    "note",
    "tip",
    "important",
    "warning",
    "caution",
];

/// Attributes that hold an address, which must be an [`crate::Address`].
pub const ADDRESSES: &[&str] = &["href", "src", "poster", "cite"];

/// Elements that are removed with their content. Any other unknown element is removed and leaves its text.
pub const DROPPED: &[&str] = &[
    "annotation",
    "annotation-xml",
    "applet",
    "button",
    "canvas",
    "datalist",
    "embed",
    "form",
    "frameset",
    "head",
    "iframe",
    "input",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "option",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Returns the attributes of an allowed element, or `None` if it is not allowed. `name` is in lower case.
pub fn attributes(name: &str) -> Option<&'static [&'static str]> {
    ELEMENTS.binary_search_by_key(&name, |(element, _)| element).ok().map(|found| ELEMENTS[found].1)
}

/// Returns the attributes that an element of a printed body may have in addition to [`attributes`], or `None` if the press adds nothing to
/// it. `name` is in lower case.
pub fn printed_attributes(name: &str) -> Option<&'static [&'static str]> {
    PRINTED.iter().find(|(element, _)| *element == name).map(|(_, attributes)| *attributes)
}

/// Returns whether an allowed attribute may have a value. Blocks that scroll are regions in the tab order.
pub fn is_value(attribute: &str, value: &str) -> bool {
    match attribute {
        "role" => value == "region",
        "tabindex" => value == "0",
        "type" => value != "submit",
        "fetchpriority" => value == "high",
        "data-player" => value.starts_with("https://"),
        "data-tone" => value
            .strip_prefix('#')
            .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())),
        "srcset" => value.split(", ").all(is_copy),
        _ => true,
    }
}

/// Returns whether a candidate of a `srcset` is a file of the edition with its width.
fn is_copy(candidate: &str) -> bool {
    candidate.rsplit_once(' ').is_some_and(|(address, _)| Address::parse(address).is_some_and(|address| address.is_relative()))
}

/// Returns whether an element is removed with its content.
pub fn is_dropped(name: &str) -> bool {
    DROPPED.binary_search(&name).is_ok()
}

/// Returns whether an attribute is presentational only, so that its removal needs no warning.
pub fn is_presentation(attribute: &str) -> bool {
    const NAMES: &[&str] = &[
        "align",
        "bgcolor",
        "border",
        "cellpadding",
        "cellspacing",
        "class",
        "color",
        "face",
        "frameborder",
        "height",
        "hspace",
        "loading",
        "nowrap",
        "rel",
        "role",
        "size",
        "style",
        "tabindex",
        "target",
        "valign",
        "vspace",
        "width",
    ];
    NAMES.binary_search(&attribute).is_ok() || attribute.starts_with("data-") || attribute.starts_with("aria-")
}

/// Returns an id with [`ID_PREFIX`], which is not added twice.
pub fn prefixed(id: &str) -> String {
    if id.starts_with(ID_PREFIX) { id.to_owned() } else { format!("{ID_PREFIX}{id}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order_so_that_they_can_be_searched() {
        assert!(ELEMENTS.is_sorted_by_key(|(name, _)| name));
        assert!(DROPPED.is_sorted());
        assert!(attributes("a").is_some() && attributes("wbr").is_some() && is_dropped("applet") && is_dropped("xmp"));
        assert!(is_presentation("align") && is_presentation("width") && is_presentation("data-x") && !is_presentation("onclick"));
    }

    #[test]
    fn nothing_that_runs_or_loads_a_page_is_allowed() {
        for name in
            ["script", "iframe", "object", "embed", "base", "meta", "link", "style", "form", "input", "svg", "annotation-xml"]
        {
            assert_eq!(attributes(name), None, "{name}");
        }
        let all = ELEMENTS.iter().flat_map(|(_, attributes)| *attributes).chain(COMMON).chain(MATH_ATTRIBUTES);
        assert!(all.copied().all(|name| !name.starts_with("on") && name != "style" && name != "srcdoc"));
    }

    #[test]
    fn no_element_is_both_allowed_and_dropped() {
        assert!(ELEMENTS.iter().all(|(name, _)| !is_dropped(name)));
    }

    #[test]
    fn an_id_is_prefixed_once() {
        assert_eq!(prefixed(&prefixed("note")), "text-note");
    }
}
