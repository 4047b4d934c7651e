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
    markup,
    text::SourceText,
};
use crate::{
    body::code::{outside_blocks, outside_code},
    files,
};

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

    fn is_page(&self, _text: &SourceText) -> bool {
        false
    }

    fn rename_fields(&self, text: &mut SourceText, report: &mut Report) {
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
        text.set_texts("tags", tags);
        // Another name of a note is no address.
        text.other_names = [text.take_texts("aliases"), text.take_texts("alias")].concat();
        if text.is_false("publish") {
            text.make_draft("notes that were not published, now drafts", report);
        }
        text.take_section_of_folder();
        text.take_permalink("permalink");
    }

    fn address(&self, text: &SourceText) -> Option<String> {
        text.permalink.as_ref().map(|permalink| format!("/{}", permalink.trim_start_matches('/')))
    }

    fn convert(&self, text: &SourceText, links: &Links, report: &mut Report) -> String {
        regex!(QUERY, r"(?ms)^[ \t]*```[ \t]*(?:dataview|dataviewjs|query|tasks|tracker)[ \t]*\n.*?^[ \t]*```[ \t]*\n?");
        let name = files::shown(&text.source);
        let body = QUERY.replace_all(&text.body, |_: &Captures| {
            report.add(Category::LeftOut, "lists that a plugin of Obsidian makes", &name);
            ""
        });
        let body = outside_blocks(&body, |lines| without_block_names(&markup::tasks(&markup::alerts(lines))));
        let mut missing = Vec::new();
        let body = outside_code(&body, |piece| wiki_links(&comments_and_marks(piece), text, links, &mut missing));
        for link in missing {
            report.add(Category::Changed, "links to notes that are not there, now text", format!("{name}: {link}"));
        }
        body
    }
}

/// Returns the tags in a text: `#port`, `#port/ships`.
fn inline_tags(body: &str) -> Vec<String> {
    regex!(TAG, r"(?m)(?:^|\s)#([\p{L}\p{N}_/-]*[\p{L}_][\p{L}\p{N}_/-]*)");
    let mut tags = Vec::new();
    outside_code(body, |piece| {
        tags.extend(TAG.captures_iter(piece).map(|found| found[1].to_owned()));
        String::new()
    });
    tags
}

/// Removes the names of blocks, at the end of a line or on a line of their own.
fn without_block_names(text: &str) -> String {
    regex!(BLOCK, r"(?m)[ \t]+\^[A-Za-z0-9-]+[ \t]*$|^\^[A-Za-z0-9-]+[ \t]*$");
    BLOCK.replace_all(text, "").into_owned()
}

/// Removes comments, and marks what is highlighted.
fn comments_and_marks(text: &str) -> String {
    regex!(COMMENT, r"(?s)%%.*?%%");
    regex!(MARK, r"==([^=\s](?:[^=\n]*[^=\s])?)==");
    MARK.replace_all(&COMMENT.replace_all(text, ""), "<mark>$1</mark>").into_owned()
}

/// Makes links and pictures of what is in double brackets. `missing` gets the links to notes that are not there.
fn wiki_links(text: &str, note: &SourceText, links: &Links, missing: &mut Vec<String>) -> String {
    regex!(LINK, r"(!?)\[\[([^\[\]|\n]*)(?:\\?\|([^\]\n]*))?\]\]");
    let change = |found: &Captures| {
        let (is_embed, written) = (&found[1] == "!", found[2].trim().trim_end_matches('\\'));
        let (path, fragment) = written.split_once('#').map_or((written, ""), |(path, fragment)| (path, fragment));
        let target = if path.is_empty() {
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
            _ => target.and_then(|target| links.title(target)).filter(|_| is_embed).unwrap_or(path).to_owned(),
        };
        let is_picture =
            mime_guess::from_path(path).first().is_some_and(|kind| matches!(kind.type_().as_str(), "image" | "audio" | "video"));
        match target {
            Some(target) if is_embed && is_picture => {
                // What is behind the bar may be a size.
                let is_size = |label: &&str| label.chars().all(|c| c.is_ascii_digit() || c == 'x');
                format!("![{}]({})", label.filter(|label| !is_size(label)).unwrap_or_default(), Links::address(target, ""))
            }
            Some(target) => {
                format!("[{}]({}{anchor})", label.unwrap_or(&default).replace(['[', ']'], ""), Links::address(target, ""))
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
        assert_eq!(comments_and_marks("A %%secret%% ==b c== d\na == b == c\n"), "A  <mark>b c</mark> d\na == b == c\n");
        assert_eq!(without_block_names("a ^block-1\nb ^2\n"), "a\nb\n");
    }

    #[test]
    fn tags_are_words_after_a_number_sign() {
        assert_eq!(inline_tags("#port and #ships/white, #1984 `#code`\n# Heading\n(#no)"), ["port", "ships/white"]);
    }
}
