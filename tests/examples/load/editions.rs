//! Our own subjects: the articles as plain HTML, printed by the press, without printed pages, and whole builds.

use std::{env, fs, path::Path, process::Command};

use anyhow::{Context, Result, bail, ensure};
use end_to_end::copy_folder;
use serde_json::{Value, json};

use crate::{
    Subject,
    articles::{Article, escape},
    variable, write,
};

/// Folders of subjects that run our viewer.
pub(crate) const FOLDERS: [&str; 4] = ["printed", "json", "this", "other"];
/// An edition without printed pages answers every address with its one page.
pub(crate) const FALLBACK: &str = "location /json/ { try_files $uri $uri/index.html /json/404.html; }";

/// Prints the articles as plain HTML, with our pages and without.
pub(crate) fn print(root: &Path, articles: &[Article]) -> Result<Vec<Subject>> {
    let manuscripts = tempfile::tempdir()?;
    write_manuscripts(manuscripts.path(), articles)?;
    press(manuscripts.path(), root, "printed", "all")?;
    press(manuscripts.path(), root, "json", "none")?;
    let article = &articles[0];
    write_plain(root, article)?;
    let subject = |name: &str, folder: &str, is_printed, is_application| Subject {
        name: name.to_owned(),
        path: format!("{folder}/articles/{}/", article.id),
        is_printed,
        is_application,
    };
    Ok(vec![
        subject("plain HTML", "plain", true, false),
        subject("ours, printed", "printed", true, true),
        subject("ours, no printed pages", "json", false, true),
    ])
}

fn write_manuscripts(folder: &Path, articles: &[Article]) -> Result<()> {
    let site = json!({
        "title": "The Bench", "language": "en", "url": "https://bench.example/",
        "sections": [{ "id": "news", "title": "News" }],
    });
    write(&folder.join("site.json"), &site.to_string())?;
    for (index, article) in articles.iter().enumerate() {
        let manuscript = json!({
            "id": article.id, "title": article.title, "content_html": article.html(),
            // The measured article is the newest.
            "date_published": format!("2024-03-{:02}T08:00:00Z", 28 - index),
            "_offprint": { "section": "news" },
        });
        write(&folder.join(format!("{index:03}.json")), &manuscript.to_string())?;
    }
    Ok(())
}

fn press(manuscripts: &Path, root: &Path, folder: &str, pages: &str) -> Result<()> {
    let mut press = Command::new(env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    press.args(["run", "--quiet", "--release", "--package", "offprint", "--bin", "offprint", "--", "build"]).arg(manuscripts);
    press.arg("--out").arg(root.join(folder)).arg("--viewer").arg(variable("OFFPRINT_DIST")?);
    press.args(["--pages", pages, "--base", &format!("/{folder}/")]);
    if !press.status().context("cannot run the press")?.success() {
        bail!("the press failed");
    }
    Ok(())
}

/// The text alone, with the style sheet of our pages.
fn write_plain(root: &Path, article: &Article) -> Result<()> {
    let files = fs::read_dir(root.join("printed"))?.flatten().map(|entry| entry.path());
    let style = files.filter(|path| path.extension().is_some_and(|ending| ending == "css")).min();
    fs::create_dir_all(root.join("plain"))?;
    fs::copy(style.context("the edition has no style sheet")?, root.join("plain/style.css"))?;
    let (title, text) = (escape(&article.title), article.html());
    let page = format!(
        r#"<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/plain/style.css">
</head>
<body class="article-page"><main><article class="article" lang="en" dir="ltr"><header class="headline"><h1>{title}</h1></header>
<div class="prose">
{text}</div></article></main></body>
</html>
"#
    );
    write(&root.join(format!("plain/articles/{}/index.html", article.id)), &page)
}

/// Copies two builds with their own sample editions: each was printed by its own press. Measures the front page and
/// the longest illustrated article that both have.
pub(crate) fn copy_builds(root: &Path, this: &Path, other: &Path) -> Result<Vec<Subject>> {
    ensure!(other.join("index.html").is_file(), "there is no edition in {}", other.display());
    copy_folder(this, &root.join("this"))?;
    copy_folder(other, &root.join("other"))?;
    let article = format!("articles/{}/", shared_article(this, other)?);
    let mut subjects = Vec::new();
    for (page, path) in [("front page", ""), ("article with a picture", &article)] {
        for (build, folder) in [("this build", "this"), ("the other build", "other")] {
            let (name, path) = (format!("{page}, {build}"), format!("{folder}/{path}"));
            subjects.push(Subject { name, path, is_printed: true, is_application: true });
        }
    }
    Ok(subjects)
}

/// The id of the longest illustrated English article that both builds have.
fn shared_article(this: &Path, other: &Path) -> Result<String> {
    let files = fs::read_dir(this.join("articles")).context("the edition has no articles")?.flatten();
    let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
    let shared = names.filter(|name| name.ends_with(".json") && other.join("articles").join(name).is_file());
    let illustrated = shared.filter_map(|name| {
        let article: Value = serde_json::from_str(&fs::read_to_string(this.join("articles").join(&name)).ok()?).ok()?;
        let html = article["content_html"].as_str().filter(|html| html.contains("<img"))?;
        (article["language"] == "en").then(|| (html.len(), name.trim_end_matches(".json").to_owned()))
    });
    illustrated.max().map(|(_, id)| id).context("the two builds share no illustrated English article")
}
