//! The peers that people would choose, each built for production from the same articles: docsify, VitePress, Docusaurus.
//! Their settings are in `tests/bench/peers`; `cargo xtask bench load` installs them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use end_to_end::copy_folder;
use serde_json::{Value, json};

use crate::{Subject, articles::Article, variable, write};

/// Builds all peers into folders of `root`.
pub(crate) fn build(root: &Path, articles: &[Article]) -> Result<Vec<Subject>> {
    let modules = variable("OFFPRINT_NODE_MODULES")?;
    docsify(&modules, root, articles)?;
    vitepress(&modules, root, articles)?;
    docusaurus(&modules, root, articles)?;
    let id = &articles[0].id;
    let subject = |package: &str, name: &str, path, is_printed| -> Result<Subject> {
        Ok(Subject { name: format!("{name} {}", version(&modules, package)?), path, is_printed, is_application: true })
    };
    Ok(vec![
        subject("docsify", "docsify", format!("docsify/#/articles/{id}"), false)?,
        subject("vitepress", "VitePress", format!("vitepress/articles/{id}/"), true)?,
        subject("@docusaurus/core", "Docusaurus", format!("docusaurus/articles/{id}/"), true)?,
    ])
}

fn version(modules: &Path, package: &str) -> Result<String> {
    let path = modules.join(package).join("package.json");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let package: Value = serde_json::from_str(&text).with_context(|| format!("cannot understand {}", path.display()))?;
    Ok(package["version"].as_str().unwrap_or_default().to_owned())
}

/// docsify has no build: the browser fetches and renders the Markdown.
fn docsify(modules: &Path, root: &Path, articles: &[Article]) -> Result<()> {
    let folder = root.join("docsify");
    copy_folder(&settings("docsify"), &folder)?;
    fs::copy(modules.join("docsify/lib/docsify.min.js"), folder.join("docsify.min.js"))?;
    // Its theme imports web fonts of a third party; no peer ships fonts.
    let theme = fs::read_to_string(modules.join("docsify/lib/themes/vue.css")).context("docsify has no theme vue.css")?;
    let theme = match theme.strip_prefix("@import") {
        Some(rest) => rest.split_once(");").map_or("", |(_, rest)| rest).to_owned(),
        None => theme,
    };
    write(&folder.join("theme.css"), &theme)?;
    write(&folder.join("README.md"), &list(articles, ""))?;
    for (article, next) in with_next(articles) {
        write(&folder.join(format!("articles/{}.md", article.id)), &markdown(article, next, ""))?;
    }
    Ok(())
}

fn vitepress(modules: &Path, root: &Path, articles: &[Article]) -> Result<()> {
    let source = source("vitepress", modules)?;
    let source = source.path();
    write(&source.join("index.md"), &list(articles, "/"))?;
    for (article, next) in with_next(articles) {
        write(&source.join(format!("articles/{}/index.md", article.id)), &markdown(article, next, "/"))?;
    }
    let names: Vec<Value> = articles.iter().map(|article| json!({ "id": article.id, "title": article.title })).collect();
    write(&source.join("articles.json"), &Value::from(names).to_string())?;
    run(modules, "vitepress", &["build", ".", "--outDir"], source, &root.join("vitepress"))
}

fn docusaurus(modules: &Path, root: &Path, articles: &[Article]) -> Result<()> {
    let source = source("docusaurus", modules)?;
    let docs = source.path().join("docs");
    write(&docs.join("index.md"), &list(articles, "/"))?;
    for (article, next) in with_next(articles) {
        // Else numbers at the beginning of a name are taken for its place in the order.
        let front_matter = format!("---\nslug: /articles/{}/\n---\n\n", article.id);
        write(&docs.join(format!("{}.md", article.id)), &(front_matter + &markdown(article, next, "/")))?;
    }
    run(modules, "docusaurus", &["build", "--out-dir"], source.path(), &root.join("docusaurus"))
}

/// A temporary folder with a peer's settings, in which its packages are found.
fn source(peer: &str, modules: &Path) -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    copy_folder(&settings(peer), folder.path())?;
    std::os::unix::fs::symlink(modules, folder.path().join("node_modules")).context("cannot link node_modules")?;
    Ok(folder)
}

fn settings(peer: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("bench/peers").join(peer)
}

fn run(modules: &Path, program: &str, arguments: &[&str], source: &Path, out: &Path) -> Result<()> {
    eprintln!("==> building {program}");
    let mut command = Command::new(modules.join(".bin").join(program));
    let output =
        command.args(arguments).arg(out).current_dir(source).output().with_context(|| format!("cannot run {program}"))?;
    if !output.status.success() {
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        bail!("{program} failed:\n{out}{err}");
    }
    Ok(())
}

fn with_next(articles: &[Article]) -> impl Iterator<Item = (&Article, &Article)> {
    articles.iter().zip(articles.iter().cycle().skip(1))
}

fn list(articles: &[Article], ending: &str) -> String {
    let links = articles.iter().map(|article| format!("- {}\n", link(article, ending)));
    format!("# The Bench\n\n{}", links.collect::<String>())
}

/// An article in Markdown that ends with a link to the next one.
fn markdown(article: &Article, next: &Article, ending: &str) -> String {
    format!("# {}\n\n{}\n\n{}\n", article.title, article.paragraphs.join("\n\n"), link(next, ending))
}

fn link(article: &Article, ending: &str) -> String {
    format!("[{}](/articles/{}{ending})", article.title, article.id)
}
