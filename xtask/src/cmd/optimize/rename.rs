use std::{collections::HashMap, path::Path};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::FEATURES;
use crate::project::command;

/// The new names of a module's imports and exports, as wasm-opt prints them.
#[derive(Deserialize)]
pub(crate) struct Names {
    /// Module, old name, new name.
    imports: Vec<(String, String, String)>,
    /// Old name, new name.
    exports: Vec<(String, String)>,
}

/// Shortens the names of a module's imports and exports.
pub(crate) fn shorten_names(module: &Path) -> Result<Names> {
    let mut wasm_opt = command("wasm-opt", &FEATURES);
    let output = wasm_opt.arg("--minify-imports-and-exports-and-modules").arg(module).arg("-o").arg(module).output();
    let output = output.context("cannot run wasm-opt")?;
    if !output.status.success() {
        bail!("wasm-opt failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("cannot parse the names that wasm-opt prints")
}

impl Names {
    /// Returns the module's script with the new names. `variable` holds the module's exports.
    pub(crate) fn apply(&self, script: &str, variable: &str) -> String {
        let prefix = format!("{variable}.");
        let imports = self.imports.iter().map(|(_, old, new)| (old.clone(), new.as_str()));
        let exports = self.exports.iter().map(|(old, new)| (format!("{prefix}{old}"), new.as_str()));
        let new_names: HashMap<String, &str> = imports.chain(exports).collect();
        let mut text = String::with_capacity(script.len());
        let mut rest = script;
        while let Some(start) = rest.find(is_identifier) {
            let (before, from_start) = rest.split_at(start);
            let end = from_start.find(|c| !is_identifier(c)).unwrap_or(from_start.len());
            let (identifier, after) = from_start.split_at(end);
            text.push_str(before);
            let export = text.ends_with(&prefix).then(|| new_names.get(&format!("{prefix}{identifier}"))).flatten();
            text.push_str(export.or_else(|| new_names.get(identifier)).copied().unwrap_or(identifier));
            rest = after;
        }
        text.push_str(rest);
        // wasm-opt names every imported module `a`.
        ["viewer", "search"].iter().fold(text, |text, name| text.replace(&format!("\"./{name}_bg.js\""), "\"a\""))
    }
}

/// Whether a character may be in an identifier of the generated scripts.
pub(crate) fn is_identifier(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_gets_the_names_of_its_module() {
        let names = Names {
            imports: vec![("./viewer_bg.js".into(), "__wbg_call_12".into(), "a".into())],
            exports: vec![("memory".into(), "b".into()), ("__wbindgen_malloc".into(), "c".into())],
        };
        let script = r#"let memory = wasm.memory.buffer; const i = { "./viewer_bg.js": { __wbg_call_12: function() { f(wasm.__wbindgen_malloc, __wbg_call_123) } } }"#;
        let expected = r#"let memory = wasm.b.buffer; const i = { "a": { a: function() { f(wasm.c, __wbg_call_123) } } }"#;
        assert_eq!(names.apply(script, "wasm"), expected);
    }
}
