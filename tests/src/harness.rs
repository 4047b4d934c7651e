use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;
use libtest_mimic::{Arguments, Completion, Trial};

use crate::{Engine, dist, fonts::use_test_fonts};

/// An end-to-end test, and what this machine lacks to run it.
///
/// What is missing is found out when the tests run, not when they are compiled. A test that cannot run is
/// reported as ignored, with the reason; it never passes silently.
pub struct Test {
    name: String,
    missing: Option<String>,
    run: Box<dyn FnOnce() + Send>,
}

/// Names a test function for the harness: `test!(name)`, or `test!(name, needs axe(), shared("seed"))`.
#[macro_export]
macro_rules! test {
    ($name:ident $(, needs $($requirement:expr),+)?) => {
        $crate::Test::new(concat!(module_path!(), "::", stringify!($name)), $name)$($(.needs($requirement))+)?
    };
}

impl Test {
    /// A test with the path of its function.
    pub fn new<F: Future<Output = ()> + 'static>(path: &str, test: fn() -> F) -> Test {
        let name = path.split_once("::").map_or(path, |(_, name)| name).to_owned();
        let run = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime starts").block_on(test());
        };
        Test { name, missing: None, run: Box::new(run) }
    }

    /// Ignores the test where a requirement is not met, and says why. The first reason stays.
    pub fn needs<T>(mut self, requirement: Result<T, String>) -> Test {
        self.missing = self.missing.or(requirement.err());
        self
    }

    fn into_trial(self) -> Trial {
        Trial::ignorable_test(self.name, move || match self.missing {
            Some(reason) => Ok(Completion::ignored_with(reason)),
            None => {
                (self.run)();
                Ok(Completion::Completed)
            }
        })
    }
}

/// The options of libtest, and more than one filter as libtest takes them.
#[derive(Parser)]
struct Options {
    #[command(flatten)]
    libtest: Arguments,
    /// Further filters: a test runs if its name contains one of them
    filters: Vec<String>,
}

/// Runs the tests that the command line asks for. All of them need a browser, an edition and the fonts of the tests.
pub fn run(tests: Vec<Test>) -> ExitCode {
    let Options { mut libtest, mut filters } = Options::parse();
    filters.extend(libtest.filter.take());
    let exact = libtest.exact;
    let is_asked_for = |test: &Test| {
        filters.is_empty() || filters.iter().any(|filter| if exact { test.name == *filter } else { test.name.contains(filter) })
    };
    let fonts = use_test_fonts();
    let machine = Engine::find().and(dist()).and(fonts.as_ref().map_err(String::clone));
    let tests = tests.into_iter().filter(is_asked_for).map(|test| test.needs(machine.clone()));
    libtest_mimic::run(&libtest, tests.map(Test::into_trial).collect()).exit_code()
}

/// The script of axe-core, which finds barriers. `cargo xtask test` installs it.
pub fn axe() -> Result<PathBuf, String> {
    let path = std::env::var_os("OFFPRINT_AXE").map(PathBuf::from);
    path.ok_or_else(|| "OFFPRINT_AXE does not name axe.min.js; `cargo xtask test` installs it".to_owned())
}

/// Data that is not part of the repository; some machines have it in the folder `shared` next to the project.
pub fn shared(name: &str) -> Result<PathBuf, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(name);
    if path.exists() { Ok(path) } else { Err(format!("../shared/{name} is not on this machine")) }
}

/// Chromium, whose DevTools protocol some tests use: to go offline, or to run a script before a page's own.
pub fn chromium() -> Result<(), String> {
    match Engine::find()? {
        Engine::Chromium(_) => Ok(()),
        _ => Err("this needs Chromium's DevTools protocol".to_owned()),
    }
}

/// Any engine but WebKit, whose MiniBrowser or driver lacks what the reason says.
pub fn not_webkit(reason: &str) -> Result<(), String> {
    match Engine::find()? {
        Engine::WebKit(_) => Err(reason.to_owned()),
        _ => Ok(()),
    }
}
