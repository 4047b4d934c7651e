//! What is the same for a reader is made the same: capitals, full and half width, accents, Arabic letter forms, traditional characters.

use std::sync::LazyLock;

use imp::{composed, decomposed, lower};

/// A word as it stands in the index, which may come to more than one, or to none.
pub(crate) fn word(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    composed(&lower(&decomposed(text)).chars().filter_map(letter).collect::<String>()).chars().map(simplified).collect()
}

/// A character of a run without spaces.
pub(crate) fn character(c: char) -> char {
    match c {
        '\u{3040}'..='\u{30FF}' => c,
        '\u{3400}'..='\u{9FFF}' => simplified(c),
        // Compatibility forms, each of them one character.
        _ => composed(&decomposed(c.encode_utf8(&mut [0; 4]))).chars().next().map_or(c, simplified),
    }
}

/// A letter without the marks that a reader leaves out.
fn letter(c: char) -> Option<char> {
    match c {
        // Accents; Arabic vowels, hamza above and below, and the stroke that stretches a word.
        '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{640}' => None,
        // Alef of wasla, alef maqsura, ta marbuta.
        '\u{671}' => Some('\u{627}'),
        '\u{649}' => Some('\u{64A}'),
        '\u{629}' => Some('\u{647}'),
        // Persian ya and kaf.
        '\u{6CC}' => Some('\u{64A}'),
        '\u{6A9}' => Some('\u{643}'),
        'ς' => Some('σ'),
        _ => Some(c),
    }
}

/// By traditional character from [`FIRST`] on: the simplified form, 0 where it is the same. The file says how many there are, then
/// the high and the low bytes of the simplified ones, then how far each traditional one is from the one before.
static SIMPLIFIED: LazyLock<Vec<u16>> = LazyLock::new(|| {
    const TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/simplified.bin"));
    let mut forms = vec![0; LAST as usize - FIRST as usize + 1];
    let count = usize::from(u16::from_le_bytes([TABLE[0], TABLE[1]]));
    let (high, rest) = TABLE[2..].split_at(count);
    let (low, steps) = rest.split_at(count);
    let mut ends = high.iter().zip(low);
    let mut at = 0;
    for step in steps {
        at += usize::from(*step);
        // A longer step goes on.
        if *step < 255
            && let (Some((high, low)), Some(form)) = (ends.next(), forms.get_mut(at))
        {
            *form = u16::from_be_bytes([*high, *low]);
        }
    }
    forms
});
/// The block that traditional characters stand in.
const FIRST: char = '\u{4E00}';
const LAST: char = '\u{9FFF}';

fn simplified(c: char) -> char {
    let form = (c as usize).checked_sub(FIRST as usize).and_then(|n| SIMPLIFIED.get(n)).copied().unwrap_or_default();
    if form == 0 { c } else { char::from_u32(u32::from(form)).unwrap_or(c) }
}

#[cfg(not(target_arch = "wasm32"))]
mod imp {
    use unicode_normalization::UnicodeNormalization;

    pub(super) fn decomposed(text: &str) -> String {
        text.nfkd().collect()
    }

    pub(super) fn composed(text: &str) -> String {
        text.nfc().collect()
    }

    pub(super) fn lower(text: &str) -> String {
        text.to_lowercase()
    }
}

/// The browser knows it all.
#[cfg(target_arch = "wasm32")]
mod imp {
    use js_sys::JsString;

    pub(super) fn decomposed(text: &str) -> String {
        JsString::from(text).normalize("NFKD").into()
    }

    pub(super) fn composed(text: &str) -> String {
        JsString::from(text).normalize("NFC").into()
    }

    pub(super) fn lower(text: &str) -> String {
        JsString::from(text).to_lower_case().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_for_a_reader_is_the_same() {
        for (written, meant) in [
            ("GDP", "gdp"),
            ("２０２３", "2023"),
            ("ＡＢＣ", "abc"),
            ("São", "sao"),
            ("Ⅷ", "viii"),
            ("ΛΌΓΟΣ", "λογος"),
            ("الإنتاجُ", "الانتاج"),
            ("مسؤولية", "مسوولىه"),
            ("한국", "한국"),
            ("ＧＤＰ增長", "gdp增长"),
        ] {
            assert_eq!(word(written), word(meant), "{written}");
        }
        assert_eq!("實體書店發展".chars().map(character).collect::<String>(), "实体书店发展");
        assert_eq!("ｶが\u{F900}".chars().map(character).collect::<String>(), "カが岂");
    }

    #[test]
    fn the_table_is_what_the_crate_says() {
        assert_eq!([simplified('臺'), simplified('龜'), simplified('国'), simplified('a')], ['台', '龟', '国', 'a']);
    }
}
