//! The kinds of problems. `docs/guide/messages.md` explains each under its id.

use serde::{Deserialize, Serialize};

/// What kind of problem a message reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// The text of the file cannot be decoded.
    Encoding,
    /// The text of the file is not the JSON, YAML or TOML that it should be.
    Syntax,
    /// A field that an article or the site needs is missing.
    MissingField,
    /// A value has the wrong type, or is none of those that the field allows.
    WrongValue,
    /// The text of an article is too large for a page.
    TooLarge,
    /// Nobody reads a field.
    UnknownField,
    /// A field was read under another name.
    RenamedField,
    /// A field is there twice.
    DuplicateField,
    /// A date cannot be read.
    Date,
    /// Dates without an offset are taken as UTC.
    NoTimezone,
    /// A language tag is not valid.
    Language,
    /// A character cannot be in a page or a feed.
    Character,
    /// Two articles have one id.
    DuplicateId,
    /// A section is not one of the site.
    UnknownSection,
    /// An id names no article.
    UnknownArticle,
    /// An old address of an article cannot be one.
    Alias,
    /// A translation contradicts another field or article.
    Translation,
    /// The site names a page that is not there.
    UnknownPage,
    /// A credit names an author who is not there.
    UnknownAuthor,
    /// A tag, or a term of another taxonomy, cannot be an address, or shares one with another.
    Term,
    /// Markup was removed, because an article may not have it.
    RemovedMarkup,
    /// Markup of another tool, or Markdown that was not recognized, is left in the text.
    LeftoverMarkup,
    /// A file that an article names does not exist.
    MissingFile,
    /// The file name differs from the address in case or Unicode normal form.
    FileName,
    /// A link leads to no page of the edition.
    DeadLink,
    /// A link leads to a place that the page does not have.
    DeadFragment,
    /// A link leads to an article that is not published.
    UnpublishedLink,
    /// A picture has no text alternative.
    MissingAlternative,
    /// Readers' browsers may not load a file from another site.
    BlockedOrigin,
    /// A picture cannot be shown.
    Picture,
    /// A file with data cannot be shown as a table.
    Table,
    /// A colour cannot be read well on its ground.
    Contrast,
    /// A typeface cannot be used.
    Font,
    /// The style sheet has an error.
    StyleSheet,
    /// A file in CONTENT is not an article.
    NotAnArticle,
    /// A file of the site's own interface texts is wrong, incomplete or unused.
    Locale,
}

impl Kind {
    /// Every kind, in the order of the guide.
    #[cfg(test)]
    pub(crate) const ALL: [Kind; 36] = [
        Kind::Encoding,
        Kind::Syntax,
        Kind::MissingField,
        Kind::WrongValue,
        Kind::TooLarge,
        Kind::UnknownField,
        Kind::RenamedField,
        Kind::DuplicateField,
        Kind::Date,
        Kind::NoTimezone,
        Kind::Language,
        Kind::Character,
        Kind::DuplicateId,
        Kind::UnknownSection,
        Kind::UnknownArticle,
        Kind::Alias,
        Kind::Translation,
        Kind::UnknownPage,
        Kind::UnknownAuthor,
        Kind::Term,
        Kind::RemovedMarkup,
        Kind::LeftoverMarkup,
        Kind::MissingFile,
        Kind::FileName,
        Kind::DeadLink,
        Kind::DeadFragment,
        Kind::UnpublishedLink,
        Kind::MissingAlternative,
        Kind::BlockedOrigin,
        Kind::Picture,
        Kind::Table,
        Kind::Contrast,
        Kind::Font,
        Kind::StyleSheet,
        Kind::NotAnArticle,
        Kind::Locale,
    ];

    /// Returns the id that messages and the guide show.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Kind::Encoding => "encoding",
            Kind::Syntax => "syntax",
            Kind::MissingField => "missing-field",
            Kind::WrongValue => "wrong-value",
            Kind::TooLarge => "too-large",
            Kind::UnknownField => "unknown-field",
            Kind::RenamedField => "renamed-field",
            Kind::DuplicateField => "duplicate-field",
            Kind::Date => "date",
            Kind::NoTimezone => "no-timezone",
            Kind::Language => "language",
            Kind::Character => "character",
            Kind::DuplicateId => "duplicate-id",
            Kind::UnknownSection => "unknown-section",
            Kind::UnknownArticle => "unknown-article",
            Kind::Alias => "alias",
            Kind::Translation => "translation",
            Kind::UnknownPage => "unknown-page",
            Kind::UnknownAuthor => "unknown-author",
            Kind::Term => "term",
            Kind::RemovedMarkup => "removed-markup",
            Kind::LeftoverMarkup => "leftover-markup",
            Kind::MissingFile => "missing-file",
            Kind::FileName => "file-name",
            Kind::DeadLink => "dead-link",
            Kind::DeadFragment => "dead-fragment",
            Kind::UnpublishedLink => "unpublished-link",
            Kind::MissingAlternative => "missing-alternative",
            Kind::BlockedOrigin => "blocked-origin",
            Kind::Picture => "picture",
            Kind::Table => "table",
            Kind::Contrast => "contrast",
            Kind::Font => "font",
            Kind::StyleSheet => "style-sheet",
            Kind::NotAnArticle => "not-an-article",
            Kind::Locale => "locale",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_explains_every_kind_and_no_other() {
        let guide = crate::guide("messages");
        let explained: Vec<&str> = guide.lines().filter_map(|line| line.strip_prefix("## `")?.strip_suffix('`')).collect();
        assert_eq!(explained, Kind::ALL.map(Kind::id));
    }
}
