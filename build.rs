//! Joins the style sheets that `style/main.css` imports, for the pages that the press prints without a viewer.

use std::{env, fs, path::Path};

fn main() {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("style");
    println!("cargo::rerun-if-changed={}", folder.display());
    let main = fs::read_to_string(folder.join("main.css")).expect("style/main.css can be read");
    let names = main.lines().filter_map(|line| line.strip_prefix("@import \"")?.strip_suffix("\";"));
    let style: String =
        names.map(|name| fs::read_to_string(folder.join(name)).expect("an imported style sheet can be read")).collect();
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("offprint.css");
    fs::write(out, style).expect("OUT_DIR can be written");
}
