//! Collects the imports and paths of a module.

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Item, ItemUse, Macro, UseTree, Visibility,
    visit::{self, Visit},
};

/// One name that a `use` imports.
pub(crate) struct Import {
    pub(crate) path: Vec<String>,
    /// None for a glob import.
    pub(crate) name: Option<String>,
    pub(crate) is_reexport: bool,
}

/// The imports and paths of a module.
#[derive(Default)]
pub(crate) struct References {
    pub(crate) imports: Vec<Import>,
    /// Paths of at least two segments. A single name is imported or defined in the module.
    pub(crate) paths: Vec<Vec<String>>,
}

impl References {
    /// Adds the references of an item.
    pub(crate) fn add(&mut self, item: &Item) {
        self.visit_item(item);
    }

    fn add_path(&mut self, path: Vec<String>) {
        if path.len() > 1 {
            self.paths.push(path);
        }
    }

    fn add_use_tree(&mut self, tree: &UseTree, mut path: Vec<String>, is_reexport: bool) {
        let name = match tree {
            UseTree::Path(tree) => {
                path.push(tree.ident.to_string());
                return self.add_use_tree(&tree.tree, path, is_reexport);
            }
            UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.add_use_tree(tree, path.clone(), is_reexport));
            }
            UseTree::Glob(_) => None,
            UseTree::Name(tree) => {
                path.extend((tree.ident != "self").then(|| tree.ident.to_string()));
                path.last().cloned()
            }
            UseTree::Rename(tree) => {
                path.extend((tree.ident != "self").then(|| tree.ident.to_string()));
                Some(tree.rename.to_string())
            }
        };
        self.imports.push(Import { path, name, is_reexport });
    }

    /// Adds the paths in the arguments of a macro, which syn does not parse.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut path = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    colons += 1;
                    continue;
                }
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.add_path(std::mem::take(&mut path));
                    }
                    path.push(ident.to_string());
                }
                TokenTree::Group(group) => {
                    self.add_path(std::mem::take(&mut path));
                    self.add_tokens(group.stream());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => self.add_path(std::mem::take(&mut path)),
            }
            colons = 0;
        }
        self.add_path(path);
    }
}

impl Visit<'_> for References {
    fn visit_item_use(&mut self, item: &ItemUse) {
        // `use ::name` is another crate.
        if item.leading_colon.is_none() {
            self.add_use_tree(&item.tree, Vec::new(), !matches!(item.vis, Visibility::Inherited));
        }
    }

    fn visit_path(&mut self, path: &syn::Path) {
        if path.leading_colon.is_none() {
            self.add_path(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, invocation: &Macro) {
        self.visit_path(&invocation.path);
        self.add_tokens(invocation.tokens.clone());
    }
}
