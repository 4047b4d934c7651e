//! The project's own chores: `cargo xtask serve`, `test`, `dist`, `size`.

mod cmd;
mod project;
mod tools;

use std::process::ExitCode;

use clap::Parser;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The chores of Offprint")]
enum Chore {
    /// Builds the viewer, prints the sample edition and serves both; shows every change that is saved
    Serve(cmd::serve::Serve),
    /// Format, lints, and all tests, up to those in a real browser
    Test(cmd::test::Test),
    /// Builds the release edition in dist/, ready for any static host
    Dist(cmd::dist::Dist),
    /// Measures side by side with others
    #[command(subcommand)]
    Bench(cmd::bench::Bench),
    /// Shows what the viewer weighs, and fails if it is over its budget
    Size,
    /// Prints the sample edition into the folder that Trunk is filling (its hook calls this)
    #[command(hide = true)]
    Print,
    /// Puts the style sheets into one (Trunk's hook calls this)
    #[command(hide = true)]
    Style,
}

fn main() -> ExitCode {
    let done = match Chore::parse() {
        Chore::Serve(serve) => serve.run(),
        Chore::Test(test) => test.run(),
        Chore::Dist(dist) => dist.run(),
        Chore::Bench(bench) => bench.run(),
        Chore::Size => cmd::size::run(),
        Chore::Print => cmd::print::run(),
        Chore::Style => cmd::style::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
