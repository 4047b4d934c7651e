//! The command `offprint`.

/// Half of the work is many small texts on many threads, at which it is better than the C library's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    press::run()
}
