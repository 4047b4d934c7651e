//! The project's development tasks: `cargo xtask serve`, `test`, `dist`, `guide`, `size`, `bench`.

mod cmd;
mod project;
mod tools;

use std::process::ExitCode;

use clap::Parser;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The development tasks of Offprint")]
enum Cli {
    /// Installs what builds the viewer; `serve`, `test` and `dist` do it themselves
    Setup,
    /// Builds the viewer, prints the sample edition and serves both; rebuilds on every save
    Serve(cmd::serve::Serve),
    /// Checks format and lints and runs all tests, including those in real browsers
    Test(cmd::test::Test),
    /// Builds the release edition in dist/, ready for any static host
    Dist(cmd::dist::Dist),
    /// Makes the archive with the command `offprint` for this platform, and tries it
    Release,
    /// Prints the guide into target/guide
    Guide,
    /// Measures loading, recommended reading, search and Lighthouse scores
    #[command(subcommand)]
    Bench(cmd::bench::Bench),
    /// Shows the size of the release edition's viewer and fails if it is over its bound
    Size,
    /// Prints the sample edition into Trunk's staging folder (called by Trunk's hook)
    #[command(hide = true)]
    Print,
    /// Bundles the style sheets (called by Trunk's hook)
    #[command(hide = true)]
    Style,
}

fn main() -> ExitCode {
    let result = match Cli::parse() {
        Cli::Setup => cmd::setup::run(),
        Cli::Serve(serve) => serve.run(),
        Cli::Test(test) => test.run(),
        Cli::Dist(dist) => dist.run(),
        Cli::Release => cmd::release::run(),
        Cli::Guide => cmd::guide::run(),
        Cli::Bench(bench) => bench.run(),
        Cli::Size => cmd::size::run(),
        Cli::Print => cmd::print::run(),
        Cli::Style => cmd::style::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
