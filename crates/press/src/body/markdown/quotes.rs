//! Quotation marks, dashes and spaces as a language sets them.

use comrak::nodes::{AstNode, NodeValue};
use edition::Language;

/// The marks of a language: double, then single, each with that which opens and that which closes.
struct Marks {
    double: (&'static str, &'static str),
    single: (&'static str, &'static str),
    /// Whether `;`, `:`, `!`, `?` and `%` have a space before them, and quotation marks within.
    has_spaces: bool,
    /// Words that begin with an apostrophe, such as `'tis`.
    elided: &'static [&'static str],
}

/// A narrow space, and a wide one, at which a line does not end.
const NARROW: char = '\u{202F}';
const WIDE: char = '\u{A0}';

const APOSTROPHE: &str = "’";

/// Elements of HTML whose text is as it was typed.
const AS_TYPED: [&str; 7] = ["code", "kbd", "samp", "pre", "var", "script", "style"];

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
    let elided: &[&str] = match primary {
        "en" => &["tis", "twas", "em", "cause", "til", "n", "bout", "round"],
        "nl" => &["s", "t", "n", "k", "m", "r", "ns"],
        "de" => &["s", "n", "ne", "nen", "nem", "ner", "ran", "rein", "raus"],
        _ => &[],
    };
    Some(Marks { double, single, has_spaces: primary == "fr", elided })
}

/// What is known of the text before a mark.
#[derive(Default)]
struct Before {
    /// The character before, as it decides what the next mark is: a space or a bracket opens, anything else closes.
    last: Option<char>,
    /// The marks that are open, the last one first to be closed. True for a double one.
    open: Vec<bool>,
}

/// Sets the marks in the text of a tree.
pub(super) fn set_punctuation<'a>(root: &'a AstNode<'a>, language: &Language) {
    let Some(marks) = marks(language) else { return };
    let mut before = Before::default();
    // How many elements are open whose text is as it was typed.
    let mut typed = 0_usize;
    for node in root.descendants() {
        let is_escaped = node.parent().is_some_and(|parent| matches!(parent.data.borrow().value, NodeValue::Escaped));
        let is_address = is_address(node);
        match &mut node.data.borrow_mut().value {
            NodeValue::Text(text) if is_escaped || is_address || typed > 0 => before.last = text.chars().last().or(before.last),
            NodeValue::Text(text) => *text = marks.set(text, &mut before).into(),
            NodeValue::SoftBreak | NodeValue::LineBreak => before.last = Some(' '),
            NodeValue::Code(_) | NodeValue::Math(_) => before.last = Some('x'),
            NodeValue::HtmlInline(tag) => {
                let name =
                    tag.trim_start_matches(['<', '/']).split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
                match AS_TYPED.contains(&name.to_ascii_lowercase().as_str()) {
                    true if tag.starts_with("</") => (typed, before.last) = (typed.saturating_sub(1), Some('x')),
                    true => typed += 1,
                    false if name.eq_ignore_ascii_case("br") => before.last = Some(' '),
                    false => {}
                }
            }
            NodeValue::Image(image) => {
                image.title = marks.set(&image.title, &mut Before::default());
                before.last = Some('x');
            }
            NodeValue::Alert(alert) => {
                alert.title = alert.title.take().map(|title| marks.set(&title, &mut Before::default()));
                (before, typed) = (Before::default(), 0);
            }
            value if value.block() => (before, typed) = (Before::default(), 0),
            _ => {}
        }
    }
}

/// Sets the marks of a plain text.
pub(crate) fn smart_text(text: &str, language: &Language) -> String {
    marks(language).map_or_else(|| text.to_owned(), |marks| marks.set(text, &mut Before::default()))
}

/// Returns whether a text is the address that its link leads to.
fn is_address<'a>(text: &'a AstNode<'a>) -> bool {
    let shown = match &text.data.borrow().value {
        NodeValue::Text(text) => text.to_string(),
        _ => return false,
    };
    text.parent().is_some_and(|parent| match &parent.data.borrow().value {
        NodeValue::Link(link) => link.url.ends_with(shown.as_str()),
        _ => false,
    })
}

