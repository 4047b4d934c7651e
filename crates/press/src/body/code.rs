//! What is code in a text in Markdown, and what is not.

use std::sync::LazyLock;

use regex::Regex;

use super::markdown;

/// Changes a text, except in its code blocks. `change` gets whole lines.
pub(crate) fn outside_blocks(text: &str, mut change: impl FnMut(&str) -> String) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut plain = String::new();
    let mut is_code = markdown::code_lines(text).into_iter();
    for line in text.split_inclusive('\n') {
        if is_code.next().unwrap_or_default() {
            changed.push_str(&change(&std::mem::take(&mut plain)));
            changed.push_str(line);
        } else {
            plain.push_str(line);
        }
    }
    changed.push_str(&change(&plain));
    changed
}

/// Changes a text, except in its code blocks and between backticks. `change` gets pieces of lines and of paragraphs.
pub(crate) fn outside_code(text: &str, mut change: impl FnMut(&str) -> String) -> String {
    outside_blocks(text, |lines| lines.split_inclusive("\n\n").map(|paragraph| outside_spans(paragraph, &mut change)).collect())
}

/// Changes a paragraph, except between backticks.
fn outside_spans(paragraph: &str, change: &mut impl FnMut(&str) -> String) -> String {
    static TICKS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"`+").expect("a valid expression"));
    let ticks: Vec<_> = TICKS.find_iter(paragraph).collect();
    let mut changed = String::with_capacity(paragraph.len());
    let (mut index, mut done) = (0, 0);
    while let Some(open) = ticks.get(index) {
        // As many backticks close a span as open it. Without them they are a part of the text.
        match ticks[index + 1..].iter().position(|close| close.len() == open.len()) {
            Some(length) => {
                let close = ticks[index + 1 + length];
                changed.push_str(&change(&paragraph[done..open.start()]));
                changed.push_str(&paragraph[open.start()..close.end()]);
                done = close.end();
                index += length + 2;
            }
            None => index += 1,
        }
    }
    changed + &change(&paragraph[done..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_not_changed() {
        let text = "a\n```\na\n```\na `a` ``a ` a`` a\n~~~ x\na\n```\n~~~\n> ```\n> a\n> ```\na\n";
        let changed = outside_code(text, |piece| piece.replace('a', "b"));
        assert_eq!(changed, "b\n```\na\n```\nb `a` ``a ` a`` b\n~~~ x\na\n```\n~~~\n> ```\n> a\n> ```\nb\n");
        assert_eq!(outside_code("a ` a\n\na ` a", |piece| piece.replace('a', "b")), "b ` b\n\nb ` b");
        assert_eq!(
            outside_code("- ```js\n  a\n  ```\n\na `` ` a `a`", |piece| piece.replace('a', "b")),
            "- ```js\n  a\n  ```\n\nb `` ` a `b`"
        );
        assert_eq!(outside_code("b\n\n    a\n\nb", |piece| piece.replace('b', "c")), "c\n\n    a\n\nc");
        assert_eq!(outside_blocks("a `a`\n```\na\n```\n", |lines| lines.replace('a', "b")), "b `b`\n```\na\n```\n");
    }
}
