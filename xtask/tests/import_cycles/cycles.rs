//! Finds the cycles in the graph of imports.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
};

use petgraph::{algo::tarjan_scc, graphmap::DiGraphMap};

use crate::{
    modules::{Crate, Module, ModulePath},
    references::Import,
    resolve::Definition,
};

/// The names of the items that a file uses of another one.
type Uses<'a> = BTreeMap<(&'a Path, &'a Path), BTreeSet<String>>;

/// Returns a description of each cycle: its files and the items that they use of each other.
pub(crate) fn cycles(parsed: &Crate) -> Vec<String> {
    let uses = uses(parsed);
    let graph = DiGraphMap::<&Path, ()>::from_edges(uses.keys());
    tarjan_scc(&graph).into_iter().filter(|files| files.len() > 1).map(|files| describe(&files, &uses)).collect()
}

fn describe(files: &[&Path], uses: &Uses<'_>) -> String {
    let mut text = format!("{} files:\n", files.len());
    for ((user, used), names) in uses.iter().filter(|((user, used), _)| files.contains(user) && files.contains(used)) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let _ = writeln!(text, "  {} uses {} of {}", user.display(), names.join(", "), used.display());
    }
    text
}

fn uses(parsed: &Crate) -> Uses<'_> {
    let mut uses = Uses::new();
    for (path, module) in &parsed.modules {
        for (used, name) in used_items(parsed, path, module) {
            let used_file = &*parsed.modules[&used].file;
            let is_ancestor = path.starts_with(&used);
            if !is_ancestor && used_file != module.file {
                uses.entry((&*module.file, used_file)).or_default().insert(name);
            }
        }
    }
    uses
}

/// Returns the items that a module names, with the modules that define them.
fn used_items(parsed: &Crate, path: &ModulePath, module: &Module) -> BTreeSet<(ModulePath, String)> {
    let mut items = BTreeSet::new();
    for Import { path: imported, name, is_reexport } in &module.imports {
        for definition in parsed.resolve(path, imported) {
            let (used, item) = match definition {
                Definition::Item { module, name } => (module, name),
                Definition::Module(module) if name.is_none() => (module, "*".to_owned()),
                // The paths that begin with the module's name are resolved below.
                Definition::Module(_) => continue,
            };
            let is_own_reexport = *is_reexport && used.starts_with(path);
            if !is_own_reexport {
                items.insert((used, item));
            }
        }
    }
    for definition in module.paths.iter().flat_map(|named| parsed.resolve(path, named)) {
        if let Definition::Item { module, name } = definition {
            items.insert((module, name));
        }
    }
    items
}
