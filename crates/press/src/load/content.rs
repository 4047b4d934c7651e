//! The folder of manuscripts: which files it has and what each of them is.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

use crate::{
    files,
    problem::{Kind, Problem, Problems, Severity},
};

/// The folder of CONTENT with the site's own texts of the interface.
pub(crate) const LOCALES: &str = "locales";

/// Files of a repository that are no articles, by their names in lower case, with or without a language (`readme.zh.md`).
const REPOSITORY_FILES: [&str; 6] = ["readme", "changelog", "contributing", "license", "licence", "code_of_conduct"];

/// Files of package managers and tools.
const TOOL_FILES: [&str; 8] = [
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "jsconfig.json",
    "composer.json",
    "deno.json",
    "netlify.json",
    "vercel.json",
];

/// What may be an article in a format that the press does not read.
const OTHER_FORMATS: [&str; 15] =
    ["mdx", "mdown", "mkd", "wps", "html", "htm", "txt", "docx", "doc", "odt", "rtf", "rst", "adoc", "org", "tex"];

/// Pictures of which something can be said.
const PICTURES: [&str; 8] = ["jpg", "jpeg", "png", "webp", "avif", "gif", "bmp", "svg"];

/// What is in CONTENT.
#[derive(Debug)]
pub(crate) struct Content {
    /// The folder, as the command named it.
    pub(crate) root: PathBuf,
    /// The same without links, to find out what is inside.
    pub(crate) canonical: PathBuf,
    /// `site.json` or `site.toml`, from the folder.
    pub(crate) site: Vec<PathBuf>,
    /// What is in the folder [`LOCALES`], which has no manuscripts.
    pub(crate) locales: Vec<PathBuf>,
    /// Manuscripts, from the folder, in the order of their names.
    pub(crate) manuscripts: Vec<PathBuf>,
    /// What is said of pictures: `quay.jpg.toml`.
    pub(crate) picture_facts: Vec<PathBuf>,
    /// Files that may be articles in another format.
    pub(crate) other_formats: Vec<PathBuf>,
    /// All files, from the folder, by their names in NFC and lower case.
    names: BTreeMap<String, Vec<PathBuf>>,
    /// Files whose names are not UTF-8.
    unreadable_names: Vec<PathBuf>,
}

/// How a file was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Match {
    /// By its name, in whichever Unicode normal form.
    Exact,
    /// By its name in another case.
    OtherCase,
}

impl Content {
    /// Lists a folder. Hidden files are left out. Files and folders whose names begin with `_`, and those of a repository, are no
    /// manuscripts, but articles may use them.
    ///
    /// # Errors
    ///
    /// A folder that cannot be read.
    pub(crate) fn find(root: &Path) -> Result<Content> {
        let canonical = root.canonicalize().with_context(|| format!("cannot read {}", root.display()))?;
        let mut content = Content {
            root: root.to_owned(),
            canonical,
            site: Vec::new(),
            locales: Vec::new(),
            manuscripts: Vec::new(),
            picture_facts: Vec::new(),
            other_formats: Vec::new(),
            names: BTreeMap::new(),
            unreadable_names: Vec::new(),
        };
        for entry in WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter().filter_entry(is_visible) {
            let entry = match entry {
                Ok(entry) => entry,
                // A link that leads nowhere, or in a circle, is no manuscript; editors leave such behind.
                Err(error) if error.path().is_some_and(|path| path != root && path.is_symlink()) => continue,
                Err(error) => return Err(error).with_context(|| format!("cannot read the folder {}", root.display())),
            };
            if entry.file_type().is_file()
                && let Ok(path) = entry.path().strip_prefix(root)
            {
                content.add(path);
            }
        }
        Ok(content)
    }

