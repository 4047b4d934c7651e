//! The running text of a body, and its beginning for lists.

use lol_html::{RewriteStrSettings, element, rewrite_str};
use search::markup::text;

/// Returns the text of a body without figures, notes and their marks, headings.
pub(crate) fn running_text(html: &str) -> String {
    let remove = element!("figure, section.footnotes, sup.footnote-ref, h2, h3", |element| {
        element.remove();
        Ok(())
    });
    let settings = RewriteStrSettings::new().append_element_content_handler(remove).with_strict(false);
    text(&rewrite_str(html, settings).unwrap_or_default())
}

/// Returns the beginning of a text, for a list, where the article has no standfirst: whole sentences if they
/// fit, else words and an ellipsis.
pub(crate) fn excerpt(text: &str) -> String {
    const WIDTH: usize = 180;
    let width = |c: char| if c >= '\u{2E80}' { 2 } else { 1 };
    let mut used = 0;
    let (mut sentence, mut word) = (0, 0);
    for (at, c) in text.char_indices() {
        used += width(c);
        if used > WIDTH {
            return match (sentence, word) {
                (0, 0) => format!("{}…", &text[..at]),
                (0, word) => format!("{}…", text[..word].trim_end_matches([',', '，', '、', ';', '；'])),
                (sentence, _) => text[..sentence].to_owned(),
            };
        }
        let end = at + c.len_utf8();
        let next = text[end..].chars().next();
        match c {
            '。' | '！' | '？' => sentence = end,
            '.' | '!' | '?' | '؟' if used > WIDTH / 3 && next.is_none_or(char::is_whitespace) => sentence = end,
            '，' | '、' | '；' => word = end,
            _ if next.is_some_and(char::is_whitespace) => word = end,
            _ => {}
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{figures::make_figures, markdown, sanitize::sanitize},
        *,
    };

    #[test]
    fn the_running_text_has_no_notes_captions_or_headings() {
        let markdown = "![x](a.png \"Caption\")\n\n## Heading\n\nText[^1] goes on.\n\n[^1]: Note";
        assert_eq!(running_text(&make_figures(&sanitize(&markdown::to_html(markdown)))), "Text goes on.");
    }

    #[test]
    fn the_text_of_a_body_has_its_words_apart_and_no_entities() {
        assert_eq!(text("<p>A &amp; <em>B</em>C</p><p>D&nbsp;&lt;</p>"), "A & BC D <");
    }

    #[test]
    fn ten_thousand_headings_take_no_time() {
        assert_eq!(running_text(&"<h2>A</h2><p>b</p>".repeat(10_000)).len(), 19_999);
    }

    #[test]
    fn an_excerpt_ends_with_a_sentence_or_a_word() {
        assert_eq!(excerpt("Short."), "Short.");
        let long = format!("{} end of the first sentence. {}", "word ".repeat(15), "more ".repeat(30));
        assert!(excerpt(&long).ends_with("first sentence."));
        assert!(excerpt(&"word ".repeat(60)).ends_with("word…"));
        assert_eq!(excerpt(&"工业稳步恢复，".repeat(20)), format!("{}工业稳步恢复…", "工业稳步恢复，".repeat(11)));
    }
}
