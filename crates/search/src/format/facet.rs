//! The terms that filters look up: sections, tags and years. No text contains them.

const PREFIX: char = '\u{1}';

/// Returns the term of all articles in a section.
pub(crate) fn section(id: &str) -> String {
    [&PREFIX.to_string(), "s", id].concat()
}

/// Returns the term of all articles with a tag.
pub(crate) fn tag(id: &str) -> String {
    [&PREFIX.to_string(), "t", id].concat()
}

/// Returns the term of all articles of a year.
pub(crate) fn year(year: &str) -> String {
    [&PREFIX.to_string(), "y", year].concat()
}