impl Marks {
    /// Sets the marks of a text.
    fn set(&self, text: &str, before: &mut Before) -> String {
        let mut set = String::with_capacity(text.len() + 16);
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let after = |length: usize| rest[length..].chars().next();
            let mut length = c.len_utf8();
            // What the next mark sees of this one.
            let mut seen = c;
            match c {
                '"' => {
                    let opens = before.opens(true, after(1));
                    set.push_str(if opens { self.double.0 } else { self.double.1 });
                    seen = before.note(true, opens);
                }
                '\'' if self.is_apostrophe(&rest[1..], before) => {
                    set.push_str(APOSTROPHE);
                    seen = 'x';
                }
                '\'' => {
                    let opens = before.opens(false, after(1));
                    set.push_str(if opens { self.single.0 } else { self.single.1 });
                    seen = before.note(false, opens);
                }
                '-' => {
                    length = rest.chars().take_while(|c| *c == '-').count();
                    set.push_str(dashes(text, at, length));
                }
                '.' if rest.starts_with("...") && !rest.starts_with("....") => {
                    length = 3;
                    set.push('…');
                    seen = 'x';
                }
                ';' | ':' | '!' | '?' | '%' | '»' if self.has_spaces => {
                    self.space_before(c, before.last, after(length), &mut set);
                    set.push(c);
                }
                '«' if self.has_spaces => {
                    length += rest[length..]
                        .chars()
                        .take_while(|c| matches!(c, ' ' | '\u{A0}' | '\u{202F}'))
                        .map(char::len_utf8)
                        .sum::<usize>();
                    set.extend([c, NARROW]);
                    seen = '(';
                }
                _ => set.push(c),
            }
            before.last = Some(seen);
            at += length;
        }
        set
    }

    /// Returns whether a `'` is an apostrophe. `rest` is the text after it.
    fn is_apostrophe(&self, rest: &str, before: &Before) -> bool {
        let next = rest.chars().next();
        let follows_letter = before.last.is_some_and(char::is_alphanumeric);
        let has_open = before.open.last() == Some(&false);
        let word: String = rest.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        let is_elided = !follows_letter && self.elided.contains(&word.as_str());
        // The ’90s; it’s; Hans’ car, unless a mark is open; rock ’n’ roll.
        next.is_some_and(|c| c.is_ascii_digit())
            || (follows_letter && (!has_open || next.is_some_and(char::is_alphabetic)))
            || is_elided
    }

    /// Sets the space before a mark of French, in place of one that is there. Times and addresses have none.
    fn space_before(&self, mark: char, before: Option<char>, after: Option<char>, set: &mut String) {
        let ends = after
            .is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | ')' | ']' | '»' | '!' | '?' | '.' | ',' | ';' | ':'));
        let had_space = before == Some(' ') && set.ends_with(' ');
        let follows = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | ']' | '»' | '”' | '%' | '…'));
        // A mark with a bracket is a face.
        let is_face = matches!(mark, ':' | ';') && after == Some(')') && had_space;
        if !ends || is_face || !(had_space || (follows && mark != '%')) {
            return;
        }
        if had_space {
            set.pop();
            if !set.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | ']' | '»' | '”' | '%' | '…')) {
                // An emoticon, or a mark alone.
                set.push(' ');
                return;
            }
        }
        set.push(if mark == ':' { WIDE } else { NARROW });
    }
}

impl Before {
    /// Returns whether a quotation mark opens. `after` is the character that follows it.
    fn opens(&self, is_double: bool, after: Option<char>) -> bool {
        let is_open = self.open.contains(&is_double);
        match self.last {
            None => true,
            Some('-' | '–' | '—') => !(is_open && after.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation())),
            Some(last) => last.is_whitespace() || matches!(last, '(' | '[' | '{' | '/' | '«' | '„' | '‚' | '“' | '‘' | '¿' | '¡'),
        }
    }

    /// Notes a mark, and returns what the next one sees of it.
    fn note(&mut self, is_double: bool, opens: bool) -> char {
        if opens {
            self.open.push(is_double);
            return '(';
        }
        if let Some(at) = self.open.iter().rposition(|open| *open == is_double) {
            self.open.truncate(at);
        }
        'x'
    }
}

