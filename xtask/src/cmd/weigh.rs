//! What each crate costs in the WebAssembly: built as the viewer is, but with the names of its functions.

use std::{
    collections::BTreeMap,
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use super::shrink::FEATURES;
use crate::{
    project::{cargo, root, run},
    tools::{RUSTFLAGS, Tools, short_names},
};

/// Bytes by crate, and by what is no code.
pub(crate) type Weights = BTreeMap<String, usize>;

/// Builds the viewer with names and weighs it.
pub(crate) fn weigh() -> Result<Weights> {
    let tools = Tools::for_the_viewer()?;
    let folder = root().join("target/size");
    let build = ["build", "--quiet", "--profile", "viewer", "--target", "wasm32-unknown-unknown", "--target-dir"];
    run(cargo(&build).arg(&folder).env("CARGO_PROFILE_VIEWER_STRIP", "none").env(RUSTFLAGS, short_names()))?;
    let built = folder.join("wasm32-unknown-unknown/viewer/viewer.wasm");
    run(tools.command("wasm-bindgen", &["--target", "web", "--no-typescript", "--out-dir"]).arg(&folder).arg(&built))?;
    let bound = folder.join("viewer_bg.wasm");
    run(tools.command("wasm-opt", &["-Oz", "-g"]).args(FEATURES).arg(&bound).arg("-o").arg(&bound))?;
    read(&bound)
}

fn read(path: &Path) -> Result<Weights> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let (mut imported, mut sizes, mut names) = (0, Vec::new(), BTreeMap::new());
    let mut weights = Weights::new();
    for payload in Parser::new(0).parse_all(&bytes) {
        match payload? {
            Payload::ImportSection(imports) => {
                *weights.entry("(names of what the browser does)".into()).or_default() += length(&imports.range());
                for import in imports.into_imports() {
                    imported += usize::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(length(&body.range())),
            Payload::DataSection(data) => {
                *weights.entry("(data: words, names, messages)".into()).or_default() += length(&data.range())
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    for name in section {
                        if let Name::Function(functions) = name? {
                            for function in functions {
                                let function = function?;
                                names.insert(function.index as usize, function.name.to_owned());
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    for (n, size) in sizes.into_iter().enumerate() {
        let name = names.get(&(n + imported)).map_or_else(String::new, |name| format!("{:#}", rustc_demangle::demangle(name)));
        *weights.entry(crate_of(&name)).or_default() += size;
    }
    Ok(weights)
}

fn length(range: &Range<u64>) -> usize {
    usize::try_from(range.end - range.start).unwrap_or_default()
}

/// The first crate that a function's name names: that of its type, or of its trait where the type is any.
fn crate_of(name: &str) -> String {
    let before = |rest: &str| rest.chars().rev().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').count();
    let found = name.match_indices("::").find_map(|(at, _)| {
        let word = &name[at - before(&name[..at])..at];
        word.starts_with(|c: char| c.is_ascii_lowercase()).then(|| word.to_owned())
    });
    found.unwrap_or_else(|| "(glue)".to_owned())
}

/// The folder of the build that is weighed, to be looked into with twiggy and the like.
pub(crate) fn folder() -> PathBuf {
    root().join("target/size")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_its_types_crates() {
        assert_eq!(crate_of("offprint::views::front::front"), "offprint");
        assert_eq!(crate_of("<edition::list::Head as core::clone::Clone>::clone"), "edition");
        assert_eq!(crate_of("<T as reactive_graph::traits::Read>::try_read"), "reactive_graph");
        assert_eq!(crate_of("__wbindgen_malloc"), "(glue)");
    }
}
