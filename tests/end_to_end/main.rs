//! The release edition in a real browser, from a plain static server.

mod access;
mod hostile;
mod navigation;
mod pages;
mod recommended;
mod search;
mod seed;
mod states;

use std::process::ExitCode;

fn main() -> ExitCode {
    let tests = [
        access::tests(),
        hostile::tests(),
        navigation::tests(),
        pages::tests(),
        recommended::tests(),
        search::tests(),
        seed::tests(),
        states::tests(),
    ];
    end_to_end::run(tests.into_iter().flatten().collect())
}
