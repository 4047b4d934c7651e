//! Fails if files of a crate import from each other in a cycle.
//!
//! A file imports from another if its code names an item that the other one defines, in a `use` or in a path. Re-exports are
//! followed to the file of the definition. Not counted are declarations of modules, re-exports of a module's own descendants, test code,
//! and imports from a module's ancestors: a child may use the types of its parent.

mod cycles;
mod modules;
mod references;
mod resolve;
mod workspace;

use std::{collections::BTreeSet, path::Path};

use cycles::cycles;
use modules::{Crate, Sources};

#[test]
fn no_files_of_the_workspace_import_from_each_other() {
    let workspace = workspace::read();
    let found: Vec<String> = workspace.roots.iter().flat_map(|root| cycles(&Crate::parse(&workspace.sources, root))).collect();
    assert!(found.is_empty(), "{} import cycles:\n\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_source_file_of_the_workspace_is_a_module() {
    let workspace = workspace::read();
    let crates = workspace.roots.iter().map(|root| Crate::parse(&workspace.sources, root));
    let modules: BTreeSet<_> = crates.flat_map(|parsed| parsed.files().map(Path::to_owned).collect::<Vec<_>>()).collect();
    let others: Vec<_> = workspace.sources.keys().filter(|file| !modules.contains(*file)).collect();
    assert!(others.is_empty(), "no crate has these modules: {others:?}");
}

/// Returns the cycles of a crate with the root `lib.rs`.
fn cycles_of<const N: usize>(files: [(&str, &str); N]) -> Vec<String> {
    let sources: Sources = files.into_iter().map(|(file, source)| (file.into(), source.into())).collect();
    cycles(&Crate::parse(&sources, Path::new("lib.rs")))
}

#[test]
fn a_cycle_is_found_and_the_message_names_files_and_items() {
    let found = cycles_of([
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use crate::b::Second; pub(crate) struct First(Second);"),
        ("b.rs", "use super::c; pub(crate) struct Second; fn f() { c::third() }"),
        ("c.rs", "pub(crate) fn third() { let _ = crate::a::First::default(); }"),
    ]);
    assert_eq!(found, ["3 files:\n  a.rs uses Second of b.rs\n  b.rs uses third of c.rs\n  c.rs uses First of a.rs\n"]);
}

#[test]
fn each_cycle_is_found() {
    let found = cycles_of([
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "use crate::{a::A, c::C}; pub struct B;"),
        ("c.rs", "use crate::d::D; pub struct C;"),
        ("d.rs", "use crate::c::*; pub struct D;"),
    ]);
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn a_reexport_is_followed_to_the_definition() {
    let found = cycles_of([
        ("lib.rs", "mod a; mod b; pub use b::Second as Renamed;"),
        ("a.rs", "use crate::Renamed; pub struct First;"),
        ("b.rs", "mod child; pub use child::Second;"),
        ("b/child.rs", "use crate::a::First; pub struct Second;"),
    ]);
    assert_eq!(found, ["2 files:\n  a.rs uses Second of b/child.rs\n  b/child.rs uses First of a.rs\n"]);
}

#[test]
fn a_reexport_through_a_glob_and_behind_a_cfg_is_followed() {
    let found = cycles_of([
        ("lib.rs", "mod a; mod b; pub use b::*;"),
        ("a.rs", "use crate::day; pub struct First;"),
        (
            "b.rs",
            "#[cfg(unix)] mod one; #[cfg(windows)] mod two; #[cfg(unix)] pub use one::day; #[cfg(windows)] pub use two::day;",
        ),
        ("b/one.rs", "pub fn day() {}"),
        ("b/two.rs", "use crate::a::First; pub fn day() {}"),
    ]);
    assert_eq!(found, ["2 files:\n  a.rs uses day of b/two.rs\n  b/two.rs uses First of a.rs\n"]);
}

#[test]
fn paths_in_macros_are_found() {
    let found = cycles_of([
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "pub fn a() { println!(\"{}\", crate::b::name()) }"),
        ("b.rs", "use crate::a; pub fn name() { view! { <p>{move || a::a()}</p> } }"),
    ]);
    assert_eq!(found, ["2 files:\n  a.rs uses name of b.rs\n  b.rs uses a of a.rs\n"]);
}

#[test]
fn a_child_may_use_its_ancestors_and_a_parent_may_use_and_reexport_its_children() {
    let found = cycles_of([
        ("lib.rs", "mod parent; pub struct Root;"),
        ("parent.rs", "mod child; pub use child::Child; use child::helper; pub struct Parent; fn f() { helper() }"),
        ("parent/child.rs", "use super::Parent; use crate::Root; pub struct Child; pub fn helper() {}"),
    ]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_parent_that_uses_its_child_is_part_of_a_cycle_through_another_file() {
    let found = cycles_of([
        ("lib.rs", "mod parent; mod other;"),
        ("parent.rs", "mod child; pub struct Parent(child::Child);"),
        ("parent/child.rs", "pub struct Child(crate::other::Other);"),
        ("other.rs", "use crate::parent::Parent; pub struct Other;"),
    ]);
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn test_code_is_ignored() {
    let found = cycles_of([
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "pub struct A; #[cfg(test)] mod tests { use crate::b::B; }"),
        ("b.rs", "use crate::a::A; pub struct B; #[cfg(test)] mod tests;"),
        ("b/tests.rs", ""),
    ]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn other_crates_with_the_name_of_a_module_are_not_mistaken_for_it() {
    let found = cycles_of([
        ("lib.rs", "mod a; mod search; pub use ::search::text;"),
        ("a.rs", "use search::Index; use crate::search::Local; pub struct Index2;"),
        ("search.rs", "use crate::text; use ::a::Index2; pub struct Local; pub struct Index;"),
    ]);
    assert_eq!(found, [""; 0]);
}
