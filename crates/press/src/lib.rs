//! `offprint`, the press: checks manuscripts and prints them as an edition, a folder of static files.
//!
//! A library beside its command, so that benches read a body as the press does.

mod cmd;

// In the order of the work: read, check, compose, write.
mod content;
mod fields;
mod files;
mod locales;
mod locate;
mod manuscript;
mod problem;
mod site;

mod body;
mod dates;
mod media;
mod references;

mod compose;
mod lists;
mod pool;
mod search;

mod feed;
mod head;
mod host;
mod page;
mod publish;
mod sitemap;
mod viewer;

mod compress;
mod fault;
mod report;
mod write;

pub use ::search::markup::text;

use std::process::ExitCode;

use clap::Parser;

#[derive(Parser)]
#[command(name = "offprint", version, about = "Prints a folder of articles as an edition that any static host can serve")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Checks the manuscripts and prints the edition
    Build(cmd::build::Build),
    /// Checks the manuscripts and prints nothing
    Check(cmd::check::Check),
}

/// The command: reads its arguments, does its work, and tells how it went.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Build(build) => build.run(),
        Command::Check(check) => check.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(cmd::Failure::Problems) => ExitCode::from(1),
        Err(cmd::Failure::Usage(message)) => {
            eprintln!("offprint: {message}");
            ExitCode::from(2)
        }
        Err(cmd::Failure::Other(error)) => {
            // The whole chain of causes, once.
            eprintln!("offprint: {error:#}");
            ExitCode::from(1)
        }
    }
}
