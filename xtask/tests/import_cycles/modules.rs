//! Parses the modules of a crate.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use syn::{Attribute, Ident, Item, ItemMod, Meta, Token, punctuated::Punctuated};

use crate::references::{Import, References};

/// The text of each source file.
pub(crate) type Sources = BTreeMap<PathBuf, String>;

/// The names from the crate's root to a module. Empty for the root.
pub(crate) type ModulePath = Vec<String>;

/// The modules of a library or binary.
#[derive(Default)]
pub(crate) struct Crate {
    pub(crate) modules: BTreeMap<ModulePath, Module>,
    /// The files of test modules, whose imports do not count.
    test_files: Vec<PathBuf>,
}

/// A module, without its test code.
pub(crate) struct Module {
    pub(crate) file: PathBuf,
    /// The names of its items, without modules.
    pub(crate) items: BTreeSet<String>,
    pub(crate) imports: Vec<Import>,
    /// The paths in its code.
    pub(crate) paths: Vec<Vec<String>>,
}

impl Crate {
    /// Parses the crate with the root file `root`.
    pub(crate) fn parse(sources: &Sources, root: &Path) -> Crate {
        let mut parsed = Crate::default();
        let folder = root.parent().expect("a root file has a folder");
        parsed.add_file(sources, ModulePath::new(), root, folder);
        parsed
    }

    /// Returns the files of all modules.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        self.modules.values().map(|module| &*module.file).chain(self.test_files.iter().map(|file| &**file))
    }

    fn add_file(&mut self, sources: &Sources, path: ModulePath, file: &Path, folder: &Path) {
        let syntax = syn::parse_file(&sources[file]).unwrap_or_else(|error| panic!("cannot parse {}: {error}", file.display()));
        self.add_module(sources, path, file, folder, &syntax.items);
    }

    /// Adds a module and its descendants. `folder` is the folder of its child modules.
    fn add_module(&mut self, sources: &Sources, path: ModulePath, file: &Path, folder: &Path, items: &[Item]) {
        let mut names = BTreeSet::new();
        let mut references = References::default();
        for item in items {
            let (attributes, name) = attributes_and_name(item);
            match item {
                Item::Mod(child) => self.add_child(sources, &path, file, folder, child),
                _ if is_test_code(attributes) => {}
                _ => {
                    names.extend(name.map(Ident::to_string));
                    references.add(item);
                }
            }
        }
        let References { imports, paths } = references;
        self.modules.insert(path, Module { file: file.to_owned(), items: names, imports, paths });
    }

    fn add_child(&mut self, sources: &Sources, parent: &[String], file: &Path, folder: &Path, child: &ItemMod) {
        let name = child.ident.to_string();
        let path = [parent, std::slice::from_ref(&name)].concat();
        let child_folder = folder.join(&name);
        let child_file =
            [folder.join(format!("{name}.rs")), child_folder.join("mod.rs")].into_iter().find(|file| sources.contains_key(file));
        match (&child.content, child_file) {
            (Some(_), _) if is_test_code(&child.attrs) => {}
            (Some((_, items)), _) => self.add_module(sources, path, file, &child_folder, items),
            (None, Some(file)) if is_test_code(&child.attrs) => {
                let mut tests = Crate::default();
                tests.add_file(sources, path, &file, &child_folder);
                self.test_files.extend(tests.files().map(Path::to_owned));
            }
            (None, Some(child_file)) => self.add_file(sources, path, &child_file, &child_folder),
            (None, None) => panic!("{} declares a module without a file: {name}", file.display()),
        }
    }
}

/// Whether an item is compiled for tests only.
fn is_test_code(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let requires_test = || attribute.parse_args::<Meta>().is_ok_and(|condition| requires_test(&condition));
        attribute.path().is_ident("test") || attribute.path().is_ident("cfg") && requires_test()
    })
}

/// Whether a condition of `cfg` is `test`, or `all` with `test` among its conditions.
fn requires_test(condition: &Meta) -> bool {
    match condition {
        Meta::List(list) if list.path.is_ident("all") => {
            let conditions = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            conditions.is_ok_and(|conditions| conditions.iter().any(requires_test))
        }
        condition => condition.path().is_ident("test"),
    }
}

/// Returns the attributes of an item and its name, if it has one.
fn attributes_and_name(item: &Item) -> (&[Attribute], Option<&Ident>) {
    match item {
        Item::Const(item) => (&item.attrs, Some(&item.ident)),
        Item::Enum(item) => (&item.attrs, Some(&item.ident)),
        Item::Fn(item) => (&item.attrs, Some(&item.sig.ident)),
        Item::Impl(item) => (&item.attrs, None),
        Item::Macro(item) => (&item.attrs, item.ident.as_ref()),
        Item::Mod(item) => (&item.attrs, Some(&item.ident)),
        Item::Static(item) => (&item.attrs, Some(&item.ident)),
        Item::Struct(item) => (&item.attrs, Some(&item.ident)),
        Item::Trait(item) => (&item.attrs, Some(&item.ident)),
        Item::Type(item) => (&item.attrs, Some(&item.ident)),
        Item::Union(item) => (&item.attrs, Some(&item.ident)),
        Item::Use(item) => (&item.attrs, None),
        _ => (&[], None),
    }
}
