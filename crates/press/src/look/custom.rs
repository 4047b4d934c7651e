//! `custom.css` of CONTENT: the newsroom's own style sheet.

use std::{
    collections::BTreeSet,
    convert::Infallible,
    path::{Path, PathBuf},
};

use anyhow::Result;
use edition::{Address, Site};
use lightningcss::{
    rules::CssRule,
    stylesheet::{ParserOptions, PrinterOptions, StyleSheet},
    values::url::Url,
    visit_types,
    visitor::{Visit, VisitTypes, Visitor},
};

use crate::{
    files,
    load::{
        content::Content,
        encoding,
        media_file::{self, Target},
    },
    origins,
    problem::{Kind, Problem, Severity, SourceLocation},
};

/// The file in CONTENT.
const NAME: &str = "custom.css";

/// The style sheet, checked, and the files that it names.
#[derive(Default)]
pub(super) struct CustomSheet {
    /// Without white space, with addresses from the root of the edition. Empty if there is none.
    pub(super) text: String,
    pub(super) files: BTreeSet<PathBuf>,
}

impl CustomSheet {
    /// Reads the style sheet. What is wrong is reported with its line. `site` says which origins pictures may come from.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
    pub(super) fn read(content: &Content, site: &Site, problems: &mut Vec<Problem>) -> Result<CustomSheet> {
        let Some((path, _)) = content.file(Path::new(NAME)) else { return Ok(CustomSheet::default()) };
        let shown = content.shown(path);
        let text = match encoding::decode(&shown, &files::read(&content.root.join(path))?) {
            Ok(text) => text,
            Err(problem) => {
                problems.push(problem);
                return Ok(CustomSheet::default());
            }
        };
        let mut sheet = match StyleSheet::parse(&text, ParserOptions::default()) {
            Ok(sheet) => sheet,
            Err(error) => {
                // Lines count from 0, columns from 1.
                let location =
                    error.loc.map(|loc| SourceLocation { line: loc.line as usize + 1, column: Some(loc.column as usize) });
                let message = format!("this is not CSS: {}.", error.kind);
                problems.push(Problem { location, ..Problem::with_file(shown, Kind::StyleSheet, Severity::Error, message) });
                return Ok(CustomSheet::default());
            }
        };
        let mut report = |line: u32, kind: Kind, message: String| {
            let location = Some(SourceLocation { line: line as usize + 1, column: Some(1) });
            problems.push(Problem { location, ..Problem::with_file(shown.clone(), kind, Severity::Warning, message) });
        };
        sheet.rules.0.retain(|rule| match rule {
            CssRule::Import(import) => {
                let message = format!("{} is not imported. Copy its rules into {NAME}.", import.url);
                report(import.loc.line, Kind::StyleSheet, message);
                false
            }
            _ => true,
        });
        let mut urls = Urls { content, site, files: BTreeSet::new(), objections: Vec::new() };
        // Its error type has no values.
        let _ = sheet.visit(&mut urls);
        for (line, kind, message) in urls.objections {
            report(line, kind, message);
        }
        let printed = sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() });
        let text = printed.map(|printed| printed.code).unwrap_or_default();
        Ok(CustomSheet { text, files: urls.files })
    }
}

/// Finds the files that a style sheet names, and names them as the edition does.
struct Urls<'a> {
    content: &'a Content,
    site: &'a Site,
    files: BTreeSet<PathBuf>,
    objections: Vec<(u32, Kind, String)>,
}

impl<'i> Visitor<'i> for Urls<'_> {
    type Error = Infallible;

    fn visit_types(&self) -> VisitTypes {
        visit_types!(URLS)
    }

    fn visit_url(&mut self, url: &mut Url<'i>) -> Result<(), Infallible> {
        let written = url.url.to_string();
        if written.starts_with('#') || written.starts_with("data:") {
            if written.starts_with("data:") {
                let message = format!("browsers may not load a picture that is written into {NAME}. Put it into a file.");
                self.objections.push((url.loc.line - 1, Kind::BlockedOrigin, message));
            }
            return Ok(());
        }
        let Some(address) = Address::parse(&written) else {
            self.objections.push((url.loc.line - 1, Kind::MissingFile, media_file::no_file(&written)));
            return Ok(());
        };
        if !address.is_relative() {
            if !origins::allows(self.site, &address) {
                self.objections.push((url.loc.line - 1, Kind::BlockedOrigin, origins::blocked(&address)));
            }
            return Ok(());
        }
        match media_file::follow(self.content, Path::new(NAME), &address) {
            Target::File(file, _) => {
                url.url = media_file::address(&file).map(|address| address.to_string()).unwrap_or(written).into();
                self.files.insert(file);
            }
            target => self.objections.push((url.loc.line - 1, Kind::MissingFile, target.objection(&written))),
        }
        Ok(())
    }
}
