//! Limits how deeply elements are nested: parsers of HTML take a time that grows with the square of the depth.

use std::{cell::Cell, collections::HashMap, rc::Rc, sync::LazyLock};

use edition::markup;
use lol_html::{RewriteStrSettings, element, end_tag, rewrite_str};
use regex::Regex;

use super::html::visit;

/// Levels that are kept. Browsers keep 512.
const MAX_DEPTH: usize = 100;

/// Elements whose end tag is optional, and those that have none. They cannot be nested in themselves without another between them.
const WITHOUT_END: [&str; 27] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "rp", "rt", "option", "area", "base", "br",
    "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
];

/// Returns a body without the tags of elements that are nested too deeply, and how many there were. Their text stays.
pub(crate) fn limit_depth(html: &str) -> (String, usize) {
    if is_flat(html) {
        return (html.to_owned(), 0);
    }
    let (depth, removed) = (Rc::new(Cell::new(0_usize)), Cell::new(0_usize));
    let handler = element!("*", |element| {
        if WITHOUT_END.contains(&element.tag_name().as_str()) {
            return Ok(());
        }
        if depth.get() >= MAX_DEPTH {
            removed.set(removed.get() + 1);
            element.remove_and_keep_content();
            return Ok(());
        }
        let own = depth.clone();
        if let Some(handlers) = element.end_tag_handlers() {
            depth.set(depth.get() + 1);
            handlers.push(end_tag!(move |_| {
                own.set(own.get() - 1);
                Ok(())
            }));
        }
        Ok(())
    });
    let settings = RewriteStrSettings::new().append_element_content_handler(handler).with_strict(false);
    let mut limited = rewrite_str(html, settings).unwrap_or_else(|_| html.to_owned());
    // `<p><div></p>` does not end the `div`, which the rewriter does not know.
    while let Some(name) = endless(&limited) {
        let before = removed.get();
        limited = visit(&limited, |element| {
            if element.tag_name() == name {
                removed.set(removed.get() + 1);
                element.remove_and_keep_content();
            }
        });
        if removed.get() == before {
            break;
        }
    }
    (limited, removed.get())
}

/// Returns whether elements are certainly not nested too deeply: an element is open until an end tag with its name. False where a tag may
/// be something else, in a comment or a quoted value.
fn is_flat(html: &str) -> bool {
    let (mut depth, mut open) = (0_usize, HashMap::<String, usize>::new());
    for piece in html.split('<').skip(1) {
        let (is_end, rest) = piece.strip_prefix('/').map_or((false, piece), |rest| (true, rest));
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
        let Some((tag, _)) = piece.split_once('>') else { return false };
        let is_whole = ['"', '\''].iter().all(|quote| tag.matches(*quote).count().is_multiple_of(2));
        if name.is_empty() || !is_whole || markup::is_dropped(&name) {
            return false;
        }
        if WITHOUT_END.contains(&name.as_str()) {
            continue;
        }
        let count = open.entry(name).or_default();
        if !is_end {
            (*count, depth) = (*count + 1, depth + 1);
        } else if *count > 0 {
            (*count, depth) = (*count - 1, depth - 1);
        }
        if depth >= MAX_DEPTH {
            return false;
        }
    }
    true
}

/// Returns the commonest of the elements that are open where they are nested too deeply, for a parser that ends an element only at its
/// own end tag or that of an element around it.
fn endless(html: &str) -> Option<String> {
    static TAG: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^<>"']|"[^"]*"|'[^']*')*"#).expect("a valid expression"));
    let mut open: Vec<String> = Vec::new();
    for tag in TAG.captures_iter(html) {
        let name = tag[2].to_lowercase();
        if WITHOUT_END.contains(&name.as_str()) {
            continue;
        }
        if tag[1].is_empty() {
            open.push(name);
        } else if let Some(begin) = open.iter().rposition(|known| *known == name) {
            open.truncate(begin);
        }
        // The rewriter keeps that many; what it counts differently is rarely much more.
        if open.len() > 2 * MAX_DEPTH {
            let count = |name: &String| open.iter().filter(|known| *known == name).count();
            return open.iter().max_by_key(|name| count(name)).cloned();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_certainly_flat_is_left_alone() {
        for flat in
            ["<p>a < b</p>", &"<div>a</div>".repeat(500), &"<p><em>a</em><li>b<br>".repeat(500), &"<A HREF='x'>a</a>".repeat(500)]
        {
            assert_eq!(is_flat(flat), !flat.contains(" < "), "{flat}");
        }
        for deep in [
            "<div></span>".repeat(500),
            "<div><!-- </div> -->".repeat(500),
            "<div><a title=\"</div>\">a</a>".repeat(500),
            "<div><a title=\"x>y</div>\">a</a>".repeat(500),
            "<div><script>'</div>'</script>".repeat(500),
            "<b><p>a</p>".repeat(500),
        ] {
            assert!(!is_flat(&deep), "{deep}");
        }
    }

    #[test]
    fn elements_beyond_the_limit_are_removed_and_their_text_stays() {
        let html = format!("{}a{}", "<div>".repeat(150), "</div>".repeat(150));
        let (limited, removed) = limit_depth(&html);
        assert_eq!((limited.matches("<div>").count(), limited.matches('a').count(), removed), (100, 1, 50));
        assert_eq!(limit_depth(&"<blockquote>".repeat(101)).1, 1);
        assert_eq!(limit_depth(&"<p><em>a</em><li>b<br>".repeat(500)).1, 0);
        assert_eq!(limit_depth(&"<div>a</div>".repeat(500)).1, 0);
        assert_eq!(limit_depth(&"<p><div>a</p></div>".repeat(500)).1, 0);
        let (limited, removed) = limit_depth(&"<p>a<div></p>".repeat(500));
        assert_eq!((limited.matches("<div").count(), limited.matches('a').count(), removed), (0, 500, 500));
    }
}
