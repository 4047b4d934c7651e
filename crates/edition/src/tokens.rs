/// The words of `text` in lower case; the characters of scripts without spaces, and of Korean, as pairs of neighbours.
///
/// ```
/// let words: Vec<_> = edition::tokens::words("Solar cells, 太阳能电池").collect();
/// assert_eq!(words, ["solar", "cells", "太阳", "阳能", "能电", "电池"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = String> {
    runs(text).flat_map(|run| match run {
        Run::Word(word) => vec![word.replace(is_ignorable, "").to_lowercase()],
        Run::Characters(run) => {
            let characters: Vec<&str> = characters(run).collect();
            match characters[..] {
                [one] => vec![one.to_owned()],
                _ => characters.windows(2).map(<[&str]>::concat).collect(),
            }
        }
    })
}

/// Minutes that it takes to read `text`: 230 words, or 400 Chinese, Japanese or Korean characters, in one. Five letters of a script
/// such as Thai count as a word. At least 1.
pub fn minutes(text: &str) -> u32 {
    let (mut words, mut letters, mut characters) = (0, 0, 0);
    for run in runs(text) {
        match run {
            Run::Word(_) => words += 1,
            Run::Characters(run) => {
                characters += run.chars().filter(|c| is_ideograph(*c) || is_hangul(*c)).count();
                letters += run.chars().filter(|c| is_unspaced_letter(*c)).count();
            }
        }
    }
    let minutes = ((words + letters / 5) as f64 / 230.0 + characters as f64 / 400.0).ceil();
    (minutes as u32).max(1)
}

/// A piece of a text, as it is written: [`is_ignorable`] characters inside it are part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run<'a> {
    /// A word.
    Word(&'a str),
    /// Characters that are no words on their own: of scripts without spaces between words (Chinese, Japanese, Thai, Lao, Khmer,
    /// Burmese), of Korean, whose words have suffixes, and emoji. [`characters`] splits them.
    Characters(&'a str),
}

/// Cuts a text into words and into runs of characters.
///
/// A line break between two Chinese or Japanese characters does not end a run.
pub fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !is_character(c));
        let are_characters = is_character(rest.chars().next()?);
        // Marks are not letters, yet they do not end a word either: Arabic writes its vowels with them.
        let is_in_word = |c: char| {
            (c.is_alphanumeric() && !is_character(c))
                || is_ignorable(c)
                || matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\'' | '’')
        };
        let end = if are_characters { end_of_characters(rest) } else { rest.find(|c| !is_in_word(c)).unwrap_or(rest.len()) };
        let (run, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(match are_characters {
            true => Run::Characters(run),
            false => Run::Word(run.trim_end_matches(|c| matches!(c, '\'' | '’') || is_ignorable(c))),
        })
    })
}

/// Returns the end of the run of characters at the start of `text`.
fn end_of_characters(text: &str) -> usize {
    let (mut end, mut last) = (0, None);
    for (at, c) in text.char_indices() {
        if is_character(c) {
            let gap = text.get(end..at).unwrap_or_default().trim_matches(is_ignorable);
            if !gap.is_empty() && !last.is_some_and(|last| is_broken_line(last, gap, c)) {
                break;
            }
            (end, last) = (at + c.len_utf8(), Some(c));
        } else if !is_ignorable(c) && !c.is_ascii_whitespace() {
            break;
        }
    }
    end
}

/// Whether the white space `gap` only breaks a line of Chinese or Japanese, which has no spaces.
pub fn is_broken_line(before: char, gap: &str, after: char) -> bool {
    let is_line_break = gap.chars().all(|c| c.is_ascii_whitespace()) && gap.chars().filter(|c| *c == '\n').count() == 1;
    is_line_break && is_ideograph(before) && is_ideograph(after)
}

/// Splits [`Run::Characters`] into characters, each with its combining marks.
pub fn characters(run: &str) -> impl Iterator<Item = &str> {
    let mut rest = run;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c| !is_character(c));
        let mut last = rest.chars().next()?;
        let mut end = last.len_utf8();
        for (at, c) in rest.char_indices().skip(1) {
            // The signs for stacked consonants in Khmer and Burmese.
            let is_stacked = matches!(last, '\u{1039}' | '\u{17D2}') && is_character(c);
            if is_mark(c) || is_stacked {
                (end, last) = (at + c.len_utf8(), c);
            } else if !is_ignorable(c) {
                break;
            }
        }
        let (character, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(character)
    })
}

/// Whether a character is not visible and does not separate words: soft hyphen, zero-width spaces and joiners, marks of direction,
/// byte order mark, variation selectors, skin tones.
pub fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{1F3FB}'..='\u{1F3FF}')
}