    fn add(&mut self, path: &Path) {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return self.unreadable_names.push(path.to_owned());
        };
        self.names.entry(folded(path)).or_default().push(path.to_owned());
        let name = name.to_lowercase();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
        if path == Path::new("site.json") || path == Path::new("site.toml") {
            self.site.push(path.to_owned());
        } else if path.starts_with(LOCALES) && matches!(extension, "json" | "md" | "markdown") {
            self.locales.push(path.to_owned());
        } else if extension == "toml" && files::has_extension(Path::new(stem), &PICTURES) {
            self.picture_facts.push(path.to_owned());
        } else if path.components().any(|part| part.as_os_str().to_string_lossy().starts_with('_'))
            || TOOL_FILES.contains(&name.as_str())
            || REPOSITORY_FILES.contains(&stem.split('.').next().unwrap_or_default())
        {
            // They are not the newsroom's.
        } else if matches!(extension, "json" | "md" | "markdown") {
            self.manuscripts.push(path.to_owned());
        } else if OTHER_FORMATS.contains(&extension) {
            self.other_formats.push(path.to_owned());
        }
    }

    /// Leaves out the files that the site ignores.
    ///
    /// # Errors
    ///
    /// The first pattern that is not valid, by its index, with a sentence.
    pub(crate) fn ignore(&mut self, patterns: &[String]) -> Result<(), (usize, String)> {
        let mut globs = GlobSetBuilder::new();
        for (index, pattern) in patterns.iter().enumerate() {
            // A folder means all that is in it.
            for pattern in [pattern.clone(), format!("{}/**", pattern.trim_end_matches('/'))] {
                let glob = GlobBuilder::new(&pattern).literal_separator(true).build();
                globs.add(glob.map_err(|error| (index, format!("“{pattern}” is not a pattern: {}.", error.kind())))?);
            }
        }
        let ignored: GlobSet = globs.build().map_err(|error| (0, error.to_string()))?;
        self.manuscripts.retain(|path| !ignored.is_match(path));
        self.picture_facts.retain(|path| !ignored.is_match(path));
        self.other_formats.retain(|path| !ignored.is_match(path));
        Ok(())
    }

    /// Finds a file by its path from the folder, in any Unicode normal form, else in another case.
    pub(crate) fn file(&self, path: &Path) -> Option<(&Path, Match)> {
        let files = self.names.get(&folded(path))?;
        let normal = |path: &Path| files::shown(path).nfc().collect::<String>();
        let exact = files.iter().find(|file| *file == path).or_else(|| files.iter().find(|file| normal(file) == normal(path)));
        exact.map(|file| (file.as_path(), Match::Exact)).or_else(|| Some((files.first()?, Match::OtherCase)))
    }

    /// Returns all files whose names can be written, from the folder.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        self.names.values().flatten().map(PathBuf::as_path)
    }

    /// Reports files that cannot be manuscripts because of their names, and those that other systems would take for one.
    pub(super) fn report(&self, problems: &mut Problems) {
        for files in self.names.values().filter(|files| files.len() > 1) {
            let others: Vec<String> = files[1..].iter().map(|path| files::shown(path)).collect();
            let message = format!(
                "differs from {} in nothing but case or Unicode normal form, so that some computers keep only one of them. Rename one.",
                others.join(" and ")
            );
            problems.push(Problem::with_file(self.shown(&files[0]), Kind::FileName, Severity::Warning, message));
        }
        for path in &self.unreadable_names {
            let message = "the name of this file is not UTF-8, so the file is left out. Rename it.";
            problems.push(Problem::with_file(self.shown(path), Kind::FileName, Severity::Warning, message));
        }
    }

    /// Reports, once, the files that may be articles in a format that the press does not read. `used` are those that articles
    /// link to.
    pub(crate) fn report_other_formats(&self, used: impl Fn(&Path) -> bool, problems: &mut Problems) {
        let unused: Vec<String> = self.other_formats.iter().filter(|path| !used(path)).map(|path| files::shown(path)).collect();
        if let [first, rest @ ..] = &unused[..] {
            let names =
                [first.as_str()].into_iter().chain(rest.iter().map(String::as_str).take(4)).collect::<Vec<_>>().join(", ");
            let more = if unused.len() > 5 { format!(" and {} more", unused.len() - 5) } else { String::new() };
            let message = format!(
                "not read: {names}{more}. Articles are Markdown (.md) or JSON. Save them so, or name them in `ignore` of the site."
            );
            problems.push(Problem::with_file(self.root.display().to_string(), Kind::NotAnArticle, Severity::Warning, message));
        }
    }

    /// Returns a file as messages name it: a path that can be opened from where the command was called.
    pub(crate) fn shown(&self, path: &Path) -> String {
        self.root.join(path).display().to_string()
    }
}

