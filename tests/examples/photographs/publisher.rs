//! The programs that publish the photographs.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use end_to_end::copy_folder;

use crate::IN_ARTICLE;

/// Where a picture of an article is shown in ours. Hugo's pages say the same, so that screens choose alike.
const SIZES: &str = "(width >= 84rem) 63rem, (width >= 62rem) calc(91vw - 13rem), 91vw";

/// A program, what it reads, and where it writes.
pub(crate) struct Publisher {
    pub(crate) name: &'static str,
    program: PathBuf,
    arguments: Vec<PathBuf>,
    folder: PathBuf,
    pub(crate) out: PathBuf,
}

impl Publisher {
    /// Returns the command for a build.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.folder).args(&self.arguments);
        command
    }

    /// Returns the bytes of what was published.
    pub(crate) fn bytes(&self) -> Result<u64> {
        fn sum(folder: &Path) -> std::io::Result<u64> {
            fs::read_dir(folder)?.try_fold(0, |bytes, entry| {
                let entry = entry?;
                Ok(bytes + if entry.file_type()?.is_dir() { sum(&entry.path())? } else { entry.metadata()?.len() })
            })
        }
        sum(&self.out).with_context(|| format!("cannot read {}", self.out.display()))
    }
}

/// Writes the articles for each program, ours first. The first article is `one`.
pub(crate) fn publishers(folder: &Path, photographs: &Path, count: u32) -> Result<[Publisher; 2]> {
    let variable = |name: &str| {
        env::var_os(name).map(PathBuf::from).with_context(|| format!("{name} is not set: call `cargo xtask bench pictures`"))
    };
    let (ours, hugo) = (folder.join("ours"), folder.join("hugo"));
    fs::create_dir(&ours)?;
    fs::write(ours.join("site.json"), r#"{ "title": "Photographs", "language": "en", "timezone": "UTC" }"#)?;
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("bench/pictures"), &hugo)?;
    fs::write(
        hugo.join("config.toml"),
        fs::read_to_string(hugo.join("config.toml"))? + &format!("[params]\nsizes = \"{SIZES}\"\n"),
    )?;
    for article in 0..count / IN_ARTICLE {
        let id = if article == 0 { "one".to_owned() } else { format!("article-{article}") };
        let bundle = hugo.join("content/articles").join(&id);
        fs::create_dir_all(&bundle)?;
        let mut text = format!("---\nid: {id}\ntitle: Article {article}\ndate: 2026-03-01\n---\n");
        fs::write(bundle.join("index.md"), &text)?;
        for number in article * IN_ARTICLE..(article + 1) * IN_ARTICLE {
            let name = format!("{number:03}.jpg");
            text.push_str(&format!("A paragraph between pictures.\n\n![A photograph]({name})\n\n"));
            fs::hard_link(photographs.join(&name), ours.join(&name))?;
            fs::hard_link(photographs.join(&name), bundle.join(&name))?;
        }
        fs::write(ours.join(format!("{id}.md")), text)?;
    }
    let out = folder.join("edition");
    let arguments = ["build".into(), ours.clone(), "--out".into(), out.clone(), "--viewer".into(), variable("OFFPRINT_VIEWER")?];
    let offprint =
        Publisher { name: "Offprint", program: variable("OFFPRINT_PRESS")?, arguments: arguments.into(), folder: ours, out };
    let hugo = Publisher {
        name: "Hugo",
        program: "hugo".into(),
        arguments: vec!["--quiet".into()],
        out: hugo.join("public"),
        folder: hugo,
    };
    Ok([offprint, hugo])
}
