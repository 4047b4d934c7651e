//! Names the worker after what is in it, and makes the viewer smaller than Trunk does: short names for what WebAssembly and script call of each other,
//! and the scripts minified. (Trunk's own minifier fails on the script that wasm-bindgen writes.)

use std::{
    collections::HashMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::project::{command, run as finish};

/// The features of WebAssembly that the viewer is made with; `index.html` names them to Trunk.
pub(crate) const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// What wasm-opt says of its new names: module, old name, new name; old name, new name.
#[derive(Deserialize)]
struct Names {
    imports: Vec<(String, String, String)>,
    exports: Vec<(String, String)>,
}

/// Shrinks the viewer that lies in a folder. The names of its files stay as they are.
pub(crate) fn run(folder: &Path) -> Result<()> {
    let glue = find(folder, "viewer-", ".js")?;
    let names = rename(&find(folder, "viewer-", "_bg.wasm")?)?;
    let text = fs::read_to_string(&glue).with_context(|| format!("cannot read {}", glue.display()))?;
    fs::write(&glue, renamed(&text, &names, "wasm")).with_context(|| format!("cannot write {}", glue.display()))?;
    for script in [glue, find(folder, "loader-", ".js")?, name_worker(folder)?] {
        let mut minify = command("esbuild", &["--minify", "--target=es2022", "--log-level=warning", "--allow-overwrite"]);
        finish(minify.arg(&script).arg(format!("--outfile={}", script.display())))?;
    }
    Ok(())
}

/// Makes one script of the worker's two, and names its files after their content: Trunk gives them the same names in every
/// build, and a page of one edition could load the worker of another.
fn name_worker(folder: &Path) -> Result<PathBuf> {
    let [glue, loader, wasm] = ["search.js", "search_loader.js", "search_bg.wasm"].map(|name| folder.join(name));
    let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let names = rename(&wasm)?;
    let script = String::from_utf8(read(&glue)?).context("the worker's script is not UTF-8")?;
    // Trunk has renamed the variable that holds the WebAssembly.
    let variable = script.split_once(".__wbindgen_start").and_then(|(before, _)| before.rsplit(|c: char| !of_name(c)).next());
    let variable = variable.context("the worker's script does not start its WebAssembly")?.to_owned();
    let (script, module) = (renamed(&script, &names, &variable), read(&wasm)?);
    let mut hasher = DefaultHasher::new();
    (&script, &module).hash(&mut hasher);
    let name = format!("search-{:016x}", hasher.finish());
    fs::rename(&wasm, folder.join(format!("{name}_bg.wasm"))).context("cannot rename the worker's WebAssembly")?;
    // A page receives the errors of its worker, but not its rejected promises.
    let start = format!(
        "\nwasm_bindgen({{ module_or_path: \"./{name}_bg.wasm\" }}).catch((error) => setTimeout(() => {{ throw error; }}));"
    );
    let named = folder.join(format!("{name}_loader.js"));
    fs::write(&named, script + &start).context("cannot write the worker's script")?;
    for old in [glue, loader] {
        fs::remove_file(&old).with_context(|| format!("cannot remove {}", old.display()))?;
    }
    Ok(named)
}

fn rename(wasm: &Path) -> Result<Names> {
    let mut command = command("wasm-opt", &FEATURES);
    let output = command.arg("--minify-imports-and-exports-and-modules").arg(wasm).arg("-o").arg(wasm).output();
    let output = output.context("cannot run wasm-opt")?;
    if !output.status.success() {
        bail!("wasm-opt failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("cannot understand what wasm-opt says of its names")
}

fn of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$')
}

/// The script with the new names: of functions that it hands out, and of what it calls as `wasm.name`, or whatever its variable is.
fn renamed(script: &str, names: &Names, variable: &str) -> String {
    let prefix = format!("{variable}.");
    let imports = names.imports.iter().map(|(_, old, new)| (old.clone(), new.as_str()));
    let exports = names.exports.iter().map(|(old, new)| (format!("{prefix}{old}"), new.as_str()));
    let new: HashMap<String, &str> = imports.chain(exports).collect();
    let mut text = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(begin) = rest.find(of_name) {
        let (before, from) = rest.split_at(begin);
        let end = from.find(|c| !of_name(c)).unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        text.push_str(before);
        let called = text.ends_with(&prefix).then(|| new.get(&format!("{prefix}{word}"))).flatten();
        text.push_str(called.or_else(|| new.get(word)).copied().unwrap_or(word));
        rest = after;
    }
    text.push_str(rest);
    // wasm-opt calls every module `a`.
    ["viewer", "search"].iter().fold(text, |text, name| text.replace(&format!("\"./{name}_bg.js\""), "\"a\""))
}

fn find(folder: &Path, begin: &str, end: &str) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let found = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(begin) && name.ends_with(end)
    });
    found.with_context(|| format!("there is no {begin}…{end} in {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_get_the_same_names() {
        let names = Names {
            imports: vec![("./viewer_bg.js".into(), "__wbg_call_12".into(), "a".into())],
            exports: vec![("memory".into(), "b".into()), ("__wbindgen_malloc".into(), "c".into())],
        };
        let script = r#"let memory = wasm.memory.buffer; const i = { "./viewer_bg.js": { __wbg_call_12: function() { f(wasm.__wbindgen_malloc, __wbg_call_123) } } }"#;
        let expected = r#"let memory = wasm.b.buffer; const i = { "a": { a: function() { f(wasm.c, __wbg_call_123) } } }"#;
        assert_eq!(renamed(script, &names, "wasm"), expected);
    }

    #[test]
    fn the_features_are_those_that_trunk_is_told() {
        let page = fs::read_to_string(crate::project::root().join("index.html")).expect("index.html is there");
        assert!(page.contains(&FEATURES.join(" ")));
    }
}
