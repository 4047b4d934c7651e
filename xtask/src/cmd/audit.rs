//! What others make of the release edition: a validator of HTML, the schema of sitemaps, a reader of previews.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{
    project::{command, dist, root, run},
    tools::{self, say},
};

/// Shows every page of `dist/` to the Nu checker, the sitemap to its schema, a page to a reader of Open Graph.
pub(crate) fn run_all() -> Result<()> {
    let modules = tools::validators()?;
    let mut pages = Vec::new();
    find_pages(&dist(), &mut pages)?;
    if pages.is_empty() {
        bail!("there are no pages in dist/: run `cargo xtask dist` first");
    }
    say(&format!("the Nu checker reads {} pages", pages.len()));
    let jar = modules.join("vnu-jar/build/dist/vnu.jar").display().to_string();
    run(command("java", &["-jar", &jar, "--errors-only"]).args(&pages))?;
    sitemap(&modules)?;
    preview(&modules)
}

fn find_pages(folder: &Path, pages: &mut Vec<PathBuf>) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}: run `cargo xtask dist` first", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            find_pages(&path, pages)?;
        } else if path.extension().is_some_and(|ending| ending == "html") {
            pages.push(path);
        }
    }
    pages.sort();
    Ok(())
}

fn sitemap(modules: &Path) -> Result<()> {
    say("the sitemap is held against its schema");
    let import = |space: &str, path: PathBuf| {
        format!("<xs:import namespace=\"http://www.{space}\" schemaLocation=\"{}\"/>", path.display())
    };
    let schema = format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">{}{}</xs:schema>",
        import("sitemaps.org/schemas/sitemap/0.9", modules.join("sitemap/schema/sitemap.xsd")),
        import("google.com/schemas/sitemap-image/1.1", root().join("tests/schema/sitemap-image.xsd"))
    );
    let path = root().join("target/sitemap.xsd");
    fs::write(&path, schema).with_context(|| format!("cannot write {}", path.display()))?;
    run(command("xmllint", &["--noout", "--nonet", "--schema"]).arg(&path).arg(dist().join("sitemap.xml")))
}

/// A page of the sample edition that has everything a preview can show.
fn preview(modules: &Path) -> Result<()> {
    say("a reader of Open Graph reads an article");
    let script = "const [modules, page] = process.argv.slice(1);
        require(modules + '/open-graph-scraper')({ html: require('fs').readFileSync(page, 'utf8') }).then(({ result }) => {
            const missing = ['ogTitle', 'ogDescription', 'ogUrl', 'ogType', 'ogSiteName', 'ogImage', 'twitterCard', 'articlePublishedTime'].filter(name => !result[name]);
            if (missing.length || !result.ogImage[0].url.startsWith('https://')) { console.error('not found: ' + missing); process.exit(1) }
        })";
    let page = dist().join("articles/battery-and-frost/index.html");
    run(command("node", &["-e", script]).arg(modules).arg(page))
}
