//! Writes the table of traditional characters and their simplified forms, from a crate that is too large for the browser.

use std::{env, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let (mut steps, mut simplified) = (Vec::new(), Vec::new());
    let mut before = '\u{4E00}' as u32;
    for traditional in '\u{4E00}'..='\u{9FFF}' {
        let text = traditional.to_string();
        let converted = character_converter::traditional_to_simplified(&text);
        let mut one = converted.chars();
        let (Some(to), None) = (one.next(), one.next()) else { continue };
        let Ok(to) = u16::try_from(to as u32) else { continue };
        if converted == text {
            continue;
        }
        // How far it is from the one before; a step of 255 or more is said in several bytes.
        let mut step = traditional as u32 - before;
        before = traditional as u32;
        while step >= 255 {
            steps.push(255);
            step -= 255;
        }
        steps.push(step as u8);
        simplified.push(to);
    }
    let low = simplified.iter().map(|to| *to as u8);
    let high = simplified.iter().map(|to| (to >> 8) as u8);
    let table: Vec<u8> = (simplified.len() as u16).to_le_bytes().into_iter().chain(high).chain(low).chain(steps).collect();
    let out = env::var("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join("simplified.bin"), table).expect("the table can be written");
}