/// Returns what is set for hyphens that begin at an index of a text.
fn dashes(text: &str, at: usize, length: usize) -> &str {
    let typed = &text[at..at + length];
    let word = |c: char| c.is_whitespace();
    let start = text[..at].rfind(word).map_or(0, |start| start + 1);
    let end = text[at..].find(word).map_or(text.len(), |end| at + end);
    let token = text[start..end].trim_start_matches(char::is_whitespace);
    // Options of programs, arrows and addresses.
    let is_typed =
        (token.starts_with('-') && token.len() > length) || token.contains(['@', '=', '>', '\\']) || token.contains("://");
    match length {
        2 if !is_typed => "–",
        3 if !is_typed => "—",
        _ => typed,
    }
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

    fn html(markdown: &str, language: &str) -> String {
        let language = language.into();
        convert(markdown, &Dialect { punctuation: Some(&language), ..Dialect::default() }).html.trim().to_owned()
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
    fn marks_within_marks_close_in_their_order() {
        assert_eq!(set("(\"She said 'no'\") \"he said 'yes.'\" Then", "en"), "(“She said ‘no’”) “he said ‘yes.’” Then");
        assert_eq!(set("'He said \"no\"'", "en"), "‘He said “no”’");
        assert_eq!(set("\"Das 'Haus'\"", "de"), "„Das ‚Haus‘“");
        assert_eq!(set("\"Dijo 'no'\" ¿\"Qué\"?", "es"), "«Dijo “no”» ¿«Qué»?");
        assert_eq!(set("\"He left---\" she said. \"I--\"", "en"), "“He left—” she said. “I–”");
    }

    #[test]
    fn apostrophes_are_no_marks() {
        assert_eq!(set("Hans' Auto, 'ne Frage, 'hab' ich'", "de"), "Hans’ Auto, ’ne Frage, ‚hab‘ ich’");
        assert_eq!(set("Un po' di pane", "it"), "Un po’ di pane");
        assert_eq!(set("'s Avonds, 't huis", "nl"), "’s Avonds, ’t huis");
        assert_eq!(set("rock 'n' roll, 'tis", "en"), "rock ’n’ roll, ’tis");
        assert_eq!(html("L'[Union](a.md), qu'**il**", "fr"), "<p>L’<a href=\"a.md\">Union</a>, qu’<strong>il</strong></p>");
    }

    #[test]
    fn french_has_spaces_at_its_marks() {
        assert_eq!(
            set("Quoi ? Non! Ceci : \"cela\"; à 12:30. « oui » et «non», 5 % :)", "fr"),
            "Quoi\u{202F}? Non\u{202F}! Ceci\u{A0}: «\u{202F}cela\u{202F}»\u{202F}; à 12:30. «\u{202F}oui\u{202F}» et «\u{202F}non\u{202F}», 5\u{202F}% :)"
        );
        assert_eq!(set("https://a.example/?b", "fr"), "https://a.example/?b");
    }

    #[test]
    fn what_is_code_or_an_address_stays_as_it_was_typed() {
        for text in ["--no-verify", "--std=c++20", "a--b@example.org", "a --> b", "----"] {
            assert_eq!(set(text, "en"), text);
        }
        assert_eq!(html("<code>a \"b\" -- c</code> \"d\"", "en"), "<p><code>a &quot;b&quot; -- c</code> “d”</p>");
        assert_eq!(
            html("\\\"a\\\" [it's](https://a.example)", "en"),
            "<p>&quot;a&quot; <a href=\"https://a.example\">it’s</a></p>"
        );
        assert_eq!(
            html("<https://a.example/a--b>", "en"),
            "<p><a href=\"https://a.example/a--b\">https://a.example/a--b</a></p>"
        );
    }

    #[test]
    fn a_mark_next_to_markup_knows_what_is_before_it() {
        assert_eq!(
            html("*\"One\"* and `\"two\"` \"*three*\"\n\"four\" <b>\"five\"</b>", "en"),
            "<p><em>“One”</em> and <code>&quot;two&quot;</code> “<em>three</em>”\n“four” <b>“five”</b></p>"
        );
    }
}
