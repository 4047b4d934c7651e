//! `offprint`, the press: checks manuscripts and prints them as an edition, a folder of static files.
//!
//! The stages in the order of the work are `load`, `check`, `compose`, `render` and `write`; `pipeline` runs them, and `body` has the
//! passes that the text of an article goes through. Next to the command there is a library, so that benches read a body as the press
//! does.

mod body;
mod cache;
mod check;
mod cmd;
mod compose;
mod export;
mod fault;
mod files;
#[cfg(test)]
mod fuzz;
mod import;
mod load;
mod look;
mod origins;
mod output;
mod pictures;
mod pipeline;
mod problem;
mod render;
mod report;
mod serve;
mod shard;
mod timings;
mod write;

use std::process::ExitCode;

pub use ::search::markup::text;
use clap::{CommandFactory, Parser};

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
    /// Writes the newspaper as Markdown with front matter, for other tools
    Export(cmd::export::Export),
    /// Imports articles from another system
    Import(cmd::import::Import),
    /// Joins the parts of an edition that several machines have printed
    Join(cmd::join::Join),
    /// Makes a newspaper to begin with
    New(cmd::new::New),
    /// Shows the newspaper in the browser while it is written
    Serve(cmd::serve::Serve),
    /// Writes completions and man pages
    #[command(hide = true)]
    Manual(cmd::manual::Manual),
    /// Prints a JSON Schema, with which editors complete and check fields
    Schema(cmd::schema::PrintSchema),
}

/// Runs the command: reads its arguments, does its work, and reports the result.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.command {
        Command::Build(build) => build.run(),
        Command::Check(check) => check.run(),
        Command::Export(export) => export.run(),
        Command::Import(import) => import.run(),
        Command::Join(join) => join.run(),
        Command::New(new) => new.run(),
        Command::Manual(manual) => manual.run(Cli::command()),
        Command::Schema(schema) => schema.run(),
        Command::Serve(serve) => serve.run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(cmd::Failure::Problems) => ExitCode::from(1),
        Err(cmd::Failure::Usage(message)) => {
            eprintln!("offprint: {message}");
            ExitCode::from(2)
        }
        Err(cmd::Failure::Other(error)) => {
            eprintln!("offprint: {}", report::sentence(&error));
            ExitCode::from(1)
        }
    }
}

/// A page of the guide, which tests compare with the code. The guide is not in a published package, but neither are its tests run.
#[cfg(test)]
fn guide(name: &str) -> String {
    let path = format!("{}/../../docs/guide/{name}.md", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}
