//! What the end-to-end tests share: an edition to test, a static server that can be made to fail, a real
//! browser, and a harness that ignores what this machine cannot run.
//!
//! `cargo xtask test` installs and builds everything that the tests need. `cargo test --package end-to-end` takes
//! what it finds and reports the rest as ignored, with the reason. Filters are those of libtest:
//! `cargo test --package end-to-end -- seed:: search:: --test-threads=2`.
//!
//! | variable | meaning | where it is not set |
//! | --- | --- | --- |
//! | `OFFPRINT_DIST` | the release edition whose viewer is tested | `dist` in the project |
//! | `OFFPRINT_ENGINE` | `chromium`, `firefox` or `webkit` | Chromium |
//! | `OFFPRINT_BROWSER`, `OFFPRINT_DRIVER` | the programs of the engine | those on `PATH` |
//! | `OFFPRINT_AXE` | `axe.min.js` of axe-core | its test is ignored |
//!
//! A new test is an `async fn` in a file of `tests/end_to_end/`, named in the list at the top of that file; the
//! compiler warns about one that is not named there.

mod browser;
mod engine;
mod fixture;
mod fonts;
mod harness;
mod nginx;
mod server;

pub use browser::{Browser, STARTED, wait_until};
pub use engine::{Engine, Programs};
pub use fixture::{Fixture, dist, press};
pub use fonts::font_file;
pub use harness::{Test, axe, chromium, not_webkit, run, shared};
pub use nginx::{Nginx, brotli, brotli_copies, copy_folder};
pub use server::{Fault, Server};
