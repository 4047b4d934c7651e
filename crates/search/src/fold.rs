//! Normalization of text for comparison: case, full and half width, accents, Arabic letter variants, traditional Chinese characters.

use std::sync::LazyLock;

use edition::tokens::is_ignorable;
use unicode::{compose, decompose, lowercase};

/// Returns a word in the form that the index has. Compatibility decomposition can make it several words or an empty string.
pub(crate) fn word(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in lowercase(&decompose(text)).chars() {
        match PLAIN_SPELLINGS.iter().find(|(letter, _)| *letter == c) {
            Some((_, plain)) => folded.push_str(plain),
            None => folded.extend(fold_letter(c)),
        }
    }
    compose(&folded).chars().map(simplify).collect()
}

/// Returns a character with its combining marks in the form that the index has.
pub(crate) fn character(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        // The most frequent ones need no tables.
        (Some(c @ ('\u{3040}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')), None) => simplify(c).to_string(),
        _ => word(text),
    }
}

/// Letters that Unicode does not decompose, and how they are written without them.
const PLAIN_SPELLINGS: [(char, &str); 10] =
    [('ß', "ss"), ('æ', "ae"), ('œ', "oe"), ('ø', "o"), ('ł', "l"), ('đ', "d"), ('ð', "d"), ('þ', "th"), ('ħ', "h"), ('ı', "i")];

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
        _ => Some(c).filter(|c| !is_ignorable(*c)),
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
            ("STRAẞE", "strasse"),
            ("Ærø", "aero"),
            ("Œuvre", "oeuvre"),
            ("Łódź", "lodz"),
            ("Đặng", "dang"),
            ("Þórður", "thordur"),
            ("Ħamrun", "hamrun"),
            ("Işık", "isik"),
            ("İzmir", "izmir"),
            ("Müller", "muller"),
            ("Donau\u{AD}dampf", "donaudampf"),
            ("راه\u{200C}آهن", "راهاهن"),
            ("\u{FEFF}long\u{200B}word\u{2060}", "longword"),
        ] {
            assert_eq!(word(word_form), word(equivalent), "{word_form}");
        }
        let characters = |text: &str| edition::tokens::characters(text).map(character).collect::<Vec<_>>();
        assert_eq!(characters("實體書店發展").concat(), "实体书店发展");
        assert_eq!(characters("か\u{3099}\u{F900}\u{1112}\u{1161}\u{11AB}"), ["が", "岂", "한"]);
        assert_eq!(characters("น้ำ"), ["น\u{E49}\u{E4D}\u{E32}"]);
    }

    #[test]
    fn traditional_characters_are_simplified() {
        assert_eq!([simplify('臺'), simplify('龜'), simplify('国'), simplify('a')], ['台', '龟', '国', 'a']);
    }
}
