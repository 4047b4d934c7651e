//! From the bytes of a file to its text.

use std::borrow::Cow;

use crate::problem::{Kind, Problem, Severity, SourceLocation};

/// Decodes a file as UTF-8, or as UTF-16 where it begins with a byte order mark. Line ends become `\n`.
///
/// # Errors
///
/// A text in another encoding, with its first line that is not UTF-8.
pub(crate) fn decode(file: &str, bytes: &[u8]) -> Result<String, Problem> {
    let text: Result<Cow<'_, str>, _> = match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes).map(Cow::from),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes).map(Cow::from),
        _ => utf8(bytes).map(Cow::from),
    };
    let text = text.map_err(|(line, message)| {
        Problem::with_file(file.to_owned(), Kind::Encoding, Severity::Error, message).at(SourceLocation::line(line))
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    // An old Macintosh ends lines with a carriage return alone.
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn utf8(bytes: &[u8]) -> Result<&str, (usize, &'static str)> {
    std::str::from_utf8(bytes).map_err(|error| {
        let (valid, rest) = bytes.split_at(error.valid_up_to());
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        let message = if rest.contains(&0) {
            "this is not a text file. Save the text as UTF-8."
        } else {
            "this is not UTF-8. Save the file as UTF-8: other encodings, such as GBK or Windows-1252, cannot be told apart for certain."
        };
        (line, message)
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, (usize, &'static str)> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let mut text = String::with_capacity(bytes.len());
    for decoded in char::decode_utf16(units) {
        match decoded {
            Ok(c) => text.push(c),
            Err(_) => return Err((text.matches('\n').count() + 1, "this is not valid UTF-16. Save the file as UTF-8.")),
        }
    }
    match rest {
        [] => Ok(text),
        _ => Err((text.matches('\n').count() + 1, "this UTF-16 file is cut off. Save the file as UTF-8.")),
    }
}

/// Returns a text without the characters that XML or HTML cannot carry, and how many there were.
pub(crate) fn without_invalid_characters(text: &str) -> (Cow<'_, str>, usize) {
    let count = text.chars().filter(|c| is_invalid(*c)).count();
    match count {
        0 => (text.into(), 0),
        _ => (text.chars().filter(|c| !is_invalid(*c)).collect::<String>().into(), count),
    }
}

/// Control characters but tab and line end, and noncharacters: neither an XML nor an HTML document may contain them.
fn is_invalid(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(c, '\u{FDD0}'..='\u{FDEF}')
        || (u32::from(c) & 0xFFFE) == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Result<String, String> {
        decode("a.md", bytes).map_err(|problem| problem.to_string())
    }

    #[test]
    fn utf_16_with_a_byte_order_mark_is_read() {
        let units: Vec<u16> = "\u{FEFF}工业\r\nA😀".encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!([text(&little), text(&big)], [Ok("工业\nA😀".to_owned()), Ok("工业\nA😀".to_owned())]);
        assert!(text(&little[..little.len() - 1]).is_err_and(|message| message.contains("a.md:2:")));
    }

    #[test]
    fn line_ends_of_every_system_become_one() {
        assert_eq!(text(b"\xEF\xBB\xBFa\r\nb\rc\nd"), Ok("a\nb\nc\nd".to_owned()));
    }

    #[test]
    fn another_encoding_is_reported_with_its_first_line() {
        let gbk = b"title: a\nbody: \xB9\xA4\xD2\xB5\n";
        assert!(text(gbk).is_err_and(|message| message.starts_with("a.md:2: error: this is not UTF-8")));
        assert!(text(b"PK\x03\x04\xFF\x00").is_err_and(|message| message.contains("not a text file")));
        assert!(text(b"caf\xE9").is_err());
    }

    #[test]
    fn characters_that_no_page_can_carry_are_removed() {
        assert_eq!(without_invalid_characters("a\u{0}b\u{B}\u{FFFE}c\u{85}\td"), ("abc\td".into(), 4));
        assert_eq!(without_invalid_characters("工业 😀\n"), ("工业 😀\n".into(), 0));
        assert_eq!(without_invalid_characters("\u{1FFFF}\u{FDD0}\u{7F}").1, 3);
    }
}
