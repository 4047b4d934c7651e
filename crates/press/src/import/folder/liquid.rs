//! Liquid, the markup of Jekyll and Eleventy.

use regex::Captures;

use super::{
    super::report::{Category, Report},
    links::Links,
    markup::{self, Arguments},
    settings::Settings,
    text::SourceText,
};
use crate::files;

/// Replaces tags and variables by what they show. Both generators do so in code, too. `settings` are the values of `site` in variables.
pub(super) fn convert(body: &str, text: &SourceText, settings: &Settings, links: &Links, report: &mut Report) -> String {
    regex!(RAW, r"(?s)\{%-?\s*(?:raw|verbatim)\s*-?%\}(.*?)\{%-?\s*end(?:raw|verbatim)\s*-?%\}");
    regex!(COMMENT, r"(?s)\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}\n?|\{#[\s-].*?#\}");
    regex!(HIGHLIGHT, r"(?s)\{%-?\s*highlight\s+(.*?)\s*-?%\}(.*?)\{%-?\s*endhighlight\s*-?%\}");
    regex!(TAG, r#"(?s)\{%-?\s*(\w+)\s*(.*?)\s*-?%\}"#);
    regex!(VARIABLE, r"(?s)\{\{-?\s*(.*?)\s*-?\}\}");
    if !body.contains("{%") && !body.contains("{{") && !body.contains("{#") {
        return body.to_owned();
    }
    let name = files::shown(&text.source);
    // What is only shown is put back in the end.
    let mut raw = Vec::new();
    let body = RAW.replace_all(body, |found: &Captures| {
        raw.push(found[1].to_owned());
        format!("\u{E000}{}\u{E000}", raw.len() - 1)
    });
    let body = COMMENT.replace_all(&body, "");
    let body = HIGHLIGHT.replace_all(&body, |found: &Captures| {
        report.add(Category::Changed, "{% highlight %}, now code blocks", &name);
        let language = found[1].split_whitespace().next().unwrap_or_default().trim_matches(['"', '\'']);
        markup::shown(markup::code(language, &found[2]), text.is_html)
    });
    let body = TAG.replace_all(&body, |found: &Captures| {
        let is_address = matches!(&found[1], "post_url" | "link");
        let shown = tag(&found[1], &found[2], text, links).map(|shown| markup::shown(shown, text.is_html && !is_address));
        let (category, what) = match &shown {
            Some(_) => (Category::Changed, format!("{{% {} %}}, now Markdown or HTML", &found[1])),
            // What begins has been named.
            None if found[1].starts_with("end") || found[1].starts_with("els") => return String::new(),
            None => (Category::LeftOut, format!("{{% {} %}}, which only Liquid understands; the text inside stays", &found[1])),
        };
        report.add(category, &what, &name);
        shown.unwrap_or_default()
    });
    let body = VARIABLE.replace_all(&body, |found: &Captures| {
        let shown = variable(&found[1], text, settings);
        if shown.is_none() {
            report.add(Category::LeftOut, "variables of Liquid without a value", format!("{name}: {{{{ {} }}}}", &found[1]));
        }
        shown.unwrap_or_default()
    });
    regex!(KEPT, "\u{E000}(\\d+)\u{E000}");
    let kept = |found: &Captures| found[1].parse().ok().and_then(|index: usize| raw.get(index).cloned()).unwrap_or_default();
    KEPT.replace_all(&body, kept).into_owned()
}

/// Returns what a tag shows.
fn tag(name: &str, arguments: &str, text: &SourceText, links: &Links) -> Option<String> {
    let parsed = Arguments::parse(arguments);
    let first = parsed.positional.first().map(String::as_str);
    match name {
        "post_url" | "link" => {
            let written = arguments.trim();
            let target = links.resolve(text, &format!("/{}", written.trim_start_matches(['/', '_'])));
            Some(Links::address(target.or_else(|| links.by_name(written))?, ""))
        }
        "youtube" | "vimeo" => Some(markup::video_link(name, first.or_else(|| parsed.get(&["id"]))?, None)),
        "gist" => Some(format!("[Gist](https://gist.github.com/{})", first?)),
        // Octopress: classes, the address, the size, the title.
        "img" => {
            let source = parsed.positional.iter().find(|word| word.contains(['.', '/']))?;
            let after = parsed.positional.iter().skip_while(|word| *word != source).skip(1);
            let words: Vec<&str> = after.map(String::as_str).filter(|word| word.parse::<u32>().is_err()).collect();
            Some(markup::figure(source, &words.join(" "), "", ""))
        }
        "image" => Some(markup::figure(first?, parsed.positional.get(1).map_or("", String::as_str), "", "")),
        "include" | "include_relative" | "render" => {
            if let Some(id) = parsed.get(&["id", "video_id"]).filter(|_| first.is_some_and(|file| file.contains("youtube"))) {
                return Some(markup::video_link("youtube", id, None));
            }
            let source = parsed.get(&["src", "url", "image_path", "path", "file", "image"])?;
            let is_picture = mime_guess::from_path(source).first().is_some_and(|kind| kind.type_() == "image");
            let texts = |names| parsed.get(names).unwrap_or_default();
            is_picture.then(|| markup::figure(source, texts(&["alt"]), texts(&["caption", "title"]), texts(&["link", "href"])))
        }
        _ => None,
    }
}

/// Returns what a variable shows, with its filters.
fn variable(expression: &str, text: &SourceText, settings: &Settings) -> Option<String> {
    let mut parts = expression.split('|').map(str::trim);
    let value = parts.next()?;
    let is_known = parts.all(|filter| {
        let filter = filter.split(':').next().unwrap_or_default().trim();
        matches!(filter, "relative_url" | "absolute_url" | "url" | "prepend" | "escape" | "safe" | "strip" | "uri_escape")
    });
    let quoted = ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    match (quoted, value) {
        _ if !is_known => None,
        (Some(quoted), _) => Some(quoted.to_owned()),
        (None, "site.baseurl" | "site.url" | "site.github.url" | "site.root") => Some(String::new()),
        (None, "page.title" | "title") => text.text("title").map(str::to_owned),
        (None, "page.date" | "date") => text.text("date").map(str::to_owned),
        (None, "page.description" | "page.excerpt" | "description") => text.text("summary").map(str::to_owned),
        (None, name) => {
            let (group, name) = name.split_once('.')?;
            let keys: Vec<&str> = name.split('.').collect();
            let of_page = || text.text(name).or_else(|| text.fields.get("extra")?.get(name)?.as_str());
            if group == "page" { of_page() } else { settings.text(&keys).filter(|_| group == "site") }.map(str::to_owned)
        }
    }
}
