//! Resolves paths to definitions.

use std::collections::BTreeSet;

use crate::modules::{Crate, ModulePath};

/// What a path names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Definition {
    Module(ModulePath),
    Item {
        /// The module that defines the item.
        module: ModulePath,
        name: String,
    },
}

/// The paths that are being resolved, with the module that they begin in. They end the resolution of imports that name each other.
type Visited = BTreeSet<(ModulePath, Vec<String>)>;

impl Crate {
    /// Returns what a path in a module names: nothing if it is in another crate, several definitions if they depend on a `cfg`.
    pub(crate) fn resolve(&self, module: &[String], path: &[String]) -> BTreeSet<Definition> {
        self.resolve_path(module, path, &mut Visited::new())
    }

    fn resolve_path(&self, module: &[String], path: &[String], visited: &mut Visited) -> BTreeSet<Definition> {
        let Some((first, rest)) = path.split_first() else {
            return BTreeSet::from([Definition::Module(module.to_vec())]);
        };
        if !visited.insert((module.to_vec(), path.to_vec())) {
            return BTreeSet::new();
        }
        let definitions = match first.as_str() {
            "crate" => BTreeSet::from([Definition::Module(ModulePath::new())]),
            "self" => BTreeSet::from([Definition::Module(module.to_vec())]),
            "super" => module.split_last().map(|(_, parent)| Definition::Module(parent.to_vec())).into_iter().collect(),
            name => self.look_up(module, name, !rest.is_empty(), visited),
        };
        let mut resolved = BTreeSet::new();
        for definition in definitions {
            match definition {
                Definition::Module(next) => resolved.extend(self.resolve_path(&next, rest, visited)),
                // The rest of the path is a variant or an associated item.
                item => drop(resolved.insert(item)),
            }
        }
        resolved
    }

    /// Returns what a name means in a module. If `is_prefix`, a path continues after it, so that a child module comes first.
    fn look_up(&self, module: &[String], name: &str, is_prefix: bool, visited: &mut Visited) -> BTreeSet<Definition> {
        let Some(scope) = self.modules.get(module) else { return BTreeSet::new() };
        let child = [module, &[name.to_owned()]].concat();
        let is_child = self.modules.contains_key(&child);
        let mut definitions = BTreeSet::new();
        if is_child && is_prefix {
            return BTreeSet::from([Definition::Module(child)]);
        }
        if scope.items.contains(name) {
            definitions.insert(Definition::Item { module: module.to_vec(), name: name.to_owned() });
        }
        for import in scope.imports.iter().filter(|import| import.name.as_deref() == Some(name)) {
            definitions.extend(self.resolve_path(module, &import.path, visited));
        }
        if definitions.is_empty() && is_child {
            definitions.insert(Definition::Module(child));
        }
        if definitions.is_empty() {
            for import in scope.imports.iter().filter(|import| import.name.is_none()) {
                let path = [&import.path[..], &[name.to_owned()]].concat();
                definitions.extend(self.resolve_path(module, &path, visited));
            }
        }
        definitions
    }
}
