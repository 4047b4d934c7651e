//! Where an excerpt of a text starts and ends. Widths are in Latin letters; a Chinese, Japanese or Korean character counts as two.

/// The width of an excerpt.
const WIDTH: usize = 200;
/// The maximum width of the context before the first match.
const CONTEXT_WIDTH: usize = 50;

fn width(c: char) -> usize {
    1 + usize::from(matches!(c, '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{FFEF}'))
}

/// Returns the end of an excerpt of full width.
pub(super) fn end(text: &str, start: usize) -> usize {
    let mut total = 0;
    let next = text[start..].char_indices().find(|(_, c)| {
        total += width(*c);
        total > WIDTH
    });
    next.map_or(text.len(), |(offset, _)| start + offset)
}

/// Returns the start of an excerpt around a match: preferably the start of the match's sentence, else that of a word.
pub(super) fn start(text: &str, match_start: usize) -> usize {
    let mut total = 0;
    let previous = text[..match_start].char_indices().rev().find(|(_, c)| {
        total += width(*c);
        total > CONTEXT_WIDTH
    });
    let Some((offset, c)) = previous else { return 0 };
    let context_start = offset + c.len_utf8();
    let context = &text[context_start..match_start];
    let sentence_end = context
        .char_indices()
        .rev()
        .find(|(offset, c)| match c {
            '。' | '！' | '？' | '؟' => true,
            '.' | '?' => context[offset + 1..].starts_with(' '),
            _ => false,
        })
        .map(|(offset, _)| offset);
    let boundary = sentence_end.or_else(|| context.find(' '));
    let skipped = boundary.and_then(|boundary| context[boundary..].chars().next().map(|c| boundary + c.len_utf8()));
    let excerpt = &context[skipped.unwrap_or_default()..];
    match_start - excerpt.trim_start().len()
}

/// Returns the last space before the end of an excerpt, or `end` if none is near.
pub(super) fn end_at_space(text: &str, end: usize) -> usize {
    if end == text.len() {
        return end;
    }
    let space = text[..end].char_indices().rev().take(16).find(|(_, c)| *c == ' ');
    space.map_or(end, |(offset, _)| offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_starts_at_a_sentence_or_a_word() {
        let excerpt = |text: &'static str| &text[start(text, text.find("match").expect("a match"))..];
        assert_eq!(excerpt("A first sentence that is rather long, and then some. Then the match"), "Then the match");
        assert_eq!(
            excerpt("one sentence of many words that does not end before the text has the match"),
            "words that does not end before the text has the match"
        );
        assert_eq!(excerpt("A sentence. Then the match"), "A sentence. Then the match");
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(end(&"a".repeat(300), 0), 200);
        assert_eq!(end(&"书".repeat(300), 0), 300);
    }
}
