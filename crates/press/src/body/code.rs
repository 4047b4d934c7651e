//! What is code in a text in Markdown, and what is not.

use std::sync::LazyLock;

use regex::Regex;

/// Follows the code blocks of a text, line by line.
#[derive(Default)]
pub(crate) struct Fences(Option<(char, usize)>);

impl Fences {
    /// Reads the next line. Returns whether it belongs to a code block.
    pub(crate) fn is_code(&mut self, line: &str) -> bool {
        let bare = line.trim_start_matches([' ', '\t', '>']).trim_end();
        let Some(mark) = bare.chars().next().filter(|c| matches!(c, '`' | '~')) else { return self.0.is_some() };
        let length = bare.chars().take_while(|c| *c == mark).count();
        match self.0 {
            Some((open, least)) => {
                if open == mark && length >= least && bare.chars().all(|c| c == mark) {
                    self.0 = None;
                }
                true
            }
            None if length >= 3 && !(mark == '`' && bare[length..].contains('`')) => {
                self.0 = Some((mark, length));
                true
            }
            None => false,
        }
    }
}

/// Changes a text in Markdown, except in code.
pub(crate) fn outside_code(text: &str, change: impl Fn(&str) -> String) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut plain = String::new();
    let mut fences = Fences::default();
    for line in text.split_inclusive('\n') {
        if fences.is_code(line) {
            outside_spans(&std::mem::take(&mut plain), &change, &mut changed);
            changed.push_str(line);
        } else {
            plain.push_str(line);
        }
    }
    outside_spans(&plain, &change, &mut changed);
    changed
}

/// Changes a text without code blocks, except between backticks.
fn outside_spans(text: &str, change: &impl Fn(&str) -> String, changed: &mut String) {
    static TICKS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"`+").expect("a valid expression"));
    let mut rest_from = 0;
    let mut open: Option<(usize, usize)> = None;
    let mut spans = Vec::new();
    for ticks in TICKS.find_iter(text) {
        match open {
            Some((start, length)) if length == ticks.len() && !text[start..ticks.start()].contains("\n\n") => {
                spans.push((start, ticks.end()));
                open = None;
            }
            // What is open has no end in its paragraph.
            Some((start, _)) if text[start..ticks.start()].contains("\n\n") => open = Some((ticks.start(), ticks.len())),
            Some(_) => {}
            None => open = Some((ticks.start(), ticks.len())),
        }
    }
    for (start, end) in spans {
        changed.push_str(&change(&text[rest_from..start]));
        changed.push_str(&text[start..end]);
        rest_from = end;
    }
    if rest_from < text.len() {
        changed.push_str(&change(&text[rest_from..]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_not_changed() {
        let text = "a\n```\na\n```\na `a` ``a ` a`` a\n~~~ x\na\n```\n~~~\n> ```\n> a\n> ```\na";
        let changed = outside_code(text, |piece| piece.replace('a', "b"));
        assert_eq!(changed, "b\n```\na\n```\nb `a` ``a ` a`` b\n~~~ x\na\n```\n~~~\n> ```\n> a\n> ```\nb");
        assert_eq!(outside_code("a ` a\n\na ` a", |piece| piece.replace('a', "b")), "b ` b\n\nb ` b");
    }
}
