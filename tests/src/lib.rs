//! What the end-to-end tests have in common: a plain static server that can be made to fail, and a browser
//! with a few sentences to talk to it.

mod browser;
mod edition;
mod nginx;
mod server;

pub use browser::{Browser, wait_until};
pub use edition::{Fixture, skipped};
pub use nginx::{Nginx, brotli_copies, copy_folder};
pub use server::{Fault, Server};
