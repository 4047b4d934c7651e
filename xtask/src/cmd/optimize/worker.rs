use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use xxhash_rust::xxh3::Xxh3;

use super::rename::{is_identifier, shorten_names};

/// Bundles the worker's two scripts and names its files after their content. Returns the script.
///
/// Trunk gives these files the same names in every build, so a page of one edition could load the worker of another.
pub(crate) fn bundle(folder: &Path) -> Result<PathBuf> {
    let [script, loader, module] = ["search.js", "search_loader.js", "search_bg.wasm"].map(|name| folder.join(name));
    let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let names = shorten_names(&module)?;
    let text = String::from_utf8(read(&script)?).context("the worker's script is not UTF-8")?;
    let text = names.apply(&text, exports_variable(&text)?);
    let name = format!("search-{:016x}", content_hash(&[text.as_bytes(), &read(&module)?]));
    fs::rename(&module, folder.join(format!("{name}_bg.wasm"))).context("cannot rename the worker's WebAssembly")?;
    // A page receives its worker's errors, but not its rejected promises.
    let start = format!(
        "\nwasm_bindgen({{ module_or_path: \"./{name}_bg.wasm\" }}).catch((error) => setTimeout(() => {{ throw error; }}));"
    );
    let bundled = folder.join(format!("{name}_loader.js"));
    fs::write(&bundled, text + &start).context("cannot write the worker's script")?;
    for old in [script, loader] {
        fs::remove_file(&old).with_context(|| format!("cannot remove {}", old.display()))?;
    }
    Ok(bundled)
}

/// Returns the name of the variable that holds the module's exports. Trunk has minified it.
fn exports_variable(script: &str) -> Result<&str> {
    let before = script.split_once(".__wbindgen_start").map(|(before, _)| before);
    let variable = before.and_then(|before| before.rsplit(|c: char| !is_identifier(c)).next());
    variable.context("the worker's script does not start its WebAssembly")
}

fn content_hash(files: &[&[u8]]) -> u64 {
    let mut hasher = Xxh3::new();
    for file in files {
        hasher.update(&(file.len() as u64).to_le_bytes());
        hasher.update(file);
    }
    hasher.digest()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_of_the_exports_is_found_in_a_minified_script() {
        assert_eq!(exports_variable("let a=1;t$1.__wbindgen_start();").expect("a variable"), "t$1");
        assert!(exports_variable("let a=1;").is_err());
    }

    #[test]
    fn the_hash_depends_on_the_boundary_between_files() {
        assert_ne!(content_hash(&[b"ab", b"c"]), content_hash(&[b"a", b"bc"]));
    }
}
