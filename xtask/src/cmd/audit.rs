//! What others make of the release edition: a validator of HTML, the schemas of sitemaps and of JSON Feed, a
//! reader of previews.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{
    project::{command, dist, root, run},
    tools::{self, say},
};

/// Shows every page of `dist/` to the Nu checker, sitemap and feeds to their schemas, a page to a reader of Open
/// Graph.
pub(crate) fn run_all() -> Result<()> {
    let modules = tools::validators()?;
    let (mut pages, mut feeds) = (Vec::new(), Vec::new());
    find(&dist(), &mut |path| match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => pages.push(path),
        Some("json") if is_feed(&path) => feeds.push(path),
        _ => {}
    })?;
    if pages.is_empty() {
        bail!("there are no pages in dist/: run `cargo xtask dist` first");
    }
    say(&format!("the Nu checker reads {} pages", pages.len()));
    let jar = modules.join("vnu-jar/build/dist/vnu.jar").display().to_string();
    run(command("java", &["-jar", &jar, "--errors-only"]).args(&pages))?;
    sitemap(&modules)?;
    json_feeds(&modules, &feeds)?;
    preview(&modules)
}

/// Hands on every file of a folder, by name.
fn find(folder: &Path, found: &mut impl FnMut(PathBuf)) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}: run `cargo xtask dist` first", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            find(&path, found)?;
        } else {
            found(path);
        }
    }
    Ok(())
}

/// A feed is `feed.json`; its archives stand in a folder beside it.
fn is_feed(path: &Path) -> bool {
    path.file_stem().is_some_and(|name| name == "feed")
        || path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "feed")
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

fn json_feeds(modules: &Path, feeds: &[PathBuf]) -> Result<()> {
    say(&format!("{} JSON feeds are held against their schema", feeds.len()));
    let script = "const [modules, schema, ...feeds] = process.argv.slice(1);
        const read = (file) => JSON.parse(require('fs').readFileSync(file, 'utf8'));
        const ajv = new (require(modules + '/ajv'))({ allErrors: true });
        require(modules + '/ajv-formats')(ajv);
        const fits = ajv.compile(read(schema));
        const wrong = feeds.filter((feed) => !fits(read(feed)) && (console.error(feed + ': ' + ajv.errorsText(fits.errors)), true));
        if (wrong.length || !feeds.length) process.exit(1)";
    run(command("node", &["-e", script]).arg(modules).arg(root().join("tests/schema/json-feed-1.1.json")).args(feeds))
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