/// Returns whether a file or a folder is looked at: not a hidden one, and not one of a package manager.
pub(crate) fn is_visible(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() == 0 || !(name.starts_with('.') || name == "node_modules")
}

/// Returns a path in the form in which names are compared.
fn folded(path: &Path) -> String {
    files::shown(path).to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(names: &[&str]) -> (tempfile::TempDir, Content) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in names {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
            std::fs::write(path, "").expect("a file can be written");
        }
        let content = Content::find(folder.path()).expect("the folder can be read");
        (folder, content)
    }

    #[test]
    fn what_is_no_article_is_passed_over() {
        let (_folder, content) = content(&[
            "a.md",
            "README.md",
            "readme.zh.md",
            "package.json",
            "_drafts/b.md",
            "_index.md",
            ".git/c.md",
            "node_modules/x/d.json",
            "LICENSE.md",
            "sub/e.json",
            "license-plates.md",
            "site.toml",
            "locales/de.json",
        ]);
        assert_eq!(content.manuscripts, [PathBuf::from("a.md"), PathBuf::from("license-plates.md"), PathBuf::from("sub/e.json")]);
        assert_eq!(content.locales, [PathBuf::from("locales/de.json")]);
    }

    #[test]
    fn a_site_can_ignore_files_and_folders() {
        let (_folder, mut content) = content(&["a.md", "notes/b.md", "sub/notes/c.md", "data.json", "old/2019/d.md", "page.mdx"]);
        content.ignore(&["notes".into(), "*.json".into(), "old/**".into(), "*.mdx".into()]).expect("patterns");
        assert_eq!(content.manuscripts, [PathBuf::from("a.md"), PathBuf::from("sub/notes/c.md")]);
        assert!(content.other_formats.is_empty());
        assert!(content.ignore(&["a".into(), "[".into()]).is_err_and(|(index, _)| index == 1));
    }

    #[test]
    fn files_in_another_format_are_reported_once() {
        let (_folder, content) = content(&["page.mdx", "notes.txt", "used.html", "b.docx"]);
        let mut problems = Problems::default();
        content.report_other_formats(|path| path == Path::new("used.html"), &mut problems);
        let messages: Vec<String> = problems.sorted().iter().map(ToString::to_string).collect();
        assert_eq!(messages.len(), 1);
        assert!(messages[0].contains("not read: b.docx, notes.txt, page.mdx."), "{messages:?}");
    }

    #[test]
    fn a_file_is_found_in_any_normal_form_and_reported_where_only_the_case_differs() {
        let (_folder, content) = content(&["U\u{308}ber.jpg", "Map 1.png", "a/X.png"]);
        let found = |path: &str| content.file(Path::new(path)).map(|(file, how)| (files::shown(file), how));
        assert_eq!(found("\u{DC}ber.jpg"), Some(("U\u{308}ber.jpg".into(), Match::Exact)));
        assert_eq!(found("map 1.PNG"), Some(("Map 1.png".into(), Match::OtherCase)));
        assert_eq!(found("X.png"), None);
    }

    #[test]
    fn files_that_some_computers_cannot_tell_apart_are_reported() {
        let (_folder, content) = content(&["a.png", "A.png", "\u{E9}.md", "e\u{301}.md", "b.png"]);
        let mut problems = Problems::default();
        content.report(&mut problems);
        assert_eq!(problems.sorted().len(), 2);
    }
}
