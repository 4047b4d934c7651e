//! The generators of sites, each with its settings and its copy of the articles.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::articles;

/// A generator that can build.
pub(crate) struct Generator {
    /// Names it in tables.
    pub(crate) name: String,
    pub(crate) kind: Kind,
    program: PathBuf,
    /// The output folder follows the last one.
    arguments: Vec<OsString>,
    /// Where it is run.
    source: PathBuf,
    variable: Option<(&'static str, &'static str)>,
    /// What a run keeps for the next one, from `source`. It is removed, so that every run is the first.
    kept: Option<&'static str>,
}

/// A row of the table.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Ours,
    OursWithoutViewer,
    OursPagesOnly,
    HugoRelated,
    Hugo,
    Eleventy,
    VitePress,
}

impl Generator {
    /// Removes what the last run has kept for the next one.
    pub(crate) fn forget(&self) {
        if let Some(kept) = self.kept {
            let _ = fs::remove_dir_all(self.source.join(kept));
        }
    }

    /// Returns the command that builds into a folder.
    pub(crate) fn command(&self, out: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).arg(out).current_dir(&self.source).envs(self.variable);
        command
    }
}

/// Copies settings and articles into folders of `folder`, and returns all generators.
pub(crate) fn prepare(settings: &Path, folder: &Path, archive: &Path, press: &Path, viewer: &Path) -> Result<Vec<Generator>> {
    let own = folder.join("offprint");
    articles::copy_folder(archive, &own)?;
    let mut all = ours(&own, press, viewer);
    all.extend(hugo(settings, folder, archive)?);
    let modules = std::env::var_os("OFFPRINT_NODE_MODULES").map(PathBuf::from);
    let modules = modules.context("OFFPRINT_NODE_MODULES is not set: call `cargo xtask bench build`")?;
    for (kind, package, name, arguments) in [
        (Kind::Eleventy, "@11ty/eleventy", "Eleventy", ["--quiet", "--output"].as_slice()),
        (Kind::VitePress, "vitepress", "VitePress", &["build", ".", "--outDir"]),
    ] {
        let program = name.to_lowercase();
        let source = folder.join(&program);
        articles::copy_folder(&settings.join(&program), &source)?;
        articles::copy(archive, &source, |text| text)?;
        let mut link = Command::new("ln");
        link.arg("-s").arg(&modules).arg(source.join("node_modules")).status().context("cannot link node_modules")?;
        all.push(Generator {
            name: format!("{name} {}", version(&modules, package)?),
            kind,
            program: modules.join(".bin").join(&program),
            arguments: arguments.iter().map(OsString::from).collect(),
            source,
            // The default limit is close to what VitePress needs.
            variable: Some(("NODE_OPTIONS", "--max-old-space-size=8192")),
            kept: None,
        });
    }
    Ok(all)
}

fn ours(archive: &Path, press: &Path, viewer: &Path) -> Vec<Generator> {
    let generator = |kind, name: &str, options: &[&Path]| Generator {
        name: format!("Offprint {}, {name}", env!("CARGO_PKG_VERSION")),
        kind,
        program: press.into(),
        arguments: [Path::new("build"), archive].iter().chain(options).chain(&[Path::new("--out")]).map(OsString::from).collect(),
        source: archive.into(),
        variable: None,
        kept: Some(".offprint-cache"),
    };
    let mut all = vec![
        generator(Kind::Ours, "with everything", &[Path::new("--viewer"), viewer]),
        generator(Kind::OursWithoutViewer, "without the viewer", &[]),
    ];
    let options = ["--without", "related,search"].map(Path::new);
    all.push(generator(Kind::OursPagesOnly, "without the viewer, related reading and search", &options));
    all
}

fn hugo(settings: &Path, folder: &Path, archive: &Path) -> Result<[Generator; 2]> {
    let source = folder.join("hugo");
    articles::copy_folder(&settings.join("hugo"), &source)?;
    articles::copy(archive, &source.join("content"), articles::with_authors)?;
    let output = Command::new("hugo").arg("version").output().context("cannot run hugo")?;
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = output.split([' ', '+', '-']).nth(1).unwrap_or_default().trim_start_matches('v');
    let generator = |kind, name: &str, is_related: &'static str| Generator {
        name: format!("Hugo {version}, {name}"),
        kind,
        program: "hugo".into(),
        arguments: vec!["--destination".into()],
        source: source.clone(),
        variable: Some(("HUGO_PARAMS_RELATED", is_related)),
        kept: None,
    };
    Ok([generator(Kind::HugoRelated, "with related content", "true"), generator(Kind::Hugo, "without related content", "false")])
}

fn version(modules: &Path, package: &str) -> Result<String> {
    let path = modules.join(package).join("package.json");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let package: Value = serde_json::from_str(&text).with_context(|| format!("cannot understand {}", path.display()))?;
    Ok(package["version"].as_str().unwrap_or_default().to_owned())
}
