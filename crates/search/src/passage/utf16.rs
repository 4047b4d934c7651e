use std::ops::Range;

use crate::messages::TextRange;

/// Converts ascending byte ranges of a text to UTF-16 code units, which JavaScript strings have.
pub fn utf16_ranges(text: &str, ranges: &[Range<usize>]) -> Vec<TextRange> {
    let (mut byte, mut unit) = (0, 0);
    let mut convert = |offset: usize| {
        unit += text.get(byte..offset).map_or(0, |part| part.chars().map(char::len_utf16).sum());
        byte = offset;
        unit as u32
    };
    ranges.iter().map(|range| TextRange { start: convert(range.start), end: convert(range.end) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_utf16_code_units() {
        let text = "a 🗞 书 é";
        let ranges: Vec<_> = ["🗞", "书", "é"].map(|part| text.match_indices(part).next().expect("a match")).to_vec();
        let ranges: Vec<_> = ranges.into_iter().map(|(start, part)| start..start + part.len()).collect();
        let expected = [(2, 4), (5, 6), (7, 8)].map(|(start, end)| TextRange { start, end });
        assert_eq!(utf16_ranges(text, &ranges), expected);
    }
}
