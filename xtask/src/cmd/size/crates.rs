//! The size of each crate in the viewer's WebAssembly, from a build that keeps the names of functions.

use std::{
    collections::BTreeMap,
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use wasmparser::{CustomSectionReader, KnownCustom, Name, Parser, Payload, TypeRef};

use crate::{
    cmd::optimize::FEATURES,
    project::{cargo, root, run},
    tools::{RUSTFLAGS, Tools, remap_registries},
};

/// Bytes by crate. Names in parentheses are parts that belong to no crate.
type SizeByCrate = BTreeMap<String, usize>;

/// Builds the viewer with the names of functions and returns the size of each crate in it.
pub(crate) fn size_by_crate() -> Result<SizeByCrate> {
    let tools = Tools::install()?;
    let build = ["build", "--quiet", "--profile", "viewer", "--target", "wasm32-unknown-unknown", "--target-dir"];
    run(cargo(&build).arg(folder()).env("CARGO_PROFILE_VIEWER_STRIP", "none").env(RUSTFLAGS, remap_registries()))?;
    let compiled = folder().join("wasm32-unknown-unknown/viewer/viewer.wasm");
    run(tools.command("wasm-bindgen", &["--target", "web", "--no-typescript", "--out-dir"]).arg(folder()).arg(&compiled))?;
    let module = folder().join("viewer_bg.wasm");
    run(tools.command("wasm-opt", &["-Oz", "-g"]).args(FEATURES).arg(&module).arg("-o").arg(&module))?;
    read(&module)
}

/// Returns the folder of the build with names.
pub(crate) fn folder() -> PathBuf {
    root().join("target/size")
}

fn read(path: &Path) -> Result<SizeByCrate> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let (mut imported_functions, mut function_sizes, mut names) = (0, Vec::new(), BTreeMap::new());
    let mut sizes = SizeByCrate::new();
    for payload in Parser::new(0).parse_all(&bytes) {
        match payload? {
            Payload::ImportSection(imports) => {
                *sizes.entry("(imports)".into()).or_default() += length(&imports.range());
                for import in imports.into_imports() {
                    imported_functions += usize::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionEntry(body) => function_sizes.push(length(&body.range())),
            Payload::DataSection(data) => *sizes.entry("(data)".into()).or_default() += length(&data.range()),
            Payload::CustomSection(section) => names.extend(function_names(&section)?),
            _ => {}
        }
    }
    // Imported functions have the first indices.
    for (index, size) in (imported_functions..).zip(function_sizes) {
        let name = names.get(&index).map_or_else(String::new, |name| format!("{:#}", rustc_demangle::demangle(name)));
        *sizes.entry(crate_of(&name)).or_default() += size;
    }
    Ok(sizes)
}

/// Returns the names of functions by their index, if the section has them.
fn function_names(section: &CustomSectionReader<'_>) -> Result<BTreeMap<usize, String>> {
    let mut names = BTreeMap::new();
    let KnownCustom::Name(section) = section.as_known() else { return Ok(names) };
    for name in section {
        if let Name::Function(functions) = name? {
            for function in functions {
                let function = function?;
                names.insert(function.index as usize, function.name.to_owned());
            }
        }
    }
    Ok(names)
}

fn length(range: &Range<u64>) -> usize {
    usize::try_from(range.end - range.start).unwrap_or_default()
}

/// Returns the first crate in a function's name: that of its type, or of its trait if the type is generic.
fn crate_of(name: &str) -> String {
    let identifier_length = |text: &str| text.chars().rev().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').count();
    let crate_name = name.match_indices("::").find_map(|(end, _)| {
        let identifier = &name[end - identifier_length(&name[..end])..end];
        identifier.starts_with(|c: char| c.is_ascii_lowercase()).then(|| identifier.to_owned())
    });
    crate_name.unwrap_or_else(|| "(generated functions)".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_crate_of_its_type_or_trait() {
        assert_eq!(crate_of("offprint_viewer::views::front::front"), "offprint_viewer");
        assert_eq!(crate_of("<edition::list::Head as core::clone::Clone>::clone"), "edition");
        assert_eq!(crate_of("<T as reactive_graph::traits::Read>::try_read"), "reactive_graph");
        assert_eq!(crate_of("__wbindgen_malloc"), "(generated functions)");
    }
}