/// Whether a character is part of [`Run::Characters`].
fn is_character(c: char) -> bool {
    // Most characters of most texts are below.
    c > '\u{E00}' && (is_ideograph(c) || is_hangul(c) || is_unspaced_letter(c) || is_emoji(c))
}

/// Chinese characters and Japanese kana.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3005}' | '\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{AC00}'..='\u{D7FB}')
}

/// Letters and marks of Thai, Lao, Burmese and Khmer, without digits.
fn is_unspaced_letter(c: char) -> bool {
    matches!(c, '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E4E}' | '\u{E81}'..='\u{ECE}' | '\u{EDC}'..='\u{EDF}'
        | '\u{1000}'..='\u{103F}' | '\u{1050}'..='\u{108F}' | '\u{1780}'..='\u{17D3}')
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27BF}' | '\u{1F1E6}'..='\u{1F1FF}' | '\u{1F300}'..='\u{1FAFF}') && !is_ignorable(c)
}

/// Whether a character is written with the one before it: vowels and tones of Thai, Lao, Burmese and Khmer, the vowels and final
/// consonants of decomposed Korean, the voicing marks of Japanese.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{E30}'..='\u{E3A}' | '\u{E45}' | '\u{E47}'..='\u{E4E}' | '\u{EB0}'..='\u{EBC}' | '\u{EC8}'..='\u{ECE}'
        | '\u{102B}'..='\u{103E}' | '\u{1056}'..='\u{1059}' | '\u{1082}'..='\u{108D}' | '\u{1160}'..='\u{11FF}'
        | '\u{17B4}'..='\u{17D3}' | '\u{3099}'..='\u{309A}')
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
    fn invisible_characters_do_not_split_words() {
        assert_eq!(tokens("Donau\u{AD}dampf\u{AD}schiff"), ["donaudampfschiff"]);
        assert_eq!(tokens("می\u{200C}خواهند"), ["میخواهند"]);
        assert_eq!(tokens("\u{FEFF}long\u{200B}word\u{2060} next\u{200D}"), ["longword", "next"]);
        assert_eq!(tokens("太\u{AD}阳\u{200B}能"), ["太阳", "阳能"]);
    }

    #[test]
    fn thai_lao_khmer_burmese_and_korean_come_in_pairs_with_their_marks() {
        assert_eq!(tokens("รถไฟที่ ๒๕"), ["รถ", "ถไ", "ไฟ", "ฟที่", "๒๕"]);
        assert_eq!(tokens("ລົດໄຟ"), ["ລົດ", "ດໄ", "ໄຟ"]);
        assert_eq!(tokens("ភាសា\u{200B}ខ្មែរ"), ["ភាសា", "សាខ្មែ", "ខ្មែរ"]);
        assert_eq!(tokens("မြန်မာ"), ["မြန်", "န်မာ"]);
        assert_eq!(tokens("서울의 3월, 새"), ["서울", "울의", "3", "월", "새"]);
    }

    #[test]
    fn a_line_break_inside_a_chinese_sentence_does_not_split_it() {
        let lines = ["太阳能\n电池", "太阳能 \r\n  电池", "太阳\u{200B}能\u{AD}\n电池"];
        assert!(lines.iter().all(|text| tokens(text).contains(&"能电".to_owned())), "{lines:?}");
        let separate = ["太阳能\n\n电池", "太阳能 电池", "太阳能\u{2029}电池", "太阳能，\n电池", "서울\n철도"];
        assert!(separate.iter().all(|text| runs(text).count() == 2), "{separate:?}");
    }

    #[test]
    fn emoji_are_characters() {
        assert_eq!(tokens("A ferry 🚢"), ["a", "ferry", "🚢"]);
        assert_eq!(tokens("👍🏽 ❤\u{FE0F}"), ["👍", "❤"]);
        assert_eq!(tokens("👩\u{200D}🚀"), ["👩🚀"]);
    }

    #[test]
    fn reading_time_goes_by_words_and_by_characters() {
        assert_eq!(minutes(""), 1);
        assert_eq!(minutes(&"word ".repeat(460)), 2);
        assert_eq!(minutes(&"字".repeat(801)), 3);
        assert_eq!(minutes(&"한국 ".repeat(400)), 2);
        assert_eq!(minutes(&"รถไฟ ".repeat(600)), 3);
        assert_eq!(minutes(&format!("{} {}", "word ".repeat(230), "字".repeat(400))), 2);
    }

    proptest! {
        #[test]
        fn any_text_has_words_and_none_is_empty(text in "\\PC{0,80}") {
            prop_assert!(tokens(&text).iter().all(|word| !word.is_empty()));
        }
    }
}
