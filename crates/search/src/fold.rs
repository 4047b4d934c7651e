//! Normalization of text for comparison: case, full and half width, accents, Arabic letter variants, traditional Chinese characters.

use std::sync::LazyLock;

use unicode::{compose, decompose, lowercase};

/// Returns a word in the form that the index has. Compatibility decomposition can make it several words or an empty string.
pub(crate) fn word(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    compose(&lowercase(&decompose(text)).chars().filter_map(fold_letter).collect::<String>()).chars().map(simplify).collect()
}

/// Returns a character of a script without spaces in the form that the index has.
pub(crate) fn character(c: char) -> char {
    match c {
        '\u{3040}'..='\u{30FF}' => c,
        '\u{3400}'..='\u{9FFF}' => simplify(c),
        // Compatibility forms. Each folds to a single character.
        _ => compose(&decompose(c.encode_utf8(&mut [0; 4]))).chars().next().map_or(c, simplify),
    }
}

/// Returns a letter without its variant; `None` for marks that readers do not type.
fn fold_letter(c: char) -> Option<char> {
    match c {
        // Accents; Arabic vowels, hamza above and below, and tatweel.
        '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{640}' => None,
        // Alef wasla, alef maksura, teh marbuta.
        '\u{671}' => Some('\u{627}'),
        '\u{649}' => Some('\u{64A}'),
        '\u{629}' => Some('\u{647}'),
        // Persian yeh and kaf.
        '\u{6CC}' => Some('\u{64A}'),
        '\u{6A9}' => Some('\u{643}'),
        'ς' => Some('σ'),
        _ => Some(c),
    }
}

/// The first and the last character that can have a simplified form.
const FIRST: char = '\u{4E00}';
const LAST: char = '\u{9FFF}';

/// The simplified form of each character from [`FIRST`] to [`LAST`]; 0 if it is the same. The build script writes the table: see
/// there for its format.
static SIMPLIFIED: LazyLock<Vec<u16>> = LazyLock::new(|| {
    const TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/simplified.bin"));
    let mut forms = vec![0; LAST as usize - FIRST as usize + 1];
    let count = usize::from(u16::from_le_bytes([TABLE[0], TABLE[1]]));
    let (high, rest) = TABLE[2..].split_at(count);
    let (low, deltas) = rest.split_at(count);
    let mut simplified = high.iter().zip(low);
    let mut index = 0;
    for delta in deltas {
        index += usize::from(*delta);
        // 255 means that the delta continues in the next byte.
        if *delta < 255
            && let (Some((high, low)), Some(form)) = (simplified.next(), forms.get_mut(index))
        {
            *form = u16::from_be_bytes([*high, *low]);
        }
    }
    forms
});

fn simplify(c: char) -> char {
    let form = (c as usize).checked_sub(FIRST as usize).and_then(|index| SIMPLIFIED.get(index)).copied().unwrap_or_default();
    if form == 0 { c } else { char::from_u32(u32::from(form)).unwrap_or(c) }
}

#[cfg(not(target_arch = "wasm32"))]
mod unicode {
    use unicode_normalization::UnicodeNormalization;

    pub(super) fn decompose(text: &str) -> String {
        text.nfkd().collect()
    }

    pub(super) fn compose(text: &str) -> String {
        text.nfc().collect()
    }

    pub(super) fn lowercase(text: &str) -> String {
        text.to_lowercase()
    }
}

/// The same with the browser’s Unicode tables, which cost no download.
#[cfg(target_arch = "wasm32")]
mod unicode {
    use js_sys::JsString;

    pub(super) fn decompose(text: &str) -> String {
        JsString::from(text).normalize("NFKD").into()
    }

    pub(super) fn compose(text: &str) -> String {
        JsString::from(text).normalize("NFC").into()
    }

    pub(super) fn lowercase(text: &str) -> String {
        JsString::from(text).to_lower_case().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_of_a_word_fold_to_the_same_form() {
        for (word_form, equivalent) in [
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
            assert_eq!(word(word_form), word(equivalent), "{word_form}");
        }
        assert_eq!("實體書店發展".chars().map(character).collect::<String>(), "实体书店发展");
        assert_eq!("ｶが\u{F900}".chars().map(character).collect::<String>(), "カが岂");
    }

    #[test]
    fn traditional_characters_are_simplified() {
        assert_eq!([simplify('臺'), simplify('龜'), simplify('国'), simplify('a')], ['台', '龟', '国', 'a']);
    }
}
