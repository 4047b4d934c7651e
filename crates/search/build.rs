//! Writes the table of traditional Chinese characters and their simplified forms. The crate that knows them is too large for the
//! browser.
//!
//! The table has the number of entries (2 bytes, little endian); the high bytes of all simplified forms; their low bytes; and
//! for each traditional character the delta from the previous one, the first from U+4E00. A delta of 255 or more takes several
//! bytes, all but the last of them 255. Both orders compress better than pairs of characters.

use std::{env, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let (mut deltas, mut simplified) = (Vec::new(), Vec::new());
    let mut previous = '\u{4E00}' as u32;
    for traditional in '\u{4E00}'..='\u{9FFF}' {
        let text = traditional.to_string();
        let converted = character_converter::traditional_to_simplified(&text);
        let mut chars = converted.chars();
        let (Some(form), None) = (chars.next(), chars.next()) else { continue };
        let Ok(form) = u16::try_from(form as u32) else { continue };
        if converted == text {
            continue;
        }
        let mut delta = traditional as u32 - previous;
        previous = traditional as u32;
        while delta >= 255 {
            deltas.push(255);
            delta -= 255;
        }
        deltas.push(delta as u8);
        simplified.push(form);
    }
    let low = simplified.iter().map(|form| *form as u8);
    let high = simplified.iter().map(|form| (form >> 8) as u8);
    let table: Vec<u8> = (simplified.len() as u16).to_le_bytes().into_iter().chain(high).chain(low).chain(deltas).collect();
    let folder = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&folder).join("simplified.bin"), table).expect("cargo's output folder is writable");
}
