/// The words of `text` in lower case; Chinese and Japanese, which do not part words, as pairs of
/// neighbouring characters.
///
/// ```
/// let words: Vec<_> = edition::tokens::words("Solar cells, 太阳能电池").collect();
/// assert_eq!(words, ["solar", "cells", "太阳", "阳能", "能电", "电池"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = String> {
    runs(text).flat_map(|run| match run {
        Run::Word(word) => vec![word.to_lowercase()],
        Run::Characters(run) => {
            let characters: Vec<char> = run.chars().collect();
            match characters[..] {
                [one] => vec![one.to_string()],
                _ => characters.windows(2).map(|pair| pair.iter().collect()).collect(),
            }
        }
    })
}

/// Minutes that it takes to read `text`: 230 words, or 400 Chinese, Japanese or Korean characters, in
/// one. At least 1.
pub fn minutes(text: &str) -> u32 {
    let (mut words, mut characters) = (0, 0);
    for run in runs(text) {
        match run {
            Run::Word(word) => {
                let hangul = word.chars().filter(|c| is_hangul(*c)).count();
                characters += hangul;
                words += usize::from(hangul == 0);
            }
            Run::Characters(run) => characters += run.chars().count(),
        }
    }
    let minutes = (words as f64 / 230.0 + characters as f64 / 400.0).ceil();
    (minutes as u32).max(1)
}

/// A piece of a text, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run<'a> {
    /// A word.
    Word(&'a str),
    /// Characters of a script that does not part words: Chinese, and Japanese kana.
    Characters(&'a str),
}

/// Cuts a text into words and into runs of characters without spaces between words.
pub fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let first = rest.chars().next()?;
        let wide = is_ideograph(first);
        // Marks are not letters, yet they do not end a word either: Arabic writes its vowels with them.
        let inside = |c: char| {
            if wide {
                is_ideograph(c)
            } else {
                (c.is_alphanumeric() && !is_ideograph(c))
                    || matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\'' | '’')
            }
        };
        let end = rest.find(|c| !inside(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(if wide { Run::Characters(run) } else { Run::Word(run.trim_end_matches(['\'', '’'])) })
    })
}

/// Chinese characters and Japanese kana.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3005}' | '\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7AF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        words(text).collect()
    }

    #[test]
    fn words_are_in_lower_case_and_characters_come_in_pairs() {
        assert_eq!(tokens("GDP增长3.8%"), ["gdp", "增长", "3", "8"]);
        assert_eq!(tokens("The ministry’s 3 figures"), ["the", "ministry’s", "3", "figures"]);
        assert_eq!(tokens("نما الإنتاجُ"), ["نما", "الإنتاجُ"]);
        assert_eq!(tokens("…"), [""; 0]);
    }

    #[test]
    fn reading_time_goes_by_words_and_by_characters() {
        assert_eq!(minutes(""), 1);
        assert_eq!(minutes(&"word ".repeat(460)), 2);
        assert_eq!(minutes(&"字".repeat(801)), 3);
        assert_eq!(minutes(&"한국 ".repeat(400)), 2);
        assert_eq!(minutes(&format!("{} {}", "word ".repeat(230), "字".repeat(400))), 2);
    }

    proptest! {
        #[test]
        fn any_text_has_words_and_none_is_empty(text in "\\PC{0,80}") {
            prop_assert!(tokens(&text).iter().all(|word| !word.is_empty()));
        }
    }
}
