/// Bytes of an id, section or tag address, at most.
const LIMIT: usize = 80;

/// Turns a text into the form of an address: lower case, letters and digits of any script, hyphens.
///
/// `text` is expected in NFC (the press sees to it). Symbols that tell names apart are spelled out, so
/// that `C++` and `C#` do not meet; a text that would be longer than 80 bytes is cut and closed with a
/// fingerprint of the whole. Empty if the text has no letter, digit or such symbol.
///
/// ```
/// use edition::slug;
/// assert_eq!(slug("Small and medium-sized enterprises"), "small-and-medium-sized-enterprises");
/// assert_eq!(slug("C++"), "c-plus-plus");
/// assert_eq!(slug("中小企业 2023"), "中小企业-2023");
/// ```
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '+' => word(&mut slug, "plus"),
            '#' => word(&mut slug, "sharp"),
            '&' => word(&mut slug, "and"),
            '@' => word(&mut slug, "at"),
            '%' => word(&mut slug, "percent"),
            // An apostrophe joins: `don’t` is one word.
            '\'' | '’' => {}
            _ if is_letter(c) => slug.extend(c.to_lowercase().filter(|c| is_letter(*c))),
            _ => hyphen(&mut slug),
        }
        // A spelled-out symbol is separated from what follows.
        if matches!(c, '+' | '#' | '&' | '@' | '%') {
            hyphen(&mut slug);
        }
    }
    while slug.ends_with('-') {
        slug.pop();
    }
    if slug.len() <= LIMIT { slug } else { cut(&slug) }
}

/// Whether `text` is already in the form that [`slug`] gives.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty() && slug(text) == text
}

/// Letters, digits and the marks that Arabic, Indic and other scripts write on their letters.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{900}'..='\u{DFF}' | '\u{E31}' | '\u{E34}'..='\u{E4E}')
}

fn hyphen(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

fn word(slug: &mut String, word: &str) {
    hyphen(slug);
    slug.push_str(word);
}

fn cut(slug: &str) -> String {
    let mut end = LIMIT - 9;
    while !slug.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}-{:08x}", slug[..end].trim_end_matches('-'), fingerprint(slug))
}

/// FNV-1a: short, stable, and the same on both sides.
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn symbols_that_tell_names_apart_are_spelled_out() {
        let slugs: Vec<_> = ["C", "C++", "C#", "R&D", "3D"].map(slug).to_vec();
        assert_eq!(slugs, ["c", "c-plus-plus", "c-sharp", "r-and-d", "3d"]);
    }

    #[test]
    fn a_long_text_is_cut_and_two_long_texts_do_not_meet() {
        let long = "الصناعة".repeat(20);
        let (one, two) = (slug(&long), slug(&format!("{long}ا")));
        assert!(one.len() <= LIMIT && two.len() <= LIMIT);
        assert_ne!(one, two);
    }

    proptest! {
        #[test]
        fn a_slug_is_a_slug_and_short_enough(text in "\\PC{0,120}") {
            let made = slug(&text);
            prop_assert!(made.len() <= LIMIT);
            prop_assert!(made.is_empty() || is_slug(&made), "{made}");
        }
    }
}
