//! Cards, which both Lexical and Mobiledoc have: pictures, films, call-outs, code and others.

use serde_json::Value;

use super::super::report::{Category, Report};
use crate::body::{
    html::{encode_attribute, escape},
    markdown,
};

/// What a card becomes.
enum Card {
    Html(String),
    /// Nothing on purpose: what has nothing to show, or was not for everybody.
    Nothing,
    /// The public part of the text ends here.
    End,
    /// Nobody knows this card.
    Unknown,
}

/// Adds what a card shows to HTML, and reports what it does not show. Returns whether the public part of the text goes on.
pub(super) fn push(html: &mut String, name: &str, card: &Value, post: &str, report: &mut Report) -> bool {
    match convert(name, card) {
        Card::Html(shown) => html.push_str(&(shown + "\n")),
        Card::Nothing => report.add(Category::LeftOut, &format!("cards “{name}”, which show nothing, or not to everybody"), post),
        Card::Unknown => report.add(Category::LeftOut, &format!("cards “{name}”, which are not known"), post),
        Card::End => {
            report.add(Category::LeftOut, "what is behind a paywall", post);
            return false;
        }
    }
    true
}

/// Converts a card. Names are those of Lexical and Mobiledoc.
fn convert(name: &str, card: &Value) -> Card {
    let raw = |field: &str| card[field].as_str().unwrap_or_default().trim();
    let text = |field: &str| escape(raw(field));
    let attribute = |field: &str| encode_attribute(raw(field));
    if is_hidden(card) {
        return Card::Nothing;
    }
    let html = match name {
        "image" if raw("src").is_empty() || raw("src").starts_with('<') => return Card::Nothing,
        "image" => {
            let picture = picture(raw("src"), raw("alt"));
            let picture = if raw("href").is_empty() { picture } else { link(raw("href"), &picture) };
            figure(&picture, raw("caption"))
        }
        "gallery" => {
            let pictures = card["images"].as_array().into_iter().flatten().filter_map(|image| {
                let source = image["src"].as_str().filter(|source| !source.is_empty())?;
                let caption = image["caption"].as_str().unwrap_or_default();
                Some(figure(&picture(source, image["alt"].as_str().unwrap_or_default()), caption))
            });
            let pictures: Vec<String> = pictures.collect();
            let caption = if raw("caption").is_empty() { String::new() } else { format!("\n<p>{}</p>", raw("caption")) };
            pictures.join("\n") + &caption
        }
        "code" | "codeblock" => {
            let language = raw("language").split_whitespace().next().unwrap_or_default().to_owned();
            let class =
                if language.is_empty() { String::new() } else { format!(" class=\"language-{}\"", encode_attribute(&language)) };
            let code = format!("<pre><code{class}>{}</code></pre>", escape(card["code"].as_str().unwrap_or_default()));
            if raw("caption").is_empty() { code } else { figure(&code, raw("caption")) }
        }
        "html" => raw("html").to_owned(),
        "markdown" | "card-markdown" => markdown::to_html(raw("markdown")),
        "hr" | "horizontalrule" => "<hr>".to_owned(),
        "bookmark" => {
            let metadata = &card["metadata"];
            let of = |field: &str| metadata[field].as_str().unwrap_or_default().trim();
            let address = if raw("url").is_empty() { of("url") } else { raw("url") };
            let title = if of("title").is_empty() { address } else { of("title") };
            let description =
                if of("description").is_empty() { String::new() } else { format!(": {}", escape(of("description"))) };
            paragraph(&format!("{}{description}", link(address, &escape(title))))
        }
        "embed" => {
            let title = card["metadata"]["title"].as_str().unwrap_or_default().trim();
            let shown = if title.is_empty() { raw("url") } else { title };
            if raw("url").is_empty() { raw("html").to_owned() } else { paragraph(&link(raw("url"), &escape(shown))) }
        }
        "callout" => {
            let emoji = if raw("calloutEmoji").is_empty() { String::new() } else { format!("{} ", text("calloutEmoji")) };
            let text = raw("calloutText");
            if text.contains("<p>") {
                format!("<blockquote>{emoji}{text}</blockquote>")
            } else {
                format!("<blockquote><p>{emoji}{text}</p></blockquote>")
            }
        }
        "toggle" => format!("<details><summary>{}</summary>{}</details>", raw("heading"), raw("content")),
        "button" => paragraph(&link(raw("buttonUrl"), &text("buttonText"))),
        "video" | "audio" if raw("src").is_empty() => return Card::Nothing,
        "video" => figure(&format!("<video controls src=\"{}\"></video>", attribute("src")), raw("caption")),
        "audio" => figure(&format!("<audio controls src=\"{}\"></audio>", attribute("src")), &text("title")),
        "file" => {
            let title = if raw("fileTitle").is_empty() { text("fileName") } else { text("fileTitle") };
            let caption = if raw("fileCaption").is_empty() { String::new() } else { format!(": {}", text("fileCaption")) };
            paragraph(&format!("{}{caption}", link(raw("src"), &title)))
        }
        "header" => {
            let heading = format!("<h2>{}</h2>", raw("header"));
            let below = if raw("subheader").is_empty() { String::new() } else { format!("\n<p>{}</p>", raw("subheader")) };
            heading + &below + &button(card, "buttonText", "buttonUrl")
        }
        "product" => {
            let picture = if raw("productImageSrc").is_empty() {
                String::new()
            } else {
                figure(&picture(raw("productImageSrc"), ""), "") + "\n"
            };
            let heading = format!("{picture}<h3>{}</h3>\n{}", raw("productTitle"), raw("productDescription"));
            heading + &button(card, "productButton", "productUrl")
        }
        "call-to-action" => format!("<p>{}</p>", raw("textValue")) + &button(card, "buttonText", "buttonUrl"),
        "before-after" => {
            let one = |side: &str| card[side]["src"].as_str().map(|source| figure(&picture(source, ""), "")).unwrap_or_default();
            format!("{}\n{}", one("beforeImage"), one("afterImage"))
        }
        "email" | "email-cta" | "signup" | "transistor" => return Card::Nothing,
        "paywall" => return Card::End,
        _ => return Card::Unknown,
    };
    Card::Html(html)
}

/// Returns whether a card was not shown to everybody on the web: only in mails, or only to members.
fn is_hidden(card: &Value) -> bool {
    let visibility = &card["visibility"];
    visibility["web"]["nonMember"] == false || visibility["emailOnly"] == true || visibility["showOnWeb"] == false
}

fn picture(source: &str, alternative: &str) -> String {
    format!("<img src=\"{}\" alt=\"{}\">", encode_attribute(source), encode_attribute(alternative))
}

fn link(address: &str, html: &str) -> String {
    format!("<a href=\"{}\">{html}</a>", encode_attribute(address))
}

fn paragraph(html: &str) -> String {
    format!("<p>{html}</p>")
}

fn figure(html: &str, caption: &str) -> String {
    let caption = if caption.is_empty() { String::new() } else { format!("<figcaption>{caption}</figcaption>") };
    format!("<figure>{html}{caption}</figure>")
}

/// Returns a link that was a button, if there is one.
fn button(card: &Value, title: &str, address: &str) -> String {
    let text = |field: &str| card[field].as_str().map(str::trim).filter(|text| !text.is_empty());
    match (text(title), text(address)) {
        (Some(title), Some(address)) => format!("\n{}", paragraph(&link(address, &escape(title)))),
        _ => String::new(),
    }
}
