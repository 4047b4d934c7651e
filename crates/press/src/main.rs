//! The command `offprint`.

fn main() -> std::process::ExitCode {
    press::run()
}
