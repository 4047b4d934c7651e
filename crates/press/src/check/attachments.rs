//! The files that an article is published with: sound, film, documents.

use std::path::{Path, PathBuf};

use edition::{Address, Article, Attachment};

use super::{
    film::{self, FilmParts},
    findings::Findings,
    link_targets::LinkTargets,
};
use crate::{
    body::html::{encode_attribute, escape, readable},
    files,
    load::{
        locate::Step,
        media_file::{self, Target},
    },
    origins,
    pictures::inspect,
    problem::Kind,
};

/// Resolves the attachments of an article. Returns their players and links, for the head of the body, and the files that they need.
/// One that is missing is reported and left out.
pub(super) fn resolve(
    targets: &LinkTargets<'_>,
    path: &Path,
    article: &mut Article,
    findings: &mut Findings<'_>,
) -> (String, Vec<PathBuf>) {
    let (mut players, mut used, mut found) = (String::new(), Vec::new(), Vec::new());
    for (index, mut attachment) in std::mem::take(&mut article.attachments).into_iter().enumerate() {
        let steps = [Step::Key("attachments".into()), Step::Index(index), Step::Key("url".into())];
        let shown = readable(attachment.url.as_str());
        let mut parts = FilmParts::default();
        if !attachment.url.is_relative() {
            if targets.site.is_some_and(|site| !origins::allows(site, &attachment.url)) && is_played(&attachment) {
                findings.warn_field(Kind::BlockedOrigin, &steps, origins::blocked(&attachment.url));
            }
        } else if let Target::File(file, _) = media_file::follow(targets.content, path, &attachment.url) {
            let length = std::fs::metadata(targets.content.root.join(&file)).map(|data| data.len()).ok();
            attachment.size_in_bytes = length.or(attachment.size_in_bytes);
            if let Some(url) = media_file::address(&file) {
                attachment.url = url;
            }
            let start = files::read_start(&targets.content.root.join(&file)).unwrap_or_default();
            if let Some(why) = inspect::placeholder(&start) {
                let message = format!("{shown} is published, but of no use, because {why}.");
                findings.warn_field(Kind::Picture, &steps, message);
            }
            if is_played_file(&attachment.url) {
                parts = film::parts(targets, &file, &article.language);
                used.extend(parts.files().cloned());
            }
            used.push(file);
        } else {
            let message = format!("{} The article is published without it.", media_file::no_file(&shown));
            findings.warn_field(Kind::MissingFile, &steps, message);
            continue;
        }
        if attachment.mime_type.is_empty() {
            attachment.mime_type = mime_type(attachment.url.as_str()).to_owned();
        }
        players.push_str(&player(&attachment, &shown, &parts));
        found.push(attachment);
    }
    article.attachments = found;
    (players, used)
}

fn is_played(attachment: &Attachment) -> bool {
    attachment.mime_type.starts_with("audio/") || attachment.mime_type.starts_with("video/")
}

/// Returns whether the name of a file is that of a sound or a film.
fn is_played_file(url: &Address) -> bool {
    ["audio/", "video/"].iter().any(|kind| mime_type(url.as_str()).starts_with(kind))
}

/// Returns the markup of an attachment: a player with a link to the file, or the link alone.
fn player(attachment: &Attachment, shown: &str, parts: &FilmParts) -> String {
    let name = shown.rsplit('/').next().unwrap_or(shown);
    let title = attachment.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(name);
    let url = encode_attribute(attachment.url.as_str());
    let link = format!("<a href=\"{url}\" download=\"\">{}</a>", escape(title));
    match attachment.mime_type.split('/').next() {
        Some(kind @ ("audio" | "video")) => {
            let (attributes, tracks) = (film::attributes(parts, kind), film::tracks(parts));
            format!("<figure><{kind} src=\"{url}\"{attributes}>{tracks}</{kind}><figcaption>{link}</figcaption></figure>\n")
        }
        _ => format!("<p>{link}</p>\n"),
    }
}

/// Returns the media type of a file by the end of its name.
fn mime_type(address: &str) -> &'static str {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    match path.rsplit('.').next().unwrap_or_default() {
        "mp3" => "audio/mpeg",
        "m4a" | "aac" => "audio/mp4",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "flac" => "audio/flac",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mov" => "video/quicktime",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "epub" => "application/epub+zip",
        "csv" => "text/csv",
        "txt" => "text/plain",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_and_film_get_a_player_and_other_files_a_link() {
        let attachment = |mime_type: &str, title: Option<&str>| Attachment {
            url: Address::parse("media/a%20b.mp3").expect("an address"),
            mime_type: mime_type.into(),
            title: title.map(str::to_owned),
            size_in_bytes: None,
            duration_in_seconds: None,
        };
        assert_eq!(
            player(&attachment("audio/mpeg", Some("Talk & tea")), "a b.mp3", &FilmParts::default()),
            "<figure><audio src=\"media/a%20b.mp3\"></audio><figcaption><a href=\"media/a%20b.mp3\" download=\"\">Talk &amp; tea</a></figcaption></figure>\n"
        );
        assert!(player(&attachment("video/mp4", None), "x/a b.mp3", &FilmParts::default()).contains("<video src="));
        assert_eq!(
            player(&attachment("application/pdf", None), "x/a b.pdf", &FilmParts::default()),
            "<p><a href=\"media/a%20b.mp3\" download=\"\">a b.pdf</a></p>\n"
        );
    }

    #[test]
    fn the_media_type_follows_the_name() {
        assert_eq!(
            [mime_type("a.MP3"), mime_type("b/c.webm?x=1"), mime_type("noend")],
            ["audio/mpeg", "video/webm", "application/octet-stream"]
        );
    }
}
