//! The release edition in a real browser, from a plain static server.

#[path = "end_to_end/access.rs"]
mod access;
#[path = "end_to_end/hostile.rs"]
mod hostile;
#[path = "end_to_end/navigation.rs"]
mod navigation;
#[path = "end_to_end/pages.rs"]
mod pages;
#[path = "end_to_end/recommended.rs"]
mod recommended;
#[path = "end_to_end/search.rs"]
mod search;
#[path = "end_to_end/seed.rs"]
mod seed;
#[path = "end_to_end/states.rs"]
mod states;
