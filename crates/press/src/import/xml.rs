//! XML as other systems write it: with other encodings, with characters that XML does not allow, with names of HTML.

use anyhow::{Result, bail};
use encoding_rs::{Encoding, UTF_8};

/// Decodes an XML file as its byte order mark or its declaration says, and removes characters that XML does not allow.
///
/// # Errors
///
/// An encoding that is not known.
pub(super) fn decode(file: &str, bytes: &[u8]) -> Result<String> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => match declared(bytes) {
            Some(name) => match Encoding::for_label(name.as_bytes()) {
                Some(encoding) => encoding,
                None => bail!("{file} is in the encoding “{name}”, which is not known: save it as UTF-8"),
            },
            None => UTF_8,
        },
    };
    let (text, _, has_errors) = encoding.decode(bytes);
    if has_errors {
        bail!("{file} is not {}, as it says: save it as UTF-8", encoding.name());
    }
    let is_allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    Ok(text.chars().filter(is_allowed).collect())
}

/// Returns the encoding in the declaration of an XML file.
fn declared(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let declaration = start.trim_start().strip_prefix("<?xml")?.split("?>").next()?.to_owned();
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start().to_owned();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_that_of_the_mark_or_the_declaration() {
        let text = |bytes: &[u8]| decode("a.xml", bytes).expect("a text");
        assert_eq!(text("<a>é</a>".as_bytes()), "<a>é</a>");
        assert_eq!(
            text(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>"),
            "<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>"
        );
        assert_eq!(
            text(b"<?xml version=\"1.0\" encoding=\"gb2312\"?><a>\xB9\xA4</a>"),
            "<?xml version=\"1.0\" encoding=\"gb2312\"?><a>工</a>"
        );
        assert_eq!(text(b"\xFF\xFE<\0a\0/\0>\0"), "<a/>");
        assert_eq!(text(b"<a>\x08b\x0B</a>"), "<a>b</a>");
    }

    #[test]
    fn an_encoding_that_is_not_known_or_not_kept_is_a_sentence() {
        let error = |bytes: &[u8]| decode("a.xml", bytes).expect_err("an error").to_string();
        assert!(error(b"<?xml version='1.0' encoding='klingon'?><a/>").contains("which is not known"));
        assert!(error(b"<a>\xE9</a>").contains("is not UTF-8, as it says"));
    }
}
