//! Tests of the release edition in a real browser, served by a plain static server.

mod access;
mod budgets;
mod fonts;
mod hostile;
mod looks;
mod mutations;
mod narrow;
mod navigation;
mod pages;
mod pictures;
mod reading;
mod recommended;
mod search;
mod seed;
mod serve;
mod states;
mod taxonomies;

use std::process::ExitCode;

fn main() -> ExitCode {
    let tests = [
        access::tests(),
        budgets::tests(),
        fonts::tests(),
        hostile::tests(),
        looks::tests(),
        mutations::tests(),
        narrow::tests(),
        navigation::tests(),
        pages::tests(),
        pictures::tests(),
        reading::tests(),
        recommended::tests(),
        search::tests(),
        seed::tests(),
        serve::tests(),
        states::tests(),
        taxonomies::tests(),
    ];
    end_to_end::run(tests.into_iter().flatten().collect())
}
