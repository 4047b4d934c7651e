//! What the end-to-end tests share: an edition to test, a static server that can be made to fail, a real
//! browser, and a harness that ignores what this machine cannot run.

mod browser;
mod engine;
mod fixture;
mod fonts;
mod harness;
mod nginx;
mod server;

pub use browser::{Browser, wait_until};
pub use engine::{Engine, Programs};
pub use fixture::{Fixture, dist};
pub use harness::{Test, axe, chromium, run, shared};
pub use nginx::{Nginx, brotli_copies, copy_folder};
pub use server::{Fault, Server};
