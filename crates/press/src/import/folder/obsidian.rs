//! Obsidian: a vault of notes with links between double brackets.

use std::path::Path;

use regex::Captures;

use super::{
    super::{
        Publication,
        report::{Category, Report},
    },
    Generator, Role,
    links::Links,
    markup::{self, regex},
    text::Text,
};
use crate::{body::code::outside_code, files};

pub(super) struct Obsidian;

impl Generator for Obsidian {
    fn describe(&self, _publication: &mut Publication) {}

    fn role(&self, path: &Path) -> Role {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_template = path.iter().any(|part| part.eq_ignore_ascii_case("templates"));
        match () {
            () if is_template || name.ends_with(".excalidraw.md") || name.ends_with(".canvas") || name.ends_with(".base") => {
                Role::Tool
            }
            () if name.ends_with(".md") => Role::Text(path.to_owned()),
            () => Role::File(path.to_owned()),
        }
    }

    fn is_page(&self, _text: &Text) -> bool {
        false
    }

    fn shape(&self, text: &mut Text, report: &mut Report) {
        // The title is the name of the file.
        let stem = text.source.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        text.fields.entry("title").or_insert_with(|| stem.into());
        let listed = |written: Vec<String>| -> Vec<String> {
            let words = written.iter().flat_map(|text| text.split([',', ' '])).map(|tag| tag.trim().trim_start_matches('#'));
            words.filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
        };
        let mut tags = listed(text.take_texts("tags"));
        tags.extend(listed(text.take_texts("tag")));
        for tag in inline_tags(&text.body) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        if !tags.is_empty() {
            text.fields.insert("tags".to_owned(), tags.into());
        }
        // Another name of a note is no address.
        let mut names = text.take_texts("aliases");
        names.extend(text.take_texts("alias"));
        if !names.is_empty() {
            text.fields.insert("_names".to_owned(), names.into());
        }
        if text.is_false("publish") {
            text.make_draft("notes that were not published, now drafts", report);
        }
        for name in ["cssclasses", "cssclass", "publish"] {
            text.fields.remove(name);
        }
        text.take_section_of_folder();
        text.take_permalink("permalink");
    }

    fn address(&self, text: &Text) -> Option<String> {
        text.permalink.as_ref().map(|permalink| format!("/{}", permalink.trim_start_matches('/')))
    }

    fn convert(&self, text: &Text, links: &Links, report: &mut Report) -> String {
        regex!(QUERY, r"(?ms)^[ \t]*```[ \t]*(?:dataview|dataviewjs|query|tasks|tracker)[ \t]*\n.*?^[ \t]*```[ \t]*\n?");
        let name = files::shown(&text.source);
        let body = QUERY.replace_all(&text.body, |_: &Captures| {
            report.add(Category::LeftOut, "lists that a plugin of Obsidian makes", &name);
            ""
        });
        let missing = std::cell::RefCell::new(Vec::new());
        let changed = |piece: &str| {
            let piece = comments_and_marks(piece);
            let piece = wiki_links(&piece, text, links, &mut missing.borrow_mut());
            markup::tasks(&markup::alerts(&piece))
        };
        let body = outside_code(&body, changed);
        for link in missing.into_inner() {
            report.add(Category::Changed, "links to notes that are not there, now text", format!("{name}: {link}"));
        }
        body
    }
}

/// Returns the tags in a text: `#port`, `#port/ships`.
fn inline_tags(body: &str) -> Vec<String> {
    regex!(TAG, r"(?m)(?:^|\s)#([\p{L}\p{N}_/-]*[\p{L}_][\p{L}\p{N}_/-]*)");
    let tags = std::cell::RefCell::new(Vec::new());
    outside_code(body, |piece| {
        tags.borrow_mut().extend(TAG.captures_iter(piece).map(|found| found[1].to_owned()));
        String::new()
    });
    tags.into_inner()
}

/// Removes comments and the names of blocks, and marks what is highlighted.
fn comments_and_marks(text: &str) -> String {
    regex!(COMMENT, r"(?s)%%.*?%%");
    regex!(BLOCK, r"(?m)[ \t]+\^[A-Za-z0-9-]+[ \t]*$|^\^[A-Za-z0-9-]+[ \t]*$");
    regex!(MARK, r"==([^=\s](?:[^=\n]*[^=\s])?)==");
    let text = COMMENT.replace_all(text, "");
    let text = BLOCK.replace_all(&text, "");
    MARK.replace_all(&text, "<mark>$1</mark>").into_owned()
}

/// Makes links and pictures of what is in double brackets. `missing` gets the links to notes that are not there.
fn wiki_links(text: &str, note: &Text, links: &Links, missing: &mut Vec<String>) -> String {
    regex!(LINK, r"(!?)\[\[([^\[\]|\n]*)(?:\\?\|([^\]\n]*))?\]\]");
    let change = |found: &Captures| {
        let (is_embed, written) = (&found[1] == "!", found[2].trim().trim_end_matches('\\'));
        let (path, fragment) = written.split_once('#').map_or((written, ""), |(path, fragment)| (path, fragment));
        let place = if path.is_empty() {
            None
        } else {
            links.resolve(note, &format!("/{path}")).or_else(|| links.resolve(note, path)).or_else(|| links.by_name(path))
        };
        let label = found.get(3).map(|label| label.as_str().trim()).filter(|label| !label.is_empty());
        let fragment = fragment.rsplit('#').next().filter(|fragment| !fragment.is_empty() && !fragment.starts_with('^'));
        let anchor = fragment.map(|fragment| format!("#{}", edition::slug(fragment))).unwrap_or_default();
        let default = match (path.is_empty(), fragment) {
            (true, Some(fragment)) => fragment.to_owned(),
            (false, Some(fragment)) if !is_embed => format!("{path} > {fragment}"),
            _ => place.and_then(|place| links.title(place)).filter(|_| is_embed).unwrap_or(path).to_owned(),
        };
        let is_picture =
            mime_guess::from_path(path).first().is_some_and(|kind| matches!(kind.type_().as_str(), "image" | "audio" | "video"));
        match place {
            Some(place) if is_embed && is_picture => {
                // What is behind the bar may be a size.
                let is_size = |label: &&str| label.chars().all(|c| c.is_ascii_digit() || c == 'x');
                format!("![{}]({})", label.filter(|label| !is_size(label)).unwrap_or_default(), Links::address(place, ""))
            }
            Some(place) => {
                format!("[{}]({}{anchor})", label.unwrap_or(&default).replace(['[', ']'], ""), Links::address(place, ""))
            }
            None if path.is_empty() && !anchor.is_empty() => format!("[{}]({anchor})", label.unwrap_or(&default)),
            None => {
                missing.push(written.to_owned());
                label.unwrap_or(&default).to_owned()
            }
        }
    };
    LINK.replace_all(text, change).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_highlights_are_marked() {
        assert_eq!(comments_and_marks("A %%secret%% ==b c== d ^block-1\na == b == c\n"), "A  <mark>b c</mark> d\na == b == c\n");
    }

    #[test]
    fn tags_are_words_after_a_number_sign() {
        assert_eq!(inline_tags("#port and #ships/white, #1984 `#code`\n# Heading\n(#no)"), ["port", "ships/white"]);
    }
}
