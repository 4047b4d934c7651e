//! Quotation marks, dashes and spaces as a language sets them.

use comrak::nodes::{AstNode, NodeValue};
use edition::Language;

/// The marks of a language: double, then single, each with that which opens and that which closes.
struct Marks {
    double: (&'static str, &'static str),
    single: (&'static str, &'static str),
    /// Whether `;`, `:`, `!` and `?` have a space before them.
    has_spaces: bool,
}

/// A narrow space, and a wide one, at which a line does not end.
const NARROW: char = '\u{202F}';
const WIDE: char = '\u{A0}';

const APOSTROPHE: &str = "’";

/// Returns the marks of a language. None for one whose texts stay as they are, such as Chinese.
fn marks(language: &Language) -> Option<Marks> {
    let tag = language.as_str();
    let primary = tag.split('-').next().unwrap_or_default();
    let (double, single) = match primary {
        "de" if tag.ends_with("-CH") => (("«", "»"), ("‹", "›")),
        "de" | "cs" | "sk" | "sl" | "bg" | "is" => (("„", "“"), ("‚", "‘")),
        "pl" | "hr" | "ro" | "hu" => (("„", "”"), ("‚", "’")),
        "fr" => (("«\u{202F}", "\u{202F}»"), ("“", "”")),
        "es" | "it" | "pt" | "ca" | "el" | "nb" | "no" | "nn" => (("«", "»"), ("“", "”")),
        "ru" | "uk" | "be" => (("«", "»"), ("„", "“")),
        "da" => (("»", "«"), ("›", "‹")),
        "sv" | "fi" => (("”", "”"), ("’", "’")),
        "en" | "nl" | "tr" | "ga" | "cy" | "id" | "ms" | "vi" => (("“", "”"), ("‘", "’")),
        _ => return None,
    };
    Some(Marks { double, single, has_spaces: primary == "fr" })
}

/// Sets the marks in the text of a tree.
pub(super) fn set_punctuation<'a>(root: &'a AstNode<'a>, language: &Language) {
    let Some(marks) = marks(language) else { return };
    let mut before = None;
    for node in root.descendants() {
        let mut data = node.data.borrow_mut();
        match &mut data.value {
            NodeValue::Text(text) => {
                let last = text.chars().last();
                if text.contains(['"', '\'', '-', '.', ';', ':', '!', '?']) && !is_address(node) {
                    // The next text says whether a mark at the end closes or opens.
                    *text = marks.set(text, before).into();
                }
                before = last.or(before);
            }
            NodeValue::SoftBreak | NodeValue::LineBreak => before = Some(' '),
            NodeValue::Code(_) | NodeValue::Math(_) | NodeValue::HtmlInline(_) => before = Some('x'),
            value if value.block() => before = None,
            _ => {}
        }
    }
}

/// Sets the marks of a plain text.
pub(crate) fn smart_text(text: &str, language: &Language) -> String {
    marks(language).map_or_else(|| text.to_owned(), |marks| marks.set(text, None))
}

/// Returns whether a text is the address that its link leads to.
fn is_address<'a>(text: &'a AstNode<'a>) -> bool {
    text.parent().is_some_and(|parent| match (&parent.data.borrow().value, text.next_sibling(), text.previous_sibling()) {
        (NodeValue::Link(link), None, None) => link.url.contains("://"),
        _ => false,
    })
}

impl Marks {
    /// Sets the marks of a text, of which `before` is the character before it.
    fn set(&self, text: &str, before: Option<char>) -> String {
        let mut set = String::with_capacity(text.len() + 16);
        let mut before = before;
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let dashes = rest.chars().take_while(|c| *c == '-').count();
            let (written, length) = match c {
                '"' => (if opens(before) { self.double.0 } else { self.double.1 }, 1),
                '\'' => (self.single(rest, before), 1),
                '-' if dashes == 2 => ("–", 2),
                '-' if dashes == 3 => ("—", 3),
                '-' => (&rest[..dashes], dashes),
                '.' if rest.starts_with("...") && !rest.starts_with("....") => ("…", 3),
                ';' | ':' | '!' | '?' if self.has_spaces => {
                    self.space_before(c, before, rest[1..].chars().next(), &mut set);
                    (&rest[..1], 1)
                }
                _ => (&rest[..c.len_utf8()], c.len_utf8()),
            };
            set.push_str(written);
            before = rest[..length].chars().last();
            rest = &rest[length..];
        }
        set
    }

    fn single(&self, rest: &str, before: Option<char>) -> &'static str {
        let next = rest[1..].chars().next();
        // It's, and the ’90s.
        let is_apostrophe = before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphabetic)
            || next.is_some_and(|c| c.is_ascii_digit());
        match () {
            () if is_apostrophe => APOSTROPHE,
            () if opens(before) => self.single.0,
            // Without an opening one it is an apostrophe, which looks the same in most languages.
            () => self.single.1,
        }
    }

    /// Sets the space before a mark, in place of one that is there. Times and addresses have none.
    fn space_before(&self, mark: char, before: Option<char>, after: Option<char>, set: &mut String) {
        let ends = after.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | ')' | '»' | '!' | '?'));
        let had_space = before == Some(' ') && set.ends_with(' ');
        let follows = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | ']' | '»' | '"' | '\'' | '”'));
        if !ends || !(had_space || follows) {
            return;
        }
        if had_space {
            set.pop();
        }
        set.push(if mark == ':' { WIDE } else { NARROW });
    }
}

/// Returns whether a quotation mark after a character opens.
fn opens(before: Option<char>) -> bool {
    before.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '[' | '{' | '-' | '–' | '—' | '/' | '«' | '„' | '“' | '‘' | '"' | '\'')
    })
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Dialect, convert},
        *,
    };

    fn set(text: &str, language: &str) -> String {
        smart_text(text, &language.into())
    }

    #[test]
    fn each_language_has_its_marks() {
        let text = "\"Yes,\" she said, 'it's' -- the '90s... all.";
        assert_eq!(set(text, "en"), "“Yes,” she said, ‘it’s’ – the ’90s… all.");
        assert_eq!(set(text, "de"), "„Yes,“ she said, ‚it’s‘ – the ’90s… all.");
        assert_eq!(set("\"Ja\"", "de-CH"), "«Ja»");
        for language in ["zh-Hans", "ja", "ar"] {
            assert_eq!(set(text, language), text);
        }
    }

    #[test]
    fn french_has_spaces_before_its_marks() {
        assert_eq!(
            set("Quoi ? Non! Ceci : \"cela\"; à 12:30.", "fr"),
            "Quoi\u{202F}? Non\u{202F}! Ceci\u{A0}: «\u{202F}cela\u{202F}»\u{202F}; à 12:30."
        );
        assert_eq!(set("https://a.example/?b", "fr"), "https://a.example/?b");
    }

    #[test]
    fn a_mark_next_to_markup_knows_what_is_before_it() {
        let language = "en".into();
        let dialect = Dialect { punctuation: Some(&language), ..Dialect::default() };
        let html = convert("*\"One\"* and `\"two\"` \"*three*\"\n\"four\"", &dialect).html;
        assert_eq!(html, "<p><em>“One”</em> and <code>&quot;two&quot;</code> “<em>three</em>”\n“four”</p>\n");
    }
}
