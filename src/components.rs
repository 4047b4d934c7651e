//! What a page is made of: pure functions of plain structs, which render natively too.
//!
//! Components take the publication and the language of the interface from [`crate::view_context::ViewContext`]. None
//! of them fetches, stores or navigates.

pub mod article;
pub mod colophon;
#[cfg(target_arch = "wasm32")]
pub mod contents;
pub mod frame;
pub mod front;
pub mod help_sheet;
pub mod list;
pub mod masthead;
pub mod neighbours;
pub mod page;
pub mod panel;
pub mod picture;
pub mod reading_panel;
pub mod recommended;
pub mod search;
pub mod states;
pub mod summary;
